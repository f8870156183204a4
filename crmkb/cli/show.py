"""`crmkb show`: the themes of the last run, or one theme, passage or document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crmkb.cli import options as o
from crmkb.cli.console import guarded, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_facts, print_rows
from crmkb.cli.themes import THEME_HEADINGS, theme_rows
from crmkb.errors import NothingFoundError
from crmkb.strings import say

if TYPE_CHECKING:
    from crmkb.api import KnowledgeBase, Run
    from crmkb.types import Document, Passage, Theme

THEME_FACTS = {
    "theme": "cli.theme",
    "cause": "cli.cause",
    "passages": "cli.passages",
    "keyphrases": "cli.keyphrases",
    "id": "cli.id",
}
MEMBER_HEADINGS = {"text": "cli.passage", "document": "cli.document", "strength": "cli.strength", "id": "cli.id"}
PASSAGE_FACTS = {
    "text": "cli.passage",
    "document": "cli.document",
    "place": "cli.place",
    "theme": "cli.theme",
    "causes": "cli.causes",
    "id": "cli.id",
}
DOCUMENT_FACTS = {
    "title": "cli.title",
    "source": "cli.document",
    "kind": "cli.kind",
    "text": "cli.text",
    "id": "cli.id",
}


@guarded
def show(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[THEME|PASSAGE|DOCUMENT]", help=help_text("what")),
    ] = None,
    kb: o.Kb = o.DEFAULT_KB,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,  # noqa: ARG001  # accepted everywhere; nothing here goes to stderr
) -> None:
    """Show what the base holds."""
    use_language(lang)
    from crmkb import api

    with api.KnowledgeBase.open(kb, create=False) as base:
        if what is None:
            run = base.last_run()
            print_rows(theme_rows(run, shorten=form is o.Format.table), form, headings=THEME_HEADINGS)
            return
        _show_one(base, what, form)


def _show_one(base: KnowledgeBase, what: str, form: o.Format) -> None:
    run = _last_run(base)
    theme = _theme(base, run, what)
    if theme is not None and run is not None:
        _show_theme(run, theme, form)
        return
    try:
        passage = base.passage(what)
    except NothingFoundError:
        try:
            found = base.document(what)
        except NothingFoundError as error:
            raise NothingFoundError("cli.nothing_named", what=what) from error
        _show_document(found, form)
        return
    _show_passage(base, run, passage, form)


def _last_run(base: KnowledgeBase) -> Run | None:
    try:
        return base.last_run()
    except NothingFoundError:
        return None


def _theme(base: KnowledgeBase, run: Run | None, what: str) -> Theme | None:
    """Find a theme of the last run."""
    if run is None:
        return None
    try:
        found = base.theme(what)
    except NothingFoundError:
        return None
    return found if any(theme.id == found.id for theme in run.result.themes) else None


def _show_theme(run: Run, theme: Theme, form: o.Format) -> None:
    facts = next(row for row in theme_rows(run, shorten=False) if row["theme_id"] == theme.id)
    strengths = dict(zip(run.result.clustering.passage_ids, run.result.clustering.strengths.tolist(), strict=True))
    sources = {document.id: document.source for document in run.result.documents}
    members = [
        {"text": p.text, "document": sources[p.document_id], "strength": round(strengths[p.id], 3), "id": p.id}
        for p in run.members(theme)
    ]
    facts = {**facts, "id": theme.id}
    if form in (o.Format.json, o.Format.jsonl):
        print_facts({**facts, "members": members}, form, headings=THEME_FACTS)
    elif form is o.Format.csv:
        print_rows(members, form, headings=MEMBER_HEADINGS)
    else:
        print_facts(facts, form, headings=THEME_FACTS)
        print_rows(members, form, headings=MEMBER_HEADINGS)


def _show_passage(base: KnowledgeBase, run: Run | None, passage: Passage, form: o.Format) -> None:
    document = base.document(passage.document_id)
    place = f"{passage.start}-{passage.end}" + (f", {document.row}" if document.row else "")
    facts: dict[str, object] = {
        "text": passage.text,
        "document": document.source,
        "place": place,
        "theme": None,
        "causes": [],
        "id": passage.id,
        "document_id": document.id,
        "start": passage.start,
        "end": passage.end,
        "row": document.row or None,
        "source_id": document.source_id,
        "fields": dict(document.fields),
    }
    if run is not None:
        label = dict(zip(run.result.clustering.passage_ids, run.result.clustering.labels.tolist(), strict=True))
        at = label.get(passage.id, -1)
        codings = [c for c in run.result.codings if c.passage_id == passage.id]
        facts["theme"] = run.result.themes[at].name if at >= 0 else None
        facts["causes"] = [f"{c.code} {c.confidence:.2f} ({_coder(c.coder)}; {c.reason})" for c in codings]
    print_facts(facts, form, headings=PASSAGE_FACTS)


def _coder(name: str) -> str:
    from crmkb.causes.coding import MACHINE

    return say("cli.machine") if name == MACHINE else name


def _show_document(document: Document, form: o.Format) -> None:
    facts: dict[str, object] = {
        "title": document.title,
        "source": document.source,
        "kind": document.kind,
        "text": document.text,
        "id": document.id,
        "row": document.row or None,
        "source_id": document.source_id,
        "fields": dict(document.fields),
        "cut_head": document.cut_head,
        "cut_tail": document.cut_tail,
    }
    print_facts(facts, form, headings=DOCUMENT_FACTS)
