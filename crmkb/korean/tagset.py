"""One tagset, as tables: every tagger's tags to Sejong's, and Sejong's to universal parts of speech."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

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
    "XSB": "PART",
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
"""Universal part of speech of every tag of the house, contractions apart (their first morpheme decides).

These are the Sejong tags as mecab-ko-dic writes them: brackets `SSO` and `SSC`, separators `SC`, other signs `SY`,
counting nouns `NNBC`. Beside them stand the dictionary's own: `E` and `VSV` (an ending, a verb; both rare), `SP` (white
space), `NA`, `UNA`, `UNT` and `UNKNOWN` (unanalyzable); and `XSB`, which Kkma and Hannanum know (makes an adverb).
"""

_MECABS_OWN = ("SP", "UNA", "UNT", "UNKNOWN", "VSV", "XSB")

MECAB: dict[str, str] = {tag: tag for tag in SEJONG_TO_UNIVERSAL if tag != "XSB"}
"""Tags of mecab-ko-dic: its Sejong is that of the house."""

KOMORAN: dict[str, str] = {
    **{tag: tag for tag in SEJONG_TO_UNIVERSAL if tag not in _MECABS_OWN},
    "NF": "NNG",
    "NV": "VV",
    "SO": "SY",
    "SP": "SC",
    "SS": "SY",
    "SW": "SY",
    "XsV": "XSV",
}
"""Tags of Komoran. `XsV` is a slip in its model."""

OKT: dict[str, str] = {
    "Noun": "NNG",
    "ProperNoun": "NNP",
    "Verb": "VV",
    "Adjective": "VA",
    "Adverb": "MAG",
    "Determiner": "MM",
    "Modifier": "MM",
    "Exclamation": "IC",
    "KoreanParticle": "IC",
    "Josa": "JX",
    "Eomi": "E",
    "PreEomi": "EP",
    "Conjunction": "MAJ",
    "VerbPrefix": "MAG",
    "Suffix": "XSN",
    "Unknown": "UNKNOWN",
    "Korean": "UNKNOWN",
    "Foreign": "SL",
    "Number": "SN",
    "Alpha": "SL",
    "Punctuation": "SY",
    "Hashtag": "NNG",
    "CashTag": "SL",
    "ScreenName": "SL",
    "Email": "SL",
    "URL": "SL",
    "Space": "SP",
    "Others": "SY",
}
"""Tags of Okt. It does not tell one particle from another, nor proper nouns from common ones."""

HANNANUM: dict[str, str] = {
    **dict.fromkeys(("ncpa", "ncps", "ncn", "ncr", "nc", "ncp", "n", "N", "NC"), "NNG"),
    **dict.fromkeys(("nqpa", "nqpb", "nqpc", "nqq", "nqp", "nq", "NQ"), "NNP"),
    "nbu": "NNBC",
    **dict.fromkeys(("nbn", "nbs", "nb", "NB"), "NNB"),
    **dict.fromkeys(("npp", "npd", "np", "NP"), "NP"),
    **dict.fromkeys(("nnc", "nno", "nn", "NN"), "NR"),
    **dict.fromkeys(("pvd", "pvg", "pv", "p", "P", "PV"), "VV"),
    **dict.fromkeys(("pad", "paa", "pa", "PA"), "VA"),
    **dict.fromkeys(("px", "PX"), "VX"),
    **dict.fromkeys(("mmd", "mma", "mm", "MM"), "MM"),
    **dict.fromkeys(("mad", "mag", "ma", "m", "M", "MA"), "MAG"),
    "maj": "MAJ",
    **dict.fromkeys(("ii", "I", "II"), "IC"),
    "jcs": "JKS",
    "jco": "JKO",
    "jcc": "JKC",
    "jcm": "JKG",
    "jcv": "JKV",
    "jca": "JKB",
    "jct": "JKB",
    "jcr": "JKQ",
    "jcj": "JC",
    **dict.fromkeys(("jxc", "jxf", "jx", "jc", "j", "J", "JC", "JX"), "JX"),
    **dict.fromkeys(("jp", "JP"), "VCP"),
    **dict.fromkeys(("ep", "EP"), "EP"),
    **dict.fromkeys(("ecc", "ecs", "ecx", "ec", "EC"), "EC"),
    **dict.fromkeys(("ef", "EF"), "EF"),
    "etn": "ETN",
    **dict.fromkeys(("etm", "et", "ET"), "ETM"),
    **dict.fromkeys(("e", "E"), "E"),
    **dict.fromkeys(("xp", "XP"), "XPN"),
    **dict.fromkeys(("xsnu", "xsnca", "xsncc", "xsna", "xsns", "xsnp", "xsnx", "xsnc", "xsn"), "XSN"),
    **dict.fromkeys(("xs", "x", "XS", "X"), "XSN"),
    **dict.fromkeys(("xsvv", "xsva", "xsvn", "xsv"), "XSV"),
    **dict.fromkeys(("xsms", "xsmn", "xsm"), "XSA"),
    **dict.fromkeys(("xsam", "xsas", "xsa"), "XSB"),
    **dict.fromkeys(("f", "F"), "SL"),
    **dict.fromkeys(("sp", "sf", "sl", "sr", "sd", "se", "su", "sy", "s", "S"), "SY"),
    **dict.fromkeys(("iwg", "unk"), "UNKNOWN"),
}
"""Tags of Hannanum: KAIST's 69 (lower case, with their groups), and the 9 and 22 that KoNLPy makes of them."""

