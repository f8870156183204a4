"""What people decided: written once, read in the order of writing, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from crmkb.errors import CrmkbError
from crmkb.store import schema
from crmkb.store.rows import decision_row, to_decision

if TYPE_CHECKING:
    from crmkb.store.connect import Base
    from crmkb.types import Decision


def write_decision(base: Base, decision: Decision) -> None:
    """Append a decision; writing the very same one again changes nothing.

    Parameters
    ----------
    base
        The base.
    decision
        What was decided. Its target need not be in the base.

    Raises
    ------
    CrmkbError
        If the base has another decision of the same id.
    """
    table, row = schema.decision, decision_row(decision)
    with base.writing() as connection:
        stored = connection.execute(select(table).where(table.c.id == decision.id)).mappings().one_or_none()
        if stored is None:
            connection.execute(insert(table).values(row))
        elif {name: stored[name] for name in row} != row:
            raise CrmkbError("store.decided", decision=decision.id)


def decisions(base: Base) -> tuple[Decision, ...]:
    """Read all decisions, in the order in which they were written."""
    with base.reading() as connection:
        return tuple(map(to_decision, connection.execute(select(schema.decision).order_by(schema.decision.c.number))))
