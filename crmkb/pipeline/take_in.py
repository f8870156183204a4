"""Taking files into a base: every document analysed, encoded, indexed and stored, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crmkb.errors import CrmkbError, InputError, UsageError
from crmkb.ingest.duplicates import similarity
from crmkb.ingest.read import FileReading, ReadOptions
from crmkb.pipeline import stages
from crmkb.pipeline.progress import Progress, silent
from crmkb.pipeline.tokenize_anew import index_words, use_tokenizer
from crmkb.pipeline.tools import Tools
from crmkb.pipeline.vectors import embed
from crmkb.store.connect import Base
from crmkb.store.lookup import document as stored_document
from crmkb.store.read import counts, documents_of, find_source_by_sha, known_documents, replaced_documents
from crmkb.store.write import StoredDocument, add_documents, refresh, replace_document
from crmkb.store.write import replace as replace_documents
from crmkb.strings import say
from crmkb.types import Document, Source

BATCH = 200
"""Comments a transaction: a killed job loses no more work than this."""

SAME_ARTICLE = 0.5
"""Likeness from which an article of the same file name is a new version of the stored one."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the inputs.

    Attributes
    ----------
    added
        Documents that are new in the base.
    known
        Documents that it had, repeated rows included.
    replaced
        Documents that a newer text replaced: kept, but left out of analysis.
    notes
        Sentences about what was recognised, skipped, cut or told apart.
    errors
        Inputs that failed; the others went through.
    """

    added: int
    known: int
    replaced: int
    notes: tuple[str, ...]
    errors: tuple[CrmkbError, ...]


def take_in(
    base: Base,
    paths: Sequence[str | Path],
    options: ReadOptions,
    tools: Tools,
    *,
    at_least: int = 0,
    progress: Progress = silent,
) -> TakenIn:
    """Read inputs and store what the base does not have.

    Parameters
    ----------
    base
        An open base.
    paths
        Files, folders, `-` for standard input; none takes nothing in.
    options
        How to read them.
    tools
        The spaCy pipeline is loaded always, the encoder only if something is new.
    at_least
        Number of passages that the base must hold in the end.
    progress
        Told of documents stored.

    Returns
    -------
    TakenIn
        Counts, notes and errors; a failed input leaves nothing behind.

    Raises
    ------
    UsageError
        If there would be fewer than `at_least` passages; then nothing is stored at all.

    Notes
    -----
    A batch of documents, with passages, terms and index, is one transaction. A job that is killed goes on where it
    stopped when it is called again with the same inputs.
    """
    notes = list(tools.notes)
    if not paths:
        return TakenIn(0, 0, 0, (*notes, *use_tokenizer(base, tools)), ())
    found = stages.read(paths, options)
    notes += found.notes
    readings = _under_known_names(base, found.files, options, notes)
    identified = [stages.identify(reading.documents) for reading in readings]
    if at_least:
        _expect(base, readings, identified, tools, at_least)
    notes += use_tokenizer(base, tools)
    parts: list[TakenIn] = []
    done, total = 0, sum(map(len, identified))
    for original, reading, documents in zip(found.files, readings, identified, strict=True):
        copy = original.source.name != reading.source.name
        parts.append(_take_file(base, reading, documents, tools, _after(progress, done, total), is_copy=copy))
        done += len(documents)
    return TakenIn(
        sum(part.added for part in parts),
        sum(part.known for part in parts),
        sum(part.replaced for part in parts),
        (*notes, *(note for part in parts for note in part.notes)),
        (*found.errors, *(error for part in parts for error in part.errors)),
    )


def _take_file(
    base: Base,
    reading: FileReading,
    documents: Sequence[Document],
    tools: Tools,
    progress: Progress,
    *,
    is_copy: bool,
) -> TakenIn:
    """Store what one file holds and the base lacks; a file without a usable passage is an error.

    A copy under another name (a backup, say) adds nothing and replaces nothing, since nobody can tell how old it is.
    """
    name = reading.source.name
    notes = list(reading.notes)
    if 0 < len(documents) < len(reading.documents):
        notes.append(say("ingest.empty_comments", path=name, n=len(reading.documents) - len(documents)))
    new = _unknown(base, documents, name, notes)
    useless: set[str] = set()
    for start in range(0, len(new), BATCH):
        batch = _prepared(base, new[start : start + BATCH], tools, progress)
        useless |= {stored.document.id for stored in batch if not stored.passages}
        usable = [stored for stored in batch if stored.passages]
        if usable:
            add_documents(base, reading.source, usable, tokenizer=tools.tokenizer, recipe=tools.recipe)
        progress("cli.stage_ingest", start + len(batch), len(new))
    kept = [document for document in documents if document.id not in useless]
    errors = () if kept else (InputError("pipeline.nothing_usable", path=reading.source.path),)
    replaced = 0
    if kept and not is_copy:
        add_documents(base, reading.source, [], tokenizer=tools.tokenizer)  # remember the newest file of that name
        refresh(base, [document for document in kept if document.row])
        replaced = _replace_old(base, reading.source, kept)
    old = replaced_documents(base, [document.id for document in kept])
    if old:
        notes.append(say("pipeline.old_version", name=name, n=len(old)))
    return TakenIn(len(new) - len(useless), len(kept) - len(new) + len(useless), replaced, tuple(notes), errors)


def _after(progress: Progress, done: int, total: int) -> Progress:
    """Tell of one file's documents as part of all; what counts texts of its own is passed on as it is."""
    before, of_all = done, total

    def told(stage: str, done: int, total: int) -> None:
        if stage == "cli.stage_ingest":
            done, total = before + done, of_all
        progress(stage, done, total)

    return told


