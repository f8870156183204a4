"""Results of `benchmarks/themes.py`: measuring one environment anew keeps the others."""

from __future__ import annotations

import doctest
from pathlib import Path

import themes_results
from themes_results import Measured, Row, read_results, write_results

FACTS = {"machine": "m", "words": "1"}


def row(system: str, ari: float, **more: int) -> Row:
    """Make a row of figures."""
    return {"corpus": "app reviews", "system": system, "mode": "automatic", "ari": ari, **more}


def write(path: Path, environment: str, facts: Row = FACTS, **rows: list[Row]) -> None:
    """Write the figures of an environment."""
    write_results(path, facts, Measured(environment, "3.11", {"numpy": "2"}, rows))


def test_examples_hold() -> None:
    """What the docstrings show is what the functions give."""
    assert doctest.testmod(themes_results).failed == 0


def test_new_figures_replace_only_their_own(tmp_path: Path) -> None:
    """Ours are measured again: the peer's stay, and so do our samples, which were not."""
    path = tmp_path / "themes.json"
    write(path, "bertopic", whole=[row("BERTopic", 0.1)], samples=[row("BERTopic", 0.2, size=50)])
    write(path, "crmkb", whole=[row("crmkb", 0.3)], samples=[row("crmkb", 0.4, size=50)])
    write(path, "crmkb", whole=[row("crmkb", 0.5)])
    found = read_results(path)
    assert [(r["system"], r["ari"]) for r in found["whole"]] == [("crmkb", 0.5), ("BERTopic", 0.1)]
    assert [(r["system"], r["ari"]) for r in found["samples"]] == [("crmkb", 0.4), ("BERTopic", 0.2)]
    assert set(found["environments"]) == {"bertopic", "crmkb"}


def test_figures_of_other_words_go(tmp_path: Path) -> None:
    """What was measured with other facts cannot stand beside."""
    path = tmp_path / "themes.json"
    write(path, "bertopic", whole=[row("BERTopic", 0.1)])
    write(path, "crmkb", {**FACTS, "words": "2"}, whole=[row("crmkb", 0.3)])
    found = read_results(path)
    assert [r["system"] for r in found["whole"]] == ["crmkb"]
    assert set(found["environments"]) == {"crmkb"}


def test_no_file_no_figures(tmp_path: Path) -> None:
    """The first time there is nothing to keep."""
    assert read_results(tmp_path / "none.json") == {}
