"""Cutting: comments stay whole, articles become passages of one to three sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.text.passages import cut

if TYPE_CHECKING:
    from crmkb.types import DocumentKind


def ends(text: str) -> list[int]:
    """Return sentence ends by the plainest rule: behind a run of final marks."""
    return [m.end() for m in re.finditer(r"[.?!]+", text)]


def quotes(text: str, *, kind: DocumentKind = "article") -> list[str]:
    """Return the passages' texts."""
    return [text[start:end] for start, end in cut(text, kind=kind, sentence_ends=ends(text))]


def sentence(n: int, letter: str = "가") -> str:
    """Return a sentence of `n` characters."""
    return letter * (n - 1) + "."


@pytest.mark.parametrize("kind", ["feedback", "chat"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("  교육이 짧다. \n 또 와 주세요!\n", ["교육이 짧다. \n 또 와 주세요!"]),  # "too short. please come again"
        ("# 없음", ["# 없음"]),
        ("👍", ["👍"]),
    ],
)
def test_a_comment_is_one_passage(kind: DocumentKind, text: str, expected: list[str]) -> None:
    """Whatever a comment holds, it is one passage without blank edges."""
    assert quotes(text, kind=kind) == expected


@pytest.mark.parametrize("kind", ["article", "interview", "minutes"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("교육이 없었다. 아무도 안 썼다.", ["교육이 없었다. 아무도 안 썼다."]),
        ("교육이 없었다.\n아무도 안 썼다.", ["교육이 없었다.", "아무도 안 썼다."]),  # never across a line break
        ("# 제목\n본문", ["본문"]),
        ("###### 제목\n> ## 인용한 제목\n본문", ["본문"]),
        ("제목\n====\n본문", ["본문"]),
        ("제목\n---\n본문", ["본문"]),
        ("본문이다.\n---\n다음", ["본문이다.", "다음"]),  # a rule under a sentence is a rule
        ("앞 줄\n본문\n---", ["앞 줄", "본문"]),
        ("| 부서 | 의견 |\n|---|:-:|\n| 영업 | 좋다 |", ["영업 | 좋다"]),
        ("가\n***\n나\n- - -\n다\n___", ["가", "나", "다"]),
        ("가\n```python\nx = 1\n```\n나", ["가", "나"]),
        ("가\n~~~\n```\n~~~\n나", ["가", "나"]),
        ("가\n```\n나\n다", ["가", "나", "다"]),  # nobody closes it
        (
            "- 하나\n* 둘\n+ 셋\n12. 넷\n3) 다섯\n• 여섯\n> - [x] 일곱",
            ["하나", "둘", "셋", "넷", "다섯", "여섯", "일곱"],
        ),
        ("##제목 같은 글\n2024. 3. 2. 회의", ["제목 같은 글", "2024. 3. 2. 회의"]),
        ("1998 - 2001\n…\n- 3 -\n끝", ["끝"]),
        ("-5도까지 내려갔다", ["-5도까지 내려갔다"]),
    ],
)
def test_lines_that_are_no_prose_give_no_passage(kind: DocumentKind, text: str, expected: list[str]) -> None:
    """Headings, rules and code are left out, markers stay outside the span."""
    assert quotes(text, kind=kind) == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([40, 40, 40], [2, 1]),  # 40 < 80: join; 40+1+40 = 81: enough; the third stands alone
        ([20, 20, 20, 40], [3, 1]),  # 20+1+20+1+20 = 62 < 80, but three are enough
        ([20, 20, 20, 29], [4]),  # a remainder under 30 joins
        ([20, 20, 20, 30], [3, 1]),
        ([79, 220], [2]),  # 79+1+220 = 300
        ([79, 221], [1, 1]),  # 301 passes 300
        ([80, 80], [1, 1]),
        ([80, 10], [2]),
        ([1500], [1]),  # a long sentence is one passage
        ([300, 5, 299, 5], [1, 1, 2]),  # 5+1+299 = 305 passes 300
    ],
)
def test_sentences_are_joined_up_to_the_measure(lengths: list[int], expected: list[int]) -> None:
    """Passages hold the number of sentences that the rule gives, worked by hand."""
    text = " ".join(sentence(n) for n in lengths)
    assert [quote.count(".") for quote in quotes(text)] == expected


def test_a_piece_without_letters_never_stands_alone() -> None:
    """Dots and numbers between sentences belong to a neighbor."""
    text = f"1. 2. {sentence(299)} ……………………………………………………!"
    assert quotes(text) == [text.removeprefix("1. ")]


BODY = st.text(alphabet="가나a1. ?!\n\t-#>|`~*=ㅋ…", max_size=300)


@given(BODY, st.lists(st.integers(0, 300), unique=True).map(sorted), st.sampled_from(["article", "feedback"]))
def test_passages_rise_inside_the_text_without_blank_edges(text: str, at: list[int], kind: DocumentKind) -> None:
    """Whatever the sentence ends, spans rise, do not overlap, hold a quote, and stay in one line of an article."""
    spans = cut(text, kind=kind, sentence_ends=[p for p in at if p <= len(text)])
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)
    if kind == "article":
        assert all("\n" not in text[s.start : s.end] for s in spans)
        assert all(re.search("[가나aㅋ]", text[s.start : s.end]) for s in spans)


@given(
    st.lists(st.text(alphabet="가나다a1. ?!…", max_size=120)), st.lists(st.integers(0, 3000), unique=True).map(sorted)
)
def test_each_letter_of_a_body_line_is_in_exactly_one_passage(lines: list[str], at: list[int]) -> None:
    """Of prose nothing is lost and nothing doubled."""
    text = "\n".join(lines)
    covered = [k for start, end in cut(text, kind="article", sentence_ends=at) for k in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {k for k, char in enumerate(text) if char.isalpha()} <= set(covered)
