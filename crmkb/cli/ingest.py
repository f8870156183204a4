"""`crmkb ingest`: take files into the base, so that they can be searched at once."""

from __future__ import annotations

from typing import Annotated

import typer

from crmkb.cli import options as o
from crmkb.cli.console import guarded, progress_bar, tell, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_facts
from crmkb.cli.reading import read_options

INGEST_HEADINGS = {"added": "cli.added", "known": "cli.known", "replaced": "cli.replaced", "failed": "cli.failed"}


@guarded
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help=help_text("paths"))],
    kb: o.Kb = o.DEFAULT_KB,
    encoder: o.Encoder = None,
    tagger: o.Tagger = None,
    lexicon: o.Lexicon = None,
    source: o.Source = None,
    kind: o.KindOf = None,
    stdin_format: o.StdinFormat = "txt",
    text_column: o.TextColumn = None,
    id_column: o.IdColumn = None,
    date_column: o.DateColumn = None,
    department_column: o.DepartmentColumn = None,
    level_column: o.LevelColumn = None,
    company_column: o.CompanyColumn = None,
    workshop_column: o.WorkshopColumn = None,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,
) -> None:
    """Take files into the base."""
    use_language(lang)
    from crmkb import api

    columns = api.ColumnOptions(
        text=text_column,
        id=id_column,
        date=date_column,
        department=department_column,
        level=level_column,
        company=company_column,
        workshop=workshop_column,
    )
    read = read_options(columns, source=source, kind=kind, stdin_format=stdin_format)
    with (
        api.KnowledgeBase.open(kb, encoder=encoder, tagger=tagger, lexicon=lexicon) as base,
        progress_bar(quiet=quiet) as bar,
    ):
        taken = base.ingest(paths, read, progress=bar)
    for note in taken.notes:
        tell(note, quiet=quiet)
    facts = {"added": taken.added, "known": taken.known, "replaced": taken.replaced, "failed": len(taken.errors)}
    print_facts(facts, form, headings=INGEST_HEADINGS)
    for error in taken.errors:
        tell(error.message())
    if taken.errors:
        raise typer.Exit(max(error.exit_code for error in taken.errors))
