"""Rows to stdout, as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence

from crmkb.cli.options import Format
from crmkb.strings import say

PIPE_WIDTH = 120
"""Width of a table that no terminal shows, in columns."""

Row = Mapping[str, object]


def print_rows(rows: Sequence[Row], form: Format, *, headings: Mapping[str, str], title: str = "") -> None:
    """Print rows.

    Parameters
    ----------
    rows
        All with the keys of `headings`; JSON and CSV take further keys too.
    form
        How.
    headings
        Key to the table's column heading (a key of the strings), in order.
    title
        Above the table; not in the other formats.
    """
    if form is Format.table:
        _table(rows, headings, title)
    elif form is Format.json:
        print_json(list(rows))
    elif form is Format.jsonl:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        keys = list(rows[0]) if rows else list(headings)
        writer.writerow(keys)
        writer.writerows([_flat(row.get(key)) for key in keys] for row in rows)


def print_json(value: object) -> None:
    """Print a value as JSON in UTF-8, Hangul unescaped.

    Parameters
    ----------
    value
        JSON-able.
    """
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_facts(facts: Row, form: Format, *, headings: Mapping[str, str]) -> None:
    """Print one thing: a line a fact, or one JSON object.

    Parameters
    ----------
    facts
        Name to value.
    form
        `table` prints lines, `csv` name and value, `json` and `jsonl` one object.
    headings
        Key to heading (a key of the strings), in order; facts without a heading stand in JSON only.
    """
    if form is Format.json:
        print_json(facts)
    elif form is Format.jsonl:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    elif form is Format.csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows((key, _flat(facts[key])) for key in headings)
    else:
        for key, heading in headings.items():
            value = _flat(facts[key])
            sys.stdout.write(f"{say(heading)}: {value}\n" if "\n" not in value else f"{say(heading)}:\n{value}\n")


def _flat(value: object) -> str:
    """Write a value into one cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _table(rows: Sequence[Row], headings: Mapping[str, str], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for key, heading in headings.items():
        numeric = bool(rows) and isinstance(rows[0][key], (int, float))
        table.add_column(say(heading), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for row in rows:
        table.add_row(*(Text(_cell(key, row[key])) for key in headings))
    console.print(table)


def _cell(key: str, value: object) -> str:
    return f"{value:.1%}" if key == "share" and isinstance(value, float) else " ".join(_flat(value).split())
