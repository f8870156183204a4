"""A spaCy tokenizer made from a tagger: `doc.text == text` for every text.

spaCy's own Korean tokenizer loses white space beyond one blank, so that every offset after it is wrong. Here a token is
the smallest piece of the surface that covers whole morphemes. `tag_` is `VV+EP` and `lemma_` is `하+았` for 했, the
convention of the Korean Universal Dependencies, so that morphemes survive a DocBin without user data; `norm_` is the
clean word to count (하다). The tagger sees the text in its normal form (decomposed letters composed, zero-width
characters gone), the `Doc` holds the text as it came.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, NORM, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from crmkb.korean.lexicon.join import join
from crmkb.korean.lexicon.lexicon import Lexicon, read_lexicon
from crmkb.korean.tagging.taggers import Tagger, check_tagger, make_tagger
from crmkb.korean.tagset import universal
from crmkb.korean.terms.clean import NEGATIONS, clean_lemma, is_content
from crmkb.korean.words import Tagged, Word, project
from crmkb.text.normalize import Normalized, is_plain, normalize

NAME = "crmkb.KonlpyTokenizer.v1"
"""Name in spaCy's registry and in saved configs."""

BATCH = 500
"""Texts that `pipe` hands to the tagger at once."""

_ATTRIBUTES = [TAG, POS, LEMMA, NORM]
_MOST_WORDS = 200_000
_NO_WORD = Word("", "", "")
_pack = struct.Struct("=4Q").pack


