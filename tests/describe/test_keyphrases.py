"""Key phrases: terms weighed by how they mark a theme, then thinned out for people."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from crmkb.describe.keyphrases import class_tfidf, distinctiveness, keyphrases
from crmkb.types import TermMatrix

Counts = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int64]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[Counts, Labels]:
    """Draw term counts and labels without gaps; themes without a term, and passages of none, are common."""
    n_terms = draw(st.integers(0, 5))
    rows = draw(st.lists(st.lists(st.integers(0, 3), min_size=n_terms, max_size=n_terms), max_size=8))
    drawn = draw(st.lists(st.integers(-1, 3), min_size=len(rows), max_size=len(rows)))
    number = {label: k for k, label in enumerate(sorted({label for label in drawn if label >= 0}))}
    labels = np.array([number.get(label, -1) for label in drawn], np.int64)
    return np.array(rows, np.int64).reshape(len(rows), n_terms), labels


def slow_weights(counts: Counts, labels: Labels) -> list[list[float]]:
    """Weigh terms one by one, as the docstring says it."""
    themes = range(int(labels.max(initial=-1)) + 1)
    pooled = [[int(counts[labels == k, j].sum()) for j in range(counts.shape[1])] for k in themes]
    mean = sum(map(sum, pooled)) / max(1, len(pooled))
    everywhere = [sum(theme[j] for theme in pooled) for j in range(counts.shape[1])]
    return [[n and n / sum(own) * math.log(1 + mean / everywhere[j]) for j, n in enumerate(own)] for own in pooled]


def matrix(counts: list[list[int]], vocabulary: list[str]) -> TermMatrix:
    """Build a term matrix with its columns in code point order."""
    order = np.argsort(vocabulary)
    columns = np.array(counts, np.int64).reshape(len(counts), len(vocabulary))[:, order]
    return TermMatrix(tuple(map(str, range(len(counts)))), tuple(sorted(vocabulary)), csr_matrix(columns))


def phrases(terms: TermMatrix, labels: list[int], *, n: int = 8) -> list[list[str]]:
    """List the phrases of each theme, without weights."""
    return [[k.phrase for k in own] for own in keyphrases(terms, np.array(labels, np.int64), n=n)]


def test_class_tfidf_by_hand() -> None:
    """Passages of a theme are pooled, that of no theme is left out of every count."""
    counts = np.array([[2, 1, 0], [0, 1, 0], [0, 1, 1], [9, 9, 9]])
    # Theme 0: 2, 2, 0 of 4 terms; theme 1: 0, 1, 1 of 2. Six terms in two themes: mean 3. In all themes: 2, 3, 1.
    # Theme 0: 2/4 ln(1 + 3/2) = .4581, 2/4 ln(1 + 3/3) = .3466, 0. Theme 1: 0, 1/2 ln 2 = .3466, 1/2 ln(1 + 3) = .6931.
    expected = [[0.4581, 0.3466, 0], [0, 0.3466, 0.6931]]
    np.testing.assert_allclose(class_tfidf(counts, np.array([0, 0, 1, -1])), expected, atol=5e-5)


@given(corpora())
def test_class_tfidf_is_that_of_the_plain_formula(corpus: tuple[Counts, Labels]) -> None:
    """The matrix products give what two loops give, from dense and from sparse counts."""
    counts, labels = corpus
    expected = np.array(slow_weights(counts, labels), np.float64).reshape(class_tfidf(counts, labels).shape)
    np.testing.assert_allclose(class_tfidf(counts, labels), expected)
    np.testing.assert_allclose(class_tfidf(csr_matrix(counts), labels), expected)


@given(st.data(), corpora())
def test_class_tfidf_does_not_see_any_order(data: st.DataObject, corpus: tuple[Counts, Labels]) -> None:
    """Shuffled passages change nothing; shuffled terms and renumbered themes shuffle the weights."""
    counts, labels = corpus
    weights = class_tfidf(counts, labels)
    rows = data.draw(st.permutations(range(len(labels))))
    columns = data.draw(st.permutations(range(counts.shape[1])))
    numbers = np.array([*data.draw(st.permutations(range(len(weights)))), -1], np.int64)  # the last is for label -1
    changed = class_tfidf(counts[rows][:, columns], numbers[labels[rows]])
    np.testing.assert_allclose(changed[numbers[:-1]], weights[:, columns])


def test_class_tfidf_of_nothing() -> None:
    """No passages, no terms, or only passages without a theme give empty weights; a theme without terms gives zeros."""
    assert class_tfidf(np.zeros((0, 3), np.int64), np.zeros(0, np.int64)).shape == (0, 3)
    assert class_tfidf(np.zeros((2, 0), np.int64), np.array([0, 1])).shape == (2, 0)
    assert class_tfidf(np.ones((2, 3), np.int64), np.array([-1, -1])).shape == (0, 3)
    assert class_tfidf(np.array([[0, 0], [1, 0]]), np.array([0, 1]))[0].tolist() == [0, 0]


def test_distinctiveness_by_hand() -> None:
    """Passages that hold a term count once; those of no theme belong to what a theme is compared with."""
    counts = np.array([[2, 1, 0], [0, 5, 0], [0, 1, 1], [0, 0, 9]])
    # Of four passages 1, 3, 2 hold the terms. Theme 0 (two passages): 1/2 ln((1/2)/(1/4)) = .3466, 2/2 ln(1/(3/4)) =
    # .2877, 0. Theme 1 (one): 0, 1 ln(1/(3/4)) = .2877, 1 ln(1/(2/4)) = .6931. The last passage has no theme.
    expected = [[0.3466, 0.2877, 0], [0, 0.2877, 0.6931]]
    np.testing.assert_allclose(distinctiveness(counts, np.array([0, 0, 1, -1])), expected, atol=5e-5)


def test_distinctiveness_of_a_theme_of_all_passages_is_its_shares() -> None:
    """Nothing is left to compare it with."""
    assert distinctiveness(np.array([[1, 0], [3, 1]]), np.array([0, 0])).tolist() == [[1, 0.5]]


@given(corpora())
def test_distinctiveness_is_that_of_the_plain_formula(corpus: tuple[Counts, Labels]) -> None:
    """The matrix products give what two loops give; nothing is negative."""
    counts, labels = corpus
    found = distinctiveness(csr_matrix(counts), labels)
    for k in range(len(found)):
        own = labels == k
        for j in range(counts.shape[1]):
            p, q = (counts[own, j] > 0).mean(), (counts[:, j] > 0).mean()
            expected = p if own.all() else p * max(0.0, math.log(p / q)) if p else 0.0
            assert found[k, j] == pytest.approx(expected, abs=1e-12)


@given(st.data(), corpora())
def test_distinctiveness_does_not_see_any_order(data: st.DataObject, corpus: tuple[Counts, Labels]) -> None:
    """Shuffled passages change nothing; renumbered themes shuffle the weights."""
    counts, labels = corpus
    weights = distinctiveness(counts, labels)
    rows = data.draw(st.permutations(range(len(labels))))
    numbers = np.array([*data.draw(st.permutations(range(len(weights)))), -1], np.int64)
    np.testing.assert_allclose(distinctiveness(counts[rows], numbers[labels[rows]])[numbers[:-1]], weights)


def test_keyphrases_come_heaviest_first_with_their_weight() -> None:
    """The order is that of the weights; equal weights stand in code point order."""
    terms = matrix([[1, 3, 1], [1, 0, 0], [0, 0, 1]], ["실습", "매뉴얼", "교육"])  # hands-on, manual, training
    (first, second) = keyphrases(terms, np.array([0, 0, 1]))
    # 실습: 2/2 ln((2/2)/(2/3)) = .4055; 매뉴얼: 1/2 ln((1/2)/(1/3)) = .2027; 교육 is in 1/2, everywhere in 2/3: 0.
    # In the other theme 교육: ln(1/(2/3)) = .4055.
    assert [(k.phrase, round(k.weight, 4)) for k in first] == [("실습", 0.4055), ("매뉴얼", 0.2027)]
    assert [(k.phrase, round(k.weight, 4)) for k in second] == [("교육", 0.4055)]
    assert phrases(matrix([[1, 1, 1]], ["나중", "가끔", "다시"]), [0]) == [["가끔", "나중", "다시"]]


def test_keyphrases_leave_out_terms_of_one_letter() -> None:
    """One syllable alone says too little."""
    assert phrases(matrix([[5, 1]], ["콜", "상담"]), [0]) == [["상담"]]  # call, counselling


@pytest.mark.parametrize(("n_passages", "expected"), [(3, ["메신저", "출장"]), (4, ["메신저"])])
def test_term_of_one_passage_does_not_mark_a_theme_of_four(n_passages: int, expected: list[str]) -> None:
    """However often a single passage says it; in a smaller theme it counts."""
    counts = [[1, 0]] * (n_passages - 1) + [[3, 5]]
    assert phrases(matrix(counts, ["메신저", "출장"]), [0] * n_passages) == [expected]  # messenger, business trip


def spread(*columns: int) -> list[list[int]]:
    """Build the counts of ten passages of which the first so many hold each term."""
    return [[int(row < n) for n in columns] for row in range(10)]


@pytest.mark.parametrize(
    ("vocabulary", "counts", "expected"),
    [
        (["콜센터", "센터"], (6, 4), ["콜센터"]),  # call center, center
        (["콜센터", "센터"], (2, 6), ["센터"]),
        (["콜센터", "센터"], (3, 6), ["콜센터"]),  # in half of the passages of its part: it carries as much
        (["업무 프로세스", "프로세스"], (4, 5), ["업무 프로세스"]),  # work process
        (["고객 정보", "고객정보"], (2, 6), ["고객정보"]),  # customer information, spaced or not
        (["공유", "공유되지 않다"], (5, 4), ["공유되지 않다"]),  # sharing, is not shared
        (["crm 교육", "CRM"], (6, 4), ["crm 교육"]),
        (["아주 길고 자세한 교육 과정", "교육"], (5, 5), ["교육"]),  # of more than 12 letters
        (["교육 시스템", "시스템 교육"], (6, 4), ["교육 시스템"]),
        (["고객 관리", "고객 지원"], (6, 4), ["고객 관리", "고객 지원"]),
    ],
)
def test_terms_alike_are_shown_once(vocabulary: list[str], counts: tuple[int, ...], expected: list[str]) -> None:
    """A phrase stands for its part where it carries as much, else the heavier one does; blanks and case aside."""
    assert phrases(matrix(spread(*counts), vocabulary), [0] * 10) == [expected]


def test_number_of_keyphrases_is_counted_after_thinning_out() -> None:
    """What is left out does not use up a place."""
    terms = matrix(spread(8, 7, 6, 4), ["콜센터", "센터", "상담", "메뉴"])
    assert phrases(terms, [0] * 10, n=2) == [["콜센터", "상담"]]


def test_term_of_the_same_passages_gives_way() -> None:
    """Of three terms the second says nothing that the first did not; the third, seen elsewhere, is shown before it."""
    # 로켓 and 와우 are in passages 0-5, 포장 in 6-9. With .6 x (1 - .7) = .18 와우 comes behind 포장 with .4.
    counts = [[int(row < 6), int(row < 6), int(row >= 6)] for row in range(10)]
    terms = matrix(counts, ["로켓", "와우", "포장"])
    assert phrases(terms, [0] * 10, n=2) == [["로켓", "포장"]]
    assert phrases(terms, [0] * 10, n=3) == [["로켓", "와우", "포장"]]


def test_numbers_and_excluded_terms_are_not_shown() -> None:
    """Neither digits alone, nor what the caller will not have, such as names of people."""
    terms = matrix([[1, 1, 1, 1, 1]], ["2025", "1차", "홍길동 과장", "홍길동", "교육"])
    (found,) = keyphrases(terms, np.array([0]), excluded={"홍길동 과장", "홍길동"})
    assert [k.phrase for k in found] == ["교육"]


def test_theme_without_words_has_no_keyphrases() -> None:
    """A theme of laughter, a base without terms, and no theme at all are no errors."""
    assert phrases(matrix([[0, 0], [1, 1]], ["실습", "교육"]), [0, 1]) == [[], ["교육", "실습"]]
    assert phrases(matrix([[]], []), [0]) == [[]]
    assert phrases(matrix([], ["교육"]), []) == []
    assert phrases(matrix([[1]], ["교육"]), [-1]) == []


@given(corpora(), st.integers(1, 8))
def test_keyphrases_hold_their_promises(corpus: tuple[Counts, Labels], n: int) -> None:
    """At most n a theme, with falling weights above 0, of terms that the theme uses, none within another."""
    counts, labels = corpus
    vocabulary = ["센터", "콜센터", "x", "콜 센터장", "교육"][: counts.shape[1]]
    terms = TermMatrix(tuple(map(str, range(len(labels)))), tuple(vocabulary), csr_matrix(counts))
    found = keyphrases(terms, labels, n=n)
    assert len(found) == int(labels.max(initial=-1)) + 1
    for label, own in enumerate(found):
        weights = [k.weight for k in own]
        joined = [k.phrase.replace(" ", "") for k in own]
        assert len(own) <= n
        assert all(weight > 0 for weight in weights)
        assert weights == sorted(weights, reverse=True)
        assert all(counts[labels == label, vocabulary.index(k.phrase)].any() for k in own)
        assert not [(a, b) for a in joined for b in joined if a != b and a in b]
