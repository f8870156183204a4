"""Terms and index of a base made anew where another tokenizer made them, so that two never mix."""

from __future__ import annotations

from crmkb.pipeline import stages
from crmkb.pipeline.tools import Tools
from crmkb.store.connect import Base
from crmkb.store.read import all_passages, tokenizer_of
from crmkb.store.write import reindex
from crmkb.strings import say
from crmkb.text.bigrams import bigrams


def use_tokenizer(base: Base, tools: Tools) -> tuple[str, ...]:
    """Make the terms and the index anew if another tokenizer made those of the base.

    Parameters
    ----------
    base
        An open base.
    tools
        Whose tokenizer is to be used; it is loaded in any case, so that one that cannot run is told at once.

    Returns
    -------
    tuple[str, ...]
        A sentence that says so; none where nothing had to be done.
    """
    now, stored = tools.tokenizer, tokenizer_of(base)
    if stored in (None, now):
        return ()
    passages = all_passages(base)
    terms = [analysis.terms for analysis in stages.analyze(passages, tools.nlp)]
    reindex(base, terms, [index_words(p.text) for p in passages], tokenizer=now, recipe=tools.recipe)
    return (say("pipeline.reindexed", old=stored, new=now),)


def index_words(text: str) -> str:
    """Give the words of the index's second column.

    Parameters
    ----------
    text
        Of a passage.

    Returns
    -------
    str
        Its syllable pairs, joined by blanks.
    """
    return " ".join(bigrams(text))
