"""Exemplars: quotes near the middle of their theme, readable, and unlike each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.exemplars import exemplars
from crmkb.types import Embedding

if TYPE_CHECKING:
    from collections.abc import Sequence


def chosen(
    vectors: Sequence[Sequence[float]], texts: list[str], labels: list[int] | None = None, *, n: int = 3
) -> list[list[str]]:
    """Choose quotes of passages named a, b, c, ...; all in one theme unless said otherwise."""
    ids = tuple("abcdefghij"[: len(texts)])
    embedding = Embedding(ids, np.array(vectors, np.float32).reshape(len(texts), -1 if texts else 2), "test")
    found = exemplars(embedding, texts, np.array(labels or [0] * len(texts), np.int64), n=n)
    return [list(own) for own in found]


def quote(letter: str, length: int = 20) -> str:
    """Return a quote of so many letters."""
    return letter * length


def test_exemplars_by_hand() -> None:
    """The first quote is nearest to the middle; the next trades that against being unlike the first."""
    # (1, 0), (.8, .6), (0, 1): mean (.6, .5333) of length .8028, direction (.7474, .6644).
    # Likeness a .7474, b .8 x .7474 + .6 x .6644 = .9965, c .6644: b is first. Then a .7474 - .8/2 = .3474,
    # c .6644 - .6/2 = .3644: c is second, although a is nearer to the middle.
    vectors: list[list[float]] = [[1, 0], [0.8, 0.6], [0, 1]]
    texts = [quote(letter) for letter in "가나다"]
    assert chosen(vectors, texts) == [["b", "c", "a"]]
    assert chosen(vectors, texts, n=2) == [["b", "c"]]


def test_unlike_quotes_are_no_better_than_unrelated_ones() -> None:
    """A cosine below 0 to a quote already chosen earns nothing."""
    # (-1, 0), (0, -1), (.6, .8), (.28, .96): mean (-.03, .19), direction (-.1560, .9878). Likeness a .1560, b -.9878,
    # c .6967, d .9046: d is first. Then c .6967 - .936/2 = .2287, a .1560 - 0; by its cosine of -.28 to d, a would have
    # .1560 + .14 and come before c.
    vectors: list[list[float]] = [[-1, 0], [0, -1], [0.6, 0.8], [0.28, 0.96]]
    texts = [quote(letter) for letter in "가나다라"]
    assert chosen(vectors, texts, n=4) == [["d", "c", "a", "b"]]


@pytest.mark.parametrize(
    ("length", "expected"), [(14, ["a", "b"]), (15, ["b", "a"]), (160, ["b", "a"]), (161, ["a", "b"])]
)
def test_quote_of_a_readable_length_comes_before_others(length: int, expected: list[str]) -> None:
    """15 to 160 letters read well: such a quote comes before one that is too short, in spite of its later id."""
    assert chosen([[1, 0], [1, 0]], [quote("가", 5), quote("나", length)]) == [expected]


def test_no_likeness_outweighs_a_readable_length() -> None:
    """Quotes that are too long come last, however near the middle."""
    # a, b, c are the middle and too long; d points the other way.
    texts = [quote("가", 200), quote("나", 200), quote("다", 200), quote("라")]
    assert chosen([[1, 0], [1, 0], [1, 0], [-1, 0]], texts) == [["d", "a", "b"]]


def test_equal_texts_are_quoted_once() -> None:
    """The one with the smallest id stands for the others."""
    assert chosen([[1, 0], [1, 0], [1, 0]], ["없음", "좋았어요", "없음"]) == [["a", "b"]]  # none, it was good, none
    assert chosen([[1, 0]] * 4, ["없음"] * 4) == [["a"]]


def test_each_theme_has_quotes_of_its_own_members() -> None:
    """Passages of no theme are never quoted; a theme of one quotes it."""
    texts = [quote(letter) for letter in "가나다라"]
    assert chosen([[1, 0], [0, 1], [1, 0], [0, 1]], texts, [0, -1, 0, 1]) == [["a", "c"], ["d"]]


def test_no_passages_and_no_themes_have_no_quotes() -> None:
    """Nothing is no error."""
    assert chosen([], []) == []
    assert chosen([[1, 0]], ["없음"], [-1]) == []


def test_vectors_of_zero_are_chosen_by_id() -> None:
    """Texts without content are all equally near."""
    assert chosen([[0, 0]] * 3, [quote(letter) for letter in "가나다"]) == [["a", "b", "c"]]


@given(st.data(), st.integers(0, 8))
def test_order_of_the_passages_does_not_matter(data: st.DataObject, n: int) -> None:
    """Shuffled rows give the same quotes in the same order."""
    units = st.sampled_from([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.8, -0.6], [-1.0, 0.0]])
    vectors = np.array([data.draw(units) for _ in range(n)], np.float32).reshape(n, 2)
    texts = [data.draw(st.sampled_from(["없음", quote("가"), quote("나"), quote("다", 300)])) for _ in range(n)]
    labels = np.array([k % 2 for k in range(n)], np.int64)
    ids = [f"p{7 * k % 11}" for k in range(n)]
    order = data.draw(st.permutations(range(n)))
    first = exemplars(Embedding(tuple(ids), vectors, "test"), texts, labels)
    shuffled = Embedding(tuple(ids[i] for i in order), vectors[order], "test")
    assert exemplars(shuffled, [texts[i] for i in order], labels[order]) == first
    text_of = dict(zip(ids, texts, strict=True))
    assert all(len({text_of[own] for own in quotes}) == len(quotes) <= 3 for quotes in first)


def test_preferred_passages_are_quoted_first_and_readable_ones_before_them() -> None:
    """Of four alike in likeness the order is: readable and preferred, readable, preferred, neither."""
    vectors = np.array([[1, 0]] * 4, np.float32)
    texts = [quote("가", 5), quote("나"), quote("다", 5), quote("라")]
    preferred = np.array([False, False, True, True])
    found = exemplars(Embedding(tuple("abcd"), vectors, "t"), texts, np.zeros(4, np.int64), preferred=preferred, n=4)
    assert found == (("d", "b", "c", "a"),)
