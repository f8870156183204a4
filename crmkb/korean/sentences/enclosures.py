"""Which quotations and brackets of a text are closed: what stands inside them is part of the sentence around them."""

from __future__ import annotations

import re

MAX_ENCLOSED = 300
"""Longest quotation or bracket in code points, its two signs included; a longer one was never closed."""

QUOTES = frozenset("\"'`“”‘’＂＇「」『』")
"""Signs around what somebody says."""

NAMES = frozenset("<>《》〈〉【】")
"""Signs around a title."""

_CLOSED_BY = dict(zip("“‘「『《〈【<([{（［", "”’」』》〉】>)]}）］", strict=True))
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()}
_STRAIGHT = frozenset("\"'`＂＇")
_SIGN = re.compile("[\n" + re.escape("".join({*_CLOSED_BY, *_OPENED_BY, *_STRAIGHT})) + "]")


def enclosures(text: str) -> dict[int, int]:
    """Find the quotations and brackets that are closed in their line.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    dict[int, int]
        Position of each opening sign to the position of its closing sign, in code points. A sign that has no partner
        within `MAX_ENCLOSED` code points of its line is left out, and so is an apostrophe (don't).

    Notes
    -----
    Each kind of sign is paired by itself, a closing sign with the nearest one open. A straight quotation mark opens
    where none is open, or where one is and a blank stands before it but none behind it. Cost: linear.

    Examples
    --------
    >>> enclosures('(가) "나" 다) <라')
    {0: 2, 4: 6}
    """
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for match in _SIGN.finditer(text):
        at, sign = match.start(), match.group()
        if sign == "\n":
            opened.clear()
            continue
        opening = _partner(text, at, opened)
        if opening is None:
            continue
        if opening == at:
            opened.setdefault(sign, []).append(at)
        else:
            found[opening] = at
    return found


def _partner(text: str, at: int, opened: dict[str, list[int]]) -> int | None:
    """Take the opening sign that the sign at `at` closes; `at` itself if it opens, None if it does neither."""
    sign = text[at]
    before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if sign in _STRAIGHT:
        return _straight_partner(at, before, behind, opened.setdefault(sign, []))
    if sign in _CLOSED_BY:
        # ':(' is a face, and '<' before a blank is 'less than'.
        return None if before == ":" or (sign == "<" and behind.isspace()) else at
    if sign == ">" and before in " -=":
        return None
    waiting = opened.get(_OPENED_BY[sign])
    if not waiting:
        return None
    opening = waiting.pop()
    return opening if at - opening < MAX_ENCLOSED else None


def _straight_partner(at: int, before: str, behind: str, waiting: list[int]) -> int | None:
    if before.isascii() and behind.isascii() and before.isalnum() and behind.isalnum():
        return None
    opens = before.isspace() and not behind.isspace()
    if waiting and at - waiting[-1] < MAX_ENCLOSED and not opens:
        return waiting.pop()
    waiting.clear()
    return None if behind.isspace() and not before.isspace() else at
