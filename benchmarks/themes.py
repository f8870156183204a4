"""Themes beside other topic models: `benchmarks/themes.py --data DIR --peers DIR`.

Every system gets the same vectors (crmkb's e5) and the same words (crmkb's lemmas without stop words, joined by
blanks), once to find the number of themes by itself and once with the number of people's groups, where it can. Each
peer has an environment of its own, since their pins conflict; `DIR/bertopic`, `DIR/turftopic` and `DIR/tomotopy` are
made by

    python -m venv DIR/NAME && DIR/NAME/bin/python -m pip install -r benchmarks/peers/NAME.txt

(for bertopic with `--no-deps`: it needs no sentence encoder here). A peer without environment is skipped. Where torch
is not to bring CUDA, add `--extra-index-url https://download.pytorch.org/whl/cpu` for turftopic.

Scores: ARI and AMI against people's groups, every unassigned text a group of its own; number of themes; share of
unassigned texts; NPMI and diversity of the ten words of largest class-based weight in each theme (the same weights and
lemmas for all); stability, the ARI on shared texts of the themes found on two random samples of 80 %, mean of the ten
pairs of five samples; CPU-seconds of a fit, imports and vectors not counted, the first in a process and later ones;
peak memory of the process after the first fit. Figures are means over three seeds. A corpus and system is a process, on
one thread; what numba keeps on disk is there from an earlier process, what it compiles in every process is in the first
fit.

NPMI is taken on the corpus itself, so that themes of two or three texts, whose words hardly stand elsewhere, have a
high one: read it beside the number of themes. Who assigns no text at all, or makes one theme of all, is stable too.
What differs from a peer's defaults: seeds, one thread, BERTopic's
language (its default deletes Hangul), and as said in `themes_systems.py`.

Small samples: five draws a size, one seed; stability from one pair of samples of 80 % a draw.

The result is `benchmarks/results/themes.json`, written after each environment; with `--only` and `--part` the other
figures stay; they must be of the same data, vectors, words and machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from themes_data import CORPORA, FILES, SAMPLED, SIZES, Corpus, Source, sample_rows
from themes_inputs import make_inputs
from themes_results import PARTS, Measured, Row, other_facts, read_results, write_results
from themes_scores import agreement, count_words, overlap_agreement, word_quality
from themes_systems import GOLD_K, OWN, PACKAGES, SYSTEMS
from themes_worker import Found, Inputs, Wanted, run_fits

from crmkb.korean.analyze import tagger_name
from crmkb.pipeline.tools import Tools
from crmkb.vectors.encoders import make_encoder

SEEDS = 3
SAMPLES, SHARE = 5, 0.8
DRAWS = 5
SMALLEST = "app reviews"
RESULT = Path(__file__).parent / "results" / "themes.json"
ASK_VERSIONS = """
import json, sys
from importlib.metadata import version
print(json.dumps([sys.version.split()[0], {name: version(name) for name in sys.argv[1:]}]))
"""


class Prepared(NamedTuple):
    """A corpus with what every system is given of it."""

    corpus: Corpus
    inputs: Inputs


class Bench(NamedTuple):
    """One environment: its interpreter and its systems; and where jobs are written."""

    python: str
    systems: tuple[str, ...]
    folder: Path


def measure_corpora(bench: Bench, prepared: dict[str, Prepared]) -> list[Row]:
    """Score the systems of an environment on whole corpora.

    Parameters
    ----------
    bench
        The environment.
    prepared
        The corpora by name.

    Returns
    -------
    list[Row]
        A row a system, mode and corpus; without figures if the system died or took too long.
    """
    rows: list[Row] = []
    for system, mode in _runs(bench):
        for name, (corpus, inputs) in prepared.items():
            n = len(corpus.texts)
            k = len(set(corpus.gold)) if mode == GOLD_K else None
            whole = [Wanted(list(range(n)), k, seed) for seed in range(SEEDS)]
            parts = [Wanted(sample_rows(n, round(SHARE * n), draw), k, draw) for draw in range(SAMPLES)]
            found = run_fits(bench.python, system, inputs, [*whole, *parts], bench.folder)
            row: Row = {"corpus": name, "system": system, "mode": mode}
            if len(found) == SEEDS + SAMPLES:
                row |= _whole_figures(found, parts, corpus, inputs)
            rows.append(row)
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return rows


def _whole_figures(found: Sequence[Found], parts: Sequence[Wanted], corpus: Corpus, inputs: Inputs) -> Row:
    counts = count_words(json.loads(inputs.words.read_text(encoding="utf-8")))
    whole, sampled = found[:SEEDS], found[SEEDS:]
    figures = _means([agreement(f.labels, corpus.gold) | word_quality(counts, f.labels) for f in whole])
    pairs = [(part.rows, f.labels) for part, f in zip(parts, sampled, strict=True)]
    figures["stability"] = round(overlap_agreement(pairs), 4)
    figures["cpu_first"] = round(whole[0].seconds, 2)
    figures["cpu_warm"] = round(float(np.mean([f.seconds for f in whole[1:]])), 2)
    figures["peak_mb"] = round(whole[0].peak_mb)
    return figures


def measure_samples(bench: Bench, prepared: dict[str, Prepared]) -> list[Row]:
    """Score the systems of an environment on small samples.

    Parameters
    ----------
    bench
        The environment.
    prepared
        What the samples are drawn from, by name.

    Returns
    -------
    list[Row]
        A row a system, mode, corpus and size; the number of draws is that of those it lived through.
    """
    rows: list[Row] = []
    for system, mode in _runs(bench):
        for name, (corpus, inputs) in prepared.items():
            for size in (size for size in SIZES if size < len(corpus.texts)):
                fits = [fit for draw in range(DRAWS) for fit in _sample_fits(corpus, size, draw, mode)]
                found = run_fits(bench.python, system, inputs, fits, bench.folder)
                row: Row = {"corpus": name, "size": size, "system": system, "mode": mode, "draws": len(found) // 3}
                rows.append(row | _sample_figures(fits, found, corpus))
                print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    return rows


def _sample_fits(corpus: Corpus, size: int, draw: int, mode: str) -> list[Wanted]:
    """Ask for the themes of a sample, and of two samples of it."""
    rows = sample_rows(len(corpus.texts), size, draw)
    k = len({corpus.gold[row] for row in rows}) if mode == GOLD_K else None
    inner = [sample_rows(size, round(SHARE * size), seed) for seed in (1, 2)]
    parts = [Wanted([rows[place] for place in places], k, seed) for seed, places in enumerate(inner, 1)]
    return [Wanted(rows, k, 0), *parts]


def _sample_figures(fits: Sequence[Wanted], found: Sequence[Found], corpus: Corpus) -> Row:
    figures = []
    for at in range(0, len(found) - 2, 3):
        (whole, *parts), (own, *others) = fits[at : at + 3], found[at : at + 3]
        pair = [(part.rows, other.labels) for part, other in zip(parts, others, strict=True)]
        scores = agreement(own.labels, [corpus.gold[row] for row in whole.rows])
        figures.append(scores | {"stability": overlap_agreement(pair), "cpu_warm": others[-1].seconds})
    return _means(figures) if figures else {}


def _means(figures: Sequence[dict[str, float]]) -> Row:
    """Average each figure; one that is not known in any has no mean."""
    columns = defaultdict(list)
    for one in figures:
        for name, value in one.items():
            columns[name].append(value)
    means = {name: float(np.nanmean(values)) for name, values in columns.items() if not np.isnan(values).all()}
    return {name: round(means[name], 4) if name in means else None for name in columns}


def _runs(bench: Bench) -> Iterable[tuple[str, str]]:
    return ((system, mode) for system in bench.systems for mode in SYSTEMS[system].modes)


def _prepare(sources: dict[str, Source], data: Path, folder: Path) -> dict[str, Prepared]:
    encoder = make_encoder("e5")
    corpora = {name: source.read(data) for name, source in sources.items()}
    return {name: Prepared(corpus, make_inputs(corpus.texts, encoder, folder)) for name, corpus in corpora.items()}


def _fill_caches(bench: Bench, prepared: Prepared) -> None:
    """Let every system run once, so that what it compiles is on disk."""
    rows = list(range(len(prepared.corpus.texts)))
    for system, mode in _runs(bench):
        k = len(set(prepared.corpus.gold)) if mode == GOLD_K else None
        run_fits(bench.python, system, prepared.inputs, [Wanted(rows, k, 0)], bench.folder)


def _python_of(environment: str, peers: Path | None) -> str | None:
    """Find the interpreter of an environment; None if it is not there."""
    if environment in OWN:
        return sys.executable
    places = [peers / environment / place for place in ("bin/python", "Scripts/python.exe")] if peers else []
    return next((str(place) for place in places if place.exists()), None)


def _facts(data: Path) -> Row:
    memory = psutil.virtual_memory().total / 2**30
    return {
        "machine": f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB",
        "vectors": make_encoder("e5").name,
        "words": tagger_name(Tools().nlp),
        "data": {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in FILES},
        "corpora": {
            name: {"origin": source.origin, "groups": source.groups, "texts": len(corpus.texts)}
            | {"gold_k": len(set(corpus.gold))}
            for name, source in (CORPORA | SAMPLED).items()
            for corpus in [source.read(data)]
        },
    }


def _versions(environment: str, python: str) -> tuple[str, dict[str, str]]:
    """Ask an environment for the versions of Python and of what matters in it."""
    ask = [python, "-c", ASK_VERSIONS, *PACKAGES[environment]]
    answer = subprocess.run(ask, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    interpreter, versions = json.loads(answer)
    return interpreter, versions


def main() -> None:
    """Measure one environment after the other, print a row a line, and write the result after each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default, help="folder of the measuring corpora")
    parser.add_argument("--peers", type=Path, help="folder with an environment a peer")
    parser.add_argument("--work", type=Path, help="folder to keep vectors and words in; else a temporary one")
    parser.add_argument("--only", choices=PACKAGES, action="append", help="measure only this environment; repeatable")
    parser.add_argument("--part", choices=PARTS, action="append", help="measure only whole corpora, or samples")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.work or Path(temporary)
        prepared = {
            "whole": _prepare(CORPORA, asked.data, folder),
            "samples": _prepare(SAMPLED, asked.data, folder),
        }
        facts = _facts(asked.data)
        other = other_facts(read_results(RESULT), facts)
        if other and (asked.only or asked.part):
            sys.exit(f"{RESULT}: the other figures are of other {', '.join(other)}; measure all.")
        for environment in asked.only or PACKAGES:
            python = _python_of(environment, asked.peers)
            if python is None:
                print(f"{environment}: skipped (no environment in --peers)", file=sys.stderr)
                continue
            systems = tuple(name for name, system in SYSTEMS.items() if system.environment == environment)
            bench = Bench(python, systems, Path(temporary))
            _fill_caches(bench, prepared["whole"][SMALLEST])
            measures = {"whole": measure_corpora, "samples": measure_samples}
            rows = {part: measures[part](bench, prepared[part]) for part in asked.part or PARTS}
            measured = Measured(environment, *_versions(environment, python), rows)
            write_results(RESULT, facts, measured)


if __name__ == "__main__":
    main()
