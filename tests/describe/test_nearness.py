"""Nearness of sentences to themes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.nearness import central_passages, theme_likeness
from crmkb.types import Embedding


def test_likeness_centers_both_sides() -> None:
    """Short clauses lie elsewhere than passages: each side is seen from its own middle."""
    # Passages (1, 0), (0, 1): from (.5, .5) they are (.7, -.7) and (-.7, .7). Clauses (.8, .6), (.6, .8) are the same.
    passages = Embedding(("a", "b"), np.array([[1, 0], [0, 1]], np.float32), "test")
    found = theme_likeness(np.array([[0.8, 0.6], [0.6, 0.8]], np.float32), passages, np.array([0, 1]))
    np.testing.assert_allclose(found, [[1, -1], [-1, 1]], atol=1e-6)
    # Unassigned passages belong to the middle, not to a theme.
    assert theme_likeness(passages.vectors, passages, np.array([0, -1])).shape == (2, 1)
    assert theme_likeness(passages.vectors, passages, np.array([-1, -1])).shape == (2, 0)
    nothing = Embedding((), np.zeros((0, 2), np.float32), "test")
    assert theme_likeness(nothing.vectors, nothing, np.zeros(0, np.int64)).shape == (0, 0)


@given(st.permutations(range(6)))
def test_central_passages_do_not_see_the_order_of_the_rows(order: list[int]) -> None:
    """Shuffled rows give the same passages in the same order."""
    vectors = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0, 1], [-1, 0], [0.6, -0.8]], np.float32)
    ids = [f"p{7 * k % 11}" for k in range(6)]
    labels = np.array([0, 0, 0, 1, 1, -1])
    first = central_passages(Embedding(tuple(ids), vectors, "t"), labels, n=2)
    shuffled = central_passages(Embedding(tuple(ids[i] for i in order), vectors[order], "t"), labels[order], n=2)
    assert [[ids[order[i]] for i in own] for own in shuffled] == [[ids[i] for i in own] for own in first]
    assert [len(own) for own in first] == [2, 2]
