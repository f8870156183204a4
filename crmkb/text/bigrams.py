"""Pairs of syllables, for the search index column that needs no dictionary."""

from __future__ import annotations

import re
from itertools import pairwise

_RUN = re.compile(r"(?P<hangul>[가-힣]+)|(?P<emotion>[ㄱ-ㅣ]+)|(?P<word>[^\W_가-힣ㄱ-ㅣ]+)")
_LAUGHTER = re.compile(r"([ㅋㅎㅠㅜ])\1{2,}")


def bigrams(text: str) -> list[str]:
    """Cut a text into the pieces that the search index compares.

    Parameters
    ----------
    text
        Normalized text; may be empty.

    Returns
    -------
    list[str]
        In reading order: the overlapping syllable pairs of each run of Hangul (a single syllable stands alone), each
        run of other letters and digits whole and in lower case, each run of single jamo whole, with ㅋ, ㅎ, ㅠ and ㅜ
        at most twice in a row. Punctuation and symbols give nothing.

    Notes
    -----
    A run ends where the script changes: `CRM도입` gives `crm` and `도입`. Cost: linear.

    Examples
    --------
    >>> bigrams("CRM교육이 꼭 필요ㅋㅋㅋ!")
    ['crm', '교육', '육이', '꼭', '필요', 'ㅋㅋ']
    """
    found: list[str] = []
    for run in _RUN.finditer(text):
        piece = run.group()
        if run.lastgroup == "hangul" and len(piece) > 1:
            found += map("".join, pairwise(piece))
        elif run.lastgroup == "emotion":
            found.append(_LAUGHTER.sub(r"\1\1", piece))
        else:
            found.append(piece.lower())
    return found
