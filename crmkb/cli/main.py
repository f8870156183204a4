"""The `crmkb` command: puts the commands together; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from crmkb import __version__
from crmkb.cli.console import prepare_streams
from crmkb.cli.doctor import doctor
from crmkb.cli.ingest import ingest
from crmkb.cli.language import help_text
from crmkb.cli.lexicon import app as lexicon
from crmkb.cli.report import report
from crmkb.cli.run import run
from crmkb.cli.search import search
from crmkb.cli.show import show

app = typer.Typer(
    name="crmkb",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help=help_text("app"),
)
for command in (run, ingest, show, search, report, doctor):
    app.command(help=help_text(f"cmd_{command.__name__}"))(command)
app.add_typer(lexicon, name="lexicon")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crmkb {__version__}")
        raise typer.Exit


@app.callback()
def _global(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=help_text("version"))
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def main() -> None:
    """Run the command line."""
    prepare_streams()
    app()
