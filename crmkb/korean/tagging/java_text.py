"""Texts as Java's taggers can bear them: as long, in pieces neither blank nor endless, and the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkb.korean.tagset import sign_or_letters
from crmkb.korean.words import Unit

LETTERS = "[\u3131-\u318e\uffa0-\uffdc]+"
"""Pattern of loose letters: laughter, tears and the like (ㅋㅋ, ㅠㅠ)."""

SIGNS = (
    "[\u2190-\u2bff\ud7a4-\udfff\U00010000-\U0010ffff][\u2190-\u2bff\ud7a4-\udfff\U00010000-\U0010ffff\u200d\ufe0f]*"
)
"""Pattern of emoji, stars, arrows and the like, of lone surrogates and of what Unicode has behind the last syllable."""

LOOSE = re.compile(f"{LETTERS}|{SIGNS}")
"""What no tagger is shown; it would take 좋아요ㅋㅋ or 좋아요👍 for an unknown noun, fail on it or miscount it."""

_ODD = re.compile("[^가-힣 -~]")
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_HANGUL = re.compile("[ㄱ-ㆎ가-힣\uffa0-\uffdc]")


class _Shown(dict[int, str]):
    """Code point to the one character that Java is shown for it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _LINE_ENDS:
            shown = "\n"
        else:
            shown = " " if char.isspace() or unicodedata.category(char) in ("Cc", "Cf") else char
        self[code] = shown
        return shown


_shown = _Shown()


def shown_to_java(text: str, loose: re.Pattern[str] = LOOSE) -> str:
    r"""Write a text so that no tagger fails on it or miscounts it, one character for one.

    Parameters
    ----------
    text
        Any text, lone surrogates too.
    loose
        What is not shown, since `loose_units` tags it; it holds what `LOOSE` does.

    Returns
    -------
    str
        As long as the text. Every line end is `\n`; other white space, controls (NUL), invisible signs and what is
        loose are blanks.

    Notes
    -----
    Java writes an emoji with two units: Komoran and Kkma split them, and JPype then raises. None is left, so that
    Java's offsets are ours.

    Examples
    --------
    >>> shown_to_java("좋아요ㅋㅋ\t👍\0끝")
    '좋아요     끝'
    """
    if not _ODD.search(text) and (loose is LOOSE or not loose.search(text)):
        return text
    return loose.sub(lambda match: " " * len(match.group()), text).translate(_shown)


def loose_units(text: str, loose: re.Pattern[str] = LOOSE) -> list[Unit]:
    """Tag what is loose: Hangul as interjections, as Okt and Kkma do, the rest as signs or foreign letters.

    Parameters
    ----------
    text
        Any text.
    loose
        As for `shown_to_java`.

    Returns
    -------
    list[Unit]
        In order.

    Examples
    --------
    >>> loose_units("또 올게요ㅎㅎ👍")
    [Unit(start=5, end=7, forms=('ㅎㅎ',), tags=('IC',)), Unit(start=7, end=8, forms=('👍',), tags=('SY',))]
    """
    found = []
    for match in loose.finditer(text):
        form = match.group()
        tag = "IC" if _HANGUL.match(form) else sign_or_letters(form)
        found.append(Unit(*match.span(), (form,), (tag,)))
    return found


class Segment(NamedTuple):
    """A piece of a text that a tagger is shown at a time."""

    start: int
    text: str


def segments(shown: str, *, word: int, line: int) -> Iterator[Segment]:
    r"""Cut a text at its line ends, at blanks where a line is too long, and inside words that are too long.

    Parameters
    ----------
    shown
        A text as `shown_to_java` gives it.
    word
        Most characters between two blanks, 1 or more.
    line
        Most characters a segment, `word` or more.

    Yields
    ------
    Segment
        In order, none blank, none with a blank at either end.

    Examples
    --------
    >>> [segment.text for segment in segments("  가 나다라마\n바사 ", word=3, line=9)]
    ['가 나다라', '마', '바사']
    """
    start = end = 0
    for match in re.finditer(rf"\n|[^\s]{{1,{word}}}", shown):
        at, behind = match.span()
        if start < end and (match.group() == "\n" or at == end or behind - start > line):
            yield Segment(start, shown[start:end])
            start = end
        if match.group() != "\n":
            start, end = (start, behind) if start < end else (at, behind)
    if start < end:
        yield Segment(start, shown[start:end])


def settled(text: str, shown: str, units: Iterable[Unit], loose: re.Pattern[str] = LOOSE) -> list[Unit]:
    """Bring what a tagger found in what it was shown home to the text.

    Parameters
    ----------
    text
        The text.
    shown
        As `shown_to_java` gives it.
    units
        In order; offsets are those of both.
    loose
        As for `shown_to_java`.

    Returns
    -------
    list[Unit]
        In order, without overlap and without white space in any: a unit of two words becomes one unit a word, with the
        first tag. What is loose is among them.

    Examples
    --------
    >>> settled("굿👍", "굿 ", [Unit(0, 1, ("굿",), ("NNG",))])
    [Unit(start=0, end=1, forms=('굿',), tags=('NNG',)), Unit(start=1, end=2, forms=('👍',), tags=('SY',))]
    """
    found: list[Unit] = []
    at = 0
    for unit in units:
        piece = shown[unit.start : unit.end]
        whole = " " not in piece and "\n" not in piece
        for own in (unit,) if whole else _words_of(unit.start, piece, unit):
            if at <= own.start < own.end <= len(text):
                at = own.end
                found.append(own)
    return found if shown is text else sorted([*found, *loose_units(text, loose)])


def _words_of(at: int, piece: str, unit: Unit) -> Iterator[Unit]:
    """Yield a unit a word of a piece that begins at `at`."""
    words = list(re.finditer(r"\S+", piece))
    for match in words:
        start, end = at + match.start(), at + match.end()
        yield Unit(start, end, *(unit[2:] if len(words) == 1 else ((match.group(),), unit.tags[:1])))
