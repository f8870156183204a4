"""Which terms mark a theme: words and noun phrases that many of its passages hold and few others do."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.describe.likeness import terms_alike
from crmkb.types import UNASSIGNED, Keyphrase, TermMatrix

MIN_LETTERS = 2
"""Fewest letters of a term, digits and blanks aside."""

CARRIES = 0.5
"""Share of a word's passages from which a longer term that holds the word takes its place."""

LONGEST = 12
"""Most letters of a term that takes a word's place."""

TOGETHER = 0.7
"""How much of its weight a term loses where it stands in the same passages as one already chosen."""

_NUMBER = re.compile(r"^[\d.,%]+|\d+$")


def distinctiveness(
    term_counts: npt.NDArray[np.int64] | csr_matrix, labels: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Weigh each term by how strongly holding it marks the passages of each theme.

    Parameters
    ----------
    term_counts
        Occurrences of each term in each passage, shape (n_passages, n_terms). Only whether there is one counts.
    labels
        Theme of each passage, shape (n_passages,). Themes are numbered 0, 1, ... without gaps; unassigned passages are
        part of what a theme is compared with.

    Returns
    -------
    NDArray[np.float64]
        Weights, shape (n_themes, n_terms), in nats, zero or more: 0 for a term that a theme holds no more often than
        all passages do. A theme of all passages cannot be compared: its weights are its shares.

    Notes
    -----
    Share p of the theme's passages that hold the term, times ln(p / q) with q the share of all passages: what the term
    adds to the Kullback-Leibler divergence of the theme from the corpus. A passage counts once, so that an author who
    repeats a word marks nothing. Chosen among class-based TF-IDF (Grootendorst 2022), log-odds with an informative
    Dirichlet prior (Monroe, Colaresi and Quinn 2008) and others by how well eight terms found on one half of a corpus
    tell gold themes apart on the other. Mean AUC of ten splits for feedback, app reviews, encyclopedia, petitions: .636
    .726 .944 .751, class TF-IDF .638 .706 .946 .723, log-odds .632 .722 .935 .741. So the first two are even on
    feedback; terms of ours are held less often by other themes (share of hits within .358 to .307 on reviews).
    Cost: one pass over the counts.

    Examples
    --------
    Four passages. The first term is in both of theme 0 and in one of theme 1: 2/2 ln((2/2) / (3/4)); 1/2 is below 3/4.

    >>> distinctiveness(np.array([[3], [1], [1], [0]]), np.array([0, 0, 1, 1])).round(4).tolist()
    [[0.2877], [0.0]]
    """
    holds = csr_matrix(term_counts, dtype=np.float64)
    holds.data[:] = holds.data > 0
    n = len(labels)
    sizes = np.bincount(labels[labels != UNASSIGNED])[:, np.newaxis]
    rows = np.flatnonzero(labels != UNASSIGNED)
    pool = csr_matrix((np.ones(len(rows)), (labels[rows], rows)), shape=(len(sizes), n))
    share = np.asarray((pool @ holds).todense()) / sizes
    everywhere = np.asarray(holds.sum(axis=0)).ravel() / max(n, 1)
    lift = np.divide(share, everywhere, out=np.ones_like(share), where=share > 0)
    weights: npt.NDArray[np.float64] = np.where(sizes == n, share, share * np.log(np.maximum(lift, 1.0)))
    return weights


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


def keyphrases(
    terms: TermMatrix, labels: npt.NDArray[np.int64], *, n: int = 8, excluded: Collection[str] = ()
) -> tuple[tuple[Keyphrase, ...], ...]:
    """List the terms that mark each theme, unlike each other.

    Parameters
    ----------
    terms
        Rows in the order of `labels`. Words, noun phrases, failure predicates: whatever is a column.
    labels
        Shape (n_passages,), as in `distinctiveness`.
    n
        Most phrases a theme.
    excluded
        Terms that are never shown, such as names of people (`crmkb.describe.people`).

    Returns
    -------
    tuple[tuple[Keyphrase, ...], ...]
        One tuple a theme, heaviest first, among equals in code point order. Without terms of one letter, numbers, and
        terms in only one passage of a theme that has four or more.

    Notes
    -----
    A word gives its place to the longest term of up to 12 letters that holds it in at least half of its passages
    (프로세스 to 업무 프로세스). Terms are chosen by maximal marginal relevance: a term loses up to .7 of its weight, by
    the Jaccard index of the passages that it and one already chosen stand in, and is passed over if the two are alike
    by their letters (교육 시스템 and 시스템 교육). Cost: for each theme its terms times `n`.
    """
    weights = distinctiveness(terms.counts, labels)
    holds = csr_matrix(terms.counts, dtype=np.int64)
    holds.data[:] = holds.data > 0
    shown = [is_shown(term) and term not in excluded for term in terms.vocabulary]
    return tuple(
        _chosen(terms.vocabulary, weights[label], holds[labels == label], shown, n) for label in range(len(weights))
    )


def is_shown(term: str) -> bool:
    """Tell whether a term says enough to be shown.

    Parameters
    ----------
    term
        A word or phrase.

    Returns
    -------
    bool
        False for a term of one letter, and for numbers.

    Examples
    --------
    >>> is_shown("교육"), is_shown("콜"), is_shown("2025"), is_shown("1차")
    (True, False, False, False)
    """
    return len(_NUMBER.sub("", term).replace(" ", "")) >= MIN_LETTERS


def _chosen(
    vocabulary: Sequence[str], weights: npt.NDArray[np.float64], members: csr_matrix, shown: Sequence[bool], n: int
) -> tuple[Keyphrase, ...]:
    """Choose the terms of one theme; `members` are its rows."""
    spread = np.asarray(members.sum(axis=0)).ravel()
    least = 2 if members.shape[0] >= 4 else 1
    candidates = [j for j in np.flatnonzero((weights > 0) & (spread >= least)).tolist() if shown[j]]
    candidates.sort(key=lambda j: (-weights[j], vocabulary[j]))
    columns = members.tocsc()
    passages = {j: frozenset(columns.indices[columns.indptr[j] : columns.indptr[j + 1]].tolist()) for j in candidates}
    picked: list[int] = []
    loss = dict.fromkeys(candidates, 0.0)
    while loss and len(picked) < n:
        best = min(loss, key=lambda j: (-weights[j] * (1 - TOGETHER * loss[j]), vocabulary[j]))
        best = _longer(best, loss, vocabulary, passages)
        picked.append(best)
        loss = {
            j: max(lost, _jaccard(passages[j], passages[best]))
            for j, lost in loss.items()
            if not terms_alike(vocabulary[j], vocabulary[best])
        }
    picked.sort(key=lambda j: (-weights[j], vocabulary[j]))
    return tuple(Keyphrase(vocabulary[j], float(weights[j])) for j in picked)


def _longer(
    word: int, candidates: Collection[int], vocabulary: Sequence[str], passages: dict[int, frozenset[int]]
) -> int:
    """Find the term to show for a word: the longest that holds it and stands in half of its passages, or itself."""
    letters = _letters(vocabulary[word])
    holders = [
        j
        for j in candidates
        if letters in _letters(vocabulary[j])
        and (j == word or len(vocabulary[j]) <= LONGEST)
        and len(passages[j] & passages[word]) >= CARRIES * len(passages[word])
    ]
    return min(holders, key=lambda j: (-len(_letters(vocabulary[j])), vocabulary[j]))


def _letters(term: str) -> str:
    return term.replace(" ", "").lower()


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b)
