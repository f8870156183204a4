"""From records of cells to texts: find the header, skip what is blank or does not fit, and say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from crmkb.errors import InputError, UsageError
from crmkb.ingest.columns import ColumnMap, ColumnOptions, match_columns, stored_names
from crmkb.ingest.reading import TEXT_LIMIT, FoundText, is_too_large
from crmkb.strings import say
from crmkb.text.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_WITHIN = 10
_LINES_NAMED = 5


class Record(NamedTuple):
    """One row of a file: the line it starts in (from 1) and its cells; None where it cannot be read."""

    line: int
    cells: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Table:
    """A header and what stands below it.

    Attributes
    ----------
    columns
        The recognized columns.
    above
        Number of rows above the header, such as a title.
    records
        The rows below, to be read once.
    """

    columns: ColumnMap
    above: int
    records: Iterator[Record]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a table held.

    Attributes
    ----------
    texts
        One a row with a comment.
    n_rows
        Number of rows that are not blank.
    n_empty
        Number of rows without a comment.
    bad_lines
        Lines of the rows that do not fit the columns.
    """

    texts: tuple[FoundText, ...]
    n_rows: int
    n_empty: int
    bad_lines: tuple[int, ...]


def find_header(records: Iterable[Record], options: ColumnOptions, *, path: str) -> Table:
    """Find the header among the first ten rows that are not blank.

    Parameters
    ----------
    records
        The rows of a file or sheet.
    options
        Column names that the user gave.
    path
        The file as errors call it.

    Returns
    -------
    Table
        The first row is the header where it names a column of comments; else the first whose cell is such a name as a
        whole (surveys put their title above).

    Raises
    ------
    InputError
        If there is no row, or none that names a column of comments.
    UsageError
        If an option names a column that is not there.
    """
    rest = iter(records)
    first = list(_some(rest, _HEADER_WITHIN))
    if not first:
        raise InputError("ingest.empty", path=path)
    for above, record in enumerate(first):
        try:
            columns = match_columns(record.cells or (), options, path=path, exact=above > 0)
        except (InputError, UsageError):
            continue
        return Table(columns, above, chain(first[above + 1 :], rest))
    # No row fits: what the first one lacks is the most telling.
    return Table(match_columns(first[0].cells or (), options, path=path), 0, rest)


def read_rows(table: Table, *, path: str, ragged: bool = False, blank_counts: bool = False, first_row: int = 1) -> Rows:
    """Turn the rows below a header into texts.

    Parameters
    ----------
    table
        Header and rows; the rows are used up.
    path
        The file as errors call it.
    ragged
        True refuses rows with more cells than columns, or without the cell of the comment; False ignores the cells
        behind the last column and takes a missing one as empty.
    blank_counts
        True counts a row without any value as one; False passes over it.
    first_row
        Number of the first row.

    Returns
    -------
    Rows
        The texts with their fields, which are normalized; the comments are untouched.

    Raises
    ------
    InputError
        If a comment is above 50 MB.
    """
    stored = stored_names(table.columns)
    width, text_column = len(table.columns.header), table.columns.fields["text"]
    id_column = table.columns.fields.get("id")
    texts: list[FoundText] = []
    bad: list[int] = []
    row = first_row - 1
    for line, cells in table.records:
        if cells is not None and not blank_counts and _is_blank(cells):
            continue
        row += 1
        if cells is None or (ragged and (len(cells) <= text_column or not _is_blank(cells[width:]))):
            bad.append(line)
            continue
        text = _cell(cells, text_column)
        if is_too_large(text):
            raise InputError("ingest.cell_too_large", path=path, line=line, limit=TEXT_LIMIT >> 20)
        if text.strip():
            source_id = "" if id_column is None else _clean(_cell(cells, id_column))
            fields = {name: _clean(_cell(cells, column)) for column, name in stored.items()}
            texts.append(FoundText(text, row=row, source_id=source_id, fields=fields))
    n_rows = row - first_row + 1
    return Rows(tuple(texts), n_rows, n_rows - len(texts) - len(bad), tuple(bad))


def say_rows(rows: Rows, *, path: str, above: int = 0, column: str) -> tuple[str, ...]:
    """Say what was skipped, or fail where nothing is left.

    Parameters
    ----------
    rows
        What the rows held.
    path
        The file as sentences call it.
    above
        Number of rows above the header.
    column
        Header of the comment's column.

    Returns
    -------
    tuple[str, ...]
        Sentences; none when every row went in.

    Raises
    ------
    InputError
        If no row holds a comment.
    """
    lines = ", ".join(map(str, rows.bad_lines[:_LINES_NAMED])) + (" …" if len(rows.bad_lines) > _LINES_NAMED else "")
    if not rows.texts and rows.bad_lines:
        raise InputError("ingest.only_bad_rows", path=path, n=len(rows.bad_lines), lines=lines)
    if not rows.n_rows:
        raise InputError("ingest.no_rows", path=path)
    if not rows.texts:
        raise InputError("ingest.only_empty_comments", path=path, n=rows.n_rows, column=column)
    notes = [say("ingest.above_header", path=path, n=above)] if above else []
    if rows.bad_lines:
        notes.append(say("ingest.bad_rows", path=path, n=len(rows.bad_lines), lines=lines))
    if rows.n_empty:
        notes.append(say("ingest.empty_comments", path=path, n=rows.n_empty))
    return tuple(notes)


def _some(records: Iterator[Record], n: int) -> Iterator[Record]:
    """Yield the next records until `n` were not blank."""
    while n:
        record = next(records, None)
        if record is None:
            return
        if record.cells is None or not _is_blank(record.cells):
            n -= 1
            yield record


def _is_blank(cells: Sequence[str]) -> bool:
    """Tell whether all cells are blank."""
    return not any(map(str.strip, cells))


def _cell(cells: Sequence[str], column: int) -> str:
    """Return a cell, empty where the row is too short."""
    return cells[column] if column < len(cells) else ""


def _clean(value: str) -> str:
    """Return a field's value in the stored form without blank edges."""
    return normalize(value).text.strip()
