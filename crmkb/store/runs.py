"""Keep what runs found: every run's themes, and the assignments and codings of the newest ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from crmkb.errors import NothingFoundError
from crmkb.store import schema
from crmkb.store.rows import manifest_json, theme_row, to_coding, to_decision, to_json, to_manifest, to_theme
from crmkb.types import UNASSIGNED, Coding, Conflict, RunManifest, RunResult, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmkb.store.connect import Base

RUNS_IN_FULL = 3
"""How many runs, the newest, keep assignments and codings."""


class Assignment(NamedTuple):
    """Where a run put a passage: id of the theme, None where it belongs to none, and the strength in 0..1."""

    theme_id: str | None
    strength: float


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as the base keeps it; its codings are read by `codings`.

    Attributes
    ----------
    number
        1 for the first run of the base, rising.
    manifest, themes, conflicts
        As in `RunResult`.
    fingerprint
        As given to `save_run`.
    method, parameters
        As in `Clustering`.
    assignments
        Passage id to theme, one for every passage of the run, in no order that means anything.
    """

    number: int
    manifest: RunManifest
    fingerprint: str
    themes: tuple[Theme, ...]
    method: str
    parameters: Mapping[str, object]
    assignments: Mapping[str, Assignment]
    conflicts: tuple[Conflict, ...]


def save_run(base: Base, result: RunResult, *, fingerprint: str) -> None:
    """Store what a run found, in one transaction; a run that the base has is left as it is.

    Parameters
    ----------
    base
        The base, which has the run's passages and the decisions in its conflicts.
    result
        What the run found.
    fingerprint
        Digest of all that the result depends on, for the caller to tell whether a run would find anything new.

    Raises
    ------
    NothingFoundError
        If the base lacks a passage of the run.

    Notes
    -----
    Manifest, themes and conflicts of all runs are kept; assignments and codings only of the newest `RUNS_IN_FULL`,
    older ones are deleted here.
    """
    clustering, manifest = result.clustering, result.manifest
    with base.writing() as connection:
        if connection.execute(select(schema.run.c.id).where(schema.run.c.id == manifest.run_id)).first():
            return
        number: int = connection.execute(select(func.coalesce(func.max(schema.run.c.number), 0) + 1)).scalar_one()
        connection.execute(
            insert(schema.run).values(
                number=number,
                id=manifest.run_id,
                manifest=manifest_json(manifest),
                fingerprint=fingerprint,
                method=clustering.method,
                parameters=to_json(clustering.parameters),
            )
        )
        _insert_themes(connection, number, result.themes)
        _insert_passages(connection, number, result)
        conflicts = enumerate(result.conflicts)
        rows = [{"run": number, "rank": k, "decision_id": c.decision.id, "reason": c.reason} for k, c in conflicts]
        if rows:
            connection.execute(insert(schema.conflict), rows)
        for table in (schema.assignment, schema.coding):
            connection.execute(delete(table).where(table.c.run <= number - RUNS_IN_FULL))


def last_run(base: Base) -> StoredRun | None:
    """Read the newest run.

    Parameters
    ----------
    base
        The base.

    Returns
    -------
    StoredRun | None
        None when there was no run yet.
    """
    with base.reading() as connection:
        run = connection.execute(select(schema.run).order_by(schema.run.c.number.desc()).limit(1)).one_or_none()
        if run is None:
            return None
        table = schema.run_theme
        rows = connection.execute(select(table).where(table.c.run == run.number).order_by(table.c.label))
        themes = tuple(map(to_theme, rows))
        return StoredRun(
            number=run.number,
            manifest=to_manifest(run.manifest),
            fingerprint=run.fingerprint,
            themes=themes,
            method=run.method,
            parameters=json.loads(run.parameters),
            assignments=_assignments(connection, run.number, themes),
            conflicts=_conflicts(connection, run.number),
        )


