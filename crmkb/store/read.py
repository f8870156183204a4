"""Read sources, documents, passages and terms, whole or by what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Select, func, select

from crmkb.store import schema
from crmkb.store.rows import to_document, to_passage, to_terms
from crmkb.store.sets import among, given
from crmkb.types import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from sqlalchemy import FromClause

    from crmkb.store.connect import Base
    from crmkb.types import Document, Passage, Terms

_DOCUMENTS = schema.document.join(schema.source, schema.source.c.number == schema.document.c.source)
_PASSAGES = _DOCUMENTS.join(schema.passage, schema.passage.c.document_id == schema.document.c.id)
_LIVE = schema.document.c.replaced_by.is_(None)
_IN_ORDER = (schema.source.c.name, schema.document.c.row, schema.document.c.id)


class Heading(NamedTuple):
    """A document without its text; `replaced_by` is None while it is in force."""

    id: str
    title: str
    row: int
    source_id: str
    replaced_by: str | None


class Counts(NamedTuple):
    """How much is in a base. Documents and passages in force, documents that were replaced, themes of the last run."""

    sources: int
    documents: int
    passages: int
    replaced: int
    vectors: int
    runs: int
    themes: int
    decisions: int


def sources(base: Base) -> tuple[Source, ...]:
    """Read all sources, each with the last file that was read under its name, by name."""
    table = schema.source
    statement = select(table.c.name, table.c.path, table.c.sha256, table.c.encoding, table.c.format)
    with base.reading() as connection:
        return tuple(Source(*row) for row in connection.execute(statement.order_by(table.c.name)))


def known_documents(base: Base, ids: Iterable[str]) -> set[str]:
    """Find those of the ids that the base has a document of, in force or replaced.

    Parameters
    ----------
    base
        The base.
    ids
        Any number.

    Returns
    -------
    set[str]
        A subset of `ids`.
    """
    with base.reading() as connection:
        return among(connection, schema.document.c.id, ids)


def replaced_documents(base: Base, ids: Iterable[str]) -> set[str]:
    """Find those of the ids whose document another has replaced.

    Parameters
    ----------
    base
        The base.
    ids
        Any number.

    Returns
    -------
    set[str]
        A subset of `ids`.
    """
    with base.reading() as connection:
        wanted = select(given(ids).c.value)
        found = select(schema.document.c.id).where(
            schema.document.c.id.in_(wanted), schema.document.c.replaced_by.is_not(None)
        )
        return set(connection.execute(found).scalars())


def documents_of(base: Base, source_name: str) -> tuple[Heading, ...]:
    """List the documents of a source, replaced ones too, by row and id.

    Parameters
    ----------
    base
        The base.
    source_name
        The source; one that the base does not know has no documents.

    Returns
    -------
    tuple[Heading, ...]
        Without texts.
    """
    table = schema.document
    columns = (table.c.id, table.c.title, table.c.row, table.c.source_id, table.c.replaced_by)
    statement = select(*columns).select_from(_DOCUMENTS).where(schema.source.c.name == source_name)
    with base.reading() as connection:
        return tuple(Heading(*row) for row in connection.execute(statement.order_by(*_IN_ORDER)))


def find_source_by_sha(base: Base, sha256: str) -> str | None:
    """Find the source that a file of these bytes was first read under.

    Parameters
    ----------
    base
        The base.
    sha256
        Hex digest of the file.

    Returns
    -------
    str | None
        Name of the source; None if no such file was ever read.
    """
    file, source = schema.source_file, schema.source
    statement = (
        select(source.c.name)
        .join(file, file.c.source == source.c.number)
        .where(file.c.sha256 == sha256)
        .order_by(source.c.number)
        .limit(1)
    )
    with base.reading() as connection:
        return connection.execute(statement).scalar_one_or_none()


def live_documents(base: Base) -> tuple[Document, ...]:
    """Read all documents that no other has replaced, by source name, row and id."""
    statement = select(schema.document, schema.source.c.name.label("source_name")).select_from(_DOCUMENTS)
    with base.reading() as connection:
        return tuple(map(to_document, connection.execute(statement.where(_LIVE).order_by(*_IN_ORDER))))


def live_passages(base: Base) -> tuple[Passage, ...]:
    """Read the passages of all documents in force, in the order of `live_documents`, then by position."""
    return _passages(base, _passages_in_order(select(schema.passage)).where(_LIVE))


def all_passages(base: Base) -> tuple[Passage, ...]:
    """Read all passages, those of replaced documents too, in the order of `live_passages`."""
    return _passages(base, _passages_in_order(select(schema.passage)))


def passages_of(base: Base, document_id: str) -> tuple[Passage, ...]:
    """Read the passages of one document, by position; none for an unknown document."""
    statement = _passages_in_order(select(schema.passage)).where(schema.document.c.id == document_id)
    return _passages(base, statement)


def live_terms(base: Base) -> tuple[Terms, ...]:
    """Read the terms of all passages in force, one a row of `live_passages`."""
    table = schema.terms
    joined: FromClause = _PASSAGES.join(table, table.c.passage == schema.passage.c.number)
    statement: Select[Any] = select(
        schema.passage.c.id.label("passage_id"), table.c.lemmas, table.c.phrases
    ).select_from(joined)
    statement = statement.where(_LIVE).order_by(*_IN_ORDER, schema.passage.c.start, schema.passage.c.ordinal)
    with base.reading() as connection:
        return tuple(map(to_terms, connection.execute(statement)))


def tokenizer_of(base: Base) -> str | None:
    """Tell what made the base's terms and index, as given to `add_documents`; None while there are none."""
    return _meta(base, "tokenizer")


def recipe_of(base: Base) -> str:
    """Tell what it takes to make that tokenizer again, as given to `add_documents`; `""` while there is none."""
    return _meta(base, "recipe") or ""


def counts(base: Base) -> Counts:
    """Count what is in the base."""
    document, passage, run_theme = schema.document, schema.passage, schema.run_theme
    newest = select(func.max(schema.run.c.number)).scalar_subquery()
    statements = (
        select(func.count()).select_from(schema.source),
        select(func.count()).where(document.c.replaced_by.is_(None)),
        select(func.count())
        .select_from(passage.join(document, document.c.id == passage.c.document_id))
        .where(document.c.replaced_by.is_(None)),
        select(func.count()).where(document.c.replaced_by.is_not(None)),
        select(func.count()).select_from(schema.vector),
        select(func.count()).select_from(schema.run),
        select(func.count()).where(run_theme.c.run == newest),
        select(func.count()).select_from(schema.decision),
    )
    with base.reading() as connection:
        return Counts(*(connection.execute(statement).scalar_one() for statement in statements))


def _meta(base: Base, key: str) -> str | None:
    statement = select(schema.meta.c.value).where(schema.meta.c.key == key)
    with base.reading() as connection:
        return connection.execute(statement).scalar_one_or_none()


def _passages_in_order(statement: Select[Any]) -> Select[Any]:
    joined = statement.select_from(_PASSAGES)
    return joined.order_by(*_IN_ORDER, schema.passage.c.start, schema.passage.c.ordinal)


def _passages(base: Base, statement: Select[Any]) -> tuple[Passage, ...]:
    with base.reading() as connection:
        return tuple(map(to_passage, connection.execute(statement)))
