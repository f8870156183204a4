"""Open a base: refuse what is not one, bring its tables up to date, and hand out transactions."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from crmkb.store.driver import driver, is_safe, sqlite_version
from crmkb.store.lock import take_lock
from crmkb.store.migrations import SCHEMA_VERSION, upgrade
from crmkb.store.refuse import explain, refuse_newer, refuse_unusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

logger = logging.getLogger(__name__)

BUSY_SECONDS = 10.0
"""How long a transaction waits for another process before it gives up."""


class Base:
    """An open base: holds the connections, and on an old SQLite the lock file.

    Made by `open_base`; closed by `close` or at the end of a `with` block. May be used by several threads.

    Parameters
    ----------
    path
        The file.
    engine
        Connections to it.
    lock
        Lock file to delete when the base is closed; None where none is needed.
    """

    def __init__(self, path: Path, engine: Engine, *, lock: Path | None = None) -> None:
        self.path = path
        self._readers = engine
        self._writers = engine.execution_options(crmkb_begin="BEGIN IMMEDIATE")
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the base is then one file. Closing twice is harmless."""
        self._readers.dispose()
        if self._lock is not None:
            self._lock.unlink(missing_ok=True)
            self._lock = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one unchanging state of the base."""
        with self._explained(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that writes; all of it is kept at the end of the block, or nothing."""
        with self._explained(), self._writers.begin() as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            explanation = explain(error, self.path)
            if explanation is None:
                raise
            raise explanation from error


def open_base(path: str | Path, *, create: bool = True) -> Base:
    """Open a base, or make a new one.

    Parameters
    ----------
    path
        The file, usually `*.crmkb`. It must stand on a local disk. A missing or empty file becomes a new base.
    create
        False if a missing file is an error.

    Returns
    -------
    Base
        To be closed by the caller, best by `with`.

    Raises
    ------
    InputError
        If the path is a folder, its folder is missing, it cannot be written, or the file is not SQLite's, not ours,
        damaged or of a newer version. A refused file is not changed.
    CrmkbError
        If another process holds the base for longer than `BUSY_SECONDS`, or the disk is full.

    Notes
    -----
    WAL with synchronous=FULL: what a writing function has returned from survives a kill and a power cut. Older tables
    are brought up to date in one transaction. Below SQLite 3.51.3 only one process may open the base, by a lock file.
    """
    path = Path(path)
    refuse_unusable(path, create=create)
    lock = None
    if not is_safe():
        logger.warning("SQLite %s: only one process may open %s at a time", sqlite_version(), path)
        lock = take_lock(path)
    base = Base(path, _engine(path), lock=lock)
    try:
        _prepare(base)
    except BaseException:
        base.close()
        raise
    return base


class _RawConnection(Protocol):
    """The part of a DB-API connection that is used here."""

    def execute(self, statement: str) -> object: ...


def _engine(path: Path) -> Engine:
    """Make connections whose transactions begin when and how SQLAlchemy is told."""
    sqlite = driver()

    def connect() -> object:
        # Without an isolation level, the driver does not begin transactions of its own, which would be DEFERRED.
        return sqlite.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", module=sqlite, creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(raw: _RawConnection, _record: object) -> None:
    """Set what SQLite forgets with each connection."""
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin as the execution option says: a writer asks for the lock at once, so that it can wait for it."""
    connection.exec_driver_sql(connection.get_execution_options().get("crmkb_begin", "BEGIN"))


def _prepare(base: Base) -> None:
    """Bring the tables up to date, then turn WAL on; both only where it is needed."""
    with base.reading() as connection:
        version = _version(connection)
    if version < SCHEMA_VERSION:
        with base.writing() as connection:
            # Another process may have been faster while we waited.
            version = _version(connection)
            if version < SCHEMA_VERSION:
                upgrade(connection)
    refuse_newer(base.path, version)
    _use_wal(base)


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _use_wal(base: Base) -> None:
    """Turn WAL on; outside a transaction, as SQLite demands, and patiently, because SQLite does not wait here."""
    deadline = time.monotonic() + BUSY_SECONDS
    with base._explained(), base._readers.connect() as connection:
        while True:
            try:
                mode = _journal_mode(connection)
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                break
    if mode != "wal":
        logger.warning("%s: no write-ahead log on this file system (journal mode %s)", base.path, mode)


def _journal_mode(connection: Connection) -> str:
    """Ask for WAL on the driver's own connection, since SQLAlchemy's would begin a transaction."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
        row = cursor.fetchone()
    finally:
        cursor.close()
    return str(row[0]) if row else ""
