"""Mecab accounts for every character, alone and with words of our own, and is KoNLPy's where nothing was repaired."""

from __future__ import annotations

import gc
import pickle
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import crmkb.korean.tagging.mecab
from crmkb.korean.tagging.mecab import KonlpyMecab, MecabTagger
from crmkb.korean.tagging.vocabulary import common_nouns, vocabulary
from crmkb.korean.tagset import SEJONG_TO_UNIVERSAL
from crmkb.korean.words import Tagged, Unit, cover

SENTENCES = [
    "교육이 너무 늦었어요",  # training came too late
    "CRM 시스템을 아무도 안 써요 ㅠㅠ",
    "현업 참여가 부족해서 실패했다.",  # failed for want of participation
    "데이터가 엉망이라 고객을 두 번 만난다",
    "교육을  두번 했는데 (2024.3.2) 다들 잊었음!!",
    "한 번에 3,500만원을 쓴 걸로 안다",
    "Workshop에서 들은 얘기랑 다르다;;",
    "그랬잖아요 걔넨 몰랐대",
    "오늘 후보자가 압수수색을 한편 지금은 49분과 김모 씨",  # much to repair
    "👍👍 최고",
    "ㅋㅋㅋ",
]

WRITTEN = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            '교육이을는했다됐어요고객의업무 \t\n\r\0\ufffd\u200b\u3000\xa0\x85.,!?~ㅋㅠ()"“”+/*aZ09👍\u200d'
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)
"""Any text without lone surrogates, with much of what comments hold."""

ORDINARY = [*" ".join(SENTENCES).split(), "영치기", "이", "지금", "한편", "서울", "전자", "압수수색"]
PHRASES = st.lists(st.sampled_from([*ORDINARY, "캘리 ", "에듀", "내셔날", "영치기 영차"]), max_size=8)
"""Words with something to repair, and those that the dictionary knows with a blank."""


@pytest.fixture(scope="module")
def mecab() -> MecabTagger:
    """Return Mecab with its slips repaired."""
    return MecabTagger(common=common_nouns())


@pytest.fixture(scope="module")
def bare() -> MecabTagger:
    """Return Mecab as it is."""
    return MecabTagger()


@pytest.fixture(scope="module", params=["bare", "repaired", "with words"])
def any_mecab(request: pytest.FixtureRequest, bare: MecabTagger, mecab: MecabTagger) -> MecabTagger:
    """Return Mecab in each of its configurations."""
    return {"bare": bare, "repaired": mecab, "with words": MecabTagger(vocabulary(), common=common_nouns())}[
        str(request.param)
    ]


def joined(tagged: Tagged) -> str:
    """Write the words one behind the other."""
    return "".join(word.text + " " * space for word, space in zip(*tagged, strict=True))


