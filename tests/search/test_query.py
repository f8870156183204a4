"""Queries: whatever people type becomes an expression that the index accepts and that finds what it says."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmkb.search.query import MAX_WORDS, match_expression
from crmkb.store.driver import driver
from crmkb.text.bigrams import bigrams
from crmkb.text.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "CREATE VIRTUAL TABLE f USING fts5 (morph, bigram, tokenize='unicode61 remove_diacritics 0')"
"""As the base has it."""

STEMS = {"교육이": ["교육"], "교육을": ["교육"], "변화관리는": ["변화", "관리"], "했다": []}
OPERATORS = [
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "(",
    ")",
    '"',
    "'",
    "*",
    "^",
    ":",
    "-",
    "+",
    "{",
    "}",
    "morph:",
    ",",
    "\\",
    "%",
]


def lemmas_of(word: str) -> Sequence[str]:
    """Give the content words of a few words, and any other word back."""
    return STEMS.get(word, [word])


def found(question: str, rows: list[tuple[str, str]]) -> list[int]:
    """Ask an index of rows (lemmas joined by blanks, text) and list the rows that it finds."""
    with closing(driver().connect(":memory:")) as connection:
        connection.execute(TABLE)
        connection.executemany("INSERT INTO f VALUES (?, ?)", [(m, " ".join(bigrams(text))) for m, text in rows])
        expression = match_expression(question, lemmas_of)
        if not expression:
            return []
        hits = connection.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rowid", (expression,))
        return [rowid - 1 for (rowid,) in hits]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", ""),
        (" \t\n", ""),
        ('"?! -', ""),
        ("교육이", '({morph} : "교육" OR {bigram} : "교육 육이")'),
        ("했다", '{bigram} : "했다"'),
        ("변화관리는", '({morph} : "변화 관리" OR {bigram} : "변화 화관 관리 리는")'),
        ("했다 - 했다", '{bigram} : "했다" AND {bigram} : "했다"'),
        ("꼭", '({morph} : "꼭" OR {bigram} : "꼭")'),
        ("CRM도입", '({morph} : "CRM도입" OR {bigram} : "crm 도입")'),
        ('교"육', '({morph} : "교""육" OR {bigram} : "교 육")'),
        (
            "ＣＲＭ\u3000교육\u200b이",
            '({morph} : "CRM" OR {bigram} : "crm") AND ({morph} : "교육" OR {bigram} : "교육 육이")',
        ),
    ],
)
def test_expression_asks_for_each_word_by_morphemes_or_pairs(question: str, expected: str) -> None:
    """Words are joined by AND; each is a phrase of its lemmas, where it has some, or of its syllable pairs."""
    assert match_expression(question, lemmas_of) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("교육을", [0, 1]),
        ("교육을 현장", [1]),
        ("육이", [0]),  # a piece of a word, which only the pairs can find
        ("관리 변화", [2]),
        ("변화관리는", [2]),
        ("교육 AND 현장", []),  # AND is a word like others
        ("점심", []),
    ],
)
def test_all_words_must_match(question: str, expected: list[int]) -> None:
    """By morphemes or by pairs, in any order of the words."""
    rows = [
        ("교육 짧", "교육이 짧다"),  # training is short
        ("현장 교육 하", "현장의 교육도 한다"),  # training at the site, too
        ("변화 관리 없", "변화 관리가 없다"),  # there is no change management
    ]
    assert found(question, rows) == expected


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from([*OPERATORS, "교육이", "했다", "x", " "])).map("".join))
@example("\0")
@example('a"\0"b')
@example("\ud800 \udfff")
@example("\u0301 ² Ⅷ ٣ ㎡ 😀 ﷺ İ ß ꙮ 𝒳")
@example("NEAR(교육 현장, 2) OR morph:교육*")
def test_every_text_is_accepted_by_the_index(question: str) -> None:
    """No character and no word is an operator, whatever lemmas the tagger gives for it."""
    found(question, [("교육", "교육이 짧다")])


@settings(deadline=None)
@given(st.lists(st.text(alphabet="교육이 CRMx2-,.\"'ㅋㅠ", min_size=1)).map(" ".join), st.data())
def test_a_word_of_a_passage_finds_it(text: str, data: st.DataObject) -> None:
    """Each word with a letter or digit finds the passage by its pairs, also when the tagger reads it otherwise."""
    words = [word for word in normalize(text).text.split() if bigrams(word)]
    if words:
        asked = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
        assert found(" ".join(asked), [("", text)]) == [0]


def test_long_questions_are_cut_and_long_words_are_not() -> None:
    """Only the first words count; a word may be as long as the base's longest."""
    words = [f"가{n}" for n in range(3 * MAX_WORDS)]
    assert match_expression(" ".join(words), lemmas_of).count(" AND ") == MAX_WORDS - 1
    assert found(" ".join(words), [("", " ".join(words[:MAX_WORDS]))]) == [0]
    assert found("가나다라" * 1000, [("", "가나다라" * 1001)]) == [0]
