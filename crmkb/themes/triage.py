"""The passages that belong to no theme: which themes are nearest, and where a new one may be emerging."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.themes.neighbors import BLOCK, DECIMALS
from crmkb.themes.theme_means import theme_means
from crmkb.types import UNASSIGNED

NO_THEME = -1
"""Stands where there are fewer than two themes."""


class Triage(NamedTuple):
    """The unassigned passages and where they might go, the nearest to a theme first.

    Attributes
    ----------
    rows
        Row numbers, shape (n_unassigned,).
    themes
        The nearest and the next theme, shape (n_unassigned, 2); `NO_THEME` where there is none.
    cosines
        To the middles of these themes, shape (n_unassigned, 2), in -1..1; NaN where there is none.
    """

    rows: npt.NDArray[np.int64]
    themes: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float64]


class EmergingGroup(NamedTuple):
    """Unassigned passages that resemble each other: a theme may be emerging.

    Attributes
    ----------
    rows
        Row numbers: the middle one first, then the others, the nearest to it first.
    cosine
        Mean cosine of the others to the middle one, -1..1.
    """

    rows: tuple[int, ...]
    cosine: float


def triage(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> Triage:
    """Give each unassigned passage its two nearest themes.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0, centered (`crmkb.themes.neighbors.center`).
    labels
        Shape (n_passages,): 0, 1, ... without gaps, or `UNASSIGNED`.

    Returns
    -------
    Triage
        Among equals the smaller row, and the smaller theme, first.

    Notes
    -----
    Cost: unassigned passages x n_themes x n_dims.

    Examples
    --------
    >>> found = triage(np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32), np.array([0, 1, -1]))
    >>> found.rows.tolist(), found.themes.tolist(), found.cosines.round(3).tolist()
    ([2], [[1, 0]], [[0.8, 0.6]])
    """
    rows = np.flatnonzero(labels == UNASSIGNED)
    cosines = np.round(vectors[rows].astype(np.float64) @ theme_means(vectors, labels).T, DECIMALS)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :2]
    themes = np.full((len(rows), 2), NO_THEME, np.int64)
    near = np.full((len(rows), 2), np.nan)
    themes[:, : nearest.shape[1]] = nearest
    near[:, : nearest.shape[1]] = np.take_along_axis(cosines, nearest, axis=1)
    order = np.argsort(-near[:, 0], kind="stable")
    return Triage(rows[order], themes[order], near[order])


def emerging_groups(
    vectors: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int64],
    *,
    likeness: float | None = None,
    min_size: int = 3,
) -> tuple[EmergingGroup, ...]:
    """Find groups of unassigned passages that resemble each other.

    Parameters
    ----------
    vectors
        As of `triage`.
    labels
        As of `triage`.
    likeness
        Cosine from which two passages resemble each other, above 0; None takes `usual_likeness`.
    min_size
        Passages of a group, 2 or more.

    Returns
    -------
    tuple[EmergingGroup, ...]
        The largest first, among equals the one of the larger mean cosine; no passage is in two groups.

    Notes
    -----
    Sphere exclusion (Butina 1999, J. Chem. Inf. Comput. Sci. 39:747-750): the passage that resembles most others is the
    middle of a group with all of these, they are set aside, and so on. Ties go to the larger sum of cosines, then to
    the content of the vectors, so that the groups are the same in any order of the rows. Cost: the square of the
    number of unassigned passages x n_dims; memory for the pairs that resemble each other.

    Examples
    --------
    Rows 1 and 3 are near row 2; row 0 is apart.

    >>> v = np.array([[0, 1], [0.8, -0.6], [1, 0], [0.96, 0.28]], np.float32)
    >>> emerging_groups(v, np.full(4, -1), likeness=0.7)
    (EmergingGroup(rows=(2, 3, 1), cosine=0.88),)
    """
    rows = np.flatnonzero(labels == UNASSIGNED)
    rows = rows[sorted(range(len(rows)), key=lambda i: vectors[rows[i]].tobytes())]
    near = _resembling(vectors[rows], usual_likeness(vectors, labels) if likeness is None else likeness)
    groups = []
    for middle, others in _spheres(near, min_size - 1):
        cosines = np.asarray(near[[middle]].todense()).ravel()[others]
        order = np.lexsort((others, -cosines))
        cosine = round(float(cosines.mean()), DECIMALS)
        groups.append(EmergingGroup((int(rows[middle]), *rows[others[order]].tolist()), cosine))
    return tuple(sorted(groups, key=lambda group: (-len(group.rows), -group.cosine)))


def usual_likeness(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """Tell how near a passage usually is to another one of its theme.

    Parameters
    ----------
    vectors
        As of `triage`.
    labels
        As of `triage`.

    Returns
    -------
    float
        In 0..1: median, over the passages that are not alone in their theme, of the mean cosine to the others of it; at
        least twice the root mean square of the cosines of any two passages, so that themes that hardly hang together
        set no measure.

    Examples
    --------
    Three themes of two passages at a cosine of 0.8, at right angles to each other: 0.8, above 2 sqrt(3 x 0.64 / 15).

    >>> v = np.kron(np.eye(3), [[1, 0], [0.8, 0.6]]).astype(np.float32)
    >>> usual_likeness(v, np.array([0, 0, 1, 1, 2, 2]))
    0.8
    """
    n = len(vectors)
    if n < 2:
        return 1.0
    every = vectors.astype(np.float64)
    # Sum of the squared cosines of all pairs, from the small matrix of dimensions instead of the large one of passages.
    squares = float(((every.T @ every) ** 2).sum() - ((every**2).sum(axis=1) ** 2).sum())
    least = 2 * math.sqrt(max(squares, 0.0) / (n * (n - 1)))
    own, sizes = labels[labels != UNASSIGNED], np.bincount(labels[labels != UNASSIGNED])
    rows = vectors[labels != UNASSIGNED].astype(np.float64)
    sums = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(sums, own, rows)
    mates = sizes[own] - 1
    among = ((rows * sums[own]).sum(axis=1) - (rows**2).sum(axis=1)) / np.maximum(mates, 1)
    among = among[mates > 0]
    usual = float(np.median(among)) if len(among) else 0.0
    return round(min(max(usual, least), 1.0), DECIMALS)


def _resembling(vectors: npt.NDArray[np.float32], likeness: float) -> csr_matrix:
    """Give the cosines of pairs from a likeness on; the diagonal is empty."""
    n = len(vectors)
    rows, columns, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
    for start in range(0, n, BLOCK):
        block = np.round(vectors[start : start + BLOCK].astype(np.float64) @ vectors.T, DECIMALS)
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        i, j = np.nonzero((block >= likeness) & (block > 0))
        rows.append(i + start)
        columns.append(j)
        values.append(block[i, j])
    return csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(n, n))


def _spheres(near: csr_matrix, least: int) -> list[tuple[int, npt.NDArray[np.int64]]]:
    """Take the node with most free neighbors and these, again and again, while there are so many."""
    n = near.shape[0]
    free = np.ones(n, bool)
    counts = np.diff(near.indptr).astype(np.int64)
    sums = np.asarray(near.sum(axis=1)).ravel()
    found = []
    while n and counts.max() >= least:
        most = np.flatnonzero(counts == counts.max())
        middle = int(most[np.argmax(np.round(sums[most], DECIMALS))])
        others = near.indices[near.indptr[middle] : near.indptr[middle + 1]].astype(np.int64)
        others = others[free[others]]
        found.append((middle, np.sort(others)))
        gone = np.append(others, middle)
        free[gone] = False
        lost = near[gone]
        counts -= np.bincount(lost.indices, minlength=n)
        sums -= np.bincount(lost.indices, lost.data, minlength=n)
        counts[gone] = -1
    return found
