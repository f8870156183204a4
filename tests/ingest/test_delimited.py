"""CSV and TSV: as surveys, Excel and people write them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import InputError, UsageError
from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.delimited import read_delimited
from tests.ingest.ingest_samples import request

ROWS = [("1", "교육이 짧다"), ("2", "현업이 빠졌다")]  # "training is short", "the departments stayed away"


def texts(data: bytes | str, **columns: str) -> list[tuple[int, str, str]]:
    """Return row, id and comment of each text."""
    return [(t.row, t.source_id, t.text) for t in read_delimited(request(data, columns=ColumnOptions(**columns))).texts]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end_gives_the_same(delimiter: str, encoding: str, end: str) -> None:
    """What differs is only how it was saved."""
    table = end.join(delimiter.join(row) for row in [("번호", "의견"), *ROWS]) + end
    assert texts(table.encode(encoding)) == [(1, *ROWS[0]), (2, *ROWS[1])]


def test_rare_syllables_of_cp949_come_back() -> None:
    """Syllables outside KS X 1001 are no obstacle."""
    assert texts("번호,의견\n1,뷁 똠 펲\n".encode("cp949")) == [(1, "1", "뷁 똠 펲")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("sep=;\r\n번호;의견\r\n1;짧다, 길다\r\n", [(1, "1", "짧다, 길다")]),
        ("번호;의견\n1;짧다, 길다\n2;좋다, 좋다\n", [(1, "1", "짧다, 길다"), (2, "2", "좋다, 좋다")]),
        ('번호,의견\n1,"첫 줄\n둘째 줄, ""인용"""\n2,끝\n', [(1, "1", '첫 줄\n둘째 줄, "인용"'), (2, "2", "끝")]),
        ("번호,의견\n00123,NA\n", [(1, "00123", "NA")]),
        ("의견\n짧다, 길다\n좋다\n", [(1, "", "짧다, 길다"), (2, "", "좋다")]),
        ("의견\n짧다\n", [(1, "", "짧다")]),
        ("번호,의견,점수\n1,짧다\n", [(1, "1", "짧다")]),  # a short row that has its comment
        ("번호,의견\n1,짧다,,\n,,\n\n2,길다\n", [(1, "1", "짧다"), (2, "2", "길다")]),  # blank cells and rows
        ("2024년 CRM 워크숍 설문,\n,\n번호,의견\n1,짧다\n", [(1, "1", "짧다")]),  # a title above
        ("\ufeff의견,번호\n짧다,1\n", [(1, "1", "짧다")]),
    ],
)
def test_the_ways_of_excel_are_understood(table: str, expected: list[tuple[int, str, str]]) -> None:
    """Announced delimiters, quotes, missing and surplus blanks, titles."""
    assert texts(table) == expected


def test_other_columns_are_kept_normalized_and_the_comment_untouched() -> None:
    """Fields get their stored form, the comment keeps every character."""
    reading = read_delimited(request("의견,부서,만족도\n\u200b 짧다 ,\u110b\u1167\u11bc업팀\xa0,4\n"))
    assert [(t.text, dict(t.fields)) for t in reading.texts] == [
        ("\u200b 짧다 ", {"department": "영업팀", "만족도": "4"})
    ]


def test_ragged_rows_are_skipped_and_said() -> None:
    """Rows with surplus cells, or without the comment's, go into one sentence with their lines."""
    lines = ["번호,부서,의견", "1,영업,좋다", "2,영업", '3,"영\n업",좋다,또', "4,영업,길다", *["x"] * 5]
    reading = read_delimited(request("\n".join(lines)))
    assert [t.source_id for t in reading.texts] == ["1", "4"]
    assert [t.row for t in reading.texts] == [1, 4]
    assert len(reading.notes) == 1
    assert "7개" in reading.notes[0]
    assert "3, 4, 7, 8, 9 …" in reading.notes[0]


def test_rows_without_a_comment_are_counted() -> None:
    """An empty comment is no comment, and no error."""
    reading = read_delimited(request("번호,의견\n1,\n2,  \n3,좋다\n"))
    assert [t.row for t in reading.texts] == [3]
    assert reading.notes == ("응답.csv: 의견이 빈 행 2개를 건너뛰었습니다.",)


def test_a_quote_that_nobody_closes_costs_its_own_line() -> None:
    """The rest of the file is not swallowed."""
    reading = read_delimited(request('번호,의견\n1,"좋다\n2,짧다\n3,"둘\n째"\n'))
    assert [t.text for t in reading.texts] == ["짧다", "둘\n째"]
    assert "(2행)" in reading.notes[0]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("", "ingest.empty"),
        ("\n\n", "ingest.empty"),
        ("번호,의견\n", "ingest.no_rows"),
        ("번호,의견\n1,\n2, \n", "ingest.only_empty_comments"),
        ("번호,부서,의견\n1\n2\n", "ingest.only_bad_rows"),
        ("번호,점수\n1,2\n", "ingest.no_text_column"),
    ],
)
def test_a_table_without_comments_is_an_error(table: str, key: str) -> None:
    """Each kind of nothing has its sentence."""
    with pytest.raises(InputError) as caught:
        read_delimited(request(table))
    assert caught.value.key == key
    assert caught.value.message("ko").startswith("응답.csv")
    assert caught.value.message("en").startswith("응답.csv")


def test_columns_can_be_named() -> None:
    """Options reach the table, and a wrong one lists its columns."""
    assert texts("a,b\n1,짧다\n", text="b", id="a") == [(1, "1", "짧다")]
    with pytest.raises(UsageError, match="a, b"):
        texts("a,b\n1,짧다\n", text="c")


def test_a_long_cell_goes_in_and_the_limit_of_csv_stays() -> None:
    """A cell above csv's own limit is read, and that limit is as before afterwards."""
    before = csv.field_size_limit()
    assert len(texts("번호,의견\n1," + "가" * 200_000)[0][2]) == 200_000
    assert csv.field_size_limit() == before


def test_a_cell_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is named."""
    monkeypatch.setattr("crmkb.ingest.reading.TEXT_LIMIT", 10)
    with pytest.raises(InputError) as caught:
        texts("번호,의견\n1,짧다\n2,이것은 너무 길다\n")
    assert (caught.value.key, caught.value.facts["line"]) == ("ingest.cell_too_large", 3)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_comes_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Any comments survive the round trip, blank ones left out."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("부서", "의견"), *rows])
    expected = [text for _, text in rows if text.strip()]
    # One row more keeps a table of blanks from being an error.
    writer.writerow(("끝", "끝"))
    assert [text for _, _, text in texts(stream.getvalue().encode("utf-8-sig"))] == [*expected, "끝"]
