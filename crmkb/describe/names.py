"""What a theme is called until a person renames it: its cause, and the phrases that set it apart."""

from __future__ import annotations

from collections.abc import Sequence

from crmkb.types import Keyphrase

MAX_LETTERS = 24
DICTIONARY_ENDING = "다"
"""Verbs and adjectives end so; they make poor names."""


def theme_names(
    keyphrases: Sequence[Sequence[Keyphrase]], causes: Sequence[str | None], quotes: Sequence[str]
) -> tuple[str, ...]:
    """Name each theme.

    Parameters
    ----------
    keyphrases
        Of each theme, heaviest first; may be empty. Verbs and adjectives are passed over.
    causes
        Name of each theme's failure cause; None where it has none.
    quotes
        Best quote of each theme, not blank; its beginning is used where there is no key phrase.

    Returns
    -------
    tuple[str, ...]
        Different from each other, never empty. `cause: phrase, phrase` or `phrase, phrase, phrase`.

    Examples
    --------
    >>> theme_names([[Keyphrase("실습", 2.0), Keyphrase("매뉴얼", 1.0)]], ["교육·역량 부족"], ["..."])
    ('교육·역량 부족: 실습, 매뉴얼',)
    """
    names: list[str] = []
    for phrases, cause, quote in zip(keyphrases, causes, quotes, strict=True):
        nouns = [p.phrase for p in phrases if not p.phrase.endswith(DICTIONARY_ENDING)]
        words = ", ".join(nouns[: 2 if cause else 3]) or _shortened(quote)
        names.append(_different(f"{cause}: {words}" if cause else words, names))
    return tuple(names)


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= MAX_LETTERS else line[: MAX_LETTERS - 1].rstrip() + "…"


def _different(name: str, taken: Sequence[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
