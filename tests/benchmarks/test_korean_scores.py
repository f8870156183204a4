"""Scores of `benchmarks/korean.py`, worked by hand."""

from __future__ import annotations

import doctest

import korean_scores
import pytest
from hypothesis import given
from hypothesis import strategies as st
from korean_scores import Counts, Interval, end_counts, f1_difference, noun_counts, total

COUNTS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)).map(
        lambda t: Counts(right=t[0], found=t[0] + t[1], gold=t[0] + t[2])
    ),
    min_size=1,
    max_size=20,
)


def test_examples_hold() -> None:
    """What the docstrings show is what the functions give."""
    assert doctest.testmod(korean_scores).failed == 0


def test_figures_are_the_textbook_ones() -> None:
    """Precision 3/4, recall 3/6, F1 their harmonic mean: 2 * 3 / (4 + 6) = .6."""
    counts = Counts(right=3, found=4, gold=6)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.5, 0.6)


@pytest.mark.parametrize("counts", [Counts(0, 0, 0), Counts(0, 4, 0), Counts(0, 0, 4)])
def test_nothing_found_or_nothing_there_is_zero(counts: Counts) -> None:
    """No division by zero."""
    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("found", "gold", "counts"),
    [
        ([], [], Counts(0, 0, 0)),
        (["교육"], [], Counts(0, 1, 0)),
        (["교육", "교육", "교육"], ["교육", "교육"], Counts(2, 3, 2)),
        (["고객관리"], ["고객", "관리"], Counts(0, 1, 2)),  # a compound (customer management) is not its parts
        (["관리", "고객"], ["고객", "관리"], Counts(2, 2, 2)),
    ],
)
def test_nouns_count_as_often_as_they_stand_there(found: list[str], gold: list[str], counts: Counts) -> None:
    """A multiset: repetitions count, order does not, and a compound is one noun."""
    assert noun_counts(found, gold) == counts


@pytest.mark.parametrize(
    ("found", "gold", "counts"),
    [
        ([], [], Counts(0, 0, 0)),
        (["가 나"], ["가 나"], Counts(0, 0, 0)),  # one sentence: its end is that of the text
        (["가.", "나.", "다."], ["가.", "나.", "다."], Counts(2, 2, 2)),
        (["가. 나.", "다."], ["가.", "나.", "다."], Counts(1, 1, 2)),
        (["가. ", " 나.\n", "다."], ["가.", "나.", "다."], Counts(2, 2, 2)),
        (["가. 나", ". 다."], ["가.", "나.", "다."], Counts(0, 1, 2)),
        (["", "가.", "나.", ""], ["가.", "나."], Counts(1, 1, 1)),
    ],
)
def test_sentence_ends_count_inside_the_text_and_without_white_space(
    found: list[str], gold: list[str], counts: Counts
) -> None:
    """Where an end falls among the letters is what counts; blanks, empty sentences and the last end do not."""
    assert end_counts(found, gold) == counts


def test_total_of_nothing_is_nothing() -> None:
    """Sums start at zero."""
    assert total([]) == Counts(0, 0, 0)


def test_difference_is_that_of_the_micro_figures() -> None:
    """Ours: right 3 of 4 found and 4 there, F1 6/8 = .75; theirs: 1 of 2 and 4, F1 2/6 = .3333."""
    ours, theirs = [Counts(1, 2, 2), Counts(2, 2, 2)], [Counts(0, 1, 2), Counts(1, 1, 2)]
    found = f1_difference(ours, theirs)
    assert found.difference == pytest.approx(0.75 - 1 / 3)
    # Two sentences drawn from two: only the first (.5 - 0), only the second (1 - 2/3), or both (.4167).
    assert [found.low, found.high] == pytest.approx([1 / 3, 0.5])


def test_difference_is_paired() -> None:
    """Where two systems are equal sentence by sentence no draw makes them differ, however unlike the sentences are."""
    counts = [Counts(0, 1, 1), Counts(3, 3, 3), Counts(1, 2, 5)]
    assert f1_difference(counts, counts) == Interval(0.0, 0.0, 0.0)


@given(COUNTS)
def test_turning_the_sides_turns_the_interval(ours: list[Counts]) -> None:
    """Law: theirs less ours is the mirror image of ours less theirs."""
    theirs = [Counts(max(0, c.right - 1), c.found, c.gold) for c in ours]
    there, back = f1_difference(ours, theirs, rounds=50), f1_difference(theirs, ours, rounds=50)
    assert [there.difference, there.low, there.high] == pytest.approx([-back.difference, -back.high, -back.low])
