"""How much of a clustering is found again on samples of the passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.metrics.cluster import contingency_matrix

from crmkb.metrics.clustering import rand_index
from crmkb.types import UNASSIGNED

Ints = npt.NDArray[np.int64]


class Stability(NamedTuple):
    """What clustering samples of the passages told.

    Attributes
    ----------
    themes
        Shape (n_themes,), in 0..1: mean likeness (Jaccard) of each theme to what resembles it most in each sample; 1 if
        it always comes back. NaN for a theme that no sample met.
    overlap
        Mean adjusted Rand index of two samples on the passages that both hold; NaN where no two share a passage.
    """

    themes: npt.NDArray[np.float64]
    overlap: float


def stability(
    cluster: Callable[[Ints], Ints],
    labels: Ints,
    *,
    n_samples: int = 20,
    share: float = 0.8,
    seed: int = 0,
) -> Stability:
    """Cluster random samples of the passages and see which themes come back.

    Parameters
    ----------
    cluster
        Takes row numbers in rising order, clusters these passages alone, and gives a label for each; `UNASSIGNED` is
        none.
    labels
        Themes found on all passages, shape (n_passages,): 0, 1, ... without gaps. Samples are drawn by row number, so
        rows must stand in an order of their own (such as that of passage ids) for a result that no other order of the
        input changes.
    n_samples
        How many samples, 1 or more.
    share
        Part of the passages in a sample, above 0 up to 1; drawn without replacement, at least one.
    seed
        Same function, labels and seed give the same result.

    Returns
    -------
    Stability
        Of no passages: no themes, NaN.

    Notes
    -----
    Clusterwise stability by subsetting (Hennig 2007, Computational Statistics & Data Analysis 52:258-271). His reading:
    below .6 a theme should not be trusted, from .75 on it is a pattern of the data, from .85 on highly stable. Cost:
    `n_samples` runs of `cluster` on `share` of the passages; comparing the samples is small beside it.

    Examples
    --------
    What always parts even from odd numbers is stable.

    >>> stability(lambda rows: rows % 2, np.array([0, 1] * 5))
    Stability(themes=array([1., 1.]), overlap=1.0)
    """
    samples = _draw(len(labels), n_samples, share, seed)
    found = [cluster(rows) for rows in samples]
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    likeness = np.full((len(samples), n_themes), np.nan)
    for own, rows, groups in zip(likeness, samples, found, strict=True):
        own[:] = best_jaccard(labels[rows], groups, n_themes=n_themes)
    met = ~np.isnan(likeness)
    sums = np.where(met, likeness, 0.0).sum(axis=0)
    themes = np.divide(sums, met.sum(axis=0), out=np.full(n_themes, np.nan), where=met.any(axis=0))
    return Stability(themes, overlap_agreement(samples, found))


def best_jaccard(labels: Ints, found: Ints, *, n_themes: int) -> npt.NDArray[np.float64]:
    """Tell how well each theme is matched by some group of another clustering.

    Parameters
    ----------
    labels
        Theme of each passage, shape (n_passages,); below `n_themes`, or `UNASSIGNED`.
    found
        Group of each passage in the other clustering, likewise; any numbers.
    n_themes
        Number of themes.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes,), in 0..1: shared passages over those of either, for the group where that is largest; NaN for a
        theme without passages.

    Examples
    --------
    Theme 0 (three passages) shares two with a group of two: 2/3. Theme 1 shares one with a group of one.

    >>> best_jaccard(np.array([0, 0, 0, 1]), np.array([5, 5, -1, 6]), n_themes=2).round(3).tolist()
    [0.667, 1.0]
    """
    best = np.full(n_themes, np.nan)
    sizes = np.bincount(labels[labels != UNASSIGNED], minlength=n_themes)
    best[sizes > 0] = 0.0
    both = (labels != UNASSIGNED) & (found != UNASSIGNED)
    if both.any():
        shared = contingency_matrix(labels[both], found[both]).astype(np.float64)
        themes, groups = np.unique(labels[both]), np.unique(found[both])
        names, numbers = np.unique(found, return_counts=True)
        of_group = numbers[np.searchsorted(names, groups)]
        best[themes] = (shared / (sizes[themes][:, None] + of_group - shared)).max(axis=1)
    return best


def overlap_agreement(samples: Sequence[Ints], found: Sequence[Ints]) -> float:
    """Compare the clusterings of every two samples on the passages that both hold.

    Parameters
    ----------
    samples
        Row numbers of each sample, without repeats.
    found
        Labels of each sample, in the order of its rows; every `UNASSIGNED` passage is a group of its own.

    Returns
    -------
    float
        Mean adjusted Rand index, at most 1; pairs without a shared passage do not count; NaN if there is no other.

    Examples
    --------
    Rows 1, 2 and 3 are shared; both samples part row 1 from the other two.

    >>> overlap_agreement([np.arange(4), np.arange(1, 5)], [np.array([0, 0, 1, 1]), np.array([5, 7, 7, 7])])
    1.0
    """
    values = []
    for a, b in combinations(range(len(samples)), 2):
        _, in_a, in_b = np.intersect1d(samples[a], samples[b], assume_unique=True, return_indices=True)
        if len(in_a):
            values.append(rand_index(found[a][in_a], found[b][in_b]))
    return float(np.mean(values)) if values else float("nan")


def _draw(n: int, n_samples: int, share: float, seed: int) -> list[Ints]:
    """Draw sorted row numbers of each sample; none where there are no rows."""
    rng = np.random.default_rng(seed)
    size = max(1, round(share * n))
    return [np.sort(rng.permutation(n)[:size]) for _ in range(n_samples)] if n else []
