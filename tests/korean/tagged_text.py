"""Tagged texts written by hand: `콜/NNG 센터/NNG 가/JKS | 없/VA 다/EC`, where `|` is the blank between two eojeols."""

from __future__ import annotations

from crmkb.korean.lexicon.parts import Part
from crmkb.korean.words import Tagged, Word


def tagged(written: str) -> Tagged:
    """Return the words; a lemma is its word's text."""
    words: list[Word] = []
    spaces: list[bool] = []
    for piece in written.split():
        if piece == "|":
            spaces[-1] = True
        else:
            text, _, tag = piece.rpartition("/")
            words.append(Word(text, tag, text))
            spaces.append(False)
    return Tagged(words, spaces)


def written(text: Tagged) -> str:
    """Write a text back in the same form."""
    pieces: list[str] = []
    for word, space in zip(*text, strict=True):
        pieces += [f"{word.text}/{word.tag}", *(["|"] if space else [])]
    return " ".join(pieces)


def parts(*texts: str) -> list[Part]:
    """Return texts of the ids `1`, `2` and so on."""
    return [Part(str(n), 0, tagged(text)) for n, text in enumerate(texts, start=1)]
