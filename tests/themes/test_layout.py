"""The map: same bytes in any order, neighbors kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.manifold import trustworthiness

from crmkb.themes.layout import layout, theme_points


def planted(n: int, *, seed: int = 0) -> npt.NDArray[np.float32]:
    """Draw directions near five axes."""
    rows = np.eye(12)[np.arange(n) % 5] + np.random.default_rng(seed).normal(scale=0.15, size=(n, 12))
    unit: npt.NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.mark.parametrize("n", [1, 2, 3, 5, 40])
@pytest.mark.parametrize("n_landmarks", [4, 3000])
def test_order_does_not_matter(n: int, n_landmarks: int) -> None:
    """Shuffled rows have the same coordinates, to the bit, also where most are put between landmarks."""
    vectors = planted(n)
    order = np.random.default_rng(1).permutation(n)
    points = layout(vectors, n_landmarks=n_landmarks)
    assert layout(vectors[order], n_landmarks=n_landmarks).tobytes() == points[order].tobytes()
    assert layout(vectors, n_landmarks=n_landmarks).tobytes() == points.tobytes()


@pytest.mark.parametrize("n", [5, 6, 40])
def test_map_is_upright(n: int) -> None:
    """In -1..1, touching the edge, wider than high, its middle at 0, the farthest out to the right and to the top."""
    points = layout(planted(n))
    assert points.shape == (n, 2)
    assert np.abs(points).max() == 1
    assert np.abs(points.mean(axis=0)).max() < 1e-3
    assert points[:, 0].std() >= points[:, 1].std()
    assert all(column[np.abs(column).argmax()] > 0 for column in points.T)
    assert abs(np.asarray(np.corrcoef(points.T))[0, 1]) < 0.01
    assert points.tolist() == np.round(points, 4).tolist()


def test_neighbors_stay_neighbors() -> None:
    """Trustworthiness of the map is high, also by landmarks; groups do not mix."""
    vectors = planted(200)
    for n_landmarks in (100, 3000):
        points = layout(vectors, n_landmarks=n_landmarks)
        assert trustworthiness(vectors, points, n_neighbors=10, metric="cosine") > 0.85
        middles = theme_points(points, np.arange(200) % 5)
        nearest = np.linalg.norm(points[:, None] - middles, axis=2).argmin(axis=1)
        assert (nearest == np.arange(200) % 5).mean() > 0.95


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 6), max_size=9))
def test_equal_rows_stand_on_one_point(picks: list[int]) -> None:
    """And different ones do not."""
    rows = np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [0, -1]], np.float32)
    points = layout(rows[picks].reshape(-1, 2))
    assert points.shape == (len(picks), 2)
    assert np.isfinite(points).all()
    assert layout(np.negative(np.negative(rows[picks].reshape(-1, 2)))).tobytes() == points.tobytes()
    place = {pick: tuple(point) for pick, point in zip(picks, points.tolist(), strict=True)}
    assert [tuple(point) for point in points.tolist()] == [place[pick] for pick in picks]
    assert len(set(place.values())) == len(place)


def test_zeros_of_either_sign_are_one_point() -> None:
    """A row with -0.0 equals the one with 0.0 and changes nothing for the others."""
    rows = np.vstack([planted(9), np.eye(12, dtype=np.float32)[[0, 0]]])
    expected = layout(rows)
    rows[-1] = np.where(rows[-1] == 0, -0.0, rows[-1])
    assert layout(rows).tobytes() == expected.tobytes()


def test_landmarks_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map still touches the edge; put to the nearest landmark alone, the others stand on as many points."""
    vectors = planted(60)
    assert np.abs(layout(vectors, n_landmarks=20)).max() == 1
    monkeypatch.setattr("crmkb.themes.layout.N_NEAREST", 1)
    points = layout(vectors, n_landmarks=20)
    assert len(np.unique(points, axis=0)) == 20


def test_passage_stands_by_what_it_resembles() -> None:
    """Nearly equal passages are near each other on the map, whether landmarks or not."""
    vectors = planted(60)
    twins = vectors + np.random.default_rng(2).normal(scale=1e-3, size=vectors.shape).astype(np.float32)
    both = np.vstack([vectors, twins / np.linalg.norm(twins, axis=1, keepdims=True)])
    points = layout(both, n_landmarks=80)
    apart = np.linalg.norm(points[:60] - points[60:], axis=1)
    assert np.median(apart) < 0.1 * np.median(np.linalg.norm(points[:60] - points[:60][::-1], axis=1))


@pytest.mark.parametrize(("n", "expected"), [(0, []), (1, [[0.0, 0.0]]), (3, [[0.0, 0.0]] * 3)])
def test_nothing_to_lay_out(n: int, expected: list[list[float]]) -> None:
    """No rows, one, or only equal ones."""
    assert layout(np.tile(np.array([[0.6, 0.8]], np.float32), (n, 1))).tolist() == expected


def test_three_rows_by_hand() -> None:
    """Components alone: the corners of a right triangle, seen from its long side.

    Mean of (1, 0), (-1, 0), (0, 1): (0, 1/3). Widest is the first axis, from -1 to 1; heights -1/3, -1/3, 2/3.
    """
    points = layout(np.array([[1, 0], [-1, 0], [0, 1]], np.float32))
    assert np.abs(points[:, 0]).tolist() == [1, 1, 0]
    assert points[:, 1].tolist() == [-0.3333, -0.3333, 0.6667]


def test_seed_chooses_the_landmarks() -> None:
    """Another seed, another map."""
    vectors = planted(60)
    assert layout(vectors, n_landmarks=20).tolist() != layout(vectors, n_landmarks=20, seed=1).tolist()


def test_theme_points_are_medians() -> None:
    """One far-off passage moves nothing; the unassigned count nowhere."""
    points = np.array([[0, 0], [0.1, 0.2], [1, -1], [0.5, 0.5], [-1, -1]])
    assert theme_points(points, np.array([0, 0, 0, 1, -1])).tolist() == [[0.1, 0.0], [0.5, 0.5]]
    assert theme_points(np.zeros((0, 2)), np.zeros(0, np.int64)).shape == (0, 2)
    assert theme_points(points, np.full(5, -1)).shape == (0, 2)
