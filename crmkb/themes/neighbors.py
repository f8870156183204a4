"""Who is near whom: a symmetric graph of nearest neighbors by cosine."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

DECIMALS = 5
"""Decimals of a cosine that count."""

MOST_NEIGHBORS = 100

BLOCK = 1024
"""Rows compared at once; bounds memory to BLOCK x n_passages numbers."""


def center(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Take the mean of all vectors away and scale to unit length again.

    Sentence vectors of one domain share a large common part; without it the cosine tells texts apart better.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims).

    Returns
    -------
    NDArray[np.float32]
        Shape (n_passages, n_dims); rows of length 1, or zeros where a vector equals the mean.

    Examples
    --------
    The mean of (1, 0) and (0, 1) is (1/2, 1/2); what is left is (1/2, -1/2) and its opposite.

    >>> center(np.array([[1, 0], [0, 1]], np.float32)).round(3).tolist()
    [[0.7070000171661377, -0.7070000171661377], [-0.7070000171661377, 0.7070000171661377]]
    """
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    centered: npt.NDArray[np.float32] = np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-6)
    return centered


def number_of_neighbors(n_nodes: int, n_themes: int = 1) -> int:
    """Tell how many neighbors a node should have.

    Parameters
    ----------
    n_nodes
        Nodes of the graph, 0 or more.
    n_themes
        How many themes are wanted, if that is known.

    Returns
    -------
    int
        The square root of the number of nodes, so that paraphrases of one sentence do not fill a list; 3 more than a
        theme's mean size where that is less; between 2 and 100.

    Examples
    --------
    >>> number_of_neighbors(400), number_of_neighbors(600, 88), number_of_neighbors(50_000)
    (20, 9, 100)
    """
    return max(2, min(round(math.sqrt(n_nodes)), n_nodes // n_themes + 3, MOST_NEIGHBORS))


def neighbor_graph(vectors: npt.NDArray[np.float32], n_neighbors: int) -> csr_matrix:
    """Link every passage with its nearest neighbors.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0.
    n_neighbors
        Neighbors a passage asks for, 1 or more; fewer where the corpus is smaller.

    Returns
    -------
    csr_matrix
        Shape (n_passages, n_passages), symmetric, float64 in 0..1: the cosine where one of the two asked for the other,
        else 0. Neighbors with a cosine of 0 or less are left out. The diagonal is empty.

    Notes
    -----
    Exact; ties go to the smaller row number. Cost: n_passages² x n_dims.

    Examples
    --------
    >>> v = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    >>> neighbor_graph(v, 1).toarray().round(2).tolist()
    [[0.0, 0.8, 0.0], [0.8, 0.0, 0.6], [0.0, 0.6, 0.0]]
    """
    n = len(vectors)
    k = min(n_neighbors, n - 1)
    if k < 1:
        return csr_matrix((n, n), dtype=np.float64)
    rows, columns, values = [], [], []
    for start in range(0, n, BLOCK):
        # The last bits of a matrix product depend on where a row stands in it; who is nearer must not.
        block = np.round(vectors[start : start + BLOCK] @ vectors.T, DECIMALS)
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        nearest = np.argsort(-block, axis=1, kind="stable")[:, :k] if n <= 4 * BLOCK else _top(block, k)
        rows.append(np.repeat(np.arange(start, start + len(block)), k))
        columns.append(nearest.ravel())
        values.append(np.take_along_axis(block, nearest, axis=1).ravel())
    weights = np.concatenate(values).astype(np.float64)
    keep = weights > 0
    graph = csr_matrix(
        (np.minimum(weights[keep], 1.0), (np.concatenate(rows)[keep], np.concatenate(columns)[keep])), shape=(n, n)
    )
    symmetric: csr_matrix = graph.maximum(graph.T).tocsr()
    symmetric.sort_indices()
    return symmetric


def _top(block: npt.NDArray[np.float32], k: int) -> npt.NDArray[np.int64]:
    """Give the k largest columns of each row without sorting the rest; among equals the smaller column first."""
    least = np.partition(block, -k, axis=1)[:, [-k]]
    above, equal = block > least, block == least
    room = k - above.sum(axis=1, keepdims=True)
    part = np.nonzero(above | (equal & (equal.cumsum(axis=1, dtype=np.int32) <= room)))[1].reshape(-1, k)
    order = np.argsort(-np.take_along_axis(block, part, axis=1), axis=1, kind="stable")
    return np.take_along_axis(part, order, axis=1)
