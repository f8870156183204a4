"""Where the morphemes of an eojeol stand in it, for taggers that do not say, or do not say it reliably."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crmkb.korean.tagging.jamo import letters
from crmkb.korean.words import Unit

_GAP, _SAME_KIND, _OTHER_KIND = 7, 5, 12
_BAND = 24
_FAR = 1 << 30
_WINDOW = 60


class Piece(NamedTuple):
    """`surface[start:end]` is made of the morphemes `first` up to, not including, `last`."""

    start: int
    end: int
    first: int
    last: int


class Eojeol(NamedTuple):
    """What a tagger says of an eojeol: how it is written, and its morphemes with their tags, as many."""

    surface: str
    forms: tuple[str, ...]
    tags: tuple[str, ...]


def place(line: str, eojeols: Iterable[Eojeol]) -> Iterator[Unit]:
    """Find the units of a line from what a tagger says of its eojeols.

    Parameters
    ----------
    line
        Any text.
    eojeols
        In the order of the line.

    Yields
    ------
    Unit
        In order. What does not stand within 60 characters behind the eojeol before is left out.

    Examples
    --------
    >>> list(place(" 했다", [Eojeol("했다", ("하", "았", "다"), ("VV", "EP", "EF"))]))
    [Unit(start=1, end=2, forms=('하', '았'), tags=('VV', 'EP')), Unit(start=2, end=3, forms=('다',), tags=('EF',))]
    """
    at = 0
    for surface, forms, tags in eojeols:
        places = _places(line, surface, at)
        if not places or not forms:
            continue
        at = places[-1] + 1
        for begin, end, first, last in align(surface, forms):
            yield Unit(places[begin], places[end - 1] + 1, forms[first:last], tags[first:last])


def _places(line: str, surface: str, at: int) -> Sequence[int]:
    """Find where each character of an eojeol stands; Kkma at times writes two words as one."""
    start = line.find(surface, at, at + _WINDOW + len(surface))
    if start >= 0:
        return range(start, start + len(surface))
    spaced = re.compile(" *".join(map(re.escape, surface)))
    found = spaced.search(line, at, at + _WINDOW + 2 * len(surface))
    return [k for k in range(*found.span()) if line[k] != " "] if found else ()


def align(surface: str, forms: Sequence[str]) -> list[Piece]:
    """Find the smallest pieces of an eojeol that are made of whole morphemes.

    Parameters
    ----------
    surface
        The eojeol as it is written, one character or more.
    forms
        Its morphemes, one or more, none empty; joined they need not be the surface (했다 is 하, 았, 다).

    Returns
    -------
    list[Piece]
        In order, without a gap, each with one morpheme or more. Morphemes whose border falls inside a syllable share a
        piece.

    Notes
    -----
    Morphemes that stand in the surface as they are, from the left (all but the last of them, which may share a
    syllable with what follows) and from the right, are taken; between them the border is where an edit distance on
    letters puts it: a wrong letter of the same kind costs 5, of another kind 12, a missing or added one 7, and letters
    more than 24 off the diagonal are not tried. Cost: the product of the lengths of what is between, so tens of
    microseconds for an eojeol of ordinary length.

    Examples
    --------
    >>> align("못했기", ["못하", "았", "기"])
    [Piece(start=0, end=2, first=0, last=2), Piece(start=2, end=3, first=2, last=3)]
    """
    if "".join(forms) == surface:
        return list(_as_they_are(forms, 0, 0))
    at = first = 0
    while first < len(forms) - 1 and surface.startswith(forms[first], at):
        at += len(forms[first])
        first += 1
    if first:
        first -= 1
        at -= len(forms[first])
    end, last = len(surface), len(forms)
    while last - 1 > first and surface.endswith(forms[last - 1], at + 1, end):
        last -= 1
        end -= len(forms[last])
    between = forms[first:last]
    middle = _by_letters(surface[at:end], tuple(between)) if len(between) > 1 else (Piece(0, end - at, 0, 1),)
    return [
        *_as_they_are(forms[:first], 0, 0),
        *(Piece(at + p.start, at + p.end, first + p.first, first + p.last) for p in middle),
        *_as_they_are(forms[last:], end, last),
    ]


def _as_they_are(forms: Sequence[str], at: int, first: int) -> Iterator[Piece]:
    for k, form in enumerate(forms, first):
        yield Piece(at, at + len(form), k, k + 1)
        at += len(form)


@lru_cache(20_000)
def _by_letters(surface: str, forms: tuple[str, ...]) -> tuple[Piece, ...]:
    """Cut where the letters of the surface that a morpheme begins with begin a syllable too."""
    codes, owners = letters(surface)
    wanted: list[int] = []
    morphemes: list[int] = []
    for k, form in enumerate(forms):
        parts = letters(form).codes
        wanted += parts
        morphemes += [k] * len(parts)
    n, m = len(codes), len(wanted)
    begins = [n] * len(forms)
    while n > 1 and m and codes[n - 1] == wanted[m - 1]:
        n, m = n - 1, m - 1
        begins[morphemes[m]] = n
    for i, j in _path(codes[:n], wanted[:m]):
        begins[morphemes[j]] = i
    cuts = [(0, 0)]
    for k in range(1, len(forms)):
        i = begins[k]
        if i < len(codes) and owners[i] > cuts[-1][0] and owners[i] != owners[i - 1]:
            cuts.append((owners[i], k))
    cuts.append((len(surface), len(forms)))
    return tuple(Piece(start, end, first, last) for (start, first), (end, last) in pairwise(cuts))


def _path(found: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield, from the last letter wanted to the first, the letter found where it stands."""
    table = _distances(found, wanted)
    i, j = len(found), len(wanted)
    while j:
        here = table[i][j]
        if i and here == table[i - 1][j - 1] + _cost(found[i - 1], wanted[j - 1]):
            i, j = i - 1, j - 1
        elif here == table[i][j - 1] + _GAP:
            j -= 1
        else:
            i -= 1
            continue
        yield i, j


def _distances(found: Sequence[int], wanted: Sequence[int]) -> list[list[int]]:
    """Compute the edit distance of each beginning to each; far off the diagonal it is infinite."""
    n, m = len(found), len(wanted)
    # Wide enough that the band of a row always touches that of the next.
    band = _BAND + m // n
    above = [j * _GAP if j <= band else _FAR for j in range(m + 1)]
    table = [above]
    for i, letter in enumerate(found, 1):
        center = i * m // n
        low, high = max(1, center - band), min(m, center + band)
        row = [_FAR] * (m + 1)
        left = row[low - 1] = i * _GAP if low == 1 else _FAR
        for j in range(low, high + 1):
            best = above[j - 1] + _cost(letter, wanted[j - 1])
            shorter = above[j] + _GAP
            left += _GAP
            if shorter < best:
                best = shorter
            if left < best:
                best = left
            left = row[j] = best
        table.append(row)
        above = row
    return table


def _cost(a: int, b: int) -> int:
    if a == b:
        return 0
    return _SAME_KIND if a >> 24 == b >> 24 else _OTHER_KIND