def _expect(
    base: Base,
    readings: Sequence[FileReading],
    identified: Sequence[Sequence[Document]],
    tools: Tools,
    at_least: int,
) -> None:
    """Raise if the base would hold too few passages when the documents are in it and what they replace is not."""
    everything = [document for documents in identified for document in documents]
    stored = known_documents(base, [document.id for document in everything])
    new = {document.id: document for document in everything if document.id not in stored}
    n = counts(base).passages + sum(len(stages.cut(document, tools.nlp)) for document in new.values())
    for reading, documents in zip(readings, identified, strict=True):
        given = _by_own_id(documents)
        headings = documents_of(base, reading.source.name)
        n -= sum(h.replaced_by is None and h.id not in given.get(h.source_id, {h.id}) for h in headings)
    if n < at_least:
        raise UsageError("themes.n_themes", n=at_least, passages=n)


def _under_known_names(
    base: Base, files: Sequence[FileReading], options: ReadOptions, notes: list[str]
) -> list[FileReading]:
    """Keep the source name under which exactly these bytes are known, so that a renamed copy adds nothing."""
    seen: dict[str, str] = {}
    named = []
    for reading in files:
        own, sha256 = reading.source.name, reading.source.sha256
        name = own if options.source_name else find_source_by_sha(base, sha256) or seen.setdefault(sha256, own)
        if name != own:
            notes.append(say("pipeline.known_file", path=own, name=name))
            source = replace(reading.source, name=name)
            documents = tuple(replace(document, source=source) for document in reading.documents)
            reading = replace(reading, source=source, documents=documents)
        named.append(reading)
    return named


def _unknown(base: Base, documents: Sequence[Document], source: str, notes: list[str]) -> list[Document]:
    """List the documents that the base lacks, each once."""
    by_id = {document.id: document for document in documents}
    if len(by_id) < len(documents):
        notes.append(say("pipeline.repeated_rows", name=source, n=len(documents) - len(by_id)))
    stored = known_documents(base, by_id)
    return [document for own, document in by_id.items() if own not in stored]


def _prepared(base: Base, documents: Sequence[Document], tools: Tools, progress: Progress) -> list[StoredDocument]:
    """Cut, analyze and encode documents; the vectors go into the base first, where they do no harm alone."""
    cuts = [stages.cut(document, tools.nlp) for document in documents]
    embed(base, [passage for passages in cuts for passage in passages], tools.encoder, progress)
    return [
        StoredDocument(
            document,
            passages,
            tuple(analysis.terms for analysis in stages.analyze(passages, tools.nlp)),
            tuple(index_words(passage.text) for passage in passages),
        )
        for document, passages in zip(documents, cuts, strict=True)
    ]


def _replace_old(base: Base, source: Source, documents: Sequence[Document]) -> int:
    """Mark what the given documents of one source replace; bring back what had been replaced and is given again."""
    by_own_id = _by_own_id(documents)
    count = replace_documents(base, source.name, by_own_id) if by_own_id else 0
    for document in documents:
        if document.row == 0:
            count += _replace_version(base, source, document)
    return count


def _by_own_id(documents: Sequence[Document]) -> dict[str, set[str]]:
    """Group the ids of comments by the input's own id; comments without one are left out."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.source_id:
            groups[document.source_id].add(document.id)
    return dict(groups)


def _replace_version(base: Base, source: Source, article: Document) -> int:
    """Mark older versions of an article: same file name, much the same text."""
    count = 0
    for heading in documents_of(base, source.name):
        if heading.row or heading.id == article.id or heading.replaced_by is not None:
            continue
        if similarity(stored_document(base, heading.id).text, article.text) >= SAME_ARTICLE:
            replace_document(base, heading.id, article.id)
            count += 1
    return count
