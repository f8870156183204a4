"""Names: a clause that the theme's own passages say, and what stands in where none does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.describe.clauses import Clause
from crmkb.describe.names import (
    Candidate,
    name_candidates,
    name_themes,
    theme_names,
)
from crmkb.types import Analysis, Keyphrase, Terms, Token


def candidate(
    name: str, *, theme: int = 0, row: int = 0, words: tuple[str, ...] = (), settled: bool = True
) -> Candidate:
    """Make a candidate."""
    return Candidate(theme, row, Clause(0, len(name), name, frozenset(words), settled))


def best(*names: str, phrases: tuple[str, ...] = (), likeness: list[float] | None = None) -> str:
    """Name one theme of which all candidates come from one passage."""
    found = [candidate(name) for name in names]
    keyphrases = [[Keyphrase(phrase, 1.0) for phrase in phrases]]
    known = None if likeness is None else np.array(likeness)[:, np.newaxis]
    return name_themes(found, keyphrases, np.zeros((1, 1)), likeness=known)[0]


def test_score_by_hand() -> None:
    """Likeness, its margin to the other theme, the passage's margin, and the key phrases that a clause holds."""
    first, second = candidate("메뉴를 찾기가 어려움"), candidate("교육 자료가 하나도 없음", row=1)
    other = candidate("배송이 너무 늦게 옴", theme=1, row=2)
    phrases = [[Keyphrase("교육", 3.0), Keyphrase("메뉴", 1.0)], []]
    nearness = np.array([[0.4, 0.2], [0.2, 0.0], [0.0, 0.5]])
    # Likeness equal. first: .5 - .5 x .2 = .4, passage .5 x (.4 - .1) = .15, key phrases .3 x 1/4 = .075: .625.
    # second: .4, passage .5 x .2 = .1, key phrases .3 x 3/4 = .225: .725.
    likeness = np.array([[0.5, 0.2], [0.5, 0.2], [0.1, 0.6]])
    assert name_themes([first, second, other], phrases, nearness, likeness=likeness) == (
        "교육 자료가 하나도 없음",
        "배송이 너무 늦게 옴",
    )
    # Were the second as near to theme 1, it would lose .15: .575.
    likeness[1, 1] = 0.5
    assert name_themes([first, second, other], phrases, nearness, likeness=likeness)[0] == "메뉴를 찾기가 어려움"


def test_without_likeness_key_phrases_decide_within_a_passage() -> None:
    """They are all that tells its clauses apart."""
    assert best("메뉴를 찾기가 어려움", "교육 자료가 없음", phrases=("메뉴",)) == "메뉴를 찾기가 어려움"
    assert best("메뉴를 찾기가 어려움", "교육 자료가 없음", phrases=("교육",)) == "교육 자료가 없음"


@pytest.mark.parametrize(
    ("poor", "good"),
    [
        ("입력할 항목이 너무 많아서 매번 시간이 오래 걸림", "현장 의견을 듣지 않음"),  # 27 letters
        ("교육이 짧음", "현장 의견을 듣지 않음"),  # 6 letters
        ("결재를 3번이나 받음", "현장 의견을 듣지 않음"),
        ("그걸 아무도 알지 못함", "현장 의견을 듣지 않음"),
        ("저희 의견을 듣지 않음", "현장 의견을 듣지 않음"),
        ("'불만 제로'를 외치기만 함", "현장 의견을 듣지 않음"),
        ("화면 변경을 부탁드림", "현장 의견을 듣지 않음"),
        ("다음 달에 오픈한다고 함", "현장 의견을 듣지 않음"),
        ("업데이트강요하는앱을 씀", "현장 의견을 듣지 않음"),
    ],
)
def test_what_makes_a_poor_name(poor: str, good: str) -> None:
    """Length, numbers, pointing, quotes, requests, reports and missing blanks cost; enough likeness outweighs them."""
    assert best(poor, good, likeness=[0.31, 0.3]) == good
    assert best(poor, good, likeness=[0.9, 0.3]) == poor


def test_unsettled_clause_comes_last() -> None:
    """One whose predicate could not be brought into noun form costs most."""
    found = [candidate("마음에 드는 게 없었어요", settled=False), candidate("현장 의견을 듣지 않음")]
    likeness = np.array([[0.5], [0.3]])
    assert name_themes(found, [[]], np.zeros((1, 1)), likeness=likeness) == ("현장 의견을 듣지 않음",)


def test_names_are_not_alike() -> None:
    """A later theme takes its next clause where an earlier one has the same, but for a few letters."""
    found = [
        candidate("현장 의견을 듣지 않음"),
        candidate("현장 의견을 안 듣지 않음", theme=1),
        candidate("메뉴를 찾기가 어려움", theme=1),
    ]
    likeness = np.array([[0.5, 0.5], [0.0, 0.9], [0.0, 0.1]])
    names = name_themes(found, [[], []], np.zeros((1, 2)), likeness=likeness)
    assert names == ("현장 의견을 듣지 않음", "메뉴를 찾기가 어려움")


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (["교육", "늦다", "매뉴얼", "강사"], "교육·매뉴얼 관련"),  # training, late, manual, instructor
        (["교육"], "교육 관련"),
        (["늦다"], "늦다 관련"),
        ([], "그 밖의 의견"),
    ],
)
def test_theme_without_a_clause_is_called_by_its_key_phrases(phrases: list[str], expected: str) -> None:
    """Two nouns, else what there is, else a word for the rest."""
    assert best(phrases=tuple(phrases)) == expected


