"""First tables: sources, runs, decisions and the full-text index."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x43524D4B  # "CRMK" in ASCII

SOURCES = (
    """CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)""",
    """CREATE TABLE source (
        number INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        encoding TEXT NOT NULL,
        format TEXT NOT NULL)""",
    """CREATE TABLE source_file (
        source INTEGER NOT NULL REFERENCES source (number),
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        PRIMARY KEY (source, sha256, path))""",
    """CREATE INDEX source_file_sha256 ON source_file (sha256)""",
    """CREATE TABLE document (
        id TEXT NOT NULL PRIMARY KEY,
        source INTEGER NOT NULL REFERENCES source (number),
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        row INTEGER NOT NULL CHECK (row >= 0),
        source_id TEXT NOT NULL,
        fields TEXT NOT NULL,
        offsets TEXT NOT NULL,
        cut_head TEXT NOT NULL,
        cut_tail TEXT NOT NULL,
        replaced_by TEXT REFERENCES document (id),
        CHECK (replaced_by <> id))""",
    """CREATE INDEX document_source ON document (source, source_id)""",
    """CREATE INDEX document_replaced_by ON document (replaced_by)""",
    """CREATE TABLE passage (
        number INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document_id TEXT NOT NULL REFERENCES document (id),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
        "start" INTEGER NOT NULL CHECK ("start" >= 0),
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (document_id, ordinal),
        CHECK ("start" < "end"))""",
    """CREATE TABLE terms (
        passage INTEGER NOT NULL PRIMARY KEY REFERENCES passage (number),
        lemmas TEXT NOT NULL,
        phrases TEXT NOT NULL,
        bigrams TEXT NOT NULL)""",
    """CREATE TABLE vector (
        encoder TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (encoder, text_hash))""",
    """CREATE VIEW passage_words AS SELECT passage AS number, lemmas AS morph, bigrams AS bigram FROM terms""",
    """CREATE VIRTUAL TABLE passage_fts USING fts5 (
        morph, bigram, content='passage_words', content_rowid='number', tokenize='unicode61 remove_diacritics 0')""",
)

PROPOSALS = (
    """CREATE TABLE run (
        number INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        manifest TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        method TEXT NOT NULL,
        parameters TEXT NOT NULL)""",
    """CREATE TABLE theme (
        id TEXT NOT NULL PRIMARY KEY,
        minted_by INTEGER NOT NULL REFERENCES run (number))""",
    """CREATE TABLE run_theme (
        run INTEGER NOT NULL REFERENCES run (number),
        label INTEGER NOT NULL CHECK (label >= 0),
        theme_id TEXT NOT NULL REFERENCES theme (id),
        name TEXT NOT NULL,
        cause TEXT,
        size INTEGER NOT NULL CHECK (size > 0),
        weak INTEGER NOT NULL CHECK (weak IN (0, 1)),
        keyphrases TEXT NOT NULL,
        exemplars TEXT NOT NULL,
        PRIMARY KEY (run, label),
        UNIQUE (run, theme_id))""",
    """CREATE INDEX run_theme_theme_id ON run_theme (theme_id)""",
    """CREATE TABLE assignment (
        run INTEGER NOT NULL REFERENCES run (number),
        passage INTEGER NOT NULL REFERENCES passage (number),
        label INTEGER,
        strength REAL NOT NULL,
        PRIMARY KEY (run, passage),
        FOREIGN KEY (run, label) REFERENCES run_theme (run, label)) WITHOUT ROWID""",
    """CREATE TABLE coding (
        run INTEGER NOT NULL REFERENCES run (number),
        rank INTEGER NOT NULL,
        passage INTEGER NOT NULL REFERENCES passage (number),
        code TEXT NOT NULL,
        coder TEXT NOT NULL,
        confidence REAL NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (run, rank)) WITHOUT ROWID""",
)

# A plain INSERT OR REPLACE deletes the old row without firing delete triggers: only a look before the insert stops it.
DECISIONS = (
    """CREATE TABLE decision (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        payload TEXT NOT NULL,
        who TEXT NOT NULL,
        "when" TEXT NOT NULL,
        note TEXT NOT NULL)""",
    """CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
        BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
        BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER decision_is_never_overwritten BEFORE INSERT ON decision
        WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id OR number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TABLE conflict (
        run INTEGER NOT NULL REFERENCES run (number),
        rank INTEGER NOT NULL,
        decision_id TEXT NOT NULL REFERENCES decision (id),
        reason TEXT NOT NULL,
        PRIMARY KEY (run, rank)) WITHOUT ROWID""",
)


def upgrade() -> None:
    """Create the tables in an empty file."""
    for statement in (*SOURCES, *PROPOSALS, *DECISIONS):
        op.execute(statement)
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
