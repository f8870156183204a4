"""Offset maps: built, used, shifted, composed, packed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.text.offsets import build, compose, identity, pack, shifted, to_original, unpack
from crmkb.types import OffsetMap


@st.composite
def maps(draw: st.DrawFn, *, n_there: int | None = None, most: int = 2) -> OffsetMap:
    """Draw a map that drops some characters of a text and turns others into two."""
    total = draw(st.integers(0, 12)) if n_there is None else n_there
    copies = draw(st.lists(st.integers(0, most), min_size=total, max_size=total))
    origins = [there for there, n in enumerate(copies) for _ in range(n)]
    return build(enumerate(origins), n_here=len(origins), n_there=total)


def slow(offsets: OffsetMap) -> list[int]:
    """Return the origin of every derived character, the obvious way."""
    origins = []
    for k in range(offsets.n_here):
        anchor = [a for a in offsets.anchors if a.here <= k][-1]
        origins.append(anchor.there + k - anchor.here)
    return origins


def test_an_empty_text_has_no_anchor() -> None:
    """Nothing leads nowhere, and its empty span is the end of what was read."""
    assert build([], n_here=0, n_there=3) == OffsetMap((), 0, 3)
    assert to_original(build([], n_here=0, n_there=3), 0, 0) == (3, 3)
    assert identity(0) == OffsetMap((), 0, 0)


def test_an_empty_span_stays_empty() -> None:
    """A position between two characters leads to the start of the one behind it."""
    assert to_original(build([(0, 0), (1, 2)], n_here=2, n_there=3), 1, 1) == (2, 2)


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 4)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    """Positions that do not lie in the derived text, or fall, are an error."""
    with pytest.raises(ValueError, match="of a text of 3"):
        to_original(identity(3), *span)


@given(maps())
def test_one_character_leads_to_its_origin_and_what_was_dropped_behind_it(offsets: OffsetMap) -> None:
    """The span of a character ends where the next different origin starts."""
    origins = slow(offsets)
    for k, origin in enumerate(origins):
        end = min((o for o in origins if o > origin), default=offsets.n_there)
        assert to_original(offsets, k, k + 1) == (origin, end)


@given(maps(), st.integers(0, 9))
def test_shifting_moves_every_span(offsets: OffsetMap, by: int) -> None:
    """A map into a slice leads, shifted, into the whole."""
    start, end = to_original(offsets, 0, offsets.n_here)
    assert to_original(shifted(offsets, by), 0, offsets.n_here) == (start + by, end + by)


@given(st.data(), st.sampled_from([1, 2]))
def test_composing_is_leading_back_twice(data: st.DataObject, most: int) -> None:
    """The joined map leads every span where the two steps lead it.

    Where the first step made two characters of one and the second dropped one of them, only the start is sure.
    """
    inner = data.draw(maps(most=most))
    outer = data.draw(maps(n_there=inner.n_here))
    both = compose(outer, inner)
    assert both.n_here == outer.n_here
    for start in range(outer.n_here):
        for end in range(start + 1, outer.n_here + 1):
            joined = to_original(both, start, end)
            stepwise = to_original(inner, *to_original(outer, start, end))
            assert joined.start == stepwise.start
            assert joined.end == stepwise.end or most == 2


@given(maps())
def test_composing_with_the_identity_changes_nothing(offsets: OffsetMap) -> None:
    """The identity is neutral on both sides."""
    assert compose(identity(offsets.n_here), offsets) == offsets
    assert compose(offsets, identity(offsets.n_there)) == offsets


def test_maps_that_do_not_meet_are_refused() -> None:
    """The outer map may not lead behind the text that the inner starts from."""
    with pytest.raises(ValueError, match="leads to 5"):
        compose(identity(5), identity(4))


@given(maps())
def test_packing_and_unpacking_is_the_same_map(offsets: OffsetMap) -> None:
    """What was stored comes out as it went in."""
    assert unpack(pack(offsets)) == offsets


@pytest.mark.parametrize("packed", ["", "{}", "[1]", "[1,2,3]", '"x"'])
def test_what_is_no_packed_map_is_refused(packed: str) -> None:
    """A damaged map is an error, not a wrong quote."""
    with pytest.raises(ValueError, match=r"offset map|Expecting"):
        unpack(packed)
