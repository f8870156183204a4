"""Markdown tables of figures and of words, and where the figures come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results"
NOT_MEASURED = "not measured"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table; the first column is text, the others stand right."""
    lines = [headings, ["---", *["--:"] * (len(headings) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def text_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table of words."""
    return table(headings, rows).replace("--:", "---", len(headings) - 1)
