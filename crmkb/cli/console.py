"""Where output goes: results to stdout, everything else to stderr; errors become one sentence and an exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import typer

from crmkb import strings
from crmkb.cli.options import Language
from crmkb.errors import CrmkbError
from crmkb.strings import say

if TYPE_CHECKING:
    from crmkb.pipeline.progress import Progress

P = ParamSpec("P")
R = TypeVar("R")

INTERRUPTED = 130


def prepare_streams() -> None:
    """Make stdout and stderr able to print anything: UTF-8 into files and pipes, substitutes on an old console."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def use_language(lang: Language) -> None:
    """Speak a language from here on.

    Parameters
    ----------
    lang
        As given on the command line.
    """
    strings.set_lang(lang.value)


def tell(message: str, *, quiet: bool = False) -> None:
    """Print a remark on stderr.

    Parameters
    ----------
    message
        One sentence or more.
    quiet
        True prints nothing.
    """
    if not quiet:
        typer.echo(message, err=True)


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command end in one sentence and the right exit code, never in a traceback.

    `CRMKB_DEBUG=1` shows the traceback of errors that are ours.

    Parameters
    ----------
    command
        A command function.

    Returns
    -------
    Callable[P, R]
        The same, guarded.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            result = command(*args, **kwargs)
            # Here, and not when Python ends, a full disk or a closed pipe can still be told properly.
            sys.stdout.flush()
            return result
        except CrmkbError as error:
            typer.echo(error.message(), err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            typer.echo(say("cli.interrupted"), err=True)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            _drop_output()
            raise typer.Exit(0) from error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if os.environ.get("CRMKB_DEBUG"):
                raise
            if isinstance(error, OSError):
                _drop_unwritable_output()
            name = "cli.system" if isinstance(error, OSError) else "cli.internal"
            typer.echo(say(name, kind=type(error).__name__, detail=error), err=True)
            raise typer.Exit(1) from error

    return run


def _drop_output() -> None:
    """Lead what stdout still holds to nowhere; Python would fail on it once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _drop_unwritable_output() -> None:
    """Drop what stdout still holds if it cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()


@contextmanager
def no_litter(*paths: Path) -> Iterator[None]:
    """Take away what a failed command has just made: a new base, an empty new folder.

    Parameters
    ----------
    *paths
        The base and the folders that the command may make. What was there before stays, and so does a base or folder
        with something in it.

    Yields
    ------
    None
        The command runs inside.
    """
    new = [path for path in paths if not path.exists()]
    try:
        yield
    except CrmkbError:
        for path in new:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            elif path.is_file() and _is_empty_base(path):
                path.unlink()
        raise


def _is_empty_base(path: Path) -> bool:
    from crmkb.api import KnowledgeBase

    with KnowledgeBase.open(path, create=False) as base:
        return base.is_empty()


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """Show a bar with rate and time left on stderr, where that is a terminal.

    Parameters
    ----------
    quiet
        True shows nothing.

    Yields
    ------
    Progress
        To be handed to the job.
    """
    from crmkb.pipeline.progress import silent

    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(say(stage), total=total, rate="")
            task = tasks[stage]
            speed = bar.tasks[task].speed
            bar.update(task, completed=done, total=total, rate=say("cli.rate", n=f"{speed:,.0f}") if speed else "")

        yield show
