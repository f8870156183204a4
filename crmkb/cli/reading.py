"""The reading options of a command, gathered."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crmkb.cli.options import Kind

if TYPE_CHECKING:
    from crmkb.api import ColumnOptions, ReadOptions


def read_options(columns: ColumnOptions, *, source: str | None, kind: Kind | None, stdin_format: str) -> ReadOptions:
    """Gather how files are to be read.

    Parameters
    ----------
    columns
        Column names that were given.
    source
        Name of the source, as given.
    kind
        Kind of text, as given.
    stdin_format
        Format of standard input, as given.

    Returns
    -------
    ReadOptions
        With this process's standard input.
    """
    from crmkb.api import ReadOptions

    return ReadOptions(
        columns=columns,
        source_name=source,
        kind=kind.value if kind else None,
        stdin_format=stdin_format,
        stdin=sys.stdin.buffer,
    )
