"""Unassigned passages: their nearest themes, and groups among them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.themes import triage as triage_module
from crmkb.themes.triage import NO_THEME, emerging_groups, triage, usual_likeness

Vectors = npt.NDArray[np.float32]

AXES = np.array([*np.eye(3), *-np.eye(3), [0.6, 0.8, 0], [0, 0.6, 0.8], [0.8, 0, 0.6]], np.float32)
"""Unit vectors with many equal cosines."""


def vectors_and_labels() -> st.SearchStrategy[tuple[Vectors, npt.NDArray[np.int64]]]:
    """Draw up to 12 passages, most of them unassigned, in up to two themes."""
    row = st.tuples(st.integers(0, 8), st.sampled_from([-1, -1, -1, 0, 1]))
    return st.lists(row, max_size=12).map(_arrays)


def _arrays(rows: list[tuple[int, int]]) -> tuple[Vectors, npt.NDArray[np.int64]]:
    labels = np.unique([-1, *(label for _, label in rows)], return_inverse=True)[1][1:].astype(np.int64) - 1
    return AXES[np.array([i for i, _ in rows], np.int64)].reshape(-1, 3), labels


def test_nearest_and_next_theme_by_hand() -> None:
    """Middles (1, 0), (0, 1), (-1, 0); row 3 is (0.8, 0.6), row 4 is (0, -1), at 0 to themes 0 and 2."""
    vectors = np.array([[1, 0], [0, 1], [-1, 0], [0.8, 0.6], [0, -1]], np.float32)
    found = triage(vectors, np.array([0, 1, 2, -1, -1]))
    assert found.rows.tolist() == [3, 4]
    assert found.themes.tolist() == [[0, 1], [0, 2]]
    assert found.cosines.tolist() == [[0.8, 0.6], [0, 0]]


def test_one_theme_has_no_next() -> None:
    """The place of the second theme stays empty; without a theme both do."""
    vectors = np.array([[1, 0], [0.6, 0.8]], np.float32)
    found = triage(vectors, np.array([0, -1]))
    assert (found.themes.tolist(), found.cosines[0, 0], np.isnan(found.cosines[0, 1])) == ([[0, NO_THEME]], 0.6, True)
    found = triage(vectors, np.array([-1, -1]))
    assert (found.rows.tolist(), found.themes.tolist()) == ([0, 1], [[NO_THEME] * 2] * 2)
    assert np.isnan(found.cosines).all()


@pytest.mark.parametrize("labels", [[], [0, 0]])
def test_nothing_unassigned(labels: list[int]) -> None:
    """No rows, no groups."""
    vectors = np.ones((len(labels), 1), np.float32)
    assert [a.shape for a in triage(vectors, np.array(labels, np.int64))] == [(0,), (0, 2), (0, 2)]
    assert emerging_groups(vectors, np.array(labels, np.int64)) == ()


def test_groups_by_hand() -> None:
    """Row 0 resembles 1, 2 and 3 (0.8 each); of the rest only 4 and 5 resemble each other: too few for a group of 3.

    Row 6 is like row 0, but has a theme.
    """
    vectors = np.array(
        [[1, 0, 0], [0.8, 0.6, 0], [0.8, -0.6, 0], [0.8, 0, 0.6], [0, 0, -1], [0, 0.6, -0.8], [1, 0, 0]], np.float32
    )
    labels = np.array([-1, -1, -1, -1, -1, -1, 0])
    (group,) = emerging_groups(vectors, labels, likeness=0.7)
    assert (group.rows[0], sorted(group.rows), group.cosine) == (0, [0, 1, 2, 3], 0.8)
    large, small = emerging_groups(vectors, labels, likeness=0.7, min_size=2)
    assert large == group
    assert (sorted(small.rows), small.cosine) == ([4, 5], 0.8)


def test_passages_taken_count_for_no_second_group() -> None:
    """On an arc passages up to 0.64 apart resemble each other (cosine 0.8).

    The one at 0.6 takes those at 0, 0.3 and 1.1. The one at 1.6 is near 1.1 as well, but only 2.0 is left for it.
    """
    angles = np.array([0, 0.3, 0.6, 1.1, 1.6, 2.0])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    first, second = emerging_groups(vectors, np.full(6, -1), likeness=0.8, min_size=2)
    assert first.rows == (2, 1, 3, 0)
    assert sorted(second.rows) == [4, 5]


def test_ties_are_judged_by_what_is_left() -> None:
    """Passages 0..3 resemble 4 (0.3), and are taken first. Of the chain 5-6-7-8 (0.3, 0.3, 0.35) the middle is 7.

    6 resembles 0, too, but that is taken by then.
    """
    cosines = np.eye(9)
    for a, b, cosine in [*((i, 4, 0.3) for i in range(4)), (0, 6, 0.3), (5, 6, 0.3), (6, 7, 0.3), (7, 8, 0.35)]:
        cosines[a, b] = cosines[b, a] = cosine
    vectors = np.linalg.cholesky(cosines).astype(np.float32)
    first, second = emerging_groups(vectors, np.full(9, -1), likeness=0.25)
    assert (first.rows[0], sorted(first.rows)) == (4, [0, 1, 2, 3, 4])
    assert second.rows == (7, 8, 6)


def test_likeness_of_themes_by_hand() -> None:
    """Mean cosine to mates: 0.8 in themes of two; nothing for the single passage, which makes the pairs 21.

    Root mean square of these: sqrt(3 x 0.64 / 21) = 0.302, twice that 0.605, below 0.8.
    """
    vectors = np.zeros((7, 7), np.float32)
    vectors[:6, :6] = np.kron(np.eye(3), [[1, 0], [0.8, 0.6]])
    vectors[6, 6] = 1
    assert usual_likeness(vectors, np.array([0, 0, 1, 1, 2, 2, 3])) == 0.8
    assert usual_likeness(vectors, np.full(7, -1)) == pytest.approx(2 * (3 * 0.64 / 21) ** 0.5, abs=1e-5)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_likeness_is_at_most_one(n: int) -> None:
    """Equal passages resemble each other, and a few of them are a group."""
    vectors, labels = np.tile(AXES[:1], (n, 1)), np.full(n, -1)
    assert usual_likeness(vectors, labels) == 1
    assert [len(group.rows) for group in emerging_groups(vectors, labels)] == ([n] if n >= 3 else [])


def test_unlike_passages_form_no_group() -> None:
    """At right angles nothing resembles anything, though nothing is usual either."""
    assert emerging_groups(np.eye(5, dtype=np.float32), np.full(5, -1), min_size=2) == ()


@settings(deadline=None)
@given(st.data(), vectors_and_labels())
def test_order_does_not_matter_to_groups(data: st.DataObject, drawn: tuple[Vectors, npt.NDArray[np.int64]]) -> None:
    """Shuffled passages form groups of the same vectors, each of unassigned ones alone, none twice."""
    vectors, labels = drawn
    order = np.array(data.draw(st.permutations(range(len(labels)))), np.int64)
    first = emerging_groups(vectors, labels, likeness=0.55, min_size=2)
    turned = emerging_groups(vectors[order], labels[order], likeness=0.55, min_size=2)
    assert [[vectors[i].tolist() for i in group.rows] for group in first] == [
        [vectors[order][i].tolist() for i in group.rows] for group in turned
    ]
    rows = [i for group in first for i in group.rows]
    assert len(rows) == len(set(rows))
    assert all(labels[i] == -1 for i in rows)
    for group in first:
        assert (vectors[list(group.rows[1:])] @ vectors[group.rows[0]]).min() >= 0.55


@settings(deadline=None, max_examples=20)
@given(vectors_and_labels(), st.integers(1, 4))
def test_blocks_change_nothing(drawn: tuple[Vectors, npt.NDArray[np.int64]], block: int) -> None:
    """Few rows at a time give the same groups."""
    expected = emerging_groups(*drawn, likeness=0.55, min_size=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(triage_module, "BLOCK", block)
        assert emerging_groups(*drawn, likeness=0.55, min_size=2) == expected
