"""Texts in words as the tagger alone sees them, before any lexicon: what the effects of one are measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkb.korean.pieces import pieces
from crmkb.korean.tagging.taggers import Tagger
from crmkb.korean.words import Tagged

QUOTE = 15
"""Code points of context on either side of a quotation."""


class Part(NamedTuple):
    """A text, or a piece of a very long one that starts at `start`, in words."""

    id: str
    start: int
    tagged: Tagged


class Place(NamedTuple):
    """Where something stands: the text's id, code points of that text, and the words around it on one line."""

    id: str
    start: int
    end: int
    quote: str


def parts(texts: Iterable[tuple[str, str]], tagger: Tagger) -> Iterator[Part]:
    """Tag texts.

    Parameters
    ----------
    texts
        Id and text, any number.
    tagger
        Any tagger.

    Yields
    ------
    Part
        In order; several with the same id for a very long text, none for an empty one.
    """
    for own, text in texts:
        for start, piece in pieces(text):
            yield Part(own, start, tagger.tagged(piece))


def text_of(tagged: Tagged) -> str:
    """Give the text back that was tagged."""
    return "".join([word.text + " " * space for word, space in zip(*tagged, strict=True)])


def starts(tagged: Tagged) -> list[int]:
    """List where the words start.

    Parameters
    ----------
    tagged
        A text in words.

    Returns
    -------
    list[int]
        Code points of the text, one a word.
    """
    found: list[int] = []
    at = 0
    for word, space in zip(*tagged, strict=True):
        found.append(at)
        at += len(word.text) + space
    return found


def place(part: Part, start: int, end: int) -> Place:
    """Name a place of a part.

    Parameters
    ----------
    part
        The part.
    start
        First code point of the part.
    end
        The code point behind.

    Returns
    -------
    Place
        In code points of the whole text.
    """
    text = text_of(part.tagged)
    quote = " ".join(text[max(start - QUOTE, 0) : end + QUOTE].split())
    return Place(part.id, part.start + start, part.start + end, quote)
