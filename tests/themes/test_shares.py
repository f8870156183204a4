"""Shares of themes and their intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.themes.shares import theme_shares


def test_wilson_interval_by_hand() -> None:
    """Three of ten at 95 %.

    z = 1.96, z² = 3.8415: middle (0.3 + 3.8415 / 20) / 1.38415 = 0.35551; half width
    1.96 / 1.38415 x sqrt(0.021 + 3.8415 / 400) = 0.24771.
    """
    found = theme_shares(np.array([0] * 3 + [1] * 5 + [-1] * 2))
    assert found.share.tolist() == [0.3, 0.5]
    assert (found.low[0], found.high[0]) == pytest.approx((0.10779, 0.60322), abs=1e-4)


def test_wider_for_more_certainty_and_narrower_for_more_passages() -> None:
    """As an interval should be."""
    few, many = np.arange(20) % 2, np.arange(2000) % 2
    width = {
        name: float((found.high - found.low)[0])
        for name, found in {
            "few": theme_shares(few),
            "sure": theme_shares(few, level=0.99),
            "many": theme_shares(many),
        }.items()
    }
    assert width["many"] < width["few"] < width["sure"]


def test_one_passage_a_document_is_the_same_as_no_documents() -> None:
    """Comments: the exact interval, no bootstrap."""
    labels = np.array([0, 1, 1, -1])
    alone, named = theme_shares(labels), theme_shares(labels, ["d", "c", "b", "a"])
    assert [a.tolist() for a in alone] == [a.tolist() for a in named]


def test_passages_of_one_document_are_one_witness() -> None:
    """Ten documents of ten like passages know no more than ten passages: about sqrt(10) times as wide as Wilson's."""
    labels = np.repeat(np.arange(10) % 2, 10)
    documents = [f"d{i:02}" for i in np.repeat(np.arange(10), 10)]
    by_document, by_passage = theme_shares(labels, documents), theme_shares(labels)
    assert by_document.share.tolist() == by_passage.share.tolist() == [0.5, 0.5]
    # Draws of ten documents, half of each kind: the 2.5 % point of Binomial(10, 1/2) is 2, the 97.5 % point 8.
    assert (by_document.low[0], by_document.high[0]) == (0.2, 0.8)
    # The quartiles are 4 and 6.
    half = theme_shares(labels, documents, level=0.5)
    assert (half.low[0], half.high[0]) == (0.4, 0.6)
    assert (by_passage.high - by_passage.low)[0] < 0.2


def test_each_theme_has_its_own_interval() -> None:
    """A small and a large theme, and the rest unassigned."""
    found = theme_shares(np.repeat([0] * 3 + [1] * 12 + [-1] * 5, 2), [f"d{i // 2:02}" for i in range(40)])
    assert found.share.tolist() == [0.15, 0.6]
    assert 0 <= found.low[0] < 0.15 < found.high[0] < 0.4 <= found.low[1] + 0.05 < 0.6 < found.high[1] < 0.85


def test_theme_in_equal_parts_of_all_documents_is_certain() -> None:
    """Where all documents say the same, another draw of documents changes nothing."""
    found = theme_shares(np.array([0, -1] * 6), [f"d{i // 2}" for i in range(12)])
    assert (found.low[0], found.high[0]) == (0.5, 0.5)


def test_one_document_tells_nothing_of_others() -> None:
    """Its share is known, what others would say is not."""
    assert [a.tolist() for a in theme_shares(np.array([0, 0, 1]), ["d"] * 3)] == [
        pytest.approx([2 / 3, 1 / 3]),
        [0, 0],
        [1, 1],
    ]


@pytest.mark.parametrize("labels", [[], [-1, -1]])
@pytest.mark.parametrize("with_documents", [False, True])
def test_no_theme_has_no_share(labels: list[int], with_documents: bool) -> None:
    """Nothing in, nothing out."""
    found = theme_shares(np.array(labels, np.int64), ["d"] * len(labels) if with_documents else None)
    assert [a.tolist() for a in found] == [[], [], []]


def test_only_theme_may_miss_some() -> None:
    """Ten of ten: Wilson's lower end is 1 / (1 + z² / 10) = 0.7225."""
    found = theme_shares(np.zeros(10, np.int64))
    assert found.low[0] == pytest.approx(1 / 1.384146, abs=1e-4)
    assert found.high[0] == pytest.approx(1.0)


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_order_does_not_matter_and_share_lies_inside(data: st.DataObject) -> None:
    """Shuffled passages have the same intervals, which hold the share."""
    n = data.draw(st.integers(4, 12))
    labels = np.array([0, 1, *data.draw(st.lists(st.integers(-1, 1), min_size=n - 2, max_size=n - 2))])
    documents = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    order = data.draw(st.permutations(range(n)))
    found = theme_shares(labels, documents, n_samples=200)
    turned = theme_shares(labels[order], [documents[i] for i in order], n_samples=200)
    assert [a.tolist() for a in found] == [a.tolist() for a in turned]
    assert np.all((found.low >= 0) & (found.high <= 1) & (found.low <= found.high))


def test_interval_does_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing a few resamples at a time changes none."""
    labels, documents = np.arange(12) % 3, [f"d{i // 4}" for i in range(12)]
    whole = theme_shares(labels, documents, n_samples=50)
    monkeypatch.setattr("crmkb.themes.shares.BLOCK", 20)
    assert [a.tolist() for a in theme_shares(labels, documents, n_samples=50)] == [a.tolist() for a in whole]


def test_wilson_holds_about_as_often_as_it_says() -> None:
    """Of 300 surveys of 40 people, about 95 % of the intervals hold the true share."""
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(300):
        found = theme_shares(np.where(rng.random(40) < 0.3, 0, -1))
        held += bool(found.low[0] <= 0.3 <= found.high[0])
    assert abs(held / 300 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 300)
