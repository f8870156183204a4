"""Tables as bytes that Excel opens safely: CSV and XLSX in which no text is ever a formula."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from crmkb.report.characters import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_Value = str | float | None

EXCEL_CELL = 32_767
"""Characters that a cell of a sheet holds at most."""

_FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WIDE = {"text": 80, "quote": 80, "keyphrases": 40, "theme": 32, "cause_name": 28, "document": 28}


def to_csv(table: pd.DataFrame) -> bytes:
    r"""Write a table as the CSV that Korean Excel opens with a double click.

    A text that a spreadsheet would take for a formula gets a leading apostrophe. Columns of numbers keep their minus
    signs, also when the numbers were read as text.

    Parameters
    ----------
    table
        Any number of rows.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, lines ended by CR LF, quoted as in RFC 4180; a missing number is an empty cell.

    Examples
    --------
    >>> import pandas as pd
    >>> to_csv(pd.DataFrame({"n": [-1], "text": ["=1+1"]})).decode("utf-8-sig")
    "n,text\r\n-1,'=1+1\r\n"
    """
    columns = [values if _holds_numbers(values) else [_defused(v) for v in values] for values in _columns(table)]
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_defused(name) for name in table.columns])
    writer.writerows(zip(*columns, strict=True))
    return written.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Write tables as the sheets of one workbook.

    Parameters
    ----------
    tables
        Name of the sheet to table; 1 or more.

    Returns
    -------
    bytes
        The workbook: bold header that stays in view, filter buttons, every text of cell type `s`. Control characters
        are replaced by U+FFFD; a text longer than `EXCEL_CELL` ends in an ellipsis. The same tables give the same
        bytes.
    """
    book = Workbook(write_only=True)
    for name, table in tables.items():
        _fill(cast("Worksheet", book.create_sheet(name)), table)
    written = BytesIO()
    book.save(written)
    return _without_clock(written.getvalue())


def _columns(table: pd.DataFrame) -> list[list[_Value]]:
    plain = table.astype(object).where(table.notna(), None)
    return [plain.iloc[:, position].tolist() for position in range(len(table.columns))]


def _holds_numbers(values: Sequence[_Value]) -> bool:
    return all(_NUMBER.fullmatch(value) for value in values if isinstance(value, str) and value)


def _defused(value: _Value) -> _Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    for position, name in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDE.get(name, 14)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"
    sheet.append([_cell(sheet, name, bold=True) for name in table.columns])
    wrapped = [name in _WIDE for name in table.columns]
    for row in zip(*_columns(table), strict=True):
        sheet.append([_cell(sheet, value, wrap=wrap) for value, wrap in zip(row, wrapped, strict=True)])


def _cell(sheet: Worksheet, value: _Value, *, bold: bool = False, wrap: bool = False) -> Cell | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = visible(value)
    cell = WriteOnlyCell(sheet, text if len(text) <= EXCEL_CELL else f"{text[: EXCEL_CELL - 1]}…")
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _without_clock(book: bytes) -> bytes:
    # openpyxl stamps the hour of writing on every part and into the properties.
    stamped, still = BytesIO(book), BytesIO()
    with ZipFile(stamped) as source, ZipFile(still, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", part)
            target.writestr(ZipInfo(name, (2000, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return still.getvalue()
