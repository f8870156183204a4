"""Patterns as data: how they are read, what wins where they overlap, and that anchors lose nothing."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.errors import InputError
from crmkb.korean.terms.match import REACH, Match, Pattern, PatternMatcher, packaged_patterns, read_patterns

VOCAB = Vocab()

BASE = """
anchor = ["none", "not"]
[token]
noun = {TAG = "NNG"}
verb = {POS = "VERB"}
particle = {TAG = "JKS"}
none = {NORM = "없다"}
not = {NORM = {IN = ["않", "못하"]}}
[group]
NP = "noun* noun"
"""


def doc_of(text: str) -> Doc:
    """Make a doc of `word/TAG/norm` items; the norm is the word where there is none."""
    items = [(*item.split("/"), item.split("/")[0])[:3] for item in text.split()]
    words, tags, norms = ([item[i] for item in items] for i in range(3))
    doc = Doc(VOCAB, words=words, tags=tags, pos=["VERB" if tag == "VV" else "NOUN" for tag in tags])
    for token, norm in zip(doc, norms, strict=True):
        token.norm_ = norm
    return doc


def run(patterns: str, text: str) -> list[Match]:
    """Return what patterns find in a doc."""
    return list(PatternMatcher(VOCAB, read_patterns(BASE + patterns, source="x"))(doc_of(text)))


LACK = '[[pattern]]\nlabel = "LACK"\nkey = "{noun} 없다"\nmatch = ["NP particle? none"]\n'
NOT = '[[pattern]]\nlabel = "NOT"\nkey = "{verb}지 않다({verb:text})"\nmatch = ["verb not"]\n'


def test_a_pattern_is_a_sequence_of_tokens_with_groups_and_quantifiers() -> None:
    """Groups are replaced, quantifiers become spaCy's operators, one pattern a sequence, exceptions last."""
    first, second = read_patterns(BASE + LACK + '[[exception]]\nmatch = ["not none"]\n', source="x")
    noun, particle, none = {"TAG": "NNG"}, {"TAG": "JKS", "OP": "?"}, {"NORM": "없다"}
    assert first == Pattern(
        "LACK",
        "{noun} 없다",
        ("noun", "noun", "particle", "none"),
        ({**noun, "OP": "*"}, noun, particle, none),
        ("없다",),
    )
    assert (second.label, second.anchor) == ("", ("없다",))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ("noun none", ("없다",)),
        ("noun not", ("않", "못하")),
        ("not none", ("없다",)),  # the first that the file names
        ("noun none? not", ("않", "못하")),  # what may be absent is no anchor
        ("noun not* none", ("없다",)),
        ("noun not+", ("않", "못하")),
        ("noun none?", ()),
        ("noun verb", ()),
    ],
)
def test_the_anchor_is_what_a_sequence_cannot_do_without(sequence: str, expected: tuple[str, ...]) -> None:
    """A text without the anchor's words need not be searched for the sequence."""
    (pattern,) = read_patterns(f'{BASE}[[pattern]]\nlabel = "X"\nkey = "x"\nmatch = ["{sequence}"]\n', source="x")
    assert pattern.anchor == expected


@pytest.mark.parametrize(
    ("patterns", "text", "expected"),
    [
        (LACK, "교육/NNG 이/JKS 없/VA/없다", [(0, 3, "LACK", "교육 없다")]),  # there is no training
        (LACK, "교육/NNG 없/VA/없다", [(0, 2, "LACK", "교육 없다")]),
        (LACK, "교육/NNG 있/VV/있다", []),
        (LACK, "없/VA/없다", []),
        (LACK, "사후/NNG 관리/NNG 없/VA/없다", [(0, 3, "LACK", "사후관리 없다")]),  # all tokens of the name
        (LACK, "콜센타/NNG/콜센터 없/VA/없다", [(0, 2, "LACK", "콜센터 없다")]),  # clean words
        (NOT, "써/VV/쓰다 않/VX", [(0, 2, "NOT", "쓰지 않다(써)")]),  # a stem, and how it was written
        (
            LACK + NOT,
            "교육/NNG 없/VA/없다 쓰/VV/쓰다 않/VX",
            [(0, 2, "LACK", "교육 없다"), (2, 4, "NOT", "쓰지 않다(쓰)")],
        ),
    ],
)
def test_matches_count_under_their_key(patterns: str, text: str, expected: list[tuple[int, int, str, str]]) -> None:
    """Names in the key stand for the clean words of their tokens."""
    assert run(patterns, text) == expected


