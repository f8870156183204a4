"""Which reader reads which file: by the end of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmkb.ingest.delimited import read_delimited
from crmkb.ingest.html import read_html
from crmkb.ingest.jsonl import read_jsonl
from crmkb.ingest.text_files import read_text
from crmkb.ingest.xlsx import read_xlsx

if TYPE_CHECKING:
    from crmkb.ingest.reading import Reader
    from crmkb.types import DocumentKind


class Format(NamedTuple):
    """A format: its name, its reader, what its texts are unless somebody says otherwise, and its largest file."""

    name: str
    reader: Reader
    kind: DocumentKind
    limit_mb: int


_TEXT_MB = 50
_TABLE_MB = 1024
_TEXT = Format("txt", read_text, "article", _TEXT_MB)
_HTML = Format("html", read_html, "article", _TEXT_MB)

FORMATS: dict[str, Format] = {
    ".txt": _TEXT,
    ".md": _TEXT._replace(name="md"),
    ".html": _HTML,
    ".htm": _HTML,
    ".csv": Format("csv", read_delimited, "feedback", _TABLE_MB),
    ".tsv": Format("tsv", read_delimited, "feedback", _TABLE_MB),
    ".xlsx": Format("xlsx", read_xlsx, "feedback", _TABLE_MB),
    ".jsonl": Format("jsonl", read_jsonl, "feedback", _TABLE_MB),
}
"""Suffix in lower case to its format."""


def supported() -> str:
    """List the suffixes for a sentence.

    Returns
    -------
    str
        All suffixes, separated by commas.

    Examples
    --------
    >>> supported()
    '.txt, .md, .html, .htm, .csv, .tsv, .xlsx, .jsonl'
    """
    return ", ".join(FORMATS)
