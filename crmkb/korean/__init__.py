"""The only room that knows KoNLPy, the Java machine and spaCy: text in, tokens, sentence ends and terms out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from crmkb.korean.lexicon.lexicon import Lexicon


def load(
    tagger: str = "mecab", *, lexicon: Lexicon | None = None, sentences: bool = True, terms: bool = True
) -> Language:
    """Load a Korean spaCy pipeline: a KoNLPy tagger as lossless tokenizer, sentences, and terms.

    Parameters
    ----------
    tagger
        A key of `crmkb.korean.tagging.taggers.TAGGERS`.
    lexicon
        What counts as one word, and under which spelling; None is the packaged one.
    sentences
        Whether `doc.sents` is set.
    terms
        Whether `doc.spans["terms"]` is set: noun phrases and failure predicates.

    Returns
    -------
    Language
        Sets `tag_` (Sejong), `pos_` (universal), `lemma_` (morphemes) and `norm_` (the word to count) of every token,
        and `doc.text == text` for every text that spaCy can store. `to_disk` and `spacy.load` keep all of it.

    Raises
    ------
    UsageError
        If there is no tagger of that name.

    Examples
    --------
    >>> doc = load()("공유가 안 됐음. CRM 교육이 늦었다.")
    >>> [(span.text, span.label_, span.id_) for span in doc.spans["terms"]]
    [('공유가 안 됐', 'FAILURE', '공유되지 않다'), ('CRM 교육', 'NP', 'crm교육')]
    >>> [token.norm_ for token in doc if token.pos_ in ("NOUN", "VERB", "ADJ")], len(list(doc.sents))
    (['공유', '되다', '교육', '늦다'], 2)
    """
    # spaCy takes a second to import, and `import crmkb.korean` must not.
    from crmkb.korean.analyze import make_pipeline
    from crmkb.korean.components import Normalizer, Terms

    nlp = make_pipeline(tagger, lexicon)
    wanted = {"crmkb_normalizer": True, "crmkb_sentences": sentences, "crmkb_terms": terms}
    for name in filter(wanted.get, wanted):
        component = nlp.add_pipe(name)
        if lexicon is not None and isinstance(component, (Normalizer, Terms)):
            component.lexicon = lexicon
    return nlp
