"""Word lists of the domain, packaged as plain TSV: today the stop words (불용어)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stop_words() -> frozenset[str]:
    """Read the lemmas that are never counted: they say nothing about what a text is about.

    Returns
    -------
    frozenset[str]
        Lemmas in the form of `crmkb.korean.terms.lemmas`. Lines that start with `#` are comments.
    """
    text = (files("crmkb") / "data" / "lexicon" / "stop_words.tsv").read_text(encoding="utf-8")
    return frozenset(line.partition("\t")[0] for line in text.splitlines() if line and not line.startswith("#"))
