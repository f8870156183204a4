"""The way back from a derived text to its original, as an `OffsetMap`.

A character that was dropped belongs to the character before it: a span that ends on that character covers it too.
What was dropped before the first character belongs to none.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from crmkb.types import Anchor, OffsetMap

if TYPE_CHECKING:
    from collections.abc import Iterable

_here = attrgetter("here")


class Span(NamedTuple):
    """A stretch of a text in code points, half-open."""

    start: int
    end: int


def build(starts: Iterable[tuple[int, int]], *, n_here: int, n_there: int) -> OffsetMap:
    r"""Make a map from the places where runs of characters start.

    Parameters
    ----------
    starts
        Position in the derived text and in the original of the first character of each run. Never falling in both; the
        first stands at 0 of the derived text. A run that only goes on where the one before stopped costs nothing.
    n_here
        Length of the derived text in code points.
    n_there
        Position in the original just behind the last character that the derived text covers.

    Returns
    -------
    OffsetMap
        The map; without anchors when the derived text is empty.

    Examples
    --------
    `"a\u200bbc"` became `"abc"`: from the second character on, one was dropped before.

    >>> build([(0, 0), (1, 2), (2, 3)], n_here=3, n_there=4).anchors
    (Anchor(here=0, there=0), Anchor(here=1, there=2))
    """
    anchors: list[Anchor] = []
    if n_here:
        for here, there in starts:
            if not anchors or there - here != anchors[-1].there - anchors[-1].here:
                anchors.append(Anchor(here, there))
    return OffsetMap(anchors=tuple(anchors), n_here=n_here, n_there=n_there)


def identity(n: int) -> OffsetMap:
    """Make the map of a text of `n` code points that was not changed.

    Parameters
    ----------
    n
        Length of the text; 0 for an empty one.

    Returns
    -------
    OffsetMap
        A map that leads every position to itself.

    Examples
    --------
    >>> to_original(identity(5), 1, 3)
    Span(start=1, end=3)
    """
    return build([(0, 0)], n_here=n, n_there=n)


def to_original(offsets: OffsetMap, start: int, end: int) -> Span:
    r"""Find the stretch of the original that a stretch of the derived text was made from.

    Parameters
    ----------
    offsets
        The derived text's map.
    start
        Code point of the derived text where the stretch begins.
    end
        Code point of the derived text just behind the stretch.

    Returns
    -------
    Span
        Code points of the original. Empty when `start` equals `end`; else it holds at least one character.

    Raises
    ------
    ValueError
        If the positions do not lie in the derived text, or fall.

    Notes
    -----
    Characters dropped right behind the last one are covered. When several derived characters were made from one of the
    original, each leads to that one. Cost: a binary search.

    Examples
    --------
    `"a\u200bbc"` became `"abc"`.

    >>> offsets = build([(0, 0), (1, 2)], n_here=3, n_there=4)
    >>> to_original(offsets, 0, 1)
    Span(start=0, end=2)
    >>> to_original(offsets, 1, 3)
    Span(start=2, end=4)
    """
    if not 0 <= start <= end <= offsets.n_here:
        raise ValueError(f"span {start}:{end} of a text of {offsets.n_here} code points")
    first = _origin(offsets, start)
    return Span(first, _end(offsets, end) if start < end else first)


def shifted(offsets: OffsetMap, by: int) -> OffsetMap:
    """Lead the map back to the whole text, where the original was only a slice of it.

    Parameters
    ----------
    offsets
        Map back to the slice.
    by
        Position of the slice in the whole text; 0 or more.

    Returns
    -------
    OffsetMap
        Map back to the whole text.

    Examples
    --------
    >>> to_original(shifted(identity(4), 10), 0, 2)
    Span(start=10, end=12)
    """
    anchors = tuple(Anchor(here, there + by) for here, there in offsets.anchors)
    return OffsetMap(anchors=anchors, n_here=offsets.n_here, n_there=offsets.n_there + by)


def compose(outer: OffsetMap, inner: OffsetMap) -> OffsetMap:
    """Join two steps into one map from the last text to the first.

    Parameters
    ----------
    outer
        Map of the second step: from the last text to the text between.
    inner
        Map of the first step: from the text between to the first.

    Returns
    -------
    OffsetMap
        Map from the last text to the first.

    Raises
    ------
    ValueError
        If `outer` leads behind the end of the text that `inner` starts from.

    Notes
    -----
    The joined map leads where the two steps lead. Only where `inner` made several characters of one and `outer`
    dropped some of them, the end of a span may differ by what was dropped. Cost: linear in the anchors of both.

    Examples
    --------
    The first step dropped one character in front, the second dropped the third of what was left.

    >>> both = compose(build([(0, 0), (2, 3)], n_here=3, n_there=4), build([(0, 1)], n_here=4, n_there=5))
    >>> both.anchors
    (Anchor(here=0, there=1), Anchor(here=2, there=4))
    """
    if outer.n_there > inner.n_here:
        raise ValueError(f"map leads to {outer.n_there} in a text of {inner.n_here} code points")
    starts: list[tuple[int, int]] = []
    steps = inner.anchors
    at = 0
    for number, (here, between) in enumerate(outer.anchors):
        stop = outer.anchors[number + 1].here if number + 1 < len(outer.anchors) else outer.n_here
        # Equal neighbors in `between` (one character became several) may ask for the same anchor again.
        at = _last_at_or_before(steps, between, at)
        starts.append((here, steps[at].there + between - steps[at].here))
        while at + 1 < len(steps) and steps[at + 1].here - between < stop - here:
            at += 1
            starts.append((here + steps[at].here - between, steps[at].there))
    end = _end(inner, outer.n_there) if outer.n_there else _origin(inner, 0)
    return build(starts, n_here=outer.n_here, n_there=end)


def pack(offsets: OffsetMap) -> str:
    """Write a map as one short JSON array, for storage.

    Parameters
    ----------
    offsets
        Any map.

    Returns
    -------
    str
        `[n_here, n_there, ...]`, then for each anchor its distance to the anchor before in both texts.

    Examples
    --------
    >>> pack(build([(0, 0), (1, 2)], n_here=3, n_there=4))
    '[3,4,0,0,1,2]'
    """
    numbers = [offsets.n_here, offsets.n_there]
    before = Anchor(0, 0)
    for anchor in offsets.anchors:
        numbers += (anchor.here - before.here, anchor.there - before.there)
        before = anchor
    return json.dumps(numbers, separators=(",", ":"))


def unpack(packed: str) -> OffsetMap:
    """Read what `pack` wrote.

    Parameters
    ----------
    packed
        A JSON array as `pack` writes it.

    Returns
    -------
    OffsetMap
        The same map.

    Raises
    ------
    ValueError
        If it is no such array.

    Examples
    --------
    >>> unpack("[3,4,0,0,1,2]") == build([(0, 0), (1, 2)], n_here=3, n_there=4)
    True
    """
    numbers = json.loads(packed)
    if not isinstance(numbers, list) or len(numbers) < 2 or len(numbers) % 2:
        raise ValueError(f"not a packed offset map: {packed[:40]}")
    n_here, n_there, *steps = numbers
    anchors: list[Anchor] = []
    here = there = 0
    for k in range(0, len(steps), 2):
        here, there = here + steps[k], there + steps[k + 1]
        anchors.append(Anchor(here, there))
    return OffsetMap(anchors=tuple(anchors), n_here=n_here, n_there=n_there)


def _origin(offsets: OffsetMap, position: int) -> int:
    """Return the original position of the derived text's character at `position`; `n_there` at its end."""
    if position >= offsets.n_here:
        return offsets.n_there
    here, there = offsets.anchors[bisect_right(offsets.anchors, position, key=_here) - 1]
    return there + position - here


def _end(offsets: OffsetMap, end: int) -> int:
    """Return the original position just behind the character before `end`, which is 1 or more."""
    last = _origin(offsets, end - 1)
    behind = end
    # One original character may have become several: go on to the first that stands further back.
    while behind < offsets.n_here and _origin(offsets, behind) <= last:
        behind += 1
    return _origin(offsets, behind)


def _last_at_or_before(anchors: tuple[Anchor, ...], position: int, hint: int) -> int:
    """Return the index of the last anchor at or before `position`, looking around `hint`."""
    while hint > 0 and anchors[hint].here > position:
        hint -= 1
    while hint + 1 < len(anchors) and anchors[hint + 1].here <= position:
        hint += 1
    return hint
