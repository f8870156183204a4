"""Searching a base: the question analysed, the index asked, the passages fetched."""

from __future__ import annotations

from typing import NamedTuple

from spacy.language import Language

from crmkb.korean.terms.phrases import lemmas
from crmkb.search.query import match_expression
from crmkb.store.connect import Base
from crmkb.store.find import find
from crmkb.store.lookup import document, passage
from crmkb.types import Document, Passage


class Found(NamedTuple):
    """A passage that answers the question, in its document; the higher the score, the better."""

    passage: Passage
    document: Document
    score: float


def search(base: Base, question: str, nlp: Language, *, limit: int = 20) -> tuple[Found, ...]:
    """Find passages by words, whatever their endings: 교육 finds 교육이 and 교육을.

    Parameters
    ----------
    base
        An open base.
    question
        Words; a passage must have all of them.
    nlp
        The pipeline that made the base's terms.
    limit
        Most passages.

    Returns
    -------
    tuple[Found, ...]
        Best first; empty when nothing fits or the question has no word.
    """
    expression = match_expression(question, lambda word: lemmas(nlp(word)))
    if not expression:
        return ()
    return tuple(
        Found(hit, document(base, hit.document_id), score)
        for hit, score in ((passage(base, h.passage_id), h.score) for h in find(base, match=expression, limit=limit))
    )
