"""Borders of morphemes inside an eojeol: by hand, as laws, and in a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.tagging.align import Eojeol, align, place
from crmkb.korean.words import Unit


@pytest.mark.parametrize(
    ("surface", "forms", "expected"),
    [
        ("교육을", "교육 을", "교육=교육 을=을"),
        ("했다", "하 았 다", "했=하+았 다=다"),  # "did": ㅎㅐㅆ has the letters of both
        ("못했기", "못하 았 기", "못했=못하+았 기=기"),
        ("갔다", "가 았 다", "갔=가+았 다=다"),
        ("갑니다", "가 ㅂ니다", "갑니다=가+ㅂ니다"),  # the border lies inside 갑
        ("추운", "춥 ㄴ", "추운=춥+ㄴ"),
        ("도와줬다", "도와주 었 다", "도와줬=도와주+었 다=다"),
        ("예뻐요", "예쁘 어요", "예뻐요=예쁘+어요"),
        ("입니다.", "이 ㅂ니다 .", "입니다=이+ㅂ니다 .=."),
        ("걸", "것 을", "걸=것+을"),
        ("없는건가", "없 는 것 ㄴ가", "없=없 는=는 건가=것+ㄴ가"),
        ("가서", "가 아서", "가서=가+아서"),
        ("그럼에도", "그렇 ㅁ 에 도", "그럼=그렇+ㅁ 에=에 도=도"),
        ("CRM을", "CRM 을", "CRM=CRM 을=을"),
        ("가", "나", "가=나"),
        ("가", "나 다 라", "가=나+다+라"),
        ("가나다", "가", "가나다=가"),
    ],
)
def test_pieces_are_made_of_whole_morphemes(surface: str, forms: str, expected: str) -> None:
    """A contraction is one piece; where nothing is contracted every morpheme has its own."""
    parts = forms.split()
    found = [f"{surface[p.start : p.end]}={'+'.join(parts[p.first : p.last])}" for p in align(surface, parts)]
    assert " ".join(found) == expected


WORDS = st.text(st.sampled_from("가나다하았었했봤해ㄴㅂㄹaA.□1"), min_size=1, max_size=12)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=8))
def test_pieces_cover_the_surface_and_the_morphemes(surface: str, forms: list[str]) -> None:
    """Whatever a tagger says: in order, without a gap, nothing empty."""
    found = align(surface, forms)
    assert (found[0].start, found[0].first) == (0, 0)
    assert (found[-1].end, found[-1].last) == (len(surface), len(forms))
    assert all(a.end == b.start and a.last == b.first for a, b in pairwise(found))
    assert all(p.start < p.end and p.first < p.last for p in found)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_what_is_not_contracted_is_cut_where_the_morphemes_end(forms: list[str]) -> None:
    """Each morpheme that stands in the surface has a piece of its own."""
    surface = "".join(forms)
    assert [surface[p.start : p.end] for p in align(surface, forms)] == forms


@pytest.mark.parametrize(("surface", "forms"), [("가" * 90, ["나"] * 3), ("가", ["나다" * 60, "라"] * 3)])
def test_lengths_that_have_nothing_to_do_with_each_other_are_aligned_too(surface: str, forms: list[str]) -> None:
    """The band about the diagonal is as wide as it must be."""
    found = align(surface, forms)
    assert found[0].start == 0
    assert found[-1].end == len(surface)


def test_eojeols_are_placed_in_their_line() -> None:
    """One that stands nowhere is left out, and those behind it are found; a blank inside belongs to no unit."""
    eojeols = [
        Eojeol("교육", ("교육",), ("NNG",)),
        Eojeol("훈련", ("훈련",), ("NNG",)),
        Eojeol("할수", ("하", "ㄹ", "수"), ("VV", "ETM", "NNB")),
        Eojeol("없", (), ()),
        Eojeol("", ("다",), ("EF",)),
        Eojeol("다", ("다",), ("EF",)),
    ]
    assert list(place("교육 할 수 없다", eojeols)) == [
        Unit(0, 2, ("교육",), ("NNG",)),
        Unit(3, 4, ("하", "ㄹ"), ("VV", "ETM")),
        Unit(5, 6, ("수",), ("NNB",)),
        Unit(8, 9, ("다",), ("EF",)),
    ]


def test_an_eojeol_is_not_looked_for_far_away() -> None:
    """One that was changed does not drag the rest of the line to a later one that looks like it."""
    line = "가 " + "나 " * 40 + "다"
    assert [unit.start for unit in place(line, [Eojeol("다", ("다",), ("EF",)), Eojeol("가", ("가",), ("VV",))])] == [0]
