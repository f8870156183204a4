"""Texts as Java is shown them, and the way back."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import CrmkbError
from crmkb.korean.tagging.java_batch import answers_or_culprit, batches
from crmkb.korean.tagging.java_text import LOOSE, Segment, loose_units, segments, settled, shown_to_java
from crmkb.korean.words import Unit, cover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANY = st.text(
    st.one_of(
        st.sampled_from("교육이ㅋㅠ a1.!□\t\n\r\0\x02\x85\u2028\u3000\xa0\u200b\ufeff👍\u200d\ud800\ud7b0"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("교육을 했다.", "교육을 했다."),
        ("좋아요ㅋㅋ ㅠㅠ!", "좋아요     !"),
        ("가\t나\u3000다\xa0라", "가 나 다 라"),
        ("가\r\n나\u2028다\x85라\x0b마", "가\n\n나\n다\n라\n마"),
        ("가\0나\x02다\x7f\x1b", "가 나 다  "),
        ("교\u200b육\ufeff\u2060", "교 육  "),  # zero-width signs
        ("👍🏽최고 👨\u200d👩", "  최고    "),
        ("★좋아요♥", " 좋아요 "),
        ("\ud800가\udfff", " 가 "),
        ("𠮷漢", " 漢"),
        ("\ud7b0\ud7fb힣", "  힣"),
        ("é\u0301 ㈜※", "é\u0301 ㈜※"),
    ],
)
def test_java_is_shown_one_character_for_one(text: str, expected: str) -> None:
    """Line ends and blanks; what every tagger bears stays."""
    assert shown_to_java(text) == expected


@given(ANY)
def test_what_is_shown_is_as_long_and_harmless(text: str) -> None:
    """No surrogates, no controls but line ends, and shown again it is the same."""
    shown = shown_to_java(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert max(map(ord, shown), default=0) <= 0xFFFF
    assert re.search(r"[^\S \n]|[\0-\x09\x0b-\x1f\x7f-\x9f]", shown) is None
    assert shown_to_java(shown) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("교육", []),
        ("ㅋㅋ좋아ㅠ", [(0, 2, "IC"), (4, 5, "IC")]),
        ("👍🏽 ❤\ufe0f", [(0, 2, "SY"), (3, 5, "SY")]),
        ("👨\u200d👩가\u200d", [(0, 3, "SY")]),  # a joiner belongs to the emoji before it only
        ("𝐂𝐑𝐌을 𠮷", [(0, 3, "SL"), (5, 6, "SH")]),
        ("\ud800★", [(0, 2, "SY")]),
        ("ﾡ", [(0, 1, "IC")]),
    ],
)
def test_what_is_not_shown_is_tagged(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Hangul is an interjection; signs and letters of other planes are what they are."""
    assert loose_units(text) == [Unit(start, end, (text[start:end],), (tag,)) for start, end, tag in expected]


def test_a_tagger_may_have_more_taken_out() -> None:
    """A syllable in a long row is not shown to Kkma, and is an interjection."""
    row = re.compile(rf"{LOOSE.pattern}|([가-힣])\1{{4,}}")
    assert shown_to_java("하하하하하 좋아", row) == "      좋아"
    assert loose_units("하하하하하 좋아", row) == [Unit(0, 5, ("하하하하하",), ("IC",))]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("가", [Segment(0, "가")]),
        (" 가 나 \n다 ", [Segment(1, "가 나"), Segment(6, "다")]),
        ("가나다라마바사", [Segment(0, "가나다"), Segment(3, "라마바"), Segment(6, "사")]),
        ("가 나다라마 바", [Segment(0, "가 나다라"), Segment(5, "마 바")]),
        ("가 나 다 라 마 바", [Segment(0, "가 나 다 라"), Segment(8, "마 바")]),  # 8 characters a line
    ],
)
def test_a_text_is_cut_into_what_a_tagger_bears(shown: str, expected: list[Segment]) -> None:
    """Words of three, lines of eight."""
    assert list(segments(shown, word=3, line=8)) == expected


