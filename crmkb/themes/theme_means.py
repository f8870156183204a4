"""The middle of each theme, and how near every passage is to it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crmkb.types import UNASSIGNED


def theme_means(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Give the mean direction of each theme's passages.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0.
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` counts nowhere.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes, n_dims); rows of length 1, or zeros where the passages cancel each other out.

    Examples
    --------
    >>> theme_means(np.array([[1, 0], [0, 1]], np.float32), np.array([0, 0])).round(3).tolist()
    [[0.707, 0.707]]
    """
    inside = labels != UNASSIGNED
    sums = np.zeros((int(labels.max(initial=UNASSIGNED)) + 1, vectors.shape[1]))
    np.add.at(sums, labels[inside], vectors[inside].astype(np.float64))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: npt.NDArray[np.float64] = np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 1e-6)
    return means
