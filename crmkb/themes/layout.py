"""A map of the passages: two coordinates each, so that what is alike stands together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from crmkb.types import UNASSIGNED

Points = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]

N_LANDMARKS = 3000
"""Passages that are laid out by themselves; the others are put between them."""

N_NEAREST = 3
"""Landmarks between which a passage is put."""

N_DIMS = 50
"""Principal components that the layout sees."""

ROUNDS = 500
"""Of t-SNE; twice as many keep no more neighborhoods."""

PERPLEXITY = 30.0

DECIMALS = 4
"""Decimals of a coordinate."""

BLOCK = 1024
"""Rows compared with the landmarks at once; bounds memory."""


def layout(vectors: Vectors, *, n_landmarks: int = N_LANDMARKS, seed: int = 0) -> Points:
    """Lay passages out in the plane.

    Distances mean little on such a map, and axes nothing: only that neighbors on it are mostly neighbors by content.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims), rows of length 1 or 0, those that were clustered.
    n_landmarks
        Passages that are laid out by themselves, 4 or more: seeded choice. The others are put between their three
        nearest of these.
    seed
        Same vectors and seed give the same bytes, in any order of the rows.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_passages, 2), in -1..1, four decimals. The mean of the landmarks is in the middle, the map is widest
        from left to right, and the landmark farthest out in each direction is on the positive side. Equal rows stand on
        one point.

    Notes
    -----
    t-SNE (van der Maaten and Hinton 2008, scikit-learn's) on 50 principal components from a start on the first two
    (Kobak and Berens 2019, Nature Communications 10:5416); up to four different rows by the components alone. On one
    thread, as sums over threads differ from run to run. Cost: n_landmarks x log n_landmarks (3,000: some 10
    CPU-seconds), and n_passages x n_landmarks x n_dims.

    Examples
    --------
    >>> layout(np.array([[1, 0], [0, 1], [1, 0]], np.float32)).tolist()
    [[-1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]
    """
    different, place = _different(vectors)
    chosen = np.sort(np.random.default_rng(seed).permutation(len(different))[:n_landmarks])
    with threadpool_limits(1):
        landmarks = _upright(_spread(different[chosen], seed))
        points = landmarks if len(chosen) == len(different) else _between(different, chosen, landmarks)
    # Adding zero makes no -0.0.
    return np.round(points, DECIMALS)[place] + 0.0


def theme_points(points: Points, labels: npt.NDArray[np.int64]) -> Points:
    """Give each theme a point on the map of its passages.

    Parameters
    ----------
    points
        Coordinates of the passages, shape (n_passages, 2).
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` counts nowhere.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_themes, 2): the medians, which a few passages far off do not move.

    Examples
    --------
    >>> theme_points(np.array([[0.0, 0.0], [0.25, 0.5], [1.0, 0.5], [9.0, 9.0]]), np.array([0, 0, 0, -1])).tolist()
    [[0.25, 0.5]]
    """
    n_themes = int(labels.max(initial=UNASSIGNED)) + 1
    return np.array([np.median(points[labels == label], axis=0) for label in range(n_themes)]).reshape(n_themes, 2)


def _different(vectors: Vectors) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Give the different rows in the order of their bytes, and the place of every row among them."""
    # Adding zero makes no -0.0, whose bytes differ.
    keys = [row.tobytes() for row in vectors + np.float32(0)]
    order = {key: number for number, key in enumerate(sorted(set(keys)))}
    place = np.array([order[key] for key in keys], np.int64)
    different = np.empty((len(order), vectors.shape[1]), np.float32)
    different[place] = vectors
    return different, place


def _spread(rows: Vectors, seed: int) -> Points:
    """Lay out different rows."""
    if len(rows) < 2:
        return np.zeros((len(rows), 2))
    components: Points = PCA(min(N_DIMS, *rows.shape), svd_solver="full").fit_transform(rows.astype(np.float64))
    plane = np.zeros((len(rows), 2))
    plane[:, : components.shape[1]] = components[:, :2]
    if len(rows) <= 4:
        return plane
    points: Points = TSNE(
        perplexity=min(PERPLEXITY, (len(rows) - 1) / 3),
        init=(plane / plane[:, 0].std() * 1e-4).astype(np.float32),
        max_iter=ROUNDS,
        random_state=seed,
    ).fit_transform(components.astype(np.float32))
    return points.astype(np.float64)


def _upright(points: Points) -> Points:
    """Put the middle at 0, turn the widest direction to the right, fix the signs, and scale into -1..1."""
    if len(points) < 2:
        return points
    centered = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centered, full_matrices=False)
    turned: Points = centered @ axes.T
    farthest = np.abs(turned).argmax(axis=0)
    turned *= np.where(turned[farthest, [0, 1]] < 0, -1.0, 1.0)
    return turned / (np.abs(turned).max() or 1.0)


def _between(rows: Vectors, chosen: npt.NDArray[np.int64], landmarks: Points) -> Points:
    """Put every row between its nearest landmarks, the nearer the closer; landmarks stay where they are."""
    points = np.empty((len(rows), 2))
    marks = rows[chosen]
    for start in range(0, len(rows), BLOCK):
        cosines = rows[start : start + BLOCK] @ marks.T
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :N_NEAREST]
        weights = np.maximum(np.take_along_axis(cosines, nearest, axis=1), 1e-6).astype(np.float64) ** 4
        weights /= weights.sum(axis=1, keepdims=True)
        points[start : start + BLOCK] = (landmarks[nearest] * weights[:, :, None]).sum(axis=1)
    points[chosen] = landmarks
    return points
