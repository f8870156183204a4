"""A user's words to a full-text expression: each word as morphemes or as syllable pairs, all words required."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crmkb.text.bigrams import bigrams
from crmkb.text.normalize import normalize

MAX_WORDS = 32
"""Words of a question that count; more would only slow the search down."""


def match_expression(question: str, lemmas_of: Callable[[str], Sequence[str]]) -> str:
    """Build the full-text expression of a question.

    Parameters
    ----------
    question
        Any text; every character is harmless.
    lemmas_of
        Gives the content words of a text, as the base's tokenizer does.

    Returns
    -------
    str
        An expression of the index: a word matches by its morphemes in a row, or by its syllable pairs in a row; all
        words must match. `""` when the question holds no letter or digit.

    Examples
    --------
    >>> match_expression('교육이 "', lambda word: ["교육"])
    '({morph} : "교육" OR {bigram} : "교육 육이")'
    """
    words = normalize(question).text.split()[:MAX_WORDS]
    return " AND ".join(filter(None, (_word(word, lemmas_of) for word in words)))


def _word(word: str, lemmas_of: Callable[[str], Sequence[str]]) -> str:
    pairs = bigrams(word)
    if not pairs:
        return ""
    lemmas = lemmas_of(word)
    by_pairs = f"{{bigram}} : {_quoted(pairs)}"
    return f"({{morph}} : {_quoted(lemmas)} OR {by_pairs})" if lemmas else by_pairs


def _quoted(words: Sequence[str]) -> str:
    """Quote words as one phrase, so that nothing in them is an operator."""
    return '"' + " ".join(words).replace('"', '""') + '"'
