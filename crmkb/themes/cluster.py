"""Vectors to clusters: link neighbors, find communities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.errors import UsageError
from crmkb.themes.choose import choose_number
from crmkb.themes.communities import by_size, exactly, leiden
from crmkb.themes.neighbors import neighbor_graph, number_of_neighbors
from crmkb.themes.spectral import leading_eigenvectors, spectral_groups
from crmkb.types import UNASSIGNED, Clustering, Embedding

MIN_SIZE = 2
FEW = 50
"""Below so many nodes the spectrum tells little; Leiden decides alone."""

MANY = 1_000
"""From so many nodes on the spectrum alone decides: its groups come back more often on samples."""

MAX_UNASSIGNED = 0.1
"""Largest share of passages that are left out by default."""

TORN = 0.3
"""A passage with less of its link weight inside its cluster belongs to none, as far as `max_unassigned` allows."""

METHOD = "nearest neighbors by cosine, spectral groups chosen by stability"


def find_clusters(
    embedding: Embedding,
    *,
    n_themes: int | None = None,
    min_theme_size: int = MIN_SIZE,
    max_unassigned: float = MAX_UNASSIGNED,
    seed: int = 0,
) -> Clustering:
    """Group passages by what they say.

    Parameters
    ----------
    embedding
        One row a passage, centered (`crmkb.themes.blend`); no rows give no clusters.
    n_themes
        How many clusters; None lets the algorithm find out.
    min_theme_size
        Fewest passages of a cluster that the algorithm finds by itself, 2 or more; the members of a smaller one join
        the cluster they have most link weight to, and are unassigned if they have none.
    max_unassigned
        Largest share of passages, 0..1, that are left out because most of their neighbors stand elsewhere. Passages
        without any neighbor are always left out.
    seed
        Same vectors and seed give the same clusters, in any order of the rows.

    Returns
    -------
    Clustering
        Labels in the order of the rows. Equal rows stand together (the one exception: see the notes). Nobody is
        unassigned where `n_themes` is given, or where there is but one passage. Fewer than 50 passages of which no two
        belong together are one cluster.

    Raises
    ------
    UsageError
        If `n_themes` is below 1 or above the number of passages.

    Notes
    -----
    Equal rows are one node of the graph: otherwise a hundred times 'none' would fill each other's neighbor lists and
    fall apart into themes of their own. Only where more themes are asked for than there are different rows is each
    passage a node. Below 50 nodes Leiden at resolution 1 decides. From there on `choose_number` says how many themes
    there are, and `exactly` or, from 1,000 nodes on, the spectrum which. Cost: n_nodes² x n_dims for the graph, and
    the eigenvectors of a graph of at most 100 neighbors a node.
    """
    n = len(embedding.passage_ids)
    if n_themes is not None and not 1 <= n_themes <= n:
        raise UsageError("themes.n_themes", n=n_themes, passages=n)
    order = np.array(sorted(range(n), key=lambda i: embedding.passage_ids[i]), np.int64)
    rows = embedding.vectors[order]
    node = _equal_rows(rows)
    if n_themes is not None and n_themes > node.max(initial=-1) + 1:
        node = np.arange(n)
    nodes, first = np.unique(node, return_index=True)
    n_neighbors = number_of_neighbors(len(nodes), n_themes or 1)
    graph = neighbor_graph(rows[first], n_neighbors)
    if n_themes is not None:
        found = by_size(exactly(graph, n_communities=n_themes, seed=seed)[node])
    elif n:
        found = _grouped(graph, rows[first], seed)[node]
        found = _dissolved(by_size(found), graph, node, 1 if n == 1 else max(min_theme_size, MIN_SIZE))
        found = _without_torn(found, inside_share(graph, found[first])[node], max_unassigned)
        if n < FEW and (found == UNASSIGNED).all():
            found = np.zeros(n, np.int64)
    else:
        found = np.empty(0, np.int64)
    labels = np.empty(n, np.int64)
    labels[order] = found
    strengths = np.zeros(n)
    strengths[order] = inside_share(graph, found[first])[node]
    parameters = {
        "n_neighbors": n_neighbors,
        "n_themes": n_themes,
        "min_theme_size": min_theme_size,
        "max_unassigned": max_unassigned,
        "seed": seed,
    }
    return Clustering(embedding.passage_ids, labels, strengths, METHOD, parameters)


def _grouped(graph: csr_matrix, vectors: npt.NDArray[np.float32], seed: int) -> npt.NDArray[np.int64]:
    """Find groups of nodes, without being told how many; a node without a link stands alone."""
    if graph.shape[0] < FEW:
        return leiden(graph, resolution=1.0, seed=seed)
    n_groups = choose_number(vectors, seed=seed)
    if graph.shape[0] < MANY:
        groups = exactly(graph, n_communities=n_groups, seed=seed)
    else:
        groups = spectral_groups(leading_eigenvectors(graph, n_groups), n_groups, seed=seed)
    alone = np.asarray(graph.sum(axis=1)).ravel() == 0
    groups[alone] = n_groups + np.arange(alone.sum())
    return groups


def _dissolved(
    labels: npt.NDArray[np.int64], graph: csr_matrix, node: npt.NDArray[np.int64], least: int
) -> npt.NDArray[np.int64]:
    """Give the passages of groups below a size to the other group that their node has most link weight to."""
    sizes = np.bincount(labels)
    kept = np.flatnonzero(sizes >= least)
    of_node = np.zeros(graph.shape[0], np.int64)
    of_node[node] = labels
    small = np.flatnonzero(sizes[of_node] < least)
    members = csr_matrix((np.ones(len(of_node)), (np.arange(len(of_node)), of_node)))
    weights = np.asarray((graph[small] @ members).todense())[:, kept] if len(kept) else np.zeros((len(small), 0))
    for i, row in zip(small.tolist(), np.round(weights, 6), strict=True):
        of_node[i] = kept[int(np.argmax(row))] if row.any() else UNASSIGNED
    moved = of_node[node]
    labels = moved.copy()
    labels[moved != UNASSIGNED] = by_size(moved[moved != UNASSIGNED])
    return labels


def _without_torn(
    labels: npt.NDArray[np.int64], shares: npt.NDArray[np.float64], max_unassigned: float
) -> npt.NDArray[np.int64]:
    """Unassign the passages with least of their link weight inside, while every cluster keeps two of three members."""
    room = int(max_unassigned * len(labels) + 1e-9) - int((labels == UNASSIGNED).sum())
    sizes = np.bincount(labels[labels != UNASSIGNED], minlength=1)
    left = sizes.copy()
    labels = labels.copy()
    torn = np.flatnonzero((shares < TORN) & (labels != UNASSIGNED))
    for share in np.unique(shares[torn]):
        # All passages of one share, or none: which of equals comes first must not matter.
        rows = torn[shares[torn] == share]
        gone = np.bincount(labels[rows], minlength=len(sizes))
        if len(rows) > room or ((left - gone) * 3 < sizes * 2)[gone > 0].any():
            continue
        left -= gone
        room -= len(rows)
        labels[rows] = UNASSIGNED
    assigned = labels != UNASSIGNED
    labels[assigned] = by_size(labels[assigned])
    return labels


def _equal_rows(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Give the different rows numbers from 0 on, in the order in which they first come; equal rows share one."""
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in rows], np.int64)


