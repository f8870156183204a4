"""The results of `benchmarks/themes.py`: new figures take the place of older ones of the same environment and part."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

from themes_data import CORPORA, SAMPLED
from themes_systems import SYSTEMS

PARTS = ("whole", "samples")
Row = dict[str, Any]


class Measured(NamedTuple):
    """What was measured now: the environment, its versions, and the rows of one part or both."""

    environment: str
    python: str
    versions: dict[str, str]
    rows: dict[str, list[Row]]


def read_results(path: Path) -> Row:
    """Read what was measured before; empty if nothing was."""
    found: Row = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def other_facts(before: Row, facts: Row) -> list[str]:
    """Name the facts in which what was measured before differs.

    Parameters
    ----------
    before
        Older results; empty if there are none.
    facts
        What stands over all figures: data, vectors, words, machine.

    Returns
    -------
    list[str]
        Names in `facts`.

    Examples
    --------
    >>> other_facts({"words": "1", "machine": "m"}, {"words": "2", "machine": "m"}), other_facts({}, {"words": "2"})
    (['words'], [])
    """
    return [name for name in facts if before and before.get(name) != facts[name]]


def write_results(path: Path, facts: Row, measured: Measured) -> None:
    """Write new figures, and the older ones of the other environments and of the other part.

    Parameters
    ----------
    path
        The file of results; older figures measured with other facts go.
    facts
        As in `other_facts`.
    measured
        The new figures.
    """
    before = read_results(path)
    if other_facts(before, facts):
        before = {}
    own = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": measured.python,
        "versions": measured.versions,
    }
    found = facts | {"environments": before.get("environments", {}) | {measured.environment: own}}
    for part in PARTS:
        old = [row for row in before.get(part, []) if row["system"] in SYSTEMS]
        if part in measured.rows:
            old = [row for row in old if SYSTEMS[row["system"]].environment != measured.environment]
        found[part] = sorted([*old, *measured.rows.get(part, [])], key=_place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_listed(found), encoding="utf-8")


def _place(row: Row) -> tuple[int, float, str, int]:
    """Order rows by corpus, size, mode and system."""
    corpus = list(CORPORA | SAMPLED).index(row["corpus"])
    return corpus, row.get("size", math.inf), row["mode"], list(SYSTEMS).index(row["system"])


def _listed(found: Row) -> str:
    """Write JSON with a row of figures a line."""
    parts = []
    for name, value in found.items():
        if isinstance(value, list):
            rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in value)
            parts.append(f"  {json.dumps(name)}: [\n{rows}\n  ]")
        else:
            text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            parts.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
