"""C-value by document frequency: worked by hand, its laws, its edges."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.terms.cvalue import MAX_PARTS, c_values

A, B, C, D = "업무", "프로세스", "혁신", "팀"  # business, process, innovation, team


def values(documents: list[list[tuple[str, ...]]], *, least: int = 1) -> dict[tuple[str, ...], float]:
    """Return the C-value of each candidate."""
    return {term.parts: term.c_value for term in c_values(documents, min_documents=least)}


def test_c_value_worked_by_hand() -> None:
    """Three documents: A B C, then B C and A B, then B C D.

    f(ABC) = 1, f(BCD) = 1, f(AB) = 2, f(BC) = 3, f(CD) = 1.
    ABC and BCD are in no longer one: log2(3) x 1. AB is in ABC: 1 x (2 - 1/1) = 1. CD is in BCD: 1 x (1 - 1) = 0.
    BC is in ABC and BCD: 1 x (3 - (1 + 1)/2) = 2.
    """
    found = values([[(A, B, C)], [(B, C), (A, B)], [(B, C, D)]])
    assert found == pytest.approx({(A, B, C): log2(3), (B, C, D): log2(3), (A, B): 1, (B, C): 2, (C, D): 0})


def test_documents_count_once_however_often_they_repeat_a_phrase() -> None:
    """One author who says it five times is one document."""
    assert values([[(A, B)] * 5, [(A, B)]]) == {(A, B): 2.0}


def test_rare_runs_are_no_candidates_and_do_not_lower_others() -> None:
    """With two documents the least, A B C (one document) is gone, and A B keeps all of its 2."""
    assert values([[(A, B, C)], [(A, B)]], least=2) == {(A, B): 2.0}


def test_terms_come_highest_first_then_by_their_parts() -> None:
    """The order says which is more of a term."""
    terms = c_values([[(A, B)], [(A, B)], [(C, D)], [(B, C)]], min_documents=1)
    assert [term.parts for term in terms] == [(A, B), (B, C), (C, D)]
    assert [term.documents for term in terms] == [2, 1, 1]


@pytest.mark.parametrize("documents", [[], [[]], [[()]], [[(A,)]]])
def test_no_phrases_give_no_terms(documents: list[list[tuple[str, ...]]]) -> None:
    """Nothing, no phrase, an empty phrase, one part."""
    assert c_values(documents, min_documents=1) == ()


def test_candidates_have_at_most_the_parts_of_a_noun_phrase() -> None:
    """Of a phrase of seven parts there are 6 + 5 + 4 + 3 runs of two to five."""
    terms = c_values([[tuple("가나다라마바사")]], min_documents=1)
    assert len(terms) == 18
    assert max(len(term.parts) for term in terms) == MAX_PARTS == 5


PHRASE = st.lists(st.sampled_from([A, B, C, D]), max_size=6).map(tuple)
DOCUMENTS = st.lists(st.lists(PHRASE, max_size=4), max_size=6)


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(documents: list[list[tuple[str, ...]]], random: st.DataObject) -> None:
    """Shuffled documents give the same terms, in the same order."""
    shuffled = [list(phrases)[::-1] for phrases in documents]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert c_values(shuffled, min_documents=1) == c_values(documents, min_documents=1)


@given(DOCUMENTS)
def test_c_value_agrees_with_the_formula_read_literally(documents: list[list[tuple[str, ...]]]) -> None:
    """log2|a| (f(a) - sum of f(b) / P(T_a)), by scanning all candidates for each."""

    def within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        return any(b[i : i + len(a)] == a for i in range(len(b) - len(a) + 1))

    runs = {p[i:j] for d in documents for p in d for i in range(len(p)) for j in range(i + 2, min(len(p), i + 5) + 1)}
    f = {a: sum(any(within(a, p) for p in d) for d in documents) for a in runs}
    expected = {}
    for a in runs:
        longer = [f[b] for b in runs if len(b) > len(a) and within(a, b)]
        expected[a] = log2(len(a)) * (f[a] - (sum(longer) / len(longer) if longer else 0))
    assert values(documents) == pytest.approx(expected)
