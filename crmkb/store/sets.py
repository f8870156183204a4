"""Hand a statement a large set of texts as one bound value, however large."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text, column, func, literal, select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, TableValuedAlias
    from sqlalchemy.sql.expression import ColumnElement


def given(texts: Iterable[str]) -> TableValuedAlias:
    """Make a table of texts to join with.

    Parameters
    ----------
    texts
        Any number.

    Returns
    -------
    TableValuedAlias
        Columns `key` (position from 0) and `value` (the text).

    Notes
    -----
    SQLite allows 32,766 bound values a statement, and an IN list of changing length is compiled anew each time; one
    JSON array has neither limit.
    """
    array = literal(json.dumps(list(texts), ensure_ascii=False), Text)
    return func.json_each(array).table_valued(column("key", Integer), column("value", Text), name="given")


def among(connection: Connection, where: ColumnElement[str], texts: Iterable[str]) -> set[str]:
    """Find those of the texts that stand in a column.

    Parameters
    ----------
    connection
        To the base.
    where
        The column.
    texts
        Any number.

    Returns
    -------
    set[str]
        A subset of `texts`.
    """
    wanted = given(texts)
    return set(connection.execute(select(where).where(where.in_(select(wanted.c.value)))).scalars())
