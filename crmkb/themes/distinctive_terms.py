"""How much more often a theme's passages use a term than the others do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.types import UNASSIGNED


def distinctiveness(counts: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Compare how many passages use a term inside and outside of each theme.

    Parameters
    ----------
    counts
        Occurrences of each term in each passage, shape (n_passages, n_terms); only whether there are any counts.
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` passages are outside of every theme.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes, n_terms), in nats: above 0 where the theme uses the term more often than the rest does; 0 for
        a term that the theme does not use.

    Notes
    -----
    Logarithm of the ratio of the two shares of passages, each smoothed by one half: ln((a + 1/2) / (n + 1)) -
    ln((b + 1/2) / (m + 1)), with a of n passages inside and b of m outside. Cost: n_themes x n_terms.

    Examples
    --------
    Term 0 is in 1 of 1 passages inside and 0 of 2 outside: ln((1.5 / 2) / (0.5 / 3)) = ln 4.5.

    >>> distinctiveness(csr_matrix(np.array([[2, 1], [0, 1], [0, 0]])), np.array([0, -1, -1])).round(3).tolist()
    [[1.504, 0.405]]
    """
    inside = theme_passages(counts, labels)
    outside = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1]) - inside
    n_inside = np.bincount(labels[labels != UNASSIGNED], minlength=len(inside))[:, None]
    n_outside = len(labels) - n_inside
    ratio = np.log((inside + 0.5) / (n_inside + 1)) - np.log((outside + 0.5) / (n_outside + 1))
    return np.where(inside > 0, ratio, 0.0)


def theme_passages(counts: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Count the passages of each theme that use a term; shape (n_themes, n_terms)."""
    present = csr_matrix((np.asarray(counts.data > 0, np.int64), counts.indices, counts.indptr), shape=counts.shape)
    rows = np.flatnonzero(labels != UNASSIGNED)
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    members = csr_matrix((np.ones(len(rows), np.int64), (labels[rows], rows)), shape=(n_themes, len(labels)))
    return np.asarray((members @ present).todense(), np.int64)


def key_terms(counts: csr_matrix, labels: npt.NDArray[np.int64], *, n: int = 20) -> tuple[tuple[int, ...], ...]:
    """List the terms that carry most of what sets a theme apart.

    Parameters
    ----------
    counts
        As of `distinctiveness`.
    labels
        As of `distinctiveness`.
    n
        Most terms a theme.

    Returns
    -------
    tuple[tuple[int, ...], ...]
        Columns, one tuple a theme, heaviest first, among equals the smaller column; only terms with a `distinctiveness`
        above 0.

    Notes
    -----
    Weighed by distinctiveness times the theme's passages that use the term: neither what all use nor what one passage
    alone uses comes first.

    Examples
    --------
    >>> key_terms(csr_matrix(np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1]])), np.array([0, 0, 1]))
    ((0,), (2, 1))
    """
    weights = np.round(distinctiveness(counts, labels) * theme_passages(counts, labels), 9)
    found = []
    for row in weights:
        order: list[int] = np.argsort(-row, kind="stable")[:n].tolist()
        found.append(tuple(column for column in order if row[column] > 0))
    return tuple(found)
