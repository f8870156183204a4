"""The clean word of a token: what of it is counted, in one spelling, whichever tagger made it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOUN_TAGS = frozenset({"NNG", "NNP", "SL", "SH", "XR"})
"""Nouns, roots and foreign words."""

STEM_TAGS = frozenset({"VV", "VA"})
"""Verbs and adjectives."""

CONTENT_TAGS = NOUN_TAGS | STEM_TAGS
DICTIONARY_ENDING = "다"
NEGATIONS = frozenset({"불", "비", "무", "미", "몰"})
"""Prefixes (XPN) that turn a word into its opposite: 불+친절 counts as 불친절, never as 친절."""

MEMORY = 100_000
"""How many pairs of tag and lemma are remembered; a million comments have fewer that occur often."""


@lru_cache(MEMORY)
def clean_lemma(tag: str, lemma: str) -> str:
    """Give the clean word of a token.

    Parameters
    ----------
    tag
        Sejong tags, joined by `+` where there are several.
    lemma
        The morphemes, joined alike.

    Returns
    -------
    str
        Of the first content morpheme: a noun, root or foreign word in lower case, a verb or adjective in its dictionary
        form. Of a token without one: its first morpheme as it comes (the 하 of 입력+했, the 않 of 않았). Never empty
        unless the lemma is.

    Notes
    -----
    A `+` that is text is none that joins: only a tag with a `+` has a lemma of several parts. Cost: a look-up in a
    memory of `MEMORY` pairs.

    Examples
    --------
    >>> clean_lemma("VV+EP", "하+았"), clean_lemma("VA", "늦"), clean_lemma("SL", "CRM"), clean_lemma("VX", "못하")
    ('하다', '늦다', 'crm', '못하')
    """
    if "+" not in tag:
        return _clean(tag, lemma)
    parts = list(zip(tag.split("+"), lemma.split("+"), strict=False))
    content = [part for part in parts if part[0] in CONTENT_TAGS and part[1]]
    return _clean(*(content or parts)[0])


@lru_cache(MEMORY)
def is_content(tag: str) -> bool:
    """Tell whether a token of this tag is counted: whether one of its morphemes is a content word.

    Parameters
    ----------
    tag
        Sejong tags, joined by `+` where there are several.

    Returns
    -------
    bool
        True for nouns, roots, foreign words, verbs and adjectives.

    Examples
    --------
    >>> is_content("VV+EP"), is_content("VX+EP")
    (True, False)
    """
    return not CONTENT_TAGS.isdisjoint(tag.split("+"))


def is_normalized(doc: Doc) -> bool:
    """Tell whether somebody has set clean words in `norm_`.

    Parameters
    ----------
    doc
        Any doc.

    Returns
    -------
    bool
        True if a token's `norm_` is another than spaCy itself gives to its text. False where nobody set one, and where
        it makes no difference, because every word is clean as it stands.

    Notes
    -----
    spaCy answers `has_annotation("NORM")` with yes for every doc, because a lexeme always has a norm. Cost: it looks no
    further than to the first token that tells.
    """
    return any(token.norm != token.lex.norm for token in doc)


def _clean(tag: str, form: str) -> str:
    if tag in STEM_TAGS:
        return form + DICTIONARY_ENDING
    return form.lower() if tag in NOUN_TAGS else form
