"""Term counts to vectors: latent semantic analysis, the words' view of a corpus."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.extmath import randomized_svd

TOPICS = 100
MOST_COMMON = 0.5
"""Terms of more than this share of the passages tell nothing apart."""

FEWEST = 2
"""Passages that a term must stand in."""

DECIMALS = 5


def word_vectors(counts: csr_matrix) -> npt.NDArray[np.float32]:
    """Place passages by their words.

    Parameters
    ----------
    counts
        Whole numbers, shape (n_passages, n_terms), rows in an order of their own.

    Returns
    -------
    NDArray[np.float32]
        Shape (n_passages, at most 100), rows of length 1, or 0 for a passage without a term that counts; no column
        where fewer than three passages or terms are left.

    Notes
    -----
    (1 + ln count) x smoothed idf, rows of length 1, then a truncated SVD (Halko 2011, seed 0, seven rounds): Deerwester
    et al. (1990). Terms in one passage alone, or in more than half of them, are left out. Cost: linear in the counts.

    Examples
    --------
    >>> word_vectors(csr_matrix([[1, 0], [0, 1]])).shape
    (2, 0)
    """
    n = counts.shape[0]
    met = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
    kept = counts[:, (met >= FEWEST) & (met <= MOST_COMMON * n)]
    n_topics = min(TOPICS, min(kept.shape) - 1)
    if n_topics < 2:
        return np.zeros((n, 0), np.float32)
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(kept)
    left, sizes, _ = randomized_svd(weighted, n_topics, n_iter=7, random_state=0)
    places = np.round(left * sizes, DECIMALS)
    lengths = np.linalg.norm(places, axis=1)
    scale = np.divide(1.0, lengths, out=np.zeros(n), where=lengths > 0)
    vectors: npt.NDArray[np.float32] = (diags(scale) @ places).astype(np.float32)
    return vectors
