"""Columns: recognized by their header, or asked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import InputError, UsageError
from crmkb.ingest.columns import ColumnMap, ColumnOptions, describe, match_columns, stored_names

NONE = ColumnOptions()


def named(header: list[str], options: ColumnOptions = NONE) -> dict[str, str]:
    """Return field to header name."""
    return {field: header[column] for field, column in match_columns(header, options).fields.items()}


@pytest.mark.parametrize(
    "header",
    ["의견", "내용", "코멘트", "응답", "자유의견", "건의사항", "소감", "피드백", "comment", "Text", "FEEDBACK",
    "review", "answer",
     "자유 의견", "의견(자유롭게)", "[기타] 의견", "1. 교육에 대한 의견을 적어 주세요", "Q5. 개선할 점",
     "review_text", "reviewText",
     "Comment Text", "Free-text answer", "\u1112\u116e\u1100\u1175", "회사에 바라는 점", "부서 의견",
     "Your comments"],
)  # fmt: skip
def test_a_column_of_comments_is_recognized(header: str) -> None:
    """Korean and English names, whole or inside a question."""
    assert match_columns(["점수", header], NONE).fields["text"] == 1


@pytest.mark.parametrize(
    "header",
    ["점수", "의견 수", "의견번호", "응답일시", "응답자", "응답 점수", "comment_id", "text_length", "review date",
    "context", "응답률",
     "피드백 여부", "작성자", "answer_count", "리뷰평점", "", "1"],
)  # fmt: skip
def test_a_column_of_numbers_or_names_is_never_the_comment(header: str) -> None:
    """Counts, ids, dates and persons are not taken for text, though they contain its name."""
    with pytest.raises(InputError) as caught:
        match_columns([header], NONE, path="a.csv")
    assert caught.value.key == "ingest.no_text_column"
    assert "--text-column" in caught.value.message("ko")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["번호", "회사", "워크숍", "일자", "부서", "직급", "의견"],
            {"id": "번호", "company": "회사", "workshop": "워크숍", "date": "일자", "department": "부서",
             "level": "직급", "text": "의견"},
        ),
        (
            ["응답ID", "법인", "회차", "응답일시", "소속", "직책", "자유의견"],
            {"id": "응답ID", "company": "법인", "workshop": "회차", "date": "응답일시", "department": "소속",
             "level": "직책", "text": "자유의견"},
        ),
        (
            ["No.", "Date", "Department", "Job Level", "Company Name", "Session", "Comment"],
            {"id": "No.", "date": "Date", "department": "Department", "level": "Job Level",
             "company": "Company Name", "workshop": "Session", "text": "Comment"},
        ),
        (["내용 요약", "의견"], {"text": "의견"}),  # whole before part
        (["의견", "자유 의견"], {"text": "자유 의견"}),  # the most specific
        (["응답", "의견"], {"text": "의견"}),  # the order of the list
        (["의견 작성일", "의견"], {"date": "의견 작성일", "text": "의견"}),
        (["고객번호", "user_id", "의견"], {"text": "의견"}),  # not the comment's own id
        (["응답", "응답 번호"], {"text": "응답", "id": "응답 번호"}),
        (["Date", "User", "Message"], {"date": "Date", "text": "Message"}),
        (["id", "text", "rating", "labels"], {"id": "id", "text": "text"}),
    ],
)  # fmt: skip
def test_each_field_gets_its_column(header: list[str], expected: dict[str, str]) -> None:
    """Whole tables as surveys write them."""
    assert named(header) == expected


def test_an_option_comes_before_recognition() -> None:
    """What the user names is taken, whatever it is called, also in NFD and with other blanks."""
    options = ColumnOptions(text=unicodedata.normalize("NFD", "문항 3"), id="사번")
    assert named(["번호", "사번", "문항3", "의견"], options) == {"id": "사번", "text": "문항3"}


def test_a_column_the_options_took_is_not_taken_again() -> None:
    """One field a column."""
    assert named(["부서", "의견"], ColumnOptions(text="부서")) == {"text": "부서"}


@pytest.mark.parametrize("options", [ColumnOptions(text="없는 열"), ColumnOptions(text="의견", date="!")])
def test_a_missing_column_is_a_usage_error_that_lists_the_columns(options: ColumnOptions) -> None:
    """The sentence names the option and what there is."""
    with pytest.raises(UsageError) as caught:
        match_columns(["의견", "점수"], options, path="a.csv")
    assert "의견, 점수" in caught.value.message("ko")
    assert "-column" in caught.value.message("en")


def test_exact_takes_no_part_of_a_header() -> None:
    """A row of comments is not mistaken for a header."""
    with pytest.raises(InputError):
        match_columns(["의견 없음", "교육 내용이 좋았다"], NONE, exact=True)
    assert match_columns(["의견"], NONE, exact=True).fields == {"text": 0}


def test_columns_of_one_name_are_stored_apart() -> None:
    """No column is lost behind another, and none takes a field's name."""
    columns = match_columns(["의견", "점수", "점수", "", "등록일", "date"], ColumnOptions(date="등록일"))
    assert stored_names(columns) == {1: "점수", 2: "점수 (2)", 4: "date", 5: "date (2)"}


def test_the_mapping_is_said() -> None:
    """Which column became what, and which became nothing."""
    assert describe(ColumnMap(("의견", "id"), {"text": 0, "id": 1}), path="a.csv") == "a.csv: 의견 -> comment, id -> id"
    assert describe(match_columns(["점수", "의견"], NONE), path="a.csv") == "a.csv: 의견 -> comment; 그 밖의 열: 점수"


@given(
    st.lists(
        st.sampled_from(["의견", "자유 의견", "번호", "날짜", "부서", "팀", "점수", "", "Comment", "ID"]), max_size=9
    )
)
def test_no_column_is_two_fields(header: list[str]) -> None:
    """Fields and columns pair one to one."""
    try:
        columns = match_columns(header, NONE)
    except InputError:
        return
    assert len(set(columns.fields.values())) == len(columns.fields)
    assert all(0 <= column < len(header) for column in columns.fields.values())