@given(text=WRITTEN)
def test_units_rise_inside_the_text_and_hold_no_white_space(any_mecab: MecabTagger, text: str) -> None:
    """Units are not empty, do not overlap, and each form has its tag."""
    found = list(any_mecab.units(text))
    assert all(0 <= unit.start < unit.end <= len(text) for unit in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(len(unit.forms) == len(unit.tags) > 0 for unit in found)
    assert [unit for unit in found if re.search(r"[\s\0]", text[unit.start : unit.end])] == []


@given(text=WRITTEN)
def test_units_leave_out_only_white_space_and_nul(any_mecab: MecabTagger, text: str) -> None:
    """Every other character is in exactly one unit."""
    covered = [k for unit in any_mecab.units(text) for k in range(unit.start, unit.end)]
    assert covered == [k for k, char in enumerate(text) if not (char.isspace() or char == "\0")]


@given(text=WRITTEN | PHRASES.map(" ".join) | PHRASES.map("".join))
@example(text="교육을 ")
@example(text="교육을\n")
@example(text="지금 은")
def test_words_are_the_units_and_what_lies_between_them(any_mecab: MecabTagger, text: str) -> None:
    """The fast way through a plain text and the careful one give the same, and it is the text."""
    tagged = any_mecab.tagged(text)
    assert tagged == cover(text, any_mecab.units(text))
    assert joined(tagged) == text


@given(phrases=st.lists(st.sampled_from(ORDINARY), max_size=8))
def test_a_second_blank_changes_no_word(any_mecab: MecabTagger, phrases: list[str]) -> None:
    """Only the blank itself becomes a word."""
    text = " ".join(phrases)
    plain = any_mecab.tagged(text).words
    assert [word for word in any_mecab.tagged(text.replace(" ", "  ")).words if word.tag != "_SP"] == [
        word for word in plain if word.tag != "_SP"
    ]


@given(texts=st.lists(WRITTEN, max_size=4))
def test_many_texts_are_cut_as_each_alone(any_mecab: MecabTagger, texts: list[str]) -> None:
    """Order is kept, and no text depends on its neighbors."""
    assert list(any_mecab.tagged_all(texts)) == [any_mecab.tagged(text) for text in texts]


@given(text=WRITTEN)
def test_every_tag_is_in_the_table(any_mecab: MecabTagger, text: str) -> None:
    """Each tag has a universal part of speech, by itself."""
    tags = {tag for unit in any_mecab.units(text) for tag in unit.tags}
    assert tags - set(SEJONG_TO_UNIVERSAL) == set()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_mecab_without_repairs_gives_what_konlpy_gives(bare: MecabTagger, sentence: str) -> None:
    """Surfaces and tags are those of KoNLPy's own `pos`."""
    found = [(sentence[u.start : u.end], "+".join(u.tags)) for u in bare.units(sentence)]
    assert found == KonlpyMecab().pos(sentence)
    assert [(word.text, word.tag) for word in bare.tagged(sentence).words if word.tag != "_SP"] == found


def test_repairs_are_made_where_common_nouns_are_given(mecab: MecabTagger, bare: MecabTagger) -> None:
    """후보자 (candidate) is cut in two by the dictionary where a particle follows."""
    assert [word.text for word in bare.tagged("후보자가").words] == ["후보", "자", "가"]
    assert [word.text for word in mecab.tagged("후보자가").words] == ["후보자", "가"]
    assert [unit.forms for unit in mecab.units("후보자가")] == [("후보자",), ("가",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\0", []),
        (" \t\r\n\u3000", []),
        ("교육", [Unit(0, 2, ("교육",), ("NNG",))]),
        ("했다", [Unit(0, 1, ("하", "았"), ("VV", "EP")), Unit(1, 2, ("다",), ("EC",))]),  # "did"
        ("  됐다", [Unit(2, 3, ("되", "었"), ("VV", "EP")), Unit(3, 4, ("다",), ("EC",))]),
        ("하체비만", [Unit(0, 4, ("하체", "비만"), ("NNG", "NNG"))]),  # two nouns in one entry of the dictionary
        ("A+B", [Unit(0, 1, ("A",), ("SL",)), Unit(1, 2, ("+",), ("SY",)), Unit(2, 3, ("B",), ("SL",))]),
        ("EOS", [Unit(0, 3, ("EOS",), ("SL",))]),  # Mecab writes this word behind every text
        (",", [Unit(0, 1, (",",), ("SC",))]),  # and this one between its columns
        (
            "캘리 글씨",
            [Unit(0, 2, ("캘리",), ("NNG",)), Unit(3, 5, ("글씨",), ("NNG",))],
        ),  # known with a blank behind it
        ("캘리 ", [Unit(0, 2, ("캘리",), ("NNG",))]),
        (
            "에듀 캘리 x",
            [Unit(0, 2, ("에듀",), ("NNG",)), Unit(3, 5, ("캘리",), ("NNG",)), Unit(6, 7, ("x",), ("SL",))],
        ),
    ],
)
def test_mecab_names_the_parts_of_contractions(mecab: MecabTagger, text: str, expected: list[Unit]) -> None:
    """A unit is a piece of the surface with the morphemes in it."""
    assert list(mecab.units(text)) == expected


@pytest.mark.parametrize("text", ["캘리 ", "캘리 글씨", "에듀 캘리 x", "에듀 글씨  캘리  글씨"])
def test_words_with_a_blank_behind_them_keep_it_outside(mecab: MecabTagger, text: str) -> None:
    """The dictionary knows a few such words; none has the blank in its text or lemma."""
    words, spaces = mecab.tagged(text)
    assert [word.text for word in words if word.tag != "_SP"] == text.split()
    assert [word.lemma for word in words if word.tag != "_SP"] == text.split()
    assert joined(Tagged(words, spaces)) == text


@pytest.mark.parametrize("text", ["영치기 영차 했다", "영치기\n영차 했다", "영치기  영차 했다", " 영치기 영차 했다"])
def test_the_word_with_a_blank_inside_is_two(mecab: MecabTagger, text: str) -> None:
    """The dictionary holds one, a chant; a token that spans two lines would be none."""
    words = [word for word in mecab.tagged(text).words if word.tag != "_SP"]
    assert [word.text for word in words] == ["영치기", "영차", "했", "다"]
    assert [word.lemma for word in words] == ["영치기", "영차", "하+았", "다"]
    assert joined(mecab.tagged(text)) == text


def test_a_nul_does_not_swallow_what_stands_before_a_replacement_character(mecab: MecabTagger) -> None:
    """Both in one text leave the words between them as they are."""
    text = "\0교육을 했다\ufffd"
    assert [text[u.start : u.end] for u in mecab.units(text)] == ["교육", "을", "했", "다", "\ufffd"]


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "\x85", "\u2003", "\u2028", "\x1c", "\t", "\r\n", "\0"])
def test_every_white_space_parts_words_as_a_blank_does(mecab: MecabTagger, blank: str) -> None:
    """Ideographic, no-break and other spaces change no tag and are in no unit."""
    text = "★ 교육 가 지금 은 한편 전 ★"
    expected = [(u.forms, u.tags) for u in mecab.units(text)]
    assert [(u.forms, u.tags) for u in mecab.units(text.replace(" ", blank))] == expected


