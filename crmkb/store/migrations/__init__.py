"""Steps from one version of the base's tables to the next, run by code when a base is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA_VERSION = 1
"""Number of the newest step; a base carries it as `user_version`."""


def upgrade(connection: Connection) -> None:
    """Bring a base to the newest version, inside the transaction that the caller has begun.

    Parameters
    ----------
    connection
        To an empty file or to a base of any older version; the caller commits.

    Notes
    -----
    Works on the folder `versions` beside this file, so that an installed package needs no `alembic.ini`. Nothing is
    committed here: a kill in the middle leaves the base at the version that it had.
    """
    # Alembic takes a third of a second to import, and a base is rarely new or old.
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(Path(__file__).parent))
    context = MigrationContext.configure(connection)
    pending = list(steps.iterate_revisions("head", context.get_current_revision() or "base"))
    with Operations.context(context):
        for step in reversed(pending):
            step.module.upgrade()
    context.stamp(steps, "head")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
