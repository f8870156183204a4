"""Words are joined where the lexicon says so and nowhere else, and never a letter is lost."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.lexicon.join import join, matches
from crmkb.korean.lexicon.lexicon import Lexicon, packaged_lexicon
from crmkb.korean.lexicon.particles import PARTICLES, particles
from crmkb.korean.lexicon.parts import text_of
from crmkb.korean.tagging.taggers import Tagger, make_tagger
from crmkb.korean.words import Tagged, Word
from tests.korean.tagged_text import tagged, written

LEXICON = Lexicon(
    {
        **dict.fromkeys(
            ("고객센터", "고객만족센터", "고객사", "조직원", "현업", "원가", "정의서", "충성도", "뉴스지", "사내망"),
            "NNG",
        ),
        **dict.fromkeys(("엑셀파일", "TF팀", "설명회", "콜센터", "네고"), "NNG"),
        "R&D": "SL",
        "새마을": "NNP",
    },
    {"콜센타": "콜센터", "어플": "앱"},
)

CASES = [
    # what is joined
    ("고객/NNG 센터/NNG 에/JKB", "고객센터/NNG 에/JKB"),
    ("고객/NNG 만족/NNG 센터/NNG", "고객만족센터/NNG"),  # the longest entry
    ("통합/NNG 고객/NNG 센터/NNG 장/XSN", "통합/NNG 고객센터/NNG 장/XSN"),  # inside an eojeol
    ("새/MM 마을/NNG 에/JKB", "새마을/NNP 에/JKB"),  # the entry's own tag
    ("r/SL &/SY D/SL 팀/NNG", "r&D/SL 팀/NNG"),  # any case, the author's letters
    ("tf/SL 팀/NNG", "tf팀/NNG"),
    ("네/IC 고/JKQ 를/JKO", "네고/NNG 를/JKO"),  # no noun before the particle: nonsense anyway
    ("고객/NNG 센터/NNG | 고객/NNG 센터/NNG", "고객센터/NNG | 고객센터/NNG"),
    # over the end of an entry
    ("콜/NNG 센/VA+ETM 타로/NNG", "콜센타/NNG 로/JKB"),  # 타로 (tarot)
    ("엑셀/NNP 파일로/NNP | 줘/VV", "엑셀파일/NNG 로/JKB | 줘/VV"),
    ("조직/NNG 원들/NNP 이/JKS", "조직원/NNG 들/XSN 이/JKS"),
    ("현/MM 업을/VV", "현업/NNG 을/JKO"),
    ("사내/NNG 망에서는/NNP", "사내망/NNG 에서/JKB 는/JX"),
    # what the tagger could make nothing of
    ("콜센타로/NA", "콜센타/NNG 로/JKB"),
    ("콜센타/UNKNOWN", "콜센타/NNG"),
    ("콜센타람/NA", "콜센타람/NA"),
    # what makes sense as it is cut
    ("고객/NNG 센터/NNP", "고객센터/NNG"),
    ("고객/NNG | 센터/NNG", "고객/NNG | 센터/NNG"),  # a blank between
    ("고객/NNG 사이/NNG", "고객/NNG 사이/NNG"),  # between customers, not 고객사+이
    ("설명/NNG 회의/NNG", "설명/NNG 회의/NNG"),  # a meeting, not 설명회+의
    ("고객/NNG 사랑/NNG", "고객/NNG 사랑/NNG"),  # love of customers, not 고객사+랑
    ("고객/NNG 사용/NNG", "고객/NNG 사용/NNG"),  # use by customers: 용 is cut off nothing
    ("고객/NNG 사례/NNG", "고객/NNG 사례/NNG"),
    ("구성/NNG 원/XSN 가/JKS", "구성/NNG 원/XSN 가/JKS"),  # 원 belongs to 구성
    ("원/XSN 가/NNG", "원가/NNG"),  # but at the start of an eojeol it belongs to nothing
    ("충성/NNG 도/JX", "충성/NNG 도/JX"),  # loyalty, too
    ("충성/NNG 도/JX 가/JKS", "충성도/NNG 가/JKS"),  # no particle follows 도
    ("뉴스/NNG 지/VCP+EC 만/JX", "뉴스/NNG 지/VCP+EC 만/JX"),  # is news, but
    ("뉴스/NNG 지/VCP+EC 를/JKO", "뉴스지/NNG 를/JKO"),  # no ending takes an object particle
    ("정의/NNG 서/JKB | 쓰/VV", "정의서/NNG | 쓰/VV"),  # 서 is no particle of nouns
    ("콜센터/NNG 는/JX", "콜센터/NNG 는/JX"),  # one word already
    ("콜센타/NNP 는/JX", "콜센타/NNP 는/JX"),
    ("고객/NNG 센/NNG", "고객/NNG 센/NNG"),  # no more than a beginning
    ("", ""),
]


@pytest.mark.parametrize(("cut", "expected"), CASES)
def test_words_are_joined_as_the_lexicon_says(cut: str, expected: str) -> None:
    """What the tagger cut, and what becomes of it."""
    assert written(join(tagged(cut), LEXICON)) == expected


def test_white_space_of_any_kind_parts_words() -> None:
    """A line end between two words is no less than a blank."""
    text = Tagged([Word("고객", "NNG", "고객"), Word("\n", "_SP", "\n"), Word("센터", "NNG", "센터")], [False] * 3)
    assert join(text, LEXICON) is text


def test_a_joined_word_keeps_the_blank_behind_it() -> None:
    """Of the last of its words; its lemma is its own text."""
    joined = join(tagged("콜/NNG 센타/NNG | 전화/NNG"), LEXICON)
    assert joined.words[0] == Word("콜센타", "NNG", "콜센타")
    assert joined.spaces == [True, False]


def test_a_text_without_an_entry_is_the_same_object() -> None:
    """Nothing is copied where nothing changes."""
    text = tagged("교육/NNG 이/JKS | 짧/VA 다/EC")
    assert join(text, LEXICON) is text
    assert join(text, Lexicon()) is text


def test_a_match_says_what_it_covers() -> None:
    """First word, the word behind, the entry in lower case, the author's letters, and what is cut off."""
    (match,) = matches(tagged("우리/NP | tf/SL 팀이/NNP"), LEXICON)
    assert (match.first, match.behind, match.form, match.surface) == (1, 3, "tf팀", "tf팀")
    assert match.rest == (Word("이", "JKS", "이"),)


