"""Why a passage is where it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from crmkb.themes.explain import explain

VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0, 1], [0.96, 0.28]], np.float32)
LABELS = np.array([0, 0, 0, 1, -1])
COUNTS = csr_matrix(np.array([[2, 1, 1, 1], [1, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]]))


def test_neighbors_inside_and_outside() -> None:
    """Mates by cosine; outside stand other themes and those without one."""
    found = explain(0, VECTORS, LABELS, COUNTS)
    assert found.theme == 0
    assert found.inside == ((1, 0, 0.8), (2, 0, 0.6))
    assert found.outside == ((4, -1, 0.96), (3, 1, 0.0))


def test_shared_terms_by_hand() -> None:
    """Two mates, two others; the passage itself does not vouch for its own words.

    Term 0: both mates, none outside: (2.5 / 3) / (0.5 / 3) = 5. Term 1: no mate. Term 2: one mate, both outside:
    (1.5 / 3) / (2.5 / 3) below 1. Term 3: no mate.
    """
    (term,) = explain(0, VECTORS, LABELS, COUNTS).terms
    assert (term.column, term.inside, term.outside) == (0, 2, 0)
    assert term.weight == pytest.approx(math.log(5))


def test_terms_go_by_weight_then_column() -> None:
    """Terms 1 and 2 in one of two mates, term 0 in both; nothing outside."""
    counts = csr_matrix(np.array([[1, 1, 1], [1, 1, 1], [1, 0, 0], [0, 0, 0]]))
    found = explain(0, VECTORS[:4], np.array([0, 0, 0, -1]), counts)
    assert [term.column for term in found.terms] == [0, 1, 2]
    assert [term.column for term in explain(0, VECTORS[:4], np.array([0, 0, 0, -1]), counts, n_terms=2).terms] == [0, 1]


def test_unassigned_passage_has_only_an_outside() -> None:
    """It shares no theme with anybody, not with other unassigned ones either."""
    found = explain(3, VECTORS, np.array([0, 0, 0, -1, -1]), COUNTS)
    assert (found.theme, found.inside, found.terms) == (-1, (), ())
    assert [neighbor.row for neighbor in found.outside] == [2, 1, 4, 0]


def test_passage_alone_in_its_theme() -> None:
    """No mates, no shared words."""
    found = explain(3, VECTORS, LABELS, COUNTS, n_neighbors=2)
    assert (found.theme, found.inside, found.terms) == (1, (), ())
    assert [neighbor.row for neighbor in found.outside] == [2, 1]


def test_only_passage_of_all() -> None:
    """A corpus of one."""
    found = explain(0, VECTORS[:1], np.array([0]), COUNTS[:1])
    assert found == (0, (), (), ())


def test_equal_cosines_go_by_row() -> None:
    """Equal texts come in the order of their rows."""
    vectors = np.repeat(VECTORS[:1], 4, axis=0)
    found = explain(2, vectors, np.zeros(4, np.int64), csr_matrix(np.zeros((4, 0), np.int64)), n_neighbors=2)
    assert [neighbor.row for neighbor in found.inside] == [0, 1]