def test_mecab_names_itself_with_both_versions(mecab: MecabTagger) -> None:
    """A base can tell whether its index was made by another tagger or dictionary."""
    assert re.fullmatch(r"mecab-ko \d+(\.\d+)+ \+ mecab-ko-dic \d+(\.\d+)+", mecab.name)


def test_konlpy_mecab_works_as_konlpys_own_and_survives_pickling() -> None:
    """`pos`, `morphs` and `nouns` are there, before and after a round trip."""
    tagger = KonlpyMecab()
    again = pickle.loads(pickle.dumps(tagger))
    assert again.dicpath == tagger.dicpath
    for one in (tagger, again):
        assert one.pos("교육을 했다") == [("교육", "NNG"), ("을", "JKO"), ("했", "VV+EP"), ("다", "EC")]
        assert one.morphs("교육을 했다") == ["교육", "을", "했", "다"]
        assert one.nouns("교육을 했다") == ["교육"]


def test_words_of_our_own_stand_beside_the_dictionarys(mecab: MecabTagger) -> None:
    """They win where they make sense, and other words are cut as before."""
    told = MecabTagger({"조직원": "NNG", "콜로라도": "NNP"}, common=common_nouns())
    text = "조직원들이 콜로라도에서 조직 원칙을 정했다"  # members set principles of organisation in Colorado
    cut = [(word.text, word.tag) for word in told.tagged(text).words]
    assert cut[:5] == [("조직원", "NNG"), ("들", "XSN"), ("이", "JKS"), ("콜로라도", "NNP"), ("에서", "JKB")]
    assert cut[5:] == [(word.text, word.tag) for word in mecab.tagged("조직 원칙을 정했다").words]


def test_a_word_of_our_own_is_not_taken_apart() -> None:
    """무한도전, two nouns in one 'name' of the dictionary, stays one word where our list says so."""
    free, own = MecabTagger(common=common_nouns()), MecabTagger({"무한도전": "NNP"}, common=common_nouns())
    assert [word.text for word in free.tagged("무한도전").words] == ["무한", "도전"]
    assert [word.text for word in own.tagged("무한도전").words] == ["무한도전"]


def test_a_long_eojeol_changes_no_word_beside_it(bare: MecabTagger, mecab: MecabTagger) -> None:
    """Mecab is asked for more answers because of it; of those that know as much, its own first one is taken."""
    text = "정보시스템부영업지원부에서는 올린 거 접니다"
    assert mecab.tagged(text).words[-3:] == bare.tagged(text).words[-3:]
    assert [word.lemma for word in mecab.tagged(text).words if word.text == "거"] == ["거"]


def test_the_memory_of_lines_is_bounded_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, mecab: MecabTagger
) -> None:
    """With room for three lines the words are the same, and never more than three are kept."""
    monkeypatch.setattr(crmkb.korean.tagging.mecab, "_MOST_ROWS", 3)
    small = MecabTagger(common=common_nouns())
    for sentence in SENTENCES * 2:
        assert small.tagged(sentence) == mecab.tagged(sentence)
        assert len(small._rows) <= 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a mapped file until the process ends")
def test_the_file_of_our_words_goes_with_the_tagger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is in use there is one folder, then none; without words there never is one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    MecabTagger().tagged("교육")
    assert list(tmp_path.iterdir()) == []
    tagger = MecabTagger({"조직원": "NNG"})
    assert [path.name for path in tmp_path.glob("crmkb-*/*")] == ["words.dic"]
    del tagger
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_our_words_are_loaded_from_a_folder_with_hangul_and_blanks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the user's name is 홍 길동, so is the way to the temporary folder."""
    folder = tmp_path / "홍 길동"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert [word.text for word in MecabTagger({"엔터테인먼트": "NNG"}).tagged("엔터테인먼트").words] == ["엔터테인먼트"]


def test_taggers_with_other_words_do_not_disturb_each_other() -> None:
    """Each knows its own."""
    first, second = MecabTagger({"엔터테인먼트": "NNG"}), MecabTagger({"뷁쀍쪫": "NNP"})
    assert len(first.tagged("엔터테인먼트").words) == 1 < len(second.tagged("엔터테인먼트").words)
    assert (
        [word.tag for word in second.tagged("뷁쀍쪫").words] == ["NNP"] != [w.tag for w in first.tagged("뷁쀍쪫").words]
    )


def test_threads_may_share_a_tagger(mecab: MecabTagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four at once get what one alone gets, also while the memory of lines is emptied."""
    monkeypatch.setattr(crmkb.korean.tagging.mecab, "_MOST_ROWS", 5)
    shared = MecabTagger(common=common_nouns())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shared.tagged, SENTENCES * 20))
    assert found == [mecab.tagged(sentence) for sentence in SENTENCES] * 20


@pytest.mark.parametrize("text", ["교육을했지만아무도안썼다" * 2_800, "ㅋ" * 3_000 + "a" * 3_000 + "!" * 3_000])
def test_long_texts_without_a_blank_come_out_whole(mecab: MecabTagger, text: str) -> None:
    """A hundred kilobytes lose nothing."""
    assert joined(mecab.tagged(text)) == text
