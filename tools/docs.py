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
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
GOLD = ROOT / "tests" / "gold"
BLOCK = re.compile(r"(<!-- made: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
COMMANDS = ("run", "ingest", "show", "search", "report", "doctor")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table; the first column is text, the others stand right."""
    lines = [headings, ["---", *["--:"] * (len(headings) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def text_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table of words."""
    return table(headings, rows).replace("--:", "---", len(headings) - 1)


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
        ["cause from the taxonomy alone", "with a cause", "macro F1", "among the best three", "AUC of 'no cause'"],
        [
            [
                f"{row['texts']}, {row['encoder']}",
                row["n_with_cause"],
                f"{row['macro_f1']:.3f}",
                f"{row['top3']:.2f}",
                f"{row['none_auc']:.2f}",
            ]
            for row in found["causes"]
        ],
    )
    said = f"Measured by `benchmarks/first.py` on {found['date']}, {found['machine']}, Python {found['python']}."
    return f"{themes}\n\n{causes}\n\n{said}"


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
        command = [sys.executable, "-m", "crmkb", *([name] if name else []), "--help"]
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
