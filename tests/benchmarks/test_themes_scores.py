"""Scores of `benchmarks/themes.py`, worked by hand."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import themes_scores
from scipy.sparse import csr_matrix
from themes_scores import agreement, key_words, overlap_agreement, word_quality


def test_examples_hold() -> None:
    """What the docstrings show is what the functions give."""
    assert doctest.testmod(themes_scores).failed == 0


def test_unassigned_texts_are_no_group() -> None:
    """Whoever leaves all texts of one group out is not paid for it: alone each is, not together."""
    gold = ["a", "a", "b", "b"]
    assert agreement([0, 0, -1, -1], gold)["ari"] < agreement([0, 0, 1, 1], gold)["ari"]
    assert agreement([-1] * 4, gold) == pytest.approx({"ari": 0.0, "ami": 0.0, "themes": 0, "unassigned": 1.0})


def test_agreement_is_the_one_of_the_textbook() -> None:
    """Six texts; pairs together in both 2, in the labels 3 + 3, in the gold 6 + 1, of 15.

    Labels 000 111, gold aaaa bb: pairs together in both: 3 (first three) + 1 (bb) = 4; expected 6 * 7 / 15 = 2.8;
    ARI = (4 - 2.8) / ((6 + 7) / 2 - 2.8) = 1.2 / 3.7.
    """
    assert agreement([0, 0, 0, 1, 1, 1], list("aaaabb"))["ari"] == pytest.approx(1.2 / 3.7)


def test_samples_are_compared_on_shared_texts_alone() -> None:
    """Texts 1 and 2 are shared by the first two; the third sample says the opposite of them."""
    one, two = ([0, 1, 2], [0, 0, 0]), ([1, 2, 3], [4, 4, 9])
    apart = ([1, 2], [0, -1])
    assert overlap_agreement([one, two]) == 1.0
    assert overlap_agreement([one, two, apart]) == pytest.approx(1 / 3)


def test_key_words_are_at_most_ten_and_weigh_something() -> None:
    """Twelve words in theme 0, one in theme 1; the unassigned text counts for nothing."""
    counts = np.zeros((3, 14), int)
    counts[0, :12] = 1
    counts[1, 12] = 1
    counts[2, 13] = 1
    assert key_words(csr_matrix(counts), [0, 1, -1]) == [list(range(10)), [12]]


def test_quality_without_themes_is_unknown() -> None:
    """No theme, no coherence."""
    found = word_quality(csr_matrix(np.ones((2, 2), int)), [-1, -1])
    assert np.isnan(found["npmi"])
