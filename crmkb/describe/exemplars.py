"""Which passages show a theme: near its middle and unlike each other, or at its border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from crmkb.describe.likeness import quotes_alike
from crmkb.types import Embedding

READABLE = (12, 160)
"""Length of a quote that reads well, in code points."""

DECIMALS = 6
"""Decimals of a score that count, so that equal texts tie."""

DIVERSITY = 0.5
"""How much likeness to a quote already chosen costs, against likeness to the middle."""

Quotes = tuple[tuple[str, ...], ...]
"""Passage ids, one tuple a theme."""


def exemplars(
    embedding: Embedding,
    texts: Sequence[str],
    labels: npt.NDArray[np.int64],
    *,
    preferred: npt.NDArray[np.bool_] | None = None,
    n: int = 3,
) -> Quotes:
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
        Passages to choose first, shape (n_passages,), such as those that carry their theme's cause; None has no
        favorites.
    n
        Most quotes a theme.

    Returns
    -------
    Quotes
        Best first: the first is the theme's medoid by cosine among those that read well. Of texts that differ in a few
        letters one is quoted.

    Notes
    -----
    Maximal marginal relevance (Carbonell and Goldstein 1998) on the cosine: likeness to the theme's mean, minus half of
    the likeness (0 at least) to the nearest quote already chosen; quotes outside 12 to 160 characters come last, and
    before them those that are not preferred. Ties go to the smaller passage id, so that any order of the rows gives the
    same quotes. Cost: linear in the theme's size.
    """
    favored = np.zeros(len(labels), bool) if preferred is None else preferred
    chosen = []
    for rows in _members(embedding, labels):
        members = embedding.vectors[rows].astype(np.float64)
        likeness = members @ _direction(members.sum(axis=0))
        rank = 2 * _readable(texts, rows) + favored[rows]
        picked = _spread(members, [texts[i] for i in rows], likeness, rank, n)
        chosen.append(tuple(embedding.passage_ids[rows[k]] for k in picked))
    return tuple(chosen)


def borderline(
    embedding: Embedding,
    texts: Sequence[str],
    labels: npt.NDArray[np.int64],
    *,
    taken: Quotes = (),
    n: int = 2,
) -> Quotes:
    """Choose quotes that could as well stand in another theme.

    Parameters
    ----------
    embedding
        Rows in the order of `labels`.
    texts
        Text of each passage, in the same order.
    labels
        As in `exemplars`.
    taken
        Quotes of each theme that are shown elsewhere and not to be chosen again; empty for none.
    n
        Most quotes a theme.

    Returns
    -------
    Quotes
        The nearest to another theme first: smallest margin between the cosine to the mean of the theme's other passages
        and the cosine to the nearest other theme's mean. Nothing for a theme of one passage, or the only one. Quotes
        outside 12 to 160 characters come last.

    Notes
    -----
    Ties go to the smaller passage id. Cost: passages times themes.
    """
    groups = _members(embedding, labels)
    sums = [embedding.vectors[rows].astype(np.float64).sum(axis=0) for rows in groups]
    chosen: list[tuple[str, ...]] = []
    for theme, rows in enumerate(groups):
        if len(rows) == 1 or len(groups) == 1:
            chosen.append(())
            continue
        members = embedding.vectors[rows].astype(np.float64)
        others = np.array([_direction(own) for k, own in enumerate(sums) if k != theme])
        without = np.array([_direction(sums[theme] - member) for member in members])
        margin = (members * without).sum(axis=1) - (members @ others.T).max(axis=1)
        shown = taken[theme] if taken else ()
        quoted = [texts[i] for i in rows if embedding.passage_ids[i] in shown]
        free = np.array([not any(quotes_alike(texts[i], quote) for quote in quoted) for i in rows])
        order = np.lexsort((np.round(margin, DECIMALS), ~_readable(texts, rows)))
        chosen.append(_different(embedding, texts, [rows[k] for k in order if free[k]], n))
    return tuple(chosen)


def _members(embedding: Embedding, labels: npt.NDArray[np.int64]) -> list[list[int]]:
    """List the rows of each theme by passage id, so that sums have the same bits in any order of the rows."""
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for row in sorted(range(len(labels)), key=lambda i: embedding.passage_ids[i]):
        if labels[row] >= 0:
            groups[labels[row]].append(row)
    return groups


def _direction(vector: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    unit: npt.NDArray[np.float64] = vector / (np.linalg.norm(vector) or 1.0)
    return unit


def _readable(texts: Sequence[str], rows: Sequence[int]) -> npt.NDArray[np.bool_]:
    return np.array([READABLE[0] <= len(texts[i]) <= READABLE[1] for i in rows], bool)


def _spread(
    members: npt.NDArray[np.float64],
    texts: Sequence[str],
    likeness: npt.NDArray[np.float64],
    rank: npt.NDArray[np.int64],
    n: int,
) -> list[int]:
    """Choose places of `members` one by one."""
    nearest = np.zeros(len(members))
    free = np.ones(len(members), bool)
    picked: list[int] = []
    while len(picked) < n and free.any():
        candidates = free & (rank == rank[free].max())
        score = np.where(candidates, np.round(likeness - DIVERSITY * nearest, DECIMALS), -np.inf)
        best = int(np.argmax(score))
        if not any(quotes_alike(texts[best], texts[k]) for k in picked):
            picked.append(best)
            nearest = np.maximum(nearest, members @ members[best])
        free[best] = False
    return picked


def _different(embedding: Embedding, texts: Sequence[str], rows: Sequence[int], n: int) -> tuple[str, ...]:
    """Take the first rows of which none repeats another."""
    picked: list[int] = []
    for row in rows:
        if len(picked) == n:
            break
        if not any(quotes_alike(texts[row], texts[other]) for other in picked):
            picked.append(row)
    return tuple(embedding.passage_ids[row] for row in picked)
