"""Middles of themes."""

from __future__ import annotations

import numpy as np
import pytest

from crmkb.themes.theme_means import theme_means


def test_means_are_directions() -> None:
    """(1, 0) and (0.6, 0.8) sum to (1.6, 0.8), of length 1.789: (0.894, 0.447)."""
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [0, -1], [-1, 0]], np.float32)
    found = theme_means(vectors, np.array([0, 0, 1, 1, -1]))
    assert found.tolist() == [pytest.approx([0.894427, 0.447214]), [0, 0]]


def test_no_theme_has_no_mean() -> None:
    """Nothing assigned, nothing there."""
    assert theme_means(np.ones((2, 3), np.float32), np.array([-1, -1])).shape == (0, 3)
    assert theme_means(np.ones((0, 3), np.float32), np.zeros(0, np.int64)).shape == (0, 3)
