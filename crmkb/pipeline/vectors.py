"""Vectors of texts: from the base where it has them, else from the encoder, and then kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crmkb.pipeline.progress import Progress
from crmkb.store.connect import Base
from crmkb.store.vectors import load_vectors, save_vectors, text_hash
from crmkb.types import Embedding, Passage
from crmkb.vectors.encoders import Encoder

CHUNK = 512


def embed(base: Base, passages: Sequence[Passage], encoder: Encoder, progress: Progress) -> Embedding:
    """Encode passages, each text once.

    Parameters
    ----------
    base
        Holds vectors by text and encoder; new ones are added.
    passages
        Any number.
    encoder
        Makes what is missing.
    progress
        Told of the texts encoded here, not of those that were known.

    Returns
    -------
    Embedding
        Rows in the order of the passages.
    """
    hashes = [text_hash(passage.text) for passage in passages]
    stored = load_vectors(base, encoder.name, hashes)
    missing = {hashes[i]: passages[i].text for i in np.flatnonzero(~stored.found).tolist()}
    if missing:
        keys = list(missing)
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            save_vectors(base, encoder.name, chunk, encoder.encode([missing[key] for key in chunk]))
            progress("cli.stage_encode", min(start + CHUNK, len(keys)), len(keys))
        stored = load_vectors(base, encoder.name, hashes)
    vectors = stored.vectors if len(passages) else np.zeros((0, encoder.n_dims), np.float32)
    return Embedding(tuple(passage.id for passage in passages), vectors, encoder.name)
