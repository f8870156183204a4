"""The terms of a doc in reading order: noun phrases and failure predicates, each place once."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc

from crmkb.korean.terms.match import Match
from crmkb.korean.terms.phrases import phrase_places, written
from crmkb.korean.terms.predicates import failure_places

NOUN_PHRASE = "NP"
"""Label of noun phrases."""


def term_places(
    doc: Doc, *, phrases: bool = True, predicates: bool = True, stop_words: Collection[str] | None = None
) -> tuple[Match, ...]:
    """Find the terms.

    Parameters
    ----------
    doc
        As for `crmkb.korean.terms.predicates.failure_places`.
    phrases
        Whether to look for noun phrases.
    predicates
        Whether to look for failure predicates.
    stop_words
        As for `crmkb.korean.terms.phrases.phrase_places`.

    Returns
    -------
    tuple[Match, ...]
        The `key` of a noun phrase is how it was written, that of a failure predicate its one form. A noun phrase that
        is a failure predicate too (의지 부족) is there once, as the predicate; other noun phrases may overlap with one.

    Examples
    --------
    >>> from crmkb.korean import load
    >>> [(term.label, term.key) for term in term_places(load()("업무 프로세스 교육이 없었고 의지 부족"))]
    [('NP', '업무 프로세스 교육'), ('FAILURE', '교육 없다'), ('FAILURE', '의지 부족')]
    """
    found = list(failure_places(doc)) if predicates else []
    if phrases:
        taken = {(match.first, match.behind) for match in found}
        places = phrase_places(doc, stop_words=stop_words)
        found += [Match(*at, NOUN_PHRASE, written(doc, at)) for at in places if at not in taken]
    return tuple(sorted(found))
