"""Noun forms: what becomes of a stem before -(으)ㅁ."""

from __future__ import annotations

import pytest

from crmkb.describe.noun_forms import honored, noun_form


@pytest.mark.parametrize(
    ("stem", "tag", "expected"),
    [
        # Open syllables take ㅁ: end, use, not know, break, do, become, see, come out, slow, be (copula), be not
        ("끝나", "VV", "끝남"),
        ("쓰", "VV", "씀"),
        ("모르", "VV", "모름"),
        ("망가지", "VV", "망가짐"),
        ("하", "XSV", "함"),
        ("되", "VV", "됨"),
        ("보", "VX", "봄"),
        ("나오", "VV", "나옴"),
        ("느리", "VA", "느림"),
        ("이", "VCP", "임"),
        ("아니", "VCN", "아님"),
        ("푸르", "VA", "푸름"),
        # ㄹ becomes ㄻ: hard, know, make, far
        ("힘들", "VA", "힘듦"),
        ("알", "VV", "앎"),
        ("만들", "VV", "만듦"),
        ("멀", "VA", "멂"),
        # Other finals take 음: none, many, dislike, not, late, eat, look for
        ("없", "VA", "없음"),
        ("많", "VA", "많음"),
        ("싫", "VA", "싫음"),
        ("않", "VX", "않음"),
        ("늦", "VA", "늦음"),
        ("먹", "VV", "먹음"),
        ("찾", "VV", "찾음"),
        # ㅂ becomes 우: hard, easy, burdensome, proud of, beautiful, help, pick up, ask politely
        ("어렵", "VA", "어려움"),
        ("쉽", "VA", "쉬움"),
        ("번거롭", "VA", "번거로움"),
        ("스럽", "XSA", "스러움"),
        ("아름답", "VA", "아름다움"),
        ("돕", "VV", "도움"),
        ("줍", "VV", "주움"),
        ("여쭙", "VV", "여쭈움"),
        # ㅂ stays: wear, narrow, cramped, shy, hold, pick
        ("입", "VV", "입음"),
        ("좁", "VA", "좁음"),
        ("비좁", "VA", "비좁음"),
        ("수줍", "VA", "수줍음"),
        ("붙잡", "VV", "붙잡음"),
        ("뽑", "VV", "뽑음"),
        # ㄷ becomes ㄹ or stays: load, realize, understand, receive, believe, close
        ("싣", "VV", "실음"),
        ("깨닫", "VV", "깨달음"),
        ("알아듣", "VV", "알아들음"),
        ("받", "VV", "받음"),
        ("믿", "VV", "믿음"),
        ("닫", "VV", "닫음"),
        # ㅅ falls or stays: build, better, connect, laugh, wash, take away, snatch
        ("짓", "VV", "지음"),
        ("낫", "VA", "나음"),
        ("잇", "VV", "이음"),
        ("웃", "VV", "웃음"),
        ("씻", "VV", "씻음"),
        ("빼앗", "VV", "빼앗음"),
        ("뺏", "VV", "뺏음"),
        # ㅎ falls or stays: yellow, white, so, good, put, put in, pile up
        ("노랗", "VA", "노람"),
        ("하얗", "VA", "하얌"),
        ("그렇", "VA", "그럼"),
        ("좋", "VA", "좋음"),
        ("놓", "VV", "놓음"),
        ("넣", "VV", "넣음"),
        ("쌓", "VV", "쌓음"),
    ],
)
def test_noun_form_of_a_stem(stem: str, tag: str, expected: str) -> None:
    """A stem takes -(으)ㅁ by its last syllable; those that bend do so as before any vowel."""
    assert noun_form(stem, tag) == expected


@pytest.mark.parametrize(
    ("stem", "written", "expected"),
    [
        ("듣", "듣", "들음"),  # 듣고, hear
        ("듣", "들", None),  # 들어요 is of 듣다 (hear) or 들다 (lift)
        ("들", "듣", "들음"),  # 듣지 that the tagger took for 들다
        ("묻", "물", "물음"),  # 물어요, ask
        ("묻", "묻", None),  # 묻고: ask or be smeared
        ("걷", "걷", None),  # walk or roll up
        ("걷", "걸", None),  # walk or hang
        ("살", "살", "삶"),  # live
        ("살", "사", None),  # 사는: live or buy
        ("짓", "지", "지음"),  # 지었다, build
        ("어렵", "어려우", "어려움"),  # 어려우니까
        ("돕", "도우", "도움"),
        ("힘들", "힘드", "힘듦"),  # 힘드네요
        ("나", "내", None),  # 내던데 that the tagger took for 나다
        ("맡", "말", None),  # 말고 that it took for 맡다
        ("바쁘", "바쁘", "바쁨"),
    ],
)
def test_letters_of_the_text_decide_between_verbs(stem: str, written: str, expected: str | None) -> None:
    """What is written speaks for or against the tagger's stem; where both fit, there is no noun form."""
    assert noun_form(stem, "VV" if stem not in ("어렵", "힘들") else "VA", written=written) == expected


@pytest.mark.parametrize(("stem", "tag"), [("교육", "NNG"), ("", "VV"), ("ab", "VV"), ("ㅋ", "VV"), ("뵙", "VV")])
def test_what_is_no_stem_has_no_noun_form(stem: str, tag: str) -> None:
    """A noun, nothing, other letters, and a verb that lacks the form."""
    assert noun_form(stem, tag) is None


@pytest.mark.parametrize(
    ("form", "expected"),
    [("끝남", "끝나심"), ("들음", "들으심"), ("어려움", "어려우심"), ("앎", "아심"), ("없음", "없으심")],
)
def test_honored_noun_form(form: str, expected: str) -> None:
    """-시- stands before the ㅁ, -으시- behind a consonant, and ㄹ falls."""
    assert honored(form) == expected
