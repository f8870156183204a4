"""Words and letters of a text as numbers: hashed, weighted by rarity, of length 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

N_LEMMAS = 2**14
N_LETTERS = 2**16


def lemma_counts(lemmas: Sequence[Sequence[str]]) -> csr_matrix:
    """Count lemmas.

    Parameters
    ----------
    lemmas
        Of each text.

    Returns
    -------
    csr_matrix
        Shape (n_texts, 16384): what stands in one column is told apart by MurmurHash3 alone.
    """
    return _hashed(HashingVectorizer(analyzer=_itself, n_features=N_LEMMAS, alternate_sign=False, norm=None), lemmas)


def letter_counts(texts: Sequence[str]) -> csr_matrix:
    """Count runs of one to four letters inside words.

    Parameters
    ----------
    texts
        Any number.

    Returns
    -------
    csr_matrix
        Shape (n_texts, 65536), hashed as in `lemma_counts`; a blank before and behind each word counts as a letter.
    """
    shape = HashingVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), n_features=N_LETTERS, alternate_sign=False, norm=None
    )
    return _hashed(shape, texts)


def rarity(counts: csr_matrix) -> npt.NDArray[np.float32]:
    """Weigh columns by how few texts have them.

    Parameters
    ----------
    counts
        Shape (n_texts, n_columns).

    Returns
    -------
    NDArray[np.float32]
        Shape (n_columns,): ln((1 + n) / (1 + df)) + 1, scikit-learn's smoothed idf.

    Examples
    --------
    Of one text one column: ln(2 / 2) + 1 and ln(2 / 1) + 1.

    >>> rarity(csr_matrix([[1, 0]])).round(3).tolist()
    [1.0, 1.692999...]
    """
    met = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
    weights: npt.NDArray[np.float32] = (np.log((1 + counts.shape[0]) / (1 + met)) + 1).astype(np.float32)
    return weights


def weighted(counts: csr_matrix, weights: npt.NDArray[np.float32]) -> csr_matrix:
    """Weigh counts: (1 + ln count) x weight of the column, rows scaled to length 1.

    Parameters
    ----------
    counts
        Shape (n_texts, n_columns).
    weights
        Of `rarity`.

    Returns
    -------
    csr_matrix
        float64, the same shape; a row without counts stays empty.

    Examples
    --------
    >>> weighted(csr_matrix([[1, 1]]), np.array([3, 4], np.float32)).toarray().round(3).tolist()
    [[0.6, 0.8]]
    """
    rows = csr_matrix(counts, dtype=np.float64, copy=True)
    rows.data = (1 + np.log(rows.data)) * weights[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(rows.indptr))
    return rows


def _hashed(shape: HashingVectorizer, texts: Sequence[object]) -> csr_matrix:
    if not len(texts):
        return csr_matrix((0, shape.n_features))
    counts: csr_matrix = shape.transform(texts)
    counts.sum_duplicates()
    return counts


def _itself(lemmas: Sequence[str]) -> Sequence[str]:
    return lemmas
