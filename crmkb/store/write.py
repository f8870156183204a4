"""Write documents with their passages, terms and index, and say which documents others have replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from crmkb.errors import CrmkbError, NothingFoundError
from crmkb.store import schema
from crmkb.store.rows import document_row, terms_row, to_json
from crmkb.store.sets import among, given
from crmkb.types import Document, Passage, Source, Terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crmkb.store.connect import Base

_INDEX = text("INSERT INTO passage_fts (rowid, morph, bigram) VALUES (:passage, :lemmas, :bigrams)")


class StoredDocument(NamedTuple):
    """A document with everything that is stored with it.

    `passages`, `terms` and `bigrams` (words of two syllables, joined by blanks, for the index) belong together by
    position; a document without a passage has three empty tuples.
    """

    document: Document
    passages: tuple[Passage, ...]
    terms: tuple[Terms, ...]
    bigrams: tuple[str, ...]


def add_documents(
    base: Base, source: Source, batch: Sequence[StoredDocument], *, tokenizer: str, recipe: str = ""
) -> int:
    """Store documents that the base does not have yet, in one transaction.

    Parameters
    ----------
    base
        The base.
    source
        Where they come from; every document's `source` is its name. Stored even when the batch is empty.
    batch
        The documents. Those whose id the base knows are passed over, whatever else is in them; to bring one back that
        was replaced, call `replace` or `replace_document`.
    tokenizer
        Name and version of what made terms and bigrams. The whole base has one: see `reindex`.
    recipe
        What it takes to make that tokenizer again; kept with its name.

    Returns
    -------
    int
        How many documents were new.

    Raises
    ------
    CrmkbError
        If a quote is not what stands at its place, parts do not belong together, a lemma holds a blank, or the base's
        terms were made by another tokenizer. Nothing of the batch is stored then.
    """
    for stored in batch:
        _verify(stored, source.name)
    new: dict[str, StoredDocument] = {}
    with base.writing() as connection:
        number = _keep_source(connection, source)
        known = among(connection, schema.document.c.id, [stored.document.id for stored in batch])
        for stored in batch:
            if stored.document.id not in known:
                new.setdefault(stored.document.id, stored)
        if new:
            _keep_tokenizer(connection, tokenizer, recipe)
            _insert(connection, number, new.values())
    return len(new)


def refresh(base: Base, documents: Sequence[Document]) -> int:
    """Bring the other columns and the row number of stored comments up to date with a newer export.

    Parameters
    ----------
    base
        The base.
    documents
        As the newest file has them; those that the base lacks are passed over. The text is part of a document's
        identity and never changes.

    Returns
    -------
    int
        How many had other columns or another row.
    """
    table = schema.document
    with base.writing() as connection:
        ids = given(document.id for document in documents)
        stored = {
            row.id: (row.fields, row.row)
            for row in connection.execute(
                select(table.c.id, table.c.fields, table.c.row).where(table.c.id.in_(select(ids.c.value)))
            )
        }
        changes = [
            {"which": document.id, "new_fields": to_json(document.fields), "new_row": document.row}
            for document in documents
            if document.id in stored and stored[document.id] != (to_json(document.fields), document.row)
        ]
        if changes:
            statement = update(table).where(table.c.id == bindparam("which"))
            connection.execute(statement.values(fields=bindparam("new_fields"), row=bindparam("new_row")), changes)
    return len(changes)


def replace(base: Base, source_name: str, current: Mapping[str, Collection[str]]) -> int:
    """Mark documents that a newer export of their source has replaced, and bring back those that it holds again.

    Parameters
    ----------
    base
        The base, which already has the export's documents.
    source_name
        The source.
    current
        The input's own id to the ids of the documents that stand under it now. Own ids that are not among the keys are
        left as they are (their rows may stand in another export); so are those with no document, and `""`.

    Returns
    -------
    int
        How many documents were in force and no longer are.

    Raises
    ------
    NothingFoundError
        If the base has no document of an id in `current`.
    """
    keys = [own for own, ids in current.items() if own and ids]
    table, sources = schema.document, schema.source
    with base.writing() as connection:
        wanted = {document for own in keys for document in current[own]}
        _expect(connection, wanted)
        stored = connection.execute(
            select(table.c.id, table.c.source_id, table.c.replaced_by)
            .join(sources, sources.c.number == table.c.source)
            .where(sources.c.name == source_name)
        ).all()
        changes: dict[str, str | None] = {row.id: None for row in stored if row.replaced_by and row.id in wanted}
        heirs = {own: min(current[own]) for own in keys}
        replaced = [row for row in stored if row.source_id in heirs and row.id not in current[row.source_id]]
        changes |= {row.id: heirs[row.source_id] for row in replaced}
        _mark(connection, changes)
    return sum(row.replaced_by is None for row in replaced)


def replace_document(base: Base, old_id: str, new_id: str) -> None:
    """Mark one document as replaced by another, such as an article by its new version, which is in force from now on.

    Parameters
    ----------
    base
        The base.
    old_id
        The document that no longer counts; nothing happens when it is `new_id`.
    new_id
        The document that takes its place.

    Raises
    ------
    NothingFoundError
        If the base lacks one of them.
    """
    with base.writing() as connection:
        _expect(connection, {old_id, new_id})
        if old_id != new_id:
            _mark(connection, {old_id: new_id, new_id: None})


def reindex(base: Base, terms: Sequence[Terms], bigrams: Sequence[str], *, tokenizer: str, recipe: str = "") -> None:
    """Put new terms in the place of all old ones, after the tokenizer has changed, in one transaction.

    Parameters
    ----------
    base
        The base.
    terms
        One for every passage of the base, replaced documents included (`all_passages`), in any order.
    bigrams
        One a row of `terms`.
    tokenizer
        Name and version of what made them.
    recipe
        What it takes to make that tokenizer again.

    Raises
    ------
    CrmkbError
        If a passage is missing, unknown or named twice, or a lemma holds a blank.
    """
    for entry in terms:
        _verify_terms(entry)
    with base.writing() as connection:
        passages = connection.execute(select(schema.passage.c.id, schema.passage.c.number)).all()
        numbers: dict[str, int] = {row.id: row.number for row in passages}
        if sorted(numbers) != sorted(entry.passage_id for entry in terms) or len(terms) != len(bigrams):
            raise CrmkbError("store.incomplete", path=base.path, n=len(terms), expected=len(numbers))
        connection.execute(delete(schema.terms))
        rows = [terms_row(t, b, numbers[t.passage_id]) for t, b in zip(terms, bigrams, strict=True)]
        if rows:
            connection.execute(insert(schema.terms), rows)
        connection.exec_driver_sql("INSERT INTO passage_fts (passage_fts) VALUES ('rebuild')")
        connection.execute(delete(schema.meta).where(schema.meta.c.key.in_(("tokenizer", "recipe"))))
        _keep_tokenizer(connection, tokenizer, recipe)


def _verify(stored: StoredDocument, source_name: str) -> None:
    """Raise unless every quote stands where it says, and the parts belong together."""
    document = stored.document
    ids = [passage.id for passage in stored.passages]
    if document.source != source_name or ids != [t.passage_id for t in stored.terms] or len(ids) != len(stored.bigrams):
        raise CrmkbError("store.mismatch", document=document.id)
    for passage in stored.passages:
        if passage.document_id != document.id or not 0 <= passage.start < passage.end:
            raise CrmkbError("store.mismatch", document=document.id)
        if document.text[passage.start : passage.end] != passage.text:
            raise CrmkbError("store.quote", passage=passage.id, start=passage.start, end=passage.end)
    for terms in stored.terms:
        _verify_terms(terms)


def _verify_terms(terms: Terms) -> None:
    """Raise if a term could not be told from its neighbors once they are joined."""
    if any(not lemma or " " in lemma for lemma in terms.lemmas) or any(not p or "\t" in p for p in terms.phrases):
        raise CrmkbError("store.terms", passage=terms.passage_id)


def _keep_source(connection: Connection, source: Source) -> int:
    """Store the source, or what is new of it, and return its number."""
    facts = {"path": source.path, "sha256": source.sha256, "encoding": source.encoding, "format": source.format}
    statement = upsert(schema.source).values(name=source.name, **facts)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=facts))
    number: int = connection.execute(select(schema.source.c.number).filter_by(name=source.name)).scalar_one()
    seen = {"source": number, "sha256": source.sha256, "path": source.path}
    connection.execute(upsert(schema.source_file).values(seen).on_conflict_do_nothing())
    return number


def _keep_tokenizer(connection: Connection, tokenizer: str, recipe: str) -> None:
    """Note the tokenizer of a base that has none yet; raise if it has another."""
    rows = [{"key": "tokenizer", "value": tokenizer}, {"key": "recipe", "value": recipe}]
    connection.execute(upsert(schema.meta).on_conflict_do_nothing(), rows)
    stored = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "tokenizer")).scalar_one()
    if stored != tokenizer:
        raise CrmkbError("store.tokenizer", stored=stored, given=tokenizer)


def _insert(connection: Connection, source: int, batch: Iterable[StoredDocument]) -> None:
    """Insert documents, passages, terms and index entries."""
    before: int = connection.execute(select(func.coalesce(func.max(schema.passage.c.number), 0))).scalar_one()
    documents: list[dict[str, object]] = []
    passages: list[dict[str, object]] = []
    terms: list[dict[str, object]] = []
    for stored in batch:
        documents.append(document_row(stored.document, source))
        for ordinal, passage in enumerate(stored.passages):
            number = before + len(passages) + 1
            passages.append(
                {
                    "number": number,
                    "id": passage.id,
                    "document_id": passage.document_id,
                    "ordinal": ordinal,
                    "start": passage.start,
                    "end": passage.end,
                    "text": passage.text,
                }
            )
            terms.append(terms_row(stored.terms[ordinal], stored.bigrams[ordinal], number))
    connection.execute(insert(schema.document), documents)
    if passages:
        connection.execute(insert(schema.passage), passages)
        connection.execute(insert(schema.terms), terms)
        connection.execute(_INDEX, terms)


def _expect(connection: Connection, ids: Collection[str]) -> None:
    """Raise unless the base has all these documents."""
    missing = set(ids) - among(connection, schema.document.c.id, ids)
    if missing:
        raise NothingFoundError("store.no_document", wanted=min(missing))


def _mark(connection: Connection, changes: Mapping[str, str | None]) -> None:
    """Set what each document is replaced by; None brings it back."""
    table = schema.document
    if changes:
        connection.execute(
            update(table).where(table.c.id == bindparam("which")).values(replaced_by=bindparam("heir")),
            [{"which": document, "heir": heir} for document, heir in changes.items()],
        )
