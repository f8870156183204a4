"""Make one word of what the lexicon says is one, whichever tagger cut it apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.lexicon.particles import LIKE_PARTICLES, PARTICLES, particles
from crmkb.korean.tagset import SPACE_TAG, UNCOVERED_TAG
from crmkb.korean.words import Tagged, Word

UNANALYZED = frozenset({"UNKNOWN", "UNA", "UNT", "NA", UNCOVERED_TAG})
"""Tags of what a tagger could make nothing of."""

_NOUNS = ("NNG", "NNP", "NNB", "NNBC", "NR", "NP", "XR", "SL", "SN")
_BOUND = ("J", "E", "XS", "VCP")


class Match(NamedTuple):
    """The words `first` to before `behind` are the entry `form` (in lower case), written `surface`, and then `rest`."""

    first: int
    behind: int
    form: str
    surface: str
    rest: tuple[Word, ...] = ()


def join(tagged: Tagged, lexicon: Lexicon) -> Tagged:
    """Join the words that are one word for the lexicon.

    Parameters
    ----------
    tagged
        A text in words, as `crmkb.korean.words.cover` gives them.
    lexicon
        What is one word.

    Returns
    -------
    Tagged
        The same text; the very same object where nothing is joined. A joined word has the entry's tag and its own text
        for a lemma; so has a single word that is an entry and that the tagger could make nothing of.

    Notes
    -----
    Cost: linear, some 10 microseconds for a comment. Ask `Lexicon.occurs_in` first, which says of most texts that there
    is nothing to join.

    Examples
    --------
    >>> words = [Word("콜", "NNG", "콜"), Word("센", "VA+ETM", "세+ᆫ"), Word("타로", "NNG", "타로")]
    >>> join(Tagged(words, [False] * 3), Lexicon(variants={"콜센타": "콜센터"})).words
    [Word(text='콜센타', tag='NNG', lemma='콜센타'), Word(text='로', tag='JKB', lemma='로')]
    """
    found = matches(tagged, lexicon)
    if not found:
        return tagged
    words: list[Word] = []
    spaces: list[bool] = []
    at = 0
    for first, behind, form, surface, rest in found:
        words += tagged.words[at:first]
        spaces += tagged.spaces[at:first]
        words += (Word(surface, lexicon.surfaces[form], surface), *rest)
        spaces += [False] * len(rest) + [tagged.spaces[behind - 1]]
        at = behind
    return Tagged(words + tagged.words[at:], spaces + tagged.spaces[at:])


def matches(tagged: Tagged, lexicon: Lexicon) -> list[Match]:
    """Find what is to be joined: from the left, the longest entry first.

    Parameters
    ----------
    tagged
        A text in words.
    lexicon
        What is one word.

    Returns
    -------
    list[Match]
        In order, without overlap. An entry stands inside one eojeol (nothing blank in it), starts where a word starts,
        and ends where a word ends or where the tagger took a particle (or 들 and its like) for part of the last word.

    Notes
    -----
    Left alone are entries that are one word already, and cuts that make sense as Korean: a particle, ending or suffix
    of the word before is no beginning of an entry (구성+원+가 holds no 원가); a noun with its particle is no entry
    (충성+도), unless what follows shows that it is none (충성+도+가); and a common noun over the end of an entry stays
    whole (고객+사이 is not 고객사+이).
    """
    found: list[Match] = []
    i = 0
    while i < len(tagged.words):
        match = _match_at(tagged, i, lexicon)
        if match:
            found.append(match)
        i = match.behind if match else i + 1
    return found


def _match_at(tagged: Tagged, i: int, lexicon: Lexicon) -> Match | None:
    """Find the longest entry that starts with word i."""
    words, spaces = tagged
    unanalyzed = words[i].tag in UNANALYZED
    run = words[i].text.lower()
    if run not in lexicon.beginnings:
        return _over_the_end(words[i : i + 1], i, lexicon) if unanalyzed else None
    match = Match(i, i + 1, run, words[i].text) if unanalyzed and run in lexicon.surfaces else None
    if words[i].tag.startswith(_BOUND) and i and not spaces[i - 1] and words[i - 1].tag != SPACE_TAG:
        return match
    j = i
    while not spaces[j] and j + 1 < len(words) and words[j + 1].tag != SPACE_TAG:
        j += 1
        run += words[j].text.lower()
        if run not in lexicon.beginnings:
            return _over_the_end(words[i : j + 1], i, lexicon) or match
        if run in lexicon.surfaces and not _is_korean(tagged, j):
            match = Match(i, j + 1, run, "".join([word.text for word in words[i : j + 1]]))
    return match


def _is_korean(tagged: Tagged, j: int) -> bool:
    """Tell whether word j and the noun before it read well apart: word j is a particle, ending or copula of the noun.

    What follows may speak against it: 충성+도 is loyalty, too, but 충성+도+가 is nothing, and 뉴스+지+를 neither.
    """
    words, spaces = tagged
    tag = words[j].tag
    is_particle = words[j].text in PARTICLES and tag.startswith("J")
    if words[j - 1].tag not in _NOUNS or not (is_particle or tag.startswith(("VCP", "E"))):
        return False
    following = PARTICLES.get(words[j + 1].text) if j + 1 < len(words) and not spaces[j] else None
    if is_particle and tag != "JKB":
        return following is None
    return following not in (("JKS", "JKO") if is_particle else ("JKS", "JKO", "JKG", "JKB"))


def _over_the_end(run: Sequence[Word], i: int, lexicon: Lexicon) -> Match | None:
    """Find the longest entry that ends inside the last word of a run, before a particle; the run starts at word i."""
    before, last = "".join([word.text for word in run[:-1]]), run[-1].text
    # A contraction (지도 as VX+EC) is no noun, so the tagger did not mean the one that looks alike.
    if before and last in LIKE_PARTICLES and "+" not in run[-1].tag:
        return None
    for n in range(len(last) - 1, 0, -1):
        surface = before + last[:n]
        form = surface.lower()
        rest = particles(last[n:]) if form in lexicon.surfaces else ()
        if rest:
            return Match(i, i + len(run), form, surface, rest)
    return None
