"""Blend: what a passage says and what the guide says of it, side by side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.themes.blend import blend
from crmkb.themes.neighbors import center

TEXTS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, -0.6], [-1, 0], [0, -1], [0.6, -0.8]], np.float32)


def test_blend_weighs_the_guide_by_what_it_has_to_say() -> None:
    """Blocks have a mean squared length of 1; the guide's comes first, times 1.5 and the square of its mean row sum."""
    # Texts (1, 0), (0, 1) centered: (r, -r), (-r, r) with r = sqrt(1/2). Guide (1), (.25): roots 1, .5, less the mean
    # .75: .25, -.25, scaled to 1, -1, times 1.5 x ((1 + .25) / 2) ** 2 = .5859. Together (.5859, r, -r), of squared
    # length .3433 + 1.
    expected = np.array([[0.5859, 0.7071, -0.7071], [-0.5859, -0.7071, 0.7071]]) / np.sqrt(1.3433)
    np.testing.assert_allclose(blend(TEXTS[:2], np.array([[1.0], [0.25]])), expected, atol=1e-4)


def test_a_passage_of_which_the_guide_says_more_counts_more_by_it() -> None:
    """Within the guide's block lengths differ: the share of the guide in a row's cosines grows with what it says."""
    # Roots 1, 0, 0, less the mean 1/3: 2/3, -1/3, -1/3; mean square (4 + 1 + 1) / 9 / 3 = 2/9, so divided by .4714:
    # 1.414, -.707, -.707, times 1.5 x (1/3) ** 2 = 1/6: squares 1/18 and 1/72. Beside a text of length 1 the first
    # row's guide has 1 of 19 parts of the square, the others' 1 of 73.
    rows = blend(TEXTS[:3], np.array([[1.0], [0.0], [0.0]]))
    np.testing.assert_allclose(rows[:, 0] ** 2, [1 / 19, 1 / 73, 1 / 73], atol=1e-6)


def test_cosine_of_guides_is_that_of_their_square_roots() -> None:
    """Where the texts are alike, only the roots of the probabilities count."""
    # Roots (1, 0), (0, 1), (.6, .8); mean (1.6/3, 1.8/3) = (.5333, .6).
    # Left (.4667, -.6), (-.5333, .4), (.0667, .2). Cosine of the first two: (-.2489 - .24) / (.7601 x .6667).
    rows = blend(np.tile(TEXTS[:1], (3, 1)), np.array([[1, 0], [0, 1], [0.36, 0.64]]))
    assert float(rows[0] @ rows[1]) == pytest.approx(-0.4889 / (0.7601 * 0.6667), abs=1e-3)


@pytest.mark.parametrize("n", range(8))
def test_without_a_guide_only_the_text_counts(n: int) -> None:
    """No guide gives the centered vectors."""
    assert blend(TEXTS[:n], None).tolist() == center(TEXTS[:n]).tolist()


def test_words_have_half_the_length_of_the_vectors() -> None:
    """Both are centered: (r, -r) beside half of (r, -r), together of squared length 1 + 1/4."""
    both = blend(TEXTS[:2], None, TEXTS[:2])
    np.testing.assert_allclose(both[0], np.array([0.7071, -0.7071, 0.3536, -0.3536]) / np.sqrt(1.25), atol=1e-4)


def test_no_words_are_no_view() -> None:
    """A corpus whose terms tell nothing apart is seen by its vectors alone."""
    assert blend(TEXTS, None, np.zeros((7, 0), np.float32)).tolist() == center(TEXTS).tolist()


@given(st.integers(0, 7), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_a_guide_that_says_the_same_of_all_changes_nothing(n: int, shares: list[int]) -> None:
    """Rounding errors of equal rows must not become a view of their own."""
    guide = np.tile(np.array(shares) / sum(shares), (n, 1))
    both = blend(TEXTS[:n], guide)
    np.testing.assert_allclose(both[:, -2:], center(TEXTS[:n]), atol=1e-6)


def test_equal_texts_and_equal_guides_leave_nothing() -> None:
    """All rows are zero, not noise."""
    assert not blend(np.tile(TEXTS[2:3], (5, 1)), np.tile([[0.1, 0.2, 0.7]], (5, 1))).any()
