"""Bring what a program knows into the docs, or check that it is there: `tools/docs.py [--check]`.

A block between `<!-- made: NAME -->` and `<!-- end -->` is written by the function NAME of `MAKERS`; `docs/cli.md` is
made whole. Nothing here measures: figures come from `benchmarks/results/*.json`.
"""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docs_themes import themes_agreement, themes_details, themes_samples, themes_sources
from sklearn.metrics import cohen_kappa_score
from tables import NOT_MEASURED, RESULTS, table, text_table

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
BLOCK = re.compile(r"(<!-- made: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
VARIANTS = ("clean", "no spaces", "typos", "NFD", "zero-width")
TAGGER_USES = {
    "mecab": ("no", "unless you have a reason: best nouns, fastest, our word lists inside"),
    "komoran": ("yes", "to check whether a finding depends on the tagger"),
    "okt": ("yes", "to compare with studies that used it; verbs come whole, with their stem"),
    "hannanum": ("yes", "to compare with studies that used it"),
    "kkma": ("yes", "to compare with studies that used it, on small corpora: by far the slowest"),
}
NOUN_LISTS = {
    "vocabulary.tsv": "nouns that mecab-ko-dic lacks or cuts: loanwords, names, derived nouns. They join its lattice.",
    "common_nouns.tsv": "nouns that every reader knows. What is none of them may be a piece of a name.",
}
COMMANDS = (
    "run",
    "ingest",
    "show",
    "search",
    "report",
    "doctor",
    "lexicon",
    "lexicon check",
    "lexicon effects",
    "lexicon suggest",
)


def first_table() -> str:
    """Lay out the figures of `benchmarks/first.py`."""
    found = json.loads((RESULTS / "first.json").read_text(encoding="utf-8"))
    themes = table(
        ["corpus", "passages", "themes", "ARI", "AMI", "seconds", "passages a second", "peak memory"],
        [
            [
                f"{row['corpus']} {row['options']}".rstrip().replace("--no-taxonomy", "`--no-taxonomy`"),
                f"{row['passages']:,}",
                row["themes"],
                f"{row['ari']:.3f}",
                f"{row['ami']:.3f}",
                f"{row['seconds']:.0f}",
                f"{row['passages_per_second']:.0f}",
                f"{row['peak_mb']:,.0f} MB",
            ]
            for row in found["corpora"]
        ],
    )
    causes = table(
        ["cause", "with a cause", "macro F1", "among the best three", "AUC of 'no cause'", "F1 of 'no cause'"],
        [
            [
                f"{row['texts']}, {row['encoder']}, {'bank and taxonomy' if row['taught'] else 'taxonomy alone'}",
                row["n_with_cause"],
                f"{row['macro_f1']:.3f}",
                f"{row['top3']:.2f}",
                f"{row['none_auc']:.2f}",
                f"{row['none_f1']:.2f}",
            ]
            for row in found["causes"]
        ],
    )
    said = f"Measured by `benchmarks/first.py` on {found['date']}, {found['machine']}, Python {found['python']}."
    return f"{themes}\n\n{causes}\n\n{said}"


def read_korean() -> dict[str, Any]:
    """Read the figures of `benchmarks/korean.py`."""
    found: dict[str, Any] = json.loads((RESULTS / "korean.json").read_text(encoding="utf-8"))
    return found


def korean_taggers() -> str:
    """Lay out what helps to choose a tagger: our figures, or KoNLPy's where ours were not measured."""
    found = read_korean()
    nouns = {(row["system"], row["set"]): row["clean"][2] for row in found["nouns"] if "sentences" in row}
    speeds = {row["system"]: row.get("per_second") for row in found["speed"] if row["texts"] == "short"}
    lines = []
    for name, (needs, use) in TAGGER_USES.items():
        systems = (f"konlpy {name.capitalize()}", f"crmkb {name}")
        figures = [" / ".join(f"{nouns[s, c]:.3f}" for c in ("GSD", "KLUE") if (s, c) in nouns) for s in systems]
        speed = speeds.get(systems[1])
        cells = [cell or NOT_MEASURED for cell in (*figures, f"{speed:,}" if speed else "")]
        lines.append([f"`{name}`", needs, *cells, use])
    heads = ["tagger", "Java", "noun F1, KoNLPy", "noun F1, crmkb", "characters a CPU-second, crmkb", "take it"]
    return text_table(heads, lines)


def korean_vocabulary() -> str:
    """Count the packaged lists of general nouns."""
    folder = ROOT / "crmkb" / "data" / "lexicon"
    lines = []
    for name, what in NOUN_LISTS.items():
        rows = [row for row in (folder / name).read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
        lines.append(f"- `{name}`: {len(rows):,} {what}")
    return "\n".join(lines)


def korean_nouns() -> str:
    """Lay out the noun figures: a table a corpus, then our F1 less Kiwi's."""
    rows = read_korean()["nouns"]
    of = {(row["system"], row["set"]): row for row in rows}
    names = list(dict.fromkeys(row["system"] for row in rows if "sentences" in row))
    spoiled = VARIANTS[1:]
    parts = []
    for corpus, genres in {"GSD": (), "KLUE": ("news", "reviews")}.items():
        lines = []
        for name in names:
            row = of[name, corpus]
            genre_rows = [of[name, f"{corpus} {genre}"] for genre in genres]
            figures = [*row["clean"], *(row[v][2] for v in spoiled), *(g["clean"][2] for g in genre_rows)]
            lines.append([name, f"{row['sentences']:,}", *(f"{figure:.3f}" for figure in figures)])
        head = [f"nouns, {corpus}", "sentences", "precision", "recall", "F1", *(f"F1 {v}" for v in spoiled)]
        parts.append(table([*head, *(f"F1 of {genre}" for genre in genres)], lines))
    differences = [row for row in rows if "sentences" not in row]
    if differences:
        lines = [
            [row["set"], *("{:+.3f} ({:+.3f} to {:+.3f})".format(*row[v]) for v in VARIANTS)] for row in differences
        ]
        parts.append(table([f"F1 of {differences[0]['system']}", *VARIANTS], lines))
    return "\n\n".join(parts)


def korean_speed() -> str:
    """Lay out the speeds, and how many times KoNLPy's own `pos` of the same tagger that is."""
    rows = read_korean()["speed"]
    of = {(row["system"], row["texts"]): row for row in rows}
    lines = []
    for name in dict.fromkeys(row["system"] for row in rows):
        cells, peaks = [], []
        for kind in ("short", "long"):
            row = of.get((name, kind), {})
            base = next(r for r in rows if r["system"].startswith("konlpy") and r["n"] == row["n"]) if row else {}
            speed, usual = row.get("per_second"), base.get("per_second")
            cells += [f"{row['n']:,}" if row else "", f"{speed:,}" if speed else NOT_MEASURED if row else ""]
            cells.append(f"{speed / usual:.2f}" if speed and usual else "")
            peaks.append(row.get("peak_mb", 0))
        lines.append([name, *cells, f"{max(peaks):,} MB" if max(peaks) else ""])
    heads = [h for kind in ("short", "long") for h in (f"{kind} texts", "characters a CPU-second", "times `pos`")]
    return table(["system", *heads, "peak memory"], lines)


def korean_sentences() -> str:
    """Lay out the figures of the sentence splitters."""
    rows = read_korean()["sentences"]
    genres = list(next(row["genres"] for row in rows if "genres" in row))
    lines = []
    for row in rows:
        if "all" in row:
            figures = [*row["all"], *(row["genres"][genre] for genre in genres)]
            lines.append([row["system"], *(f"{figure:.3f}" for figure in figures), f"{row['per_second']:,}"])
        else:
            lines.append([row["system"], NOT_MEASURED, *[""] * (len(genres) + 3)])
    return table(["splitter", "precision", "recall", "F1", *genres, "characters a CPU-second"], lines)


def korean_versions() -> str:
    """Say where, when and with what `benchmarks/korean.py` measured."""
    found = read_korean()
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return (
        f"Measured by `benchmarks/korean.py` on {found['date']}, {found['machine']}, Python {found['python']}, with "
        f"{versions}."
    )


def type_table() -> str:
    """List the types of `crmkb/types.py` with the first line of their docstrings."""
    tree = ast.parse((ROOT / "crmkb" / "types.py").read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return text_table(
        ["type", "what it is"],
        [[f"`{c.name}`", " ".join((ast.get_docstring(c) or "").split("\n\n")[0].split())] for c in classes],
    )


def stage_table() -> str:
    """List the stages of `crmkb/pipeline/stages.py` in their order."""
    tree = ast.parse((ROOT / "crmkb" / "pipeline" / "stages.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return text_table(
        ["stage", "what it does"], [[f"`{f.name}`", " ".join((ast.get_docstring(f) or "").split())] for f in functions]
    )


def read_gold(name: str) -> dict[tuple[str, str], dict[str, str]]:
    """Read a file of codes by source and id."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return {(row["source"], row["id"]): row for row in csv.DictReader(file)}


def corpus_table() -> str:
    """Count the codes of the sample feedback."""
    gold = read_gold("feedback.csv")
    sources = sorted({source for source, _ in gold})
    counts = Counter((row["primary"], source) for (source, _), row in gold.items())
    codes = sorted({code for code, _ in counts}, key=lambda code: (not code.startswith("C"), code))
    rows = [[code, *(counts[code, s] for s in sources), sum(counts[code, s] for s in sources)] for code in codes]
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    return table(["primary code", *sources, "all"], [*rows, ["all", *sums]])


def agreement_line() -> str:
    """Compare the blind second coding of the sample feedback with the first."""
    first, second = read_gold("feedback.csv"), read_gold("feedback_second_coding.csv")
    pairs = [(first[key], row) for key, row in second.items()]
    same = sum(a["primary"] == b["primary"] for a, b in pairs)
    either = sum(bool({a["primary"], a["second"]} & {b["primary"], b["second"]} - {""}) for a, b in pairs)
    kappa = cohen_kappa_score([a["primary"] for a, _ in pairs], [b["primary"] for _, b in pairs])
    return (
        f"{len(pairs)} of {len(first)} comments were coded a second time, blind. The primary codes agree for {same} of "
        f"them (Cohen's kappa {kappa:.2f}); one of the codes agrees for {either}."
    )


MAKERS: dict[str, Callable[[], str]] = {
    "first": first_table,
    "korean-taggers": korean_taggers,
    "korean-vocabulary": korean_vocabulary,
    "korean-nouns": korean_nouns,
    "korean-speed": korean_speed,
    "korean-sentences": korean_sentences,
    "korean-versions": korean_versions,
    "themes-sources": themes_sources,
    "themes-agreement": themes_agreement,
    "themes-details": themes_details,
    "themes-samples": themes_samples,
    "types": type_table,
    "stages": stage_table,
    "corpus": corpus_table,
    "agreement": agreement_line,
}


def command_reference() -> str:
    """Write the help of every command."""
    parts = [
        "# Command reference",
        "",
        "Made by `make format` from the program's own help; `--lang ko` is the default.",
    ]
    for name in ("", *COMMANDS):
        command = [sys.executable, "-m", "crmkb", *name.split(), "--help"]
        env = {
            **os.environ,
            "COLUMNS": "100",
            "CRMKB_LANG": "en",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT)
        text = "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())
        text = text.replace("python -m crmkb", "crmkb")
        parts += ["", f"## crmkb {name}".rstrip(), "", "```text", text, "```"]
    return "\n".join(parts) + "\n"


def _documents() -> dict[Path, str]:
    """Return every document as it should be."""
    wanted = {ROOT / "docs" / "cli.md": command_reference()}
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        text = path.read_text(encoding="utf-8")
        if "<!-- made:" in text:
            wanted[path] = BLOCK.sub(lambda m: f"{m[1]}{MAKERS[m[2]]()}\n{m[4]}", text)
    return wanted


def main() -> int:
    """Write or check the documents."""
    stale = []
    for path, text in _documents().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"docs differ from what the program says: {', '.join(stale)}; run `make format`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
