"""Sejong tags to universal parts of speech, as a table."""

from __future__ import annotations

SEJONG_TO_UNIVERSAL: dict[str, str] = {
    "NNG": "NOUN",
    "NNP": "PROPN",
    "NNB": "NOUN",
    "NNBC": "NOUN",
    "NR": "NUM",
    "NP": "PRON",
    "VV": "VERB",
    "VA": "ADJ",
    "VX": "AUX",
    "VCP": "AUX",
    "VCN": "ADJ",
    "VSV": "VERB",
    "MM": "DET",
    "MAG": "ADV",
    "MAJ": "CCONJ",
    "IC": "INTJ",
    "JKS": "ADP",
    "JKC": "ADP",
    "JKG": "ADP",
    "JKO": "ADP",
    "JKB": "ADP",
    "JKV": "ADP",
    "JKQ": "ADP",
    "JX": "ADP",
    "JC": "CCONJ",
    "E": "PART",
    "EP": "PART",
    "EF": "PART",
    "EC": "PART",
    "ETN": "PART",
    "ETM": "PART",
    "XPN": "PART",
    "XSN": "PART",
    "XSV": "PART",
    "XSA": "PART",
    "XR": "NOUN",
    "SF": "PUNCT",
    "SE": "PUNCT",
    "SSO": "PUNCT",
    "SSC": "PUNCT",
    "SC": "PUNCT",
    "SP": "SPACE",
    "SY": "SYM",
    "SL": "X",
    "SH": "X",
    "SN": "NUM",
    "NA": "X",
    "UNA": "X",
    "UNT": "X",
    "UNKNOWN": "X",
}
"""Universal part of speech of every tag that mecab-ko-dic uses, contractions apart (their first morpheme decides).

Beside the Sejong tags these are the dictionary's own: `E` and `VSV` (an ending, a verb; both rare), `SP` (white space),
`NA`, `UNA`, `UNT` and `UNKNOWN` (unanalyzable).
"""

UNCOVERED_TAG = "UNK"
"""Tag of characters that no morpheme covers; universal X."""

SPACE_TAG = "_SP"
"""Tag of white space beyond the one blank that spaCy keeps with the token before it; universal SPACE."""


def universal(tag: str) -> str:
    """Give the universal part of speech of a Sejong tag.

    Parameters
    ----------
    tag
        One tag, or several joined by `+` (the first decides).

    Returns
    -------
    str
        A universal part of speech; `X` for a tag that the table does not hold.

    Examples
    --------
    >>> universal("VV+EP"), universal("NNG"), universal("?")
    ('VERB', 'NOUN', 'X')
    """
    return SEJONG_TO_UNIVERSAL.get(tag.partition("+")[0], "X")
