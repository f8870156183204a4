"""Opening a base: what is made, what is brought up to date, and what is refused unchanged."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, insert

from crmkb.errors import CrmkbError, InputError
from crmkb.store import connect, driver, migrations, refuse, schema
from crmkb.store.check import check
from crmkb.store.connect import Base, open_base
from crmkb.store.decisions import decisions, write_decision
from crmkb.store.find import find
from crmkb.store.lock import lock_path
from crmkb.store.read import counts, live_documents, live_passages, live_terms, tokenizer_of
from crmkb.store.runs import codings, last_run
from crmkb.store.vectors import load_vectors, text_hash
from crmkb.store.write import add_documents
from tests.store.store_samples import SURVEY, TOKENIZER, comment, decision

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASED = sorted((Path(__file__).parent / "data").glob("schema-*.sqlite"))


def foreign(path: Path) -> None:
    """Make an SQLite file of another program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (text)")
        connection.execute("PRAGMA application_id = 77")


def newer(path: Path) -> None:
    """Make a base of a version that does not exist yet."""
    open_base(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")


def noise(path: Path) -> None:
    """Make a file that is no SQLite file."""
    path.write_bytes("교육이 짧았습니다.".encode() * 50)


def short(path: Path) -> None:
    """Make a file that begins like SQLite's and stops."""
    path.write_bytes(b"SQLite format 3\0")


REFUSED = [
    (foreign, "store.not_ours"),
    (newer, "store.newer"),
    (noise, "store.not_sqlite"),
    (short, "store.not_sqlite"),
]


def test_a_new_base_is_one_file_with_our_mark_once_it_is_closed(path: Path) -> None:
    """A closed base is one file in WAL mode; its header holds our id and the version of the tables."""
    open_base(path).close()
    header = path.read_bytes()[:100]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert int.from_bytes(header[68:72]) == refuse.APPLICATION_ID
    assert int.from_bytes(header[60:64]) == migrations.SCHEMA_VERSION
    assert header[18:20] == b"\2\2"  # write and read version 2: WAL


def test_every_connection_is_set_for_safety(base: Base) -> None:
    """Readers and writers sync fully, check references, wait, and distrust what the file's schema says."""
    wanted = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 10_000}
    for transaction in (base.reading, base.writing):
        with transaction() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
            assert found == wanted


