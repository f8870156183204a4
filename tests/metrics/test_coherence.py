"""Coherence and diversity of key words, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.metrics.coherence import diversity, npmi

TABLES = st.integers(1, 8).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=n, max_size=n)
)


def test_pair_is_worth_what_the_formula_says() -> None:
    """Of eight passages four have term 0, two have term 1, one has both.

    p = 4/8, 2/8 and 1/8: ln((1/8) / (1/2 * 1/4)) = ln 1 = 0. Term 2 stands in two passages, both times with term 0:
    ln((2/8) / (4/8 * 2/8)) / -ln(2/8) = ln 2 / ln 4 = 1/2.
    """
    counts = np.zeros((8, 3), int)
    counts[:4, 0] = 1
    counts[3:5, 1] = 5  # how often a term stands in a passage does not matter
    counts[:2, 2] = 1
    assert npmi(csr_matrix(counts), [[0, 1], [0, 2]]).tolist() == pytest.approx([0.0, 0.5])


def test_theme_is_worth_the_mean_over_its_pairs() -> None:
    """Of three words two always come together (1), and neither meets the third (-1 twice): (1 - 1 - 1) / 3."""
    counts = csr_matrix(np.array([[1, 1, 0], [0, 0, 1]]))
    assert npmi(counts, [[0, 1, 2]]).tolist() == pytest.approx([-1 / 3])


def test_words_of_every_passage_are_worth_one() -> None:
    """Where both words are everywhere the formula would divide zero by zero."""
    assert npmi(csr_matrix(np.ones((3, 2), int)), [[0, 1]]).tolist() == [1.0]


@pytest.mark.parametrize("words", [[], [0]])
def test_no_pair_no_figure(words: list[int]) -> None:
    """A theme of no word or of one has no coherence."""
    (value,) = npmi(csr_matrix(np.ones((2, 2), int)), [words])
    assert math.isnan(value)


def test_no_themes() -> None:
    """Nothing in, nothing out."""
    assert npmi(csr_matrix(np.ones((2, 2), int)), []).tolist() == []


@given(TABLES)
def test_coherence_is_bounded_and_knows_no_order(table: list[list[int]]) -> None:
    """In -1..1, and the same for words and passages in another order."""
    counts = np.array(table)
    words = [j for j in range(4) if counts[:, j].any()]
    (value,) = npmi(csr_matrix(counts), [words])
    (turned,) = npmi(csr_matrix(counts[::-1]), [words[::-1]])
    assert len(words) < 2 or -1 - 1e-9 <= value <= 1 + 1e-9
    assert turned == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ([], 1.0),
        ([[], []], 1.0),
        ([[1, 2], [3, 4]], 1.0),
        ([[1, 2], [1, 2]], 0.5),
        ([[1, 2, 3], [3], [3]], 0.6),  # three different ones of five
    ],
)
def test_diversity_is_the_share_of_different_words(words: list[list[int]], share: float) -> None:
    """A word counts once, however many themes have it."""
    assert diversity(words) == share