class KonlpyTokenizer(DummyTokenizer):
    """Text to a tagged and lemmatised `Doc` by a KoNLPy tagger, which is loaded when first needed.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    tagger
        A key of `crmkb.korean.tagging.taggers.TAGGERS`.
    lexicon
        Compounds to join and spellings to count as one; None is the packaged lexicon.
    """

    def __init__(self, vocab: Vocab, tagger: str = "mecab", lexicon: Lexicon | None = None) -> None:
        check_tagger(tagger)
        self.vocab = vocab
        self.tagger_name = tagger
        self.lexicon = lexicon if lexicon is not None else read_lexicon()
        self._tagger: Tagger | None = None
        self._ids = _Ids(vocab, self.lexicon)

    def __reduce__(self) -> tuple[Any, ...]:
        return KonlpyTokenizer, (self.vocab, self.tagger_name, self.lexicon)

    @property
    def tagger(self) -> Tagger:
        """The tagger, loaded on first use."""
        if self._tagger is None:
            self._tagger = make_tagger(self.tagger_name, self.lexicon)
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
            Tokens with `tag_`, `pos_`, `lemma_` and `norm_`. White space beyond one blank is a token of tag `_SP`; what
            no morpheme covers is a token of tag `UNK`.
        """
        shown = None if is_plain(text) else normalize(text)
        return self._doc(text, shown, self.tagger.tagged(shown.text if shown else text))

    def pipe(self, texts: Iterable[str], batch_size: int = BATCH, **_: object) -> Iterator[Doc]:
        """Tokenize texts, many in one call into Java where the tagger is written in it.

        Parameters
        ----------
        texts
            Any number.
        batch_size
            Texts a call.

        Yields
        ------
        Doc
            As `__call__` gives it, in order. `nlp.pipe` takes them in place of the texts.
        """
        rest = iter(texts)
        while batch := list(islice(rest, batch_size)):
            shown = [None if is_plain(text) else normalize(text) for text in batch]
            found = self.tagger.tagged_all([one.text if one else text for one, text in zip(shown, batch, strict=True)])
            yield from map(self._doc, batch, shown, list(found))

    def _doc(self, text: str, shown: Normalized | None, tagged: Tagged) -> Doc:
        if self.lexicon.occurs_in(shown.text if shown else text):
            tagged = join(tagged, self.lexicon)
        if shown:
            tagged = project(text, tagged, shown.offsets)
        words, spaces = tagged
        if not words:
            return Doc(self.vocab)
        # What a memory zone adds to the vocabulary is gone when the zone ends: no id of it may be remembered.
        is_passing = self.vocab.in_memory_zone  # type: ignore[attr-defined]  # its stub lacks it
        ids = _Ids(self.vocab, self.lexicon) if is_passing else self._ids
        if len(ids) > _MOST_WORDS:
            ids.clear()
        orths, rows, negates = zip(*[ids[word] for word in words], strict=True)
        if any(negates):
            rows = ids.negated(words, spaces)
        doc = Doc(self.vocab, words=orths, spaces=spaces)  # type: ignore[arg-type]  # spaCy takes ids too
        return doc.from_array(_ATTRIBUTES, np.frombuffer(b"".join(rows), np.uint64).reshape(len(words), -1))  # type: ignore[arg-type]  # its stub is wrong

    def to_bytes(self, **kwargs: Any) -> bytes:  # noqa: ARG002, ANN401  # spaCy's signature
        """Serialize the lexicon; the tagger is in the pipeline's config."""
        return self.lexicon.to_bytes()

    def from_bytes(self, data: bytes, **kwargs: Any) -> KonlpyTokenizer:  # noqa: ARG002, ANN401
        """Take over a lexicon from `to_bytes`."""
        self.__init__(self.vocab, self.tagger_name, Lexicon.from_bytes(data))  # type: ignore[misc]
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:  # noqa: ARG002, ANN401
        """Write the lexicon."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> KonlpyTokenizer:  # noqa: ARG002, ANN401
        """Read the lexicon that `to_disk` wrote."""
        return self.from_bytes(Path(path).read_bytes())


class _Ids(dict[Word, tuple[int, bytes, bool]]):
    """Word to its form, its attributes in the bytes that spaCy stores, and whether it negates the word behind it."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon) -> None:
        self.add = vocab.strings.add
        self.canonical = lexicon.canonical
        self.tags: dict[str, tuple[int, int]] = {}

    def __missing__(self, word: Word) -> tuple[int, bytes, bool]:
        text, tag, _ = word
        form = self.add(text)
        row = self[word] = (form, self._attributes(word, form), tag == "XPN" and text in NEGATIONS)
        return row

    def _attributes(self, word: Word, form: int, prefix: str = "") -> bytes:
        text, tag, lemma = word
        if tag not in self.tags:
            self.tags[tag] = self.add(tag), IDS[universal(tag)]
        norm = self.canonical(prefix + clean_lemma(tag, lemma))
        return _pack(
            *self.tags[tag],
            form if lemma == text else self.add(lemma),
            form if norm == text else self.add(norm),
        )

    def negated(self, words: list[Word], spaces: list[bool]) -> tuple[bytes, ...]:
        """Give the attributes of words where some are negated by a prefix written to them."""
        return tuple(
            self._attributes(word, self[word][0], before.text)
            if self[before][2] and not space and is_content(word.tag)
            else self[word][1]
            for before, space, word in zip([_NO_WORD, *words], [True, *spaces], words, strict=False)
        )


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]  # spaCy has no types here
def create_konlpy_tokenizer(tagger: str = "mecab", lexicon: str | None = None) -> Callable[[Language], KonlpyTokenizer]:
    """Make the factory that spaCy calls for `[nlp.tokenizer]` of a config.

    Parameters
    ----------
    tagger
        A key of `crmkb.korean.tagging.taggers.TAGGERS`.
    lexicon
        Folder of the user's own word lists; None is the packaged lexicon alone. A pipeline on disk carries its lexicon
        and needs no folder.

    Returns
    -------
    Callable[[Language], KonlpyTokenizer]
        Takes the pipeline, gives its tokenizer.
    """

    def create(nlp: Language) -> KonlpyTokenizer:
        return KonlpyTokenizer(nlp.vocab, tagger, read_lexicon(Path(lexicon) if lexicon else None))

    return create
