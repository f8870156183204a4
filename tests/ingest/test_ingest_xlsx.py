"""Workbooks: read to the last row, and the hostile ones refused."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest

from crmkb.errors import InputError, UsageError
from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.reading import Reading
from crmkb.ingest.xlsx import read_xlsx
from tests.ingest.ingest_samples import rebuilt, request, workbook

HEADER: list[object] = ["번호", "부서", "일시", "의견"]
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def read(data: bytes, **columns: str) -> Reading:
    """Read a workbook."""
    return read_xlsx(request(data, path="응답.xlsx", columns=ColumnOptions(**columns)))


def test_cells_become_text() -> None:
    """Dates in ISO, whole numbers without a point, text numbers as written, carriage returns of other programs."""
    rows: list[list[object]] = [
        HEADER,
        ["00123", "영업1팀", dt.datetime(2024, 3, 2, 10), "교육이 짧음\n현업 부족"],  # noqa: DTZ001 - Excel knows no zones
        [2, True, dt.date(2024, 3, 2), "길다_x000D_\n끝"],
        [3.0, 1.5, dt.time(9, 30), 4],
    ]
    assert [(t.row, t.source_id, t.text, dict(t.fields)) for t in read(workbook(("응답", rows))).texts] == [
        (1, "00123", "교육이 짧음\n현업 부족", {"department": "영업1팀", "date": "2024-03-02T10:00:00"}),
        (2, "2", "길다\r\n끝", {"department": "TRUE", "date": "2024-03-02"}),
        (3, "3", "4", {"department": "1.5", "date": "09:30:00"}),
    ]


def test_every_visible_sheet_with_comments_is_read() -> None:
    """Rows count on, the sheet is a field; hidden sheets and those without comments are said."""
    book = workbook(
        ("1차", [["의견"], ["짧다"], [None], ["길다"]]),
        ("점수표", [["문항", "점수"], ["Q1", 4]]),
        ("빈 시트", []),
        ("2차", [["워크숍 2차 결과"], ["소속", "의견"], ["영업", "좋다"]]),
        ("숨김", [["의견"], ["비밀"]]),
        hidden=["숨김"],
    )
    reading = read(book)
    assert [(t.row, t.text, dict(t.fields)) for t in reading.texts] == [
        (1, "짧다", {"sheet": "1차"}),
        (2, "길다", {"sheet": "1차"}),
        (3, "좋다", {"sheet": "2차", "department": "영업"}),
    ]
    assert [note for note in reading.notes if "숨김" in note or "점수표" in note or "2차" in note] == [
        "응답.xlsx [2차]: 머리글 위의 1개 행은 제목으로 보고 건너뛰었습니다.",
        "응답.xlsx: 숨겨진 시트 1개는 읽지 않았습니다: 숨김",
        "응답.xlsx: 의견 열이 없는 시트 1개는 읽지 않았습니다: 점수표",
    ]


def test_a_formula_without_a_value_is_said() -> None:
    """What Excel never computed is empty, and one sentence counts it."""
    reading = read(workbook(("응답", [["번호", "의견"], ["=1+1", "짧다"], [2, "=A1"], [3, "좋다"]])))
    assert [(t.source_id, t.text) for t in reading.texts] == [("", "짧다"), ("3", "좋다")]
    assert any("2개" in note and "수식" in note for note in reading.notes)


def test_a_wrong_dimension_hides_no_row() -> None:
    """The stated size of a sheet is not believed."""
    rows = [["의견"], *([f"의견 {n}"] for n in range(50))]
    book = rebuilt(
        workbook(("응답", rows)), lambda xml: xml.replace(b'<dimension ref="A1:A51"', b'<dimension ref="A1:A3"')
    )
    assert len(read(book).texts) == 50


@pytest.mark.parametrize("cell", ["XFD1048576", "B99999999999"])
def test_a_cell_far_away_costs_nothing(cell: str) -> None:
    """A lone cell in the last corner, or behind it, neither fills the memory nor hides the rows."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{cell}" t="n"><v>1</v></c></row></sheetData>'.encode()
    book = rebuilt(workbook(("응답", [["의견"], ["짧다"]])), lambda xml: xml.replace(b"</sheetData>", far))
    assert [t.text for t in read(book).texts] == ["짧다"]


def test_too_many_columns_are_refused() -> None:
    """A header of thousands of columns is no survey."""
    with pytest.raises(InputError) as caught:
        read(workbook(("응답", [["의견", *(f"c{n}" for n in range(1_000))], ["짧다"]])))
    assert caught.value.key == "ingest.many_columns"


def test_a_zip_bomb_is_refused_before_it_grows() -> None:
    """A part that shrank more than two hundredfold is not unpacked."""
    blanks = b" " * (30 << 20)
    book = rebuilt(
        workbook(("응답", [["의견"], ["짧다"]])), lambda xml: xml.replace(b"<sheetData>", blanks + b"<sheetData>")
    )
    assert len(book) < 1 << 20
    with pytest.raises(InputError) as caught:
        read(book)
    assert caught.value.key == "ingest.hostile_xlsx"


def test_thousands_of_parts_are_refused() -> None:
    """An archive of many parts is no workbook of a survey."""
    book = rebuilt(workbook(("응답", [["의견"], ["짧다"]])), bytes, extra=[f"x/{n}.xml" for n in range(2_001)])
    with pytest.raises(InputError) as caught:
        read(book)
    assert caught.value.key == "ingest.hostile_xlsx"


def test_entities_are_refused() -> None:
    """A declaration of entities never reaches the XML parser."""
    book = rebuilt(workbook(("응답", [["의견"], ["짧다"]])), lambda xml: LAUGHS + xml)
    with pytest.raises(InputError) as caught:
        read(book)
    assert caught.value.key == "ingest.hostile_xlsx"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html></html>", workbook(("a", [["의견"], ["짧다"]]))[:3000]])
def test_what_is_no_workbook_is_an_error(data: bytes) -> None:
    """Cut and foreign files are one sentence."""
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.key == "ingest.no_xlsx"


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_damaged_workbook_is_read_or_refused(at: int) -> None:
    """A flipped byte anywhere gives a reading or our error, nothing else."""
    data = bytearray(workbook(("응답", [["의견"], ["짧다"]])))
    data[len(data) * at // 100] ^= 0xFF
    with suppress(InputError):
        assert read(bytes(data)).texts


@pytest.mark.parametrize(
    ("sheets", "key"),
    [
        ([("응답", [])], "ingest.empty"),
        ([("응답", [["점수"], [1]])], "ingest.no_text_column"),
        ([("응답", [["의견"]])], "ingest.no_rows"),
        ([("응답", [["번호", "의견"], [1, None]])], "ingest.only_empty_comments"),
    ],
)
def test_a_workbook_without_comments_is_an_error(sheets: list[tuple[str, list[list[object]]]], key: str) -> None:
    """Each kind of nothing has its sentence."""
    with pytest.raises(InputError) as caught:
        read(workbook(*sheets))
    assert caught.value.key == key


def test_a_named_column_must_be_on_some_sheet() -> None:
    """An option that fits one sheet is enough, one that fits none is a usage error."""
    book = workbook(("안내", [["설명"], ["글"]]), ("응답", [["문항3"], ["짧다"]]))
    assert [t.text for t in read(book, text="문항3").texts] == ["짧다"]
    with pytest.raises(UsageError):
        read(book, text="문항4")
