"""Failure predicates: what a text says did not happen, is missing, or was resisted."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.korean.terms.match import Match, PatternMatcher, packaged_patterns

FAILURE = "FAILURE"
"""Label of the spans."""


def failure_predicates(doc: Doc) -> tuple[str, ...]:
    """List the failure predicates, each in the one form that all ways to say it share.

    Parameters
    ----------
    doc
        As for `failure_places`.

    Returns
    -------
    tuple[str, ...]
        In reading order: a verb or noun with its negation (활용하지 못하다, 공유되지 않다), a noun with what it lacks
        (의지 부족, 교육 없다), or a noun that names the failure (반발).

    Examples
    --------
    >>> from crmkb.korean import load
    >>> nlp = load()
    >>> failure_predicates(nlp("현업을 참여시키지 못했고 의지도 많이 부족했다."))
    ('참여시키지 못하다', '의지 부족')
    >>> failure_predicates(nlp("교육이 없지는 않았고 얼마 안 되어 끝났다."))
    ()
    """
    return tuple([match.key for match in failure_places(doc)])


def failure_places(doc: Doc) -> tuple[Match, ...]:
    """Find the failure predicates.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_`, universal ones in `pos_` and clean words in `norm_` (`crmkb_normalizer` sets
        them where the tokenizer did not).

    Returns
    -------
    tuple[Match, ...]
        In reading order, without overlap. Double negation (없지 않다, 하지 않으면 안 된다), idioms (얼마 안 되다,
        문제없이), prevention (늦지 않도록) and rhetorical questions (필요하지 않을까) are none.

    Notes
    -----
    Patterns by hand, in `crmkb/data/patterns/failure.toml`. They see tags and clean words, not what is meant: irony and
    a negation far from its verb escape them. Cost: one run of spaCy's `Matcher` with all patterns.
    """
    return _matcher(doc.vocab)(doc)


@lru_cache(2)
def _matcher(vocab: Vocab) -> PatternMatcher:
    """Make the matcher; those of the last two vocabularies are kept."""
    return PatternMatcher(vocab, packaged_patterns("failure"))
