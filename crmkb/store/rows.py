"""From the frozen types to rows of the tables, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crmkb.text.offsets import pack, unpack
from crmkb.types import Coding, Decision, Document, Keyphrase, Passage, RunManifest, Terms, Theme

if TYPE_CHECKING:
    from sqlalchemy import Row


def to_json(value: object) -> str:
    """Write JSON with Hangul as it is; mappings and sequences of any kind, keys in their order.

    Parameters
    ----------
    value
        JSON-able; read-only mappings too.

    Returns
    -------
    str
        On one line.

    Examples
    --------
    >>> to_json({"부서": ("영업",)})
    '{"부서": ["영업"]}'
    """
    return json.dumps(value, ensure_ascii=False, default=_plain)


def document_row(document: Document, source: int) -> dict[str, object]:
    """Lay out a document; `source` is the number of its source."""
    return {
        "id": document.id,
        "source": source,
        "kind": document.kind,
        "title": document.title,
        "text": document.text,
        "row": document.row,
        "source_id": document.source_id,
        "fields": to_json(document.fields),
        "offsets": pack(document.offsets),
        "cut_head": document.cut_head,
        "cut_tail": document.cut_tail,
    }


def to_document(row: Row[Any]) -> Document:
    """Read a document from a row that has the name of its source as `source_name`."""
    return Document(
        id=row.id,
        kind=row.kind,
        title=row.title,
        text=row.text,
        source=row.source_name,
        offsets=unpack(row.offsets),
        row=row.row,
        source_id=row.source_id,
        fields=json.loads(row.fields),
        cut_head=row.cut_head,
        cut_tail=row.cut_tail,
    )


def to_passage(row: Row[Any]) -> Passage:
    """Read a passage."""
    return Passage(id=row.id, document_id=row.document_id, start=row.start, end=row.end, text=row.text)


def terms_row(terms: Terms, bigrams: str, passage: int) -> dict[str, object]:
    """Lay out the terms of a passage; `passage` is its number."""
    return {
        "passage": passage,
        "lemmas": " ".join(terms.lemmas),
        "phrases": "\t".join(terms.phrases),
        "bigrams": bigrams,
    }


def to_terms(row: Row[Any]) -> Terms:
    """Read the terms from a row that has the passage's id as `passage_id`."""
    return Terms(
        passage_id=row.passage_id,
        lemmas=tuple(row.lemmas.split(" ")) if row.lemmas else (),
        phrases=tuple(row.phrases.split("\t")) if row.phrases else (),
    )


def theme_row(theme: Theme, run: int, label: int) -> dict[str, object]:
    """Lay out a theme as the run of this number found it."""
    return {
        "run": run,
        "label": label,
        "theme_id": theme.id,
        "name": theme.name,
        "cause": theme.cause,
        "size": theme.size,
        "weak": theme.weak,
        "keyphrases": to_json(theme.keyphrases),
        "exemplars": to_json(theme.exemplars),
    }


def to_theme(row: Row[Any]) -> Theme:
    """Read a theme as one run found it."""
    return Theme(
        id=row.theme_id,
        name=row.name,
        cause=row.cause,
        keyphrases=tuple(Keyphrase(phrase, weight) for phrase, weight in json.loads(row.keyphrases)),
        exemplars=tuple(json.loads(row.exemplars)),
        size=row.size,
        weak=bool(row.weak),
    )


def manifest_json(manifest: RunManifest) -> str:
    """Write a manifest as one JSON object."""
    return to_json({name: getattr(manifest, name) for name in RunManifest.__dataclass_fields__})


def to_manifest(text: str) -> RunManifest:
    """Read what `manifest_json` wrote."""
    facts = json.loads(text)
    return RunManifest(**{**facts, "inputs": tuple(facts["inputs"]), "notes": tuple(facts["notes"])})


def to_coding(row: Row[Any]) -> Coding:
    """Read a coding from a row that has the passage's id as `passage_id`."""
    return Coding(
        passage_id=row.passage_id,
        code=row.code,
        coder=row.coder,
        confidence=row.confidence,
        reason=row.reason,
    )


def decision_row(decision: Decision) -> dict[str, object]:
    """Lay out a decision."""
    return {
        "id": decision.id,
        "kind": decision.kind,
        "target": decision.target,
        "payload": to_json(decision.payload),
        "who": decision.who,
        "when": decision.when,
        "note": decision.note,
    }


def to_decision(row: Row[Any]) -> Decision:
    """Read a decision."""
    return Decision(
        id=row.id,
        kind=row.kind,
        target=row.target,
        payload=json.loads(row.payload),
        who=row.who,
        when=row.when,
        note=row.note,
    )


def _plain(value: object) -> dict[object, object]:
    """Help `json` with mappings that are no dict."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON-able: {type(value).__name__}")
