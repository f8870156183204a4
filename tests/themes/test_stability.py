"""Stability: what comes back on samples."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.themes.stability import best_jaccard, overlap_agreement, stability
from crmkb.types import UNASSIGNED

Ints = npt.NDArray[np.int64]


def by_order(rows: Ints) -> Ints:
    """Cut a sample into a first and a second half, whatever is in it."""
    return (np.arange(len(rows)) >= len(rows) / 2).astype(np.int64)


def test_best_jaccard_by_hand() -> None:
    """Theme 0 = {0, 1, 2, 3}, theme 1 = {4, 5}; groups 7 = {0, 1, 2}, 8 = {3, 4}, row 5 in none.

    Theme 0: with 7 3/4, with 8 1/5. Theme 1: with 8 {4} of {3, 4, 5}: 1/3. Theme 2 has no passages.
    """
    labels, found = np.array([0, 0, 0, 0, 1, 1]), np.array([7, 7, 7, 8, 8, -1])
    values = best_jaccard(labels, found, n_themes=3)
    assert values[:2].tolist() == pytest.approx([3 / 4, 1 / 3])
    assert math.isnan(values[2])


def test_group_counts_with_all_its_passages() -> None:
    """Those of a group that belong to no theme count against it: {0} of {0, 1, 2}."""
    assert best_jaccard(np.array([0, -1, -1]), np.array([4, 4, 4]), n_themes=1).tolist() == pytest.approx([1 / 3])


def test_theme_that_finds_no_group_is_worth_zero() -> None:
    """All its passages unassigned."""
    assert best_jaccard(np.array([0, 0, -1]), np.array([-1, -1, 2]), n_themes=1).tolist() == [0]


@pytest.mark.parametrize("n", [10, 30, 200])
def test_planted_groups_come_back(n: int) -> None:
    """A clustering that goes by what the passages are is wholly stable."""
    labels = np.arange(n) % 3
    found = stability(lambda rows: rows % 3, labels)
    assert found.themes.tolist() == [1, 1, 1]
    assert found.overlap == 1


def test_clustering_by_chance_is_unstable() -> None:
    """Groups drawn anew for every sample do not come back: about 1/3 for halves, and an index about 0."""
    rng = np.random.default_rng(0)
    found = stability(lambda rows: rng.integers(0, 2, len(rows)), np.arange(400) % 2)
    # Two halves at random share 1/4 of all of 3/4: Jaccard 1/3, the better of two a little more.
    assert 0.3 < found.themes.min() <= found.themes.max() < 0.4
    assert abs(found.overlap) < 0.02


def test_theme_lost_in_some_samples_is_the_mean() -> None:
    """Found whole in the first of two samples, torn into two equal halves in the second: (1 + 1/2) / 2."""
    seen: list[int] = []

    def cluster(rows: Ints) -> Ints:
        seen.append(len(rows))
        return np.zeros(len(rows), np.int64) if len(seen) == 1 else by_order(rows)

    found = stability(cluster, np.zeros(10, np.int64), n_samples=2)
    assert seen == [8, 8]
    assert found.themes.tolist() == pytest.approx([0.75])


def test_cluster_sees_rows_in_rising_order_without_repeats() -> None:
    """Samples are of the share asked for, and differ."""
    seen: list[list[int]] = []

    def cluster(rows: Ints) -> Ints:
        seen.append(rows.tolist())
        return np.zeros(len(rows), np.int64)

    stability(cluster, np.zeros(20, np.int64), n_samples=5, share=0.5)
    assert all(rows == sorted(set(rows)) and len(rows) == 10 for rows in seen)
    assert len({tuple(rows) for rows in seen}) > 1


def test_same_seed_same_result() -> None:
    """The seed draws the samples."""
    labels = np.arange(31) // 16
    assert repr(stability(by_order, labels, seed=3)) == repr(stability(by_order, labels, seed=3))
    assert repr(stability(by_order, labels, seed=3)) != repr(stability(by_order, labels, seed=4))


def test_nothing_to_sample() -> None:
    """No passages, none assigned, one passage."""
    none = stability(by_order, np.zeros(0, np.int64))
    assert (none.themes.tolist(), math.isnan(none.overlap)) == ([], True)
    assert stability(by_order, np.full(5, UNASSIGNED)).themes.tolist() == []
    assert stability(by_order, np.zeros(1, np.int64)).themes.tolist() == [1]
    assert stability(by_order, np.zeros(9, np.int64), share=0.01).themes.tolist() == [1]


def test_theme_that_no_sample_met_is_not_a_number() -> None:
    """Its only passage was never drawn."""
    found = stability(by_order, np.array([1] + [0] * 99), n_samples=1, share=0.01, seed=1)
    assert math.isnan(found.themes[1])
    assert math.isnan(found.overlap)


def test_overlap_needs_shared_passages() -> None:
    """Pairs of samples without a common row do not count."""
    rows = [np.array([0, 1]), np.array([2, 3]), np.array([0, 1])]
    labels = [np.array([0, 1]), np.array([0, 0]), np.array([4, 9])]
    assert overlap_agreement(rows, labels) == 1
    assert math.isnan(overlap_agreement(rows[:2], labels[:2]))


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), max_size=12))
def test_jaccard_is_a_share_and_one_for_itself(pairs: list[tuple[int, int]]) -> None:
    """In 0..1; a clustering matches itself wholly."""
    labels, found = np.array(pairs, np.int64).reshape(-1, 2).T
    values = best_jaccard(labels, found, n_themes=3)
    known = values[~np.isnan(values)]
    assert np.all((known >= 0) & (known <= 1))
    own = best_jaccard(labels, labels, n_themes=3)
    assert np.all(own[~np.isnan(own)] == 1)
    assert np.isnan(values).tolist() == [k not in labels for k in range(3)]
