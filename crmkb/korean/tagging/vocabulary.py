"""General nouns, packaged as plain TSV: those that mecab-ko-dic lacks, and those that every reader knows."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def vocabulary() -> dict[str, str]:
    """Read the nouns that mecab-ko-dic lacks or cuts: loanwords, names, derived nouns.

    Returns
    -------
    dict[str, str]
        Word to Sejong tag, `NNG` or `NNP`.
    """
    return _read("vocabulary.tsv")


@cache
def common_nouns() -> dict[str, str]:
    """Read the nouns that every reader knows.

    Returns
    -------
    dict[str, str]
        Word of two syllables or more to Sejong tag, `NNG` or `NNP`.
    """
    return _read("common_nouns.tsv")


def _read(name: str) -> dict[str, str]:
    text = (files("crmkb") / "data" / "lexicon" / name).read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: tag for word, _, tag in rows}
