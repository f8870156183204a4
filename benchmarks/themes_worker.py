"""A system in a process of its own: it may die, hang or take memory, and the benchmark goes on.

    python themes_worker.py JOB ANSWERS

reads a job and writes a JSON line a fit: labels, CPU-seconds (of all threads, imports not counted), peak memory so far.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from korean_worker import peak_bytes

LIMIT = 3600.0
"""Seconds by the clock after which a job is given up."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Wanted(NamedTuple):
    """One fit: the rows of the corpus it sees, the number of themes (None: find out), and the seed."""

    rows: list[int]
    k: int | None
    seed: int


class Found(NamedTuple):
    """What a system found, the CPU-seconds it took, and the peak memory of its process so far."""

    labels: list[int]
    seconds: float
    peak_mb: float


class Inputs(NamedTuple):
    """Files of a corpus: a vector a text (npy), words of each text (JSON), and word vectors (npz)."""

    vectors: Path
    words: Path
    word_vectors: Path


def run_fits(python: str, system: str, inputs: Inputs, fits: Sequence[Wanted], folder: Path) -> list[Found]:
    """Let a system do several fits, one after the other, in one new process.

    Parameters
    ----------
    python
        The interpreter that has the system.
    system
        A key of `themes_systems.SYSTEMS`.
    inputs
        The corpus.
    fits
        What to fit.
    folder
        Where the job and the answers may be written.

    Returns
    -------
    list[Found]
        In the order of `fits`; shorter if the process died or took longer than `LIMIT`.
    """
    job, answers = folder / "job.json", folder / "answers.jsonl"
    job.write_text(json.dumps({"system": system, "inputs": list(map(str, inputs)), "fits": fits}), encoding="utf-8")
    answers.write_text("", encoding="utf-8")
    env = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [python, __file__, str(job), str(answers)]
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        try:
            subprocess.run(command, check=False, stdout=said, stderr=said, env=env, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            said.write(f"given up after {LIMIT:.0f} seconds\n")
    return [Found(**json.loads(line)) for line in answers.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Do the fits of a job."""
    from themes_systems import SYSTEMS, Task

    warnings.simplefilter("ignore")
    job, answers = map(Path, sys.argv[1:])
    asked = json.loads(job.read_text(encoding="utf-8"))
    inputs = Inputs(*map(Path, asked["inputs"]))
    vectors = np.load(inputs.vectors)
    words = json.loads(inputs.words.read_text(encoding="utf-8"))
    with np.load(inputs.word_vectors) as known:
        word_vectors = dict(zip(known["words"].tolist(), known["vectors"], strict=True))
    system = SYSTEMS[asked["system"]]
    for module in system.modules:
        importlib.import_module(module)
    for wanted in (Wanted(*fit) for fit in asked["fits"]):
        ids = tuple(f"{row:06}" for row in wanted.rows)
        own = [words[row] for row in wanted.rows]
        task = Task(ids, vectors[wanted.rows], own, word_vectors, wanted.k, wanted.seed)
        began = time.process_time()
        labels = system.fit(task)
        found = Found([int(label) for label in labels], time.process_time() - began, _peak_mb())
        with answers.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found._asdict()) + "\n")


def _peak_mb() -> float:
    """Give the peak memory of this process; Linux's usual figure starts from that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line)
        return int(fields["VmHWM"].split()[0]) * 1024 / 1e6
    return peak_bytes() / 1e6


if __name__ == "__main__":
    main()
