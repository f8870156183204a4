"""Normalizing: the table, the laws, and the way back."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.text import normalize as module
from crmkb.text.normalize import normalize
from crmkb.text.offsets import to_original

# Marks, jamo, blanks, dropped and full-width characters meet far more often than in random text.
AWKWARD = "가각ㅋㅠ①㈜㎡eaA\u0301\u0316\u0323\u3099かＡ\uff01\u3000\xa0\u200b\u200d\ufeff\u115f\u3164\uffa0\uffa1\uffdc"
AWKWARD += (
    "\u1100\u1161\u11a8\u1112\u119e\r\n\t\x0b\x0c\x00\x1b\x85\u2028\u2029\uf53a\ud800\udfff樂\uf914\u0958\u0344\u212b"
)
AWKWARD += "\u09c7\u09be\U00016d63\U00016d67\U0001f600\u2000\u1fef"
texts = st.one_of(st.text(), st.text(alphabet=AWKWARD), st.text(st.characters(codec=None, categories=None)))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("교육이 부족했다.\n", "교육이 부족했다.\n"),  # "training was lacking"
        (unicodedata.normalize("NFD", "교육 각"), "교육 각"),
        ("\uf914", "樂"),  # compatibility Hanja
        ("ＣＲＭ！～", "CRM!~"),
        ("가\u3000나\xa0다\u2003라", "가 나 다 라"),
        ("\uffbb\uffc3ﾡ", "ㅋㅐㄱ"),  # half-width jamo become ordinary, not conjoining
        ("\uffc2\uffca\uffd2\uffda\uffdb\uffdc", "ㅏㅕㅛㅡㅢㅣ"),
        ("교\u200b육\ufeff\u202e\u2066\u00ad\u3164\u1160", "교육"),
        ("a\x00b\x1b[2J\x07\x85\x9fc\td\x7f", "ab[2Jc\td"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\n\rh", "a\nb\nc\nd\ne\nf\ng\n\nh"),
        ("\uf53a글", "\u1112\u119e\u11ab글"),
        ("a\ud800b\udfff", "ab"),
        ("ㅋㅋ ㅠㅠ ① ㈜ ㎡ ㄱㅏ", "ㅋㅋ ㅠㅠ ① ㈜ ㎡ ㄱㅏ"),
        ("e\u200b\u0301", "é"),  # a mark composes across what was dropped
        ("Ａ\u0301", "Á"),
        ("\u0301", "\u0301"),
        ("\u200b", ""),
    ],
)
def test_normalize_gives_the_stored_form(raw: str, expected: str) -> None:
    """Each rule of the table does what it says, and what it does not name stays."""
    assert normalize(raw).text == expected


@pytest.mark.parametrize(
    ("raw", "span", "expected"),
    [
        ("a\u200bbc", (0, 1), "a\u200b"),
        ("a\u200bbc", (1, 3), "bc"),
        ("\ufeff가나", (0, 1), "가"),
        (unicodedata.normalize("NFD", "각나"), (0, 1), unicodedata.normalize("NFD", "각")),
        (unicodedata.normalize("NFD", "각나"), (1, 2), unicodedata.normalize("NFD", "나")),
        ("\u1100\u1161\u0344나", (0, 1), "\u1100\u1161"),  # a mark that becomes two does not shift the syllable
        ("가\r\n나", (1, 2), "\r\n"),
        ("가\r\n나", (2, 3), "나"),
        ("\uf53a글", (1, 2), "\uf53a"),
        ("\uf53a글", (3, 4), "글"),
        ("끝\u200b\u200b", (0, 1), "끝\u200b\u200b"),
    ],
)
def test_offsets_lead_back_to_the_characters_a_span_was_made_from(
    raw: str, span: tuple[int, int], expected: str
) -> None:
    """The original stretch holds the span's characters and those dropped right behind them."""
    start, end = to_original(normalize(raw).offsets, *span)
    assert raw[start:end] == expected


@given(texts)
def test_normalizing_twice_is_normalizing_once(raw: str) -> None:
    """The stored form is a fixed point, reached by the identity map."""
    once = normalize(raw)
    twice = normalize(once.text)
    assert twice.text == once.text
    assert [a for a in twice.offsets.anchors if a.here != a.there] == []


@given(texts)
def test_decomposed_text_normalizes_to_the_same(raw: str) -> None:
    """A file saved in NFD is the same text."""
    assert normalize(unicodedata.normalize("NFD", raw)).text == normalize(raw).text


@given(texts)
def test_the_stored_form_is_composed_and_clean(raw: str) -> None:
    """What is stored is NFC and holds no dropped character and no other line end."""
    text = normalize(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]", text) is None


@given(texts)
def test_offsets_rise_and_stay_inside(raw: str) -> None:
    """Every stored character has its place in the original, in order."""
    text, offsets = normalize(raw)
    places = [to_original(offsets, k, k + 1) for k in range(len(text))]
    assert all(0 <= p.start < p.end <= len(raw) for p in places)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(places))
    assert (offsets.n_here, offsets.n_there) == (len(text), len(raw))


@given(texts)
def test_a_kept_plain_character_maps_to_itself(raw: str) -> None:
    """A Hangul syllable stands for itself or for the jamo that spell it, a Han character for itself."""
    text, offsets = normalize(raw)
    for k, char in enumerate(text):
        if "가" <= char <= "힣":
            start, end = to_original(offsets, k, k + 1)
            assert normalize(raw[start:end]).text == char
        elif char == "㈜":
            assert raw[to_original(offsets, k, k + 1).start] == char


@given(texts)
def test_pieces_agree_with_the_slow_obvious_way(raw: str) -> None:
    """Cutting into blocks gives what mapping every character and composing the whole would give."""
    table = module._table()
    mapped = "".join(table.get(ord(c), c) or "" for c in raw.replace("\r\n", "\n"))
    assert normalize(raw).text == unicodedata.normalize("NFC", mapped)


def test_plain_characters_never_change_nor_join() -> None:
    """What the fast path copies unseen is exactly what no rule touches."""
    cluster = module._CLUSTER
    plain = [chr(c) for c in range(sys.maxunicode + 1) if not cluster.fullmatch(chr(c))]
    assert [c for c in plain if ord(c) in module._table() and c not in "\t\n"] == []
    assert [c for c in plain if unicodedata.combining(c) or not unicodedata.is_normalized("NFC", c)] == []
    assert [c for c in plain if module._joins(c)] == []


def test_the_fast_table_is_searched_for_all_it_holds() -> None:
    """Every character of the position-keeping table is found by its pattern."""
    assert [c for c in map(chr, module._one_for_one()) if c not in "\t\n" and not module._ONE_FOR_ONE.match(c)] == []


def test_every_character_that_composes_backward_is_known() -> None:
    """No character outside `_joins` is the second half of a composition."""
    missed = []
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<") and not module._joins(chr(int(parts[1], 16))):
            missed.append(code)
    assert missed == []


def test_a_long_pile_of_marks_composes_like_a_short_one() -> None:
    """Sorting marks ourselves gives what NFC gives."""
    pile = "a" + "\u0301\u0316\u0344\u0323" * 60 + "가" + "\u3099\u0316" * 40
    assert normalize(pile).text == unicodedata.normalize("NFC", pile)
