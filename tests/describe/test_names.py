"""Names: what a theme is called until a person renames it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.names import theme_names
from crmkb.types import Keyphrase


def name(phrases: list[str], cause: str | None = None, quote: str = "인용") -> str:
    """Name one theme."""
    (found,) = theme_names([[Keyphrase(phrase, 1.0) for phrase in phrases]], [cause], [quote])
    return found


@pytest.mark.parametrize(
    ("phrases", "cause", "expected"),
    [
        (["실습", "매뉴얼", "강사", "일정"], "교육 부족", "교육 부족: 실습, 매뉴얼"),  # no training: hands-on, manual
        (["실습"], "교육 부족", "교육 부족: 실습"),
        (["실습", "매뉴얼", "강사", "일정"], None, "실습, 매뉴얼, 강사"),
        (["실습"], None, "실습"),
        ([], "교육 부족", "교육 부족: 인용"),
        ([], None, "인용"),
    ],
)
def test_name_is_cause_and_phrases(phrases: list[str], cause: str | None, expected: str) -> None:
    """Two phrases behind a cause, three without one, the quote where there is no phrase."""
    assert name(phrases, cause) == expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("점심이\n맛있었다", "점심이 맛있었다"),  # lunch was good
        ("가" * 24, "가" * 24),
        ("가" * 25, "가" * 23 + "…"),
        ("가" * 22 + " 나다라", "가" * 22 + "…"),
    ],
)
def test_long_quote_is_cut_to_a_line(quote: str, expected: str) -> None:
    """At most 24 letters, line ends as blanks, no blank before the dots."""
    assert name([], None, quote) == expected


def test_equal_names_are_numbered() -> None:
    """A number that another theme's name already has is skipped."""
    quotes = ["가", "가 (2)", "가", "가"]
    assert theme_names([[]] * 4, [None] * 4, quotes) == ("가", "가 (2)", "가 (3)", "가 (4)")


def test_no_themes_have_no_names() -> None:
    """Nothing is no error."""
    assert theme_names([], [], []) == ()


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["가", "나", "가 (2)"]), max_size=4),
            st.none() | st.sampled_from(["원인", "가"]),
            st.text(min_size=1).filter(str.strip),
        ),
        max_size=8,
    )
)
def test_names_are_different_and_never_blank(drawn: list[tuple[list[str], str | None, str]]) -> None:
    """Whatever themes there are, each can be called by its name."""
    phrases = [[Keyphrase(phrase, 1.0) for phrase in own] for own, _, _ in drawn]
    names = theme_names(phrases, [cause for _, cause, _ in drawn], [quote for _, _, quote in drawn])
    assert len(set(names)) == len(drawn)
    assert all(own.strip() for own in names)
