"""Which runs of words are terms of a corpus, and not just parts of longer ones: C-value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

MAX_PARTS = 5
"""Longest term in parts, as for noun phrases."""


class Term(NamedTuple):
    """A term in parts, its C-value, and the number of documents it occurs in."""

    parts: tuple[str, ...]
    c_value: float
    documents: int


def c_values(documents: Iterable[Iterable[Sequence[str]]], *, min_documents: int = 2) -> tuple[Term, ...]:
    """Rank the terms of a corpus.

    Parameters
    ----------
    documents
        Of each document its phrases, of each phrase its parts (words or morphemes, in the spelling to count).
    min_documents
        A run of words in fewer documents is no candidate; 1 or more.

    Returns
    -------
    tuple[Term, ...]
        Highest C-value first, among equals in the order of their parts. Candidates are all runs of two to `MAX_PARTS`
        parts inside a phrase. A value of 0 or below says that the run occurs only inside longer terms.

    Notes
    -----
    For a run a of |a| parts that occurs in f(a) documents, log2|a| times f(a), or, if it is part of longer candidates,
    log2|a| times (f(a) - mean of their f). Source: Frantzi, Ananiadou and Mima 2000, International Journal on Digital
    Libraries 3(2), 115-130, without the context words of NC-value. We count documents where they count occurrences, so
    that one author who repeats a phrase makes no term. Cost: linear in the text, times `MAX_PARTS` squared.

    Examples
    --------
    현업 참여 is in three documents, in two of them within 현업 참여 부족: log2(3) x 2 = 3.17, and 1 x (3 - 2) = 1.
    참여 부족 occurs only inside: 1 x (2 - 2) = 0.

    >>> long, short = ("현업", "참여", "부족"), ("현업", "참여")
    >>> [(" ".join(t.parts), round(t.c_value, 2), t.documents) for t in c_values([[long], [long, short], [short]])]
    [('현업 참여 부족', 3.17, 2), ('현업 참여', 1.0, 3), ('참여 부족', 0.0, 2)]
    """
    counts = Counter(
        run for phrases in documents for run in {run for phrase in phrases for run in _runs(tuple(phrase))}
    )
    frequency = {run: n for run, n in counts.items() if n >= min_documents}
    around: dict[tuple[str, ...], list[int]] = {}
    for longer, n in frequency.items():
        for run in set(_runs(longer)) - {longer}:
            around.setdefault(run, []).append(n)
    terms = [Term(run, log2(len(run)) * (n - _mean(around.get(run, ()))), n) for run, n in frequency.items()]
    return tuple(sorted(terms, key=lambda term: (-term.c_value, term.parts)))


def _runs(phrase: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """List all runs of two to `MAX_PARTS` parts."""
    return [
        phrase[start : start + n]
        for n in range(2, min(len(phrase), MAX_PARTS) + 1)
        for start in range(len(phrase) - n + 1)
    ]


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
