"""What of a text is counted and indexed: content words and noun phrases."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from crmkb.korean.lexicon import stop_words

NOUN_TAGS = frozenset({"NNG", "NNP", "SL", "SH", "XR"})
STEM_TAGS = frozenset({"VV", "VA"})
PHRASE_TAGS = NOUN_TAGS | {"XPN", "XSN"}
PLURAL = "들"
DICTIONARY_ENDING = "다"
ADJECTIVAL = "적"
MAX_PHRASE_TOKENS = 5


def lemmas(doc: Doc) -> tuple[str, ...]:
    """List the content words.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_` and morphemes in `lemma_`.

    Returns
    -------
    tuple[str, ...]
        In reading order: nouns, roots and foreign words in lower case, verbs and adjectives in their dictionary form
        (늦다). Stop words are kept: whoever counts leaves them out.

    Examples
    --------
    >>> from crmkb.korean.analyze import make_pipeline
    >>> lemmas(make_pipeline()("CRM 교육이 너무 늦었어요"))
    ('crm', '교육', '늦다')
    """
    found: list[str] = []
    for token in doc:
        tag, lemma = token.tag_, token.lemma_
        parts = zip(tag.split("+"), lemma.split("+"), strict=False) if "+" in tag else ((tag, lemma),)
        for part, form in parts:
            if part in NOUN_TAGS:
                found.append(form.lower())
            elif part in STEM_TAGS:
                found.append(form + DICTIONARY_ENDING)
    return tuple(found)


def noun_phrases(doc: Doc) -> tuple[str, ...]:
    """List the noun phrases of two or more morphemes, longest reading only.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_`.

    Returns
    -------
    tuple[str, ...]
        In reading order, written as the author did (콜센터, 업무 프로세스), with one blank between words. Stop words at
        the edges and a plural 들 at the end are left out, and so is a run that ends in -적. Of a run of more than
        `MAX_PHRASE_TOKENS` morphemes only the last ones are given, since a Korean phrase has its head at the end.

    Examples
    --------
    >>> from crmkb.korean.analyze import make_pipeline
    >>> noun_phrases(make_pipeline()("업무 프로세스를 콜센터 직원들에게 물었다"))
    ('업무 프로세스', '콜센터 직원')
    """
    found: list[str] = []
    for run in _runs(doc):
        run = _trimmed(run)[-MAX_PHRASE_TOKENS:]
        run = _trimmed(run)
        if len(run) >= 2 and run[-1].text != ADJECTIVAL:
            found.append(doc[run[0].i : run[-1].i + 1].text)
    return tuple(found)


def _trimmed(run: list[Token]) -> list[Token]:
    """Take away what cannot begin or end a phrase."""
    start, end = 0, len(run)
    while start < end and (run[start].tag_ == "XSN" or _is_stop_noun(run[start])):
        start += 1
    while start < end and (_is_stop_noun(run[end - 1]) or (run[end - 1].tag_ == "XSN" and run[end - 1].text == PLURAL)):
        end -= 1
    return run[start:end]


def _is_stop_noun(token: Token) -> bool:
    return token.tag_ != "SL" and token.tag_ != "XSN" and token.text in stop_words()


def _runs(doc: Doc) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in doc:
        if token.tag_ in PHRASE_TAGS:
            run.append(token)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run
