"""The tables as SQLAlchemy sees them; the newest step in `migrations` is what makes them.

Three layers that never mix: sources (`source` to `vector` and the full-text index), machine proposals (`run` to
`coding`, each row of one run) and human decisions (`decision`, append-only). Kinds are not listed in constraints,
because an append-only table cannot be rebuilt when a kind is added.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(naming_convention={"ix": "%(table_name)s_%(column_0_name)s"})

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("format", Text, nullable=False),
)

source_file = Table(
    "source_file",
    metadata,
    Column("source", Integer, ForeignKey("source.number"), primary_key=True),
    Column("sha256", Text, primary_key=True, index=True),
    Column("path", Text, primary_key=True),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Integer, ForeignKey("source.number"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("row", Integer, CheckConstraint("row >= 0"), nullable=False),
    Column("source_id", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("offsets", Text, nullable=False),
    Column("cut_head", Text, nullable=False),
    Column("cut_tail", Text, nullable=False),
    Column("replaced_by", Text, ForeignKey("document.id"), index=True),
    CheckConstraint("replaced_by <> id"),
    Index("document_source", "source", "source_id"),
)

passage = Table(
    "passage",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("ordinal", Integer, CheckConstraint("ordinal >= 0"), nullable=False),
    Column("start", Integer, CheckConstraint('"start" >= 0'), nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("document_id", "ordinal"),
    CheckConstraint('"start" < "end"'),
)

terms = Table(
    "terms",
    metadata,
    Column("passage", Integer, ForeignKey("passage.number"), primary_key=True),
    Column("lemmas", Text, nullable=False),
    Column("phrases", Text, nullable=False),
    Column("bigrams", Text, nullable=False),
)

vector = Table(
    "vector",
    metadata,
    Column("encoder", Text, primary_key=True),
    Column("text_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("manifest", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("parameters", Text, nullable=False),
)

theme = Table(
    "theme",
    metadata,
    Column("id", Text, primary_key=True),
    Column("minted_by", Integer, ForeignKey("run.number"), nullable=False),
)

run_theme = Table(
    "run_theme",
    metadata,
    Column("run", Integer, ForeignKey("run.number"), primary_key=True),
    Column("label", Integer, CheckConstraint("label >= 0"), primary_key=True),
    Column("theme_id", Text, ForeignKey("theme.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("cause", Text),
    Column("size", Integer, CheckConstraint("size > 0"), nullable=False),
    Column("weak", Integer, CheckConstraint("weak IN (0, 1)"), nullable=False),
    Column("keyphrases", Text, nullable=False),
    Column("exemplars", Text, nullable=False),
    UniqueConstraint("run", "theme_id"),
)

assignment = Table(
    "assignment",
    metadata,
    Column("run", Integer, ForeignKey("run.number"), primary_key=True),
    Column("passage", Integer, ForeignKey("passage.number"), primary_key=True),
    Column("label", Integer),
    Column("strength", REAL, nullable=False),
    ForeignKeyConstraint(["run", "label"], ["run_theme.run", "run_theme.label"]),
)

coding = Table(
    "coding",
    metadata,
    Column("run", Integer, ForeignKey("run.number"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("passage", Integer, ForeignKey("passage.number"), nullable=False),
    Column("code", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("confidence", REAL, nullable=False),
    Column("reason", Text, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("when", Text, nullable=False),
    Column("note", Text, nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("run", Integer, ForeignKey("run.number"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("decision_id", Text, ForeignKey("decision.id"), nullable=False),
    Column("reason", Text, nullable=False),
)
