"""Full stops that end no sentence (1. 가. 2020. 3. 1. Dr.) and the numbers and bullets that begin items of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_ABBREVIATIONS = frozenset(
    {"approx", "cf", "co", "corp", "dept", "dr", "ed", "etc", "fig", "inc", "jr", "ltd", "mr", "mrs", "ms", "no", "p"}
    | {"pp", "prof", "sr", "st", "vol", "vs"}
)
_LETTERS = ("가", "나", "다", "라", "마", "바", "사")
"""Syllables that number items. 아 and 자 are left out: they are exclamations more often."""

_BULLETS = frozenset("-–—·•*▪■□○●◦◆◇▶▷※✓✔☑")
_CIRCLED_ONE = ord("①") - 1


class Label(NamedTuple):
    """What an item of a list begins with: `-` is of the series `-`, 2. of the series `1.`, 나) of the series `가)`."""

    series: str
    number: int


def stop_is_no_end(
    words: Sequence[str], tags: Sequence[str], i: int, *, first: int, following: int, is_alone: bool
) -> bool:
    """Tell whether the single full stop behind a word belongs to a number, a label or an abbreviation.

    Parameters
    ----------
    words
        All tokens of a text.
    tags
        Their Sejong tags.
    i
        Index of the word that the full stop stands behind.
    first
        Index of the first word of its sentence.
    following
        Index of the first token behind the blank.
    is_alone
        Whether the word stands alone between blanks, the full stop apart.

    Returns
    -------
    bool
        True for a number that stands alone (1.) or in a date (2020. 3. 1.), a label (가. A.), an initial (George D.
        Beauchamp), an abbreviation (Dr. U.S.), and for syllables that are stressed one by one (전. 부. 다.).
    """
    word, tag = words[i], tags[i]
    behind_stop = i > first + 1 and words[i - 1] == "."
    if tag == "SN":
        return i == first or tags[following] == "SN" or (behind_stop and tags[i - 2] == "SN")
    if tag == "SL":
        if word.lower() in _ABBREVIATIONS or "." in word:
            return True
        return len(word) == 1 and (i == first or behind_stop or tags[following] == "SL")
    if len(word) != 1 or not is_alone or tag == "IC":
        return False
    return (i == first and word in _LETTERS) or _stresses(words, i, following, behind_stop=behind_stop)


def _stresses(words: Sequence[str], i: int, following: int, *, behind_stop: bool) -> bool:
    """Tell whether word i and the next are two of several syllables with a full stop each."""
    if following + 1 >= len(words) or len(words[following]) != 1:
        return False
    mark = words[following + 1][0]
    return mark == "." or (mark in "!?" and behind_stop and len(words[i - 2]) == 1)


def label_at(words: Sequence[str], i: int) -> Label | None:
    """Read the bullet, number or letter of an item that begins at a token.

    Parameters
    ----------
    words
        All tokens of a text.
    i
        Index of the first token of what may be an item.

    Returns
    -------
    Label or None
        None if no item begins there.

    Examples
    --------
    >>> label_at(["2", ")", "교육"], 0), label_at(["②", "교육"], 0), label_at(["2", "월"], 0)
    (Label(series='1)', number=2), Label(series='①', number=2), None)
    """
    word = words[i]
    if word in _BULLETS:
        return Label(word, 0)
    if "①" <= word <= "⑳":
        return Label("①", ord(word[0]) - _CIRCLED_ONE)
    sign = words[i + 1] if i + 1 < len(words) else ""
    if sign not in (".", ")"):
        return None
    if len(word) <= 2 and word.isdecimal():
        return Label(f"1{sign}", int(word))
    if word in _LETTERS:
        return Label(f"가{sign}", _LETTERS.index(word))
    return None


def is_next_item(label: Label | None, following: Label | None) -> bool:
    """Tell whether a label continues a list.

    Parameters
    ----------
    label
        Of an item; None if it has none.
    following
        Of what may be the next item.

    Returns
    -------
    bool
        True for the same bullet or the next number of the same series.

    Examples
    --------
    >>> first = Label("1.", 1)
    >>> is_next_item(first, Label("1.", 2)), is_next_item(first, Label("1)", 2)), is_next_item(first, Label("1.", 3))
    (True, False, False)
    """
    if label is None or following is None or label.series != following.series:
        return False
    return label.series in _BULLETS or following.number == label.number + 1
