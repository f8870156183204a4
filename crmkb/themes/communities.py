"""Groups in a graph: igraph's Leiden algorithm, with a chosen number of groups where one is asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator

import igraph
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix, triu

MAX_RESOLUTION = 1024.0

ROUNDS = 10
"""Rounds of the algorithm; igraph's own 'until nothing improves' never ends on some graphs with equal weights."""


def leiden(graph: csr_matrix, *, resolution: float, seed: int) -> npt.NDArray[np.int64]:
    """Find communities.

    Parameters
    ----------
    graph
        Shape (n, n), symmetric, weights above 0, empty diagonal.
    resolution
        Above 0; larger values give more, smaller communities.
    seed
        Same graph, resolution and seed give the same communities.

    Returns
    -------
    NDArray[np.int64]
        Shape (n,): community of each node, the largest first (0), among equals the one with the smallest node first.

    Notes
    -----
    Maximises modularity with a resolution factor (Traag, Waltman and van Eck 2019, Scientific Reports 9:5233), ten
    rounds. Cost: near linear in the number of links.
    """
    return by_size(_membership(_igraph(graph), resolution, seed))


def exactly(graph: csr_matrix, *, n_communities: int, seed: int) -> npt.NDArray[np.int64]:
    """Find a given number of communities.

    The resolution rises by a quarter at a time until there are enough (at the end of its range every node stands
    alone); then the two communities whose union costs the least modularity (at resolution 1) are joined, again and
    again, until the number is right.

    Parameters
    ----------
    graph
        As in `leiden`.
    n_communities
        1 to n.
    seed
        As in `leiden`.

    Returns
    -------
    NDArray[np.int64]
        Shape (n,), numbered as in `leiden`; exactly `n_communities` different values.
    """
    network = _igraph(graph)
    labels = np.arange(graph.shape[0])
    for resolution in _resolutions():
        found = _membership(network, resolution, seed)
        if len(set(found.tolist())) >= n_communities:
            labels = found
            break
    return by_size(_join(graph, labels, n_communities))


def by_size(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Renumber communities by size.

    Parameters
    ----------
    labels
        Shape (n,), any numbers.

    Returns
    -------
    NDArray[np.int64]
        Shape (n,): 0 for the largest community and so on; among equals the one with the smallest node first.

    Examples
    --------
    >>> by_size(np.array([7, 3, 3, 5])).tolist()
    [1, 0, 0, 2]
    """
    values, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values))
    return rank[np.searchsorted(values, labels)]


def _resolutions() -> Iterator[float]:
    resolution = 0.5
    while resolution <= MAX_RESOLUTION:
        yield resolution
        resolution *= 1.25


def _igraph(graph: csr_matrix) -> igraph.Graph:
    upper: coo_matrix = triu(graph, k=1).tocoo()
    network = igraph.Graph(n=graph.shape[0], edges=np.column_stack([upper.row, upper.col]).tolist())
    network.es["weight"] = upper.data.tolist()
    return network


def _membership(network: igraph.Graph, resolution: float, seed: int) -> npt.NDArray[np.int64]:
    igraph.set_random_number_generator(random.Random(seed))
    found = network.community_leiden(
        objective_function="modularity", weights="weight", resolution=resolution, n_iterations=ROUNDS
    )
    return np.array(found.membership, np.int64)


def _join(graph: csr_matrix, labels: npt.NDArray[np.int64], n_communities: int) -> npt.NDArray[np.int64]:
    """Join communities greedily by modularity until so many are left."""
    _, labels = np.unique(labels, return_inverse=True)
    k = int(labels.max()) + 1
    membership = csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), k))
    between = np.asarray((membership.T @ graph @ membership).todense(), np.float64)
    total = between.sum() or 1.0
    owner = np.arange(k)
    alive = list(range(k))
    while len(alive) > n_communities:
        sub = between[np.ix_(alive, alive)]
        degree = sub.sum(axis=1)
        gain = sub / total - np.outer(degree, degree) / total**2
        gain[np.tril_indices(len(alive))] = -np.inf
        a, b = np.unravel_index(int(np.argmax(gain)), gain.shape)
        into, gone = alive[a], alive[b]
        between[into] += between[gone]
        between[:, into] += between[:, gone]
        owner[owner == gone] = into
        alive.remove(gone)
    joined: npt.NDArray[np.int64] = owner[labels]
    return joined
