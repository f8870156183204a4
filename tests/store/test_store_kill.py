"""Writers that are killed at any moment, or write at once, leave a whole base that goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmkb.store.check import check
from crmkb.store.connect import open_base
from crmkb.store.driver import is_safe
from crmkb.store.read import all_passages, counts, live_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITER = Path(__file__).parent / "kill_writer.py"
ROOT = Path(__file__).parent.parent.parent
MANY = 3000
"""More documents than a writer stores before it is killed."""


def start(mode: str, path: Path, *, first: int = 0, n: int = MANY) -> subprocess.Popen[bytes]:
    """Start a writer, and return when it has imported everything."""
    acks = path.with_suffix(f".acks{first}")
    command = [sys.executable, str(WRITER), mode, str(path), str(acks), str(first), str(n)]
    writer = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == b"ready"
    return writer


def environment() -> dict[str, str]:
    """Return this process's environment, with the checkout in front of what is installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def kill(writer: subprocess.Popen[bytes]) -> None:
    """End a writer as a power cut would: SIGKILL, or TerminateProcess on Windows."""
    writer.kill()
    writer.communicate()


def violations(path: Path) -> list[str]:
    """Return everything that is wrong with the base now."""
    with open_base(path) as base:
        found = list(check(base))
        documents = live_documents(base)
        stored = Counter(passage.document_id for passage in all_passages(base))
        with base.reading() as connection:
            indexed = connection.exec_driver_sql("SELECT count(*) FROM terms").scalar_one()
            for table in ("document", "passage"):
                ids = connection.exec_driver_sql(f"SELECT id FROM {table}").scalars().all()  # noqa: S608
                if len(ids) != len(set(ids)):
                    found.append(f"two rows of one id in {table}")
    halves = [d.id for d in documents if stored[d.id] != int(d.fields["passages"])]
    if halves or indexed != stored.total():
        found.append(f"{len(halves)} half documents, {indexed} terms of {stored.total()} passages")
    acknowledged = {line for acks in path.parent.glob("*.acks*") for line in acks.read_text().split("\n")[:-1]}
    lost = acknowledged - {document.id for document in documents}
    return [*found, f"{len(lost)} acknowledged but lost"] if lost else found


def kills(mode: str, path: Path, *, rounds: int, rng: random.Random) -> Iterator[list[str]]:
    """Kill a writer again and again; yield after each kill what is wrong."""
    for _ in range(rounds):
        writer = start(mode, path)
        # Opening a new base takes a tenth of a second, a document about ten milliseconds: both shall be hit.
        time.sleep(rng.uniform(0, 0.3))
        kill(writer)
        if path.exists():
            yield violations(path)


@pytest.mark.slow
def test_kills_at_random_moments_lose_and_break_nothing(path: Path) -> None:
    """After each kill the base is sound, holds all that was acknowledged and no half document; it goes on by itself."""
    found = list(kills("good", path, rounds=8, rng=random.Random(7)))
    assert found == [[]] * len(found)
    assert len(found) > 2
    with open_base(path) as base:
        n = counts(base).documents
    assert n > 0
    with start("good", path, n=n + 5) as writer:
        writer.communicate(timeout=60)
    assert writer.returncode == 0
    assert violations(path) == []
    with open_base(path) as base:
        assert sorted(document.row for document in live_documents(base)) == list(range(n + 5))


@pytest.mark.slow
def test_kills_while_a_base_is_made_leave_a_base_or_none(path: Path) -> None:
    """A kill while the file is made leaves one that opens: with all tables, or empty."""
    rng = random.Random(8)
    for _ in range(6):
        writer = start("good", path, n=1)
        time.sleep(rng.uniform(0, 0.15))
        kill(writer)
        if path.exists():
            assert violations(path) == []
        for file in path.parent.iterdir():
            file.unlink()


@pytest.mark.slow
def test_the_kill_test_would_notice_a_writer_without_transactions(path: Path) -> None:
    """A writer that stores each row by itself leaves half documents: the test above has power."""
    open_base(path).close()
    rounds = kills("broken", path, rounds=20, rng=random.Random(7))
    assert any("half documents" in line for found in rounds for line in found)


@pytest.mark.slow
@pytest.mark.skipif(not is_safe(), reason="this SQLite lets only one process open a base")
def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    """Two processes that make the base and write overlapping documents at once both succeed; each document is once."""
    writers = [start("good", path, first=first, n=40) for first in (0, 20)]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert violations(path) == []
    with open_base(path) as base:
        assert [document.row for document in live_documents(base)] == list(range(60))
