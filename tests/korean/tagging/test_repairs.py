"""Slips of the dictionary are put right, rule by rule, and what only looks like one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.tagging.mecab import MecabTagger
from crmkb.korean.tagging.repairs import (
    ADJECTIVES,
    ADVERBS,
    DAYS,
    FINALS,
    NOT_PREFIXED,
    NOUN_OR_ADVERB,
    ORGANIZATIONS,
    PREFIXES,
    UNIT_PARTICLES,
    UNITS,
    Clue,
    clue,
    repair,
)
from crmkb.korean.tagging.vocabulary import common_nouns
from crmkb.korean.words import Tagged, Word
from tests.korean.tagged_text import tagged, written


@pytest.fixture(scope="module")
def mecab() -> MecabTagger:
    """Return Mecab with its slips repaired, and no words but its own."""
    return MecabTagger(common=common_nouns())


@pytest.fixture(scope="module")
def bare() -> MecabTagger:
    """Return Mecab as it is."""
    return MecabTagger()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a noun and its Sino-Korean final
        ("후보자가 왔다", "후보자/NNG 가/JKS | 왔/VV+EP 다/EC"),  # a candidate came
        ("상담실에서", "상담실/NNG 에서/JKB"),  # in the counselling room
        ("오늘자 신문", "오늘자/NNG | 신문/NNG"),  # today's paper
        # a name and what kind of thing it is the name of
        ("강원일보 기자", "강원일보/NNP | 기자/NNG"),  # a newspaper
        # a free compound that is no name
        ("압수수색을 했다", "압수/NNG 수색/NNG 을/JKO | 했/VV+EP 다/EC"),  # search and seizure
        # prefixes
        ("불친절한 직원", "불/XPN 친절/NNG 한/XSA+ETM | 직원/NNG"),  # unkind staff
        ("재검토를 했다", "재/XPN 검토/NNG 를/JKO | 했/VV+EP 다/EC"),  # reviewed it again
        # a surname and its title
        ("임씨도 왔다", "임/NNP 씨/NNB 도/JX | 왔/VV+EP 다/EC"),
        ("이모 씨는 착하다", "이/NNP 모/NP | 씨/NNB 는/JX | 착하/VA 다/EC"),  # a certain Mr. Lee, no aunt
        ("이모(58)씨는", "이/NNP 모/NP (/SSO 58/SN )/SSC 씨/NNB 는/JX"),
        # days are nouns
        ("오늘 왔다", "오늘/NNG | 왔/VV+EP 다/EC"),
        ("요새 어제 모레", "요새/NNG | 어제/NNG | 모레/NNG"),
        # adverbs that are nouns before a particle
        ("지금은 없다", "지금/NNG 은/JX | 없/VA 다/EC"),
        ("이제도 간다", "이제/NNG 도/JX | 간다/VV+EC"),
        # nouns that are adverbs without one
        ("한편, 우리는", "한편/MAG ,/SC | 우리/NP 는/JX"),  # meanwhile
        ("한때 유행", "한때/MAG | 유행/NNG"),  # once in fashion
        # a number's unit and a particle
        ("49분과 50분", "49/SN 분/NNBC 과/JC | 50/SN 분/NNBC"),  # 49 minutes and 50, no subcommittee
        ("회의록 5건의", "회의록/NNG | 5/SN 건/NNBC 의/JKG"),  # of five minutes of meetings, no proposal
    ],
)
def test_slips_are_put_right(mecab: MecabTagger, bare: MecabTagger, text: str, expected: str) -> None:
    """Each row is another analysis than the dictionary's own, which the same row without repair shows."""
    assert written(mecab.tagged(text)) == expected
    assert written(bare.tagged(text)) != expected


