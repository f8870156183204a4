"""YAML from strangers: plain data only, no aliases, no repeated keys, and an error that names the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from crmkb.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable

MAX_DEPTH = 20
"""Levels of nesting that are read; a taxonomy has five."""


def read_yaml(text: str, *, path: str) -> object:
    """Read one YAML document.

    Parameters
    ----------
    text
        The document.
    path
        Its file, for the error.

    Returns
    -------
    object
        Mappings, lists and scalars as `yaml.safe_load` gives them; None if empty.

    Raises
    ------
    InputError
        If it is no YAML, holds an alias (a few of which can blow up to gigabytes) or the same key twice in one mapping,
        or is nested more than `MAX_DEPTH` levels deep. The line is 1-based.

    Examples
    --------
    >>> read_yaml("a: [1, 둘]", path="t.yaml")
    {'a': [1, '둘']}
    """
    try:
        return yaml.load(text, Loader=_Loader)  # a child of SafeLoader: as safe as safe_load
    except _RefusedError as error:
        raise InputError(error.key, path=path, line=_line(error, text), reason=error.problem, most=MAX_DEPTH) from error
    except yaml.YAMLError as error:
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        raise InputError("causes.yaml", path=path, line=_line(error, text), reason=reason) from error


class _RefusedError(yaml.MarkedYAMLError):
    """Valid YAML that we do not take; `key` is the sentence that says why."""

    def __init__(self, key: str, mark: yaml.Mark | None, problem: str = "") -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.key = key


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader that refuses what a file written by hand never needs."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        mark: yaml.Mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise _RefusedError("causes.alias", mark)
        if self.depth == MAX_DEPTH:
            raise _RefusedError("causes.too_deep", mark)
        self.depth += 1
        node = super().compose_node(parent, index)  # type: ignore[arg-type]  # the stub asks for int
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _RefusedError("causes.repeated_key", key.start_mark, key.value)
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # PyYAML takes 2026-02-30 for a date and then cannot make it
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def _line(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return error.problem_mark.line + 1
    position: int = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1
