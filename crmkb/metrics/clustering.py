"""How well groups are parted (silhouette), and how well they agree with other groups (ARI, AMI, recall, purity)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from crmkb.types import UNASSIGNED


class Agreement(NamedTuple):
    """How alike two groupings are, beyond chance: 1 if they are equal, about 0 if one is random."""

    ari: float
    ami: float


class GroupFit(NamedTuple):
    """How much of a group lies in some themes, and how much of these themes is the group.

    Attributes
    ----------
    themes
        The themes, in rising order.
    recall
        Share of the group's passages that lie in them, 0..1; NaN for an empty group.
    purity
        Share of their passages that belong to the group, 0..1; NaN where they hold none.
    """

    themes: tuple[int, ...]
    recall: float
    purity: float


def silhouette(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Tell for each theme how much nearer its passages are to each other than to the next theme.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0.
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` counts nowhere.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes,), in -1..1: mean over the theme's passages of `passage_silhouette`. NaN if it is the only one.

    Notes
    -----
    Cost: n_passages x n_themes x n_dims.

    Examples
    --------
    Two themes at a right angle, each of two equal passages: distance 0 inside, 1 outside.

    >>> silhouette(np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32), np.array([0, 0, 1, 1])).tolist()
    [1.0, 1.0]
    """
    values = passage_silhouette(vectors, labels)
    inside = labels != UNASSIGNED
    sums = np.bincount(labels[inside], values[inside])
    means: npt.NDArray[np.float64] = sums / np.bincount(labels[inside])
    return means


def passage_silhouette(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Tell for each passage how much nearer it is to its own theme than to the next one.

    Parameters
    ----------
    vectors
        As of `silhouette`.
    labels
        As of `silhouette`.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_passages,), in -1..1: above 0 if it is nearer to its own theme; 0 for a theme's only passage. NaN where
        unassigned, or where there is only one theme.

    Notes
    -----
    (b - a) / max(a, b), with a the mean cosine distance to the other passages of its theme, b the smallest mean cosine
    distance to another theme (Rousseeuw 1987). No approximation: as a cosine is a product, the mean over a theme's
    passages is one product with their sum. Cost: as of `silhouette`.

    Examples
    --------
    The last passage, at a cosine of 0.6 to the first theme and of 0.8 to its mate: (0.4 - 0.2) / 0.4.

    >>> v = np.array([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], np.float32)
    >>> passage_silhouette(v, np.array([0, 0, 1, 1])).round(3).tolist()
    [1.0, 1.0, 0.8, 0.5]
    """
    values = np.full(len(labels), np.nan)
    inside = np.flatnonzero(labels != UNASSIGNED)
    own = labels[inside]
    sizes = np.bincount(own)
    if len(sizes) < 2:
        return values
    rows = vectors[inside].astype(np.float64)
    sums = np.zeros((len(sizes), rows.shape[1]))
    np.add.at(sums, own, rows)
    products = rows @ sums.T
    place = np.arange(len(rows))
    others = 1 - products / sizes
    others[place, own] = np.inf
    outside = others.min(axis=1)
    mates = sizes[own] - 1
    # A passage is no mate of itself; its product with itself is 1, or 0 for a row of zeros.
    among = 1 - (products[place, own] - (rows**2).sum(axis=1)) / np.maximum(mates, 1)
    larger = np.maximum(among, outside)
    parted = np.divide(outside - among, larger, out=np.zeros_like(larger), where=larger > 1e-6)
    parted[mates == 0] = 0.0
    values[inside] = np.clip(parted, -1.0, 1.0)
    return values


def agreement(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> Agreement:
    """Compare two groupings of the same passages.

    Parameters
    ----------
    a
        Group of each passage, shape (n_passages,); every `UNASSIGNED` passage is a group of its own.
    b
        The other grouping, likewise.

    Returns
    -------
    Agreement
        Both 1 for no passages.

    Notes
    -----
    Scikit-learn's adjusted Rand index, and its adjusted mutual information with the arithmetic mean. An unassigned
    passage alone makes no pair: so whoever leaves the difficult passages out does not gain by it.

    Examples
    --------
    Leaving one of four out: of the two pairs that belong together one is kept, and no false one is made.

    >>> agreement(np.array([0, 0, 1, -1]), np.array([0, 0, 1, 1])).ari.__round__(4)
    0.5714
    """
    return Agreement(rand_index(a, b), float(adjusted_mutual_info_score(set_apart(a), set_apart(b))))


def rand_index(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> float:
    """Give the adjusted Rand index of `agreement` alone, which costs far less than the mutual information."""
    return float(adjusted_rand_score(set_apart(a), set_apart(b)))


def set_apart(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Make every unassigned passage a group of its own.

    Parameters
    ----------
    labels
        Shape (n_passages,); `UNASSIGNED` is the only number below 0.

    Returns
    -------
    NDArray[np.int64]
        Shape (n_passages,): the labels, with a different number below 0 for each unassigned passage.

    Examples
    --------
    >>> set_apart(np.array([0, -1, 0, -1])).tolist()
    [0, -2, 0, -4]
    """
    return np.where(labels == UNASSIGNED, -1 - np.arange(len(labels)), labels)


def group_fit(
    group: npt.NDArray[np.bool_], labels: npt.NDArray[np.int64], *, themes: Collection[int] | None = None
) -> GroupFit:
    """Tell how well a known group shows in the themes that were found.

    Parameters
    ----------
    group
        Passages that belong to the group, shape (n_passages,).
    labels
        Shape (n_passages,), with `UNASSIGNED` for no theme.
    themes
        The themes that are to hold it, such as those flagged as new; None takes the one theme that holds it best.

    Returns
    -------
    GroupFit
        With `themes` None the theme of the largest F1 (among equals the smallest number); no theme if there is none.

    Examples
    --------
    Of a group of three, two lie in theme 1, which holds one other passage.

    >>> found = group_fit(np.array([True, True, True, False]), np.array([0, 1, 1, 1]))
    >>> found.themes, round(found.recall, 3), round(found.purity, 3)
    ((1,), 0.667, 0.667)
    """
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    sizes = np.bincount(labels[labels != UNASSIGNED], minlength=n_themes)
    hits = np.bincount(labels[group & (labels != UNASSIGNED)], minlength=n_themes)
    if themes is None:
        f1 = 2 * hits / np.maximum(sizes + group.sum(), 1)
        chosen: tuple[int, ...] = (int(np.argmax(f1)),) if n_themes else ()
    else:
        chosen = tuple(sorted(set(themes)))
    inside, size, total = int(hits[list(chosen)].sum()), int(sizes[list(chosen)].sum()), int(group.sum())
    return GroupFit(chosen, inside / total if total else float("nan"), inside / size if size else float("nan"))
