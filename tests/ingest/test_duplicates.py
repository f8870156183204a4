"""Similarity: letters only, from nothing shared to the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.ingest.duplicates import similarity


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "", 1.0),
        ("!?", "12", 1.0),
        ("교육", "", 0.0),
        ("교육", "교육!", 1.0),
        ("교육", "교육이", 0.0),
        ("가나다라마바", "가나다라마", 0.5),  # {가나다라마, 나다라마바}: 1 of 2
        ("가나다라마바사", "나다라마바사아", 0.5),  # 2 shared of 3 + 3 - 2 = 4
        ("CRM 도입", "crm도입 2024", 1.0),
    ],
)
def test_similarity_is_the_share_of_common_shingles(a: str, b: str, expected: float) -> None:
    """Numbers worked by hand."""
    assert similarity(a, b) == expected


@given(st.text(), st.text())
def test_similarity_is_even_handed(a: str, b: str) -> None:
    """Order does not matter, a text is like itself in any form and spacing, and the value is a share."""
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, unicodedata.normalize("NFD", a) + " !\n") == 1