KKMA: dict[str, str] = {
    **{
        tag: tag
        for tag in ("NNG", "NNP", "NNB", "NR", "NP", "VV", "VA", "VX", "VCP", "VCN", "MAG", "IC", "JKS", "JKC", "JKG")
    },
    **{tag: tag for tag in ("JKO", "JKQ", "JX", "JC", "EC", "EF", "EP", "ETN", "XPN", "XSN", "XSV", "XSA", "XR")},
    **dict.fromkeys(("NN", "NNA", "UN"), "NNG"),
    "NNM": "NNBC",
    **dict.fromkeys(("VXV", "VXA"), "VX"),
    "VC": "VCP",
    **dict.fromkeys(("MD", "MDN", "MDT"), "MM"),
    "MA": "MAG",
    "MAC": "MAJ",
    "JK": "JX",
    "JKM": "JKB",
    "JKI": "JKV",
    **dict.fromkeys(("ECE", "ECD", "ECS"), "EC"),
    **dict.fromkeys(("EFN", "EFQ", "EFO", "EFA", "EFI", "EFR"), "EF"),
    **dict.fromkeys(("EPH", "EPT", "EPP"), "EP"),
    **dict.fromkeys(("ET", "ETD"), "ETM"),
    **dict.fromkeys(("XP", "XPV"), "XPN"),
    "XSM": "XSB",
    **dict.fromkeys(("XS", "XSO"), "XSN"),
    **dict.fromkeys(("UV", "VP"), "VV"),
    **dict.fromkeys(("UE", "EM"), "E"),
    "OL": "SL",
    "OH": "SH",
    "ON": "SN",
    **dict.fromkeys(("SF", "SE", "SP", "SS", "SO", "SW", "SY"), "SY"),
    "EMO": "IC",
    "BOS": "UNKNOWN",
}
"""Tags of Kkma and their groups. `UN`, `UV` and `UE` are its guesses."""

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
        A universal part of speech; `SPACE` for white space; `X` for a tag that the table does not hold.

    Examples
    --------
    >>> universal("VV+EP"), universal("NNG"), universal("_SP"), universal("?")
    ('VERB', 'NOUN', 'SPACE', 'X')
    """
    if tag == SPACE_TAG:
        return "SPACE"
    return SEJONG_TO_UNIVERSAL.get(tag.partition("+")[0], "X")


def to_sejong(table: Mapping[str, str], tag: str, form: str) -> str:
    """Give the Sejong tag of a morpheme.

    Parameters
    ----------
    table
        The table of its tagger.
    tag
        Its tag there.
    form
        The morpheme, one character or more.

    Returns
    -------
    str
        What the table says; but a form without a letter or digit is a sign and its sort is read from itself (Komoran
        takes !! for a proper noun, Hannanum ★ for a noun), digits are `SN`, and letters among the signs are `SL`, Hanja
        `SH`. `UNKNOWN` for a tag that the table does not hold.

    Examples
    --------
    >>> to_sejong(KKMA, "EFN", "다"), to_sejong(KOMORAN, "NNP", "!!"), to_sejong(HANNANUM, "nnc", "3,500")
    ('EF', 'SF', 'SN')
    """
    found = table.get(tag, "UNKNOWN")
    return found if "가" <= form[0] <= "힣" else _by_form(found, form)


def sign_or_letters(form: str) -> str:
    """Give the Sejong tag of what no tagger has seen.

    Parameters
    ----------
    form
        One character or more, no Hangul.

    Returns
    -------
    str
        `SL` or `SH` for letters, `SN` for digits, else the tag of a sign.

    Examples
    --------
    >>> sign_or_letters("👍"), sign_or_letters("𝐂𝐑𝐌"), sign_or_letters("𠮷")
    ('SY', 'SL', 'SH')
    """
    return _by_form("SY", form)


@lru_cache(20_000)
def _by_form(tag: str, form: str) -> str:
    if not any(char.isalnum() for char in form):
        return _sign(form)
    if tag in ("NR", "SL", "SY") and form[0].isdecimal():
        return "SN"
    if tag in ("SL", "SY") and form.isalpha():
        return "SH" if _HANJA.fullmatch(form) else "SL"
    return tag


_HANJA = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SIGN_OF_CATEGORY = {"Ps": "SSO", "Pi": "SSO", "Pe": "SSC", "Pf": "SSC"}


def _sign(form: str) -> str:
    """Tell end marks, ellipses, separators, opening and closing signs apart, as mecab-ko-dic does."""
    signs = set(form)
    if signs <= {".", "…", "⋯"} and form != ".":
        return "SE"
    if signs <= set(".?!。？！"):
        return "SF"
    if signs <= set(",·/:"):
        return "SC"
    return _SIGN_OF_CATEGORY.get(unicodedata.category(form[0]), "SY")
