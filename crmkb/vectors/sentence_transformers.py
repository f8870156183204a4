"""Any sentence-transformers model that the user has, by its name in the cache or by its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from crmkb.errors import InputError


class SentenceTransformersEncoder:
    """Sentence vectors of a model of the `sentence-transformers` package, which is imported here and nowhere else.

    Parameters
    ----------
    model
        A folder, or the name of a model in the user's cache. Nothing is downloaded.

    Raises
    ------
    InputError
        If there is no such model here.
    """

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(model, local_files_only=True)
        except (OSError, ValueError) as error:
            raise InputError("vectors.no_model", model=model, reason=str(error).splitlines()[0]) from error
        # The folder's own name only: the whole path would tell the user's name to whoever gets the base.
        shown = Path(model).resolve().name if Path(model).is_dir() else model
        library = version("sentence-transformers")
        self.name = f"sentence-transformers-{library}/{shown}/{_fingerprint(self._model)}"
        self.n_dims = len(self._encode("가"))

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode texts.

        Parameters
        ----------
        texts
            Any number; what lies behind the model's longest input does not count.

        Returns
        -------
        NDArray[np.float32]
            Shape (n_texts, n_dims), rows of length 1; a text for which the model gives zeros gets the first axis. Each
            text is encoded alone, since padding and the size of a batch would change the last bits.

        Notes
        -----
        Cost: on a processor about that of batches, on a graphics card several times that.
        """
        vectors = np.zeros((len(texts), self.n_dims), np.float32)
        vectors[:, 0] = 1
        for i, text in enumerate(texts):
            row = self._encode(text)
            length = np.linalg.norm(row)
            if length > 0:
                vectors[i] = row / length
        return vectors

    def _encode(self, text: str) -> npt.NDArray[np.float32]:
        rows = self._model.encode([text], batch_size=1, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(rows[0], np.float32)


def _fingerprint(model: Any) -> str:  # noqa: ANN401  # the class is imported only when a model is asked for
    """Name a model by its layers and weights, so that one trained further under the same name is another one."""
    found = hashlib.sha256(str(model).encode())
    for name, tensor in sorted(model.state_dict().items()):
        found.update(name.encode())
        found.update(tensor.detach().cpu().float().numpy().tobytes())
    return found.hexdigest()[:12]
