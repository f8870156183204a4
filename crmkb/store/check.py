"""Look for damage in a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

if TYPE_CHECKING:
    from crmkb.store.connect import Base


def check(base: Base) -> tuple[str, ...]:
    """Compare the base with itself: its pages, its references, and the full-text index with the terms.

    Parameters
    ----------
    base
        The base.

    Returns
    -------
    tuple[str, ...]
        What is wrong, as SQLite puts it; empty for a sound base.

    Notes
    -----
    Reads the whole file, which is why opening a base does not do it. Waits for other writers, because FTS5 takes its
    check as a write, though it changes nothing.
    """
    with base.writing() as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        found = [line for line in found if line != "ok"]
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        found += [f"foreign key: {table} row {row} refers to a missing {parent}" for table, row, parent, _ in broken]
        try:
            connection.exec_driver_sql("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
        except DatabaseError as error:
            found.append(f"full-text index: {error.orig}")
    return tuple(found)
