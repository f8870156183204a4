"""Hangul letters: final consonants in one spelling, and syllables taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple

_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_FINAL = 0x11A8
_COMPATIBLE = {_FIRST_FINAL + k: letter for k, letter in enumerate(_FINALS)}
_ALONE = re.compile("(?<![\u1160-\u11a7\ud7b0-\ud7c6])[\u11a8-\u11c2]")
_FINAL_NUMBER = {ord(letter): k + 1 for k, letter in enumerate(_FINALS)}

_INITIAL, _VOWEL, _FINAL, _OTHER = 1 << 24, 2 << 24, 3 << 24, 4 << 24


def compatible_finals(form: str) -> str:
    """Write final consonants that stand alone as the letters of the keyboard, as Komoran and Kkma do.

    Mecab writes the ending of 간다 with U+11AB, which looks like Komoran's U+3134 and is not equal to it.

    Parameters
    ----------
    form
        A morpheme, or several joined by anything.

    Returns
    -------
    str
        Of the same length. A final behind a conjoining vowel belongs to an old syllable and stays.

    Examples
    --------
    >>> compatible_finals("가+\u11ab다") == "가+\u3134다"
    True
    """
    if form.isascii():
        return form
    return _ALONE.sub(lambda match: _COMPATIBLE[ord(match.group())], form)


class Letters(NamedTuple):
    """A string in letters: `codes[i]` is letter i with its kind, `owners[i]` the index of its character."""

    codes: list[int]
    owners: list[int]


def letters(text: str) -> Letters:
    """Take syllables apart into initial, vowel and final; a loose consonant counts as a final (the ㄴ of ㄴ다).

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Letters
        One to three a syllable, one for any other character. Letters of one kind share `code >> 24`.

    Examples
    --------
    >>> letters("한a").owners
    [0, 0, 0, 1]
    >>> letters("한").codes[-1] == letters("ㄴ").codes[0]
    True
    """
    codes: list[int] = []
    owners: list[int] = []
    for i, char in enumerate(text):
        code = ord(char)
        if 0xAC00 <= code <= 0xD7A3:
            initial, rest = divmod(code - 0xAC00, 588)
            vowel, final = divmod(rest, 28)
            codes += (_INITIAL + initial, _VOWEL + vowel)
            owners += (i, i)
            if not final:
                continue
            codes.append(_FINAL + final)
        elif number := _FINAL_NUMBER.get(code):
            codes.append(_FINAL + number)
        else:
            codes.append(_OTHER + code)
        owners.append(i)
    return Letters(codes, owners)
