"""How far the last word before a blank can close a sentence, by the form of its ending."""

from __future__ import annotations

import re
from enum import Enum


class Ending(Enum):
    """What a word is worth at the end of a sentence."""

    FINAL = "closes it without any mark: 했다, 했어요, 했죠, 했네"
    NOTE = "closes it in the style of notes: 없음, 필요함"
    INFORMAL = "closes it or leads to another verb: 안 써, 그렇지"
    SUSPENDED = "leads on, but speakers often leave it at that: 없고..., 했는데..."
    OTHER = "can be the last word: a noun, an adverb, a number"
    LINKING = "calls for more: a particle, an adnominal form, 느리니까, 하지만"


_BECAUSE = "(?<![습ㅂ\u1107\u11b8])니까"
"""느리니까, not 느립니까."""

_CONNECTIVE = re.compile(f"({_BECAUSE}|면서|지만|으면|느라)$")
"""Endings that taggers call final before dots."""

_FINAL = re.compile(
    "(요|죠|쥬|염|욤|다|당|까|네|군|구나|구만|구먼|[더드]라|[더드다냐라자]구|거든|걸랑|잖아|[ᆯㄹ을은]걸|[ᆯㄹ을]게)$"
)
_NOT_FINAL = re.compile(f"([어아여다려]다|[ᆯㄹ을]라구|{_BECAUSE})$")
"""가져다 and 왔다갔다 lead on, 가려다 is 가려다가, 갈라구 is 가려고."""

_INFORMAL = re.compile("(어|아|ㅕ|ㅓ|ㅏ|여|지|자|라|나|야|래|대|냐|니|마|가|게)$")
_SUSPENDED = re.compile("(고|서|데|려나)$")

_NOTED = frozenset({"임", "함", "됨", "씀", "줌", "듦", "보임", "맞음"})
"""Nominal forms that dictionaries hold as nouns."""

_CALLING = ("J", "MM", "MAJ", "ETM", "XP")


def ending_of(word: str, tag: str, lemma: str) -> Ending:
    """Tell how far a word can close a sentence.

    Parameters
    ----------
    word
        Its surface.
    tag
        Its Sejong tags, joined by `+`; the last decides. A verb that has no ending in its tag (all of Okt's, and a few
        of Mecab's dictionary) is read by its surface.
    lemma
        Its morphemes, joined by `+`.

    Returns
    -------
    Ending
        Nothing about the words around it is known here.

    Notes
    -----
    Whether an ending is final (EF) or connective (EC) is a guess of the tagger from what follows, and a poor one where
    no mark does: the form of the ending counts instead.

    Examples
    --------
    >>> ending_of("다", "EC", "다").name, ending_of("씀", "VV+ETN", "쓰+ᄆ").name, ending_of("를", "JKO", "를").name
    ('FINAL', 'NOTE', 'LINKING')
    """
    last = tag.rpartition("+")[2]
    form = lemma.rpartition("+")[2]
    if last == "EF":
        return Ending.LINKING if _CONNECTIVE.search(form) else Ending.FINAL
    if last in ("EC", "E"):
        return _by_form(form)
    if last == "ETN" or word in _NOTED:
        return Ending.NOTE if _has_final_m(word) else Ending.OTHER
    if last == "JX" and word == "요":
        return Ending.FINAL
    if last.startswith(_CALLING) or _is_stutter(word):
        return Ending.LINKING
    if last.startswith(("V", "XSV", "XSA", "EP")):
        return Ending.NOTE if word[-1] in "음임함됨" else _by_form(word)
    return Ending.OTHER


def _by_form(form: str) -> Ending:
    if _FINAL.search(form) and not _NOT_FINAL.search(form):
        return Ending.FINAL
    if _INFORMAL.search(form):
        return Ending.INFORMAL
    return Ending.SUSPENDED if _SUSPENDED.search(form) else Ending.LINKING


def _has_final_m(word: str) -> bool:
    # A syllable is 28 final consonants by initial and vowel; the 16th is ㅁ.
    return "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 == 16


def _is_stutter(word: str) -> bool:
    return len(word) == 1 and "ㄱ" <= word <= "ㅎ"
