"""How firmly the letters of a word hang together in a corpus."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

MAX_LETTERS = 8
"""Letters of the longest beginning that is counted."""


def beginnings(eojeols: Mapping[str, int]) -> Counter[str]:
    """Count how many eojeols begin with each string.

    Parameters
    ----------
    eojeols
        Eojeol to how often it occurs.

    Returns
    -------
    Counter[str]
        Beginnings of one to `MAX_LETTERS` letters.

    Examples
    --------
    >>> sorted(beginnings({"앱은": 2, "앱": 1}).items())
    [('앱', 3), ('앱은', 2)]
    """
    found: Counter[str] = Counter()
    for eojeol, n in eojeols.items():
        for length in range(1, min(len(eojeol), MAX_LETTERS) + 1):
            found[eojeol[:length]] += n
    return found


def cohesion(form: str, counts: Mapping[str, int]) -> float:
    """Tell how surely the letters of a word follow each other from the start of an eojeol.

    Parameters
    ----------
    form
        Two letters or more, one of `counts`.
    counts
        As of `beginnings`.

    Returns
    -------
    float
        Above 0 to 1: the geometric mean of the probability of each letter given those before it.

    Notes
    -----
    (n(c1..ck) / n(c1)) to the power of 1 / (k - 1), where n counts eojeols that begin so: the forward cohesion of
    Kim, Cho & Kang, KR-WordRank (2014), as soynlp computes it.

    Examples
    --------
    Of 8 eojeols with 콜, 2 go on with 콜센타: the square root of 2 / 8.

    >>> cohesion("콜센타", {"콜": 8, "콜센": 4, "콜센타": 2})
    0.5
    """
    return math.pow(counts[form] / counts[form[0]], 1 / (len(form) - 1))