def inside_share(graph: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Tell how much of each node's link weight stays inside its community.

    Parameters
    ----------
    graph
        Shape (n, n), symmetric, weights above 0.
    labels
        Shape (n,); `UNASSIGNED` belongs to none.

    Returns
    -------
    NDArray[np.float64]
        Shape (n,), in 0..1; 0 for unassigned nodes. A node without links has 1 where it is a community of its own, and
        0 in the company of others.

    Examples
    --------
    Node 1 has weight 1 to its mate and 0.5 outside: 1 / 1.5.

    >>> g = csr_matrix(np.array([[0, 1, 0], [1, 0, 0.5], [0, 0.5, 0]]))
    >>> inside_share(g, np.array([0, 0, 1])).round(3).tolist()
    [1.0, 0.667, 0.0]
    """
    links = graph.tocoo()
    weights = np.bincount(links.row, links.data, minlength=len(labels))
    same = labels[links.row] == labels[links.col]
    inside = np.bincount(links.row[same], links.data[same], minlength=len(labels))
    alone = np.bincount(labels + 1)[labels + 1] == 1
    share = np.divide(inside, weights, out=alone.astype(np.float64), where=weights > 0)
    share[labels == UNASSIGNED] = 0.0
    clipped: npt.NDArray[np.float64] = np.clip(share, 0.0, 1.0)
    return clipped
