"""Which passages show a theme best: near its middle, not too long, and different from each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from crmkb.types import Embedding

READABLE = (15, 160)
"""Length of a quote that reads well, in code points."""

DECIMALS = 6
"""Decimals of a score that count, so that equal texts tie."""

DIVERSITY = 0.5
"""How much likeness to a quote already chosen costs, against likeness to the middle."""


def exemplars(
    embedding: Embedding,
    texts: Sequence[str],
    labels: npt.NDArray[np.int64],
    *,
    preferred: npt.NDArray[np.bool_] | None = None,
    n: int = 3,
) -> tuple[tuple[str, ...], ...]:
    """Choose representative quotes.

    Parameters
    ----------
    embedding
        Rows in the order of `labels`.
    texts
        Text of each passage, in the same order.
    labels
        Shape (n_passages,); themes are numbered 0, 1, ... without gaps.
    preferred
        Passages to choose first, shape (n_passages,), such as those that carry their theme's
        cause; None has no favorites.
    n
        Most quotes a theme.

    Returns
    -------
    tuple[tuple[str, ...], ...]
        Passage ids, one tuple a theme, best first. Equal texts are quoted once.

    Notes
    -----
    Maximal marginal relevance (Carbonell and Goldstein 1998) on the cosine: likeness to the theme's mean, minus half of
    the likeness (0 at least) to the nearest quote already chosen; quotes outside 15 to 160 characters come last, and
    before them those that are not preferred. Ties go to the smaller passage id. Cost: linear in the theme's size.
    """
    favored = np.zeros(len(labels), bool) if preferred is None else preferred
    chosen = []
    for label in range(int(labels.max(initial=-1)) + 1):
        rows = sorted(np.flatnonzero(labels == label).tolist(), key=lambda i: embedding.passage_ids[i])
        chosen.append(
            tuple(embedding.passage_ids[i] for i in _spread(embedding.vectors, texts, rows, favored[rows], n))
        )
    return tuple(chosen)


def _spread(
    vectors: npt.NDArray[np.float32], texts: Sequence[str], rows: list[int], favored: npt.NDArray[np.bool_], n: int
) -> list[int]:
    members = vectors[rows].astype(np.float64)
    middle = members.mean(axis=0)
    likeness = members @ (middle / (np.linalg.norm(middle) or 1.0))
    readable = np.array([READABLE[0] <= len(texts[i]) <= READABLE[1] for i in rows])
    rank = 2 * readable + favored
    nearest = np.zeros(len(rows))
    free = np.ones(len(rows), bool)
    picked: list[int] = []
    while len(picked) < n and free.any():
        candidates = free & (rank == rank[free].max())
        score = np.where(candidates, np.round(likeness - DIVERSITY * nearest, DECIMALS), -np.inf)
        best = int(np.argmax(score))
        picked.append(rows[best])
        nearest = np.maximum(nearest, members @ members[best])
        free &= np.array([texts[i] != texts[rows[best]] for i in rows])
    return picked
