"""Contrast: what a theme holds more often than the one nearest to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from crmkb.describe.contrast import contrasts, nearest_themes
from crmkb.types import Embedding, TermMatrix


def terms(counts: list[list[int]], vocabulary: list[str]) -> TermMatrix:
    """Build a term matrix."""
    return TermMatrix(tuple(map(str, range(len(counts)))), tuple(vocabulary), csr_matrix(np.array(counts, np.int64)))


def test_contrast_by_hand() -> None:
    """Terms of both directions with the passages that hold them; the difference is Cohen's h."""
    # Theme 0 (four passages): 교육 in 4, 실습 in 1, 화면 in 1. Theme 1 (two): 교육 in 1, 화면 in 2.
    # 교육: 2 asin(1) - 2 asin(sqrt(1/2)) = pi - pi/2. 실습: 2 asin(1/2) = pi/3, but only in one passage.
    # 화면: 2 asin(1/2) - 2 asin(1) = pi/3 - pi.
    counts = [[3, 1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 2]]
    first, second = contrasts(terms(counts, ["교육", "실습", "화면"]), np.array([0, 0, 0, 0, 1, 1]), (1, 0))
    assert first is not None
    assert second is not None
    assert (first.other, first.size, first.other_size) == (1, 4, 2)
    assert [(t.term, t.here, t.there) for t in first.more] == [("교육", 4, 1)]
    assert [(t.term, t.here, t.there) for t in first.fewer] == [("화면", 1, 2)]
    assert first.more[0].difference == pytest.approx(math.pi / 2, abs=1e-6)
    assert first.fewer[0].difference == pytest.approx(-2 * math.pi / 3, abs=1e-6)
    assert [(t.term, t.here, t.there) for t in second.more] == [("화면", 2, 1)]
    assert second.fewer[0].difference == pytest.approx(-math.pi / 2, abs=1e-6)


def test_contrast_shows_no_two_terms_alike_and_no_excluded_one() -> None:
    """The larger difference stands for both; at most n in each direction."""
    counts = [[1, 1, 1, 1, 0], [1, 0, 1, 1, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 1]]
    matrix = terms(counts, ["교육", "교육 과정", "메뉴", "홍길동", "화면"])
    found, _ = contrasts(matrix, np.array([0, 0, 1, 1]), (1, 0), excluded={"홍길동"})
    assert found is not None
    assert [t.term for t in found.more] == ["교육", "메뉴"]
    shorter, _ = contrasts(matrix, np.array([0, 0, 1, 1]), (1, 0), n=1)
    assert shorter is not None
    assert [t.term for t in shorter.more] == ["교육"]


def test_theme_without_another_has_no_contrast() -> None:
    """The only theme, and none."""
    assert contrasts(terms([[1]], ["교육"]), np.array([0]), (None,)) == (None,)
    assert contrasts(terms([[1]], ["교육"]), np.array([-1]), ()) == ()


def nearest(vectors: list[list[float]], labels: list[int]) -> tuple[int | None, ...]:
    """Find the nearest themes of passages named 0, 1, ..."""
    ids = tuple(map(str, range(len(vectors))))
    return nearest_themes(Embedding(ids, np.array(vectors, np.float32).reshape(-1, 2), "t"), np.array(labels, np.int64))


def test_nearest_theme_is_that_of_the_nearest_mean() -> None:
    """Passages of no theme do not count; a tie goes to the smaller number; a theme alone has none."""
    # Means (1, 0), (.8, .6), (0, 1): cosines .8, 0 and .6. The last passage would make theme 2 the nearest of theme 0.
    assert nearest([[1, 0], [0.8, 0.6], [0, 1], [1, 0]], [0, 1, 2, -1]) == (1, 0, 1)
    assert nearest([[1, 0], [0, 1], [0, 1]], [0, 1, 2]) == (1, 2, 1)
    assert nearest([[1, 0]], [0]) == (None,)
    assert nearest([], []) == ()
