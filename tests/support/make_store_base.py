"""Make the small base that stays in tests/store/data as a witness of the present version of the tables.

Run once, before a release that changes the tables: `python tests/support/make_store_base.py` from the checkout. A file
that exists is never made again, because a released version is what it was.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from crmkb.store.connect import open_base
from crmkb.store.decisions import write_decision
from crmkb.store.migrations import SCHEMA_VERSION
from crmkb.store.runs import save_run
from crmkb.store.vectors import save_vectors, text_hash
from crmkb.store.write import StoredDocument, add_documents
from crmkb.text.offsets import identity
from crmkb.types import (
    Clustering,
    Coding,
    Decision,
    Document,
    Keyphrase,
    Passage,
    RunManifest,
    RunResult,
    Source,
    Terms,
    Theme,
)

FOLDER = Path(__file__).parent.parent / "store" / "data"
ARTICLE = "00000000-0000-5000-8000-00000000000a"
COMMENT = "00000000-0000-5000-8000-00000000000c"
PASSAGES = (
    Passage("10000000-0000-5000-8000-000000000001", ARTICLE, 0, 11, "교육이 너무 짧았다."),  # training was too short
    Passage(
        "10000000-0000-5000-8000-000000000002", ARTICLE, 12, 20, "현업이 빠졌다."
    ),  # the business side was left out
    Passage("10000000-0000-5000-8000-000000000003", COMMENT, 0, 11, "교육을 더 해 주세요"),  # more training, please
)
LEMMAS = (("교육", "짧"), ("현업", "빠지"), ("교육",))
THEME = "20000000-0000-5000-8000-000000000001"


def stored(document: Document, first: int, end: int) -> StoredDocument:
    """Join a document with some of the passages."""
    passages = PASSAGES[first:end]
    terms = tuple(Terms(p.id, words, ()) for p, words in zip(passages, LEMMAS[first:end], strict=True))
    return StoredDocument(document, passages, terms, tuple(p.text[:2] for p in passages))


def run() -> RunResult:
    """Return a run of one theme."""
    return RunResult(
        manifest=RunManifest(
            "30000000-0000-5000-8000-000000000001", (), {"seed": 1}, {"crmkb": "0.1.0"}, {"themes": 1}
        ),
        documents=(),
        passages=PASSAGES,
        clustering=Clustering(tuple(p.id for p in PASSAGES), np.array([0, -1, 0]), np.array([0.5, 0, 1]), "leiden", {}),
        themes=(Theme(THEME, "교육 부족", "C06", (Keyphrase("교육", 1.0),), (PASSAGES[0].id,), 2, True),),
        codings=(Coding(PASSAGES[0].id, "C06", "machine", 0.5, "교육"),),
    )


def main() -> None:
    """Write the file, unless it exists."""
    target = FOLDER / f"schema-{SCHEMA_VERSION}.sqlite"
    if target.exists():
        raise SystemExit(f"{target} exists and stays as it is")
    text = "교육이 너무 짧았다. 현업이 빠졌다."
    article = Document(ARTICLE, "article", "교육", text, "글.txt", identity(len(text)))
    words = PASSAGES[2].text
    comment = Document(COMMENT, "feedback", "", words, "의견.csv", identity(len(words)), 1, "7", {"부서": "영업"})
    with open_base(target) as base:
        source = Source("글.txt", "글.txt", "a" * 64, "utf-8", "txt")
        add_documents(base, source, [stored(article, 0, 2)], tokenizer="mecab 1")
        source = Source("의견.csv", "의견.csv", "b" * 64, "cp949", "csv")
        add_documents(base, source, [stored(comment, 2, 3)], tokenizer="mecab 1")
        save_vectors(base, "e5", [text_hash(PASSAGES[0].text)], np.array([[0.5, 0.25]], dtype=np.float32))
        save_run(base, run(), fingerprint="f1")
        payload = {"name": "교육 시간 부족"}
        write_decision(base, Decision(THEME, "rename", THEME, payload, "김민지", "2026-03-02T00:00:00+00:00"))


if __name__ == "__main__":
    main()
