"""Coding: which scores become codes, of passages and of themes, and the reason given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.causes.coding import MACHINE, assign_causes, code_passages, theme_causes
from crmkb.causes.model import THRESHOLD, CauseModel
from crmkb.types import NO_CAUSE, UNASSIGNED, Cause, CauseScores, Embedding, Taxonomy, Terms


def scores_of(*rows: list[float]) -> CauseScores:
    """Build scores whose causes are T01, T02, ...; each row ends with the score from which a cause counts."""
    values = np.array(rows, np.float64)
    codes = (*(f"T{k + 1:02}" for k in range(values.shape[1] - 1)), NO_CAUSE)
    return CauseScores(tuple(f"p{i}" for i in range(len(rows))), codes, values)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([0.1, 0.2, 0.3], ()),
        ([0.3, 0.2, 0.3], (0,)),  # just enough
        ([0.2, 0.5, 0.3], (1,)),
        ([0.4, 0.5, 0.3], (1,)),  # .4 is less than .85 x .5 = .425
        ([0.43, 0.5, 0.3], (1, 0)),
        ([0.85, 1.0, 0.3], (1, 0)),  # just close enough
        ([0.29, 0.3, 0.3], (1,)),  # close, but below what counts
        ([0.4, 0.4, 0.4, 0.3], (0, 1)),  # a tie goes to the smaller columns, and a third is one too many
        ([0.38, 0.4, 0.39, 0.3], (1, 2)),
        ([0.5], ()),
        ([0.0, 0.0, 0.3], ()),
    ],
)
def test_passage_has_at_most_two_causes_that_are_close(row: list[float], expected: tuple[int, ...]) -> None:
    """The strongest if it counts, and the next if it counts and has 85 % of that."""
    assert assign_causes(scores_of(row)) == (expected,)


@pytest.mark.parametrize(
    ("rows", "labels", "expected"),
    [
        # One of three has T01: just a third. One of four: too few.
        ([[0.5, 0.1, 0.3], [0.1, 0.1, 0.3], [0.1, 0.1, 0.3]], [0, 0, 0], ("T01",)),
        ([[0.5, 0.1, 0.3], *[[0.1, 0.1, 0.3]] * 3], [0, 0, 0, 0], (None,)),
        # T01: .9 of one passage. T02: .4 + .4 = .8 of two. The larger sum wins, if a third has it.
        ([[0.9, 0.1, 0.3], [0.1, 0.4, 0.3], [0.1, 0.4, 0.3]], [0, 0, 0], ("T01",)),
        # With one passage more T01 has no third, and T02, which has, does not step in.
        ([[0.9, 0.1, 0.3], [0.1, 0.4, 0.3], [0.1, 0.4, 0.3], [0.1, 0.1, 0.3]], [0, 0, 0, 0], (None,)),
        # A second cause counts as the first does: T02 .45 + .5 against T01 .5.
        ([[0.5, 0.45, 0.3], [0.1, 0.5, 0.3]], [0, 0], ("T02",)),
        # Scores of passages without the cause add nothing: T01 .5, not .5 + .29 + .29; T02 .51.
        ([[0.5, 0.1, 0.3], [0.29, 0.51, 0.3], [0.29, 0.1, 0.3]], [0, 0, 0], ("T02",)),
        # Equal sums go to the smaller code; each theme counts its own; passages of no theme do not count.
        ([[0.1, 0.5, 0.3], [0.5, 0.1, 0.3]], [0, 0], ("T01",)),
        ([[0.1, 0.5, 0.3], [0.5, 0.1, 0.3], [0.1, 0.1, 0.3]], [1, 0, 2], ("T01", "T02", None)),
        ([[0.9, 0.1, 0.3], [0.1, 0.5, 0.3], [0.9, 0.1, 0.3]], [UNASSIGNED, 0, UNASSIGNED], ("T02",)),
        ([[0.9, 0.1, 0.3]], [UNASSIGNED], ()),
    ],
)
def test_theme_takes_the_largest_cause_of_a_third(
    rows: list[list[float]], labels: list[int], expected: tuple[str | None, ...]
) -> None:
    """The cause with the largest summed score, if a third of the theme's passages have it; else none."""
    assert theme_causes(scores_of(*rows), np.array(labels)) == expected


