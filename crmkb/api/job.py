"""The main job in one call."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from crmkb.api.base import KnowledgeBase
from crmkb.api.outcome import Run
from crmkb.errors import InputErrors
from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.manifest import RunOptions
from crmkb.pipeline.progress import Progress, silent


def run(
    paths: Sequence[str | Path],
    kb: KnowledgeBase,
    *,
    read: ReadOptions | None = None,
    options: RunOptions | None = None,
    progress: Progress = silent,
) -> Run:
    """Do the main job: take files in, then find themes and causes in the whole base.

    Parameters
    ----------
    paths
        Files, folders, `-` for standard input; none analyses what the base holds.
    kb
        An open base.
    read
        How to read the files.
    options
        What shapes the result.
    progress
        Told how far it is.

    Returns
    -------
    Run
        `taken_in.errors` lists the inputs that failed while others went through.

    Raises
    ------
    InputErrors
        If inputs failed and the base holds nothing to analyse.
    InputError
        If there is nothing to analyse at all.
    UsageError
        If more themes are asked for than there are passages.
    """
    began = time.monotonic()
    wanted = options.n_themes or 0 if options else 0
    taken = kb.ingest(paths, read, at_least=wanted, progress=progress)
    middle = time.monotonic()
    if taken.errors and kb.is_empty():
        raise InputErrors(taken.errors)
    found = kb.run(options, notes=taken.notes, progress=progress)
    timings = {"ingest": round(middle - began, 3), "run": round(time.monotonic() - middle, 3)}
    return Run(found.result, found.taxonomy, taken, timings)
