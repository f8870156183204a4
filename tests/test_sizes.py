"""The house stays small: how long modules, functions and classes may be, and how many parameters they take."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.conftest import ROOT

MODULE_LINES = 330
BODY_LINES = 45
PARAMETERS = 6
METHODS = 16
EXCEPTIONS = {
    "crmkb/types.py": "all the nouns stand in one file, on purpose",
}
FORBIDDEN_NAMES = {"utils.py", "common.py", "helpers.py", "misc.py"}


def _modules() -> Iterator[tuple[str, ast.Module, int]]:
    for path in sorted((ROOT / "crmkb").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(ROOT).as_posix(), ast.parse(text), text.count("\n")


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def test_modules_are_short_enough_to_read_and_say_what_they_are() -> None:
    """No module above the limit, none without a first line, none named for nothing."""
    modules = list(_modules())
    assert len(modules) > 80
    long = {name: n for name, _, n in modules if n > MODULE_LINES and name not in EXCEPTIONS}
    assert long == {}
    assert [name for name, tree, _ in modules if not ast.get_docstring(tree)] == []
    assert [name for name, _, _ in modules if name.rpartition("/")[2] in FORBIDDEN_NAMES] == []


def test_functions_are_short_and_take_few_parameters() -> None:
    """Bodies and parameter lists stay small; commands have as many parameters as options."""
    long, wide = {}, {}
    for name, tree, _ in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                arguments = node.args
                n = len(arguments.posonlyargs + arguments.args + arguments.kwonlyargs)
                n -= bool(arguments.args) and arguments.args[0].arg in ("self", "cls")
                if n > PARAMETERS and not name.startswith("crmkb/cli/"):
                    wide[f"{name}:{node.name}"] = n
                if _body_lines(node) > BODY_LINES:
                    long[f"{name}:{node.name}"] = _body_lines(node)
    assert (long, wide) == ({}, {})


def test_classes_have_few_methods() -> None:
    """No god class."""
    many = {
        f"{name}:{node.name}": n
        for name, tree, _ in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and (n := sum(isinstance(child, ast.FunctionDef) for child in node.body)) > METHODS
    }
    assert many == {}
