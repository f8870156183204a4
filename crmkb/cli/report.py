"""`crmkb report`: the report and tables of the last run, as people's decisions leave it."""

from __future__ import annotations

from crmkb.cli import options as o
from crmkb.cli.console import guarded, tell, use_language
from crmkb.cli.printing import print_rows
from crmkb.strings import say


@guarded
def report(
    kb: o.Kb = o.DEFAULT_KB,
    out: o.Out = o.DEFAULT_OUT,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,
) -> None:
    """Write the outputs of the last run."""
    use_language(lang)
    from crmkb import api
    from crmkb.report.tables import prepare_folder

    prepare_folder(out)
    with api.KnowledgeBase.open(kb, create=False) as base:
        found = base.last_run()
    written = found.write(out)
    for note in found.result.manifest.notes:
        tell(note, quiet=quiet)
    rows = [{"file": name, "path": path.as_posix()} for name, path in written.items()]
    print_rows(rows, form, headings={"file": "cli.file", "path": "cli.path"})
    tell(say("cli.written", path=written["report.html"].as_posix()), quiet=quiet)
