"""Failure predicates: what is one, in essays, comments and chat, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.korean import load
from crmkb.korean.terms.predicates import FAILURE, failure_places, failure_predicates


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline without what is not needed here."""
    return load(sentences=False, terms=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # could not
        ("직원들을 동참시키지 못했기 때문이다.", ["동참시키지 못하다"]),  # could not get the staff on board
        ("현업을 참여시키지못함", ["참여시키지 못하다"]),
        ("공감대를 형성하지 못한 채 시작하였다", ["형성하지 못하다"]),
        ("활용 못 함", ["활용하지 못하다"]),  # the same in five spellings
        ("활용못함", ["활용하지 못하다"]),
        ("활용을 제대로 못 했어요ㅠㅠ", ["활용하지 못하다"]),
        ("활용하지를 못하고 있음", ["활용하지 못하다"]),
        ("활용할 수가 없었습니다", ["활용하지 못하다"]),
        ("목표를 달성할 수 없었다", ["달성하지 못하다"]),
        ("소통이 원활하지 못했다", ["원활하지 못하다"]),
        ("못 믿겠어요", ["믿지 못하다"]),
        ("협조를 얻지 못했다", ["협조 얻지 못하다"]),  # a light verb says nothing without its object
        ("교육을 받지 못하고 투입됐다", ["교육 받지 못하다"]),
        # did not
        ("정보가 공유되지 않았다", ["공유되지 않다"]),
        ("공유가 안 됐음", ["공유되지 않다"]),
        ("공유가  안 됨", ["공유되지 않다"]),  # two blanks
        ("공유 안됨ㅋㅋ", ["공유되지 않다"]),
        ("공유가 하나도 안 되더라고요", ["공유되지 않다"]),
        ("현장의 의견은 반영되지 아니하였다", ["반영되지 않다"]),
        ("교육을 충분히 하지 않았다", ["교육하지 않다"]),
        ("입력을 안 합니다", ["입력하지 않다"]),
        ("익숙지 않다", ["익숙하지 않다"]),
        ("데이터가 통합되어 있지 않았다", ["통합되지 않다"]),
        ("약속이 지켜지지 않았다", ["지켜지지 않다"]),
        ("협조가 이루어지지 않았다", ["협조 이루어지지 않다"]),
        ("참여하려고 하지 않았다", ["참여하지 않다"]),
        ("아무도 안 써요", ["쓰지 않다"]),
        ("바뀐 게 없음", ["바뀌지 않다"]),
        ("사용법을 들은 적이 없다", ["듣지 않다"]),
        # is not there
        ("교육도 없고 매뉴얼도 없다", ["교육 없다", "매뉴얼 없다"]),
        ("매뉴얼이 없는 시스템", ["매뉴얼 없다"]),
        ("사전 교육 없이 오픈했다", ["교육 없다"]),
        ("교육 한번 없이 오픈", ["교육 없다"]),
        ("임원들 관심 1도 없음", ["관심 없다"]),
        ("관련 기준이 전무하다", ["기준 없다"]),
        # is not enough
        ("의지가 부족하다", ["의지 부족"]),
        ("경영진의 의지부족", ["의지 부족"]),
        ("부족한 의지가 문제였다", ["의지 부족"]),
        ("의지가 많이 부족했던 것 같아요", ["의지 부족"]),
        ("소통의 부재가 원인", ["소통 부재"]),
        ("인력이 모자랐다", ["인력 부족"]),
        ("준비 미흡, 데이터 누락", ["준비 미흡", "데이터 누락"]),
        ("추진에 실패하였다", ["추진 실패"]),
        # was resisted or dropped
        ("현업의 반발이 심했다", ["반발"]),
        ("현장에서 외면당했다", ["외면"]),
        ("시스템은 그대로 방치되어 있다", ["방치"]),
        ("프로젝트는 유명무실해졌고 결국 무산됐다", ["유명무실", "무산"]),
        ("임원들의 무관심", ["무관심"]),
        # several, in one go
        ("의지가 부족했고 교육이 부족하지 않았다", ["의지 부족"]),
        ("설명도 없었고 아무도 참여하지 않았다", ["설명 없다", "참여하지 않다"]),
    ],
)
def test_what_did_not_happen_is_a_failure(nlp: Language, text: str, expected: list[str]) -> None:
    """All ways to say it count under one form, whatever the register."""
    assert list(failure_predicates(nlp(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        # nothing negated
        "",
        "교육을 했다",
        "참여할 수 있다",
        "안내가 안정적이다",  # "guidance is stable": both words begin with 안
        "못지않게 열심히 했다",
        # double negation
        "교육이 없지 않았다",
        "저항이 없지는 않았다",
        "부족하지 않다",
        "준비가 부족하지는 않았다",
        "모자라지 않았다",
        "못하지 않다",
        "참여하지 않으면 안 된다",
        "참여하지 않으면 안 되는 과제",
        "안 하면 안 된다",
        "없어서는 안 될 데이터",
        "교육하지 않을 수 없었다",
        "참석하지 않은 부서가 없었다",
        "안 쓰는 사람이 없다",
        "모르는 사람이 없다",
        "반대하는 부서도 없었다",
        "교육을 못한 것은 아니다",
        "안 하는 게 아니라 천천히 하는 거다",
        "의지가 부족한 것은 아니다",
        "부족하다고 할 수 없다",
        "실패가 아니다",
        # the absence of something bad
        "큰 반발이 없었다",
        "저항 없이 정착됐다",
        "별 문제 없음",
        "문제없이 진행됐다",
        "문제가 되지 않는다",
        "불만이 거의 없었다",
        "부족함이 없었다",
        "나쁘지 않음",
        "어렵지 않게 썼다",
        "적지 않은 비용",
        # idioms
        "얼마 안 되어 끝났다",
        "얼마 지나지 않아 끝났다",
        "말할 것도 없다",
        "두말할 나위가 없다",
        "그럴 수밖에 없다",
        "어쩔 수 없이 썼다",
        "잊을 수 없는 교육",
        "틀림없이 성공한다",
        "끊임없이 개선한다",
        "필요 없는 기능을 뺐다",
        "상관없다",
        "말도 안 된다",
        "의견 없음",  # the answer to 'any remarks?'
        "특이사항 없습니다",
        "담당 전무가 왔다",  # the managing director, not 'none at all'
        # not yet, or never to be
        "늦지 않도록 준비하자",
        "누락되지 않도록 점검한다",
        "실패하지 않으려면 준비해야 한다",
        "실패를 막으려면",
        "방치하지 말아야 한다",
        "외면해서는 안 된다",
        "교육이 필요하지 않을까 싶다",
    ],
)
def test_what_only_looks_like_a_failure_is_none(nlp: Language, text: str) -> None:
    """Double negation, idioms, prevention, and the absence of something bad."""
    assert failure_predicates(nlp(text)) == ()


def test_places_are_tokens_of_the_text(nlp: Language) -> None:
    """From the noun to the negation, endings behind it left out."""
    doc = nlp("현업을 참여시키지 못했다")
    (match,) = failure_places(doc)
    assert doc[match.first : match.behind].text == "참여시키지 못했"
    assert (match.label, match.key) == (FAILURE, "참여시키지 못하다")


def test_a_doc_without_tags_or_tokens_has_none() -> None:
    """Nothing is no trouble, and no anchor is no search."""
    assert failure_places(Doc(Vocab())) == ()
    assert failure_places(Doc(Vocab(), words=["교육"])) == ()


PIECES = st.sampled_from(
    [
        "교육",
        "의지",
        "부족",
        "없",
        "없이",
        "않",
        "못",
        "안",
        "하",
        "되",
        "지",
        "다",
        "는",
        "이",
        "을",
        "수",
        "것",
        " ",
        " ",
        "면",
        "한",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_predicates_do_not_overlap_and_have_keys(nlp: Language, text: str) -> None:
    """In reading order, never empty, without a blank at the edges or two in a row."""
    doc = nlp(text)
    found = failure_places(doc)
    assert all(a.behind <= b.first for a, b in pairwise(found))
    assert all(match.key and match.key == " ".join(match.key.split()) for match in found)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join), st.integers(0, 40))
def test_text_far_away_changes_nothing(nlp: Language, text: str, n: int) -> None:
    """What stands sentences before is not looked at."""
    before = "교육을 했다. " * n
    alone = failure_predicates(nlp("끝났다. 교육을 했다. " + text))
    assert failure_predicates(nlp(before + "끝났다. 교육을 했다. " + text)) == alone
