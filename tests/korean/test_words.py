"""Units become words that cover a text, and words of a clean text are laid over the text it was made from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.words import Tagged, Unit, Word, cover, project
from crmkb.text.normalize import normalize

TEXT = st.text("가나a☃ \t\n\0", max_size=30)
RAW = st.text(st.sampled_from("교육가a ☃\t\n\r\0\xa0\u3000\u200b\ufeffＡ\u1100\u1161\u11a8\uf53a"), max_size=30)
CUTS = st.lists(st.integers(0, 30), unique=True).map(sorted)


def noun(text: str, start: int, end: int) -> Unit:
    """Return a unit of one noun."""
    return Unit(start, end, (text[start:end],), ("NNG",))


def joined(tagged: Tagged) -> str:
    """Write the words one behind the other."""
    return "".join(word.text + " " * space for word, space in zip(*tagged, strict=True))


def cut(text: str, cuts: list[int]) -> list[Unit]:
    """Return a noun for every other piece between the cuts."""
    inside = [at for at in cuts if at <= len(text)]
    return [noun(text, *span) for span in zip(inside[::2], inside[1::2], strict=False)]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("", [], []),
        (" ", [], [(" ", "_SP", False)]),
        ("교육", [(0, 2)], [("교육", "NNG", False)]),
        ("교육 ", [(0, 2)], [("교육", "NNG", True)]),
        (" 교육", [(1, 3)], [(" ", "_SP", False), ("교육", "NNG", False)]),  # no word before it to keep the blank
        ("교육  을", [(0, 2), (4, 5)], [("교육", "NNG", True), (" ", "_SP", False), ("을", "NNG", False)]),
        ("교육\t을", [(0, 2), (3, 4)], [("교육", "NNG", False), ("\t", "_SP", False), ("을", "NNG", False)]),
        ("교육\n 을", [(0, 2), (4, 5)], [("교육", "NNG", False), ("\n ", "_SP", False), ("을", "NNG", False)]),
        ("교육 ☃☃ 을", [(0, 2), (6, 7)], [("교육", "NNG", True), ("☃☃", "UNK", True), ("을", "NNG", False)]),
        ("교육을", [(0, 2), (1, 3)], [("교육", "NNG", False), ("을", "UNK", False)]),  # begins inside the one before
        ("교육을", [(0, 2), (2, 2), (2, 3)], [("교육", "NNG", False), ("을", "NNG", False)]),  # empty
        ("교육을", [(0, 2), (0, 1), (2, 3)], [("교육", "NNG", False), ("을", "NNG", False)]),  # goes back
    ],
)
def test_words_and_what_lies_between_them(
    text: str, spans: list[tuple[int, int]], expected: list[tuple[str, str, bool]]
) -> None:
    """One blank stays with the word before it, more white space is a word, and so is what no unit covers."""
    words, spaces = cover(text, [noun(text, *span) for span in spans])
    assert [(word.text, word.tag, space) for word, space in zip(words, spaces, strict=True)] == expected


def test_tags_and_forms_are_joined_by_a_plus() -> None:
    """A contraction is one word whose lemma has a part for each part of its tag."""
    unit = Unit(0, 1, ("하", "았"), ("VV", "EP"))
    assert cover("했", [unit]).words == [Word("했", "VV+EP", "하+았")]


@given(text=TEXT, cuts=CUTS)
def test_no_units_can_make_a_text_lose_a_letter(text: str, cuts: list[int]) -> None:
    """Whatever the units cover, and if they cover white space, the words joined are the text."""
    assert joined(cover(text, cut(text, cuts))) == text


@given(text=TEXT)
def test_white_space_words_never_touch(text: str) -> None:
    """Between two of them there is always something else."""
    words, _ = cover(text, [noun(text, k, k + 1) for k, char in enumerate(text) if not char.isspace()])
    assert not any(a.text.isspace() and b.text.isspace() for a, b in pairwise(words))
    assert all(word.text.isspace() == (word.tag == "_SP") for word in words)


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("교육을", [(0, 2), (2, 3)], [("교육", "교육", False), ("을", "을", False)]),
        ("교\u200b육을", [(0, 2), (2, 3)], [("교\u200b육", "교육", False), ("을", "을", False)]),
        ("교육\u200b을", [(0, 2), (2, 3)], [("교육\u200b", "교육", False), ("을", "을", False)]),  # of the word before
        ("\ufeff교육", [(0, 2)], [("\ufeff", "\ufeff", False), ("교육", "교육", False)]),  # no word before it
        ("교육 \u200b을", [(0, 2), (3, 4)], [("교육", "교육", True), ("\u200b", "\u200b", False), ("을", "을", False)]),
        ("교육\xa0을", [(0, 2), (3, 4)], [("교육", "교육", False), ("\xa0", "\xa0", False), ("을", "을", False)]),
        ("\u1100\u116d유", [(0, 2)], [("\u1100\u116d유", "교유", False)]),  # conjoining letters
        ("ＣＲ", [(0, 2)], [("ＣＲ", "CR", False)]),
        ("\u200b", [], [("\u200b", "\u200b", False)]),  # nothing is left of it
        ("\r\n교", [(1, 2)], [("\r\n", "\r\n", False), ("교", "교", False)]),
    ],
)
def test_words_of_the_clean_text_lie_over_the_raw_one(
    text: str, spans: list[tuple[int, int]], expected: list[tuple[str, str, bool]]
) -> None:
    """They have the letters of the raw text and the lemmas of the clean one; `spans` are of the clean text."""
    shown = normalize(text)
    words, spaces = project(text, cover(shown.text, [noun(shown.text, *span) for span in spans]), shown.offsets)
    assert [(word.text, word.lemma, space) for word, space in zip(words, spaces, strict=True)] == expected


def test_a_letter_that_became_several_stays_in_the_word_that_it_begins() -> None:
    """\uf53a is one letter of the raw text and three of the clean one: no second word gets it."""
    shown = normalize("\uf53a글")
    assert len(shown.text) == 4
    tagged = cover(shown.text, [noun(shown.text, 0, 1), noun(shown.text, 1, 3), noun(shown.text, 3, 4)])
    assert [word.text for word in project("\uf53a글", tagged, shown.offsets).words] == ["\uf53a", "글"]


@given(raw=RAW, cuts=CUTS)
def test_laying_words_over_the_raw_text_loses_nothing(raw: str, cuts: list[int]) -> None:
    """The raw text comes out, and every word that has a lemma of the clean text has its tag."""
    shown = normalize(raw)
    tagged = cover(shown.text, cut(shown.text, cuts))
    assert joined(project(raw, tagged, shown.offsets)) == raw


@given(text=TEXT)
def test_words_laid_over_their_own_text_stay(text: str) -> None:
    """Where nothing was changed, the words are the same."""
    shown = normalize(text)
    tagged = cover(shown.text, [noun(shown.text, k, k + 1) for k, char in enumerate(shown.text) if not char.isspace()])
    assert project(shown.text, tagged, normalize(shown.text).offsets) == tagged