def test_the_longer_match_wins_then_the_earlier_then_the_first_pattern() -> None:
    """No token is in two matches."""
    three = '[[pattern]]\nlabel = "THREE"\nkey = "3"\nmatch = ["noun verb none"]\n'
    two = '[[pattern]]\nlabel = "{}"\nkey = "2"\nmatch = ["{}"]\n'
    text = "가/NNG 나/VV 없/VA/없다 다/NNG"
    assert run(two.format("A", "noun verb") + two.format("B", "verb none") + three, text) == [(0, 3, "THREE", "3")]
    assert run(two.format("B", "verb none") + two.format("A", "noun verb"), text) == [(0, 2, "A", "2")]
    assert run(two.format("B", "noun verb") + two.format("A", "noun verb"), text) == [(0, 2, "B", "2")]


def test_an_exception_takes_away_what_it_touches_and_nothing_else() -> None:
    """Also a longer match that begins before it, but not the one beside it."""
    exception = '[[exception]]\nmatch = ["none not"]\n'
    text = "가/NNG 나/NNG 없/VA/없다 않/VX 다/NNG 없/VA/없다"
    assert run(LACK, text) == [(0, 3, "LACK", "가나 없다"), (4, 6, "LACK", "다 없다")]
    assert run(LACK + exception, text) == [(4, 6, "LACK", "다 없다")]


def test_a_doc_without_tokens_or_anchors_matches_nothing() -> None:
    """Nothing is found in nothing."""
    assert run(LACK, "") == []
    assert run(LACK, "교육/NNG") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[token\n", "x: TOML"),
        (BASE + LACK.replace("NP", "VP"), "VP"),
        (BASE + LACK.replace("{noun}", "{verb}"), "verb"),
        (BASE + LACK.replace('label = "LACK"\n', ""), "label"),
        (BASE + "[[exception]]\n", "match"),
    ],
)
def test_mistakes_in_a_file_are_told(text: str, message: str) -> None:
    """The error names the file and what is wrong."""
    with pytest.raises(InputError, match=message) as told:
        read_patterns(text, source="x")
    assert "x" in str(told.value)


def test_a_matcher_survives_pickling() -> None:
    """Components that hold one can be sent to other processes."""
    matcher = PatternMatcher(VOCAB, read_patterns(BASE + LACK, source="x"))
    doc = doc_of("사후/NNG 관리/NNG 이/JKS 없/VA/없다")
    again = pickle.loads(pickle.dumps(matcher))
    copy = Doc(again.vocab).from_bytes(doc.to_bytes())
    assert again(copy) == matcher(doc) == (Match(0, 4, "LACK", "사후관리 없다"),)


ITEM = st.sampled_from(["가/NNG", "나/NNG", "이/JKS", "없/VA/없다", "않/VX", "쓰/VV/쓰다", "은/ETM"])


@settings(deadline=None)
@given(st.lists(ITEM, max_size=6 * REACH).map(" ".join))
def test_looking_near_the_anchors_finds_what_looking_everywhere_does(text: str) -> None:
    """Unless a match is longer than the reach, which none of these is."""
    patterns = read_patterns(
        BASE + LACK.replace("NP", "noun? noun") + NOT + '[[exception]]\nmatch = ["none not"]\n', source="x"
    )
    doc = doc_of(text)
    everywhere = [pattern._replace(anchor=()) for pattern in patterns]
    assert PatternMatcher(VOCAB, patterns)(doc) == PatternMatcher(VOCAB, everywhere)(doc)


def test_every_packaged_pattern_has_an_anchor() -> None:
    """Otherwise each text would be searched from end to end for it."""
    assert [pattern.names for pattern in packaged_patterns("failure") if not pattern.anchor] == []
