"""Counts by month."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.themes.trend import trend

Dates = npt.NDArray[np.datetime64]


def dates(*days: str) -> Dates:
    """Write dates short; NaT is none."""
    return np.array(days, "datetime64[D]")


def test_months_without_comments_are_zeros() -> None:
    """From the first to the last month, over the turn of the year; undated passages are counted apart."""
    found = trend(dates("2025-12-31", "2026-02-01", "2026-02-28", "NaT", "2026-02-03"), np.array([0, 0, 1, 1, -1]))
    assert found.months.astype(str).tolist() == ["2025-12", "2026-01", "2026-02"]
    assert found.totals.tolist() == [1, 0, 3]
    assert found.counts.tolist() == [[1, 0, 1], [0, 0, 1]]
    assert found.undated == 1
    np.testing.assert_allclose(found.shares, [[1, np.nan, 1 / 3], [0, np.nan, 1 / 3]])


def test_change_is_one_of_the_share() -> None:
    """Theme 0 has 1 of 10 a month, then 8 of 10; the others are unassigned."""
    own = [1, 1, 1, 8, 8, 8]
    days = dates(*(f"2026-{month + 1:02}-{day + 1:02}" for month in range(6) for day in range(10)))
    labels = np.array([0 if day < own[month] else -1 for month in range(6) for day in range(10)])
    (change,) = trend(days, labels).changes[0]
    assert change == (3, 0.1, 0.8)


def test_more_comments_are_no_change() -> None:
    """A month with ten times as many comments in the same proportions says nothing of a theme."""
    sizes = [2, 2, 20, 20, 2, 2]
    days = dates(*(f"2026-{month + 1:02}-01" for month in range(6) for _ in range(sizes[month])))
    labels = np.array([day % 2 for month in range(6) for day in range(sizes[month])])
    assert trend(days, labels).changes == ((), ())


def test_rates_of_several_changes_are_those_of_their_stretches() -> None:
    """Up and down again: 0 of 10, 9 of 10, 0 of 10, three months each."""
    own = [0, 9, 0]
    days = dates(*(f"2026-{month + 1:02}-01" for month in range(9) for _ in range(10)))
    labels = np.array([0 if k < own[month // 3] else -1 for month in range(9) for k in range(10)])
    assert trend(days, labels).changes == (((3, 0.0, 0.9), (6, 0.9, 0.0)),)


@pytest.mark.parametrize("unit", ["D", "M", "s"])
def test_any_unit_will_do(unit: str) -> None:
    """Days, months and seconds are cut to months."""
    found = trend(np.array(["1969-12", "1970-01"], f"datetime64[{unit}]"), np.array([0, 0]))
    assert found.months.astype(str).tolist() == ["1969-12", "1970-01"]


def test_one_month() -> None:
    """A single month has counts, and no change."""
    found = trend(dates("2026-05-01", "2026-05-31"), np.array([0, 1]))
    assert (found.counts.tolist(), found.shares.tolist(), found.changes) == ([[1], [1]], [[0.5], [0.5]], ((), ()))


@pytest.mark.parametrize(
    ("days", "labels", "themes"), [([], [], 0), (["NaT", "NaT"], [0, -1], 1), (["2026-01-01"], [-1], 0)]
)
def test_nothing_to_count(days: list[str], labels: list[int], themes: int) -> None:
    """No passages, no dates, no themes."""
    found = trend(dates(*days), np.array(labels, np.int64))
    assert found.counts.shape == found.shares.shape == (themes, len(found.months))
    assert found.changes == ((),) * themes
    assert found.undated == days.count("NaT")


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(-1, 2)), max_size=20), st.randoms())
def test_every_dated_passage_is_counted_once_in_any_order(rows: list[tuple[int, int]], random: object) -> None:
    """Totals add up to the passages, counts to the assigned ones; shuffled rows count the same."""
    days, labels = np.array(rows, np.int64).reshape(-1, 2).T
    found = trend(days.astype("datetime64[D]"), labels)
    assert found.totals.sum() == len(rows)
    assert found.counts.sum(axis=1).tolist() == [int((labels == k).sum()) for k in range(labels.max(initial=-1) + 1)]
    turned = trend(days[::-1].astype("datetime64[D]"), labels[::-1])
    assert turned.counts.tolist() == found.counts.tolist()
    assert turned.changes == found.changes
