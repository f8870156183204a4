"""The results as tables, and all files of an output folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pandas as pd

from crmkb.errors import CrmkbError
from crmkb.report.lookup import codings_by_passage, documents_by_id, memberships, passages_by_theme
from crmkb.report.pages import render
from crmkb.report.sheets import to_csv, to_xlsx
from crmkb.strings import get_lang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crmkb.strings import Lang
    from crmkb.types import Coding, RunResult, Taxonomy, Theme

PASSAGE_COLUMNS = ("id", "document", "source_id", "row", "start", "end", "text", "theme_id", "theme", "strength",
                   "causes", "confidence")  # fmt: skip
"""Columns of the passage table before those of the input."""


def theme_table(result: RunResult, taxonomy: Taxonomy | None, lang: Lang | None = None) -> pd.DataFrame:
    """Lay out the themes, one a row, those with a failure cause first.

    Parameters
    ----------
    result
        What a run found.
    taxonomy
        Gives causes their names; None leaves `cause_name` empty.
    lang
        Language of `cause_name`; None is the one in force.

    Returns
    -------
    DataFrame
        Columns `theme_id`, `theme`, `cause` and `cause_name` (empty when the theme states no cause), `passages`
        (count), `share` (of all passages, 0..1), `weak`, `keyphrases` (joined by `; `, heaviest first), `quote_id` and
        `quote` (the best representative, empty when there is none).
    """
    names = {c.code: c.names[lang or get_lang()] for c in taxonomy.causes} if taxonomy else {}
    texts = {p.id: p.text for p in result.passages}
    rows = [
        {
            "theme_id": theme.id,
            "theme": theme.name,
            "cause": theme.cause or "",
            "cause_name": names.get(theme.cause or "", ""),
            "passages": theme.size,
            "share": _share(theme, result),
            "weak": theme.weak,
            "keyphrases": "; ".join(k.phrase for k in theme.keyphrases),
            "quote_id": theme.exemplars[0] if theme.exemplars else "",
            "quote": texts[theme.exemplars[0]] if theme.exemplars else "",
        }
        for theme in result.themes
    ]
    columns = ("theme_id", "theme", "cause", "cause_name", "passages", "share", "weak", "keyphrases", "quote_id",
               "quote")  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def passage_table(result: RunResult) -> pd.DataFrame:
    """Lay out the passages, one a row, in their order.

    Parameters
    ----------
    result
        What a run found.

    Returns
    -------
    DataFrame
        Columns `PASSAGE_COLUMNS`, then the input's other columns in the order they are first met. `document` is the
        name of its source; `row` is missing for an article; `start`, `end` are code points of the stored document;
        `theme_id` and `theme` are empty and `strength` 0 when unassigned; `causes` are codes joined by `;`, the
        strongest first, and `confidence` (0..1) is the strongest one's, missing where there is none. An input column
        that has the name of one of ours is called `NAME_input`.
    """
    documents, theme_of, codings = documents_by_id(result), memberships(result), codings_by_passage(result)
    column_of = _input_columns(result)
    rows: list[dict[str, object]] = []
    for passage in result.passages:
        document, (theme, strength) = documents[passage.document_id], theme_of[passage.id]
        ours: dict[str, object] = {
            "id": passage.id,
            "document": document.source,
            "source_id": document.source_id,
            "row": document.row or None,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "theme_id": theme.id if theme else "",
            "theme": theme.name if theme else "",
            "strength": round(strength, 4),
            "causes": ";".join(c.code for c in codings[passage.id]),
            "confidence": round(codings[passage.id][0].confidence, 4) if codings[passage.id] else None,
        }
        rows.append(ours | {column_of[name]: value for name, value in document.fields.items()})
    table = pd.DataFrame(rows, columns=[*PASSAGE_COLUMNS, *column_of.values()])
    table[list(column_of.values())] = table[list(column_of.values())].fillna("")
    return table.astype({"row": "Int64", "strength": "float64", "confidence": "float64"})


def prepare_folder(folder: Path) -> Path:
    """Make sure that files can be written to a folder, before hours of work end there.

    Parameters
    ----------
    folder
        Made with its parents where it does not exist.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    CrmkbError
        `report.unwritable` when it cannot be made or no file can be written to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CrmkbError("report.unwritable", path=folder, reason=error.strerror) from error
    return folder


