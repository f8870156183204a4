"""Files in, `RawDocument`s out: the whole room in one function."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crmkb.errors import CrmkbError, InputError, UsageError
from crmkb.ingest.boilerplate import body
from crmkb.ingest.columns import ColumnMap, ColumnOptions, describe
from crmkb.ingest.files import InputFile, find_files
from crmkb.ingest.readers import FORMATS, Format, supported
from crmkb.ingest.reading import FoundText, Request
from crmkb.ingest.text_files import title_of
from crmkb.types import DocumentKind, RawDocument, Source

_LINES: tuple[DocumentKind, ...] = ("feedback", "chat")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    Attributes
    ----------
    columns
        Column names of tables.
    source_name
        Name of the source, for a single file; None takes the file's name.
    kind
        What the texts are; None decides by format: text and pages are articles, tables feedback.
    stdin_format
        Format of standard input, a suffix without its point.
    stdin
        Where `-` is read from; None is the process's standard input.
    """

    columns: ColumnOptions = field(default_factory=ColumnOptions)
    source_name: str | None = None
    kind: DocumentKind | None = None
    stdin_format: str = "txt"
    stdin: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file held.

    Attributes
    ----------
    source
        The file.
    documents
        1 or more, in the order of the file.
    notes
        Sentences: how the columns were understood, what was skipped or is in doubt.
    mapping
        Which column became which field; None for files of text.
    """

    source: Source
    documents: tuple[RawDocument, ...]
    notes: tuple[str, ...] = ()
    mapping: ColumnMap | None = None


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What all files held.

    Attributes
    ----------
    files
        Those that could be read, in order.
    notes
        Sentences about files that were skipped or told apart.
    errors
        One an input that could not be read; the others went through.
    """

    files: tuple[FileReading, ...]
    notes: tuple[str, ...] = ()
    errors: tuple[CrmkbError, ...] = ()


def read(paths: Sequence[str | Path], options: ReadOptions) -> ReadResult:
    """Read files and folders.

    Parameters
    ----------
    paths
        Files, folders (walked to the bottom), `-` for standard input.
    options
        How to read them.

    Returns
    -------
    ReadResult
        A reading a file. An input that fails is an error in it, and keeps no other from being read.

    Raises
    ------
    UsageError
        If no path is given, a source's name is given for several files, or the format of standard input is unknown.

    Notes
    -----
    Articles are whole files; what boards and portals put around them lies outside `start` and `end`. Of tables each
    row is a comment, and of text files that are feedback or chat each line.
    """
    if f".{options.stdin_format.lower()}" not in FORMATS:
        raise UsageError("ingest.unsupported_stdin", suffix=options.stdin_format, supported=supported())
    found = find_files(paths, source_name=options.source_name)
    readings: list[FileReading] = []
    errors = list(found.errors)
    for file in found.files:
        try:
            readings.append(_read_file(file, options))
        except CrmkbError as error:
            errors.append(error)
    return ReadResult(tuple(readings), found.notes, tuple(errors))


def _read_file(file: InputFile, options: ReadOptions) -> FileReading:
    """Read one file."""
    suffix = file.path.suffix.lower() if file.path else f".{options.stdin_format.lower()}"
    form = FORMATS[suffix]
    data = _bytes(file, form, options.stdin)
    if not data:
        raise InputError("ingest.empty", path=file.shown)
    kind = options.kind or form.kind
    reading = form.reader(Request(file.shown, data, options.columns, lines=kind in _LINES))
    source = Source(file.name, file.shown, hashlib.sha256(data).hexdigest(), reading.encoding, form.name)
    documents = tuple(_document(source, kind, text) for text in reading.texts)
    said = (describe(reading.mapping, path=file.name),) if reading.mapping else ()
    # Notes go into reports that are mailed: they name the source, not its folder.
    notes = tuple(note.replace(file.shown, file.name) for note in reading.notes)
    return FileReading(source, documents, said + notes, reading.mapping)


def _bytes(file: InputFile, form: Format, stdin: BinaryIO | None) -> bytes:
    """Read a file's bytes, but never more than its format allows."""
    limit = form.limit_mb << 20
    try:
        if file.path is None:
            data = (stdin or sys.stdin.buffer).read(limit + 1)
        else:
            with file.path.open("rb") as stream:
                data = stream.read(limit + 1) if file.path.stat().st_size <= limit else bytes(limit + 1)
    except OSError as error:
        raise InputError("ingest.unreadable", path=file.shown, reason=error.strerror) from error
    if len(data) > limit:
        key = "ingest.too_large" if form.kind == "article" else "ingest.table_too_large"
        raise InputError(key, path=file.shown, limit=form.limit_mb)
    return data


def _document(source: Source, kind: DocumentKind, found: FoundText) -> RawDocument:
    """Make a document of a text; only an article has a title and furniture."""
    is_article = kind == "article"
    start, end = body(found.text) if is_article else (0, len(found.text))
    title = found.title or (title_of(found.text) if is_article else "")
    return RawDocument(source, kind, title, found.text, start, end, found.row, found.source_id, found.fields)
