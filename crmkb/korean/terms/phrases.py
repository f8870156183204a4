"""What of a text is counted and indexed: content words and noun phrases."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from crmkb.korean.lexicon.lexicon import stop_words as packaged_stop_words
from crmkb.korean.terms.clean import NEGATIONS, NOUN_TAGS, clean_lemma, is_content, is_normalized

PHRASE_TAGS = NOUN_TAGS | {"XPN", "XSN"}
PLURAL = "들"
ADJECTIVAL = "적"
MAX_PHRASE_TOKENS = 5


class Phrase(NamedTuple):
    """The tokens `first` to before `behind` of a doc."""

    first: int
    behind: int


def lemmas(doc: Doc) -> tuple[str, ...]:
    """List the content words.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_`, morphemes in `lemma_`, and clean words in `norm_` unless nobody set them.

    Returns
    -------
    tuple[str, ...]
        In reading order, one a token: nouns, roots and foreign words in lower case and in the spelling of the lexicon,
        verbs and adjectives in their dictionary form (늦다). Stop words are kept: whoever counts leaves them out.

    Examples
    --------
    >>> from crmkb.korean import load
    >>> lemmas(load()("CRM 교육이 너무 늦었어요"))
    ('crm', '교육', '늦다')
    """
    if is_normalized(doc):
        return tuple([token.norm_ for token in doc if is_content(token.tag_)])
    return tuple([clean_lemma(token.tag_, token.lemma_) for token in doc if is_content(token.tag_)])


def noun_phrases(doc: Doc, *, stop_words: Collection[str] | None = None) -> tuple[str, ...]:
    """List the noun phrases of two or more morphemes, longest reading only.

    Parameters
    ----------
    doc
        As for `lemmas`.
    stop_words
        As for `phrase_places`.

    Returns
    -------
    tuple[str, ...]
        In reading order, as `written` gives them; what `phrase_places` finds.

    Examples
    --------
    >>> from crmkb.korean import load
    >>> noun_phrases(load()("업무 프로세스를 RCL group 직원들에게 물었다"))
    ('업무 프로세스', 'RCL group 직원')
    """
    return tuple([written(doc, place) for place in phrase_places(doc, stop_words=stop_words)])


def phrase_places(doc: Doc, *, stop_words: Collection[str] | None = None) -> list[Phrase]:
    """Find the noun phrases of two or more morphemes.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_`.
    stop_words
        Words that neither begin nor end a phrase, in the form of `lemmas`; foreign ones do. None is the packaged ones.

    Returns
    -------
    list[Phrase]
        In reading order, without overlap: runs of nouns, roots and foreign words with their prefixes and suffixes. Stop
        words at the edges and a plural 들 at the end are left out, and so is a run that ends in -적. Of a run of more
        than `MAX_PHRASE_TOKENS` morphemes only the last ones are given, since a Korean phrase has its head at the end.

    Notes
    -----
    Cost: one run of spaCy's `Matcher` with one pattern.
    """
    if not doc.has_annotation("TAG"):
        return []
    stops = packaged_stop_words() if stop_words is None else stop_words
    found: list[Phrase] = []
    for _, start, end in sorted(_noun_runs(doc.vocab)(doc)):
        run = _trimmed(doc, start, end, stops)
        run = _trimmed(doc, max(run.first, run.behind - MAX_PHRASE_TOKENS), run.behind, stops)
        if run.behind - run.first >= 2 and doc[run.behind - 1].text != ADJECTIVAL:
            found.append(run)
    return found


def written(doc: Doc, place: Phrase) -> str:
    """Give a phrase as its author wrote it, in the spelling of the lexicon.

    Parameters
    ----------
    doc
        Any doc.
    place
        Its tokens.

    Returns
    -------
    str
        With the author's blanks and capitals; a word that the lexicon counts under another spelling is in that one.
    """
    pieces = []
    prefix = ""
    for token in doc[place.first : place.behind]:
        # The norm of a negated word holds its prefix (불친절), which is written already.
        text, norm = token.text, token.norm_.removeprefix(prefix)
        prefix = token.text if token.tag_ == "XPN" and token.text in NEGATIONS and not token.whitespace_ else ""
        # An unset norm is the lowered text or nothing, as is that of a noun in its own spelling.
        pieces.append((norm if norm and norm != text.lower() else text) + token.whitespace_)
    return "".join(pieces).rstrip(" ")


def phrase_key(phrase: str) -> str:
    """Give what all spellings of a phrase share.

    Parameters
    ----------
    phrase
        A word or phrase.

    Returns
    -------
    str
        Without white space and without capitals.

    Examples
    --------
    >>> phrase_key("변화 관리") == phrase_key("변화관리"), phrase_key("RCL Group")
    (True, 'rclgroup')
    """
    return "".join(phrase.split()).casefold()


@lru_cache(2)
def _noun_runs(vocab: Vocab) -> Matcher:
    """Make the matcher of runs of nouns; those of the last two vocabularies are kept."""
    noun = {"TAG": {"IN": sorted(PHRASE_TAGS)}}
    matcher = Matcher(vocab, validate=False)
    matcher.add("NP", [[noun, {**noun, "OP": "+"}]], greedy="LONGEST")
    return matcher


def _trimmed(doc: Doc, start: int, end: int, stops: Collection[str]) -> Phrase:
    """Take away what cannot begin or end a phrase."""
    while start < end and (doc[start].tag_ == "XSN" or _is_stop_noun(doc[start], stops)):
        start += 1
    while start < end and (_is_stop_noun(doc[end - 1], stops) or _is_plural(doc[end - 1])):
        end -= 1
    return Phrase(start, end)


def _is_stop_noun(token: Token, stops: Collection[str]) -> bool:
    return token.tag_ not in ("SL", "XSN") and (token.norm_ or token.text) in stops


def _is_plural(token: Token) -> bool:
    return token.tag_ == "XSN" and token.text == PLURAL
