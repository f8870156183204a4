"""What the page says, worked out from a run: numbers, shares, quotes and their places."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from crmkb.report.lookup import codings_by_passage, documents_by_id, passages_by_theme
from crmkb.report.reading import Piece, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crmkb.types import Cause, Document, DocumentKind, Passage, RunResult, Taxonomy, Theme

QUOTES_A_THEME = 3

_WHO = ("company", "department", "level", "date")
_DATE = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})")


class Where(NamedTuple):
    """Where a quote stands: the document's title or file, its row (0 for none), and the row's facts."""

    title: str
    row: int
    facts: tuple[str, ...]


class Quote(NamedTuple):
    """A passage shown as evidence."""

    passage: Passage
    where: Where


class CauseCount(NamedTuple):
    """A cause and the number of passages that speak of it; a width of 100 is the largest of its table."""

    cause: Cause
    passages: int
    width: float
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with what its row and its section show."""

    number: int
    theme: Theme
    cause: Cause | None
    share: float
    width: float
    files: int
    quotes: tuple[Quote, ...]
    causes: tuple[CauseCount, ...]


class Row(NamedTuple):
    """One comment in the list of its file; `row` is 0 where the list numbers on by itself."""

    passage: Passage
    row: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its paragraphs, or a file's comments with its rows, under its id in the page; the other is empty."""

    anchor: str
    title: str
    source: str
    kind: DocumentKind
    passages: tuple[Passage, ...]
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The first screen in numbers; shares are 0..1, `first` and `last` dates are ISO 8601 or empty."""

    passages: int
    kinds: tuple[tuple[DocumentKind, int], ...]
    files: int
    first: str
    last: str
    assigned: float
    weak: int
    checked: int


def summarize(result: RunResult) -> Summary:
    """Count what was read and found."""
    n = len(result.passages)
    dates = sorted(_dates(result.documents))
    unassigned = len(passages_by_theme(result)[""])
    return Summary(
        passages=n,
        kinds=tuple(Counter(d.kind for d in result.documents).items()),
        files=len({d.source for d in result.documents}),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        assigned=(n - unassigned) / n if n else 0.0,
        weak=sum(theme.weak for theme in result.themes),
        checked=len({c.passage_id for c in result.codings if c.coder != "machine"}),
    )


def view_themes(result: RunResult, taxonomy: Taxonomy | None) -> tuple[ThemeView, ...]:
    """Gather what each theme shows, the largest first."""
    causes = {c.code: c for c in taxonomy.causes} if taxonomy else {}
    members, documents, codings = passages_by_theme(result), documents_by_id(result), codings_by_passage(result)
    by_id = {p.id: p for p in result.passages}
    largest = max((theme.size for theme in result.themes), default=1)
    views = []
    for number, theme in enumerate(result.themes, start=1):
        passages = members[theme.id]
        within = Counter(c.code for p in passages for c in codings[p.id] if c.code in causes)
        top = within.most_common(1)[0][1] if within else 1
        views.append(
            ThemeView(
                number=number,
                theme=theme,
                cause=causes.get(theme.cause or ""),
                share=theme.size / len(result.passages),
                width=100 * theme.size / largest,
                files=len({documents[p.document_id].source for p in passages}),
                quotes=tuple(_quote(by_id[i], documents) for i in theme.exemplars[:QUOTES_A_THEME]),
                causes=tuple(
                    CauseCount(causes[code], n, 100 * n / top, ())
                    for code, n in sorted(within.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
                ),
            )
        )
    return tuple(views)


def count_causes(result: RunResult, taxonomy: Taxonomy) -> tuple[CauseCount, ...]:
    """Count the passages of every cause of the taxonomy, in its order; also those that nobody named."""
    counts = Counter(c.code for codings in codings_by_passage(result).values() for c in codings)
    largest = max((counts[cause.code] for cause in taxonomy.causes), default=0) or 1
    return tuple(
        CauseCount(
            cause,
            counts[cause.code],
            100 * counts[cause.code] / largest,
            tuple(k for k, theme in enumerate(result.themes, start=1) if theme.cause == cause.code),
        )
        for cause in taxonomy.causes
    )


def view_readings(result: RunResult) -> tuple[Reading, ...]:
    """Lay out the documents: each text by itself, the comments of a file together."""
    of: dict[str, list[Passage]] = {}
    for passage in result.passages:
        of.setdefault(passage.document_id, []).append(passage)
    commented: dict[str, list[Document]] = {}
    readings = []
    for document in result.documents:
        if document.row:
            commented.setdefault(document.source, []).append(document)
            continue
        passages = tuple(of.get(document.id, ()))
        pieces = tuple(tuple(p) for p in paragraphs(document.text, passages))
        title = document.title or document.source
        readings.append(Reading(f"d-{document.id}", title, document.source, document.kind, passages, paragraphs=pieces))
    for number, (source, documents) in enumerate(commented.items(), start=1):
        rows = tuple(_rows(documents, of))
        passages = tuple(row.passage for row in rows)
        readings.append(Reading(f"s-{number}", source, source, documents[0].kind, passages, rows=rows))
    return tuple(readings)


def _dates(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        if found := _DATE.search(document.fields.get("date", "")):
            year, month, day = map(int, found.groups())
            yield f"{year:04}-{month:02}-{day:02}"


def _quote(passage: Passage, documents: dict[str, Document]) -> Quote:
    document = documents[passage.document_id]
    said = tuple(document.fields[name] for name in _WHO if document.fields.get(name))
    return Quote(passage, Where(document.title or document.source, document.row, said))


def _rows(documents: Sequence[Document], of: dict[str, list[Passage]]) -> Iterator[Row]:
    expected = 1
    for document in documents:
        for passage in of.get(document.id, ()):
            yield Row(passage, 0 if document.row == expected else document.row)
            expected = document.row + 1
