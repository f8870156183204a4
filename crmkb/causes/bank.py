"""The exemplar bank: composed statements that show what each failure cause sounds like, and what is none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from crmkb.errors import InputError
from crmkb.types import NO_CAUSE

PRAISE = "PRAISE"
"""Code of a statement that praises what a cause is about: it has no cause."""

HEADER = ("text", "cause", "second", "register", "field")


class Statement(NamedTuple):
    """One composed statement.

    Attributes
    ----------
    text
        What somebody might say.
    cause
        Code of the cause it speaks of, `PRAISE` or `NONE`.
    second
        Another cause that is in it too; `""` for none.
    register
        How it is said: `comment`, `chat`, `minutes`, `memo`, `column`, `essay`, `retrospective`, `blog`, `audit`,
        `report`, `interview`, `petition`, `letter`, `qna`, `review`.
    field
        What sort of project it is about.
    sitting
        The sitting it was written in, by its file's name.
    """

    text: str
    cause: str
    second: str
    register: str
    field: str
    sitting: str

    @property
    def label(self) -> str:
        """The cause, or `NONE` for praise as well."""
        return NO_CAUSE if self.cause == PRAISE else self.cause


def load_bank(folder: Traversable | None = None) -> tuple[Statement, ...]:
    """Read the bank.

    Parameters
    ----------
    folder
        Holds one tab-separated file a sitting; None is the packaged bank.

    Returns
    -------
    tuple[Statement, ...]
        By sitting, then in the order of the file.

    Raises
    ------
    InputError
        If a file has another header, or a line has not as many columns; the sentence names file and line.

    Examples
    --------
    >>> bank = load_bank()
    >>> len({statement.sitting for statement in bank}) >= 8, len(bank) >= 3_200
    (True, True)
    """
    folder = folder if folder is not None else files("crmkb") / "data" / "bank"
    found: list[Statement] = []
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".tsv")), key=lambda f: f.name):
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            cells = line.split("\t")
            if len(cells) != len(HEADER) or (number == 1) != (tuple(cells) == HEADER):
                raise InputError("causes.bank_line", path=file.name, line=number, columns=", ".join(HEADER))
            if number > 1:
                text, cause, second, register, field = cells
                found.append(Statement(text, cause, second, register, field, file.name.removesuffix(".tsv")))
    return tuple(found)


def bank_sha256(bank: Sequence[Statement]) -> str:
    """Give the hex digest of what is learned from: texts and codes, in their order."""
    lines = (f"{s.sitting}\t{s.text}\t{s.cause}\n" for s in bank)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
