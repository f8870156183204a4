"""A spaCy tokenizer made from a tagger: `doc.text == text` for every text.

spaCy's own Korean tokenizer loses white space beyond one blank, so that every offset after it is wrong. Here a token is
the smallest piece of the surface that covers whole morphemes. `tag_` is `VV+EP` and `lemma_` is `하+았` for 했, the
convention of the Korean Universal Dependencies, so that morphemes survive a DocBin without user data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from crmkb.korean.taggers import Tagger, make_tagger
from crmkb.korean.tagset import SPACE_TAG, UNCOVERED_TAG, universal

NAME = "crmkb.KonlpyTokenizer.v1"
"""Name in spaCy's registry and in saved configs."""

_PIECE = re.compile(r"\s+|\S+")


class KonlpyTokenizer(DummyTokenizer):
    """Text to a tagged and lemmatised `Doc` by a KoNLPy tagger, which is loaded when first needed.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    tagger
        A key of `crmkb.korean.taggers.TAGGERS`.
    """

    def __init__(self, vocab: Vocab, tagger: str = "mecab") -> None:
        self.vocab = vocab
        self.tagger_name = tagger
        self._tagger: Tagger | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return KonlpyTokenizer, (self.vocab, self.tagger_name)

    @property
    def tagger(self) -> Tagger:
        """The tagger, loaded on first use."""
        if self._tagger is None:
            self._tagger = make_tagger(self.tagger_name)
        return self._tagger

    def __call__(self, text: str) -> Doc:
        """Tokenize a text.

        Parameters
        ----------
        text
            Any string that spaCy can store (no lone surrogates).

        Returns
        -------
        Doc
            Tokens with `tag_`, `pos_` and `lemma_`. White space beyond one blank is a token of tag `_SP`; what no
            morpheme covers is a token of tag `UNK`.
        """
        rows = _Rows()
        at = 0
        for unit in self.tagger.units(text):
            rows.fill(text[at : unit.start])
            rows.add(text[unit.start : unit.end], "+".join(unit.tags), "+".join(unit.forms))
            at = unit.end
        rows.fill(text[at:])
        return Doc(
            self.vocab,
            words=rows.words,
            spaces=rows.spaces,
            tags=rows.tags,
            pos=[universal(tag) if tag != SPACE_TAG else "SPACE" for tag in rows.tags],
            lemmas=rows.lemmas,
        )


class _Rows:
    """Columns of a `Doc` in the making."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.tags: list[str] = []
        self.lemmas: list[str] = []

    def add(self, word: str, tag: str, lemma: str) -> None:
        self.words.append(word)
        self.spaces.append(False)
        self.tags.append(tag)
        self.lemmas.append(lemma)

    def fill(self, gap: str) -> None:
        """Add what lies between two units: white space, and characters that no morpheme covers."""
        for piece in _PIECE.findall(gap):
            if not piece.isspace():
                self.add(piece, UNCOVERED_TAG, piece)
                continue
            rest = piece
            if rest[0] == " " and self.words:
                self.spaces[-1], rest = True, rest[1:]
            if rest:
                self.add(rest, SPACE_TAG, rest)


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]  # spaCy has no types here
def create_konlpy_tokenizer(tagger: str = "mecab") -> Callable[[Language], KonlpyTokenizer]:
    """Make the factory that spaCy calls for `[nlp.tokenizer]` of a config.

    Parameters
    ----------
    tagger
        A key of `crmkb.korean.taggers.TAGGERS`.

    Returns
    -------
    Callable[[Language], KonlpyTokenizer]
        Takes the pipeline, gives its tokenizer.
    """

    def create(nlp: Language) -> KonlpyTokenizer:
        return KonlpyTokenizer(nlp.vocab, tagger)

    return create
