"""One word list as a file: decoded, split into columns, and everything that is wrong with it, line by line.

People write these files in Excel and Notepad, so every way in which those save a list is read, and what cannot be meant
as it stands is told with its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crmkb.errors import CrmkbError, InputError
from crmkb.text.normalize import normalize

COMPOUNDS = "compounds.tsv"
VARIANTS = "variants.tsv"
STOP_WORDS = "stop_words.tsv"
FILES = (COMPOUNDS, VARIANTS, STOP_WORDS)

REMOVED = "-"
"""What the second column holds where an entry takes a packaged one away."""

TAGS = ("NNG", "NNP", "NNB", "NR", "XR", "MAG", "SL")
"""Tags that a compound may have."""

_COLUMNS: Mapping[str, int] = {COMPOUNDS: 3, VARIANTS: 3, STOP_WORDS: 2}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


class Entry(NamedTuple):
    """One line of a list.

    `value` is a compound's tag (`""` where none is given) or a variant's canonical spelling, and `""` for a stop word.
    """

    form: str
    value: str
    removes: bool
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class ListFile:
    """One list: its entries by their form in lower case, in the order of the file, and what is wrong with it."""

    name: str
    entries: Mapping[str, Entry]
    problems: tuple[CrmkbError, ...]


def parse(data: bytes, *, path: Path, name: str) -> ListFile:
    r"""Read one list.

    Parameters
    ----------
    data
        All bytes of the file: UTF-8 with or without a byte-order mark, UTF-16 with one, or CP949.
    path
        The file as sentences call it.
    name
        One of `FILES`; says what the columns mean.

    Returns
    -------
    ListFile
        Entries without those that are wrong, in NFC. Blanks around a column, zero-width characters, the quotes that
        Excel puts around a cell and empty columns at the end are taken away. Empty lines and lines that start with `#`
        are none.

    Examples
    --------
    >>> parse("콜센타\t콜센터\n".encode(), path=Path("variants.tsv"), name="variants.tsv").entries["콜센타"].value
    '콜센터'
    """
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        wrong = InputError("korean.lexicon_encoding", path=path, position=error.start + 1)
        return ListFile(name, {}, (wrong,))
    entries: dict[str, Entry] = {}
    problems: list[CrmkbError] = []
    for number, cells in _rows(text):
        entry = _entry(cells, path=path, line=number, name=name)
        if isinstance(entry, str):
            facts = {"path": path, "line": number, "entry": "  ".join(cells), "most": _COLUMNS[name]}
            problems.append(InputError(entry, **facts, tags=", ".join(TAGS)))
        elif entry.form.lower() in entries:
            first = entries[entry.form.lower()].line
            problems.append(InputError("korean.lexicon_twice", path=path, line=number, entry=entry.form, first=first))
        else:
            entries[entry.form.lower()] = entry
    return ListFile(name, entries, tuple(problems))


def _decoded(data: bytes) -> str:
    """Decode; of what is neither, the error is that of UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return normalize(data.decode("utf-16")).text
    try:
        return normalize(data.decode("utf-8-sig")).text
    except UnicodeDecodeError as error:
        try:
            return normalize(data.decode("cp949")).text
        except UnicodeDecodeError:
            raise error from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold an entry, with their numbers, in columns."""
    for number, line in enumerate(text.split("\n"), start=1):
        cells = [_unquoted(cell.strip()) for cell in line.split("\t")]
        while cells and not cells[-1]:
            cells.pop()
        if cells and not cells[0].startswith("#"):
            yield number, cells


def _unquoted(cell: str) -> str:
    quoted = _QUOTED.fullmatch(cell)
    return quoted[1].replace('""', '"').strip() if quoted else cell


def _entry(cells: list[str], *, path: Path, line: int, name: str) -> Entry | str:
    """Make an entry of a line, or give the key of what is wrong with it."""
    form, value = cells[0], cells[1] if len(cells) > 1 else ""
    removes = value == REMOVED
    if name == STOP_WORDS:
        form, value = form.lower(), ""
    if removes:
        value = ""
    if name == VARIANTS and not (value or removes):
        return "korean.lexicon_column" if "," not in form else "korean.lexicon_comma"
    words = (form, value) if name == VARIANTS and not removes else (form,)
    wrong = next((w for w in map(_wrong, words) if w), "")
    if wrong:
        return wrong
    if len(cells) > _COLUMNS[name]:
        return "korean.lexicon_columns"
    if name != STOP_WORDS and len(form) == 1:
        return "korean.lexicon_short"
    if name == COMPOUNDS and value and value not in TAGS:
        return "korean.lexicon_tag"
    if name == VARIANTS and form.lower() == value.lower():
        return "korean.lexicon_same"
    return Entry(form, value, removes, path, line)


def _wrong(word: str) -> str:
    """Give the key of what keeps a word from ever being found in a text, if anything."""
    if not word:
        return "korean.lexicon_empty"
    for sign, wrong in ((" ", "korean.lexicon_blank"), (",", "korean.lexicon_comma"), ('"', "korean.lexicon_quote")):
        if sign in word:
            return wrong
    return "" if any(c.isalnum() for c in word) else "korean.lexicon_letters"
