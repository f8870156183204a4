"""Errors: one sentence, the facts, and the exit code."""

from __future__ import annotations

import pytest

from crmkb.errors import (
    CrmkbError,
    InputError,
    InputErrors,
    MissingDependencyError,
    NothingFoundError,
    UsageError,
)
from crmkb.strings import get_lang, set_lang


@pytest.mark.parametrize(
    ("kind", "exit_code", "python"),
    [
        (CrmkbError, 1, Exception),
        (UsageError, 2, ValueError),
        (InputError, 3, ValueError),
        (MissingDependencyError, 4, ImportError),
        (NothingFoundError, 5, LookupError),
    ],
)
def test_each_kind_has_its_exit_code_and_its_python_kind(
    kind: type[CrmkbError], exit_code: int, python: type[Exception]
) -> None:
    """A shell tells them apart by number, Python code catches them as what it knows."""
    error = kind("errors.example", n=3)
    assert error.exit_code == exit_code
    assert isinstance(error, CrmkbError)
    assert isinstance(error, python)


def test_error_keeps_its_facts_and_speaks_both_languages() -> None:
    """The sentence is built when it is asked for; a fact may have any name."""
    error = InputError("errors.example", n=3, key="k")
    assert (error.key, error.facts) == ("errors.example", {"n": 3, "key": "k"})
    assert (error.message("ko"), error.message("en")) == ("구절 3개.", "3 passages.")


def test_error_is_printed_in_the_language_in_force() -> None:
    """The same error follows a change of the language."""
    error, before = UsageError("errors.example", n=3), get_lang()
    try:
        set_lang("en")
        assert str(error) == error.message() == "3 passages."
        set_lang("ko")
        assert str(error) == error.message() == "구절 3개."
    finally:
        set_lang(before)


def test_braces_in_a_fact_are_no_placeholders() -> None:
    """A path or a cell may hold any character."""
    assert InputError("errors.example", n="{n} {0} {").message("ko") == "구절 {n} {0} {개."


def test_several_errors_are_a_line_each_in_the_order_met() -> None:
    """They keep what failed, and end the program as an input error."""
    single = (InputError("errors.example", n=2), MissingDependencyError("errors.example", n=1))
    error = InputErrors(single)
    assert isinstance(error, InputError)
    assert (error.errors, error.exit_code, error.facts) == (single, 3, {"n": 2})
    assert error.message("en") == "2 passages.\n1 passages."
    assert error.message("ko") == "구절 2개.\n구절 1개."
