"""Units of a tagger to the words of a text: every character is in one word or is the blank behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkb.korean.tagset import SPACE_TAG, UNCOVERED_TAG
from crmkb.text.offsets import to_original
from crmkb.types import OffsetMap

_PIECE = re.compile(r"\s+|\S+")


class Unit(NamedTuple):
    """A piece of text that covers whole morphemes.

    `text[start:end]` is made of the morphemes `forms[i]` with Sejong tags `tags[i]`; a contraction such as 했 is one
    unit of two morphemes (하, 았).
    """

    start: int
    end: int
    forms: tuple[str, ...]
    tags: tuple[str, ...]


class Word(NamedTuple):
    """What becomes one spaCy token: its text, its Sejong tags and its morphemes, both joined by `+`."""

    text: str
    tag: str
    lemma: str


class Tagged(NamedTuple):
    """A text in words. `spaces[i]` says whether one blank follows `words[i]`; both lists have the same length."""

    words: list[Word]
    spaces: list[bool]


def cover(text: str, units: Iterable[Unit]) -> Tagged:
    """Make words of units and of what lies between them.

    Parameters
    ----------
    text
        Any text.
    units
        In order; a unit that begins inside the one before, or is empty, is left out.

    Returns
    -------
    Tagged
        Joined they are the text. White space beyond one blank is a word tagged `_SP`; what no unit covers is a word
        tagged `UNK`. Empty for an empty text.

    Examples
    --------
    >>> cover("했다  ♥", [Unit(0, 1, ("하", "았"), ("VV", "EP")), Unit(1, 2, ("다",), ("EF",))]).words
    [Word(text='했', tag='VV+EP', lemma='하+았'), Word(text='다', tag='EF', lemma='다'), \
Word(text=' ', tag='_SP', lemma=' '), Word(text='♥', tag='UNK', lemma='♥')]
    """
    return _covered(text, ((start, end, "+".join(tags), "+".join(forms)) for start, end, forms, tags in units))


def project(text: str, tagged: Tagged, offsets: OffsetMap) -> Tagged:
    r"""Lay the words of a derived text over the text it was made from.

    Parameters
    ----------
    text
        The original.
    tagged
        Words of the derived text; joined they are that text.
    offsets
        Map from the derived text to the original.

    Returns
    -------
    Tagged
        The same words with the letters of the original, which they cover; what was dropped belongs to the word before
        it or is a word tagged `UNK`. Lemmas stay those of the derived text.

    Examples
    --------
    >>> from crmkb.text.normalize import normalize
    >>> text, word = "교\u200b육", Word("교육", "NNG", "교육")
    >>> project(text, Tagged([word], [False]), normalize(text).offsets).words
    [Word(text='교\u200b육', tag='NNG', lemma='교육')]
    """
    return _covered(text, _spans(tagged, offsets))


def _spans(tagged: Tagged, offsets: OffsetMap) -> Iterator[tuple[int, int, str, str]]:
    at = 0
    for word, space in zip(*tagged, strict=True):
        end = at + len(word.text)
        if word.tag != SPACE_TAG:
            yield *to_original(offsets, at, end), word.tag, word.lemma
        at = end + space


def _covered(text: str, spans: Iterable[tuple[int, int, str, str]]) -> Tagged:
    """Make words of stretches with tag and lemma, and of what lies between them."""
    words: list[Word] = []
    spaces: list[bool] = []
    at = 0
    for start, end, tag, lemma in spans:
        if start < at or end <= start:
            continue
        if at < start:
            _fill(words, spaces, text[at:start])
        words.append(Word(text[start:end], tag, lemma))
        spaces.append(False)
        at = end
    _fill(words, spaces, text[at:])
    return Tagged(words, spaces)


def _fill(words: list[Word], spaces: list[bool], gap: str) -> None:
    """Add what lies between two units: white space, and characters that no morpheme covers."""
    for piece in _PIECE.findall(gap):
        tag, rest = UNCOVERED_TAG, piece
        if piece.isspace():
            tag = SPACE_TAG
            if words and piece[0] == " ":
                spaces[-1], rest = True, piece[1:]
        if rest:
            words.append(Word(rest, tag, rest))
            spaces.append(False)
