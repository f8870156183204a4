"""`crmkb search`: passages by words, whatever their endings."""

from __future__ import annotations

from typing import Annotated

import typer

from crmkb.cli import options as o
from crmkb.cli.console import guarded, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_rows
from crmkb.errors import NothingFoundError

HIT_HEADINGS = {"text": "cli.passage", "document": "cli.document", "row": "cli.row", "passage_id": "cli.id"}


@guarded
def search(
    question: Annotated[list[str], typer.Argument(metavar="WORD...", help=help_text("question"))],
    kb: o.Kb = o.DEFAULT_KB,
    limit: Annotated[int, typer.Option("--limit", min=1, help=help_text("limit"))] = 20,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,  # noqa: ARG001  # accepted everywhere; a search says nothing on stderr
) -> None:
    """Search the base."""
    use_language(lang)
    from crmkb import api

    words = " ".join(question)
    with api.KnowledgeBase.open(kb, create=False) as base:
        hits = base.search(words, limit=limit)
    rows = [
        {
            "text": hit.passage.text,
            "document": hit.document.source,
            "row": hit.document.row or None,
            "passage_id": hit.passage.id,
            "document_id": hit.document.id,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": round(hit.score, 4),
        }
        for hit in hits
    ]
    if not rows:
        raise NothingFoundError("cli.no_hits", question=words)
    print_rows(rows, form, headings=HIT_HEADINGS)
