"""Small bases' worth of documents and runs, built by hand for the tests of the store."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

import numpy as np

from crmkb.store.write import StoredDocument
from crmkb.text.offsets import identity
from crmkb.types import (
    Clustering,
    Coding,
    Conflict,
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

TOKENIZER = "mecab 1"
SURVEY = Source(name="의견.csv", path="가/의견.csv", sha256="a" * 64, encoding="cp949", format="csv")
ARTICLES = Source(name="글.txt", path="글.txt", sha256="b" * 64, encoding="utf-8", format="txt")


def uuid(name: str) -> str:
    """Return the same id for the same name."""
    return str(uuid5(NAMESPACE_OID, name))


def comment(
    text: str, *, lemmas: str = "", bigrams: str = "", row: int = 1, own: str = "", source: Source = SURVEY
) -> StoredDocument:
    """Return a comment of one passage, its ids made from its text."""
    document = Document(
        id=uuid(f"{source.name} {text}"),
        kind="feedback",
        title="",
        text=text,
        source=source.name,
        offsets=identity(len(text)),
        row=row,
        source_id=own,
        fields={"department": "영업1팀", "날짜": "2024-03-02"},  # sales team 1; date
    )
    passage = Passage(id=uuid(f"passage {document.id}"), document_id=document.id, start=0, end=len(text), text=text)
    terms = Terms(passage_id=passage.id, lemmas=tuple(lemmas.split()), phrases=("현업 참여", "교육 시간"))
    return StoredDocument(document, (passage,), (terms,), (bigrams,))


def article(name: str, sentences: tuple[str, ...], *, source: Source = ARTICLES) -> StoredDocument:
    """Return an article whose passages are its sentences, joined by blanks; its id is made from its name."""
    text = " ".join(sentences)
    document = Document(
        id=uuid(name),
        kind="article",
        title=name,
        text=text,
        source=source.name,
        offsets=identity(len(text)),
        cut_head="메뉴\n",
        cut_tail="\n목록",
    )
    passages, start = [], 0
    for sentence in sentences:
        end = start + len(sentence)
        passages.append(Passage(uuid(f"{name} {start}"), document.id, start, end, sentence))
        start = end + 1
    terms = tuple(Terms(passage.id, ("프로젝트",), ()) for passage in passages)
    return StoredDocument(document, tuple(passages), terms, ("프로 로젝 젝트",) * len(passages))


def decision(name: str) -> Decision:
    """Return a rename of the theme `t1`."""
    return Decision(
        id=uuid(f"decision {name}"),
        kind="rename",
        target=uuid("t1"),
        payload={"name": name, "앞": ["옛 이름", 1, None, True]},
        who="김민지",
        when="2026-03-02T01:02:03+00:00",
        note="회의에서",  # in the meeting
    )


def run_result(name: str, passages: tuple[Passage, ...], conflicts: tuple[Conflict, ...] = ()) -> RunResult:
    """Return a run: the last passage belongs to no theme, the one before it to the second, the rest to the first."""
    n = len(passages)
    labels = np.array([0] * (n - 2) + [1, -1], dtype=np.int64)
    themes = (
        Theme(
            uuid("t1"),
            "교육 부족",
            "C06",
            (Keyphrase("교육", 2.5), Keyphrase("시간", 0.1)),
            (passages[0].id,),
            n - 2,
            False,
        ),
        Theme(uuid(f"t2 of {name}"), f"참여 {name}", None, (), (), 1, True),
    )
    return RunResult(
        manifest=RunManifest(
            run_id=uuid(name),
            inputs=({"name": "의견.csv", "documents": n},),
            settings={"seed": 7, "n_themes": None},
            versions={"crmkb": "0.1.0"},
            counts={"passages": n},
            notes=("빈 행 1개를 건너뛰었습니다.",),
        ),
        documents=(),
        passages=passages,
        clustering=Clustering(
            passage_ids=tuple(passage.id for passage in passages),
            labels=labels,
            strengths=np.where(labels < 0, 0.0, 0.75),
            method="leiden",
            parameters={"seed": 7, "resolution": 1.5},
        ),
        themes=themes,
        codings=(
            Coding(passages[1].id, "C06", "machine", 0.9, "교육"),
            Coding(passages[0].id, "C05", "김민지", 1.0, ""),
            Coding(passages[0].id, "C06", "machine", 0.25, "참여"),
        ),
        conflicts=conflicts,
    )
