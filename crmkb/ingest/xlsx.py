"""Read .xlsx: every visible sheet that has a column of comments."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

from crmkb.errors import InputError, UsageError
from crmkb.ingest.reading import FoundText, Reading, Request
from crmkb.ingest.tables import Record, Table, find_header, read_rows, say_rows
from crmkb.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

    from crmkb.ingest.columns import ColumnMap

_MOST_PARTS = 2_000
_LARGEST_PART = 256 << 20
_LARGEST_BOOK = 512 << 20
_HIGHEST_RATIO = 200
_SMALL_PART = 4 << 20
_CHUNK = 1 << 20
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 1_000
_HEADER_WITHIN = 1_000
_UNCOMPUTED = re.compile(rb"(?:</f>|<f[^<>]{0,200}/>)(?:<v\s*/>|<v></v>)?</c>")
# What zipfile, the XML parser and openpyxl raise on files that are damaged or made to do harm.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
)
_BROKEN = (*_DAMAGED, SyntaxError, OverflowError, NotImplementedError, RuntimeError)


def read_xlsx(request: Request) -> Reading:
    """Read the comments of a workbook.

    Parameters
    ----------
    request
        The file. The first row of a sheet that names a column of comments is its header.

    Returns
    -------
    Reading
        One text a row; rows are counted on from sheet to sheet. With several sheets a row keeps the name of its sheet
        as the field `sheet`. The mapping is that of the first sheet read.

    Raises
    ------
    InputError
        If the file is no workbook or is made to do harm, no visible sheet has a column of comments, or no row is left.
    UsageError
        If an option names a column that no visible sheet has.

    Notes
    -----
    Dates become ISO 8601, whole numbers are written without a point. A formula whose value was never stored counts as
    empty, and is said. Hidden sheets are skipped and said; hidden rows are read.
    """
    n_uncomputed = _check(request)
    # Takes long to import, which only workbooks should cost.
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it does not keep.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(request.data), read_only=True, data_only=True)
            return _read_book(book, request, n_uncomputed)
    except (InputError, UsageError):
        raise
    except _BROKEN as error:
        raise InputError("ingest.no_xlsx", path=request.path) from error


def _read_book(book: Workbook, request: Request, n_uncomputed: int) -> Reading:
    """Read all visible sheets."""
    path = request.path
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    texts: list[FoundText] = []
    notes: list[str] = []
    without: dict[str, InputError | UsageError] = {}
    failed: InputError | None = None
    mapping: ColumnMap | None = None
    n_rows = 0
    for title in visible:
        try:
            table = _table(book, title, request)
        except (InputError, UsageError) as error:
            if error.key == "ingest.many_columns":
                raise
            without[title] = error
            continue
        mapping = mapping or table.columns
        where = path if len(visible) == 1 else f"{path} [{title}]"
        rows = read_rows(table, path=where, first_row=n_rows + 1)
        n_rows += rows.n_rows
        column = table.columns.header[table.columns.fields["text"]]
        try:
            notes += say_rows(rows, path=where, above=table.above, column=column)
        except InputError as error:
            failed = failed or error
            continue
        texts += rows.texts if len(visible) == 1 else _with_sheet(rows.texts, title)
    if not texts:
        raise failed or next(iter(without.values()), InputError("ingest.empty", path=path))
    # A sheet without anything in it is nothing to speak of.
    told = [title for title, error in without.items() if error.key != "ingest.empty"]
    notes += _said(path, "ingest.hidden_sheets", hidden) + _said(path, "ingest.sheets_without_text", told)
    if n_uncomputed:
        notes.append(say("ingest.formulas", path=path, n=n_uncomputed))
    return Reading(tuple(texts), "", tuple(notes), mapping)


def _table(book: Workbook, title: str, request: Request) -> Table:
    """Find a sheet's header, then start again to read no more columns than it has."""
    top = _records(book, title, _MOST_COLUMNS + 1, most_rows=_HEADER_WITHIN)
    width = len(find_header(top, request.columns, path=request.path).columns.header)
    if width > _MOST_COLUMNS:
        raise InputError("ingest.many_columns", path=request.path, limit=_MOST_COLUMNS)
    return find_header(_records(book, title, width), request.columns, path=request.path)


def _records(book: Workbook, title: str, width: int, *, most_rows: int = _MOST_ROWS) -> Iterator[Record]:
    """Yield a sheet's rows as text, without the blank cells at their end."""
    sheet = book[title]
    # Without bounds of ours the sheet's stated dimension would be believed, which may be wrong.
    for line, values in enumerate(sheet.iter_rows(max_row=most_rows, max_col=width, values_only=True), 1):
        if any(value is not None for value in values):
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            yield Record(line, cells)


def _text(value: object) -> str:
    """Return a cell's value as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        # Other programs write carriage returns like this, which openpyxl leaves as it is.
        return value.replace("_x000D_", "\r") if "_x000D_" in value else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _with_sheet(texts: tuple[FoundText, ...], title: str) -> list[FoundText]:
    """Add the sheet's name to the rows' fields."""
    return [text._replace(fields={"sheet": title, **text.fields}) for text in texts]


def _said(path: str, key: str, names: list[str]) -> list[str]:
    """Say the names of sheets, or nothing."""
    return [say(key, path=path, n=len(names), names=", ".join(names))] if names else []


def _check(request: Request) -> int:
    """Refuse archives made to do harm; return the number of formulas without a stored value."""
    try:
        with zipfile.ZipFile(io.BytesIO(request.data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or size > _LARGEST_BOOK:
                raise InputError("ingest.hostile_xlsx", path=request.path, part=f"{len(parts)} / {size >> 20} MB")
            return sum(_check_part(archive, part, request.path) for part in parts if _is_xml(part.filename))
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError("ingest.no_xlsx", path=request.path) from error


def _is_xml(name: str) -> bool:
    """Tell whether a part is XML, which alone is read."""
    return name.lower().endswith((".xml", ".rels"))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: str) -> int:
    """Refuse a part that grows too large or declares entities; count its formulas without a value."""
    ratio = part.file_size / max(1, part.compress_size)
    if part.file_size > _LARGEST_PART or (part.file_size > _SMALL_PART and ratio > _HIGHEST_RATIO):
        raise InputError("ingest.hostile_xlsx", path=path, part=part.filename)
    count, rest = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            block = rest + chunk
            # UTF-16 would hide a declaration from this search; Excel never writes it.
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block or b"\0" in block:
                raise InputError("ingest.hostile_xlsx", path=path, part=part.filename)
            count += len(_UNCOMPUTED.findall(block))
            # Keep what may be the start of a match, but no whole one.
            cut = max(block.rfind(b"</c>") + len(b"</c>"), len(block) - 512) if b"</c>" in block else len(block) - 512
            rest = block[max(0, cut) :]
    return count
