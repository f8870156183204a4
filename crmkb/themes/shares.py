"""How large a part of the passages each theme has, and how far chance could have moved that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from crmkb.types import UNASSIGNED

BLOCK = 4_000_000
"""Numbers drawn at once; bounds memory."""


class Shares(NamedTuple):
    """Share of each theme among all passages, with an interval of confidence; each of shape (n_themes,), in 0..1."""

    share: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


def theme_shares(
    labels: npt.NDArray[np.int64],
    document_ids: Sequence[str] | None = None,
    *,
    level: float = 0.95,
    n_samples: int = 2000,
    seed: int = 0,
) -> Shares:
    """Give the share of each theme, and between what it would lie if other people had been asked.

    Parameters
    ----------
    labels
        Shape (n_passages,): 0, 1, ... without gaps; an `UNASSIGNED` passage counts among all, for no theme.
    document_ids
        Document of each passage, in the same order; None where each is a document of its own, such as a comment.
    level
        How sure the interval is to hold, above 0 and below 1.
    n_samples
        Resamples where documents have several passages.
    seed
        Same labels by document and seed give the same interval, in any order of the passages.

    Returns
    -------
    Shares
        No passages give no themes. From a single document with several passages nothing can be said: 0 to 1.

    Notes
    -----
    One passage a document: Wilson's score interval (1927), also right for few passages. Else passages of one author are
    no independent witnesses, and whole documents are drawn with replacement: percentiles of the share over the
    resamples (cluster bootstrap; Davison and Hinkley 1997, section 3.8). With fewer than some twenty documents these
    are too narrow. Neither knows of the uncertainty of the themes themselves (see `stability`). Cost of the bootstrap:
    `n_samples` x documents x themes.

    Examples
    --------
    Two of four comments.

    >>> [value.round(3).tolist() for value in theme_shares(np.array([0, 0, -1, -1]))]
    [[0.5], [0.15], [0.85]]
    """
    n, n_themes = len(labels), int(labels.max(initial=UNASSIGNED)) + 1
    counts = np.bincount(labels[labels != UNASSIGNED], minlength=n_themes)
    share = counts / max(n, 1)
    if document_ids is not None and len(set(document_ids)) < n:
        low, high = _resample(labels, document_ids, level, np.random.default_rng(seed), n_samples)
        return Shares(share, low, high)
    intervals = [binomtest(int(k), n).proportion_ci(level, method="wilson") for k in counts]
    return Shares(share, np.array([i.low for i in intervals]), np.array([i.high for i in intervals]))


def _resample(
    labels: npt.NDArray[np.int64],
    document_ids: Sequence[str],
    level: float,
    rng: np.random.Generator,
    n_samples: int,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give lower and upper end for each theme."""
    names, document = np.unique(np.array(document_ids), return_inverse=True)
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    if len(names) == 1:
        return np.zeros(n_themes), np.ones(n_themes)
    # The last column counts the unassigned (-1).
    table = np.zeros((len(names), n_themes + 1))
    np.add.at(table, (document, labels), 1)
    found = []
    even = np.full(len(names), 1 / len(names))
    step = max(1, BLOCK // len(names))
    for start in range(0, n_samples, step):
        times = rng.multinomial(len(names), even, size=min(step, n_samples - start))
        drawn = times @ table
        found.append(drawn[:, :n_themes] / drawn.sum(axis=1, keepdims=True))
    low, high = np.quantile(np.vstack(found), [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
