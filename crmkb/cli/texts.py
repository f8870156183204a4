"""The texts that a command looks at, tagged: those of files, or those of a base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmkb.cli.console import tell
from crmkb.errors import InputErrors

if TYPE_CHECKING:
    from crmkb.korean.lexicon.parts import Part
    from crmkb.types import Document


def tagged_texts(paths: Sequence[str], kb: Path, text_column: str | None, *, quiet: bool) -> Iterator[Part]:
    """Tag the texts of files, or of a base where no files are given.

    Parameters
    ----------
    paths
        Files and folders; of tables each row is a text, of articles each line.
    kb
        The base, whose passages are the texts.
    text_column
        Column of the comments; None recognises it.
    quiet
        True prints no remarks on how the files were read.

    Returns
    -------
    Iterator[Part]
        As Mecab alone sees them; the id is a passage's, or names file and row or line.

    Raises
    ------
    InputErrors
        If a file cannot be read: nothing is measured on half of them.
    """
    from crmkb.korean.lexicon.parts import parts
    from crmkb.korean.tagging.taggers import make_tagger

    texts = _of_files(paths, text_column, quiet=quiet) if paths else _of_base(kb)
    return parts(texts, make_tagger("mecab"))


def _of_files(paths: Sequence[str], text_column: str | None, *, quiet: bool) -> list[tuple[str, str]]:
    from crmkb.api import ColumnOptions
    from crmkb.cli.reading import read_options
    from crmkb.pipeline.stages import identify, read

    columns = ColumnOptions(text=text_column)
    found = read(paths, read_options(columns, source=None, kind=None, stdin_format="txt"))
    if found.errors:
        raise InputErrors(found.errors)
    for note in (*found.notes, *(note for file in found.files for note in file.notes)):
        tell(note, quiet=quiet)
    documents = [document for file in found.files for document in identify(file.documents)]
    return [text for document in documents for text in _texts(document)]


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield a comment, or the lines of an article, under the file's name and the number of the row or line."""
    if document.row:
        yield f"{document.source}:{document.row}", document.text
    else:
        for number, line in enumerate(document.text.split("\n"), start=1):
            yield f"{document.source}:{number}", line


def _of_base(kb: Path) -> list[tuple[str, str]]:
    from crmkb.store.connect import open_base
    from crmkb.store.read import live_passages

    with open_base(kb, create=False) as base:
        return [(passage.id, passage.text) for passage in live_passages(base)]
