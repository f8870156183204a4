"""Why a passage is in its theme: its neighbors inside and outside, and the words it shares with the theme."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.themes.distinctive_terms import distinctiveness
from crmkb.themes.neighbors import DECIMALS
from crmkb.types import UNASSIGNED


class Neighbor(NamedTuple):
    """Another passage by its row, the theme it is in, and its cosine to the passage that is explained."""

    row: int
    theme: int
    cosine: float


class SharedTerm(NamedTuple):
    """A term of the passage by its column, and how much it speaks for the theme.

    Attributes
    ----------
    column
        Of the counts.
    weight
        Its `distinctiveness` in the theme, the passage itself left out, in nats; above 0.
    inside, outside
        Other passages of the theme, and passages outside of it, that use the term.
    """

    column: int
    weight: float
    inside: int
    outside: int


class Explanation(NamedTuple):
    """What speaks for and against a passage's place.

    Attributes
    ----------
    theme
        Its theme, or `UNASSIGNED`.
    inside
        Nearest passages of its theme, the nearest first; empty where unassigned or alone.
    outside
        Nearest other passages, likewise; those that belong to no theme are among them.
    terms
        What it shares with the theme, the weightiest first; empty where unassigned.
    """

    theme: int
    inside: tuple[Neighbor, ...]
    outside: tuple[Neighbor, ...]
    terms: tuple[SharedTerm, ...]


def explain(
    row: int,
    vectors: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int64],
    counts: csr_matrix,
    *,
    n_neighbors: int = 5,
    n_terms: int = 8,
) -> Explanation:
    """Explain why a passage is in its theme.

    Parameters
    ----------
    row
        The passage, 0 up to n_passages - 1.
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0, those that were clustered.
    labels
        Shape (n_passages,): 0, 1, ... without gaps, or `UNASSIGNED`.
    counts
        Occurrences of each term in each passage, shape (n_passages, n_terms).
    n_neighbors
        Most passages inside, and outside, 0 or more.
    n_terms
        Most terms, 0 or more.

    Returns
    -------
    Explanation
        Among equals the smaller row, and the smaller column, first.

    Notes
    -----
    Terms are not what put a passage into its theme (vectors did), but what people can check: only those that another
    passage of the theme uses and that the theme uses more than the rest. Cost: n_passages x n_dims.

    Examples
    --------
    Row 0 has a mate at 0.8 with which it shares term 0: ln((1 + .5) / (1 + 1)) - ln((0 + .5) / (1 + 1)) = ln 3.

    >>> v = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    >>> found = explain(0, v, np.array([0, 0, 1]), csr_matrix(np.array([[1, 1], [2, 0], [0, 1]])))
    >>> found.inside, found.outside
    ((Neighbor(row=1, theme=0, cosine=0.8),), (Neighbor(row=2, theme=1, cosine=0.0),))
    >>> [(term.column, round(term.weight, 3), term.inside, term.outside) for term in found.terms]
    [(0, 1.099, 1, 0)]
    """
    theme = int(labels[row])
    mate = (labels == theme) & (theme != UNASSIGNED)
    other = ~mate
    mate[row] = other[row] = False
    cosines = np.round(vectors.astype(np.float64) @ vectors[row].astype(np.float64), DECIMALS)
    inside, outside = (_nearest(cosines, labels, rows, n_neighbors) for rows in (mate, other))
    terms = () if theme == UNASSIGNED else _shared_terms(counts, row, mate, other)[:n_terms]
    return Explanation(theme, inside, outside, terms)


def _nearest(
    cosines: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], allowed: npt.NDArray[np.bool_], n: int
) -> tuple[Neighbor, ...]:
    rows = np.flatnonzero(allowed)
    rows = rows[np.argsort(-cosines[rows], kind="stable")[:n]]
    return tuple(Neighbor(int(i), int(labels[i]), round(float(cosines[i]), DECIMALS)) for i in rows)


def _shared_terms(
    counts: csr_matrix, row: int, mate: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]
) -> tuple[SharedTerm, ...]:
    """List the passage's terms that its theme uses more than the rest, the passage itself left out."""
    columns = np.sort(counts.indices[counts.indptr[row] : counts.indptr[row + 1]])
    own = counts[:, columns]
    rest = mate | other
    (weights,) = distinctiveness(own[rest], np.where(mate[rest], 0, UNASSIGNED)) if mate.any() else [np.zeros(0)]
    inside, outside = (np.asarray((own[rows] > 0).sum(axis=0)).ravel() for rows in (mate, other))
    shared = [
        SharedTerm(int(columns[j]), float(weights[j]), int(inside[j]), int(outside[j]))
        for j in np.flatnonzero(weights > 1e-9).tolist()
    ]
    return tuple(sorted(shared, key=lambda term: (-round(term.weight, 9), term.column)))
