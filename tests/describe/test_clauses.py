"""Clauses: what of a passage could name a theme, with the tagger of the house."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.describe.clauses import MAX_LETTERS, MIN_LETTERS, clauses
from crmkb.korean.analyze import analyze, make_pipeline
from crmkb.types import Passage, Token

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def pipeline() -> Language:
    """Make the pipeline once."""
    return make_pipeline()


def tokens(text: str) -> tuple[Token, ...]:
    """Tag a text."""
    (analysis,) = analyze(pipeline(), [Passage("p", "d", 0, len(text), text)])
    return analysis.tokens


def names(text: str) -> list[str]:
    """List the clauses of a text as they would be shown."""
    return [clause.name for clause in clauses(text, tokens(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Present and past of verbs, in all styles of speech.
        ("교육이 한 번으로 끝났어요", "교육이 한 번으로 끝남"),
        ("현장에서는 안 써요", "현장에서는 안 씀"),
        ("왜 하는지 아무도 몰라요", "왜 하는지 아무도 모름"),
        ("목표가 뭔지 아무도 모르더라고요", "목표가 뭔지 아무도 모름"),
        ("담당자가 자꾸 바뀐다", "담당자가 자꾸 바뀜"),
        ("서버가 자주 멈춥니다", "서버가 자주 멈춤"),
        ("매뉴얼을 안 만들었어요", "매뉴얼을 안 만듦"),
        ("부서끼리 말을 안 섞네요", "부서끼리 말을 안 섞음"),
        ("자료를 안 보여줘요", "자료를 안 보여줌"),
        ("엑셀로 다시 정리합니다", "엑셀로 다시 정리함"),
        ("종이로 또 받아요", "종이로 또 받음"),
        ("고객 이름이 세 번 나와요", "고객 이름이 세 번 나옴"),
        ("번호가 서로 안 맞아요", "번호가 서로 안 맞음"),
        ("시스템만 사 놓았습니다", "시스템만 사 놓음"),
        ("업체가 벌써 철수했다", "업체가 벌써 철수함"),
        ("저장 버튼이 안 눌려요", "저장 버튼이 안 눌림"),
        ("고객 주소가 다 틀렸어요", "고객 주소가 다 틀림"),
        ("화면만 예쁘게 바꿨다", "화면만 예쁘게 바꿈"),
        ("결정할 사람이 회의에 안 옵니다", "결정할 사람이 회의에 안 옴"),
        ("기존 양식을 그대로 옮겼습니다", "기존 양식을 그대로 옮김"),
        ("담당자한테 세 번이나 물었어요", "담당자한테 세 번이나 물음"),
        ("강사가 현장을 모르던데요", "강사가 현장을 모름"),
        ("연습할 시간이 모자랐어요", "연습할 시간이 모자람"),
        ("화면이 자꾸 하얘져요", "화면이 자꾸 하얘짐"),
        ("앞으로가 더 걱정됩니다", "앞으로가 더 걱정됨"),
        ("자리를 옮길 때마다 권한을 잃었어요", "자리를 옮길 때마다 권한을 잃음"),
        ("기능을 절반도 못 써요", "기능을 절반도 못 씀"),
        ("예산을 또 깎았답니다", "예산을 또 깎음"),
        ("고객 번호를 여러 번 지웠어요", "고객 번호를 여러 번 지움"),
        ("처음 계획과 많이 달라졌다", "처음 계획과 많이 달라짐"),
        ("입력하려고 켰어요", "입력하려고 켬"),
        ("시간이 나면 입력합니다", "시간이 나면 입력함"),
        # Adjectives; 있다 and 없다.
        ("물어볼 사람이 없습니다", "물어볼 사람이 없음"),
        ("입력하기가 너무 힘들다", "입력하기가 너무 힘듦"),
        ("화면 글씨가 너무 작다", "화면 글씨가 너무 작음"),
        ("메뉴 찾기가 어려웠어요", "메뉴 찾기가 어려움"),
        ("데이터가 서로 다르다", "데이터가 서로 다름"),
        ("결재 단계가 너무 길다", "결재 단계가 너무 긺"),
        ("예산이 턱없이 부족합니다", "예산이 턱없이 부족함"),
        ("교육 자료가 하나도 없었다", "교육 자료가 하나도 없음"),
        ("입력해도 좋아지는 게 없다", "입력해도 좋아지는 게 없음"),
        ("성과를 잴 기준이 없잖아요", "성과를 잴 기준이 없음"),
        ("비밀번호를 아는 사람이 없대요", "비밀번호를 아는 사람이 없음"),
        ("예전 방식이 더 편하대요", "예전 방식이 더 편함"),
        ("로그인 오류가 너무 잦아요", "로그인 오류가 너무 잦음"),
        ("쓸 줄 아는 사람이 드물어요", "쓸 줄 아는 사람이 드묾"),
        ("보고서 양식이 너무 까다로워요", "보고서 양식이 너무 까다로움"),
        ("불만을 적을 곳이 없었습니다", "불만을 적을 곳이 없음"),
        ("도와주는 사람이 정말 고마웠어요", "도와주는 사람이 정말 고마움"),
        ("새 화면이 예전 것보다 못해요", "새 화면이 예전 것보다 못함"),
        ("교육이 너무 좋았어요ㅋㅋ", "교육이 너무 좋음"),
        # Auxiliaries and negation.
        ("현업 의견을 듣지 않았습니다", "현업 의견을 듣지 않음"),
        ("현장 의견을 제대로 듣고 있습니다", "현장 의견을 제대로 듣고 있음"),
        ("결과를 공유하지 않는다", "결과를 공유하지 않음"),
        ("회의만 계속 하고 있어요", "회의만 계속 하고 있음"),
        ("매일 같은 내용을 두 번 적어야 합니다", "매일 같은 내용을 두 번 적어야 함"),
        ("승인이 나지 않으면 못 씁니다", "승인이 나지 않으면 못 씀"),
        ("현장 얘기는 듣지도 않더군요", "현장 얘기는 듣지도 않음"),
        ("계획을 세우지 못했다", "계획을 세우지 못함"),
        # Copula.
        ("우리 팀만 모르는 회사예요", "우리 팀만 모르는 회사임"),
        ("매출 절반이 유로입니다", "매출 절반이 유로임"),
        ("그건 영업 시스템이잖아요", "그건 영업 시스템임"),
        ("이 시스템은 문제가 아닙니다", "이 시스템은 문제가 아님"),
        ("교육이 형식적이었다", "교육이 형식적임"),
        ("집을 새로 짓는 기분이에요", "집을 새로 짓는 기분임"),
        # Guesses keep their -겠-, honorifics their -시-, and some verbs their past (샀음, not 삼).
        ("담당이 누구인지 모르겠습니다", "담당이 누구인지 모르겠음"),
        ("교육을 더 하면 좋겠어요", "교육을 더 하면 좋겠음"),
        ("본부장님은 한 번도 안 오셨습니다", "본부장님은 한 번도 안 오심"),
        ("각 부서가 따로 시스템을 샀어요", "각 부서가 따로 시스템을 샀음"),
        ("담당자가 휴가를 갔어요", "담당자가 휴가를 갔음"),
        ("일이 두 배로 늘었습니다", "일이 두 배로 늘었음"),
        # Notes stay as they are.
        ("오프라인 저장이 안 됨", "오프라인 저장이 안 됨"),
        ("설문 온 거 처음임", "설문 온 거 처음임"),
        # What opens a sentence goes.
        ("솔직히 자료를 찾기가 힘들어요", "자료를 찾기가 힘듦"),
        ("그런데 교육이 너무 짧아요.", "교육이 너무 짧음"),
        # Where the stem does not tell, the clause stays (들다 or 듣다, 걸다 or 걷다), and so it does behind a slip.
        ("교육 자료가 마음에 들었어요", "교육 자료가 마음에 들었어요"),
        ("안내문을 벽에 걸었어요", "안내문을 벽에 걸었어요"),
        ("로딩이 너무 느립니다", "로딩이 너무 느립니다"),
    ],
)
def test_statement_becomes_a_name(text: str, expected: str) -> None:
    """One statement gives one clause that ends in a noun form."""
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # It is good but short: both, and the two together.
        ("교육은 좋은데 시간이 짧다", ["교육은 좋음", "교육은 좋은데 시간이 짧음", "시간이 짧음"]),
        # A quality before 아서 is a statement, an act (와서) is none.
        ("입력할 항목이 너무 많아서 힘들어요", ["입력할 항목이 너무 많음", "입력할 항목이 너무 많아서 힘듦"]),
        ("알림이 안 와서 놓쳤어요", ["알림이 안 와서 놓침"]),
        # -고 states no more than what follows: here a condition, and there a noun's attribute.
        ("화면이 복잡하고 느리면 안 씁니다", ["화면이 복잡하고 느리면 안 씀"]),
        ("데이터를 모으고 나눌 사람이 없다", ["데이터를 모으고 나눌 사람이 없음"]),
        ("메뉴가 복잡하고 글씨가 작아요", ["메뉴가 복잡함", "메뉴가 복잡하고 글씨가 작음", "글씨가 작음"]),
        # Sentences without a full stop, and lines.
        ("화면이 너무 느려요 결재가 너무 길어요", ["화면이 너무 느림", "결재가 너무 긺"]),
        ("화면이 너무 느려요\n결재가 너무 길어요", ["화면이 너무 느림", "결재가 너무 긺"]),
        ("비용이 4.2억을 넘었습니다", ["비용이 4.2억을 넘음"]),
    ],
)
def test_clauses_of_several_statements(text: str, expected: list[str]) -> None:
    """They end where something has been stated, and begin behind such an end."""
    found = names(text)
    assert sorted(found) == sorted(name for name in expected if len(name) >= MIN_LETTERS)


@pytest.mark.parametrize(
    "text",
    [
        "왜 바꾸는 겁니까?",  # a question
        "시스템은 누가 정했어요?",
        "화면을 빨리 고쳐 주세요",  # a request
        "입력을 더 하시라고",  # a quotation broken off
        "김 과장이 혼자 다 합니다",  # names of people
        "[이름1]님이 혼자 다 했어요",
        "홍길동 팀장은 한 번도 안 왔다",
        "다른 회사들은 그렇지 않다",  # points at what was said before
        "컨설턴트가 철수하고 나니",  # nothing follows
        "없음",
        "ㅎㅎㅎ",
        "",
        "보고서에 '불만 제로만 적었어요",  # half a quotation
        "교육 자료 12장, 회의 세 번",  # no predicate
        "가" * 40 + "을 모릅니다",
    ],
)
def test_what_names_nothing(text: str) -> None:
    """Questions, requests, people, laughter, fragments and what is too short or too long give no clause."""
    assert names(text) == []


def test_clause_knows_its_place_and_words() -> None:
    """It points into the text, with the clean content words that it holds."""
    text = "근데 교육이 너무 짧았어요."
    (clause,) = clauses(text, tokens(text))
    assert text[clause.start : clause.end] == "교육이 너무 짧았어요"
    assert clause.words == {"교육", "짧다"}
    assert clause.settled


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("교육이 안 끝났어요데고서다.?\n'([1ㅋ음김과장님하니까는지")))
def test_clauses_hold_their_promises(text: str) -> None:
    """Any text: clauses lie in it, are of the promised length, and hold no line end, laughter or half a bracket."""
    for clause in clauses(text, tokens(text)):
        assert 0 <= clause.start < clause.end <= len(text)
        assert MIN_LETTERS <= len(clause.name) <= MAX_LETTERS
        assert not set(clause.name) & set("\n[]?ㅋ")
        assert clause.name.count("(") == clause.name.count(")")
