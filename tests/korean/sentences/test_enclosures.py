"""Which quotations and brackets are closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.sentences.enclosures import MAX_ENCLOSED, enclosures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("(가) [나] “다”", {0: 2, 4: 6, 8: 10}),
        ('그는 "가"라고', {3: 5}),
        ('"가" "나"', {0: 2, 4: 6}),
        ("'가 \"나\" 다'", {0: 8, 3: 5}),
        ("((가))", {0: 4, 1: 3}),
        ("(가\n나)", {}),  # a line's end closes nothing
        ("가) 나) (다", {}),
        ('27" 화면은 "크다"', {8: 11}),  # an inch sign pairs with nothing
        ("don't 'go'", {6: 9}),
        (":( 가 :)", {}),  # faces
        ("3 < 5, <가>", {7: 9}),
        ("<가 -> 나>", {0: 7}),
        ("(" + "가" * (MAX_ENCLOSED - 2) + ")", {0: MAX_ENCLOSED - 1}),
        ("(" + "가" * (MAX_ENCLOSED - 1) + ")", {}),
    ],
)
def test_signs_are_paired(text: str, expected: dict[int, int]) -> None:
    """Each opening sign goes with the closing sign of its kind in its line, if there is one."""
    assert enclosures(text) == expected


@given(text=st.text(st.sampled_from("가a \n\"'`()<>“”‘’《》:-=.")))
def test_a_sign_belongs_to_one_pair(text: str) -> None:
    """An opening sign comes before its closing sign, both in one line, and no sign is in two pairs."""
    found = enclosures(text)
    assert all(a < b and "\n" not in text[a:b] for a, b in found.items())
    assert len({*found.keys(), *found.values()}) == 2 * len(found)
