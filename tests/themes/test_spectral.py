"""Spectral groups: what hangs together is near in the leading eigenvectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import block_diag, csr_matrix

from crmkb.themes.choose import choose_number
from crmkb.themes.neighbors import neighbor_graph
from crmkb.themes.spectral import leading_eigenvectors, modularity, spectral_groups
from crmkb.themes.words import word_vectors


def cliques(*sizes: int) -> csr_matrix:
    """Link all nodes of each group with each other."""
    return csr_matrix(block_diag([np.ones((n, n)) - np.eye(n) for n in sizes]))


def cloud(*sizes: int, seed: int = 0) -> npt.NDArray[np.float32]:
    """Draw unit rows close to as many axes as there are sizes."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.eye(len(sizes)), sizes, axis=0) + rng.normal(scale=0.1, size=(sum(sizes), len(sizes)))
    rows -= rows.mean(axis=0)
    unit: npt.NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.mark.parametrize("sizes", [(5, 6, 7), (40, 50, 60)])
def test_cliques_are_found(sizes: tuple[int, ...]) -> None:
    """Densely solved (18 nodes) and by Lanczos (150)."""
    groups = spectral_groups(leading_eigenvectors(cliques(*sizes), 3), 3, seed=0)
    assert [len(set(part.tolist())) for part in np.split(groups, np.cumsum(sizes)[:-1])] == [1, 1, 1]
    assert len(set(groups.tolist())) == 3


def test_eigenvectors_point_one_way_and_lonely_nodes_have_none() -> None:
    """The largest entry is above 0; a node without links has zeros."""
    vectors = leading_eigenvectors(csr_matrix(block_diag([cliques(3, 4), np.zeros((1, 1))])), 3)
    assert (np.abs(vectors).max(axis=0) == vectors.max(axis=0)).all()
    assert not vectors[-1].any()


def test_modularity_by_hand() -> None:
    """A triangle and a pair: inside is all; degrees 6 and 2 of 8, so 1 - 36/64 - 4/64."""
    graph = cliques(3, 2)
    assert modularity(graph, np.array([0, 0, 0, 1, 1])) == pytest.approx(24 / 64)
    assert modularity(graph, np.zeros(5, np.int64)) == 0
    assert modularity(csr_matrix((2, 2), dtype=np.float64), np.array([0, 1])) == 0


def test_planted_number_is_chosen() -> None:
    """Five directions with 30 rows each are five themes, whatever the seed."""
    vectors = cloud(30, 30, 30, 30, 30)
    assert [choose_number(vectors, seed=seed) for seed in (0, 1)] == [5, 5]


def test_few_rows_have_two_themes_at_most() -> None:
    """Below 36 rows there is one number to try."""
    assert choose_number(cloud(12, 12), seed=0) == 2


def test_word_vectors_tell_topics_apart() -> None:
    """Passages of the same words are near each other; one without a word that counts is nowhere."""
    counts = csr_matrix([[1, 1, 0, 0, 0], [1, 2, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 2, 1, 0], [0, 0, 0, 0, 1]])
    vectors = word_vectors(counts)
    assert vectors.shape == (5, 3)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.9
    assert abs(cosines[0, 2]) < 0.1
    assert not vectors[4].any()


def test_graph_of_the_cloud_keeps_its_groups() -> None:
    """The groups that the spectrum finds are those that were planted."""
    vectors = cloud(40, 60, 50)
    groups = spectral_groups(leading_eigenvectors(neighbor_graph(vectors, 12), 3), 3, seed=0)
    assert len(set(zip(groups.tolist(), np.repeat([0, 1, 2], (40, 60, 50)).tolist(), strict=True))) == 3
