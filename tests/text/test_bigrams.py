"""Bigrams: the pieces of the search index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.text.bigrams import bigrams


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("!?… ·", []),
        ("교", ["교"]),
        ("교육", ["교육"]),
        ("교육을 받다", ["교육", "육을", "받다"]),  # "receive training"
        ("CRM도입 2024년", ["crm", "도입", "2024", "년"]),
        ("Sales-Force e_mail", ["sales", "force", "e", "mail"]),
        ("ㅋㅋㅋㅋㅋ", ["ㅋㅋ"]),
        ("ㅋ", ["ㅋ"]),
        ("ㅠㅠㅠㅜㅜㅜ", ["ㅠㅠㅜㅜ"]),
        ("굿ㅎㅎㅎ", ["굿", "ㅎㅎ"]),
        ("ㄱㄱㄱ", ["ㄱㄱㄱ"]),
        ("經營 혁신", ["經營", "혁신"]),
    ],
)
def test_bigrams_are_the_pieces_of_each_run(text: str, expected: list[str]) -> None:
    """Hangul in pairs, other words whole and lower case, laughter folded to two."""
    assert bigrams(text) == expected


@given(st.text())
def test_no_bigram_holds_a_blank(text: str) -> None:
    """Pieces can be joined by blanks and cut again."""
    assert " ".join(bigrams(text)).split() == bigrams(text)


@given(st.text(alphabet="교육이부족 ", min_size=1), st.text(alphabet="교육이부족", min_size=2, max_size=4))
def test_the_pieces_of_a_word_are_found_inside_a_longer_text(text: str, word: str) -> None:
    """Whatever stands in a text is found by its own bigrams."""
    assert set(bigrams(word)) <= set(bigrams(text + word))