def test_equal_stand_ins_are_numbered() -> None:
    """Different themes never share a name."""
    assert name_themes([], [[], [], []], np.zeros((0, 3))) == ("그 밖의 의견", "그 밖의 의견 (2)", "그 밖의 의견 (3)")
    assert name_themes([], [], np.zeros((0, 0))) == ()


def test_candidates_are_the_clauses_of_the_passages_asked_for() -> None:
    """In the order of the rows, the same words once a theme."""
    text = "메뉴가 너무 많다"
    rows = [(0, 2, "메뉴", "NNG"), (2, 3, "가", "JKS"), (4, 6, "너무", "MAG"), (7, 8, "많", "VA"), (8, 9, "다", "EF")]
    analysis = Analysis("p", tuple(Token(*row, "") for row in rows), Terms("p", ("메뉴", "많다"), ()))
    found = name_candidates([(2, 0), (1,)], [text] * 3, dict.fromkeys(range(3), analysis))
    assert [(c.theme, c.row, c.clause.name) for c in found] == [(0, 2, "메뉴가 너무 많음"), (1, 1, "메뉴가 너무 많음")]


@given(st.data())
def test_names_are_different_and_never_blank(data: st.DataObject) -> None:
    """Whatever candidates and key phrases there are, each theme can be called by its name."""
    n = data.draw(st.integers(0, 5))
    names = st.sampled_from(["메뉴가 너무 많음", "메뉴가 아주 많음", "교육이 한 번으로 끝남"])
    found = [candidate(data.draw(names), theme=data.draw(st.integers(0, n - 1))) for _ in range(2 * n)]
    phrases = [
        [Keyphrase(p, 1.0) for p in data.draw(st.lists(st.sampled_from(["교육", "메뉴"]), max_size=2))]
        for _ in range(n)
    ]
    given_names = name_themes(found, phrases, np.zeros((1, n)))
    assert len(set(given_names)) == n
    assert all(own.strip() for own in given_names)


def name(phrases: list[str], cause: str | None = None, quote: str = "인용") -> str:
    """Name one theme."""
    (found,) = theme_names([[Keyphrase(phrase, 1.0) for phrase in phrases]], [cause], [quote])
    return found


@pytest.mark.parametrize(
    ("phrases", "cause", "expected"),
    [
        (["실습", "매뉴얼", "강사", "일정"], "교육 부족", "교육 부족: 실습, 매뉴얼"),  # no training: hands-on, manual
        (["실습"], "교육 부족", "교육 부족: 실습"),
        (["실습", "매뉴얼", "강사", "일정"], None, "실습, 매뉴얼, 강사"),
        (["실습"], None, "실습"),
        ([], "교육 부족", "교육 부족: 인용"),
        ([], None, "인용"),
    ],
)
def test_name_is_cause_and_phrases(phrases: list[str], cause: str | None, expected: str) -> None:
    """Two phrases behind a cause, three without one, the quote where there is no phrase."""
    assert name(phrases, cause) == expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("점심이\n맛있었다", "점심이 맛있었다"),  # lunch was good
        ("가" * 24, "가" * 24),
        ("가" * 25, "가" * 23 + "…"),
        ("가" * 22 + " 나다라", "가" * 22 + "…"),
    ],
)
def test_long_quote_is_cut_to_a_line(quote: str, expected: str) -> None:
    """At most 24 letters, line ends as blanks, no blank before the dots."""
    assert name([], None, quote) == expected


def test_equal_names_of_causes_are_numbered() -> None:
    """A number that another theme's name already has is skipped."""
    quotes = ["가", "가 (2)", "가", "가"]
    assert theme_names([[]] * 4, [None] * 4, quotes) == ("가", "가 (2)", "가 (3)", "가 (4)")


def test_no_themes_have_no_names() -> None:
    """Nothing is no error."""
    assert theme_names([], [], []) == ()


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["가", "나", "가 (2)"]), max_size=4),
            st.none() | st.sampled_from(["원인", "가"]),
            st.text(min_size=1).filter(str.strip),
        ),
        max_size=8,
    )
)
def test_old_names_are_different_and_never_blank(drawn: list[tuple[list[str], str | None, str]]) -> None:
    """Whatever themes there are, each can be called by its name."""
    phrases = [[Keyphrase(phrase, 1.0) for phrase in own] for own, _, _ in drawn]
    names = theme_names(phrases, [cause for _, cause, _ in drawn], [quote for _, _, quote in drawn])
    assert len(set(names)) == len(drawn)
    assert all(own.strip() for own in names)