@pytest.mark.parametrize(
    "text",
    [
        "불고기를 먹었다",  # grilled beef: no 'un-'
        "불장난과 불조심",  # playing with fire and care about it
        "비바람이 분다",  # wind and rain: no 'non-'
        "비자금을 숨겼다",  # slush fund
        "재떨이와 재테크",  # ashtray, investing: no 're-'
        "대부분의 사람",  # most people
        "배고프다고 배고픈 사람이",  # hungry
        "3사과를 먹었다",  # 3 apples, no unit before a particle
        "사과를 샀다",
        "분과 회의에 갔다",  # subcommittee, without a number
        "10 분과 위원",  # with a blank between
        "한편으로 기뻤다",  # on the one hand: a noun before a particle
        "한때의 유행",
        "최대한으로 늘렸다",
        "지금 왔다",
        "이제 왔다",
        "처음 봤다",
        "이모는 착하다",  # the aunt is kind
        "서울부산대구광주인천을 오가는 버스",  # names run together in text without blanks
        "서울 부산을 오간다",
        "서울부산을 오간다",  # two cities, no name
        "신청시 주의",  # when applying: 시 is no city
        "입장시 필요",
        "시간당 만원",  # ten thousand won an hour
        "가구당 소득",  # income per household
        "만드는 사람",  # 만들다 loses its ㄹ
        "만드시고 만드니 만들고 만들지",
        "사는 사람 노는 아이 우는 새",
        "힘쓰는 사람",
        "국민연금을 냈다",  # a common noun already
        "학생인 나는",
    ],
)
def test_what_is_no_slip_stays(mecab: MecabTagger, bare: MecabTagger, text: str) -> None:
    """Words and lemmas are the dictionary's own."""
    assert mecab.tagged(text) == bare.tagged(text)


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("만드는 사람", "만드", "만들"),  # make
        ("만들고 간다", "만들", "만들"),
        ("물을 쓰는 법", "쓰", "쓰"),  # use, not sweep
        ("물을 쓰지 않는다", "쓰", "쓰"),
        ("물을 쓰니", "쓰", "쓰"),
        ("길을 가니", "가", "가"),  # go, not grind
        ("오래 사는 사람", "사", "살"),  # live
        ("크게 떠드는 아이", "떠드", "떠들"),  # make noise
        ("만드오", "만드", "만들"),
        ("손을 들고 왔다", "들", "들"),  # raise, not 듣다 (hear)
        ("손도 들지 않았다", "들", "들"),
        ("음악을 들어서", "들", "듣"),
        ("전화를 걸지 마라", "걸", "걸"),  # call, not 걷다 (walk)
        ("길을 걸었다", "걸", "걷"),
        ("개가 물지 않는다", "물", "물"),  # bite, not 묻다 (ask)
        ("길을 물어 보았다", "물", "묻"),
        ("짐을 실고 왔다", "실", "싣"),  # misspelt 싣고: there is no 실다
    ],
)
def test_a_stem_is_changed_only_before_endings_that_change_it(
    mecab: MecabTagger, text: str, verb: str, expected: str
) -> None:
    """The lemma of the verb is the stem that people mean."""
    assert [word.lemma for word in mecab.tagged(text).words if word.text == verb] == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("후보/NNG", "자/XSN", "후보자/NNG"),
        ("세월/NNP", "호/NNG", "세월호/NNP"),  # the ferry
        ("수원/NNP", "시/NNB", "수원시/NNP"),
        ("신청/NNG", "시/NNB", "신청/NNG 시/NNB"),
        ("통화/NNG", "시/NNG", "통화/NNG 시/NNG"),
        ("보수/NNG", "당/NNG", "보수당/NNG"),  # a party
        ("시간/NNG", "당/XSN", "시간/NNG 당/XSN"),
        ("강원/NNP", "일보/NNG", "강원일보/NNP"),
        ("강원/NNG", "일보/NNG", "강원/NNG 일보/NNG"),
        ("삼성/NNP", "전자/NNP", "삼성전자/NNP"),
        ("삼성/NNP", "교육/NNG", "삼성/NNP 교육/NNG"),
        ("회/NNG", "사/XSN", "회/NNG 사/XSN"),  # too short a stem
        ("좋/VA", "자/XSN", "좋/VA 자/XSN"),
        ("후보/NNG", "자/EC", "후보/NNG 자/EC"),  # an ending
        ("직원/NNG", "들/XSN", "직원/NNG 들/XSN"),  # a suffix of the Sejong corpus
    ],
)
def test_what_belongs_together_is_one_noun(before: str, after: str, expected: str) -> None:
    """Only where nothing is between them."""
    words, spaces = tagged(f"{before} {after}")
    clues = [clue(word, [word.tag, *"*******"]) for word in words]
    assert written(repair(words, spaces, clues)) == expected
    apart = repair(words, [True, False], clues)
    assert written(apart) == f"{before} | {after}"


def test_a_unit_stands_right_behind_its_number() -> None:
    """With a blank between, 분과 is the subcommittee."""
    for text, expected in [("49/SN 분과/NNG", "49/SN 분/NNBC 과/JC"), ("49/SN | 분과/NNG", "49/SN | 분과/NNG")]:
        words, spaces = tagged(text)
        assert written(repair(words, spaces, [clue(word, [word.tag, *"*******"]) for word in words])) == expected


def test_names_take_their_head_in_eojeols_of_up_to_eight_letters() -> None:
    """강원일보대구지국에 has nine letters, and with them nothing is joined."""
    eight = tagged("강원/NNP 일보/NNG 대구/NNP 지국/NNG | 전주/NNP")
    nine = tagged("강원/NNP 일보/NNG 대구/NNP 지국/NNG 에/JKB | 전주/NNP")
    joined = [repair(*text, [clue(word, [word.tag, *"*******"]) for word in text.words]) for text in (eight, nine)]
    assert [written(text) for text in joined] == ["강원일보/NNP 대구/NNP 지국/NNG | 전주/NNP", written(nine)]


