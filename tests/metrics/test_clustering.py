"""Silhouette, agreement and fit of groups, worked by hand and against scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples

from crmkb.metrics.clustering import agreement, group_fit, passage_silhouette, rand_index, set_apart, silhouette
from crmkb.types import UNASSIGNED

Ints = npt.NDArray[np.int64]


def ints(*values: int) -> Ints:
    """Write labels short."""
    return np.array(values, np.int64)


def unit_rows(n: int, seed: int) -> npt.NDArray[np.float32]:
    """Draw directions in five dimensions."""
    rows = np.random.default_rng(seed).normal(size=(n, 5))
    unit: npt.NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def labelings(n: int) -> st.SearchStrategy[Ints]:
    """Draw labels without gaps, with unassigned ones."""
    drawn = st.lists(st.integers(-1, 3), min_size=n, max_size=n)
    return drawn.map(lambda own: np.unique([-1, *own], return_inverse=True)[1][1:].astype(np.int64) - 1)


def test_silhouette_compares_mates_with_the_nearest_other_theme() -> None:
    """Worked by hand, in three themes on a plane.

    Row 0 (1, 0) has the mate (0.6, 0.8): a = 1 - 0.6. Mean distance to theme 1, the row (0, 1) alone: 1; to theme 2,
    the row (0, -1): 1. (1 - 0.4) / 1 = 0.6. Row 1 (0.6, 0.8): a = 0.4, to theme 1 0.2, to theme 2 1.8:
    (0.2 - 0.4) / 0.4.
    """
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [0, -1]], np.float32)
    assert passage_silhouette(vectors, ints(0, 0, 1, 2)).tolist() == pytest.approx([0.6, -0.5, 0, 0])
    assert silhouette(vectors, ints(0, 0, 1, 2)).tolist() == pytest.approx([0.05, 0, 0])


@settings(deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_silhouette_is_that_of_scikit_learn(seed: int, data: st.DataObject) -> None:
    """Exactly Rousseeuw's on cosine distances, unassigned passages aside."""
    labels = data.draw(labelings(9))
    vectors = unit_rows(9, seed)
    inside = labels != UNASSIGNED
    values = passage_silhouette(vectors, labels)
    assert np.isnan(values[~inside]).all()
    n_themes = len(set(labels[inside].tolist()))
    if 2 <= n_themes < inside.sum():
        expected = silhouette_samples(vectors[inside], labels[inside], metric="cosine")
        np.testing.assert_allclose(values[inside], expected, atol=1e-5)
        means = [expected[labels[inside] == k].mean() for k in range(n_themes)]
        np.testing.assert_allclose(silhouette(vectors, labels), means, atol=1e-5)


def test_silhouette_of_equal_passages_is_zero() -> None:
    """Where all are one point, no theme is nearer than the other; rounding errors decide nothing."""
    for seed in range(20):
        vectors = np.repeat(unit_rows(1, seed), 7, axis=0)
        assert passage_silhouette(vectors, ints(0, 0, 1, 1, 1, 1, 1)).tolist() == [0] * 7


def test_silhouette_of_rows_of_zeros() -> None:
    """A passage without content is at distance 1 from all: neither in nor out."""
    assert passage_silhouette(np.zeros((4, 2), np.float32), ints(0, 0, 1, 1)).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("labels", [[], [-1, -1], [0, 0, 0], [0, -1]])
def test_silhouette_needs_two_themes(labels: list[int]) -> None:
    """No or one theme has nothing to be compared with."""
    values = passage_silhouette(unit_rows(len(labels), 1), ints(*labels))
    assert np.isnan(values).all()
    assert silhouette(unit_rows(len(labels), 1), ints(*labels)).shape == (max([*labels, -1]) + 1,)


def test_agreement_by_hand() -> None:
    """Four passages; the pairs together: {01}, {23} and {01}, {02}, {12}.

    One pair is together in both. Expected: 2 x 3 / 6 = 1. (1 - 1) / ((2 + 3) / 2 - 1) = 0.
    """
    assert rand_index(ints(0, 0, 1, 1), ints(0, 0, 0, 1)) == pytest.approx(0)
    assert agreement(ints(0, 0, 1, 1), ints(5, 5, 2, 2)) == pytest.approx((1, 1))


def test_unassigned_are_no_group_together() -> None:
    """Two passages left out agree on nothing.

    Pairs together: {01} against {01}, {23}: one in both, expected 1 x 2 / 6 = 1/3: (1 - 1/3) / (3/2 - 1/3) = 4/7.
    """
    assert rand_index(ints(0, 0, -1, -1), ints(0, 0, 1, 1)) == pytest.approx(4 / 7)
    assert rand_index(ints(0, 0, 1, 1), ints(0, 0, -1, -1)) == pytest.approx(4 / 7)


def test_set_apart_keeps_themes() -> None:
    """Only the unassigned get numbers of their own."""
    assert set_apart(ints(3, -1, 3, -1, 0)).tolist() == [3, -2, 3, -4, 0]


@pytest.mark.parametrize("labels", [[], [0], [-1], [-1, -1, -1], [0, 0, 0]])
def test_every_grouping_agrees_with_itself(labels: list[int]) -> None:
    """Also none, one, and all unassigned."""
    assert agreement(ints(*labels), ints(*labels)) == (1.0, 1.0)


@given(st.data())
def test_agreement_knows_no_order_and_no_side(data: st.DataObject) -> None:
    """Rows may be shuffled and the two exchanged."""
    a, b = data.draw(labelings(8)), data.draw(labelings(8))
    order = data.draw(st.permutations(range(8)))
    assert agreement(a, b) == pytest.approx(agreement(b, a))
    assert agreement(a[order], b[order]) == pytest.approx(agreement(a, b))


def test_group_fit_counts_over_all_named_themes() -> None:
    """Of a group of four, three lie in themes 1 and 2, which hold five passages."""
    group = np.array([True, True, True, True, False, False, False])
    fit = group_fit(group, ints(1, 1, 2, 0, 1, 2, -1), themes={2, 1})
    assert fit == ((1, 2), 3 / 4, 3 / 5)


def test_group_fit_picks_the_theme_of_the_largest_f1() -> None:
    """Theme 0 has all three of the group among eight (F1 6/11), theme 1 of another clustering two of two (4/5)."""
    group = np.arange(8) < 3
    assert group_fit(group, ints(0, 0, 0, 0, 0, 0, 0, 0)) == ((0,), 1.0, 3 / 8)
    assert group_fit(group, ints(1, 1, 0, 0, 0, 0, 0, 0)) == ((1,), 2 / 3, 1.0)
    # Theme 0 has one of the group alone (F1 2/4), theme 1 two of it among three (4/6).
    assert group_fit(group, ints(0, 1, 1, 1, -1, -1, -1, -1)) == ((1,), 2 / 3, 2 / 3)


def test_group_fit_of_nothing() -> None:
    """No theme, no theme named, no group: what cannot be told is NaN."""
    everyone, nobody = np.ones(2, bool), np.zeros(2, bool)
    for fit in (group_fit(everyone, ints(-1, -1)), group_fit(everyone, ints(0, 0), themes=[])):
        assert (fit.themes, fit.recall) == ((), 0.0)
        assert math.isnan(fit.purity)
    fit = group_fit(nobody, ints(0, 0))
    assert (fit.themes, fit.purity) == ((0,), 0.0)
    assert math.isnan(fit.recall)
