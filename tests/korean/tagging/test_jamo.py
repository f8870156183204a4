"""Hangul letters: finals in one spelling, syllables taken apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.tagging.jamo import compatible_finals, letters

FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("", ""),
        ("CRM", "CRM"),
        ("교육", "교육"),
        ("가+\u11ab다", "가+ㄴ다"),
        ("\u11b7", "ㅁ"),
        ("\u1112\u119e\u11ab", "\u1112\u119e\u11ab"),  # an old syllable (ᄒᆞᆫ) is no syllable with a loose final
        ("ㄴ다", "ㄴ다"),
    ],
)
def test_finals_that_stand_alone_are_written_as_on_the_keyboard(form: str, expected: str) -> None:
    """Only they change, and the length never does."""
    assert compatible_finals(form) == expected


def test_every_final_has_its_letter() -> None:
    """The 27 in order; Unicode's own compatibility mapping says the same."""
    conjoining = "".join(chr(0x11A8 + k) for k in range(27))
    assert compatible_finals(",".join(conjoining)) == ",".join(FINALS)
    # NFKC makes an initial of the letter where there is one; its name tells which letter it is.
    for one, letter in zip(conjoining, FINALS, strict=True):
        assert unicodedata.name(one).rpartition(" ")[2] == unicodedata.name(letter).rpartition(" ")[2]


def test_syllables_are_taken_apart() -> None:
    """한 has three letters, 하 two, anything else one; a loose ㄴ is the final of 한."""
    codes, owners = letters("한하a ㄴ")
    assert owners == [0, 0, 0, 1, 1, 2, 3, 4]
    assert codes[:2] == codes[3:5]
    assert codes[2] == codes[7]
    assert [code >> 24 for code in codes] == [1, 2, 3, 1, 2, 4, 4, 3]


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_there_are_as_many_letters_as_unicode_says(text: str) -> None:
    """A syllable has the letters of its canonical decomposition, and different syllables differ in one."""
    assert len(letters(text).codes) == len(unicodedata.normalize("NFD", text))
    assert len({tuple(letters(char).codes) for char in text}) == len(set(text))
