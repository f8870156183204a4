"""Clustering: passages alike stand together, in whatever order they came."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.errors import UsageError
from crmkb.themes.blend import blend_passages
from crmkb.themes.cluster import find_clusters as clusters_of
from crmkb.themes.cluster import inside_share
from crmkb.types import UNASSIGNED, Clustering, Embedding


def find_clusters(
    embedding: Embedding,
    *,
    guide: npt.NDArray[np.float64] | None = None,
    n_themes: int | None = None,
    seed: int = 0,
) -> Clustering:
    """Center or blend, then cluster, as the pipeline does."""
    return clusters_of(blend_passages(embedding, guide), n_themes=n_themes, seed=seed)


def embedding_of(rows: list[list[float]] | npt.NDArray[np.float64]) -> Embedding:
    """Scale rows to length 1 and number their passages, not in alphabetical order."""
    vectors = np.array(rows, np.float64) if len(rows) else np.zeros((0, 3))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return Embedding(tuple(f"p{7 * i % 101:03}" for i in range(len(rows))), vectors.astype(np.float32), "test")


def embeddings(*, least: int = 0) -> st.SearchStrategy[Embedding]:
    """Draw up to 12 vectors of 3 numbers; equal ones and zeros are common."""
    row = st.lists(st.integers(-2, 2).map(float), min_size=3, max_size=3)
    return st.lists(row, min_size=least, max_size=12).map(embedding_of)


def groups(*sizes: int, seed: int = 0) -> Embedding:
    """Draw vectors close to as many axes as there are sizes."""
    rng = np.random.default_rng(seed)
    axes = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    return embedding_of(axes + rng.normal(scale=0.05, size=axes.shape))


def shuffled(embedding: Embedding, order: list[int]) -> Embedding:
    """Put the rows in another order."""
    return Embedding(tuple(embedding.passage_ids[i] for i in order), embedding.vectors[order], embedding.encoder)


def by_passage(found: Clustering) -> dict[str, tuple[int, float]]:
    """Give label and strength of each passage."""
    pairs = zip(found.labels.tolist(), found.strengths.tolist(), strict=True)
    return dict(zip(found.passage_ids, pairs, strict=True))


def test_planted_groups_are_found_the_largest_first() -> None:
    """Three directions give three clusters, numbered by size."""
    assert find_clusters(groups(8, 14, 10)).labels.tolist() == [2] * 8 + [0] * 14 + [1] * 10


@settings(deadline=None)
@given(st.data(), embeddings(), st.booleans())
def test_order_of_the_passages_does_not_matter(data: st.DataObject, embedding: Embedding, asked: bool) -> None:
    """Shuffled rows get the same labels and strengths, to the bit, with and without a number of themes."""
    n = len(embedding.passage_ids)
    order = data.draw(st.permutations(range(n)))
    k = data.draw(st.integers(1, n)) if asked and n else None
    first = find_clusters(embedding, n_themes=k, seed=1)
    assert by_passage(find_clusters(shuffled(embedding, order), n_themes=k, seed=1)) == by_passage(first)


@settings(deadline=None)
@given(st.data(), embeddings(least=1))
def test_order_does_not_matter_to_guided_clusters(data: st.DataObject, embedding: Embedding) -> None:
    """The guide's rows go with their passages."""
    n = len(embedding.passage_ids)
    guide = np.array(data.draw(st.lists(st.sampled_from([0.1, 0.5, 0.8]), min_size=n, max_size=n)))
    guide = np.column_stack([guide, 1 - guide])
    order = data.draw(st.permutations(range(n)))
    first = find_clusters(embedding, guide=guide)
    assert by_passage(find_clusters(shuffled(embedding, order), guide=guide[order])) == by_passage(first)


@settings(deadline=None)
@given(embeddings(), st.integers(0, 5))
def test_labels_have_no_gaps_go_by_size_and_leave_no_one_alone(embedding: Embedding, seed: int) -> None:
    """Labels are 0, 1, ... with falling sizes of at least two; strengths are shares, 0 for who belongs to none."""
    found = find_clusters(embedding, seed=seed)
    assigned = found.labels != UNASSIGNED
    sizes = np.bincount(found.labels[assigned]).tolist()
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes, default=2) >= min(2, len(embedding.passage_ids))
    assert found.passage_ids == embedding.passage_ids
    assert np.all((found.strengths >= 0) & (found.strengths <= 1))
    assert not found.strengths[~assigned].any()
    assert by_passage(find_clusters(embedding, seed=seed)) == by_passage(found)


