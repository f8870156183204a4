"""Change points, worked by hand and against all ways to cut."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.themes.change_points import change_points


def loss(counts: list[int], exposure: list[int], changes: tuple[int, ...], penalty: float) -> float:
    """Give -2 log likelihood of Poisson rates, without what does not depend on them, and the penalties."""
    total = penalty * len(changes)
    for start, end in pairwise((0, *changes, len(counts))):
        x, e = sum(counts[start:end]), sum(exposure[start:end])
        total -= 2 * x * math.log(x / e) if x else 0.0
    return total


def test_one_change_by_hand() -> None:
    """Two months of 2, two of 6: 2 x (4 ln 2 + 12 ln 6 - 16 ln 4) = 4.186.

    Above the default penalty 2 ln 4 = 2.773; found with a penalty of 4.18, not with 4.19.
    """
    counts = np.array([2, 2, 6, 6])
    assert change_points(counts) == (2,)
    assert change_points(counts, penalty=4.18) == (2,)
    assert change_points(counts, penalty=4.19) == ()


def test_up_and_down_again() -> None:
    """A wave has a beginning and an end."""
    assert change_points(np.array([1, 1, 1, 12, 11, 13, 1, 0, 1])) == (3, 6)


def test_share_is_what_changes_where_totals_are_given() -> None:
    """Twice the comments with twice the counts are no change; the same counts in half the comments are."""
    assert change_points(np.array([5, 5, 10, 10]), np.array([50, 50, 100, 100])) == ()
    assert change_points(np.array([20, 20, 20, 20]), np.array([100, 100, 40, 40])) == (2,)


def test_empty_months_of_a_survey_are_no_change_of_share() -> None:
    """Where nobody was asked nothing is known."""
    assert change_points(np.array([5, 5, 0, 0, 5, 5]), np.array([10, 10, 0, 0, 10, 10])) == ()


def test_new_level_has_to_last() -> None:
    """A single month is none by default, and two where one is enough."""
    counts = np.array([1, 1, 1, 30, 1, 1, 1])
    assert change_points(counts, least=1) == (3, 4)
    assert all(b - a >= 2 for a, b in pairwise((0, *change_points(counts), 7)))


@pytest.mark.parametrize("counts", [[], [7], [1, 90], [1, 2, 90], [4] * 20, [0] * 20])
def test_too_short_or_level(counts: list[int]) -> None:
    """No months, too few for two levels, no change; without a penalty as well."""
    assert change_points(np.array(counts, np.int64)) == ()
    assert change_points(np.array(counts, np.int64), penalty=0) == ()


@given(st.lists(st.integers(0, 9), max_size=8), st.floats(0.1, 8), st.integers(1, 3), st.data())
def test_no_other_cut_is_better(counts: list[int], penalty: float, least: int, data: st.DataObject) -> None:
    """Of all ways to cut the one that is found loses least."""
    extra = st.lists(st.integers(1, 5), min_size=len(counts), max_size=len(counts))
    exposure = [x + e for x, e in zip(counts, data.draw(extra), strict=True)]
    found = change_points(np.array(counts, np.int64), np.array(exposure, np.int64), penalty=penalty, least=least)
    ways = [
        way
        for k in range(len(counts))
        for way in combinations(range(1, len(counts)), k)
        if not way or all(b - a >= least for a, b in pairwise((0, *way, len(counts))))
    ] or [()]
    assert found in ways
    best = min(loss(counts, exposure, way, penalty) for way in ways)
    assert loss(counts, exposure, found, penalty) == pytest.approx(best, abs=1e-6)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=12))
def test_a_larger_penalty_gives_no_more_changes(counts: list[int]) -> None:
    """Changes get fewer as they cost more."""
    numbers = [len(change_points(np.array(counts), penalty=penalty)) for penalty in (0.5, 2, 6, 20)]
    assert numbers == sorted(numbers, reverse=True)


def test_chance_alone_seldom_looks_like_a_change() -> None:
    """Of 200 rows of 24 months at one rate less than a fifth seem to change."""
    rng = np.random.default_rng(0)
    false = sum(bool(change_points(rng.poisson(6, size=24))) for _ in range(200))
    assert false < 40
