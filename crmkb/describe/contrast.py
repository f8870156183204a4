"""What tells a theme from the one nearest to it: terms that one holds more often than the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.describe.keyphrases import is_shown
from crmkb.describe.likeness import terms_alike
from crmkb.types import Embedding, TermMatrix

DECIMALS = 6


class TermContrast(NamedTuple):
    """A term, the number of passages that hold it in the theme and in the other, and Cohen's h of the two shares."""

    term: str
    here: int
    there: int
    difference: float


class Contrast(NamedTuple):
    """A theme against its nearest other theme.

    Attributes
    ----------
    other
        Number of the other theme.
    size, other_size
        Passages of the two.
    more, fewer
        Terms that the theme holds more often, and those that the other does, largest difference first.
    """

    other: int
    size: int
    other_size: int
    more: tuple[TermContrast, ...]
    fewer: tuple[TermContrast, ...]


def nearest_themes(embedding: Embedding, labels: npt.NDArray[np.int64]) -> tuple[int | None, ...]:
    """Find the theme nearest to each.

    Parameters
    ----------
    embedding
        Rows in the order of `labels`.
    labels
        Shape (n_passages,); themes are numbered 0, 1, ... without gaps.

    Returns
    -------
    tuple[int | None, ...]
        By the cosine of the themes' means, among equals the smaller number; None where there is no other.

    Examples
    --------
    >>> vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    >>> nearest_themes(Embedding(("a", "b", "c"), vectors, "test"), np.array([0, 1, 2]))
    (1, 0, 1)
    """
    n_themes = int(labels.max(initial=-1)) + 1
    if n_themes < 2:
        return (None,) * n_themes
    order = np.array(sorted(np.flatnonzero(labels >= 0).tolist(), key=lambda i: embedding.passage_ids[i]), np.int64)
    sums = np.zeros((n_themes, embedding.vectors.shape[1]))
    np.add.at(sums, labels[order], embedding.vectors[order].astype(np.float64))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means = sums / np.where(lengths > 0, lengths, 1.0)
    cosines = np.round(means @ means.T, DECIMALS)
    np.fill_diagonal(cosines, -np.inf)
    return tuple(int(k) for k in cosines.argmax(axis=1))


def contrasts(
    terms: TermMatrix,
    labels: npt.NDArray[np.int64],
    others: tuple[int | None, ...],
    *,
    n: int = 5,
    excluded: Collection[str] = (),
) -> tuple[Contrast | None, ...]:
    """Compare each theme with another.

    Parameters
    ----------
    terms
        Rows in the order of `labels`.
    labels
        As in `nearest_themes`.
    others
        The theme to compare each with, such as the nearest; None for none.
    n
        Most terms in each direction.
    excluded
        Terms that are never shown, such as names of people.

    Returns
    -------
    tuple[Contrast | None, ...]
        One a theme. Without terms of one letter, numbers, and terms in only one passage of two themes that have four
        or more together; no two terms are alike by their letters.

    Notes
    -----
    The difference of two shares p, q of passages is Cohen's h = 2 asin(√p) - 2 asin(√q) (Cohen 1988), from -π to π; its
    spread depends on the sizes alone, so that rare and frequent terms compare. Ties go to the term that more passages
    hold, then to the first in code point order. Cost: one pass over the counts.

    Examples
    --------
    The first term is in both passages here and in none there: 2 asin(1) - 2 asin(0) = π.

    >>> counts = csr_matrix(np.array([[1, 0], [2, 0], [0, 1], [0, 0]]))
    >>> (found, _) = contrasts(TermMatrix(tuple("abcd"), ("교육", "배송"), counts), np.array([0, 0, 1, 1]), (1, 0))
    >>> [(t.term, t.here, t.there, round(t.difference, 4)) for t in found.more]
    [('교육', 2, 0, 3.1416)]
    """
    holds = csr_matrix(terms.counts, dtype=np.int64)
    holds.data[:] = holds.data > 0
    sizes = np.bincount(labels[labels >= 0], minlength=len(others))
    passages = [np.asarray(holds[labels == k].sum(axis=0)).ravel() for k in range(len(others))]
    shown = np.array([is_shown(term) and term not in excluded for term in terms.vocabulary], bool)
    found: list[Contrast | None] = []
    for theme, other in enumerate(others):
        if other is None:
            found.append(None)
            continue
        here, there = passages[theme], passages[other]
        least = 2 if sizes[theme] + sizes[other] >= 4 else 1
        h = 2 * np.arcsin(np.sqrt(here / sizes[theme])) - 2 * np.arcsin(np.sqrt(there / sizes[other]))
        h = np.where(shown & (here + there >= least), np.round(h, DECIMALS), 0.0)
        rows = [
            TermContrast(t, int(a), int(b), float(d))
            for t, a, b, d in zip(terms.vocabulary, here, there, h, strict=True)
        ]
        more, fewer = _largest(rows, n, sign=1), _largest(rows, n, sign=-1)
        found.append(Contrast(other, int(sizes[theme]), int(sizes[other]), more, fewer))
    return tuple(found)


def _largest(rows: list[TermContrast], n: int, *, sign: int) -> tuple[TermContrast, ...]:
    candidates = [row for row in rows if sign * row.difference > 0]
    candidates.sort(key=lambda row: (-sign * row.difference, -row.here - row.there, row.term))
    picked: list[TermContrast] = []
    for row in candidates:
        if len(picked) == n:
            break
        if not any(terms_alike(row.term, other.term) for other in picked):
            picked.append(row)
    return tuple(picked)