@given(ANY.map(shown_to_java), st.integers(1, 5), st.integers(5, 12))
def test_segments_hold_all_that_is_no_white_space(shown: str, word: int, line: int) -> None:
    """They stand where they say, in order, and obey both bounds."""
    found = list(segments(shown, word=word, line=line))
    assert all(shown[s.start : s.start + len(s.text)] == s.text == s.text.strip() != "" for s in found)
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.text.split()) for s in found) == "".join(shown.split())
    assert all(len(s.text) <= line and max(map(len, s.text.split())) <= word for s in found)


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("교육", [Unit(0, 2, ("교육",), ("NNG",))], [Unit(0, 2, ("교육",), ("NNG",))]),
        ("굿👍", [Unit(0, 1, ("굿",), ("NNG",))], [Unit(0, 1, ("굿",), ("NNG",)), Unit(1, 2, ("👍",), ("SY",))]),
        ("했\t", [Unit(0, 2, ("하", "았"), ("VV", "EP"))], [Unit(0, 1, ("하", "았"), ("VV", "EP"))]),
        (
            "동계 올림픽",
            [Unit(0, 6, ("동계 올림픽",), ("NNP",))],
            [Unit(0, 2, ("동계",), ("NNP",)), Unit(3, 6, ("올림픽",), ("NNP",))],
        ),
        ("가나", [Unit(0, 2, ("가",), ("VV",)), Unit(1, 2, ("나",), ("VV",))], [Unit(0, 2, ("가",), ("VV",))]),
        ("가", [Unit(0, 9, ("가",), ("VV",)), Unit(0, 0, ("",), ("VV",))], []),
        (" ", [Unit(0, 1, ("가",), ("VV",))], []),
    ],
)
def test_units_are_settled_in_their_text(text: str, units: list[Unit], expected: list[Unit]) -> None:
    """No unit holds white space, overlaps another or points outside."""
    assert settled(text, shown_to_java(text), units) == expected


@given(ANY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_nothing_a_tagger_says_makes_a_text_lose_anything(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever its offsets are, the words cover the text."""
    units = [Unit(start, end, ("가",), ("NNG",)) for start, end in spans]
    found = settled(text, shown_to_java(text), units)
    assert all(a.end <= b.start for a, b in pairwise(found))
    words, spaces = cover(text, found)
    assert "".join(word.text + " " * blank for word, blank in zip(words, spaces, strict=True)) == text


@given(st.lists(st.integers(0, 30_000), max_size=30))
def test_batches_hold_all_texts_in_order_and_not_too_much(sizes: list[int]) -> None:
    """At most 50,000 characters, unless one text has more; none is empty."""
    texts = ["가" * size for size in sizes]
    found = list(batches(iter(texts)))
    assert [text for batch in found for text in batch] == texts
    assert all(batch and (len(batch) == 1 or sum(map(len, batch)) <= 50_000) for batch in found)


def test_texts_are_read_batch_by_batch() -> None:
    """A million comments need the memory of some hundred."""
    read: list[int] = []

    def texts() -> Iterator[str]:
        for k in range(2_000):
            read.append(k)
            yield "가"

    assert len(next(batches(texts()))) == 500
    assert len(read) == 501


def test_an_error_names_the_piece_that_fails() -> None:
    """All are asked again one by one; if then all is well, so it is."""
    asked: list[int] = []

    def ask(pieces: Sequence[str]) -> list[str]:
        asked.append(len(pieces))
        if len(pieces) > 1 or pieces[0] == "나":
            raise CrmkbError("korean.jvm_failed", text=pieces[0], tagger="", why="")
        return list(pieces)

    assert answers_or_culprit(ask, ["가", "다"]) == ["가", "다"]
    assert asked == [2, 1, 1]
    with pytest.raises(CrmkbError) as caught:
        answers_or_culprit(ask, ["가", "나", "다"])
    assert caught.value.facts["text"] == "나"


def test_a_lack_of_memory_is_not_tried_again() -> None:
    """Nor is a machine that has ended."""
    asked: list[int] = []

    def ask(pieces: Sequence[str]) -> list[str]:
        asked.append(len(pieces))
        raise CrmkbError("korean.jvm_memory", tagger="", heap=0, variable="")

    with pytest.raises(CrmkbError):
        answers_or_culprit(ask, ["가", "다"])
    assert asked == [2]
