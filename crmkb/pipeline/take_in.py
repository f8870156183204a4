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
from crmkb.pipeline.tools import Tools
from crmkb.pipeline.vectors import embed
from crmkb.store.connect import Base
from crmkb.store.lookup import document as stored_document
from crmkb.store.read import all_passages, counts, documents_of, find_source_by_sha, known_documents, tokenizer_of
from crmkb.store.write import StoredDocument, add_documents, reindex, replace_document
from crmkb.store.write import replace as replace_documents
from crmkb.strings import say
from crmkb.text.bigrams import bigrams
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
        Documents that it had.
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
        Loaded only if something is new.
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
    if not paths:
        return TakenIn(0, 0, 0, tools.notes, ())
    found = stages.read(paths, options)
    notes = [*tools.notes, *found.notes]
    readings = [_under_known_name(base, reading, options, notes) for reading in found.files]
    identified = [stages.identify(reading.documents) for reading in readings]
    if at_least:
        _expect(base, [document for documents in identified for document in documents], tools, at_least)
    _use_tokenizer(base, tools, notes)
    parts: list[TakenIn] = []
    done, total = 0, sum(map(len, identified))
    for reading, documents in zip(readings, identified, strict=True):
        parts.append(_take_file(base, reading, documents, tools, _after(progress, done, total)))
        done += len(documents)
    return TakenIn(
        sum(part.added for part in parts),
        sum(part.known for part in parts),
        sum(part.replaced for part in parts),
        (*notes, *(note for part in parts for note in part.notes)),
        (*found.errors, *(error for part in parts for error in part.errors)),
    )


def _take_file(
    base: Base, reading: FileReading, documents: Sequence[Document], tools: Tools, progress: Progress
) -> TakenIn:
    """Store what one file holds and the base lacks; a file without a usable passage is an error."""
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
            add_documents(base, reading.source, usable, tokenizer=tools.tokenizer)
        progress("cli.stage_ingest", start + len(batch), len(new))
    kept = [document for document in documents if document.id not in useless]
    errors = () if kept else (InputError("pipeline.nothing_usable", path=reading.source.path),)
    replaced = _replace_old(base, reading.source, kept)
    return TakenIn(len(new) - len(useless), len(documents) - len(new), replaced, tuple(notes), errors)


def _after(progress: Progress, done: int, total: int) -> Progress:
    """Tell of one file's documents as part of all; what counts texts of its own is passed on as it is."""
    before, of_all = done, total

    def told(stage: str, done: int, total: int) -> None:
        if stage == "cli.stage_ingest":
            done, total = before + done, of_all
        progress(stage, done, total)

    return told


def _expect(base: Base, documents: Sequence[Document], tools: Tools, at_least: int) -> None:
    """Raise if the base and the new documents together have too few passages."""
    stored = known_documents(base, [document.id for document in documents])
    new = {document.id: document for document in documents if document.id not in stored}
    n = counts(base).passages + sum(len(stages.cut(document, tools.nlp)) for document in new.values())
    if n < at_least:
        raise UsageError("themes.n_themes", n=at_least, passages=n)


def _under_known_name(base: Base, reading: FileReading, options: ReadOptions, notes: list[str]) -> FileReading:
    """Keep the source name under which the base knows exactly these bytes, so that a renamed copy adds nothing."""
    name = find_source_by_sha(base, reading.source.sha256)
    if name is None or name == reading.source.name or options.source_name:
        return reading
    notes.append(say("pipeline.known_file", path=reading.source.name, name=name))
    source = replace(reading.source, name=name)
    return replace(reading, source=source, documents=tuple(replace(d, source=source) for d in reading.documents))


def _use_tokenizer(base: Base, tools: Tools, notes: list[str]) -> None:
    """Make the terms and the index anew if another tokenizer made those of the base."""
    stored = tokenizer_of(base)
    if stored is None or stored == tools.tokenizer:
        return
    passages = all_passages(base)
    terms = [analysis.terms for analysis in stages.analyze(passages, tools.nlp)]
    reindex(base, terms, [_index_words(p.text) for p in passages], tokenizer=tools.tokenizer)
    notes.append(say("pipeline.reindexed", old=stored, new=tools.tokenizer))


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
            tuple(_index_words(passage.text) for passage in passages),
        )
        for document, passages in zip(documents, cuts, strict=True)
    ]


def _replace_old(base: Base, source: Source, documents: Sequence[Document]) -> int:
    """Mark what the given documents of one source replace; bring back what had been replaced and is given again."""
    by_own_id: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.source_id:
            by_own_id[document.source_id].add(document.id)
    count = replace_documents(base, source.name, by_own_id) if by_own_id else 0
    for document in documents:
        if document.row == 0:
            count += _replace_version(base, source, document)
    return count


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


def _index_words(text: str) -> str:
    return " ".join(bigrams(text))
