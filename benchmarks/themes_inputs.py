"""What `benchmarks/themes.py` gives every system: vectors and words of a corpus, computed once and kept in a folder."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from themes_worker import Inputs

from crmkb.korean.analyze import tagger_name
from crmkb.pipeline import stages
from crmkb.pipeline.tools import Tools
from crmkb.types import Passage
from crmkb.vectors.encoders import Encoder

COMMON = 2
"""Texts that a word must stand in to get a vector of its own."""


def make_inputs(texts: Sequence[str], encoder: Encoder, folder: Path) -> Inputs:
    """Compute vectors, words and word vectors, or find them in the folder from another time.

    Parameters
    ----------
    texts
        The corpus.
    encoder
        Makes the vectors of texts and of words.
    folder
        Where the files are kept; the names tell texts, encoder and tagger apart.

    Returns
    -------
    Inputs
        Words are crmkb's lemmas without its stop words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools()
    stops = tools.lexicon.stop_words
    key = _digest([encoder.name, *texts])
    key_of_words = _digest([tagger_name(tools.nlp), *sorted(stops), *texts])
    inputs = Inputs(
        folder / f"{key}.npy", folder / f"{key_of_words}.json", folder / f"{_digest([key, key_of_words])}.npz"
    )
    if not inputs.vectors.exists():
        np.save(inputs.vectors, encoder.encode(texts))
    if not inputs.words.exists():
        passages = [Passage(str(k), "", 0, len(text), text) for k, text in enumerate(texts)]
        terms = [found.terms for found in stages.analyze(passages, tools.nlp)]
        words = [[word for word in own.lemmas if word not in stops] for own in terms]
        inputs.words.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    if not inputs.word_vectors.exists():
        known = common_words(json.loads(inputs.words.read_text(encoding="utf-8")))
        np.savez(inputs.word_vectors, words=np.array(known, np.str_), vectors=encoder.encode(known))
    return inputs


def common_words(texts: Sequence[Sequence[str]]) -> list[str]:
    """List the words that stand in two or more texts.

    Parameters
    ----------
    texts
        Words of each text.

    Returns
    -------
    list[str]
        In code point order.

    Examples
    --------
    >>> common_words([["교육", "교육"], ["교육", "지연"]])
    ['교육']
    """
    spread = Counter(word for text in texts for word in set(text))
    return sorted(word for word, n in spread.items() if n >= COMMON)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
