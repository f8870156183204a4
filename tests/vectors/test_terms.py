"""Term counts: worked by hand, against the slow way, and their edges."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.types import Terms
from crmkb.vectors.terms import count_terms

WORDS = st.sampled_from(["교육", "시간", "crm", "CRM", "늦다", "콜센터", "a", "가"])
PHRASES = st.sampled_from(["교육 시간", "교육시간", "CRM 교육", "콜센터", "교육"])


def bare(term: str) -> str:
    """Return a term without blanks and capitals."""
    return term.replace(" ", "").lower()


@st.composite
def passages(draw: st.DrawFn) -> list[Terms]:
    """Draw passages of a few words and phrases."""
    bags = draw(st.lists(st.tuples(st.lists(WORDS, max_size=6), st.lists(PHRASES, max_size=3)), max_size=6))
    return [Terms(f"p{n}", tuple(words), tuple(phrases)) for n, (words, phrases) in enumerate(bags)]


def test_counts_worked_by_hand() -> None:
    """교육 stands twice in a and once in b; 늦다 is a stop word; the phrase holding 교육 counts for itself."""
    matrix = count_terms(
        [
            Terms("a", ("교육", "늦다", "교육"), ("교육 시간",)),
            Terms("b", ("crm", "교육"), ("교육 시간", "교육 시간")),
            Terms("c", ("늦다",), ()),
        ],
        stop_words={"늦다"},
    )
    assert matrix.passage_ids == ("a", "b", "c")
    assert matrix.vocabulary == ("crm", "교육", "교육 시간")  # code point order
    assert matrix.counts.toarray().tolist() == [[0, 2, 1], [1, 1, 2], [0, 0, 0]]


def test_a_phrase_that_equals_a_lemma_shares_its_column() -> None:
    """콜센터 as a word and as a phrase of two morphemes is one term: 1 + 1 uses."""
    matrix = count_terms([Terms("a", ("콜센터",), ("콜센터",))])
    assert matrix.vocabulary == ("콜센터",)
    assert matrix.counts.toarray().tolist() == [[2]]


@pytest.mark.parametrize(
    ("lemmas", "phrases", "expected"),
    [
        (("변화관리",), ("변화 관리", "변화 관리"), "변화 관리"),  # change management; 2 uses against 1
        (("변화관리", "변화관리"), ("변화 관리",), "변화관리"),
        (("변화관리",), ("변화 관리",), "변화 관리"),  # a blank comes before any letter
        ((), ("RCL group", "RCL Group", "rclgroup"), "RCL Group"),  # 1 use each: capitals come first
        (("crm",), ("CRM",), "CRM"),
    ],
)
def test_spellings_of_a_term_share_a_column(lemmas: tuple[str, ...], phrases: tuple[str, ...], expected: str) -> None:
    """Blanks and capitals make no other term; the spelling used most is shown."""
    matrix = count_terms([Terms("a", lemmas, phrases)])
    assert matrix.vocabulary == (expected,)
    assert matrix.counts.toarray().tolist() == [[len(lemmas) + len(phrases)]]


def test_the_spelling_shown_is_that_of_all_passages() -> None:
    """Used once in each of two passages against twice in one: a tie, and the blank decides."""
    matrix = count_terms([Terms("a", (), ("변화관리", "변화관리")), *[Terms(i, (), ("변화 관리",)) for i in "bc"]])
    assert matrix.vocabulary == ("변화 관리",)
    assert matrix.counts.toarray().tolist() == [[2], [1], [1]]


def test_a_phrase_is_left_out_only_if_it_equals_a_stop_word() -> None:
    """A stop word inside a phrase does not take the phrase away."""
    matrix = count_terms([Terms("a", (), ("경우", "교육 경우"))], stop_words=["경우"])
    assert matrix.vocabulary == ("교육 경우",)


@pytest.mark.parametrize(
    ("rows", "stop_words", "shape"),
    [
        ([], (), (0, 0)),
        ([Terms("a", (), ())], (), (1, 0)),
        ([Terms("a", ("가",), ("가",)), Terms("b", (), ())], ("가",), (2, 0)),
        ([Terms("a", ("가",), ()), Terms("b", ("가",), ())], (), (2, 1)),
    ],
)
def test_few_or_no_terms(rows: list[Terms], stop_words: tuple[str, ...], shape: tuple[int, int]) -> None:
    """No passages, no terms, stop words only, and all equal give whole numbers of the right shape."""
    matrix = count_terms(rows, stop_words=stop_words)
    assert matrix.counts.shape == shape
    assert np.issubdtype(matrix.counts.dtype, np.integer)
    assert len(matrix.passage_ids) == shape[0]
    assert len(matrix.vocabulary) == shape[1]


@settings(deadline=None)
@given(passages(), st.sets(WORDS))
def test_counts_agree_with_the_slow_way(rows: list[Terms], stop_words: set[str]) -> None:
    """Each cell is what counting by hand gives; no column is empty, and they are in code point order."""
    matrix = count_terms(rows, stop_words=stop_words)
    dense = matrix.counts.toarray()
    for row, terms in zip(dense, rows, strict=True):
        bag = Counter(bare(term) for term in (*terms.lemmas, *terms.phrases) if term not in stop_words)
        assert row.tolist() == [bag[bare(term)] for term in matrix.vocabulary]
    used = {term for terms in rows for term in (*terms.lemmas, *terms.phrases)} - stop_words
    assert set(matrix.vocabulary) <= used
    assert sorted(map(bare, matrix.vocabulary)) == sorted(set(map(bare, used)))
    assert list(matrix.vocabulary) == sorted(matrix.vocabulary)


@settings(deadline=None)
@given(passages(), st.randoms(use_true_random=False))
def test_the_order_of_passages_moves_rows_only(rows: list[Terms], random: np.random.Generator) -> None:
    """Shuffled passages have the same columns and their own counts."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    before, after = count_terms(rows), count_terms(shuffled)
    assert after.vocabulary == before.vocabulary
    order = [before.passage_ids.index(one) for one in after.passage_ids]
    assert after.counts.toarray().tolist() == before.counts.toarray()[order].tolist()


@settings(deadline=None)
@given(passages())
def test_the_same_passages_give_the_same_bytes(rows: list[Terms]) -> None:
    """Indices are sorted, so that equal matrices are equal in memory."""
    matrix = count_terms(rows).counts
    assert matrix.has_sorted_indices
    again = count_terms([Terms(p.passage_id, p.lemmas[::-1], p.phrases[::-1]) for p in rows]).counts
    for part in ("data", "indices", "indptr"):
        assert getattr(again, part).tobytes() == getattr(matrix, part).tobytes()