def recent_members(base: Base) -> dict[str, frozenset[str]]:
    """Read the passages of every theme of the newest `RUNS_IN_FULL` runs, each theme as the newest run that has it.

    Parameters
    ----------
    base
        The base.

    Returns
    -------
    dict[str, frozenset[str]]
        Theme id to passage ids; empty before the first run.
    """
    theme, assignment, passage = schema.run_theme, schema.assignment, schema.passage
    joined = theme.join(assignment, (assignment.c.run == theme.c.run) & (assignment.c.label == theme.c.label))
    statement = select(theme.c.theme_id, theme.c.run, passage.c.id).select_from(
        joined.join(passage, passage.c.number == assignment.c.passage)
    )
    with base.reading() as connection:
        rows = connection.execute(statement).all()
    newest: dict[str, int] = {}
    for theme_id, run, _ in rows:
        newest[theme_id] = max(run, newest.get(theme_id, 0))
    members: dict[str, set[str]] = {}
    for theme_id, run, passage_id in rows:
        if run == newest[theme_id]:
            members.setdefault(theme_id, set()).add(passage_id)
    return {theme_id: frozenset(own) for theme_id, own in members.items()}


def codings(base: Base, run_id: str) -> tuple[Coding, ...]:
    """Read the codings of a run, in the order in which it gave them.

    Parameters
    ----------
    base
        The base.
    run_id
        Id of the run.

    Returns
    -------
    tuple[Coding, ...]
        Empty for a run that is older than the newest `RUNS_IN_FULL`.

    Raises
    ------
    NothingFoundError
        If the base has no run of this id.
    """
    table, passage = schema.coding, schema.passage
    with base.reading() as connection:
        number = connection.execute(select(schema.run.c.number).where(schema.run.c.id == run_id)).scalar_one_or_none()
        if number is None:
            raise NothingFoundError("store.no_run", wanted=run_id)
        rows = connection.execute(
            select(table, passage.c.id.label("passage_id"))
            .join(passage, passage.c.number == table.c.passage)
            .where(table.c.run == number)
            .order_by(table.c.rank)
        )
        return tuple(map(to_coding, rows))


def _insert_themes(connection: Connection, run: int, themes: tuple[Theme, ...]) -> None:
    """Store the themes, and mint the ids that the base does not know."""
    if themes:
        minted = [{"id": theme.id, "minted_by": run} for theme in themes]
        connection.execute(insert(schema.theme).prefix_with("OR IGNORE"), minted)
        rows = [theme_row(theme, run, label) for label, theme in enumerate(themes)]
        connection.execute(insert(schema.run_theme), rows)


def _insert_passages(connection: Connection, run: int, result: RunResult) -> None:
    """Store to which theme each passage belongs, and its codes."""
    passages = connection.execute(select(schema.passage.c.id, schema.passage.c.number)).all()
    numbers: dict[str, int] = {row.id: row.number for row in passages}
    clustering = result.clustering
    missing = {*clustering.passage_ids, *(coding.passage_id for coding in result.codings)} - numbers.keys()
    if missing:
        raise NothingFoundError("store.no_passage", wanted=min(missing))
    labels, strengths = clustering.labels.tolist(), clustering.strengths.tolist()
    assigned = [
        {"run": run, "passage": numbers[p], "label": None if label == UNASSIGNED else label, "strength": strength}
        for p, label, strength in zip(clustering.passage_ids, labels, strengths, strict=True)
    ]
    coded = [
        {
            "run": run,
            "rank": rank,
            "passage": numbers[coding.passage_id],
            "code": coding.code,
            "coder": coding.coder,
            "confidence": coding.confidence,
            "reason": coding.reason,
        }
        for rank, coding in enumerate(result.codings)
    ]
    if assigned:
        connection.execute(insert(schema.assignment), assigned)
    if coded:
        connection.execute(insert(schema.coding), coded)


def _assignments(connection: Connection, run: int, themes: tuple[Theme, ...]) -> dict[str, Assignment]:
    """Read where each passage of a run belongs; the labels are positions in `themes`."""
    table, passage = schema.assignment, schema.passage
    rows = connection.execute(
        select(passage.c.id, table.c.label, table.c.strength)
        .join(table, table.c.passage == passage.c.number)
        .where(table.c.run == run)
    )
    return {
        passage_id: Assignment(None if label is None else themes[label].id, strength)
        for passage_id, label, strength in rows
    }


def _conflicts(connection: Connection, run: int) -> tuple[Conflict, ...]:
    """Read the decisions that a run could not apply."""
    table, decision = schema.conflict, schema.decision
    rows = connection.execute(
        select(decision, table.c.reason)
        .join(table, table.c.decision_id == decision.c.id)
        .where(table.c.run == run)
        .order_by(table.c.rank)
    )
    return tuple(Conflict(decision=to_decision(row), reason=row.reason) for row in rows)
