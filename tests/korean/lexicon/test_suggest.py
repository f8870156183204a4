"""Effects count what entries do; proposals come from what recurs, and accepting them is deleting lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.lexicon.cohesion import beginnings, cohesion
from crmkb.korean.lexicon.effects import Effect, effects
from crmkb.korean.lexicon.lexicon import Lexicon, read_lexicon
from crmkb.korean.lexicon.parts import Place
from crmkb.korean.lexicon.spelling import cosine, is_one_edit, likely_variants
from crmkb.korean.lexicon.suggest import Suggestion, best, suggest, to_tsv
from crmkb.strings import set_lang
from tests.korean.tagged_text import parts

CENTERS = parts(
    "콜/NNG 센터/NNG 에/JKB | 콜/NNG 센/VA+ETM 타로/NNG",  # 콜센터에 콜센타로
    "콜/NNG 센터/NNG 경우/NNG | 콜센터/NNG",
    "교육/NNG 이/JKS | 짧/VA 다/EC",
)


def test_an_effect_counts_places_texts_and_cuts() -> None:
    """콜센터 stands three times in two texts and was cut twice; 콜센타 once."""
    lexicon = Lexicon({"콜센터": "NNG", "현업": "NNG"}, {"콜센타": "콜센터"}, frozenset({"경우"}))
    assert effects(CENTERS, lexicon) == (
        Effect("compound", "콜센터", "", 3, 2, 2, "콜+센터", Place("1", 0, 3, "콜센터에 콜센타로")),
        Effect("compound", "현업"),
        Effect("variant", "콜센타", "콜센터", 1, 1, 1, "콜+센+타로", Place("1", 5, 8, "콜센터에 콜센타로")),
        Effect("stop_word", "경우", "", 1, 0, 1, "", Place("2", 3, 5, "콜센터경우 콜센터")),
    )


def test_a_canonical_spelling_that_is_not_listed_shows_where_it_joined() -> None:
    """콜센터 is joined for the sake of 콜센타; where nothing is joined there is nothing to show."""
    lexicon = Lexicon(variants={"콜센타": "콜센터"})
    assert [(e.kind, e.form, e.joined) for e in effects(CENTERS, lexicon)] == [
        ("compound", "콜센터", 2),
        ("variant", "콜센타", 1),
    ]
    assert [(e.kind, e.form) for e in effects(CENTERS[2:], lexicon)] == [("variant", "콜센타")]


def test_parts_of_one_text_are_one_text() -> None:
    """A very long text comes in pieces, with places in the whole text."""
    pieces = [part._replace(id="1", start=100 * n) for n, part in enumerate(CENTERS[:2])]
    (found, *_) = effects(pieces, Lexicon({"콜센터": "NNG"}))
    assert (found.found, found.passages) == (3, 1)
    (found, *_) = effects(pieces[1:], Lexicon({"콜센터": "NNG"}))
    assert found.example == Place("1", 100, 103, "콜센터경우 콜센터")


def test_effects_of_no_text_are_all_zero() -> None:
    """Every entry is there, found nowhere."""
    assert effects([], Lexicon({"현업": "NNG"})) == (Effect("compound", "현업"),)


def test_cohesion_is_the_mean_chance_of_the_next_letter() -> None:
    """Of 10 eojeols with 킥, 8 go on with 킥오, all of these with 킥오프: (8 / 10) to the power of 1 / 2 = .894."""
    counts = beginnings({"킥오프를": 5, "킥오프": 3, "킥보드": 2})
    assert (counts["킥"], counts["킥오"], counts["킥오프"]) == (10, 8, 8)
    assert round(cohesion("킥오프", counts), 3) == 0.894
    assert cohesion("킥오", counts) == 0.8


@given(st.dictionaries(st.text("가나다", min_size=1, max_size=6), st.integers(1, 9), min_size=1))
def test_cohesion_lies_above_zero_and_never_above_one(eojeols: dict[str, int]) -> None:
    """For every beginning of two letters or more."""
    counts = beginnings(eojeols)
    values = [cohesion(form, counts) for form in counts if len(form) > 1]
    assert all(0 < value <= 1 for value in values)


EDITS = [
    ("워크샵", "워크숍", True),  # workshop: one vowel
    ("스케쥴", "스케줄", True),
    ("데이타", "데이터", True),
    ("타겟", "타깃", True),
    ("오너쉽", "오너십", True),
    ("갯수", "개수", True),  # a final consonant more
    ("콜센타", "콜센터", True),
    ("콜센터", "콜센터", False),
    ("콜센타", "콘센터", False),  # two
    ("교육", "육교", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), EDITS)
def test_one_edit_of_jamo(one: str, other: str, expected: bool) -> None:
    """In both directions."""
    assert is_one_edit(one, other) is expected
    assert is_one_edit(other, one) is expected


def test_spellings_need_the_same_company() -> None:
    """콜센타 stands with 상담 as 콜센터 does; 관리사 is a letter from 관리자 and in other company."""
    texts = [["상담", "콜센터"]] * 3 + [["상담", "콜센타"]] + [["권한", "관리자"]] * 3 + [["건물", "관리사"]]
    nouns = {word for text in texts for word in text}
    (pair,) = likely_variants(texts, nouns, min_count=3)
    assert pair == ("콜센타", "콜센터", 1.0)


def test_short_words_need_much_the_same_company_and_to_be_rare() -> None:
    """역활 once beside 역할 five times is a slip; 협의 as often as 합의 is another word."""
    slip = [["자기", "역할"]] * 5 + [["자기", "역활"]]
    two = [["노사", "협의"]] * 3 + [["노사", "합의"]] * 4
    assert likely_variants(slip, {"역할", "역활"}, min_count=3) == (("역활", "역할", 1.0),)
    assert likely_variants(slip[1:], {"역할", "역활"}, min_count=3) == ()  # 4 times as frequent, 5 are needed
    assert likely_variants(two, {"협의", "합의"}, min_count=3) == ()


def test_cosine_of_counts() -> None:
    """(3, 4) and (4, 3): 24 / 25; without a common word 0."""
    assert cosine({"a": 3, "b": 4}, {"a": 4, "b": 3}) == 0.96
    assert cosine({"a": 1}, {"b": 1}) == 0
    assert cosine({}, {"b": 1}) == 0


BROKEN = (
    "엑/NNG 셀/VV+ETM 이/JKS",
    "엑/NNG 셀/VV+ETM 을/JKO",
    "엑/NNG 셀로/NNG",
    "엑/NNG 셀/VV+ETM",
)  # Excel in pieces


def test_a_broken_word_is_proposed_by_its_particles() -> None:
    """Four eojeols begin with 엑, all with 엑셀, before three case particles: cohesion 4 / 4."""
    (found,) = suggest(parts(*BROKEN), Lexicon())
    assert found == Suggestion("엑셀", "", "cohesion", 1.0, 4, 4, "엑+셀", Place("1", 0, 2, "엑셀이"))


def test_a_stem_with_its_ending_is_no_word() -> None:
    """하고 bears no case particle, and 하기 is a nominal form."""
    texts = (
        "하/VV 고/EC",
        "하/VV 고/EC 는/JX",
        "하/VV 고/EC 도/JX",
        "하/VV 기/ETN 를/JKO",
        "하/VV 기/ETN 가/JKS",
        "하/VV 기/ETN 에/JKB",
    )
    assert suggest(parts(*texts), Lexicon()) == ()


def test_nouns_written_together_are_proposed_by_c_value() -> None:
    """고객 정보 stands in four texts, in one of them within 고객 정보 팀 (too rare): log2(2) x 4 = 4."""
    texts = ("고객/NNG 정보/NNG 를/JKO", "고객/NNG 정보/NNG 가/JKS", "고객/NNG 정보/NNG", "고객/NNG 정보/NNG 팀/NNG")
    (found,) = suggest(parts(*texts), Lexicon())
    assert (found.form, found.measure, found.score, found.found, found.cut) == (
        "고객정보",
        "c_value",
        4.0,
        4,
        "고객+정보",
    )


def test_what_stands_beside_a_noun_is_no_part_of_a_compound() -> None:
    """During the meeting, the customers, each department."""
    texts = ("회의/NNG 중/NNG", "고객/NNG 들/XSN", "각/XPN 부서/NNG") * 3
    assert suggest(parts(*texts), Lexicon()) == ()


def test_a_spelling_is_proposed_with_the_one_it_may_stand_for() -> None:
    """Even where the tagger broke it: 콜센타 is proposed as a variant and not as a compound."""
    texts = ["상담/NNG | 콜센터/NNG 에/JKB"] * 4 + [
        "상담/NNG | 콜/NNG 센/VA+ETM 타로/NNG",
        "상담/NNG | 콜/NNG 센/VA+ETM 타가/NNP",
    ]
    (found,) = suggest(parts(*texts, "상담/NNG | 콜/NNG 센/VA+ETM 타/VV"), Lexicon())
    assert (found.form, found.canonical, found.measure, found.score, found.found) == (
        "콜센타",
        "콜센터",
        "likeness",
        1.0,
        3,
    )


def test_what_the_lexicon_has_is_not_proposed_again() -> None:
    """Neither as a compound nor as a variant."""
    assert suggest(parts(*BROKEN), Lexicon({"엑셀": "NNG"})) == ()
    texts = ["상담/NNG | 콜센터/NNG"] * 4 + ["상담/NNG | 콜센타/NNG"]
    assert [s.form for s in suggest(parts(*texts), Lexicon())] == ["콜센타"]
    assert suggest(parts(*texts), Lexicon(variants={"콜센타": "콜센터"})) == ()


def test_fewer_places_than_asked_for_propose_nothing() -> None:
    """Four places are enough for four, not for five."""
    assert suggest([], Lexicon()) == ()
    assert len(suggest(parts(*BROKEN), Lexicon(), min_count=4)) == 1
    assert suggest(parts(*BROKEN), Lexicon(), min_count=5) == ()


def test_the_best_of_each_measure() -> None:
    """In their order."""
    place = Place("1", 0, 2, "")
    rows = [
        Suggestion("가나", "", "cohesion", 1.0, 3, 3, "", place),
        Suggestion("다라", "", "cohesion", 1.0, 3, 3, "", place),
        Suggestion("마바", "", "c_value", 1.0, 3, 3, "", place),
    ]
    assert [s.form for s in best(rows, 1)] == ["가나", "마바"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_proposals_are_a_lexicon_folder(tmp_path: Path, lang: str) -> None:
    """What is written is read back as it stands: to accept is to delete lines."""
    set_lang(lang)  # type: ignore[arg-type]
    place = Place("1", 0, 2, '"엑셀", 그리고\t탭')
    rows = [
        Suggestion("엑셀표", "", "cohesion", 0.5, 4, 3, "엑+셀", place),
        Suggestion("KPI표", "", "c_value", 2.0, 4, 3, "KPI+표", place),
        Suggestion("엑쎌", "엑셀", "likeness", 0.25, 1, 1, "", place),
    ]
    for name, text in to_tsv(rows).items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    lexicon = read_lexicon(tmp_path)
    assert (lexicon.compounds["엑셀표"], lexicon.compounds["KPI표"]) == ("NNG", "NNG")
    assert lexicon.canonical("엑쎌") == "엑셀"
    assert "0.25" in to_tsv(rows)["variants.tsv"]


def test_no_proposals_make_empty_lists(tmp_path: Path) -> None:
    """With nothing but the line that says what they are."""
    for name, text in to_tsv([]).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert text.startswith("#")
    assert read_lexicon(tmp_path) == read_lexicon()
