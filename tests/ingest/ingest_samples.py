"""Files for the tests of this room: made on the spot, small, some of them hostile."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl

from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.reading import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHEET = "xl/worksheets/sheet1.xml"


def request(
    data: bytes | str, *, path: str = "응답.csv", lines: bool = False, columns: ColumnOptions | None = None
) -> Request:
    """Return a request for some bytes."""
    raw = data.encode() if isinstance(data, str) else data
    return Request(path, raw, columns or ColumnOptions(), lines)


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rebuilt(data: bytes, edit: Callable[[bytes], bytes], *, part: str = SHEET, extra: Sequence[str] = ()) -> bytes:
    """Return an archive with one part edited and empty parts added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            raw = old.read(info)
            new.writestr(info.filename, edit(raw) if info.filename == part else raw)
        for name in extra:
            new.writestr(name, b"")
    return stream.getvalue()
