"""Matching: a theme keeps its id over a re-run while it keeps most of its members."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.themes.matching import carry_ids

Themes = list[frozenset[str]]
Before = dict[str, frozenset[str]]

PASSAGES = "abcdefghij"


def members_of(assigned: list[int | None], passages: str) -> Themes:
    """Gather the themes of a list of assignments, one a passage, in order of their number."""
    numbers = sorted({number for number in assigned if number is not None})
    return [frozenset(p for p, own in zip(passages, assigned, strict=False) if own == number) for number in numbers]


def assignments(n: int, most: int) -> st.SearchStrategy[list[int | None]]:
    """Draw the theme of each passage; some belong to none."""
    return st.lists(st.none() | st.integers(0, most), min_size=n, max_size=n)


def themes() -> st.SearchStrategy[Themes]:
    """Draw themes of a new run, over the passages before and three new ones."""
    return assignments(13, 3).map(lambda assigned: members_of(assigned, PASSAGES + "xyz"))


def befores() -> st.SearchStrategy[Before]:
    """Draw themes of the run before."""
    return assignments(10, 3).map(
        lambda assigned: {f"T{k}": own for k, own in enumerate(members_of(assigned, PASSAGES))}
    )


def counted(new: frozenset[str], old: frozenset[str], known: frozenset[str]) -> int:
    """Count shared passages, 0 where they are less than half of the larger theme."""
    shared, larger = len(new & old & known), max(len(new & known), len(old & known))
    return shared if larger and shared / larger >= 0.5 else 0


def known_of(before: Before) -> frozenset[str]:
    """Gather the passages of the run before."""
    return frozenset().union(*before.values())


def carried(ids: tuple[str, ...], before: Before) -> dict[str, int]:
    """Map the old ids that live on to the place of their theme."""
    return {own: i for i, own in enumerate(ids) if own in before}


@given(themes(), befores())
def test_ids_are_all_different(new: Themes, before: Before) -> None:
    """One id a theme; no old id goes to two."""
    ids = carry_ids(new, before, run_id="r")
    assert len(ids) == len(set(ids)) == len(new)


@given(st.data(), themes(), befores())
def test_a_permutation_of_the_themes_permutes_the_ids(data: st.DataObject, new: Themes, before: Before) -> None:
    """Which number a cluster has does not matter, also where two parts have an equal claim."""
    order = data.draw(st.permutations(range(len(new))))
    ids = carry_ids(new, before, run_id="r")
    assert carry_ids([new[i] for i in order], before, run_id="r") == tuple(ids[i] for i in order)


@given(themes(), befores())
def test_a_theme_that_keeps_most_members_keeps_its_id(new: Themes, before: Before) -> None:
    """More than half of the old theme, and of the new one's known passages, is claim enough against all others."""
    ids = carry_ids(new, before, run_id="r")
    known = known_of(before)
    for i, own in enumerate(new):
        for old, members in before.items():
            if 2 * len(own & members) > max(len(own & known), len(members)):
                assert ids[i] == old


@given(themes(), befores())
def test_ids_are_carried_as_a_search_over_all_matchings_finds(new: Themes, before: Before) -> None:
    """Only pairs with half of the larger theme carry an id, and together they share as many passages as possible."""
    known = known_of(before)
    places = carried(carry_ids(new, before, run_id="r"), before)
    shared = [counted(new[i], before[old], known) for old, i in places.items()]
    assert all(shared)
    olds = [*before.values(), *[frozenset[str]()] * len(new)]
    tried = permutations(olds, len(new))
    assert sum(shared) == max(sum(map(counted, new, choice, [known] * len(new))) for choice in tried)


@given(themes(), befores(), st.sets(st.sampled_from("uvw")))
def test_new_passages_neither_help_nor_hurt(new: Themes, before: Before, added: set[str]) -> None:
    """Passages that the run before did not see change nothing about who carries which id."""
    grown = [own | added if i == 0 else own for i, own in enumerate(new)]
    assert carried(carry_ids(grown, before, run_id="r"), before) == carried(carry_ids(new, before, run_id="r"), before)


def test_unlike_pairs_do_not_crowd_out_a_theme_that_goes_on() -> None:
    """The most shared passages over all pairs would give X to B and Y to A, neither of which is half alike."""
    a, b = frozenset(f"a{i}" for i in range(100)), frozenset(f"b{i}" for i in range(49))
    x = frozenset(f"a{i}" for i in range(51)) | b  # 51 of A's 100, and 51 of its own 100
    y = a - x
    ids = carry_ids([x, y], {"A": a, "B": b}, run_id="r")
    assert ids[0] == "A"
    assert ids[1] not in {"A", "B"}


def test_theme_split_in_equal_halves_passes_its_id_to_one() -> None:
    """Each half has half of it: one carries on, the other is new."""
    for new in ([frozenset("ab"), frozenset("cd")], [frozenset("cd"), frozenset("ab")]):
        assert sorted(own == "T" for own in carry_ids(new, {"T": frozenset("abcd")}, run_id="r")) == [False, True]


def test_theme_split_in_three_passes_its_id_to_none() -> None:
    """No part has half of it."""
    ids = carry_ids([frozenset("ab"), frozenset("cd"), frozenset("ef")], {"T": frozenset("abcdef")}, run_id="r")
    assert "T" not in ids


def test_known_passages_that_were_in_no_theme_count() -> None:
    """Two of five known members are too few; unknown ones would not count."""
    new, before = [frozenset("abcde")], {"T": frozenset("ab")}
    assert carry_ids(new, before, run_id="r") == ("T",)
    assert carry_ids(new, before, run_id="r", known=frozenset("abcde")) != ("T",)


def test_passages_that_are_gone_do_not_count() -> None:
    """A theme of which all but one passage was replaced goes on in that one."""
    new, before = [frozenset("a")], {"T": frozenset("abcd")}
    assert carry_ids(new, before, run_id="r", known=frozenset("a")) == ("T",)
    assert carry_ids(new, before, run_id="r") != ("T",)


@pytest.mark.parametrize("before", [{}, {"T": frozenset("ab")}, {"T": frozenset[str]()}])
def test_no_themes_have_no_ids(before: Before) -> None:
    """A run without themes, first or later, is no error."""
    assert carry_ids([], before, run_id="r") == ()


def test_new_ids_come_from_the_run_and_the_members() -> None:
    """The first run mints; another run mints another id for the same members, and the same run the same."""
    new = [frozenset("ab"), frozenset("c")]
    first = carry_ids(new, {}, run_id="r1")
    assert first == carry_ids(new, {}, run_id="r1")
    assert not {*first} & {*carry_ids(new, {}, run_id="r2")}
