"""Read .csv and .tsv: the delimiter is found, quoted line breaks are kept, ragged rows are skipped and said."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from crmkb.errors import InputError
from crmkb.ingest.columns import match_columns
from crmkb.ingest.decode import decode
from crmkb.ingest.reading import TEXT_LIMIT, Reading, Request
from crmkb.ingest.tables import Record, find_header, read_rows, say_rows
from crmkb.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmkb.ingest.columns import ColumnOptions

_DELIMITERS = (",", ";", "\t", "|")
# Stands in no text: what splits a table of one column, whose comments may hold any of the others.
_NONE = "\x1f"
_SNIFFED = 50
# How many times the lines of a file may be read again behind unclosed quotes.
_RESCANS = 10


def read_delimited(request: Request) -> Reading:
    """Read a table of comments from delimited text.

    Parameters
    ----------
    request
        The file; its first row that names a column of comments is the header.

    Returns
    -------
    Reading
        One text a row. The row's number counts the rows below the header that are not blank.

    Raises
    ------
    InputError
        If the bytes are no text, no column holds comments, or no row is left.
    UsageError
        If an option names a column that is not there.
    """
    decoded = decode(request.data, name=request.path)
    lines = list(io.StringIO(decoded.text, newline=""))
    first = 0
    delimiter = _announced(lines[0]) if lines else ""
    if delimiter:
        first = 1
    else:
        delimiter = find_delimiter(lines, request.columns)
    limit = csv.field_size_limit(TEXT_LIMIT)
    try:
        table = find_header(_records(lines, first, delimiter, request.path), request.columns, path=request.path)
        rows = read_rows(table, path=request.path, ragged=True)
    finally:
        csv.field_size_limit(limit)
    column = table.columns.header[table.columns.fields["text"]]
    notes = [say(key, path=request.path) for key in decoded.doubts]
    notes += say_rows(rows, path=request.path, above=table.above, column=column)
    return Reading(rows.texts, decoded.encoding, tuple(notes), table.columns)


def find_delimiter(lines: list[str], options: ColumnOptions) -> str:
    r"""Find what separates the cells.

    Parameters
    ----------
    lines
        The file's lines with their line ends.
    options
        Column names that the user gave; a name may be the only column of the table.

    Returns
    -------
    str
        The one of `,` `;` tab `|` that cuts the first fifty rows most evenly; a character that stands nowhere when
        the table has one column.

    Examples
    --------
    >>> from crmkb.ingest.columns import ColumnOptions
    >>> find_delimiter(["번호;의견\n", "1;짧다, 길다\n"], ColumnOptions())
    ';'
    """
    head = next((line.strip() for line in lines if line.strip()), "")
    if not any(delimiter in head for delimiter in _DELIMITERS) and _is_header(head, options):
        return _NONE
    best = (0.0, 1, 0)
    chosen = _NONE
    for rank, delimiter in enumerate(_DELIMITERS):
        sizes = Counter(len(cells) for cells in islice(_plainly(lines, delimiter), _SNIFFED) if len(cells) > 1)
        if sizes:
            size, n = max(sizes.items(), key=lambda item: (item[1], item[0]))
            fit = (n / max(1, sum(sizes.values())) * n, size, -rank)
            if fit > best:
                best, chosen = fit, delimiter
    return chosen


def _announced(line: str) -> str:
    """Return the delimiter that Excel's first line `sep=;` names, or nothing."""
    name = line.strip("\r\n").strip('"')
    return name[4:5] if name.lower().startswith("sep=") and len(name) == len("sep=") + 1 else ""


def _is_header(line: str, options: ColumnOptions) -> bool:
    """Tell whether a line alone names the column of comments."""
    name = line.strip('"')
    try:
        match_columns([name], options, exact=options.text is None)
    except ValueError:
        return False
    return True


def _plainly(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of the rows for a first look."""
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _records(lines: list[str], first: int, delimiter: str, path: str) -> Iterator[Record]:
    """Yield all rows; a quote that is not closed where it should be costs its own line, not those it runs over."""
    start, budget = first, _RESCANS * len(lines)
    while start < len(lines):
        at = start
        for cells, end in _parsed(lines, start, delimiter, path):
            if end - at > 1 and not _is_clean(lines[at:end], delimiter):
                budget -= end - at
                start = at + 1 if budget > 0 else end
                yield Record(at + 1, None)
                break
            yield Record(at + 1, cells)
            at = end
        else:
            return


def _parsed(lines: list[str], start: int, delimiter: str, path: str) -> Iterator[tuple[list[str], int]]:
    """Yield the rows from a line on, each with the number of the line behind it."""
    reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            limit = TEXT_LIMIT >> 20
            raise InputError("ingest.cell_too_large", path=path, line=start + reader.line_num, limit=limit) from error
        if cells is None:
            return
        yield cells, start + reader.line_num


def _is_clean(lines: list[str], delimiter: str) -> bool:
    """Tell whether the quotes of a row over several lines are those of a program."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True
