"""Nouns that Mecab cut for want of a word: cut anew where known words fit, joined where they are pieces of a name.

All words of mecab-ko-dic have the same cost, whether everybody knows them or nobody. So 중국외환보유액 may become
중+국외+환보+유액, and the name 수미요시 becomes two nouns that nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crmkb.korean.words import Tagged, Word

NOUNS = frozenset({"NNG", "NNP"})
IN_A_RUN = NOUNS | {"NNB", "NNBC", "XPN", "XSN", "XR"}
BEHIND_A_NAME = frozenset("모씨군양님")
"""What stands behind a name and is no piece of it: 김모 씨."""

LONGEST_WORD = 8
LONGEST_RUN = 24
SHORTEST_RUN = 4
SHORT_EOJEOL = 8
"""Most letters of an eojeol that is taken for a name and its particle; longer ones may be text without blanks."""


class Nouns(NamedTuple):
    """What is known: nouns that every reader knows, and these with the names and terms of our lists, to their tags."""

    common: Mapping[str, str]
    known: Mapping[str, str]


def settle(tagged: Tagged, nouns: Nouns) -> Tagged:
    """Settle the runs of nouns written together that hold a noun nobody knows.

    Parameters
    ----------
    tagged
        A text in words.
    nouns
        What is known.

    Returns
    -------
    Tagged
        The same letters. A run that consists of known words of two syllables or more is cut into these, as few as
        possible. Of what is left, two nouns that are not common are one name: in a short eojeol always, in a long one
        if both are unknown and have two letters at most and one is a proper noun.

    Notes
    -----
    Cost: linear, some microseconds for a comment.

    Examples
    --------
    >>> words = [Word("수미", "NNG", "수미"), Word("요시", "NNP", "요시"), Word("에", "JKB", "에")]
    >>> settle(Tagged(words, [False] * 3), Nouns({}, {})).words
    [Word(text='수미요시', tag='NNP', lemma='수미요시'), Word(text='에', tag='JKB', lemma='에')]
    """
    return _joined(_cut_anew(tagged, nouns.known), nouns)


def _cut_anew(tagged: Tagged, known: Mapping[str, str]) -> Tagged:
    words, spaces = tagged
    done: list[Word] = []
    gaps: list[bool] = []
    at = 0
    for i, word in enumerate(words):
        if i < at or not _is_unknown(word, known):
            continue
        first, behind = _run_around(tagged, i, at)
        if behind - first < 2:
            continue
        done += words[at:first]
        gaps += spaces[at:first]
        for parts, last in _pieces(words, first, behind, known):
            done += parts
            gaps += [False] * (len(parts) - 1) + [spaces[last]]
        at = behind
    return Tagged(done + words[at:], gaps + spaces[at:]) if at else tagged


def _is_unknown(word: Word, known: Mapping[str, str]) -> bool:
    return word.tag in NOUNS and len(word.text) > 1 and word.text not in known


def _run_around(tagged: Tagged, i: int, start: int) -> tuple[int, int]:
    """Give the first word of the run of nouns that word i is in, `start` or later, and the word behind the run."""
    words, spaces = tagged
    first, behind = i, i + 1
    while first > start and not spaces[first - 1] and words[first - 1].tag in IN_A_RUN:
        first -= 1
    while behind < len(words) and not spaces[behind - 1] and words[behind].tag in IN_A_RUN:
        behind += 1
    return first, behind


def _pieces(words: list[Word], first: int, behind: int, known: Mapping[str, str]) -> Iterator[tuple[list[Word], int]]:
    """Yield what stands in the place of a run: known words where they fit, from the left, the longest stretch first."""
    while first < behind:
        end = behind
        while end - first >= 2 and not (parts := _parts(words[first:end], known)):
            end -= 1
        yield (parts, end - 1) if end - first >= 2 else ([words[first]], first)
        first = max(end, first + 1)


def _parts(run: list[Word], known: Mapping[str, str]) -> list[Word]:
    """Give the known words that a run consists of; none if it holds no unknown noun or does not consist of such."""
    if not any(_is_unknown(word, known) for word in run):
        return []
    text = "".join(word.text for word in run)
    return [Word(part, known[part], part) for part in _fewest(text, known)]


def _fewest(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Cut a text into as few known words of two letters or more as possible; empty if there is no way."""
    if not SHORTEST_RUN <= len(text) <= LONGEST_RUN:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(text)
    for start in range(len(text) - 1):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 2, min(len(text), start + LONGEST_WORD) + 1):
            so_far = best[end]
            if text[start:end] in known and (so_far is None or len(before) + 1 < len(so_far)):
                best[end] = (*before, text[start:end])
    return best[-1] or ()


def _joined(tagged: Tagged, nouns: Nouns) -> Tagged:
    words, spaces = tagged
    done: list[Word] = []
    gaps: list[bool] = []
    at = 0
    for i in range(1, len(words)):
        if spaces[i - 1] or words[i].tag not in NOUNS or words[i - 1].tag not in NOUNS:
            continue
        before = done[-1] if i == at else words[i - 1]
        if not _are_pieces(tagged, i, before, nouns):
            continue
        if i == at:
            done.pop()
            gaps.pop()
        else:
            done += words[at : i - 1]
            gaps += spaces[at : i - 1]
        done.append(Word(before.text + words[i].text, "NNP", before.lemma + words[i].lemma))
        gaps.append(spaces[i])
        at = i + 1
    return Tagged(done + words[at:], gaps + spaces[at:]) if at else tagged


def _are_pieces(tagged: Tagged, i: int, before: Word, nouns: Nouns) -> bool:
    """Tell whether noun i is a piece of one name with the noun before it, which may be joined already."""
    word = tagged.words[i]
    if word.text in nouns.common or before.text in nouns.common or word.text in BEHIND_A_NAME:
        return False
    if eojeol_length(*tagged, i) <= SHORT_EOJEOL:
        return True
    is_name = "NNP" in (before.tag, word.tag)
    return is_name and all(len(noun.text) <= 2 and noun.text not in nouns.known for noun in (before, word))


def eojeol_length(words: Sequence[Word], spaces: Sequence[bool], i: int) -> int:
    """Count the letters of the eojeol that word i is in."""
    first = last = i
    while first and not spaces[first - 1]:
        first -= 1
    while last < len(words) - 1 and not spaces[last]:
        last += 1
    return sum(len(word.text) for word in words[first : last + 1])
