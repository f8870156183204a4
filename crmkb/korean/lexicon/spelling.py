"""Which words of a corpus are likely to be two spellings of one: a letter apart and in the same company."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

WINDOW = 2
"""Words on either side that are a word's company."""

MIN_LIKENESS = {2: 0.5, 3: 0.05}
"""Least likeness by syllables: two-syllable words a letter apart are mostly two words (협의, 합의)."""

MIN_RATIO = {2: 5, 3: 1}
"""How many times as frequent the kept spelling must be, by syllables, for the same reason."""


class Pair(NamedTuple):
    """A spelling, the more frequent one it may stand for, and how alike their company is, above 0 to 1."""

    form: str
    canonical: str
    likeness: float


def likely_variants(texts: Sequence[Sequence[str]], candidates: Collection[str], *, min_count: int) -> tuple[Pair, ...]:
    """Find pairs of spellings.

    Parameters
    ----------
    texts
        The content words of each text, in order.
    candidates
        Those that may be one of a pair; others are company only.
    min_count
        Least occurrences of the spelling that is kept.

    Returns
    -------
    tuple[Pair, ...]
        The most alike first, ties by code point. A spelling stands in one pair, with its likest partner.

    Notes
    -----
    Two words are a letter apart if one edit of their conjoining jamo (NFD) makes them equal: found by their common
    deletions (the first step of Garbe's SymSpell, 2012), then checked. Likeness is the cosine of the counts of their
    company. Cost: linear in the words, times their length.

    Examples
    --------
    >>> texts = [["상담", "콜센터"], ["상담", "콜센터"], ["상담", "콜센타"], ["교육", "일정"]]
    >>> likely_variants(texts, {"콜센터", "콜센타"}, min_count=2)
    (Pair(form='콜센타', canonical='콜센터', likeness=1.0),)
    """
    counts = Counter(word for text in texts for word in text if word in candidates)
    pairs = [(a, b) if (counts[a], b) < (counts[b], a) else (b, a) for a, b in _neighbors(counts)]
    pairs = [
        (form, canonical)
        for form, canonical in pairs
        if counts[canonical] >= max(min_count, counts[form] * MIN_RATIO[_syllables(form, canonical)])
    ]
    company = _company(texts, {word for pair in pairs for word in pair})
    best: dict[str, Pair] = {}
    for form, canonical in pairs:
        pair = Pair(form, canonical, round(cosine(company[form], company[canonical]), 6))
        enough = pair.likeness >= MIN_LIKENESS[_syllables(form, canonical)]
        if enough and (form not in best or _order(pair) < _order(best[form])):
            best[form] = pair
    return tuple(sorted(best.values(), key=_order))


def _syllables(form: str, canonical: str) -> int:
    return min(len(form), len(canonical), 3)


def _order(pair: Pair) -> tuple[float, str, str]:
    return -pair.likeness, pair.form, pair.canonical


def _neighbors(words: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of Hangul words that are one jamo apart, each once."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) > 1 and all("가" <= letter <= "힣" for letter in word):
            jamo = unicodedata.normalize("NFD", word)
            for key in {jamo, *(jamo[:i] + jamo[i + 1 :] for i in range(len(jamo)))}:
                near[key].append(word)
    pairs = {(a, b) for group in near.values() for i, a in enumerate(group) for b in group[i + 1 :]}
    yield from sorted(pair for pair in pairs if is_one_edit(*pair))


def is_one_edit(one: str, other: str) -> bool:
    """Tell whether two words differ by one jamo: another, one more or one fewer.

    Parameters
    ----------
    one
        A word.
    other
        Another.

    Returns
    -------
    bool
        False for equal words.

    Examples
    --------
    >>> is_one_edit("콜센타", "콜센터"), is_one_edit("사레", "사례"), is_one_edit("업무", "무업")
    (True, True, False)
    """
    short, long = sorted((unicodedata.normalize("NFD", one), unicodedata.normalize("NFD", other)), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _company(texts: Sequence[Sequence[str]], wanted: set[str]) -> dict[str, Counter[str]]:
    """Count the words around each wanted word."""
    found: dict[str, Counter[str]] = {word: Counter() for word in wanted}
    for text in texts:
        for i, word in enumerate(text):
            if word in wanted:
                found[word].update(text[max(i - WINDOW, 0) : i])
                found[word].update(text[i + 1 : i + 1 + WINDOW])
    return found


def cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Compare two counts.

    Parameters
    ----------
    one
        Word to count.
    other
        The same of another.

    Returns
    -------
    float
        0 to 1; 0 where one is empty.

    Examples
    --------
    >>> cosine({"상담": 3, "전화": 4}, {"상담": 1})
    0.6
    """
    shared = sum(n * other[word] for word, n in one.items() if word in other)
    return shared / math.sqrt(_square(one) * _square(other)) if shared else 0.0


def _square(counts: Mapping[str, int]) -> int:
    return sum(n * n for n in counts.values())
