"""Groups in a graph by its spectrum: what is near in the leading eigenvectors, KMeans puts together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import eigsh
from sklearn.cluster import KMeans

STARTS = 5
"""Starts of KMeans, of which the best counts."""

REGULARIZATION = 0.1
"""Share of the mean degree that every degree is raised by."""

DECIMALS = 6
"""Decimals of a coordinate that count: the last bits depend on the machine's linear algebra."""


def leading_eigenvectors(graph: csr_matrix, n_vectors: int) -> npt.NDArray[np.float64]:
    """Find the coordinates in which nodes with common neighbors are near each other.

    Parameters
    ----------
    graph
        Shape (n, n), symmetric, weights above 0, empty diagonal.
    n_vectors
        1 to n.

    Returns
    -------
    NDArray[np.float64]
        Shape (n, n_vectors): eigenvectors of D^-1/2 W D^-1/2, that of the largest eigenvalue first, each with its
        largest entry (in absolute value) above 0. A node without links has zeros.

    Notes
    -----
    Symmetric normalized adjacency as in Ng, Jordan and Weiss (2002). To each degree a tenth of the mean degree is added
    (Amini et al. 2013): few stray nodes make no group, and parts without a link between them have eigenvalues of their
    own, where Lanczos would miss equal ones. Cost: Lanczos, n_links times some hundred rounds; small graphs are solved
    densely.

    Examples
    --------
    Two pairs that know nothing of each other.

    >>> pairs = csr_matrix(np.kron(np.eye(2), 1 - np.eye(2)))
    >>> vectors = leading_eigenvectors(pairs, 2)
    >>> bool(np.allclose(vectors[0], vectors[1])), bool(np.allclose(vectors[0], vectors[2]))
    (True, False)
    """
    n = graph.shape[0]
    degrees = np.asarray(graph.sum(axis=1)).ravel()
    scale = 1 / np.sqrt(degrees + (REGULARIZATION * degrees.mean() or 1.0))
    normal = diags(scale) @ graph @ diags(scale)
    if n <= 3 * n_vectors or n < 100:
        values, vectors = np.linalg.eigh(normal.toarray())
    else:
        start = np.random.default_rng(0).normal(size=n)
        values, vectors = eigsh(normal, k=n_vectors, which="LA", v0=start, tol=1e-6)
    vectors = vectors[:, np.argsort(-values, kind="stable")[:n_vectors]]
    peaks = vectors[np.argmax(np.abs(vectors), axis=0), np.arange(vectors.shape[1])]
    signed: npt.NDArray[np.float64] = np.round(vectors * np.where(peaks < 0, -1.0, 1.0), DECIMALS)
    signed[degrees == 0] = 0.0
    return signed


def spectral_groups(vectors: npt.NDArray[np.float64], n_groups: int, *, seed: int) -> npt.NDArray[np.int64]:
    """Group nodes by the directions of their first coordinates.

    Parameters
    ----------
    vectors
        Of `leading_eigenvectors`, shape (n, n_vectors).
    n_groups
        1 to n; the first `n_groups` coordinates count.
    seed
        Same vectors and seed give the same groups.

    Returns
    -------
    NDArray[np.int64]
        Shape (n,), values 0 to n_groups - 1, in no particular order; fewer where rows are equal.

    Notes
    -----
    Rows are scaled to length 1, then KMeans (Ng, Jordan and Weiss 2002), five starts. Cost: n x n_groups² a round.
    """
    rows = vectors[:, :n_groups]
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    n_different = len(np.unique(rows, axis=0))
    model = KMeans(min(n_groups, n_different), n_init=STARTS, random_state=seed)
    groups: npt.NDArray[np.int64] = model.fit_predict(rows).astype(np.int64)
    return groups


def modularity(graph: csr_matrix, labels: npt.NDArray[np.int64]) -> float:
    """Tell how much more of the link weight stays inside groups than chance would leave there.

    Parameters
    ----------
    graph
        Shape (n, n), symmetric, weights above 0.
    labels
        Shape (n,), 0 or more.

    Returns
    -------
    float
        In -0.5..1; 0 for a graph without links and for one group of all.

    Notes
    -----
    Newman and Girvan (2004): sum over groups of inside / total - (degree / total)².

    Examples
    --------
    Two pairs: each holds half of the weight, 2 (1/2 - 1/4).

    >>> pairs = csr_matrix(np.kron(np.eye(2), 1 - np.eye(2)))
    >>> modularity(pairs, np.array([0, 0, 1, 1]))
    0.5
    """
    links = graph.tocoo()
    total = float(links.data.sum())
    if not total:
        return 0.0
    same = labels[links.row] == labels[links.col]
    degrees = np.bincount(labels[links.row], links.data, minlength=int(labels.max()) + 1)
    return float(links.data[same].sum() / total - ((degrees / total) ** 2).sum())
