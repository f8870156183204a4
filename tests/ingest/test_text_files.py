"""Text files: one text, or a comment a line."""

from __future__ import annotations

import pytest

from crmkb.errors import InputError
from crmkb.ingest.text_files import read_text, shortened, title_of
from tests.ingest.ingest_samples import request


def test_a_file_is_one_text() -> None:
    """The text is untouched, line ends and all."""
    assert [tuple(t)[:3] for t in read_text(request("\ufeff제목\r\n\r\n본문\n")).texts] == [
        ("제목\r\n\r\n본문\n", "", 0)
    ]


def test_a_file_of_comments_is_one_a_line() -> None:
    """Blank lines are none, the row is the line's number."""
    texts = read_text(request("짧다\r\n\r\n 길다 \n\n좋다", lines=True)).texts
    assert [(t.row, t.text) for t in texts] == [(1, "짧다"), (3, " 길다 "), (5, "좋다")]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t"])
def test_a_blank_file_is_an_error(data: bytes) -> None:
    """Nothing to read is said."""
    with pytest.raises(InputError) as caught:
        read_text(request(data))
    assert caught.value.key == "ingest.empty"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("---\n***", ""),
        ("\n\n첫 줄\n둘째 줄", "첫 줄"),
        ("# CRM 실패 #", "CRM 실패 #"),
        ("제목: 기계부터 산 집\n글쓴이: 가나", "기계부터 산 집"),
        ("목록 | 인쇄\n작성자: 가나 | 조회 12\n진짜 제목", "진짜 제목"),
        ("가" * 80, "가" * 80),
        ("가" * 81, "가" * 79 + "…"),
    ],
)
def test_the_title_is_the_first_line_that_says_something(text: str, expected: str) -> None:
    """Without marks and labels, never furniture, at most eighty characters."""
    assert title_of(text) == expected
    assert len(shortened(text)) <= 80
