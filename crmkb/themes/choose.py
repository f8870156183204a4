"""How many themes: of the numbers under which the groups hang together, the one under which they come back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crmkb.metrics.clustering import rand_index
from crmkb.themes.neighbors import neighbor_graph, number_of_neighbors
from crmkb.themes.spectral import leading_eigenvectors, modularity, spectral_groups

NUMBERS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40)
"""Numbers that are tried, a sixth apart from 6 on: people do not tell 20 themes from 21."""

SMALLEST = 12
"""Passages a theme should have in the mean."""

NEAR_BEST = 0.95
"""Share of the best modularity that a number must reach."""

AS_STABLE = 0.03
"""Difference of the adjusted Rand index that is no difference: the larger number of themes wins."""

SAMPLES = 8
MOST_ROWS = 4_000
"""Rows that the choice looks at; more are drawn from."""


def choose_number(vectors: npt.NDArray[np.float32], *, seed: int) -> int:
    """Choose the number of themes.

    Parameters
    ----------
    vectors
        Shape (n_nodes, n_dims), rows of length 1 or 0, in an order of their own.
    seed
        Same vectors and seed give the same number.

    Returns
    -------
    int
        One of `NUMBERS`; 2 for fewer than 36 nodes.

    Notes
    -----
    Candidates are the numbers whose groups reach 95 % of the best modularity (`crmkb.themes.spectral`). Each is found
    anew on eight random samples of 80 %; the mean adjusted Rand index with the groups of all is its stability. Of the
    candidates within .03 of the most stable one the largest is taken. Cost: nine graphs of at most 4,000 nodes.
    """
    rng = np.random.default_rng(seed)
    if len(vectors) > MOST_ROWS:
        vectors = vectors[np.sort(rng.choice(len(vectors), MOST_ROWS, replace=False))]
    n = len(vectors)
    numbers = [k for k in NUMBERS if k == NUMBERS[0] or k * SMALLEST <= n]
    if len(numbers) == 1:
        return numbers[0]
    graph = neighbor_graph(vectors, number_of_neighbors(n))
    coordinates = leading_eigenvectors(graph, numbers[-1])
    groups = {k: spectral_groups(coordinates, k, seed=seed) for k in numbers}
    quality = {k: modularity(graph, groups[k]) for k in numbers}
    numbers = [k for k in numbers if quality[k] >= NEAR_BEST * max(quality.values())]
    found: dict[int, list[float]] = {k: [] for k in numbers}
    for _ in range(SAMPLES):
        rows = np.sort(rng.choice(n, round(0.8 * n), replace=False))
        sample = leading_eigenvectors(neighbor_graph(vectors[rows], number_of_neighbors(len(rows))), numbers[-1])
        for k in numbers:
            found[k].append(rand_index(groups[k][rows], spectral_groups(sample, k, seed=seed)))
    stability = {k: float(np.mean(found[k])) for k in numbers}
    return max(k for k in numbers if stability[k] >= max(stability.values()) - AS_STABLE)
