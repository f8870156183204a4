"""Look at a file before it is opened, and refuse what is no base of ours, without changing a byte of it."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from crmkb.errors import CrmkbError, InputError
from crmkb.store.driver import driver
from crmkb.store.migrations import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.exc import DBAPIError

APPLICATION_ID = 0x43524D4B
"""`CRMK` in ASCII: what SQLite's header says of a base of ours."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


class _Identity(NamedTuple):
    """What the header says: whose file, and the version of its tables."""

    application: int
    version: int


def refuse_unusable(path: Path, *, create: bool) -> None:
    """Raise the one sentence that says why this path cannot be opened as a base, if it cannot.

    Parameters
    ----------
    path
        Where the base is or shall be. An empty file counts as a base that shall be.
    create
        False if a missing base is an error.

    Raises
    ------
    InputError
        If the path is a folder, its folder is missing, it cannot be written, or the file is not SQLite's, not ours or
        made by a newer version.
    """
    if path.is_dir():
        raise InputError("store.folder", path=path)
    if not path.parent.is_dir():
        raise InputError("store.no_parent", path=path, parent=path.parent)
    if not path.exists():
        if not create:
            raise InputError("store.missing", path=path)
        if not os.access(path.parent, os.W_OK):
            raise InputError("store.unwritable", path=path)
        return
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)):
        raise InputError("store.unwritable", path=path)
    if path.stat().st_size > 0:
        identity = _identity(path)
        if identity.application != APPLICATION_ID:
            raise InputError("store.not_ours", path=path)
        refuse_newer(path, identity.version)


def refuse_newer(path: Path, version: int) -> None:
    """Raise if the tables were made by a newer version of this package.

    Parameters
    ----------
    path
        The base, for the sentence.
    version
        Its `user_version`; 0 for an empty file.

    Raises
    ------
    InputError
        If the version is above `SCHEMA_VERSION`.
    """
    if version > SCHEMA_VERSION:
        raise InputError("store.newer", path=path, version=version, known=SCHEMA_VERSION)


def explain(error: DBAPIError, path: Path) -> CrmkbError | None:
    """Turn what SQLite says into a sentence for people.

    Parameters
    ----------
    error
        As SQLAlchemy raised it.
    path
        The base.

    Returns
    -------
    CrmkbError | None
        To be raised from `error`; None for what can only be a mistake in our statements.
    """
    # The low byte is SQLite's primary result code: https://sqlite.org/rescode.html
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    failures = {5: "locked", 6: "locked", 10: "disk", 13: "full", 19: "contradiction"}
    if code in failures:
        return CrmkbError(f"store.{failures[code]}", path=path, detail=error.orig)
    unusable = {8: "unwritable", 11: "damaged", 14: "unwritable", 26: "damaged"}
    if code in unusable:
        return InputError(f"store.{unusable[code]}", path=path, detail=error.orig)
    return None


def _identity(path: Path) -> _Identity:
    """Read who made the file: from its header, or by SQLite where a newer header may wait in the log."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise InputError("store.not_sqlite", path=path)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size > 0:
        return _logged_identity(path)
    return _Identity(application=int.from_bytes(header[68:72]), version=int.from_bytes(header[60:64]))


def _logged_identity(path: Path) -> _Identity:
    """Ask SQLite, read-only so that closing does not write the log back."""
    sqlite = driver()
    try:
        with closing(sqlite.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite.DatabaseError as error:
        raise InputError("store.damaged", path=path, detail=error) from error
    return _Identity(application, version)