@pytest.mark.parametrize(
    ("tag", "text", "parts", "expected"),
    [
        ("NNP", "압수수색", "압수/NNG/*+수색/NNG/*", "압수/NNG 수색/NNG"),
        ("NNP", "강원일보", "강원/NNG/*+일보/NNG/*", ""),  # a newspaper
        ("NNG", "대중교통", "대중/NNG/*+교통/NNG/*", ""),  # one common noun in the dictionary
        ("NNP", "새만금호", "새만/NNG/*+금/NNG/*+호/NNG/*", ""),
        ("NNP", "삼성교육", "삼성/NNP/*+교육/NNG/*", ""),
        ("NNG", "불가능", "불/NNG/*+가능/NNG/*", "불/XPN 가능/NNG"),
        ("NNG", "불장난", "불/NNG/*+장난/NNG/*", ""),
        ("NNG", "불볕더위", "불볕/NNG/*+더위/NNG/*", ""),  # the first part is 불볕
        ("NNG", "임씨", "임/NNG/*+씨/NNG/*", "임/NNP 씨/NNB"),
        ("NNG", "참씨", "참/NNG/*+씨/NNG/*", ""),  # 참 is no surname
        ("NNP", "가나", "*", ""),
    ],
)
def test_the_parts_of_a_compound(tag: str, text: str, parts: str, expected: str) -> None:
    """Names of two free nouns, prefixed nouns and surnames with a title are taken apart; nothing else is."""
    found = clue(Word(text, tag, text), [tag, "*", "F", text, "Compound", "*", "*", parts])
    assert written(Tagged(list(found.parts), [False] * len(found.parts)) if found else Tagged([], [])) == expected


@pytest.mark.parametrize("text", sorted(ADJECTIVES))
def test_beginnings_of_titles_are_adjectives(mecab: MecabTagger, text: str) -> None:
    """The dictionary takes 친절한 (금자씨) for a name; its ending is written as it writes all others."""
    found = clue(Word(text, "NNP", text), ["NNP", "인명", "T", text, "*", "*", "*", "*"])
    assert found
    assert "".join(word.text for word in found.parts) == text
    assert found.parts[1].lemma in {word.lemma for word in mecab.tagged("친절한 기록된").words}


def test_most_words_need_nothing(mecab: MecabTagger) -> None:
    """An ordinary word gives no clue, so that the fast way stays fast."""
    assert clue(Word("교육", "NNG", "교육"), ["NNG", "*", "T", "교육", *"****"]) is None
    assert clue(Word("을", "JKO", "을"), ["JKO", "*", "T", "을", *"****"]) is None
    assert clue(Word("👍", "SY", "👍"), ["SY"]) is None  # unknown: one feature alone


def test_the_tables_do_not_contradict_each_other() -> None:
    """A final is one syllable, no word is both day and adverb, and exceptions are of the rule that they except from."""
    assert {len(final) for final in FINALS} == {1}
    assert min(len(head) for head in ORGANIZATIONS) == 2
    assert not ADVERBS & (DAYS | NOUN_OR_ADVERB)
    assert {word[0] for word in NOT_PREFIXED} <= PREFIXES
    assert min(len(word) for word in NOT_PREFIXED) > 2
    assert set(UNIT_PARTICLES).isdisjoint(UNITS - {"도"})


PIECES = [
    "후보/NNG",
    "자/XSN",
    "서울/NNP",
    "일보/NNG",
    "지금/MAG",
    "은/JX",
    "한편/NNG",
    "오늘/MAG",
    "49/SN",
    "분과/NNG",
    "김모/NNG",
    "(/SSO",
    "쓰/VV",
    "지/EC",
]
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.booleans()), max_size=12)


@given(pieces=TEXTS)
def test_repairs_lose_and_invent_no_letter(pieces: list[tuple[str, bool]]) -> None:
    """Words and blanks joined are the text, and there is a blank or none for each word."""
    words, spaces = tagged(" ".join(piece + " |" * blank for piece, blank in pieces))
    found = repair(words, spaces, [clue(word, [word.tag, *"*******"]) for word in words])
    assert len(found.words) == len(found.spaces)
    assert text_of(found) == text_of(Tagged(words, spaces))
    assert all(word.text and word.tag and word.lemma for word in found.words)


@given(pieces=TEXTS)
def test_without_clues_nothing_changes(pieces: list[tuple[str, bool]]) -> None:
    """Words that need nothing come out as they are."""
    words, spaces = tagged(" ".join(piece + " |" * blank for piece, blank in pieces))
    assert repair(words, spaces, [None] * len(words)) == (words, spaces)
    assert repair(words, spaces, [Clue()] * len(words)) == (words, spaces)


def text_of(text: Tagged) -> str:
    """Write the words one behind the other."""
    return "".join(word.text + " " * space for word, space in zip(*text, strict=True))