@pytest.mark.parametrize("third", range(1, 40))
def test_exactly_a_third_is_a_third(third: int) -> None:
    """Rounding takes the cause from no size of theme; one passage less than a third does."""
    rows = [[0.5, 0.3]] * third + [[0.1, 0.3]] * (2 * third)
    assert theme_causes(scores_of(*rows), np.zeros(3 * third, np.int64)) == ("T01",)
    assert theme_causes(scores_of(*rows[1:], [0.1, 0.3]), np.zeros(3 * third, np.int64)) == (None,)


def test_no_passages_have_no_codes() -> None:
    """Nothing is no error."""
    none = CauseScores((), ("T01", NO_CAUSE), np.zeros((0, 2)))
    assert assign_causes(none) == ()
    assert theme_causes(none, np.zeros(0, np.int64)) == ()


@given(st.data(), st.integers(0, 7))
def test_order_of_passages_and_themes_does_not_matter(data: st.DataObject, n: int) -> None:
    """Shuffled passages give the same causes; renumbered themes take theirs along."""
    values = st.sampled_from([0.0, 0.125, 0.25, 0.375, 0.4375, 0.5])  # sums without rounding
    rows = [[data.draw(values), data.draw(values), 0.25] for _ in range(n)]
    labels = np.array([k % 3 for k in range(n)], np.int64)
    order = data.draw(st.permutations(range(n)))
    numbers = np.array(data.draw(st.permutations(range(min(n, 3)))), np.int64)
    scores = CauseScores(tuple(map(str, range(n))), ("T01", "T02", NO_CAUSE), np.array(rows).reshape(n, 3))
    shuffled = CauseScores(scores.passage_ids, scores.codes, scores.scores[list(order)])
    found = theme_causes(shuffled, numbers[labels[list(order)]])
    assert [found[k] for k in numbers] == list(theme_causes(scores, labels))


def model() -> CauseModel:
    """Make a model of two causes; T01 has the sentences of the axes 0 and 1, T02 that of axis 2."""
    texts = {"ko": "가", "en": "a"}
    causes = (
        Cause("T01", "A", texts, {"ko": "교육이 없다."}, ("짧은 교육",), (), (), ("교육", "변화 관리"), (), ()),
        Cause("T02", "A", texts, {"ko": "화면이 불편하다."}, (), (), (), ("화면",), (), ()),
    )
    return CauseModel(Taxonomy("tiny", "1", {"A": texts}, causes, {}), np.eye(3, dtype=np.float32), "test")


def test_codes_name_lemmas_and_nearest_sentence() -> None:
    """The reason is what was found of that cause, in no language of ours; a passage without a cause has no code."""
    scores = scores_of([0.50004, 0.49, THRESHOLD], [0.1, 0.1, THRESHOLD], [0.1, 0.3, THRESHOLD])
    vectors = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float32)
    terms = [Terms("p0", ("변화", "관리", "교육"), ()), Terms("p1", ("교육",), ()), Terms("p2", ("교육",), ())]
    found = code_passages(model(), scores, Embedding(scores.passage_ids, vectors, "test"), terms)
    assert [(c.passage_id, c.code, c.coder, c.confidence) for c in found] == [
        ("p0", "T01", MACHINE, 0.5),
        ("p0", "T02", MACHINE, 0.49),
        ("p2", "T02", MACHINE, 0.3),
    ]
    # Less the mean, the axes have a cosine of (-2 - 2 + 1) / 6 = -.5 with each other. p2 hits no lemma of T02.
    expected = ["교육 · 변화 관리 · ‘짧은 교육’ 1.00", "‘화면이 불편하다.’ -0.50", "‘화면이 불편하다.’ 1.00"]
    assert [c.reason for c in found] == expected
