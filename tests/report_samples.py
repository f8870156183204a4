"""Runs written by hand, to render and to tabulate: a small Korean one, a hostile one, and large ones to weigh."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from crmkb.types import (
    UNASSIGNED,
    Anchor,
    Cause,
    Clustering,
    Coding,
    Conflict,
    Decision,
    Document,
    Keyphrase,
    OffsetMap,
    Passage,
    RunManifest,
    RunResult,
    Taxonomy,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A column by a consultant: nobody asked the people at the counter; training was one afternoon; then the blame.
COLUMN_TITLE = "창구에서는 아무도 묻지 않았다"
COLUMN = """창구에서는 아무도 묻지 않았다

새 고객관리 시스템이 문을 열던 날, 지점 창구에는 안내 현수막만 걸려 있었다.
설계 회의에 창구 직원은 한 명도 부르지 않았다고 한다.

교육은 오후 반나절, 그것도 강당에서 화면을 보여 주는 것으로 끝났다.
“질문은 나중에 메일로 받겠습니다.” 메일을 보낸 사람은 답을 받지 못했다.

여섯 달 뒤 본부장은 직원들의 의지가 부족하다고 말했다. 그 자리에서 고개를 끄덕인 사람은 없었다."""
COLUMN_PASSAGES = (
    "설계 회의에 창구 직원은 한 명도 부르지 않았다고 한다.",
    "교육은 오후 반나절, 그것도 강당에서 화면을 보여 주는 것으로 끝났다.",
    # Goes over a line end on purpose.
    "메일을 보낸 사람은 답을 받지 못했다.\n\n여섯 달 뒤 본부장은 직원들의 의지가 부족하다고 말했다.",
)

# Comments of a workshop: training too short, nobody asked us, customer data wrong, lunch.
COMMENTS = (
    ("교육을 하루 받고 다음 날부터 쓰라니 무리였습니다", "영업1팀", "대리", 0, (("C06", 0.71), ("C05", 0.4))),
    ("교육 자료가 옛날 화면이라 따라 할 수가 없었어요ㅠㅠ", "고객센터", "사원", 0, (("C06", 0.64),)),
    ("교육은 좋았는데 한 번 더 했으면", "고객센터", "과장", 0, (("C06", 0.52),)),
    ("우리한테 물어보지도 않고 화면을 다 정해 놨음", "영업1팀", "사원", 1, (("C05", 0.77),)),
    ("현업 의견은 받았다는데 누구한테 받았는지 모르겠네요", "영업2팀", "차장", 1, (("C05", 0.58),)),
    ("같은 고객이 세 번 나옵니다. 주소도 셋 다 달라요", "영업2팀", "대리", 2, (("C10", 0.81),)),
    ("점심이 맛있었습니다", "총무팀", "사원", UNASSIGNED, ()),
    ("없음", "총무팀", "부장", UNASSIGNED, ()),
)
COLUMN_THEMES = ((1, (("C05", 0.69),)), (0, (("C06", 0.66),)), (UNASSIGNED, ()))
THEME_NAMES = (("짧은 교육", "C06"), ("묻지 않은 설계", "C05"), ("겹치는 고객 정보", None))

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\u2028alert(1)\u2029",
    "javascript:alert(1)",
    '"><b onmouseover="alert(1)">',
    "' onfocus='alert(1)",
    "{{7*7}} {% raw %} ${7*7}",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "</style></title></textarea></details>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<base href=//evil.example><form action=//evil.example>",
    "보고서\u202etxt.exe",
    "\x00\x1b[2J\x07",
    "&lt;b&gt; &amp;amp;",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
    "+82-10-0000-0000",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    '쉼표, "따옴표"\r\n줄바꿈',
)


def taxonomy() -> Taxonomy:
    """Return four causes in three areas; nobody in the samples speaks of C03."""
    named = {
        "C03": ("A", "경영진 지원 부족", "Weak top-management support"),
        "C05": ("B", "직원 참여 부족", "Users not engaged"),
        "C06": ("B", "교육·역량 부족", "Training and skills"),
        "C10": ("D", "고객 데이터 품질 미흡", "Poor customer data"),
    }
    return Taxonomy(
        id="crm-failure",
        version="1",
        areas={
            "A": {"ko": "전략", "en": "Strategy"},
            "B": {"ko": "사람", "en": "People"},
            "D": {"ko": "데이터", "en": "Data"},
        },
        causes=tuple(
            Cause(code, area, {"ko": ko, "en": en}, {"ko": f"{ko}.", "en": f"{en}."}, (), (), (), (), (), ("S",))
            for code, (area, ko, en) in named.items()
        ),
        sources={"S": "Somebody 2004, A journal 13(5), https://example.org/paper"},
    )


def run() -> RunResult:
    """Return one column and eight comments: three themes (4, 3 and 1 passages, the last weak), three unassigned."""
    column = article("column.txt", COLUMN_TITLE, COLUMN)
    documents = [column]
    passages = list(cut(column, COLUMN_PASSAGES))
    labels = [label for label, _ in COLUMN_THEMES]
    codes: list[Sequence[tuple[str, float]]] = [causes for _, causes in COLUMN_THEMES]
    for row, (text, department, level, label, causes) in enumerate(COMMENTS, start=1):
        fields = {"date": f"2026-03-{row + 9:02}", "department": department, "level": level, "점수": f"{row - 4}"}
        documents.append(comment("의견.csv", row, text, fields))
        passages.extend(cut(documents[-1], (text,)))
        labels.append(label)
        codes.append(causes)
    return assemble(documents, passages, labels, codes)


def empty() -> RunResult:
    """Return one comment that belongs nowhere."""
    document = comment("의견.csv", 1, "없음", {})
    return assemble([document], list(cut(document, ("없음",))), [UNASSIGNED], [()], names=())


def hostile(texts: Sequence[str] = HOSTILE) -> RunResult:
    """Return a run in which every text, title, name, source, field and id of the input tries to break out."""
    documents, passages = [], []
    for row, text in enumerate(texts, start=1):
        fields = {"department": text, "level": text, text: text}
        documents.append(comment(f"{text}.csv", row, text, fields, source_id=text))
        documents.append(article(f"{text}.txt", text, f"{text}\n\n{text}"))
        passages.extend(cut(documents[-2], (text,)))
        passages.extend(cut(documents[-1], (text,)))
    labels = [k % 3 for k in range(len(passages))]
    names = tuple((text, "C05") for text in texts[:3])
    return assemble(documents, passages, labels, [(("C05", 0.5),)] * len(passages), names=names)


def large(n: int) -> RunResult:
    """Return `n` comments of some 60 characters in five files, with 14 themes and five columns; texts all differ."""
    chance = Random(11)
    words = [w for text in (COLUMN, *(c[0] for c in COMMENTS)) for w in text.split()]
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4, 11)]
    documents = []
    for k in range(n):
        made = ["".join(chance.choices(syllables[:450], k=chance.randint(2, 4))) for _ in range(4)]
        text = " ".join(chance.sample([*chance.choices(words, k=10), *made], k=14))
        fields = {
            "company": chance.choice(["한결보험", "새길유통", "두레은행"]),
            "workshop": f"CRM 변화관리 워크숍 {k % 9 + 1}차",
            "date": f"2026-{k % 12 + 1:02}-{k % 28 + 1:02}",
            "department": f"{chance.choice('가나다라마')}지점",
            "level": chance.choice(["사원", "대리", "과장", "차장"]),
        }
        documents.append(comment(f"워크숍{k % 5}.csv", k // 5 + 1, text, fields, source_id=f"W{k:05}"))
    documents.sort(key=lambda d: (d.source, d.row))
    passages = [p for d in documents for p in cut(d, (d.text,))]
    labels = [chance.choice([UNASSIGNED, *range(14)]) for _ in passages]
    causes = [chance.choice([(), (("C05", 0.62),), (("C06", 0.55), ("C10", 0.41))]) for _ in passages]
    names = tuple((f"{words[k]} {words[k + 1]}", "C05") for k in range(14))
    return assemble(documents, passages, labels, causes, names=names)


def article(source: str, title: str, text: str) -> Document:
    """Return an article."""
    whole = OffsetMap((Anchor(0, 0),), len(text), len(text))
    return Document(_id(source, text), "article", title, text, source, whole)


def comment(source: str, row: int, text: str, fields: Mapping[str, str], *, source_id: str = "") -> Document:
    """Return a comment."""
    whole = OffsetMap((Anchor(0, 0),), len(text), len(text))
    return Document(_id(source, row), "feedback", "", text, source, whole, row, source_id, fields)


def cut(document: Document, quotes: Sequence[str]) -> list[Passage]:
    """Return the passages that say these quotes."""
    starts = [document.text.index(quote) for quote in quotes]
    return [
        Passage(_id(document.id, start), document.id, start, start + len(quote), quote)
        for start, quote in zip(starts, quotes, strict=True)
    ]


def assemble(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    labels: Sequence[int],
    causes: Sequence[Sequence[tuple[str, float]]],
    *,
    names: Sequence[tuple[str, str | None]] = THEME_NAMES,
) -> RunResult:
    """Return a run in which passage i has `labels[i]` and `causes[i]`."""
    ids = tuple(p.id for p in passages)
    members = [[p.id for p, label in zip(passages, labels, strict=True) if label == k] for k in range(len(names))]
    themes = tuple(
        Theme(
            id=_id("theme", k),
            name=name,
            cause=cause,
            keyphrases=(Keyphrase(name, 2.0), Keyphrase("창구 직원", 1.0)),
            exemplars=tuple(members[k][:3]),
            size=len(members[k]),
            weak=len(members[k]) < 2,
        )
        for k, (name, cause) in enumerate(names)
    )
    codings = tuple(
        Coding(passage.id, code, "machine", confidence, "")
        for passage, found in zip(passages, causes, strict=True)
        for code, confidence in found
    )
    decision = Decision(_id("decision"), "rename", _id("gone"), {"name": "옛 주제"}, "누군가", "2026-03-20T00:00:00Z")
    strengths = np.where(np.array(labels) == UNASSIGNED, 0.0, 0.75)
    return RunResult(
        manifest=RunManifest(
            run_id=_id("run"),
            inputs=tuple(_input(source) for source in dict.fromkeys(d.source for d in documents)),
            settings={"seed": 0},
            versions={"crmkb": "0.1.0"},
            counts={"passages": len(passages)},
            notes=("의견.csv: 빈 의견 2행을 건너뛰었습니다.",),
        ),
        documents=tuple(documents),
        passages=tuple(passages),
        clustering=Clustering(ids, np.array(labels), strengths, "leiden", {"seed": 0}),
        themes=themes,
        codings=codings,
        conflicts=(Conflict(decision, "대상 주제가 더는 없습니다."),),
    )


def _input(source: str) -> dict[str, object]:
    path = f"/home/somebody/{source}"
    return {"name": source, "path": path, "sha256": "0" * 64, "encoding": "utf-8", "documents": 1}


def _id(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, repr(parts)))
