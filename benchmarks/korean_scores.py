"""How `benchmarks/korean.py` scores: nouns as multisets, sentence ends as places, differences by the bootstrap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

ROUNDS = 2000
SEED = 20261125
_CHUNK = 200


class Counts(NamedTuple):
    """What was found and is right, what was found, and what is there."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 if nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 0 if there is nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if there is nothing on either side."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


class Interval(NamedTuple):
    """A difference, and where 95 of 100 resampled ones lie."""

    difference: float
    low: float
    high: float


def noun_counts(found: Iterable[str], gold: Iterable[str]) -> Counts:
    """Compare the nouns of one sentence: each as often as it stands there, in any order.

    Parameters
    ----------
    found
        Nouns of a system; none is allowed.
    gold
        Nouns of people.

    Returns
    -------
    Counts
        A noun found twice and standing there once is right once.

    Examples
    --------
    >>> noun_counts(["고객", "고객", "관리"], ["고객", "고객관리"])
    Counts(right=1, found=3, gold=2)
    """
    left, right = Counter(found), Counter(gold)
    return Counts((left & right).total(), left.total(), right.total())


def end_counts(found: Sequence[str], gold: Sequence[str]) -> Counts:
    """Compare two ways to cut one text into sentences by where they end, the end of the text left out.

    Parameters
    ----------
    found
        Sentences of a system, in order; joined they have the letters of the text.
    gold
        Sentences of people.

    Returns
    -------
    Counts
        Ends count in characters that are no white space, as in the project's notes.

    Examples
    --------
    >>> end_counts(["늦었다. 아무도", "몰랐다.", "끝."], ["늦었다.", "아무도 몰랐다.", "끝."])
    Counts(right=1, found=2, gold=2)
    """
    left, right = _ends(found), _ends(gold)
    return Counts(len(left & right), len(left), len(right))


def _ends(sentences: Sequence[str]) -> set[int]:
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    return set(np.cumsum(lengths)[:-1].tolist()) - {0, sum(lengths)}


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up, so that precision, recall and F1 are over all items (micro).

    Examples
    --------
    >>> total([Counts(1, 2, 3), Counts(1, 1, 1)])
    Counts(right=2, found=3, gold=4)
    """
    return Counts(*(sum(column) for column in zip(Counts(0, 0, 0), *counts, strict=True)))


def f1_difference(ours: Sequence[Counts], theirs: Sequence[Counts], *, rounds: int = ROUNDS) -> Interval:
    """Say how sure the difference of two micro F1 is: a paired bootstrap over sentences.

    Parameters
    ----------
    ours
        Counts of each sentence, one or more.
    theirs
        Counts of the same sentences.
    rounds
        How often as many sentences are drawn, with replacement.

    Returns
    -------
    Interval
        F1 of ours less F1 of theirs, with the 2.5 and 97.5 % points of the drawn differences. The same on every call.

    Notes
    -----
    Cost: `rounds` times the number of sentences.

    Examples
    --------
    >>> f1_difference([Counts(1, 1, 1)] * 5, [Counts(1, 1, 3)] * 5)
    Interval(difference=0.5, low=0.5, high=0.5)
    """
    a, b = np.array(ours, dtype=np.int64), np.array(theirs, dtype=np.int64)
    rng = np.random.default_rng(SEED)
    drawn: list[float] = []
    for start in range(0, rounds, _CHUNK):
        picks = rng.integers(0, len(a), size=(min(_CHUNK, rounds - start), len(a)))
        sums = [side[picks].sum(axis=1).tolist() for side in (a, b)]
        drawn += [Counts(*x).f1 - Counts(*y).f1 for x, y in zip(*sums, strict=True)]
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist()
    return Interval(total(ours).f1 - total(theirs).f1, low, high)
