"""Groups in a graph: igraph's Leiden algorithm, with a chosen number of groups where one is asked for."""

from __future__ import annotations

import random

import igraph
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix, triu

from crmkb.themes.spectral import leading_eigenvectors, modularity, spectral_groups

STARTS = (0.02, 0.5)
"""Resolutions to begin with. A low one finds few communities at once, a high one joins many small ones."""

STEP = 1.25
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

    Three ways are gone: Leiden at the first resolution from 0.02 on that gives enough communities, Leiden likewise from
    0.5 on, and the graph's spectrum. Where there are too many, the two whose union costs the least modularity (at
    resolution 1) are joined, again and again. The result with the largest modularity counts.

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
    ways = [_join(graph, _enough(network, n_communities, seed, start=start), n_communities) for start in STARTS]
    spectral = spectral_groups(leading_eigenvectors(graph, n_communities), n_communities, seed=seed)
    if len(np.unique(spectral)) == n_communities:
        ways.append(spectral)
    # Rounded, so that of equals the first way counts on every machine.
    return by_size(max(ways, key=lambda labels: round(modularity(graph, labels), 6)))


def _enough(network: igraph.Graph, n_communities: int, seed: int, *, start: float) -> npt.NDArray[np.int64]:
    """Raise the resolution until there are enough communities; at the end of its range every node stands alone."""
    resolution = start
    while resolution <= MAX_RESOLUTION:
        found = _membership(network, resolution, seed)
        if len(set(found.tolist())) >= n_communities:
            return found
        resolution *= STEP
    return np.arange(network.vcount())


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
