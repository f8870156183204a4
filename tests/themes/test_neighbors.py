"""Neighbors: centering takes away what all vectors share, and the graph links who is nearest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

from crmkb.themes import neighbors
from crmkb.themes.neighbors import center, neighbor_graph

Vectors = npt.NDArray[np.float32]

EXACT = [[0, 0, 0, 0], *np.eye(4), *-np.eye(4), *(np.array(np.meshgrid(*[[-0.5, 0.5]] * 4)).reshape(4, -1).T)]
"""The zero vector and unit vectors of which every two have a cosine of 0, 0.25, ... without rounding, so many ties."""


def exact_vectors(*, least: int = 0, most: int = 24) -> st.SearchStrategy[Vectors]:
    """Draw rows of `EXACT`."""
    return st.lists(st.sampled_from(EXACT), min_size=least, max_size=most).map(
        lambda rows: np.array(rows, np.float32).reshape(-1, 4)
    )


def unit_vectors(n: int, n_dims: int, seed: int) -> Vectors:
    """Draw directions that have no ties."""
    drawn = np.random.default_rng(seed).normal(size=(n, n_dims))
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_center_gives_directions_from_the_mean() -> None:
    """What is left of each vector points from the mean to it."""
    # Mean of (1, 0), (0, 1), (0, -1): (1/3, 0). Left: (2/3, 0), (-1/3, 1), (-1/3, -1), of length 2/3, s/3, s/3 with
    # s = sqrt(1 + 9).
    s = np.sqrt(10)
    expected = [[1, 0], [-1 / s, 3 / s], [-1 / s, -3 / s]]
    np.testing.assert_allclose(center(np.array([[1, 0], [0, 1], [0, -1]], np.float32)), expected, atol=1e-6)


@pytest.mark.parametrize("n", [0, 1, 2, 7, 20_000])
def test_center_of_equal_vectors_is_zero(n: int) -> None:
    """Where all are alike, or only one is there, nothing is left, however many they are."""
    vectors = np.tile(unit_vectors(1, 8, seed=1), (n, 1))
    assert center(vectors).shape == (n, 8)
    assert not center(vectors).any()


def test_center_makes_no_direction_of_rounding() -> None:
    """Vectors that differ in the last bit are equal."""
    vector = unit_vectors(1, 8, seed=1)[0]
    assert not center(np.array([vector, np.nextafter(vector, np.float32(1))])).any()


@given(exact_vectors(least=1), st.sampled_from(EXACT))
def test_center_does_not_see_a_common_part(vectors: Vectors, common: list[float]) -> None:
    """Adding one vector to all of them changes nothing."""
    np.testing.assert_allclose(center(vectors + np.array(common, np.float32)), center(vectors), atol=1e-5)


@given(exact_vectors())
def test_center_gives_rows_of_length_one_or_zero(vectors: Vectors) -> None:
    """Every row can stand in a cosine."""
    lengths = np.linalg.norm(center(vectors), axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


@pytest.mark.parametrize("n_neighbors", [1, 5, 15])
@pytest.mark.parametrize("n", [2, 3, 60])
def test_graph_is_that_of_scikit_learn(n: int, n_neighbors: int) -> None:
    """A weight is 1 minus scikit-learn's cosine distance where one of the two is among the other's neighbors."""
    vectors = unit_vectors(n, 5, seed=n)
    k = min(n_neighbors, n - 1)
    distances = NearestNeighbors(n_neighbors=k, metric="cosine").fit(vectors).kneighbors_graph(mode="distance")
    asked = csr_matrix((1 - distances.data, distances.indices, distances.indptr), shape=(n, n)).toarray()
    expected = np.maximum(np.maximum(asked, asked.T), 0)
    np.testing.assert_allclose(neighbor_graph(vectors, n_neighbors).toarray(), expected, atol=2e-5)


@given(exact_vectors(), st.integers(1, 30))
def test_graph_is_symmetric_with_weights_up_to_one_and_no_loops(vectors: Vectors, n_neighbors: int) -> None:
    """The promises that the community search relies on."""
    graph = neighbor_graph(vectors, n_neighbors)
    assert graph.shape == (len(vectors), len(vectors))
    assert np.all(graph.data > 0)
    assert np.all(graph.data <= 1)
    assert not graph.diagonal().any()
    assert graph.toarray().tolist() == graph.toarray().T.tolist()


@given(exact_vectors(least=2))
def test_as_many_neighbors_as_there_are_link_all_that_are_alike(vectors: Vectors) -> None:
    """More neighbors than passages give every cosine above 0."""
    expected = np.maximum(vectors @ vectors.T, 0) * (1 - np.eye(len(vectors)))
    assert neighbor_graph(vectors, 100).toarray().tolist() == expected.tolist()


def test_equal_texts_are_linked_by_at_most_one() -> None:
    """The cosine of a vector with itself, which rounding can lift above 1, counts as 1."""
    vectors = unit_vectors(50, 8, seed=3)
    assert (vectors @ vectors.T).max() > 1
    assert neighbor_graph(np.repeat(vectors, 2, axis=0), 1).max() == 1


def test_ties_go_to_the_smaller_row() -> None:
    """Of five equal passages each asks for the first that is not itself."""
    # Row 0 asks for 1, the others for 0; so 0 is linked with all.
    graph = neighbor_graph(np.tile(np.array([[1, 0]], np.float32), (5, 1)), 1)
    assert {(i, j) for i, j in zip(*(a.tolist() for a in graph.nonzero()), strict=True) if i < j} == {
        (0, 1),
        (0, 2),
        (0, 3),
        (0, 4),
    }


@settings(deadline=None)
@given(exact_vectors(least=5), st.integers(1, 30), st.integers(1, 6))
def test_a_large_corpus_is_linked_like_a_small_one(vectors: Vectors, n_neighbors: int, block: int) -> None:
    """Neither the blocks nor the shortcut for many passages change a link, ties included."""
    expected = neighbor_graph(vectors, n_neighbors).toarray().tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbors, "BLOCK", block)
        assert neighbor_graph(vectors, n_neighbors).toarray().tolist() == expected
