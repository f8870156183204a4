"""`crmkb run`: the main job, from files to themes, causes and a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from crmkb.cli import options as o
from crmkb.cli.console import guarded, no_litter, progress_bar, tell, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_rows
from crmkb.cli.reading import read_options
from crmkb.cli.themes import THEME_HEADINGS, theme_rows
from crmkb.strings import say


@guarded
def run(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH...", help=help_text("paths"))] = None,
    kb: o.Kb = o.DEFAULT_KB,
    out: o.Out = o.DEFAULT_OUT,
    n_themes: o.NThemes = None,
    no_taxonomy: o.NoTaxonomy = False,
    seed: o.Seed = 0,
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
    """Do the main job."""
    use_language(lang)
    from crmkb import api
    from crmkb.report.tables import prepare_folder

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
    choice = api.RunOptions(n_themes=n_themes, seed=seed, use_taxonomy=not no_taxonomy)
    with no_litter(kb, out):
        prepare_folder(out)
        with (
            api.KnowledgeBase.open(kb, encoder=encoder, tagger=tagger, lexicon=lexicon) as base,
            progress_bar(quiet=quiet) as bar,
        ):
            found = api.run(paths or [], base, read=read, options=choice, progress=bar)
        written = found.write(out)
    # Not the manifest's notes: where nothing has changed since the run before, they are that run's.
    for note in found.taken_in.notes if found.taken_in else ():
        tell(note, quiet=quiet)
    print_rows(theme_rows(found, shorten=form is o.Format.table), form, headings=THEME_HEADINGS)
    tell(_summary(found.result.manifest.counts), quiet=quiet)
    tell(say("cli.written", path=written["report.html"].as_posix()), quiet=quiet)
    if found.taken_in and found.taken_in.errors:
        for error in found.taken_in.errors:
            tell(error.message())
        raise typer.Exit(max(error.exit_code for error in found.taken_in.errors))


def _summary(counts: Mapping[str, int]) -> str:
    return say(
        "cli.summary",
        documents=counts["documents"],
        passages=counts["passages"],
        themes=counts["themes"],
        unassigned=counts["unassigned"],
        with_cause=counts["with_cause"],
    )
