"""Likeness by letters, of terms and of quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.likeness import quotes_alike, terms_alike


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("교육", "교육 시스템", True),  # training, training system
        ("교육 시스템", "시스템 교육", True),
        ("CRM", "crm 교육", True),
        ("고객 관리", "관리 고객", True),  # 고객, 객관, 관리: the first and the last are in 관리고객
        ("고객 관리", "고객 지원", False),
        ("회의체", "회의록", False),  # one pair of two is not more than half
        ("교육", "배송", False),
    ],
)
def test_terms_alike(a: str, b: str, expected: bool) -> None:
    """One holds the other, or more than half of the pairs of the shorter one are in the other."""
    assert terms_alike(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("없음", "없음.", True),
        ("교육이 너무 짧았어요", "교육이 너무 짧았어요!!", True),
        ("특이사항 없음", "특이사항 없습니다", False),  # four pairs of eight
        ("", "ㅋ", False),
        ("?!", "...", True),
    ],
)
def test_quotes_alike(a: str, b: str, expected: bool) -> None:
    """The same letters, or six tenths of all pairs in both."""
    assert quotes_alike(a, b) is expected


@given(st.text("가나다라 .", min_size=1), st.text("가나다라 .", min_size=1))
def test_likeness_has_no_direction(a: str, b: str) -> None:
    """What is like something is liked by it, and everything is like itself."""
    assert quotes_alike(a, b) == quotes_alike(b, a)
    assert terms_alike(a, b) == terms_alike(b, a)
    assert quotes_alike(a, a)
    assert terms_alike(a, a)
