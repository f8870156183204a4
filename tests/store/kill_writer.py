"""Write documents into a base until killed, and acknowledge each in a side file.

Called as `kill_writer.py MODE BASE ACKS FIRST N`. `good` writes as the package does; `broken` writes each
row in its own transaction, to prove that the test would notice.
Prints a line when everything is imported, so that kills fall into the work and not into the imports.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from crmkb.store.connect import Base, open_base
from crmkb.store.read import known_documents
from crmkb.store.rows import document_row, terms_row
from crmkb.store.vectors import save_vectors, text_hash
from crmkb.store.write import StoredDocument, add_documents
from crmkb.text.offsets import identity
from crmkb.types import Document, Passage, Source, Terms

N_PASSAGES = 30
WORDS = ("교육", "현업", "부서", "참여", "데이터", "변화", "경영진", "지원", "부족", "입력", "고객", "성과", "반발")
SOURCE = Source("설문.csv", "설문.csv", "a" * 64, "utf-8", "csv")


def make(number: int) -> StoredDocument:
    """Return document `number`, the same every time; its fields say how many passages it has."""
    rng = random.Random(number)
    lemmas = [tuple(rng.choices(WORDS, k=20)) for _ in range(N_PASSAGES)]
    text = "\n".join(" ".join(words) for words in lemmas)
    document = Document(
        str(uuid5(NAMESPACE_OID, f"document {number}")),
        "feedback",
        "",
        text,
        SOURCE.name,
        identity(len(text)),
        number,
        str(number),
        {"passages": str(N_PASSAGES)},
    )
    passages, start = [], 0
    for line in text.split("\n"):
        ident = str(uuid5(NAMESPACE_OID, f"{number} {start}"))
        passages.append(Passage(ident, document.id, start, start + len(line), line))
        start += len(line) + 1
    terms = tuple(Terms(passage.id, words, ()) for passage, words in zip(passages, lemmas, strict=True))
    return StoredDocument(document, tuple(passages), terms, tuple(" ".join(words) for words in lemmas))


def write_well(base: Base, stored: StoredDocument) -> None:
    """Store as the package does: the vectors, then the document."""
    hashes = [text_hash(passage.text) for passage in stored.passages]
    save_vectors(base, "e5", hashes, np.ones((len(hashes), 256), dtype=np.float32))
    add_documents(base, SOURCE, [stored], tokenizer="words 1")


def write_badly(base: Base, stored: StoredDocument) -> None:
    """Store row by row, each in a transaction of its own, skipping a document that is there."""
    if known_documents(base, [stored.document.id]):
        return
    add_documents(base, SOURCE, [], tokenizer="words 1")
    row = {**document_row(stored.document, 1), "replaced_by": None}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    with base._readers.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute(f"INSERT INTO document ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
        for ordinal, passage in enumerate(stored.passages):
            values = (passage.id, passage.document_id, ordinal, passage.start, passage.end, passage.text)
            raw.execute("INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
            words = tuple(terms_row(stored.terms[ordinal], stored.bigrams[ordinal], raw.lastrowid or 0).values())
            raw.execute("INSERT INTO terms VALUES (?, ?, ?, ?)", words)
            raw.execute("INSERT INTO passage_fts (rowid, morph, bigram) VALUES (?, ?, ?)", (words[0], *words[1::2]))


def main() -> None:
    """Say that we are ready, then open the base and write."""
    mode, path, acknowledged, first, n = sys.argv[1:]
    write = {"good": write_well, "broken": write_badly}[mode]
    documents = [make(number) for number in range(int(first), int(first) + int(n))]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_base(path) as base, Path(acknowledged).open("ab", buffering=0) as acks:
        for stored in documents:
            write(base, stored)
            acks.write(f"{stored.document.id}\n".encode())


if __name__ == "__main__":
    main()
