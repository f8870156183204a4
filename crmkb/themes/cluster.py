"""Vectors to clusters: link neighbors, find communities."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.errors import UsageError
from crmkb.themes.communities import by_size, exactly, leiden
from crmkb.themes.neighbors import neighbor_graph
from crmkb.types import UNASSIGNED, Clustering, Embedding

MAX_NEIGHBORS = 15
MIN_SIZE = 2
METHOD = "nearest neighbors by cosine, Leiden"


def find_clusters(
    embedding: Embedding,
    *,
    n_themes: int | None = None,
    seed: int = 0,
) -> Clustering:
    """Group passages by what they say.

    Parameters
    ----------
    embedding
        One row a passage, centered (`crmkb.themes.blend`); no rows give no clusters.
    n_themes
        How many clusters; None lets the algorithm find out.
    seed
        Same vectors and seed give the same clusters, in any order of the rows.

    Returns
    -------
    Clustering
        Labels in the order of the rows. Equal rows stand together (the one exception: see the notes). A passage without
        a neighbor, or in a group smaller than two, is unassigned, unless `n_themes` is given or it is the only passage.

    Raises
    ------
    UsageError
        If `n_themes` is below 1 or above the number of passages.

    Notes
    -----
    Equal rows are one node of the graph: otherwise a hundred times 'none' would fill each other's neighbor lists and
    fall apart into themes of their own. Only where more themes are asked for than there are different rows is each
    passage a node. Neighbors: the square root of the number of nodes, between 2 and 15. Resolution 1. Cost: n_nodes² x
    n_dims.
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
    n_neighbors = min(MAX_NEIGHBORS, max(2, round(math.sqrt(len(nodes)))))
    graph = neighbor_graph(rows[first], n_neighbors)
    if n_themes is not None:
        found = by_size(exactly(graph, n_communities=n_themes, seed=seed)[node])
    elif n:
        found = _drop_small(by_size(leiden(graph, resolution=1.0, seed=seed)[node]), 1 if n == 1 else MIN_SIZE)
    else:
        found = np.empty(0, np.int64)
    labels = np.empty(n, np.int64)
    labels[order] = found
    strengths = np.zeros(n)
    strengths[order] = inside_share(graph, found[first])[node]
    parameters = {"n_neighbors": n_neighbors, "resolution": 1.0, "n_themes": n_themes, "seed": seed}
    return Clustering(embedding.passage_ids, labels, strengths, METHOD, parameters)


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


def _drop_small(labels: npt.NDArray[np.int64], least: int) -> npt.NDArray[np.int64]:
    """Unassign the members of communities below a size; the rest keep their numbers, which go by size."""
    sizes = np.bincount(labels)
    return np.where(sizes[labels] >= least, labels, UNASSIGNED)
