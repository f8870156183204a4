"""What a reader is asked, and what it gives back; the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crmkb.ingest.columns import ColumnMap, ColumnOptions

TEXT_LIMIT = 50 * 1024 * 1024
"""Most bytes (in UTF-8) of a single text: a file of text, or a cell."""


class FoundText(NamedTuple):
    """One text of a file: the whole of it (row 0), a line, or a cell."""

    text: str
    title: str = ""
    row: int = 0
    source_id: str = ""
    fields: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read.

    Attributes
    ----------
    path
        The path as it is shown in sentences.
    data
        The bytes.
    columns
        Column names given by the user; for tables.
    lines
        True when each line of a text file is a comment of its own.
    """

    path: str
    data: bytes
    columns: ColumnOptions
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found.

    Attributes
    ----------
    texts
        1 or more, in the order of the file.
    encoding
        Python's name of the encoding; `""` where the format holds no plain text.
    notes
        Sentences about what was skipped or is in doubt.
    mapping
        Which column became which field; None for files of text.
    """

    texts: tuple[FoundText, ...]
    encoding: str = ""
    notes: tuple[str, ...] = field(default=())
    mapping: ColumnMap | None = None


Reader = Callable[[Request], Reading]


def is_too_large(text: str) -> bool:
    """Tell whether a single text is above the limit.

    Parameters
    ----------
    text
        A file's or cell's text.

    Returns
    -------
    bool
        True above `TEXT_LIMIT` bytes of UTF-8.

    Examples
    --------
    >>> is_too_large("교육")
    False
    """
    # Four bytes a character at most: only texts near the limit are really measured.
    return len(text) * 4 > TEXT_LIMIT and len(text.encode("utf-8", "surrogatepass")) > TEXT_LIMIT
