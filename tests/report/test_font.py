"""The embedded font: what it draws, what it is called, and that equal texts give equal bytes."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.report.font import FAMILY, missing, subset

if TYPE_CHECKING:
    from random import Random

RESERVED = ("nanum", "naver")


def drawn(font: bytes) -> set[str]:
    """Return the characters that a font draws."""
    return set(map(chr, TTFont(BytesIO(font)).getBestCmap()))


@pytest.mark.parametrize("name", ["crmkb-sans-kr.woff2", "crmkb-sans-kr-bold.woff2"])
def test_packaged_font_draws_all_syllables_under_its_own_name(name: str) -> None:
    """Both weights hold all 11,172 syllables, and no name shown to people is one that the licence reserves."""
    font = TTFont(BytesIO((files("crmkb") / "data" / "font" / name).read_bytes()))
    assert set(range(0xAC00, 0xD7A4)) <= set(font.getBestCmap())
    assert {str(r) for r in font["name"].names if r.nameID in (1, 16)} == {FAMILY}
    shown = [str(record).lower() for record in font["name"].names if record.nameID in (1, 3, 4, 6, 16)]
    assert [name for name in shown for word in RESERVED if word in name] == []


def test_licence_travels_with_the_font() -> None:
    """The licence stands beside the font, with the copyright of the original."""
    licence = (files("crmkb") / "data" / "font" / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright (c) 2010, NAVER Corporation")
    assert "SIL OPEN FONT LICENSE" in licence


def test_subset_draws_what_is_asked_and_no_more() -> None:
    """A cut font has the asked characters, and those alone."""
    assert drawn(subset("교육①→㈜%")) == set(" 교육①→㈜%")


def test_subset_of_nothing_is_a_font() -> None:
    """A report without bold text still gets a valid font."""
    assert drawn(subset("")) == {" "}


@settings(max_examples=3, deadline=None)
@given(st.text(alphabet="가나다라마바사아자차카타파하", max_size=12), st.randoms())
def test_subset_does_not_depend_on_order(text: str, chance: Random) -> None:
    """The same characters in any order and number give the same bytes."""
    shuffled = list(text + text)
    chance.shuffle(shuffled)
    assert subset(shuffled, weight="bold") == subset(text, weight="bold")


def test_regular_and_bold_differ() -> None:
    """The two weights are two drawings of the same characters."""
    assert subset("원인", weight="regular") != subset("원인", weight="bold")


@pytest.mark.parametrize(
    ("characters", "lacking"),
    [("", ""), ("뷁똠ㅋㅠ ①㎡‘’“”–…·%~\n\t", ""), ("顧客顧", "客顧"), ("좋아요👍", "👍"), ("\x00\u200b\ufeff", "")],
)
def test_missing_lists_what_a_reader_must_bring(characters: str, lacking: str) -> None:
    """Hanja and emoji are lacking; blanks and control characters need no drawing."""
    assert missing(characters) == lacking
