"""`docs/korean.md` says what the program does: its sessions run, and its calls print what stands there."""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from crmkb.cli.main import app
from tests.conftest import ROOT
from tests.test_docs import FENCE, subcommands

PAGE = ROOT / "docs" / "korean.md"
KINDS = {"pycon", "console", "bash", "tsv", "text"}


class Block(NamedTuple):
    """A fenced block: its language, the words behind it, its text and its first line in the page."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int


def blocks() -> list[Block]:
    """Read the fenced blocks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(page):
        language, *words = match[1].split()
        found.append(Block(language, tuple(words), match[2], page.count("\n", 0, match.start()) + 1))
    return found


def session(*words: str) -> str:
    """Join the Python sessions that have these words behind the fence, each at its lines of the page."""
    text = ""
    for block in blocks():
        if block.language == "pycon" and block.words == words:
            text += "\n" * (block.line - text.count("\n")) + block.text
    return text


def failures(text: str) -> list[str]:
    """Run a session and tell what came out otherwise than it says."""
    names: dict[str, Any] = {"__name__": "page"}
    test = doctest.DocTestParser().get_doctest(text, names, PAGE.name, str(PAGE), 0)
    assert test.examples
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    return told


def steps(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the arguments of each call of a console block and the lines under it."""
    for call in re.split(r"^\$ crmkb ", text, flags=re.MULTILINE)[1:]:
        first, *rest = call.splitlines()
        yield shlex.split(first), rest


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds the files of the page."""
    for block in blocks():
        if block.language in ("tsv", "text"):
            (name,) = block.words
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_block_escapes_the_tests() -> None:
    """Each block is of a kind that is run or read below, and of each kind there is one."""
    assert {block.language for block in blocks()} == KINDS
    assert {block.words for block in blocks() if block.language == "pycon"} == {(), ("java",)}


def test_sessions_say_what_python_says(files: Path) -> None:
    """One session from top to bottom, those that need Java aside."""
    assert failures(session()) == []


@pytest.mark.java
def test_sessions_with_java_say_what_python_says(java: None) -> None:
    """They stand alone."""
    assert failures(session("java")) == []


def test_a_session_that_lies_is_told() -> None:
    """What the tests above hold to can fail, and the line is the page's."""
    (told,) = failures("\n\n>>> 1 + 1\n3\n")
    assert "line 3" in told
    assert "Got:\n    2" in told


def test_calls_print_what_the_page_shows(files: Path) -> None:
    """Blanks at line ends and empty lines aside."""
    calls = [step for block in blocks() if block.language == "console" for step in steps(block.text)]
    assert [arguments[:2] for arguments, _ in calls] == [["lexicon", "check"], ["lexicon", "effects"]]
    for arguments, shown in calls:
        result = CliRunner().invoke(app, arguments, env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"})
        assert [line.rstrip() for line in result.output.splitlines() if line.strip()] == shown


def test_commands_are_ones_that_exist() -> None:
    """The parser takes calls of `crmkb` as they stand; what pip is to install is an extra of the package."""
    lines = [line for block in blocks() if block.language == "bash" for line in block.text.splitlines()]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for line in lines:
        name, *arguments = shlex.split(line)
        if name == "crmkb":
            subcommands()[" ".join(arguments[:2])].make_context(name, arguments[2:], resilient_parsing=False)
            assert all((ROOT / argument).exists() for argument in arguments if argument.startswith("corpus"))
        else:
            assert [name, *arguments[:3]] == ["python", "-m", "pip", "install"]
            assert set(re.findall(r"\[(\w+)\]", arguments[3])) <= set(extras)