PARTICLE_RUNS = [
    ("에게는", ["에게", "는"]),
    ("들에게는", ["들", "에게", "는"]),
    ("으로", ["으로"]),
    ("에서만", ["에서", "만"]),
    ("님들의", ["님", "들", "의"]),
    ("람", []),
    ("에게람", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PARTICLE_RUNS)
def test_particles_are_read_from_the_left_the_longest_first(text: str, expected: list[str]) -> None:
    """All of the text must be particles."""
    assert [word.text for word in particles(text)] == expected


def test_particles_have_sejong_tags() -> None:
    """Only particles and the suffixes that stand before them."""
    assert {tag[0] for tag in PARTICLES.values()} == {"J", "X"}


syllables = st.sampled_from(
    ["콜", "센", "센타", "센터", "고객", "사", "사이", "로", "타로", "가", "R", "&", "d", "İ", "♥", "\n"]
)
tags = st.sampled_from(["NNG", "NNP", "JKS", "JKB", "VA+ETM", "XSN", "SL", "SY", "UNKNOWN", "UNK"])


@given(st.lists(st.tuples(syllables, tags, st.booleans()), max_size=12))
def test_no_letter_is_lost_and_joining_twice_changes_nothing(rows: list[tuple[str, str, bool]]) -> None:
    """Whatever the tagger gave."""
    words = [Word(text, "_SP" if text.isspace() else tag, text) for text, tag, _ in rows]
    text = Tagged(words, [space for _, _, space in rows])
    joined = join(text, LEXICON)
    assert text_of(joined) == text_of(text)
    assert len(joined.words) == len(joined.spaces)
    assert [word for word in joined.words if not word.text] == []
    assert join(joined, LEXICON) == joined


@given(st.lists(st.tuples(syllables, tags, st.booleans()), max_size=12))
def test_nothing_is_joined_in_a_text_where_no_entry_occurs(rows: list[tuple[str, str, bool]]) -> None:
    """So that whoever asks `occurs_in` first misses nothing."""
    text = Tagged([Word(text, tag, text) for text, tag, _ in rows], [space for _, _, space in rows])
    if not LEXICON.occurs_in(text_of(text)):
        assert join(text, LEXICON) is text


@pytest.fixture(scope="module")
def mecab() -> Tagger:
    """Return the default tagger, which knows no lexicon."""
    return make_tagger("mecab")


CARRIERS = ("{}에서 들었다", "이번 {}도 늦었다", "우리 {}의 문제", "그때 {} 준비")


@pytest.mark.parametrize(
    "form",
    [
        "콜센터",
        "콜센타",
        "추진위원회",
        "태스크포스",
        "본부장",
        "파트장",
        "영업점",
        "워크샵",
        "리더쉽",
        "오너쉽",
        "마이그레이션",
    ],
)
def test_packaged_entries_are_one_word_after_mecab(mecab: Tagger, form: str) -> None:
    """With particles and without, though the tagger alone cuts them apart."""
    for carrier in CARRIERS:
        joined = join(mecab.tagged(carrier.format(form)), packaged_lexicon())
        assert form in [word.text for word in joined.words], (carrier, joined.words)


@pytest.mark.data
def test_packaged_entries_hardly_touch_texts_of_another_field(mecab: Tagger, data: Path) -> None:
    """In 5,000 film reviews of any kind, fewer than one in a hundred is changed, and none loses a letter."""
    with gzip.open(data / "throughput_short" / "dev.txt.gz", "rt", encoding="utf-8") as file:
        texts = [line.rstrip("\n") for line in islice(file, 5000)]
    changed = 0
    for text in texts:
        cut = mecab.tagged(text)
        joined = join(cut, packaged_lexicon())
        assert text_of(joined) == text_of(cut)
        changed += joined is not cut
    assert 0 < changed < 50
