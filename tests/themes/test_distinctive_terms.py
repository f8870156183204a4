"""Terms that set a theme apart, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.themes.distinctive_terms import distinctiveness, key_terms, theme_passages

COUNTS = csr_matrix(np.array([[1, 0, 2], [3, 0, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1]]))
LABELS = np.array([0, 0, 1, 1, -1])


def test_passages_count_once_however_often_they_use_a_term() -> None:
    """Term 0 stands in both passages of theme 0, term 2 in one of it and both of theme 1."""
    assert theme_passages(COUNTS, LABELS).tolist() == [[2, 0, 1], [0, 1, 2]]


def test_distinctiveness_by_hand() -> None:
    """Shares smoothed by one half; the unassigned passage is outside of both.

    Theme 0 has 2 passages, 3 are outside. Term 0: 2 inside, 1 outside: (2.5/3) / (1.5/4) = 20/9.
    Term 2: 1 inside, 3 outside: (1.5/3) / (3.5/4) = 4/7.
    Theme 1: term 1: (1.5/3) / (0.5/4) = 4; term 2: 2 and 2: (2.5/3) / (2.5/4) = 4/3. A term it does not use: 0.
    """
    expected = [[math.log(20 / 9), 0, math.log(4 / 7)], [0, math.log(4), math.log(4 / 3)]]
    assert distinctiveness(COUNTS, LABELS).tolist() == [pytest.approx(row) for row in expected]


def test_key_terms_weigh_distinctiveness_by_passages() -> None:
    """Theme 1: term 1 ln 4 x 1 = 1.39, term 2 ln(4/3) x 2 = 0.58. Theme 0 uses term 2 less than others: no key term."""
    assert key_terms(COUNTS, LABELS) == ((0,), (1, 2))
    assert key_terms(COUNTS, LABELS, n=1) == ((0,), (1,))


def test_equal_terms_go_by_column() -> None:
    """Two terms that always stand together."""
    assert key_terms(csr_matrix(np.array([[1, 1], [0, 0]])), np.array([0, 1])) == ((0, 1), ())


def test_stored_zeros_are_no_uses() -> None:
    """A sparse matrix may hold them."""
    stored = csr_matrix((np.array([0, 1]), (np.array([0, 1]), np.array([0, 0]))), shape=(2, 1))
    assert theme_passages(stored, np.array([0, 1])).tolist() == [[0], [1]]
    assert distinctiveness(stored, np.array([0, 1]))[0].tolist() == [0]


@pytest.mark.parametrize("labels", [[], [-1, -1]])
def test_no_theme(labels: list[int]) -> None:
    """Nothing in, nothing out."""
    counts = csr_matrix(np.zeros((len(labels), 3), np.int64))
    assert distinctiveness(counts, np.array(labels, np.int64)).shape == (0, 3)
    assert key_terms(counts, np.array(labels, np.int64)) == ()


def test_one_theme_of_all() -> None:
    """Without an outside every term in more than half of it counts, by the smoothing alone."""
    # (2.5 / 3) / (0.5 / 1) and (1.5 / 3) / (0.5 / 1).
    values = distinctiveness(csr_matrix(np.array([[1, 1], [1, 0]])), np.array([0, 0]))
    assert values.tolist() == [pytest.approx([math.log(5 / 3), 0])]


@given(st.data())
def test_order_of_passages_does_not_matter(data: st.DataObject) -> None:
    """Shuffled passages give the same weights, to the bit."""
    table = np.array(data.draw(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=8)))
    labels = np.arange(len(table)) % 3 - 1
    order = data.draw(st.permutations(range(len(table))))
    turned = distinctiveness(csr_matrix(table[order]), labels[order])
    assert turned.tolist() == distinctiveness(csr_matrix(table), labels).tolist()
