"""A lock file beside the base, for versions of SQLite that two processes must not use at once."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import TYPE_CHECKING

from crmkb.errors import CrmkbError

if TYPE_CHECKING:
    from pathlib import Path

GRACE_SECONDS = 10.0
"""How long a lock file may stay empty while its process is writing it."""


def lock_path(path: Path) -> Path:
    """Return where the lock file of a base stands.

    Parameters
    ----------
    path
        The base.

    Returns
    -------
    Path
        The same name with `.lock` behind it.
    """
    return path.with_name(f"{path.name}.lock")


def take_lock(path: Path) -> Path:
    """Create the lock file, or take over one whose process is gone.

    Parameters
    ----------
    path
        The base.

    Returns
    -------
    Path
        The lock file, to be deleted when the base is closed. It holds the process id and the host's name.

    Raises
    ------
    CrmkbError
        If a living process of this host, or any process of another host, holds the lock.

    Notes
    -----
    A lock of this very process is taken over: it is an earlier opening, or a dead process had the same id.
    """
    lock = lock_path(path)
    if not _created(lock):
        if not _is_stale(lock):
            raise CrmkbError("store.locked_by_file", path=path, lock=lock, holder=_read(lock).replace("\n", "@"))
        lock.unlink(missing_ok=True)
        if not _created(lock):
            raise CrmkbError("store.locked_by_file", path=path, lock=lock, holder="?")
    return lock


def _created(lock: Path) -> bool:
    """Create the file with our name in it, unless it exists."""
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n{socket.gethostname()}")
    return True


def _read(lock: Path) -> str:
    """Return what the lock file says, nothing when it has just gone."""
    try:
        return lock.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _is_stale(lock: Path) -> bool:
    """Tell whether nobody can be behind the lock any more."""
    holder, _, host = _read(lock).partition("\n")
    if not holder.isdecimal() or not host:
        return not lock.exists() or time.time() - lock.stat().st_mtime > GRACE_SECONDS
    return host == socket.gethostname() and (int(holder) == os.getpid() or not _is_alive(int(holder)))


if sys.platform == "win32":

    def _is_alive(process: int) -> bool:
        """Tell whether a process of this host lives (on Windows, `os.kill` would end it)."""
        import ctypes

        synchronize, timed_out = 0x00100000, 0x102
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, process)
        if not handle:
            return False
        waited: int = kernel.WaitForSingleObject(handle, 0)
        kernel.CloseHandle(handle)
        return waited == timed_out

else:

    def _is_alive(process: int) -> bool:
        """Tell whether a process of this host lives."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
