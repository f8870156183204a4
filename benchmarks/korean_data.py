"""The corpora of `benchmarks/korean.py`: sentences with nouns, texts with sentences, and ways to spoil them."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

NOUN_TAGS = frozenset({"NNG", "NNP"})
GSD = "ud_korean_gsd/dev.conllu"
KLUE = "klue_dp/dev.tsv"
BLOCKS = "sent_split/dev.jsonl"
SHORT = "throughput_short/dev.txt.gz"
LONG = "petitions/dev.jsonl"
FILES = (GSD, KLUE, BLOCKS, SHORT, LONG)
_FIRST_SYLLABLE, _LAST_SYLLABLE, _VOWELS, _FINALS = 0xAC00, 0xD7A3, 21, 28
_SWAPPED = {1: 5, 5: 1, 8: 13, 13: 8}  # places of ㅐ ㅔ ㅗ ㅜ among the 21 vowels
_ZERO_WIDTH = "\u200b"


class Sentence(NamedTuple):
    """A text with its content nouns as people read them, and where it comes from."""

    text: str
    nouns: tuple[str, ...]
    genre: str


class Block(NamedTuple):
    """A text, and the sentences it was made of, joined by one blank."""

    text: str
    sentences: tuple[str, ...]
    genre: str


def content_nouns(morphemes: Iterable[tuple[str, str]], tags: frozenset[str] = NOUN_TAGS) -> tuple[str, ...]:
    """Pick the nouns that are scored: of these tags, of two or more characters, composed (NFC).

    Parameters
    ----------
    morphemes
        Form and tag, any number.
    tags
        What the tagger calls common and proper nouns.

    Returns
    -------
    tuple[str, ...]
        In reading order, with repetitions.

    Examples
    --------
    >>> content_nouns([("교육", "NNG"), ("을", "JKO"), ("돈", "NNG"), ("했", "VV+EP")])
    ('교육',)
    """
    composed = (unicodedata.normalize("NFC", form) for form, tag in morphemes if tag in tags)
    return tuple(form for form in composed if len(form) > 1)


def morphemes(lemma: str, tag: str, joint: str = "+") -> Iterator[tuple[str, str]]:
    """Take a token apart.

    Parameters
    ----------
    lemma
        Its morphemes, joined.
    tag
        Their tags, joined by `+`.
    joint
        What joins the morphemes.

    Yields
    ------
    tuple[str, str]
        Form and tag. A token of one tag is one morpheme, so that a plus sign stays whole.

    Examples
    --------
    >>> list(morphemes("교육+이", "NNG+VCP")), list(morphemes("C++", "SL"))
    ([('교육', 'NNG'), ('이', 'VCP')], [('C++', 'SL')])
    """
    tags = tag.split("+")
    # A few auxiliaries (이, VCP+ETM) and percentages have fewer lemmas than tags; no noun is among them.
    yield from zip(lemma.split(joint) if len(tags) > 1 else [lemma], tags, strict=False)


def read_gsd(path: Path) -> list[Sentence]:
    """Read sentences in CoNLL-U whose lemmas and tags are joined by `+`."""
    return [
        Sentence(
            head.split(" = ", 1)[1], content_nouns(pair for row in rows for pair in morphemes(row[2], row[4])), "web"
        )
        for head, rows in _groups(path, "# text = ")
    ]


def read_klue(path: Path) -> list[Sentence]:
    """Read sentences of KLUE-DP, whose lemmas are joined by a blank and tags by `+`."""
    return [
        Sentence(
            head.split("\t", 1)[1],
            content_nouns(pair for row in rows for pair in morphemes(row[2], row[3], " ")),
            "news" if "_wikitree\t" in head else "reviews",
        )
        for head, rows in _groups(path, "## klue")
    ]


def _groups(path: Path, head: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield of each group of lines the one that begins with `head`, and the cells of those that are no comment."""
    for group in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = group.split("\n")
        (title,) = (line for line in lines if line.startswith(head))
        yield title, [line.split("\t") for line in lines if not line.startswith("#")]


def read_blocks(path: Path) -> list[Block]:
    """Read texts with their sentences."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Block(row["text"], tuple(row["sentences"]), row["genre"]) for row in rows]


def read_short(path: Path, n: int) -> list[str]:
    """Read the first `n` texts, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n") for line, _ in zip(file, range(n), strict=False)]


def read_long(path: Path, n: int) -> list[str]:
    """Read the first `n` petitions."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line, _ in zip(file, range(n), strict=False)]


def without_spaces(text: str) -> str:
    """Leave all white space out.

    Examples
    --------
    >>> without_spaces("교육이 너무 늦었다.")
    '교육이너무늦었다.'
    """
    return "".join(text.split())


def with_typos(text: str) -> str:
    """Mistype a vowel in about every sixth eojeol: ㅐ for ㅔ, ㅗ for ㅜ, and the other way round.

    Parameters
    ----------
    text
        A sentence; which eojeols and which of their syllables are hit follows from its SHA-256 with their numbers.

    Returns
    -------
    str
        As long as the text. An eojeol that is hit but has none of the four vowels stays.

    Examples
    --------
    >>> with_typos("새 제도를 모두 배웠다")
    '세 제도를 무두 배웠다'
    """
    parts = re.split(r"(\s+)", text)
    for number, eojeol in enumerate(parts[::2]):
        chance = int.from_bytes(hashlib.sha256(f"{text}\t{number}".encode()).digest()[:8], "big")
        places = [k for k, letter in enumerate(eojeol) if _vowel(letter) in _SWAPPED]
        if chance % 6 == 0 and places:
            k = places[chance // 6 % len(places)]
            parts[2 * number] = eojeol[:k] + _mistyped(eojeol[k]) + eojeol[k + 1 :]
    return "".join(parts)


def _vowel(letter: str) -> int:
    """Give the place of a syllable's vowel among the 21; -1 if the letter is no syllable."""
    code = ord(letter)
    return (code - _FIRST_SYLLABLE) // _FINALS % _VOWELS if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE else -1


def _mistyped(syllable: str) -> str:
    vowel = _vowel(syllable)
    return chr(ord(syllable) + (_SWAPPED[vowel] - vowel) * _FINALS)


def decomposed(text: str) -> str:
    """Write every syllable in conjoining jamo (NFD), as file names of macOS are."""
    return unicodedata.normalize("NFD", text)


def with_zero_width(text: str) -> str:
    """Put a zero-width space into the middle of every eojeol of two or more characters.

    Examples
    --------
    >>> with_zero_width("또 교육을").replace("\u200b", "|")
    '또 교|육을'
    """
    return re.sub(r"\S{2,}", lambda m: m[0][: len(m[0]) // 2] + _ZERO_WIDTH + m[0][len(m[0]) // 2 :], text)


VARIANTS: dict[str, Callable[[str], str]] = {
    "clean": str,
    "no spaces": without_spaces,
    "typos": with_typos,
    "NFD": decomposed,
    "zero-width": with_zero_width,
}
"""What the same sentences are given as."""
