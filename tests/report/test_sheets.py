"""CSV and XLSX that a spreadsheet opens as texts and numbers, never as formulas."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crmkb.report.sheets import EXCEL_CELL, to_csv, to_xlsx
from tests.report_samples import HOSTILE

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def read_csv(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def column(*values: object) -> pd.DataFrame:
    """Return a table of one column `값`."""
    return pd.DataFrame({"값": list(values)})


def test_csv_is_what_korean_excel_expects() -> None:
    """A byte order mark, CR LF, and Hangul as itself."""
    assert to_csv(column("교육")) == "\ufeff값\r\n교육\r\n".encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_csv_text_that_could_be_a_formula_gets_an_apostrophe(start: str) -> None:
    """Every start that a spreadsheet acts on is defused, in cells and in the header."""
    table = pd.DataFrame({f"{start}머리": [f"{start}1+1", "안전"]})
    assert read_csv(to_csv(table)) == [[f"'{start}머리"], [f"'{start}1+1"], ["안전"]]


def test_csv_leaves_numbers_alone() -> None:
    """Negative numbers stay, also where the input column was read as text; among words a `-1` is text."""
    table = pd.DataFrame({"a": [-1, 2], "b": ["-1", "2.5"], "c": ["-1", "둘"], "d": ["", "-3"]})
    assert read_csv(to_csv(table))[1:] == [["-1", "-1", "'-1", ""], ["2", "2.5", "둘", "-3"]]


def test_csv_leaves_missing_numbers_empty() -> None:
    """A missing whole number and a missing fraction are empty cells, and whole numbers stay whole."""
    table = pd.DataFrame({"row": pd.array([1, None], dtype="Int64"), "confidence": [None, 0.5]})
    assert read_csv(to_csv(table))[1:] == [["1", ""], ["", "0.5"]]


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4))
def test_csv_round_trips(rows: list[tuple[str, str]]) -> None:
    """Whatever the texts, they come back, with at most the apostrophe before them."""
    table = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    for before, after in zip(rows, read_csv(to_csv(table))[1:], strict=True):
        for text, cell in zip(before, after, strict=True):
            assert cell in (text, f"'{text}")


def test_xlsx_holds_no_formula() -> None:
    """Hostile texts are cells of type `s`, shown as they are but for control characters; no sheet holds `<f>`."""
    content = to_xlsx({"texts": column(*HOSTILE)})
    cells = list(load_workbook(BytesIO(content))["texts"]["A"])[1:]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = [cell.value for cell in cells]
    assert "=cmd|' /C calc'!A0" in shown
    assert "\ufffd\ufffd[2J\ufffd" in shown
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_xlsx_keeps_numbers_and_gaps() -> None:
    """Numbers are numbers, truth is truth, what is missing is an empty cell."""
    table = pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "x": [0.5, None], "t": [True, False]})
    rows = list(load_workbook(BytesIO(to_xlsx({"s": table})))["s"].iter_rows(min_row=2, values_only=True))
    assert rows == [(1, 0.5, True), (None, None, False)]


def test_xlsx_cuts_a_text_that_no_cell_can_hold() -> None:
    """One character too many, and the text ends in an ellipsis at the limit; at the limit it is whole."""
    cells = load_workbook(BytesIO(to_xlsx({"s": column("가" * EXCEL_CELL, "가" * (EXCEL_CELL + 1))})))["s"]["A"]
    assert cells[1].value == "가" * EXCEL_CELL
    assert cells[2].value == "가" * (EXCEL_CELL - 1) + "…"


def test_xlsx_does_not_know_the_time() -> None:
    """Every part bears the same date, so that the same tables give the same bytes at any hour."""
    content = to_xlsx({"s": column("가")})
    with ZipFile(BytesIO(content)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        properties = parts.read("docProps/core.xml").decode()
    assert properties.count("2000-01-01T00:00:00Z") == 2


def test_empty_table_is_a_sheet_with_a_header() -> None:
    """No row, but the columns are named, in both formats."""
    table = column("가").iloc[:0]
    assert read_csv(to_csv(table)) == [["값"]]
    assert [cell.value for cell in load_workbook(BytesIO(to_xlsx({"s": table})))["s"]["A"]] == ["값"]
