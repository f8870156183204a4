"""Runs of nouns: cut anew where known words fit, joined where they are pieces of a name, else left."""

from __future__ import annotations

import pytest

from crmkb.korean.tagging.fragments import Nouns, eojeol_length, settle
from crmkb.korean.words import Tagged, Word

COMMON = {"중국": "NNP", "외환": "NNG", "유럽": "NNP", "의회": "NNG"}
NOUNS = Nouns(COMMON, {**COMMON, "보유액": "NNG"})


def tagged(text: str) -> Tagged:
    """Read `가/NNG 나/JKS | 다/NNG`, where | is a blank."""
    words: list[Word] = []
    spaces: list[bool] = []
    for piece in text.split():
        if piece == "|":
            spaces[-1] = True
        else:
            form, _, tag = piece.partition("/")
            words.append(Word(form, tag, form))
            spaces.append(False)
    return Tagged(words, spaces)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # foreign exchange reserves of China: 국외, 환보 and 유액 are unknown, and the run consists of three known words
        ("중/NNB 국외/NNG 환보/NNG 유액/NNG 가/JKS", "중국/NNP 외환/NNG 보유액/NNG 가/JKS"),
        # a name in a short eojeol
        ("수미/NNG 요시/NNG 에/JKB", "수미요시/NNP 에/JKB"),
        # one of the two is a common noun: the European parliament stays two words
        ("유럽/NNP 의회/NNG 는/JX", "유럽/NNP 의회/NNG 는/JX"),
        ("수미/NNP 의회/NNG 는/JX", "수미/NNP 의회/NNG 는/JX"),
        # a blank between them
        ("수미/NNG | 요시/NNG", "수미/NNG | 요시/NNG"),
        # nine letters: only two short unknown nouns of which one is a proper noun are a name
        ("수미/NNP 요시/NNG 에서만이라도/JX", "수미요시/NNP 에서만이라도/JX"),
        ("수미/NNG 요시/NNG 에서만이라도/JX", "수미/NNG 요시/NNG 에서만이라도/JX"),
        # 모 stands behind a surname and is no piece of it
        ("김/NNP 모/NNG | 씨/NNB", "김/NNP 모/NNG | 씨/NNB"),
    ],
)
def test_runs_of_nouns_are_settled(before: str, after: str) -> None:
    """By what is common and what is known."""
    assert settle(tagged(before), NOUNS) == tagged(after)


def test_letters_of_an_eojeol_are_counted_between_blanks() -> None:
    """수미요시에 has five letters, 갔다 two."""
    text = tagged("수미/NNG 요시/NNG 에/JKB | 갔다/VV")
    assert [eojeol_length(*text, i) for i in range(4)] == [5, 5, 5, 2]
