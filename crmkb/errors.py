"""What can go wrong, as a few kinds of error; each carries its facts and knows its exit code.

A message has the form *where: what we got, what was expected, what to do*. It is built from a key of `crmkb.strings`
when it is printed, so the same error speaks Korean or English.
"""

from __future__ import annotations

from crmkb.strings import Lang, say


class CrmkbError(Exception):
    """Something failed that the user can be told in one sentence.

    Parameters
    ----------
    key
        Key of the sentence, such as `ingest.missing`.
    **facts
        Values of the sentence's placeholders; kept as `facts`.
    """

    exit_code = 1

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts

    def message(self, lang: Lang | None = None) -> str:
        """Build the sentence; None is the language in force."""
        return say(self.key, lang=lang, **self.facts)

    def __str__(self) -> str:
        return self.message()


class UsageError(CrmkbError, ValueError):
    """An option or argument cannot be right, whatever the files hold."""

    exit_code = 2


class InputError(CrmkbError, ValueError):
    """A file, folder or base is not what it should be."""

    exit_code = 3


class MissingDependencyError(CrmkbError, ImportError):
    """A package, model or program that this needs is not there."""

    exit_code = 4


class NothingFoundError(CrmkbError, LookupError):
    """The question was fine; there is no answer."""

    exit_code = 5


class InputErrors(InputError):
    """Several inputs failed; the others went through.

    Parameters
    ----------
    errors
        The errors, one an input, in the order met.
    """

    def __init__(self, errors: tuple[CrmkbError, ...]) -> None:
        super().__init__("errors.several", n=len(errors))
        self.errors = errors

    def message(self, lang: Lang | None = None) -> str:
        """Build one line an error; None is the language in force."""
        return "\n".join(error.message(lang) for error in self.errors)