def write_outputs(
    result: RunResult,
    taxonomy: Taxonomy | None,
    folder: Path,
    *,
    lang: Lang | None = None,
    timings: Mapping[str, float] | None = None,
) -> dict[str, Path]:
    """Write the report, the tables and the manifest.

    Every file is first written whole under a passing name, so that an interrupted run leaves the old files.

    Parameters
    ----------
    result
        What a run found.
    taxonomy
        The causes it was matched to; None when it ran without.
    folder
        Where to; made where it does not exist.
    lang
        Language of the report and of cause names; None is the one in force.
    timings
        Stage to seconds, for `run.json`; the only content that differs between equal runs.

    Returns
    -------
    dict[str, Path]
        File name to path: `report.html`, `themes.csv`, `passages.csv`, `themes.xlsx`, `themes.json`, `run.json`.

    Raises
    ------
    CrmkbError
        `report.unwritable` when the folder takes no files, `report.locked` when an old file cannot be replaced.
    """
    prepare_folder(folder)
    themes, passages = theme_table(result, taxonomy, lang), passage_table(result)
    contents = {
        "report.html": render(result, taxonomy, lang=lang).encode(),
        "themes.csv": to_csv(themes),
        "passages.csv": to_csv(passages),
        "themes.xlsx": to_xlsx({"themes": themes, "passages": passages}),
        "themes.json": _json(_themes(result)),
        "run.json": _json(_manifest(result) | {"timings": dict(timings or {})}),
    }
    return _write_all(folder, contents)


def _share(theme: Theme, result: RunResult) -> float:
    return round(theme.size / len(result.passages), 4)


def _input_columns(result: RunResult) -> dict[str, str]:
    names = dict.fromkeys(name for document in result.documents for name in document.fields)
    taken = {*PASSAGE_COLUMNS, *names}
    columns: dict[str, str] = {}
    for name in names:
        column = name
        if name in PASSAGE_COLUMNS:
            while column in taken:
                column += "_input"
            taken.add(column)
        columns[name] = column
    return columns


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> dict[str, Path]:
    passing = {name: folder / f".{name}.{os.getpid()}.part" for name in contents}
    try:
        for name, content in contents.items():
            _write(passing[name], content)
        for name, path in passing.items():
            _put(path, folder / name)
    finally:
        for path in passing.values():
            path.unlink(missing_ok=True)
    return {name: folder / name for name in contents}


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CrmkbError("report.unwritable", path=path.parent, reason=error.strerror) from error


def _put(passing: Path, path: Path) -> None:
    try:
        passing.replace(path)
    except OSError as error:
        raise CrmkbError("report.locked", path=path, reason=error.strerror) from error


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _themes(result: RunResult) -> dict[str, object]:
    described = {p["id"]: p for p in _passages(result)}
    members = {theme_id: [described[p.id] for p in ps] for theme_id, ps in passages_by_theme(result).items()}
    themes = [
        {
            "id": theme.id,
            "name": theme.name,
            "cause": theme.cause,
            "keyphrases": [{"phrase": k.phrase, "weight": round(k.weight, 4)} for k in theme.keyphrases],
            "exemplars": list(theme.exemplars),
            "size": theme.size,
            "share": _share(theme, result),
            "weak": theme.weak,
            "passages": members[theme.id],
        }
        for theme in result.themes
    ]
    return {"run_id": result.manifest.run_id, "themes": themes, "unassigned": members[""]}


def _passages(result: RunResult) -> Iterator[dict[str, object]]:
    documents, theme_of, codings = documents_by_id(result), memberships(result), codings_by_passage(result)
    for passage in result.passages:
        document = documents[passage.document_id]
        yield {
            "id": passage.id,
            "document": document.source,
            "document_id": document.id,
            "row": document.row or None,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "strength": round(theme_of[passage.id].strength, 4),
            "causes": [_coding(coding) for coding in codings[passage.id]],
            "fields": dict(document.fields),
        }


def _coding(coding: Coding) -> dict[str, object]:
    return {
        "code": coding.code,
        "confidence": round(coding.confidence, 4),
        "coder": coding.coder,
        "reason": coding.reason,
    }


def _manifest(result: RunResult) -> dict[str, object]:
    manifest = asdict(result.manifest)
    return manifest | {"conflicts": [asdict(conflict) for conflict in result.conflicts]}
