"""Endings: where statements end, token by token, without a tagger."""

from __future__ import annotations

import pytest

from crmkb.describe.endings import Predicate, parts, predicate_at, statement_ends
from crmkb.types import Token


def tokens(*words: str) -> tuple[str, tuple[Token, ...]]:
    """Make a text and its tokens of `surface/tag/lemma`; a word that begins with `_` stands behind a blank."""
    text, found = "", []
    for word in words:
        surface, tag, lemma = word.removeprefix("_").split("/")
        text += " " if word.startswith("_") else ""
        found.append(Token(len(text), len(text) + len(surface), lemma, tag, ""))
        text += surface
    return text, tuple(found)


def lasts(*words: str) -> list[list[int]]:
    """List the last tokens of the statements of each sentence."""
    text, found = tokens(*words)
    return [[close.last for close in sentence.closes] for sentence in statement_ends(text, found)]


def test_sentence_ends_at_a_full_stop_and_laughter() -> None:
    """Each part has its own statements."""
    assert lasts("없/VA/없", "다/EF/다", "./SF/.", "_좋/VA/좋", "아/EC/아", "ㅋㅋ/UNKNOWN/ㅋㅋ") == [[1], [4], []]


def test_question_states_nothing() -> None:
    """Not with a question mark, not with an ending that asks."""
    assert lasts("없/VA/없", "어/EF/어", "?/SF/?") == [[], []]
    assert lasts("없/VA/없", "나요/EF/나요") == [[]]


def test_final_ending_without_a_full_stop_ends_the_sentence() -> None:
    """What follows behind a blank is another sentence; 다 on a bare verb leads on (가다 쉬었다)."""
    assert lasts("없/VA/없", "다/EC/다", "_좋/VA/좋", "다/EF/다") == [[1], [3]]
    assert lasts("가/VV/가", "다/EC/다", "_쉬/VV/쉬", "었/EP/었", "다/EF/다") == [[4]]


def test_auxiliary_belongs_to_the_predicate() -> None:
    """-고 있다 and -지 않다 end once."""
    assert lasts("보/VV/보", "고/EC/고", "_있/VX/있", "다/EF/다") == [[3]]
    assert lasts("보/VV/보", "고/EC/고", "_있/VV/있", "다/EF/다") == [[3]]
    assert lasts("보/VV/보", "지/EC/지", "_않/VX/않", "다/EF/다") == [[3]]


def test_adding_ending_states_what_follows_states() -> None:
    """느리고 작다 states twice, 느리고 작으면 and 느리고 작은 not at all."""
    slow = ("느리/VA/느리", "고/EC/고")
    assert lasts(*slow, "_작/VA/작", "다/EF/다") == [[1, 3]]
    assert lasts(*slow, "_작/VA/작", "으면/EC/으면") == [[]]
    assert lasts(*slow, "_작/VA/작", "은/ETM/은", "_것/NNB/것") == [[]]
    assert lasts(*slow, "_작/VA/작", "지만/EC/지만") == [[1, 3]]


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("많/VA/많", [1, 3]), ("않/VX/않", [1, 3]), ("가/VV/가", [3]), ("뽑/VV/뽑", [3])],
)
def test_reason_is_stated_of_qualities(stem: str, expected: list[int]) -> None:
    """많아서 and 않아서 say how it is, 가서 only what came first."""
    assert lasts(stem, "아서/EC/아서", "_좋/VA/좋", "다/EF/다") == [expected]


def test_hearsay_is_a_statement_behind_the_copula_alone() -> None:
    """회사래요 says what it is, 하래요 what somebody is to do."""
    assert lasts("회사/NNG/회사", "이/VCP/이", "래요/EF/래요") == [[2]]
    assert lasts("하/VV/하", "래요/EF/래요") == [[]]


def test_predicate_with_its_endings() -> None:
    """Stem, prefinal endings in reading order, and what stands before the stem in the same token."""
    _, found = tokens("오/VV/오", "셨/EP+EP/시+었", "겠/EP/겠", "네/EF/네", "요/JX/요")
    assert predicate_at(found, 4) == Predicate(0, "오", "VV", "", ("시", "었", "겠"))
    _, found = tokens("뭐예요/NP+VCP+EF/뭐+이+ㅔ요")
    assert predicate_at(found, 0) == Predicate(0, "이", "VCP", "뭐", ())
    _, found = tokens("해줬다/VV+EC+VX+EP+EF/하+아+주+었+다")
    assert predicate_at(found, 0) is None
    _, found = tokens("다/EF/다")
    assert predicate_at(found, 0) is None


def test_parts_of_a_token() -> None:
    """A plus sign joins only where the tag has one."""
    assert parts(Token(0, 1, "하+았", "VV+EP", "")) == [("하", "VV"), ("았", "EP")]
    assert parts(Token(0, 1, "+", "SY", "")) == [("+", "SY")]


def test_no_tokens_have_no_statements() -> None:
    """Nothing is one empty sentence."""
    assert lasts() == [[]]
