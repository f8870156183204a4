"""How near sentences are to themes, whole passages and short clauses alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crmkb.types import Embedding

DECIMALS = 6
"""Decimals of a cosine that count, so that equal texts tie."""


def theme_likeness(
    vectors: npt.NDArray[np.float32], embedding: Embedding, labels: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Measure how near vectors are to each theme's mean.

    Parameters
    ----------
    vectors
        Of passages or of other sentences by the same encoder, shape (n, n_dims).
    embedding
        Passages, rows in the order of `labels`.
    labels
        Shape (n_passages,); themes are numbered 0, 1, ... without gaps.

    Returns
    -------
    NDArray[np.float64]
        Cosines, shape (n, n_themes), after both sides were centered on their own mean: short clauses lie elsewhere in
        the space than whole passages do.

    Notes
    -----
    Cost: (n + passages) times dimensions, n times themes times dimensions.

    Examples
    --------
    >>> passages = Embedding(("a", "b"), np.array([[1, 0], [0, 1]], np.float32), "test")
    >>> theme_likeness(passages.vectors, passages, np.array([0, 1])).round(4).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    order = np.array(sorted(range(len(labels)), key=lambda i: embedding.passage_ids[i]), np.int64)
    passages = _centered(embedding.vectors[order].astype(np.float64))
    n_themes = int(labels.max(initial=-1)) + 1
    means = np.zeros((n_themes, passages.shape[1]))
    inside = labels[order] >= 0
    np.add.at(means, labels[order][inside], passages[inside])
    found: npt.NDArray[np.float64] = _centered(vectors.astype(np.float64)) @ _unit(means).T
    return found


def central_passages(
    embedding: Embedding, labels: npt.NDArray[np.int64], *, n: int = 60
) -> tuple[tuple[int, ...], ...]:
    """Find the passages of each theme that are worth reading for its name.

    Parameters
    ----------
    embedding
        Rows in the order of `labels`.
    labels
        As in `theme_likeness`.
    n
        Most passages a theme.

    Returns
    -------
    tuple[tuple[int, ...], ...]
        Rows of each theme, nearest to its mean first, ties by passage id.

    Examples
    --------
    >>> vectors = np.array([[0, 1], [0.6, 0.8], [0.8, 0.6]], np.float32)
    >>> central_passages(Embedding(("a", "b", "c"), vectors, "test"), np.array([0, 0, 0]), n=2)
    ((1, 2),)
    """
    nearness = np.round(theme_likeness(embedding.vectors, embedding, labels), DECIMALS)
    found = []
    for theme in range(nearness.shape[1]):
        rows = np.flatnonzero(labels == theme).tolist()
        rows.sort(key=lambda i: (-nearness[i, theme], embedding.passage_ids[i]))
        found.append(tuple(rows[:n]))
    return tuple(found)


def _centered(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return _unit(vectors - vectors.mean(axis=0)) if len(vectors) else vectors


def _unit(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float64] = vectors / np.where(lengths > 0, lengths, 1.0)
    return unit
