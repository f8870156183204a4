"""How `benchmarks/themes.py` scores: agreement with people's groups, key words, and agreement of two samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from crmkb.describe.keyphrases import class_tfidf
from crmkb.metrics.coherence import diversity, npmi

N_WORDS = 10
Figures = dict[str, float]


def set_apart(labels: Sequence[int]) -> list[int]:
    """Make every unassigned text a group of its own.

    Parameters
    ----------
    labels
        Theme of each text; below 0 is unassigned.

    Returns
    -------
    list[int]
        Different negative numbers for the unassigned, the rest as it was.

    Examples
    --------
    >>> set_apart([0, -1, 0, -1])
    [0, -2, 0, -4]
    """
    return [label if label >= 0 else -1 - place for place, label in enumerate(labels)]


def agreement(labels: Sequence[int], gold: Sequence[str]) -> Figures:
    """Compare themes with people's groups.

    Parameters
    ----------
    labels
        Theme of each text; below 0 is unassigned.
    gold
        Group of each text.

    Returns
    -------
    Figures
        `ari` and `ami` (arithmetic mean) with every unassigned text a group of its own, the number of `themes`, and the
        share of `unassigned` texts.

    Examples
    --------
    >>> agreement([0, 0, 1, 1], ["a", "a", "b", "b"])
    {'ari': 1.0, 'ami': 1.0, 'themes': 2, 'unassigned': 0.0}
    """
    found = set_apart(labels)
    return {
        "ari": float(adjusted_rand_score(gold, found)),
        "ami": float(adjusted_mutual_info_score(gold, found)),
        "themes": len({label for label in labels if label >= 0}),
        "unassigned": sum(label < 0 for label in labels) / len(labels),
    }


def overlap_agreement(samples: Sequence[tuple[Sequence[int], Sequence[int]]]) -> float:
    """Compare the themes found on overlapping samples: mean ARI over all pairs, on the texts that both have.

    Parameters
    ----------
    samples
        Row numbers and labels of each sample, two or more; every two share rows.

    Returns
    -------
    float
        At most 1; unassigned texts are groups of their own in each sample.

    Examples
    --------
    >>> overlap_agreement([([0, 1, 2, 3], [0, 0, 1, 1]), ([1, 2, 3, 4], [5, 7, 7, 7])])
    1.0
    """
    found = [dict(zip(rows, set_apart(labels), strict=True)) for rows, labels in samples]
    values = []
    for a, b in combinations(found, 2):
        shared = sorted(a.keys() & b.keys())
        values.append(adjusted_rand_score([a[row] for row in shared], [b[row] for row in shared]))
    return float(np.mean(values))


def count_words(texts: Sequence[Sequence[str]]) -> csr_matrix:
    """Count the words of each text.

    Parameters
    ----------
    texts
        Words of each text.

    Returns
    -------
    csr_matrix
        Shape (n_texts, n_words), the words in code point order.

    Examples
    --------
    >>> count_words([["b", "a", "b"], []]).toarray().tolist()
    [[1, 2], [0, 0]]
    """
    column = {word: j for j, word in enumerate(sorted({word for text in texts for word in text}))}
    cells = [(i, column[word], n) for i, text in enumerate(texts) for word, n in Counter(text).items()]
    rows, columns, counts = np.array(cells, np.int64).reshape(-1, 3).T
    return csr_matrix((counts, (rows, columns)), shape=(len(texts), len(column)))


def key_words(counts: csr_matrix, labels: Sequence[int]) -> list[list[int]]:
    """Pick the words with the largest class-based weight in each theme.

    Parameters
    ----------
    counts
        As of `count_words`.
    labels
        Theme of each text, any numbers; below 0 is unassigned.

    Returns
    -------
    list[list[int]]
        For each theme, in the order of its number, at most ten columns, heaviest first, among equals the smaller first.

    Examples
    --------
    >>> key_words(csr_matrix(np.array([[3, 1], [0, 4]])), [4, 9])
    [[0, 1], [1]]
    """
    numbers = {label: number for number, label in enumerate(sorted({label for label in labels if label >= 0}))}
    weights = class_tfidf(counts, np.array([numbers.get(label, -1) for label in labels], np.int64))
    return [_heaviest(row) for row in weights]


def _heaviest(weights: npt.NDArray[np.float64]) -> list[int]:
    order: list[int] = np.argsort(-weights, kind="stable")[:N_WORDS].tolist()
    return [column for column in order if weights[column] > 0]


def word_quality(counts: csr_matrix, labels: Sequence[int]) -> Figures:
    """Judge the key words of the themes.

    Parameters
    ----------
    counts
        As of `count_words`.
    labels
        As of `key_words`.

    Returns
    -------
    Figures
        `npmi`, the mean over themes of two or more words (NaN if there is none), and `diversity`.
    """
    words = key_words(counts, labels)
    coherence = npmi(counts, words)
    known = coherence[~np.isnan(coherence)]
    return {"npmi": float(known.mean()) if len(known) else float("nan"), "diversity": diversity(words)}
