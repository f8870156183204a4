"""Find the one document, passage or theme that a person means by the beginning of its id, or by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, func, select

from crmkb.errors import NothingFoundError, UsageError
from crmkb.store import schema
from crmkb.store.rows import to_document, to_passage, to_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.sql.expression import ColumnElement

    from crmkb.store.connect import Base
    from crmkb.types import Document, Passage, Theme

_SHOWN = 5
"""How many candidates an error names."""


def document(base: Base, wanted: str) -> Document:
    """Find a document, in force or replaced.

    Parameters
    ----------
    base
        The base.
    wanted
        Its id or the beginning of it.

    Returns
    -------
    Document
        The only one whose id is, or begins with, `wanted`.

    Raises
    ------
    NothingFoundError
        If there is none.
    UsageError
        If there are several.
    """
    table, source = schema.document, schema.source
    statement = select(table, source.c.name.label("source_name")).join(source, source.c.number == table.c.source)
    return to_document(_only(base, statement, table.c.id, wanted, missing="store.no_document"))


def passage(base: Base, wanted: str) -> Passage:
    """Find a passage, of a document in force or replaced.

    Parameters
    ----------
    base
        The base.
    wanted
        Its id or the beginning of it.

    Returns
    -------
    Passage
        The only one whose id is, or begins with, `wanted`.

    Raises
    ------
    NothingFoundError
        If there is none.
    UsageError
        If there are several.
    """
    table = schema.passage
    return to_passage(_only(base, select(table), table.c.id, wanted, missing="store.no_passage"))


def theme(base: Base, wanted: str) -> Theme:
    """Find a theme as the newest run that has it found it.

    Parameters
    ----------
    base
        The base.
    wanted
        Its id or the beginning of it, or its whole name. Names of the last run go first, then ids, then names of
        themes that the last run no longer has.

    Returns
    -------
    Theme
        The only one that fits.

    Raises
    ------
    NothingFoundError
        If there is none.
    UsageError
        If there are several.
    """
    table = schema.run_theme
    newest = select(func.max(table.c.run).label("run"), table.c.theme_id).group_by(table.c.theme_id).subquery()
    statement = select(table).join(newest, (newest.c.run == table.c.run) & (newest.c.theme_id == table.c.theme_id))
    with base.reading() as connection:
        rows = connection.execute(statement.order_by(table.c.run.desc(), table.c.label)).all()
        last = connection.execute(select(func.max(schema.run.c.number))).scalar_one()
    tries = (
        [row for row in rows if row.name == wanted and row.run == last],
        [row for row in rows if row.theme_id == wanted],
        [row for row in rows if wanted and row.theme_id.startswith(wanted)],
        [row for row in rows if row.name == wanted],
    )
    for found in tries:
        if found:
            return to_theme(_alone(found, [f"{row.theme_id} ({row.name})" for row in found], wanted))
    raise NothingFoundError("store.no_theme", wanted=wanted)


def _only(base: Base, statement: Select[Any], ids: ColumnElement[str], wanted: str, *, missing: str) -> Row[Any]:
    """Run a statement for the one row whose id is, or begins with, `wanted`."""
    # A range uses the index; the last code point stands behind every continuation.
    begins = (ids >= wanted) & (ids < wanted + "\U0010ffff")
    with base.reading() as connection:
        rows = connection.execute(statement.where(begins).order_by(ids).limit(_SHOWN + 1)).all()
    if not rows or not wanted:
        raise NothingFoundError(missing, wanted=wanted)
    if rows[0].id == wanted:
        return rows[0]
    return _alone(rows, [row.id for row in rows], wanted)


def _alone(rows: Sequence[Row[Any]], names: Sequence[str], wanted: str) -> Row[Any]:
    """Return the only row, or raise with the names of the first few."""
    if len(rows) > 1:
        more = ", …" if len(rows) > _SHOWN else ""
        raise UsageError("store.ambiguous", wanted=wanted, candidates=", ".join(names[:_SHOWN]) + more)
    return rows[0]
