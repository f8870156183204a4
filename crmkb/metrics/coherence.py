"""How well the words of a theme go together (NPMI), and how much themes differ in their words (diversity)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix


def npmi(term_counts: csr_matrix, words: Sequence[Sequence[int]]) -> npt.NDArray[np.float64]:
    """Tell for each theme how much more often its words share a passage than chance would have it.

    Parameters
    ----------
    term_counts
        Occurrences of each term in each passage, shape (n_passages, n_terms), n_passages at least 1; only whether
        there are any counts.
    words
        Columns of the words of each theme; each occurs in at least one passage.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes,), in -1..1: mean over all pairs of a theme's words; 1 if they always come together, 0 if as by
        chance, -1 if no two ever meet. NaN for a theme of fewer than two words.

    Notes
    -----
    Of a pair, with p the shares of passages: ln(p(a, b) / (p(a) p(b))) / -ln p(a, b) (Bouma 2009), the whole passage as
    window, no smoothing; 1 if both are in every passage. Cost: n_passages times the pairs of each theme at most.

    Examples
    --------
    Four passages; term 0 in two of them, always with term 1: p = 1/2 each and together, ln 2 / ln 2 = 1. Terms 0 and 2
    never meet.

    >>> counts = csr_matrix(np.array([[1, 2, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]]))
    >>> npmi(counts, [[0, 1], [0, 2], [0]]).tolist()
    [1.0, -1.0, nan]
    """
    present = (term_counts > 0).astype(np.float64).tocsc()
    n = term_counts.shape[0]
    found = np.full(len(words), np.nan)
    for theme, columns in enumerate(words):
        if len(columns) > 1:
            own = present[:, list(columns)]
            together = np.asarray((own.T @ own).todense()) / n
            found[theme] = _mean_over_pairs(together)
    return found


def _mean_over_pairs(together: npt.NDArray[np.float64]) -> float:
    """Give the mean NPMI; `together` holds shares of passages: of a word (diagonal), and of two words."""
    alone = np.diag(together)
    a, b = np.triu_indices(len(together), k=1)
    joint = together[a, b]
    values = np.full(len(joint), -1.0)
    values[joint == 1] = 1.0
    some = (joint > 0) & (joint < 1)
    values[some] = np.log(joint[some] / (alone[a] * alone[b])[some]) / -np.log(joint[some])
    return float(values.mean())


def diversity(words: Sequence[Sequence[int]]) -> float:
    """Tell how little themes repeat each other's words.

    Parameters
    ----------
    words
        Columns of the words of each theme.

    Returns
    -------
    float
        Different words among all, in 0..1; 1 if no word stands in two themes, and if there are no words.

    Notes
    -----
    Dieng, Ruiz and Blei 2020 (with 25 words a theme).

    Examples
    --------
    Three different words in two themes of two.

    >>> diversity([[0, 1], [1, 2]])
    0.75
    """
    every = [word for theme in words for word in theme]
    return len(set(every)) / len(every) if every else 1.0
