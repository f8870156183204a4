"""The clean word of a token, as a table."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.korean.terms.clean import CONTENT_TAGS, STEM_TAGS, clean_lemma, is_content, is_normalized


@pytest.mark.parametrize(
    ("tag", "lemma", "expected"),
    [
        ("NNG", "교육", "교육"),
        ("SL", "CRM", "crm"),
        ("XR", "충분", "충분"),
        ("VA", "늦", "늦다"),
        ("VV+EP", "하+았", "하다"),
        ("VV+EC+VV", "빠지+어+들", "빠지다"),  # the first content morpheme
        ("EC+VV", "아+말", "말다"),  # also behind an ending
        ("NP+JKG+NNG+JKG", "나+의+인생+의", "인생"),
        ("XSV+EP", "하+았", "하"),  # none: the first morpheme as it comes
        ("VX+EP", "못하+았", "못하"),
        ("VCN", "아니", "아니"),
        ("NNB+JX", "것+ᆫ", "것"),
        ("SY", "+", "+"),  # a + that is text
        ("SL", "C++", "c++"),
        ("NP+VCP", "뭐", "뭐"),  # fewer parts than tags
        ("_SP", " ", " "),
        ("NNG", "", ""),
        ("", "교육", "교육"),
    ],
)
def test_the_clean_word_of_a_token(tag: str, lemma: str, expected: str) -> None:
    """Nouns in lower case, verbs and adjectives in dictionary form, everything else as its first morpheme."""
    assert clean_lemma(tag, lemma) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("NNG", True), ("VV+EP", True), ("EC+VV", True), ("VX+EP", False), ("NNB", False), ("", False), ("_SP", False)],
)
def test_a_token_with_a_content_morpheme_is_content(tag: str, expected: bool) -> None:
    """Any morpheme of a contraction can make it so."""
    assert is_content(tag) is expected


@given(st.lists(st.tuples(st.sampled_from(["NNG", "VV", "VA", "EP", "JX", "XSV"]), st.text("가나", min_size=1))))
def test_the_clean_word_comes_from_one_morpheme(parts: list[tuple[str, str]]) -> None:
    """Whatever the contraction, its clean word is one of its morphemes, with 다 behind a stem."""
    if len(parts) < 2:
        return
    tag, lemma = "+".join(tag for tag, _ in parts), "+".join(form for _, form in parts)
    content = [part for part in parts if part[0] in CONTENT_TAGS]
    first_tag, first = (content or parts)[0]
    assert clean_lemma(tag, lemma) == first + ("다" if first_tag in STEM_TAGS else "")


@pytest.mark.parametrize("vocab", [Vocab(), spacy.blank("xx").vocab], ids=["bare", "a language"])
def test_a_doc_is_normalized_once_a_norm_is_another_than_spacys_own(vocab: Vocab) -> None:
    """A doc just made is not, one with a set norm is, and an empty one never."""
    doc = Doc(vocab, words=["CRM", "늦"])
    assert not is_normalized(doc)
    doc[1].norm_ = "늦다"
    assert is_normalized(doc)
    assert not is_normalized(Doc(vocab))
