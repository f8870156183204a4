"""Which terms mark a theme: class-based TF-IDF on words and noun phrases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.types import UNASSIGNED, Keyphrase, TermMatrix

MIN_LETTERS = 2


def class_tfidf(
    term_counts: npt.NDArray[np.int64] | csr_matrix, labels: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Weigh each term by how strongly it marks each theme.

    All passages of a theme are pooled into one long text. A term scores high in a theme when it is frequent there and
    rare in the corpus as a whole. Passages labelled -1 are left out of every count.

    Parameters
    ----------
    term_counts
        Occurrences of each term in each passage, shape (n_passages, n_terms). Whole numbers, zero or more.
    labels
        Theme of each passage, shape (n_passages,). Themes are numbered 0, 1, ... without gaps.

    Returns
    -------
    NDArray[np.float64]
        Weights, shape (n_themes, n_terms), in nats, zero or more. A theme without terms gets zeros.

    Notes
    -----
    The term's share of the theme, times the natural logarithm of one plus (mean terms per theme / occurrences of the
    term in all themes). Source: Grootendorst 2022, arXiv 2203.05794; we divide by the theme's length and keep the mean
    unrounded. Cost: one pass over the counts.

    Examples
    --------
    Themes of four words each; the second term is in both. Mean 4; 3/4 ln(1 + 4/3), 1/4 ln(1 + 4/5), 4/4 ln(1 + 4/5).

    >>> class_tfidf(np.array([[3, 1], [0, 4]]), np.array([0, 1])).round(4).tolist()
    [[0.6355, 0.1469], [0.0, 0.5878]]
    """
    counts = csr_matrix(term_counts)
    inside = labels != UNASSIGNED
    n_themes = int(labels.max(initial=-1)) + 1
    rows = np.flatnonzero(inside)
    pool = csr_matrix((np.ones(len(rows), np.int64), (labels[rows], rows)), shape=(n_themes, len(labels)))
    pooled = np.asarray((pool @ counts).todense(), np.float64)
    lengths = pooled.sum(axis=1, keepdims=True)
    share = np.divide(pooled, lengths, out=np.zeros_like(pooled), where=lengths > 0)
    per_term = pooled.sum(axis=0)
    mean = per_term.sum() / n_themes if n_themes else 0.0
    rarity = np.log1p(np.divide(mean, per_term, out=np.zeros_like(per_term), where=per_term > 0))
    weights: npt.NDArray[np.float64] = share * rarity
    return weights


def keyphrases(terms: TermMatrix, labels: npt.NDArray[np.int64], *, n: int = 8) -> tuple[tuple[Keyphrase, ...], ...]:
    """List the terms that mark each theme.

    Parameters
    ----------
    terms
        Rows in the order of `labels`.
    labels
        Shape (n_passages,), as in `class_tfidf`.
    n
        Most phrases a theme.

    Returns
    -------
    tuple[tuple[Keyphrase, ...], ...]
        One tuple a theme, heaviest first, among equals in code point order. Terms of one letter are left out, and so is
        a term in only one passage of a theme that has four or more, and a term that stands within a heavier one (or the
        other way round), blanks and case aside.
    """
    weights = class_tfidf(terms.counts, labels)
    present = terms.counts.copy()
    present.data[:] = 1
    found = []
    for label in range(len(weights)):
        members = labels == label
        spread = np.asarray(present[members].sum(axis=0)).ravel()
        least = 2 if members.sum() >= 4 else 1
        candidates = [
            j
            for j in np.flatnonzero((weights[label] > 0) & (spread >= least))
            if len(terms.vocabulary[j]) >= MIN_LETTERS
        ]
        candidates.sort(key=lambda j: (-weights[label, j], terms.vocabulary[j]))
        chosen: list[Keyphrase] = []
        for j in candidates:
            phrase = terms.vocabulary[j]
            if len(chosen) < n and not any(_overlap(phrase, other.phrase) for other in chosen):
                chosen.append(Keyphrase(phrase, float(weights[label, j])))
        found.append(tuple(chosen))
    return tuple(found)


def _overlap(a: str, b: str) -> bool:
    """Tell whether one phrase contains the other, blanks aside: 콜센터 and 센터, 업무 프로세스 and 프로세스."""
    a, b = a.replace(" ", "").lower(), b.replace(" ", "").lower()
    return a in b or b in a
