"""Components for a spaCy pipeline: clean words, sentences, terms.

Classes, so that they survive pickling; registered by name and named as entry points, so that `spacy.load` finds them.
All need Sejong tags, universal ones and morphemes. No `requires` says so, because spaCy knows only what components
assign, and these come from the tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from spacy.language import Language
from spacy.tokens import Doc, Span

from crmkb.korean.lexicon.lexicon import Lexicon, packaged_lexicon
from crmkb.korean.sentences.ends import sentence_ends
from crmkb.korean.terms.clean import clean_lemma, is_normalized
from crmkb.korean.terms.phrases import phrase_key
from crmkb.korean.terms.spans import NOUN_PHRASE, term_places

SPANS = "terms"
"""Key of the spans in `doc.spans`."""

_LEXICON = "lexicon.json"


class _WithLexicon:
    """What spaCy asks of a component that is to be saved, for one whose state is a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002  # spaCy's signature
        """Write the lexicon."""
        return self.lexicon.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Read the lexicon."""
        self.lexicon = Lexicon.from_bytes(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the lexicon into a folder of its own."""
        folder = Path(path)
        folder.mkdir(exist_ok=True)
        (folder / _LEXICON).write_bytes(self.lexicon.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Read the lexicon from its folder."""
        return self.from_bytes((Path(path) / _LEXICON).read_bytes())


class Normalizer(_WithLexicon):
    """Sets `norm_`, the word to count, in docs whose tokenizer left it unset.

    Our own tokenizer sets it. Docs of another Korean tokenizer with Sejong tags, or from a `DocBin` that was written
    without `NORM`, get the clean lemma here, in the spelling of the lexicon.

    Parameters
    ----------
    lexicon
        Says under which spelling a word counts.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the norms; a doc that has some is left as it is."""
        if not is_normalized(doc):
            canonical = self.lexicon.canonical
            for token in doc:
                clean = clean_lemma(token.tag_, token.lemma_)
                token.norm_ = canonical(clean) or token.text
        return doc


class Sentences:
    """Sets `is_sent_start` of every token by our rules for prose and for comments."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts."""
        starts = {0, *sentence_ends(doc)}
        for token in doc:
            token.is_sent_start = token.idx in starts
        return doc


class Terms(_WithLexicon):
    """Sets `doc.spans["terms"]`: noun phrases, labelled `NP`, and failure predicates, labelled `FAILURE`.

    The `id_` of a span is what it counts under: a noun phrase without blanks and capitals, a failure predicate in its
    one form. A noun phrase that is a failure predicate too (의지 부족) is there once, as the predicate.

    Parameters
    ----------
    lexicon
        Its stop words neither begin nor end a noun phrase; None is the packaged one.
    phrases
        Whether to look for noun phrases.
    predicates
        Whether to look for failure predicates.
    """

    def __init__(self, lexicon: Lexicon | None = None, *, phrases: bool = True, predicates: bool = True) -> None:
        super().__init__(packaged_lexicon() if lexicon is None else lexicon)
        self.phrases = phrases
        self.predicates = predicates

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans, in reading order."""
        places = term_places(doc, phrases=self.phrases, predicates=self.predicates, stop_words=self.lexicon.stop_words)
        doc.spans[SPANS] = [
            Span(doc, first, behind, label=label, span_id=phrase_key(key) if label == NOUN_PHRASE else key)
            for first, behind, label, key in places
        ]
        return doc


@Language.factory("crmkb_normalizer", assigns=["token.norm"])
def create_normalizer(nlp: Language, name: str) -> Normalizer:  # noqa: ARG001  # spaCy's signature
    """Make the component that sets clean words, with the packaged lexicon."""
    return Normalizer(packaged_lexicon())


@Language.factory("crmkb_sentences", assigns=["token.is_sent_start", "doc.sents"])
def create_sentences(nlp: Language, name: str) -> Sentences:  # noqa: ARG001  # spaCy's signature
    """Make the component that sets sentence starts."""
    return Sentences()


@Language.factory(
    "crmkb_terms",
    assigns=["doc.spans"],
    requires=["token.norm"],
    default_config={"phrases": True, "predicates": True},
)
def create_terms(nlp: Language, name: str, phrases: bool, predicates: bool) -> Terms:  # noqa: ARG001
    """Make the component that finds terms, with the packaged stop words."""
    return Terms(phrases=phrases, predicates=predicates)
