"""Taggers: units lie in the text in order, and Mecab's are KoNLPy's own plus offsets and the parts of contractions."""

from __future__ import annotations

import pickle
import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.errors import UsageError
from crmkb.korean.taggers import TAGGERS, KonlpyMecab, MecabTagger, Tagger, Unit, make_tagger
from crmkb.korean.tagset import SEJONG_TO_UNIVERSAL

SENTENCES = [
    "교육이 너무 늦었어요",  # training came too late
    "CRM 시스템을 아무도 안 써요 ㅠㅠ",
    "현업 참여가 부족해서 실패했다.",  # failed for want of participation
    "데이터가 엉망이라 고객을 두 번 만난다",
    "교육을  두번 했는데 (2024.3.2) 다들 잊었음!!",
    "한 번에 3,500만원을 쓴 걸로 안다",
    "Workshop에서 들은 얘기랑 다르다;;",
    "그랬잖아요 걔넨 몰랐대",
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


@pytest.fixture(scope="module", params=list(TAGGERS))
def tagger(request: pytest.FixtureRequest) -> Tagger:
    """Return each tagger of the table."""
    return make_tagger(str(request.param))


@pytest.fixture(scope="module")
def mecab() -> MecabTagger:
    """Return the Mecab tagger."""
    return MecabTagger()


def units(tagger: Tagger, text: str) -> list[Unit]:
    """Return the units of a text."""
    return list(tagger.units(text))


@settings(deadline=None)
@given(text=WRITTEN)
def test_units_rise_inside_the_text_and_hold_no_white_space(tagger: Tagger, text: str) -> None:
    """Units are not empty, do not overlap, and each form has its tag."""
    found = units(tagger, text)
    assert all(0 <= unit.start < unit.end <= len(text) for unit in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(len(unit.forms) == len(unit.tags) > 0 for unit in found)
    assert [unit for unit in found if re.search(r"[\s\0]", text[unit.start : unit.end])] == []


@settings(deadline=None)
@given(text=WRITTEN)
def test_mecab_leaves_out_only_white_space_and_nul(mecab: MecabTagger, text: str) -> None:
    """Every other character is in exactly one unit."""
    covered = [k for unit in mecab.units(text) for k in range(unit.start, unit.end)]
    assert covered == [k for k, char in enumerate(text) if not (char.isspace() or char == "\0")]


@settings(deadline=None)
@given(text=WRITTEN)
def test_every_tag_is_in_the_table(tagger: Tagger, text: str) -> None:
    """A tagger gives tags that have a universal part of speech, each by itself."""
    tags = {tag for unit in tagger.units(text) for tag in unit.tags}
    assert tags - set(SEJONG_TO_UNIVERSAL) == set()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_mecab_gives_what_konlpy_gives(mecab: MecabTagger, sentence: str) -> None:
    """Surfaces and tags are those of KoNLPy's own `pos`."""
    found = [(sentence[u.start : u.end], "+".join(u.tags)) for u in mecab.units(sentence)]
    assert found == mecab.konlpy.pos(sentence)


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
    ],
)
def test_mecab_names_the_parts_of_contractions(mecab: MecabTagger, text: str, expected: list[Unit]) -> None:
    """A unit is a piece of the surface with the morphemes in it."""
    assert units(mecab, text) == expected


def test_a_nul_does_not_swallow_what_stands_before_a_replacement_character(mecab: MecabTagger) -> None:
    """Both in one text leave the words between them as they are."""
    text = "\0교육을 했다\ufffd"
    assert [text[u.start : u.end] for u in mecab.units(text)] == ["교육", "을", "했", "다", "\ufffd"]


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "\x85", "\u2003", "\u2028", "\x1c", "\t", "\r\n", "\0"])
def test_every_white_space_parts_words_as_a_blank_does(mecab: MecabTagger, blank: str) -> None:
    """Ideographic, no-break and other spaces change no tag and are in no unit."""
    expected = [(u.forms, u.tags) for u in mecab.units("★ 교육 가 ★")]
    assert [(u.forms, u.tags) for u in mecab.units("★ 교육 가 ★".replace(" ", blank))] == expected


def test_a_surface_that_is_not_in_the_text_is_left_out(mecab: MecabTagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should Mecab ever invent something, the units around it stay where they are."""
    reply = "교육\tNNG,*,T,교육,*,*,*,*\n훈련\tNNG,*,T,훈련,*,*,*,*\n을\tJKO,*,T,을,*,*,*,*\nEOS\n"
    monkeypatch.setattr(mecab.konlpy, "tagger", SimpleNamespace(parse=lambda _: reply))
    assert [(u.start, u.end) for u in mecab.units("교육을")] == [(0, 2), (2, 3)]


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


def test_an_unknown_tagger_is_a_usage_error_that_lists_the_known_ones() -> None:
    """The sentence says what was asked for and what there is."""
    with pytest.raises(UsageError) as caught:
        make_tagger("kiwi")
    assert caught.value.exit_code == 2
    known = ", ".join(TAGGERS)
    assert caught.value.message("en") == f"--tagger: there is no tagger kiwi (known: {known}). Choose one of the list."
    assert caught.value.message("ko").startswith(f"--tagger: kiwi 분석기는 없습니다(사용 가능: {known}).")
