"""Predicates as nouns: 끝나다 becomes 끝남, 없다 becomes 없음, 어렵다 becomes 어려움."""

from __future__ import annotations

STEM_TAGS = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
"""Sejong tags of what takes an ending."""

ADJECTIVE_TAGS = frozenset({"VA", "XSA"})

SEVERAL_VERBS = {"듣": {"듣": "들음"}, "묻": {"물": "물음"}, "걷": {}, "살": {"살": "삶"}, "뵙": {}}
"""Stems that are mixed up with another verb's, or lack the form: the noun form by how the stem is written."""

B_BENDING_VERBS = frozenset({"돕", "눕", "줍", "굽", "깁", "여쭙"})
B_STAYING_ADJECTIVES = ("좁", "굽", "수줍")
"""Verbs whose ㅂ becomes 우, and the ends of adjectives whose ㅂ stays: the rest is the other way round."""

D_BENDING = {
    "싣": "실",
    "깨닫": "깨달",
    "일컫": "일컬",
    "긷": "길",
    "붇": "불",
    "엿듣": "엿들",
    "알아듣": "알아들",
    "주워듣": "주워들",
    "되묻": "되물",
    "캐묻": "캐물",
}
"""Stems whose ㄷ becomes ㄹ."""

S_STAYING = frozenset("웃씻벗빗솟앗뺏")
"""Last syllables of stems that keep their ㅅ: 비웃음, 빼앗음. The others lose it: 지음, 나음, 이음."""

H_STAYING = frozenset("좋놓넣쌓낳닿찧땋빻")
"""Last syllables of stems that keep their ㅎ. The colors and 그렇다 lose it: 노람, 그럼."""

_FIRST, _LAST, _FINALS = ord("가"), ord("힣"), 28
_D, _L, _LM, _M, _B, _S, _H = 7, 8, 10, 16, 17, 19, 27


def noun_form(stem: str, tag: str, *, written: str = "") -> str | None:
    """Put a stem into its noun form in -(으)ㅁ.

    Parameters
    ----------
    stem
        Stem of a verb, adjective, auxiliary, copula or suffix, as the tagger gives it (끝나, 어렵, 하, 이).
    tag
        Its Sejong tag.
    written
        How the stem stands in the text where it is a token of its own; `""` where it is fused with its ending.

    Returns
    -------
    str | None
        None where the stem does not tell (들었다 may be of 듣다 or of 들다), where it is not the verb that is written
        (내던데 tagged as 나), and where it is no stem in Hangul.

    Notes
    -----
    Open syllables take ㅁ, ㄹ becomes ㄻ, other finals take 음; stems in ㅂ, ㄷ, ㅅ and ㅎ that bend do so as before
    any vowel (한글 맞춤법 §18, §19). Of stems that bend and stems that stay, whichever are fewer are listed.

    Examples
    --------
    >>> noun_form("끝나", "VV"), noun_form("힘들", "VA"), noun_form("어렵", "VA"), noun_form("없", "VA")
    ('끝남', '힘듦', '어려움', '없음')
    >>> noun_form("듣", "VV", written="들") is None
    True
    """
    if tag not in STEM_TAGS or not _is_hangul(stem):
        return None
    if written:
        stem = _seen(stem, written)
    if not stem or stem in SEVERAL_VERBS:
        return SEVERAL_VERBS.get(stem, {}).get(written)
    last, final = stem[-1], _final(stem)
    if final == _B and _bends(stem, tag):
        return _with_final(stem, 0) + "움"
    if stem in D_BENDING:
        return D_BENDING[stem] + "음"
    if final == _S and last not in S_STAYING:
        return _with_final(stem, 0) + "음"
    if final == _L:
        return _with_final(stem, _LM)
    if final == 0 or (final == _H and last not in H_STAYING):
        return _with_final(stem, _M)
    return stem + "음"


def honored(form: str) -> str:
    """Put -(으)시- into a noun form.

    Parameters
    ----------
    form
        As `noun_form` gives it.

    Returns
    -------
    str
        The noun form of the same verb with the honorific.

    Examples
    --------
    >>> honored("끝남"), honored("들음"), honored("앎")
    ('끝나심', '들으심', '아심')
    """
    return _with_final(form, 0) + "심"


def _seen(stem: str, written: str) -> str:
    """Choose between the tagger's stem and the letters of the text; `""` where they are not one verb's."""
    if written == stem or written in (_with_final(stem, 0) + "우", _with_final(stem, 0) + "오"):
        return stem
    if not _is_hangul(written) or _with_final(written, 0) != _with_final(stem, 0):
        return ""
    # Where the text shows the consonant that bends, the stem has it, whatever the tagger says: 듣고 is of no 들다.
    if _final(written) in (_D, _B, _S, _H):
        return written
    return stem if _final(written) == 0 or (_final(stem), _final(written)) == (_D, _L) else ""


def _bends(stem: str, tag: str) -> bool:
    """Tell whether the ㅂ of a stem becomes 우: of adjectives nearly always, of verbs seldom."""
    if tag in ADJECTIVE_TAGS:
        return not stem.endswith(B_STAYING_ADJECTIVES)
    return stem in B_BENDING_VERBS


def _is_hangul(stem: str) -> bool:
    return bool(stem) and _FIRST <= ord(stem[-1]) <= _LAST


def _final(stem: str) -> int:
    return (ord(stem[-1]) - _FIRST) % _FINALS


def _with_final(stem: str, final: int) -> str:
    """Give the last syllable another final consonant; 0 is none."""
    return stem[:-1] + chr(ord(stem[-1]) - _final(stem) + final)
