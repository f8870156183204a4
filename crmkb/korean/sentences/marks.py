"""What the signs behind a word say about the end of a sentence: full stops, dots, waves, ㅋㅋ, emoji."""

from __future__ import annotations

import re
from enum import IntEnum

_DOTS = ".．。…‥"
_FULL = "!?！？"
_WAVES = "~～"
# Emoji without the check marks, pointing hands and squares that people use as bullets.
_EMOJI = (
    "\u2600-\u260d\u2639-\u263b\u2728\u2764\ufe0f\u200d\U0001f300-\U0001f446\U0001f44a-\U0001f4cb\U0001f4ce-\U0001faff"
)
_FACES = "ㅋㅎㅠㅜㅡㅗㄷ^;_♥♡★☆♪♬" + _EMOJI + "\U0001f1e6-\U0001f1ff"
_MARK = f"[{_DOTS}{_FULL}{_WAVES}{_FACES}]"
_CLOSING = "[)\\]}）］」』”’\"'`]"

_ALL_MARKS = re.compile(f"{_MARK}+")
_LAST_MARKS = re.compile(f"{_MARK}+$")
_FULL_MARK = re.compile(f"[{_FULL}]")
_DOT = re.compile(f"[{_DOTS}]")
_WAVE = re.compile(f"[{_WAVES}]+")
# Marks that a blank follows, a closing sign, or a sign between two equal parts.
_NO_START = re.compile(rf"-?(?:{_MARK}-?)+{_CLOSING}*(?=\s|$)|[)\]}}）］」』”’]|[,，、:：/=+&→⇒]|->")


class Tail(IntEnum):
    """What stands behind the last word of what may be a sentence; the stronger sign is the greater."""

    NONE = 0
    """Nothing."""
    OPEN = 1
    """A comma, a colon, a dash: more is to come."""
    WAVE = 2
    """`~`."""
    FACE = 3
    """ㅋㅋ, ㅠㅠ, ^^, ;;, an emoji."""
    STOP = 4
    """One full stop."""
    DOTS = 5
    """Two dots or more."""
    FULL = 6
    """An exclamation or question mark, whatever else there is."""


def is_marks(word: str) -> bool:
    """Tell whether a word is nothing but marks and faces.

    Parameters
    ----------
    word
        Any word.

    Returns
    -------
    bool
        False for an empty one.

    Examples
    --------
    >>> [is_marks(word) for word in ("!?", "ㅋㅋ", "ㅇㅇ", ",", "다")]
    [True, True, False, False, False]
    """
    return _ALL_MARKS.fullmatch(word) is not None


def marks_at_end(word: str) -> str:
    """Give the marks and faces that a tagger left on a word.

    Parameters
    ----------
    word
        Any word.

    Returns
    -------
    str
        Its end; empty if it ends in something else.

    Examples
    --------
    >>> marks_at_end("웠어요ㅎㅎ"), marks_at_end("웠어요")
    ('ㅎㅎ', '')
    """
    match = _LAST_MARKS.search(word)
    return match.group() if match else ""


def tail_with(tail: Tail, signs: str) -> Tail:
    """Add signs to what stands behind a word already.

    Parameters
    ----------
    tail
        What the signs before them made.
    signs
        Any number of signs; none changes nothing.

    Returns
    -------
    Tail
        The strongest of all, or `OPEN` if the last sign cannot end a sentence. Two single full stops make `DOTS`.

    Examples
    --------
    >>> [tail_with(Tail.NONE, signs).name for signs in (",", "~", "~ㅋㅋ", ".", "..", "…", "..!", "!,")]
    ['OPEN', 'WAVE', 'FACE', 'STOP', 'DOTS', 'DOTS', 'FULL', 'OPEN']
    >>> tail_with(Tail.STOP, ".").name, tail_with(Tail.STOP, "ㅋㅋ").name
    ('DOTS', 'STOP')
    """
    if not signs:
        return tail
    if not _LAST_MARKS.search(signs):
        return Tail.OPEN
    added = _kind(signs)
    return Tail.DOTS if tail is added is Tail.STOP else max(tail, added)


def _kind(signs: str) -> Tail:
    if _FULL_MARK.search(signs):
        return Tail.FULL
    dots = _DOT.findall(signs)
    if dots:
        return Tail.STOP if len(dots) == 1 and dots[0] not in "…‥" else Tail.DOTS
    return Tail.WAVE if _WAVE.fullmatch(signs) else Tail.FACE


def is_in_face(text: str, at: int) -> bool:
    """Tell whether a sign that is no mark by itself is part of a face.

    Parameters
    ----------
    text
        Any text.
    at
        Position of the sign.

    Returns
    -------
    bool
        True for the hyphens of `-_-` and `^-^` and for the last sign of `:)`.

    Examples
    --------
    >>> is_in_face("-_-", 0), is_in_face(":)", 1), is_in_face("a-b", 1), is_in_face("a)", 1)
    (True, True, False, False)
    """
    before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if text[at] == "-":
        return before in "_^" or behind in "_^"
    return text[at] == ")" and before in ":="


def belongs_before(text: str, at: int) -> bool:
    """Tell whether the signs at a place of a text belong to the words before them, although a blank parts them.

    Parameters
    ----------
    text
        Any text.
    at
        Position of the first sign behind the blank.

    Returns
    -------
    bool
        True for marks that a blank or the end follows, for a closing sign, and for a sign that joins two parts (a
        comma, a slash, an arrow).

    Examples
    --------
    >>> [belongs_before(text, 3) for text in ("좋다 ㅋㅋ", "좋다 ..? 또", "좋다 -> 또", "좋다 ..또", "좋다 또")]
    [True, True, True, False, False]
    """
    return _NO_START.match(text, at) is not None
