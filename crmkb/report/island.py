"""The facts that the page's script needs, as JSON that cannot leave its element."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from crmkb.report.characters import visible
from crmkb.report.lookup import codings_by_passage, documents_by_id, memberships
from crmkb.strings import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crmkb.report.views import Reading
    from crmkb.strings import Lang
    from crmkb.types import Coding, RunResult

SAID_BY_SCRIPT = ("hits", "hits_none", "more", "in_document", "copy", "copied", "not_copied", "row", "by_people",
                  "no_cause_passage", "unassigned")  # fmt: skip
"""Sentences of `report.toml` that the script puts in."""

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class Island(NamedTuple):
    """The facts of every passage, column by column, in the order in which the passages stand in the page.

    Attributes
    ----------
    themes
        Names and ids.
    theme
        Position of each passage's theme, -1 for none.
    causes
        For each passage its codes with hundredths, such as `C05 62 C06 41`; -1 stands for a person's word.
    fields
        For each column of the input what people call it, its values, and for each passage the position of its value,
        -1 for none.
    ids
        The input's own ids, `""` for none.
    say
        Sentences that the script puts in.
    """

    themes: list[tuple[str, str]]
    theme: list[int]
    causes: list[str]
    fields: list[Field]
    ids: list[str]
    say: dict[str, str]


class Field(NamedTuple):
    """A column of the input; see `Island.fields`."""

    name: str
    label: str
    values: list[str]
    of: list[int]


def embed(value: object) -> Markup:
    r"""Write a value as JSON for a `<script type="application/json">`.

    Parameters
    ----------
    value
        What `json` can write.

    Returns
    -------
    Markup
        JSON without blanks, sorted keys, Hangul as itself; `<`, `>`, `&`, U+2028 and U+2029 as `\u` escapes.

    Examples
    --------
    >>> print(embed({"b": "</script>", "a": "교육"}))
    {"a":"교육","b":"\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(visible(text).translate(_ESCAPES))


def gather(result: RunResult, readings: Sequence[Reading], lang: Lang) -> Island:
    """Collect what the script needs to know.

    Parameters
    ----------
    result
        What a run found.
    readings
        The page's documents, in their order.
    lang
        Language of the sentences.

    Returns
    -------
    Island
        The facts.
    """
    passages = [passage for reading in readings for passage in reading.passages]
    theme_of, codings, documents = memberships(result), codings_by_passage(result), documents_by_id(result)
    number = {theme.id: k for k, theme in enumerate(result.themes)}
    themes = [theme_of[passage.id].theme for passage in passages]
    return Island(
        themes=[(visible(theme.name), theme.id) for theme in result.themes],
        theme=[number[theme.id] if theme else -1 for theme in themes],
        causes=[" ".join(map(_coding, codings[passage.id])) for passage in passages],
        fields=_fields([documents[passage.document_id].fields for passage in passages], lang),
        ids=[visible(documents[passage.document_id].source_id) for passage in passages],
        say={name: catalog()[f"report.{name}"][lang] for name in SAID_BY_SCRIPT},
    )


def label(name: str, lang: Lang) -> str:
    """Name a column of the input as people call it; an unknown one keeps its name."""
    return catalog().get(f"report.field_{name}", {}).get(lang, name)


def _coding(coding: Coding) -> str:
    return f"{coding.code} {round(100 * coding.confidence) if coding.coder == 'machine' else -1}"


def _fields(rows: Sequence[Mapping[str, str]], lang: Lang) -> list[Field]:
    columns = []
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [visible(row.get(name, "").strip()) for row in rows]
        position = {value: k for k, value in enumerate(sorted({v for v in values if v}))}
        if position:
            of = [position.get(value, -1) for value in values]
            columns.append(Field(visible(name), visible(label(name, lang)), list(position), of))
    return columns
