"""Lay out the figures of `benchmarks/themes.py` for `docs/themes.md`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tables import NOT_MEASURED, RESULTS, table, text_table

MODES = {"automatic": "number of themes found", "gold k": "number of groups given"}
Row = dict[str, Any]


def themes_sources() -> str:
    """Say what was measured, where, when and with what."""
    found = _read()
    corpora = text_table(
        ["corpus", "source", "groups of people", "texts", "groups"],
        [[name, c["origin"], c["groups"], f"{c['texts']:,}", c["gold_k"]] for name, c in found["corpora"].items()],
    )
    environments = [
        f"{name} ({', '.join(f'{package} {number}' for package, number in e['versions'].items())}; {e['date']})"
        for name, e in found["environments"].items()
    ]
    said = (
        f"Measured by `benchmarks/themes.py` on {found['machine']}, one thread. "
        f"Environments: {'; '.join(environments)}."
    )
    return f"{corpora}\n\n{said}"


def themes_agreement() -> str:
    """Lay out ARI and AMI of every system on every corpus, a table a mode."""
    rows = _read()["whole"]
    corpora = list(dict.fromkeys(row["corpus"] for row in rows))
    parts = []
    for mode, said in MODES.items():
        lines = []
        for system, own in _by_system(rows, mode).items():
            of = {row["corpus"]: row for row in own if "ari" in row}
            cells = [_pair(of[name]) if name in of else NOT_MEASURED for name in corpora]
            means = [_mean([row[score] for row in of.values()]) for score in ("ari", "ami")]
            lines.append([system, *cells, " / ".join(means) if len(of) == len(corpora) else ""])
        parts.append(table([f"ARI / AMI, {said}", *corpora, "mean"], lines))
    return "\n\n".join(parts)


def themes_details() -> str:
    """Lay out the other figures, a table a corpus."""
    rows = _read()["whole"]
    shown: dict[str, Callable[[Row], str]] = {
        "themes": lambda row: f"{row['themes']:.1f}",
        "unassigned": lambda row: f"{row['unassigned']:.0%}",
        "NPMI": lambda row: _figure(row["npmi"]),
        "diversity": lambda row: _figure(row["diversity"]),
        "stability": lambda row: _figure(row["stability"]),
        "CPU-s, first": lambda row: f"{row['cpu_first']:.2f}",
        "CPU-s, warm": lambda row: f"{row['cpu_warm']:.2f}",
        "peak memory": lambda row: f"{row['peak_mb']:,} MB",
    }
    parts = []
    for corpus in dict.fromkeys(row["corpus"] for row in rows):
        lines = []
        for row in rows:
            if row["corpus"] == corpus:
                cells = [show(row) for show in shown.values()] if "ari" in row else [NOT_MEASURED, *[""] * 7]
                lines.append([row["system"], row["mode"], *cells])
        parts.append(table([corpus, "mode", *shown], lines))
    return "\n\n".join(parts)


def themes_samples() -> str:
    """Lay out the figures of small samples, a table a corpus."""
    rows = _read()["samples"]
    parts = []
    for corpus in dict.fromkeys(row["corpus"] for row in rows):
        own = [row for row in rows if row["corpus"] == corpus]
        sizes = list(dict.fromkeys(row["size"] for row in own))
        lines = []
        for mode in MODES:
            for system, found in _by_system(own, mode).items():
                of = {row["size"]: row for row in found if "ari" in row}
                cells = [f"{_pair(of[n])} / {_figure(of[n]['stability'])}" if n in of else "" for n in sizes]
                lines.append([system, mode, *(cell or NOT_MEASURED for cell in cells)])
        heads = [f"{size} texts" for size in sizes]
        parts.append(table([f"{corpus}: ARI / AMI / stability", "mode", *heads], lines))
    return "\n\n".join(parts)


def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / "themes.json").read_text(encoding="utf-8"))
    return found


def _by_system(rows: Sequence[Row], mode: str) -> dict[str, list[Row]]:
    """Group the rows of a mode by system, in the order in which they first come."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row["mode"] == mode:
            groups.setdefault(row["system"], []).append(row)
    return groups


def _pair(row: Row) -> str:
    return f"{_figure(row['ari'])} / {_figure(row['ami'])}"


def _figure(value: float | None) -> str:
    return NOT_MEASURED if value is None else f"{value:.3f}"


def _mean(values: Sequence[float]) -> str:
    return _figure(sum(values) / len(values)) if values else ""
