"""Exemplars: quotes near the middle of their theme, readable, and unlike each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.exemplars import borderline, exemplars
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
    ("length", "expected"), [(11, ["a", "b"]), (12, ["b", "a"]), (160, ["b", "a"]), (161, ["a", "b"])]
)
def test_quote_of_a_readable_length_comes_before_others(length: int, expected: list[str]) -> None:
    """12 to 160 letters read well: such a quote comes before one that is too short, in spite of its later id."""
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


def test_near_duplicates_are_quoted_once() -> None:
    """Full stops and a letter more make no other quote."""
    texts = [
        "교육이 너무 짧았습니다",
        "교육이 너무 짧았습니다..",
        "교육이 너무 짧았었습니다",
        "메뉴를 찾기가 어렵습니다",
    ]
    assert chosen([[1, 0]] * 4, texts) == [["a", "d"]]


def edge(
    vectors: list[list[float]],
    texts: list[str],
    labels: list[int],
    *,
    taken: tuple[tuple[str, ...], ...] = (),
    n: int = 2,
) -> list[list[str]]:
    """Choose borderline quotes of passages named a, b, c, ..."""
    embedding = Embedding(tuple("abcdefghij"[: len(texts)]), np.array(vectors, np.float32), "test")
    return [list(own) for own in borderline(embedding, texts, np.array(labels, np.int64), taken=taken, n=n)]


def test_borderline_by_hand() -> None:
    """The smallest margin comes first, against the mean of the theme without the passage itself."""
    # Theme 0: a (1, 0), b (.8, .6), c (1, 0); theme 1: d (0, 1). Without a the others sum to (1.8, .6), length 1.8974,
    # cosine of a .9487, minus 0 to d. Without b they are (1, 0): .8 - .6 = .2. c is like a. So b, then a; d is alone.
    texts = [quote(letter) for letter in "가나다라"]
    assert edge([[1, 0], [0.8, 0.6], [1, 0], [0, 1]], texts, [0, 0, 0, 1]) == [["b", "a"], []]


def test_borderline_passage_does_not_vouch_for_itself() -> None:
    """A passage far from the rest of its theme is at the border, although it pulls the theme's mean."""
    # a (1, 0, 0), b (.8, .6, 0), c (0, .6, .8); d of the other theme (.6, .8, 0). Without c the others sum to
    # (1.8, .6, 0): cosine .36 / 1.8974 = .1897, minus .48 to d = -.2903. Without b (1, .6, .8) of length 1.4142:
    # 1.16 / 1.4142 = .8202 - .96 = -.1398. Were its own part of the mean (1.8, 1.2, .8), c would have .5894 - .48 and b
    # .9365 - .96, so that b came first.
    texts = [quote(letter) for letter in "가나다라"]
    vectors: list[list[float]] = [[1, 0, 0], [0.8, 0.6, 0], [0, 0.6, 0.8], [0.6, 0.8, 0]]
    assert edge(vectors, texts, [0, 0, 0, 1]) == [["c", "b"], []]


def test_borderline_leaves_out_what_is_shown_elsewhere() -> None:
    """Neither a quote already taken nor one like it."""
    texts = [quote("가"), quote("나"), quote("나", 21), quote("다"), quote("라")]
    vectors: list[list[float]] = [[1, 0], [0.8, 0.6], [0.8, 0.6], [1, 0], [0, 1]]
    assert edge(vectors, texts, [0, 0, 0, 0, 1], taken=(("b",), ())) == [["a", "d"], []]


def test_borderline_prefers_what_reads_well_and_needs_another_theme() -> None:
    """A long quote comes last whatever its margin; the only theme has no border; passages of no theme are none."""
    texts = [quote("가"), quote("나", 200), quote("다"), quote("라")]
    vectors: list[list[float]] = [[1, 0], [0.8, 0.6], [1, 0], [0, 1]]
    assert edge(vectors, texts, [0, 0, 0, 1]) == [["a", "c"], []]
    assert edge(vectors, texts, [0, 0, 0, -1]) == [[]]
    assert edge(vectors, texts, [-1, -1, -1, -1]) == []


@given(st.data(), st.integers(0, 8))
def test_borderline_does_not_see_the_order_of_the_passages(data: st.DataObject, n: int) -> None:
    """Shuffled rows give the same quotes in the same order."""
    units = st.sampled_from([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.8, -0.6], [-1.0, 0.0]])
    vectors = np.array([data.draw(units) for _ in range(n)], np.float32).reshape(n, 2)
    texts = [data.draw(st.sampled_from(["없음", quote("가"), quote("나"), quote("다", 300)])) for _ in range(n)]
    labels = np.array([k % 3 for k in range(n)], np.int64)
    ids = [f"p{7 * k % 11}" for k in range(n)]
    order = data.draw(st.permutations(range(n)))
    shuffled = Embedding(tuple(ids[i] for i in order), vectors[order], "test")
    first = borderline(Embedding(tuple(ids), vectors, "test"), texts, labels)
    assert borderline(shuffled, [texts[i] for i in order], labels[order]) == first