def test_a_write_takes_the_lock_at_once_and_a_read_does_not(base: Base) -> None:
    """Writers begin IMMEDIATE, readers deferred: an upgrade in the middle would not wait for others."""
    seen: list[str] = []
    event.listen(base._readers, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with base.writing(), base.reading():
        pass
    assert seen == ["BEGIN IMMEDIATE", "BEGIN"]


def test_a_failed_write_leaves_nothing(base: Base) -> None:
    """An error inside a writing block takes back what the block wrote before."""

    def fail() -> None:
        with base.writing() as connection:
            connection.execute(insert(schema.meta).values(key="k", value="v"))
            raise KeyError("k")

    with pytest.raises(KeyError):
        fail()
    with base.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == 0


def test_the_migrations_make_the_tables_of_the_schema(base: Base) -> None:
    """What the steps make is what `schema` describes, beside the index, its view and Alembic's own table."""

    def ours(entry: object, name: str | None, kind: str, *rest: object) -> bool:
        return kind != "table" or not (name or "").startswith("passage_fts")

    with base.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == f"{migrations.SCHEMA_VERSION:04}"


def test_an_empty_file_becomes_a_base(path: Path) -> None:
    """An empty file, as a kill may leave it, is no foreign file."""
    path.touch()
    with open_base(path, create=False) as base:
        assert counts(base).documents == 0


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_bases_of_every_released_version_open_with_all_their_content(released: Path, path: Path) -> None:
    """The base that `tests/support/make_store_base.py` made with an older version reads as it was written."""
    shutil.copy(released, path)
    with open_base(path, create=False) as base:
        documents, passages, run = live_documents(base), live_passages(base), last_run(base)
        assert [document.text for document in documents] == [
            "교육이 너무 짧았다. 현업이 빠졌다.",
            "교육을 더 해 주세요",
        ]
        assert [document.fields for document in documents] == [{}, {"부서": "영업"}]
        assert [passage.text for passage in passages] == [
            "교육이 너무 짧았다.",
            "현업이 빠졌다.",
            "교육을 더 해 주세요",
        ]
        assert [terms.lemmas for terms in live_terms(base)] == [("교육", "짧"), ("현업", "빠지"), ("교육",)]
        assert {hit.passage_id for hit in find(base, match="morph:교육", limit=9)} == {passages[0].id, passages[2].id}
        assert load_vectors(base, "e5", [text_hash(passages[0].text)]).vectors.tolist() == [[0.5, 0.25]]
        assert run is not None
        assert [theme.name for theme in run.themes] == ["교육 부족"]
        assert [coding.code for coding in codings(base, run.manifest.run_id)] == ["C06"]
        assert [entry.payload for entry in decisions(base)] == [{"name": "교육 시간 부족"}]
        assert tokenizer_of(base) == "mecab 1"
        assert check(base) == ()


def test_the_newest_version_has_a_stored_base() -> None:
    """Every version of the tables has its file in `tests/store/data`."""
    assert [file.stem for file in RELEASED] == [f"schema-{n + 1}" for n in range(migrations.SCHEMA_VERSION)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and version come in one transaction: an error at the end leaves an empty file, which opens later."""

    def upgrade_and_fail(connection: object) -> None:
        migrations.upgrade(connection)  # type: ignore[arg-type]
        raise KeyError("power cut")

    monkeypatch.setattr(connect, "upgrade", upgrade_and_fail)
    with pytest.raises(KeyError):
        open_base(path)
    assert path.read_bytes() == b""
    monkeypatch.undo()
    open_base(path).close()


@pytest.mark.parametrize(("make", "key"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_a_refused_file_is_not_changed(make: Callable[[Path], None], key: str, path: Path) -> None:
    """What is not ours, or newer, is refused with its own sentence, and no byte or file beside it changes."""
    make(path)
    before = {entry.name: entry.read_bytes() for entry in path.parent.iterdir()}
    with pytest.raises(InputError) as caught:
        open_base(path)
    assert caught.value.key == key
    assert path.name in caught.value.message("en")
    assert {entry.name: entry.read_bytes() for entry in path.parent.iterdir()} == before


def test_a_foreign_base_in_use_is_not_changed(path: Path) -> None:
    """The header of a file in WAL mode may wait in the log; it is asked without writing the log back."""
    with closing(driver.driver().connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE note (text)")
        other.commit()
        log = path.with_name(f"{path.name}-wal")
        before = path.read_bytes(), log.read_bytes()
        with pytest.raises(InputError) as caught:
            open_base(path)
        assert caught.value.key == "store.not_ours"
        assert (path.read_bytes(), log.read_bytes()) == before


def test_a_newer_version_that_waits_in_the_log_is_seen(path: Path) -> None:
    """A base that a newer version has just brought up to date is refused, though its header is still the old one."""
    open_base(path).close()
    with closing(driver.driver().connect(path)) as other:
        other.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
        # A copy of both files is what a killed process leaves: whoever closes it last writes the log back.
        crashed, crashed_log = path.with_name("멈춘.crmkb"), path.with_name("멈춘.crmkb-wal")
        shutil.copy(path, crashed)
        shutil.copy(path.with_name(f"{path.name}-wal"), crashed_log)
    before = crashed.read_bytes(), crashed_log.read_bytes()
    assert int.from_bytes(before[0][60:64]) == migrations.SCHEMA_VERSION
    with pytest.raises(InputError) as caught:
        open_base(crashed)
    assert caught.value.key == "store.newer"
    assert (crashed.read_bytes(), crashed_log.read_bytes()) == before


def test_a_base_that_becomes_newer_while_it_is_opened_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is looked at again once the base is open."""
    newer(path)
    monkeypatch.setattr(connect, "refuse_unusable", lambda *_, **__: None)
    with pytest.raises(InputError) as caught:
        open_base(path)
    assert caught.value.key == "store.newer"


def test_paths_that_cannot_hold_a_base_are_refused(path: Path) -> None:
    """A folder, a missing folder and a missing file each have their sentence, and nothing is made."""
    cases = [
        (path.parent, True, "store.folder"),
        (path.parent / "없는 폴더" / "a.crmkb", True, "store.no_parent"),
        (path, False, "store.missing"),
    ]
    for target, create, key in cases:
        with pytest.raises(InputError) as caught:
            open_base(target, create=create)
        assert caught.value.key == key
    assert list(path.parent.iterdir()) == []


def test_what_cannot_be_written_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base, or a folder for a new one, without write permission is refused (root may write everywhere: simulated)."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    for exists in (False, True):
        if exists:
            path.touch()
        with pytest.raises(InputError) as caught:
            open_base(path)
        assert caught.value.key == "store.unwritable"


def test_a_damaged_base_is_said_to_be_damaged(path: Path) -> None:
    """A base whose pages are overwritten behind the header gives a sentence, not a traceback."""
    open_base(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(InputError) as caught:
        open_base(path)
    assert caught.value.key == "store.damaged"


def test_a_locked_base_is_said_to_be_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits longer than the busy timeout for another gives up with a sentence; then it goes on."""
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    with open_base(path) as first, open_base(path) as second:
        with first.writing(), pytest.raises(CrmkbError) as caught:
            write_decision(second, decision("가"))
        assert caught.value.key == "store.locked"
        write_decision(second, decision("가"))
        assert decisions(first) == (decision("가"),)


def test_a_full_disk_keeps_what_was_stored(base: Base) -> None:
    """When no page is left the batch is refused as a whole, the base stays sound, and goes on when there is room."""
    add_documents(base, SURVEY, [comment("교육이 짧았다")], tokenizer=TOKENIZER)
    with base.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    batch = [comment(f"현업 참여가 부족했다 {k} " + "가" * 2000, row=k) for k in range(20)]
    with pytest.raises(CrmkbError) as caught:
        add_documents(base, SURVEY, batch, tokenizer=TOKENIZER)
    assert caught.value.key == "store.full"
    assert [document.text for document in live_documents(base)] == ["교육이 짧았다"]
    assert check(base) == ()
    with base.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert add_documents(base, SURVEY, batch, tokenizer=TOKENIZER) == 20


def test_check_finds_what_is_broken(base: Base) -> None:
    """A term that the index does not know and a row that refers to nothing are both reported."""
    add_documents(base, SURVEY, [comment("교육이 짧았다", lemmas="교육")], tokenizer=TOKENIZER)
    assert check(base) == ()
    with base._readers.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE terms SET lemmas = '참여'")
        raw.execute("UPDATE document SET source = 99")
        raw.execute("PRAGMA foreign_keys = ON")
    found = check(base)
    assert [line.split(":")[0] for line in found] == ["foreign key", "full-text index"]


@pytest.fixture
def old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every SQLite count as too old for two processes."""
    monkeypatch.setattr(driver, "SAFE_VERSION", (99,))


@pytest.mark.usefixtures("old_sqlite")
def test_an_old_sqlite_is_used_by_one_process_at_a_time(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The lock of a living process is respected; it is ours, and gone, when the base is closed; a warning is logged."""
    with open_base(path):
        assert lock_path(path).read_text(encoding="utf-8") == f"{os.getpid()}\n{socket.gethostname()}"
    assert [(record.levelno, record.name) for record in caplog.records] == [(logging.WARNING, "crmkb.store.connect")]
    assert not lock_path(path).exists()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        lock_path(path).write_text(f"{other.pid}\n{socket.gethostname()}", encoding="utf-8")
        with pytest.raises(CrmkbError) as caught:
            open_base(path)
        assert caught.value.key == "store.locked_by_file"
        assert str(other.pid) in caught.value.message("en")
        other.communicate(b"\n")
    open_base(path).close()
    assert not lock_path(path).exists()


@pytest.mark.usefixtures("old_sqlite")
@pytest.mark.parametrize(("content", "age", "stale"), [("1\n다른 컴퓨터", 0, False), ("", 0, False), ("", 60, True)])
def test_a_lock_is_stale_only_if_its_process_cannot_live(content: str, age: float, stale: bool, path: Path) -> None:
    """A lock of another host stays; an empty one stays while its process may still be writing it."""
    lock = lock_path(path)
    lock.write_text(content, encoding="utf-8")
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - age))
    if stale:
        open_base(path).close()
    else:
        with pytest.raises(CrmkbError):
            open_base(path)
        assert lock.read_text(encoding="utf-8") == content


@pytest.mark.usefixtures("old_sqlite")
def test_a_refused_base_leaves_no_lock(path: Path) -> None:
    """A base that turns out to be damaged after the lock was taken gives the lock back."""
    open_base(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(InputError):
        open_base(path)
    assert not lock_path(path).exists()


def test_the_newer_of_two_sqlites_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel's SQLite is used only where it is there and newer than Python's own."""
    wheel = pytest.importorskip("pysqlite3.dbapi2")
    monkeypatch.setattr(wheel, "sqlite_version_info", (99, 0, 0))
    assert driver.driver() is wheel
    monkeypatch.setattr(wheel, "sqlite_version_info", (3, 0, 0))
    assert driver.driver() is sqlite3
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    assert driver.driver() is sqlite3
