"""Pairs of themes that are hard to tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.themes.neighbors import center, neighbor_graph
from crmkb.themes.suggest_merges import suggest_merges


def test_reasons_by_hand() -> None:
    """Three themes of two passages on a plane.

    Links: 0-1 of weight 1 inside theme 0, 2-3 of 1 inside theme 1, 1-2 of 0.5 between them; theme 2 has none.
    Degrees 2.5 and 2.5, total 5: expected 2.5 x 2.5 / 5 = 1.25. Middles: (1, 0), (0.6, 0.8), (0, -1).
    Key terms: term 0 of themes 0 and 1, term 1 of theme 1, term 2 of theme 2: 1 of 2 shared.
    """
    vectors = np.array([[1, 0], [1, 0], [0.6, 0.8], [0.6, 0.8], [0, -1], [0, -1]], np.float32)
    graph = np.zeros((6, 6))
    graph[0, 1] = graph[2, 3] = 1
    graph[1, 2] = 0.5
    counts = csr_matrix(np.array([[1, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]]))
    labels = np.array([0, 0, 1, 1, 2, 2])
    first, *rest = suggest_merges(labels, vectors, csr_matrix(graph + graph.T), counts)
    assert (first.a, first.b, first.links, first.expected_links) == (0, 1, 0.5, 1.25)
    assert (first.cosine, first.shared_terms, first.term_overlap) == (0.6, (0,), 0.5)
    # (0.5 / 2.75 + 0.6 + 0.5) / 3
    assert first.score == pytest.approx(0.427273)
    assert [(pair.a, pair.b, pair.score) for pair in rest] == [(0, 2, 0), (1, 2, 0)]
    assert rest[1].cosine == -0.8


def test_halves_of_a_theme_come_first() -> None:
    """Of four planted groups one is cut in two; that pair leads, and only so many are listed as were asked for."""
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(4), 20)
    vectors = np.eye(8)[group] + rng.normal(scale=0.2, size=(80, 8))
    centered = center((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    counts = csr_matrix(np.eye(4, dtype=np.int64)[group])
    labels = group.copy()
    labels[40:60:2] = 4
    found = suggest_merges(labels, centered, neighbor_graph(centered, 5), counts, n=3)
    assert (found[0].a, found[0].b) == (2, 4)
    assert found[0].score > 2 * found[1].score
    assert len(found) == 3


@pytest.mark.parametrize("labels", [[], [-1, -1], [0, 0], [0, -1]])
def test_fewer_than_two_themes_have_no_pair(labels: list[int]) -> None:
    """There is nothing to merge."""
    n = len(labels)
    vectors, graph, counts = (
        np.ones((n, 1), np.float32),
        csr_matrix(np.zeros((n, n))),
        csr_matrix(np.zeros((n, 2), np.int64)),
    )
    assert suggest_merges(np.array(labels, np.int64), vectors, graph, counts) == ()


def test_no_links_and_no_terms() -> None:
    """What is not there speaks for nothing."""
    vectors = np.array([[1, 0], [0.6, 0.8]], np.float32)
    (pair,) = suggest_merges(
        np.array([0, 1]), vectors, csr_matrix(np.zeros((2, 2))), csr_matrix(np.zeros((2, 0), np.int64))
    )
    assert pair == (0, 1, 0.2, 0.0, 0.0, 0.6, (), 0.0)


@settings(deadline=None)
@given(st.data())
def test_order_of_passages_does_not_matter(data: st.DataObject) -> None:
    """Shuffled passages give the same suggestions."""
    rows = np.random.default_rng(data.draw(st.integers(0, 99))).normal(size=(9, 3))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    labels, counts = np.arange(9) % 4 - 1, csr_matrix((rows > 0).astype(np.int64))
    graph = neighbor_graph(vectors, 3)
    order = np.array(data.draw(st.permutations(range(9))))
    turned = suggest_merges(labels[order], vectors[order], graph[order][:, order], counts[order])
    assert turned == suggest_merges(labels, vectors, graph, counts)
