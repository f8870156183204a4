"""Communities: found, numbered by size, and joined until their number is right."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.themes.communities import _join, exactly, leiden

Labels = npt.NDArray[np.int64]


def graph_of(n: int, links: dict[tuple[int, int], float]) -> csr_matrix:
    """Build a symmetric graph."""
    dense = np.zeros((n, n))
    for (i, j), weight in links.items():
        dense[i, j] = dense[j, i] = weight
    return csr_matrix(dense)


@st.composite
def graphs(draw: st.DrawFn, *, least: int = 1, most: int = 9) -> csr_matrix:
    """Draw a graph; often in parts, with nodes without links, or with no link at all."""
    n = draw(st.integers(least, most))
    pairs = draw(st.sets(st.sampled_from([(i, j) for i in range(n) for j in range(i)] or [(0, 0)])))
    return graph_of(n, {pair: draw(st.sampled_from([0.1, 0.25, 0.7, 1.0])) for pair in pairs if pair != (0, 0)})


def modularity(graph: csr_matrix, labels: Labels) -> float:
    """Sum over all pairs of nodes of one community: weight / total - degree x degree / total²."""
    weights = graph.toarray()
    total, degrees = weights.sum() or 1.0, weights.sum(axis=1)
    n = len(labels)
    inside = [(i, j) for i in range(n) for j in range(n) if labels[i] == labels[j]]
    return float(sum(weights[i, j] / total - degrees[i] * degrees[j] / total**2 for i, j in inside))


def is_numbered_by_size(labels: Labels) -> bool:
    """Tell whether labels are 0, 1, ... by falling size, among equals by their first node."""
    found = list(dict.fromkeys(labels.tolist()))
    ranked = sorted(found, key=lambda label: (-int((labels == label).sum()), found.index(label)))
    return ranked == list(range(len(found)))


TRIANGLES = graph_of(6, {(0, 1): 1, (0, 2): 1, (1, 2): 1, (3, 4): 1, (3, 5): 1, (4, 5): 1, (2, 3): 0.2})
THREE_PAIRS = {(0, 1): 3.0, (2, 3): 2.0, (4, 5): 1.0}


def test_leiden_tells_two_triangles_apart() -> None:
    """A thin bridge joins no communities."""
    assert leiden(TRIANGLES, resolution=1.0, seed=0).tolist() == [0, 0, 0, 1, 1, 1]


def test_higher_resolution_gives_more_communities() -> None:
    """The two triangles fall apart into single nodes, or become one."""
    counts = [len(set(leiden(TRIANGLES, resolution=r, seed=0).tolist())) for r in (0.01, 1.0, 100.0)]
    assert counts == [1, 2, 6]


def test_communities_are_numbered_by_size_then_by_first_node() -> None:
    """The largest is 0; of the two pairs that of node 0 comes first."""
    graph = graph_of(7, {(0, 6): 1, (1, 2): 1, (1, 3): 1, (2, 3): 1, (4, 5): 1})
    assert leiden(graph, resolution=1.0, seed=0).tolist() == [1, 0, 0, 0, 2, 2, 1]


@pytest.mark.parametrize(
    ("n", "links", "seed"),
    [
        (5, {(0, 2): 0.7, (0, 3): 1, (1, 3): 1, (1, 4): 0.7}, 0),
        (5, {(0, 1): 0.25, (0, 2): 1, (0, 3): 0.1, (1, 3): 1, (1, 4): 1, (2, 3): 1, (3, 4): 0.1}, 2),
    ],
)
def test_leiden_ends_between_two_equally_good_partitions(
    n: int, links: dict[tuple[int, int], float], seed: int
) -> None:
    """On these graphs igraph goes back and forth for ever when it is told to go on until nothing changes."""
    labels = leiden(graph_of(n, links), resolution=1.0, seed=seed)
    assert len(set(labels.tolist())) == 2


@settings(deadline=None)
@given(graphs(), st.sampled_from([0.3, 1.0, 4.0]), st.integers(-3, 3))
def test_leiden_is_repeatable_and_numbered_by_size(graph: csr_matrix, resolution: float, seed: int) -> None:
    """The same seed gives the same labels, whatever ran before, and they go by size."""
    first = leiden(graph, resolution=resolution, seed=seed)
    leiden(TRIANGLES, resolution=1.0, seed=99)
    assert first.tolist() == leiden(graph, resolution=resolution, seed=seed).tolist()
    assert is_numbered_by_size(first)


@settings(deadline=None, max_examples=40)
@given(graphs(), st.integers(0, 3))
def test_exactly_gives_every_number_of_communities(graph: csr_matrix, seed: int) -> None:
    """From 1 to n, whatever the graph's parts, the number is the one asked for."""
    for k in range(1, graph.shape[0] + 1):
        labels = exactly(graph, n_communities=k, seed=seed)
        assert sorted(set(labels.tolist())) == list(range(k))
        assert is_numbered_by_size(labels)
        assert labels.tolist() == exactly(graph, n_communities=k, seed=seed).tolist()


def test_exactly_joins_the_pair_that_costs_least() -> None:
    """Without links between them, the two lightest communities are joined."""
    # Degrees 6, 4, 2, in all 12. Joining costs (twice) 6 x 4 / 144, 6 x 2 / 144 or 4 x 2 / 144: the last is least.
    assert exactly(graph_of(6, THREE_PAIRS), n_communities=2, seed=0).tolist() == [1, 1, 0, 0, 0, 0]


def test_exactly_prefers_a_link_where_it_pays() -> None:
    """A thin link between the heaviest and the lightest pair outweighs the degrees."""
    # Degrees 6.5, 4, 2.5, in all 13. Gains (half): 0.5/13 - 6.5 x 2.5/169 = -.0577 against -4 x 2.5/169 = -.0592.
    graph = graph_of(6, THREE_PAIRS | {(1, 4): 0.5})
    assert exactly(graph, n_communities=3, seed=0).tolist() == [0, 0, 1, 1, 2, 2]
    assert exactly(graph, n_communities=2, seed=0).tolist() == [0, 0, 1, 1, 0, 0]


@settings(deadline=None)
@given(st.data(), graphs(least=2))
def test_each_join_costs_the_least_modularity(data: st.DataObject, graph: csr_matrix) -> None:
    """No other pair of communities would leave a higher modularity, as a slow search over all pairs finds."""
    n = graph.shape[0]
    labels = np.array(data.draw(st.lists(st.integers(0, n), min_size=n, max_size=n)))
    found = sorted(set(labels.tolist()))
    if len(found) > 1:
        best = max(modularity(graph, np.where(labels == b, a, labels)) for a, b in combinations(found, 2))
        joined = _join(graph, labels, len(found) - 1)
        assert len(set(joined.tolist())) == len(found) - 1
        assert modularity(graph, joined) == pytest.approx(best)


@settings(deadline=None)
@given(graphs(least=3))
def test_joining_twice_is_joining_two(graph: csr_matrix) -> None:
    """After a join the weights between communities are those of the joined ones."""
    singles = np.arange(graph.shape[0])
    once = _join(graph, singles, graph.shape[0] - 1)
    twice = _join(graph, singles, graph.shape[0] - 2)
    assert modularity(graph, twice) == pytest.approx(modularity(graph, _join(graph, once, graph.shape[0] - 2)))