@settings(deadline=None, max_examples=30)
@given(embeddings(least=1))
def test_a_number_of_themes_is_kept_to(embedding: Embedding) -> None:
    """Every number from 1 to that of the passages is met, with no passage left out."""
    for k in range(1, len(embedding.passage_ids) + 1):
        found = find_clusters(embedding, n_themes=k)
        sizes = np.bincount(found.labels).tolist()
        assert len(sizes) == k
        assert sizes == sorted(sizes, reverse=True)
        assert min(sizes) > 0


def test_guide_draws_passages_together() -> None:
    """Of four texts in two directions the guide pairs them the other way."""
    texts = embedding_of([[1, 0.1], [0.1, 1], [1, 0], [0, 1]])
    guide = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float64)
    assert find_clusters(texts, guide=guide, n_themes=2).labels.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([[1, 0]], [0]),
        ([[0, 0]], [0]),
        ([[1, 0], [0, 1]], [0] * 2),  # opposite ends, once the mean is away: one theme for want of two
        ([[1, 0]] * 5, [0] * 5),  # all say the same
        ([[0, 0]] * 5, [0] * 5),
        ([[1, 0], [1, 0], [0, 1], [0, 1]], [0, 0, 1, 1]),
    ],
)
def test_few_or_equal_passages(rows: list[list[float]], expected: list[int]) -> None:
    """Too little to find anything in is no error."""
    assert find_clusters(embedding_of(rows)).labels.tolist() == expected


def test_a_hundred_equal_answers_are_one_voice() -> None:
    """Equal rows stand together and do not crowd the others out, however many they are."""
    planted = groups(8, 14, 10).vectors
    rows = np.vstack([planted, np.repeat(planted[:1], 100, axis=0)])
    labels = find_clusters(Embedding(tuple(f"p{i:03}" for i in range(132)), rows, "t")).labels.tolist()
    assert set(labels[32:]) == {labels[0]}
    assert labels[8:32] == [1] * 14 + [2] * 10


def test_more_themes_than_different_texts_split_equal_ones() -> None:
    """A number of themes is kept to, also where only equal texts are left to part."""
    assert sorted(set(find_clusters(embedding_of([[1.0, 0.0]] * 3 + [[0.0, 1.0]]), n_themes=4).labels.tolist())) == [
        0,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize("n_themes", [-1, 0, 4])
def test_impossible_number_of_themes_is_a_usage_error(n_themes: int) -> None:
    """Below one or above the passages: the sentence names both numbers."""
    with pytest.raises(UsageError) as caught:
        find_clusters(embedding_of([[1, 0], [0, 1], [1, 1]]), n_themes=n_themes)
    assert (caught.value.key, caught.value.facts) == ("themes.n_themes", {"n": n_themes, "passages": 3})
    assert str(n_themes) in caught.value.message("en")


def test_no_passages_can_hold_no_theme() -> None:
    """One theme of no passages is refused, too."""
    with pytest.raises(UsageError):
        find_clusters(embedding_of([]), n_themes=1)


@pytest.mark.parametrize(("n", "expected"), [(0, 2), (1, 2), (6, 2), (7, 3), (100, 10), (400, 20)])
def test_number_of_neighbors_grows_with_the_square_root(n: int, expected: int) -> None:
    """The rounded root, 2 or more, stands in the parameters beside the seed."""
    # sqrt(6) = 2.45, sqrt(7) = 2.65
    vectors = np.random.default_rng(0).normal(size=(n, 2)).astype(np.float32)
    parameters = find_clusters(Embedding(tuple(map(str, range(n))), vectors, "t"), seed=5).parameters
    assert (parameters["n_neighbors"], parameters["seed"]) == (expected, 5)


def test_inside_share_is_the_weight_that_stays_inside() -> None:
    """Each node's links to its own community over all of its links."""
    dense = np.zeros((5, 5))
    dense[0, 1], dense[0, 2], dense[1, 2], dense[2, 3], dense[3, 4] = 0.9, 0.3, 0.6, 0.1, 0.5
    # 0: .9 of .9 + .3. 1: .9 of .9 + .6. 2: nothing of 1.0. 3 and 4 belong to none, though they are linked.
    share = inside_share(csr_matrix(dense + dense.T), np.array([0, 0, 1, UNASSIGNED, UNASSIGNED]))
    assert share.tolist() == pytest.approx([0.75, 0.6, 0, 0, 0])


def test_inside_share_of_a_node_without_links() -> None:
    """It stays wholly inside when alone, and is no part of a community that it was put into."""
    assert inside_share(csr_matrix((4, 4)), np.array([0, 0, 1, UNASSIGNED])).tolist() == [0, 0, 1, 0]
