"""Which themes are so hard to tell apart that they may be one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.themes.distinctive_terms import key_terms
from crmkb.themes.theme_means import theme_means
from crmkb.types import UNASSIGNED

DECIMALS = 6
"""Decimals of a figure that count, so that another order of the rows changes no rank."""


class MergeSuggestion(NamedTuple):
    """Two themes that resemble each other, and in what.

    Attributes
    ----------
    a, b
        The themes, a below b.
    score
        Mean of the three reasons, each brought into 0..1; the larger the harder to tell apart.
    links
        Weight of the links between the two, 0 or more.
    expected_links
        Weight that chance would put there, from the weights of all links of the two (as modularity has it).
    cosine
        Of the two themes' middles, -1..1.
    shared_terms
        Columns of the key terms of both, in rising order.
    term_overlap
        Their number over that of the key terms of either, 0..1; 0 where neither has one.
    """

    a: int
    b: int
    score: float
    links: float
    expected_links: float
    cosine: float
    shared_terms: tuple[int, ...]
    term_overlap: float


def suggest_merges(
    labels: npt.NDArray[np.int64],
    vectors: npt.NDArray[np.float32],
    graph: csr_matrix,
    counts: csr_matrix,
    *,
    n: int = 5,
) -> tuple[MergeSuggestion, ...]:
    """Rank the pairs of themes that are hardest to tell apart.

    Parameters
    ----------
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` passages count nowhere.
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0, centered (`crmkb.themes.neighbors.center`).
    graph
        Neighbor graph, shape (n_passages, n_passages), symmetric, weights above 0, empty diagonal.
    counts
        Occurrences of each term in each passage, shape (n_passages, n_terms).
    n
        Most suggestions.

    Returns
    -------
    tuple[MergeSuggestion, ...]
        Hardest to tell apart first, among equals the smaller numbers; empty for fewer than two themes. There always is
        a first pair: whether it should be merged is for people to say, by the numbers.

    Notes
    -----
    The reasons in 0..1: links / (links + expected + 1), which is 1/2 where many links are as chance would have it, and
    small where there are few; the cosine, 0 at least; the Jaccard index of the twenty key terms
    (`crmkb.themes.distinctive_terms.key_terms`). Of a theme cut in two at random the halves stood
    among the first three pairs, on each of five corpora. Cost: n_themes² x n_dims, and n_themes x n_terms.

    Examples
    --------
    Two themes of one passage each, linked with each other: weight 1; weights of all links 1 and 1, expected 1 x 1 / 2.

    >>> v, g, c = np.array([[1, 0], [0.6, 0.8]], np.float32), np.array([[0, 1], [1, 0]]), np.array([[1], [1]])
    >>> (pair,) = suggest_merges(np.array([0, 1]), v, csr_matrix(g), csr_matrix(c))
    >>> pair.links, pair.expected_links, pair.cosine, pair.shared_terms
    (1.0, 0.5, 0.6, ())
    """
    links, expected = _links(graph, labels)
    means = theme_means(vectors, labels)
    cosines = np.round(np.clip(means @ means.T, -1.0, 1.0), DECIMALS)
    terms = [frozenset(own) for own in key_terms(counts, labels)]
    found = []
    for a in range(len(means)):
        for b in range(a + 1, len(means)):
            shared, either = terms[a] & terms[b], terms[a] | terms[b]
            overlap = len(shared) / len(either) if either else 0.0
            weight, chance, cosine = float(links[a, b]), float(expected[a, b]), float(cosines[a, b])
            score = round((weight / (weight + chance + 1) + max(cosine, 0.0) + overlap) / 3, DECIMALS)
            found.append(MergeSuggestion(a, b, score, weight, chance, cosine, tuple(sorted(shared)), overlap))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))[:n])


def _links(graph: csr_matrix, labels: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give the weight of the links between any two themes, and what chance would put there."""
    rows = np.flatnonzero(labels != UNASSIGNED)
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    members = csr_matrix((np.ones(len(rows)), (labels[rows], rows)), shape=(n_themes, len(labels)))
    between = np.asarray((members @ graph @ members.T).todense(), np.float64)
    degree = np.asarray(members @ graph.sum(axis=1), np.float64).ravel()
    expected = np.outer(degree, degree) / (float(graph.sum()) or 1.0)
    return between.round(DECIMALS), expected.round(DECIMALS)
