"""How often each theme comes up from month to month, and when that changed."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmkb.themes.change_points import change_points
from crmkb.types import UNASSIGNED


class Change(NamedTuple):
    """A theme's share of the comments changed.

    Attributes
    ----------
    month
        Number of the first month of the new level, a row of `Trend.months`.
    before, after
        Share of all comments in the stretch before, up to the change before that, and in the stretch after.
    """

    month: int
    before: float
    after: float


class Trend(NamedTuple):
    """Counts by month.

    Attributes
    ----------
    months
        Every month from the first to the last that has a passage, shape (n_months,).
    totals
        All passages of the month, also unassigned ones, shape (n_months,).
    counts
        Passages of each theme, shape (n_themes, n_months).
    shares
        Counts over totals, 0..1; NaN in a month without passages.
    changes
        For each theme, in order of time.
    undated
        Passages without a date, counted nowhere else.
    """

    months: npt.NDArray[np.datetime64]
    totals: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]
    changes: tuple[tuple[Change, ...], ...]
    undated: int


def trend(dates: npt.NDArray[np.datetime64], labels: npt.NDArray[np.int64]) -> Trend:
    """Count passages by month and theme, and find where a theme's share changes.

    Parameters
    ----------
    dates
        Date of each passage, shape (n_passages,), of any unit up to months; NaT where unknown.
    labels
        Shape (n_passages,): 0, 1, ... without gaps, or `UNASSIGNED`.

    Returns
    -------
    Trend
        Months without passages are zeros inside the range; no dates give no months.

    Notes
    -----
    Changes are those of the share of all passages (`crmkb.themes.change_points`, with the totals as exposure): a month
    in which a survey went out lifts all themes and is none. Passages of one document count one by one; where documents
    are long, a single one can look like a change. Cost: n_themes x n_months².

    Examples
    --------
    >>> dates = np.array(["2026-01-31", "2026-03-01", "2026-03-02"], "datetime64[D]")
    >>> found = trend(dates, np.array([0, 0, -1]))
    >>> found.months.astype(str).tolist(), found.totals.tolist(), found.counts.tolist()
    (['2026-01', '2026-02', '2026-03'], [1, 0, 2], [[1, 0, 1]])
    """
    known = ~np.isnat(dates)
    number = dates[known].astype("datetime64[M]").astype(np.int64)
    own = labels[known]
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    first = int(number.min()) if len(number) else 0
    n_months = int(number.max()) - first + 1 if len(number) else 0
    # The last row counts the unassigned (-1).
    table = np.zeros((n_themes + 1, n_months), np.int64)
    np.add.at(table, (own, number - first), 1)
    totals, counts = table.sum(axis=0), table[:n_themes]
    shares = np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)
    return Trend(
        np.arange(first, first + n_months).astype("datetime64[M]"),
        totals,
        counts,
        shares,
        tuple(_changes(row, totals) for row in counts),
        int((~known).sum()),
    )


def _changes(counts: npt.NDArray[np.int64], totals: npt.NDArray[np.int64]) -> tuple[Change, ...]:
    """Find a theme's changes, with the share on either side."""
    places = change_points(counts, totals)
    edges = (0, *places, len(counts))
    rates = [_rate(counts, totals, a, b) for a, b in pairwise(edges)]
    return tuple(Change(place, *around) for place, around in zip(places, pairwise(rates), strict=True))


def _rate(counts: npt.NDArray[np.int64], totals: npt.NDArray[np.int64], start: int, end: int) -> float:
    """Give the share in a stretch; 0 where it has no passages."""
    return float(counts[start:end].sum() / max(int(totals[start:end].sum()), 1))
