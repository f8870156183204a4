"""Which SQLite this process uses: the newer one of the wheel `pysqlite3` and of Python itself."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

SAFE_VERSION = (3, 51, 3)
"""First SQLite without the bug by which two writing connections could damage a base in WAL mode."""


def driver() -> ModuleType:
    """Choose the DB-API module with the newer SQLite.

    Returns
    -------
    ModuleType
        `pysqlite3.dbapi2` where it is installed and newer, else `sqlite3`.
    """
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    if dbapi2.sqlite_version_info > sqlite3.sqlite_version_info:
        return dbapi2  # type: ignore[no-any-return]
    return sqlite3


def sqlite_version() -> str:
    """Tell the version of SQLite that bases are opened with.

    Returns
    -------
    str
        Such as `3.53.4`.

    Examples
    --------
    >>> int(sqlite_version().split(".")[0])
    3
    """
    version: str = driver().sqlite_version
    return version


def is_safe() -> bool:
    """Tell whether several processes may open one base at once with this SQLite (`SAFE_VERSION` or newer)."""
    return bool(driver().sqlite_version_info >= SAFE_VERSION)
