"""The language of help texts, which must be known before the command line is parsed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from crmkb.strings import LANGS, Lang, say


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Find the language that a command line asks for.

    Parameters
    ----------
    arguments
        Without the program's name.
    environment
        `CRMKB_LANG` counts where there is no `--lang`.

    Returns
    -------
    Lang
        Korean unless English is asked for.

    Examples
    --------
    >>> language_of(["run", "--lang", "en"], {}), language_of(["--lang=en"], {}), language_of([], {"CRMKB_LANG": "en"})
    ('en', 'en', 'en')
    """
    wanted = environment.get("CRMKB_LANG", "")
    for i, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        elif argument == "--lang" and i + 1 < len(arguments):
            wanted = arguments[i + 1]
    return wanted if wanted in LANGS else "ko"


def help_text(name: str) -> str:
    """Give the help of an option or command in the language of this process's command line.

    Parameters
    ----------
    name
        Key without `cli.help_`.

    Returns
    -------
    str
        A phrase (option) or sentences (command).
    """
    return say(f"cli.help_{name}", lang=language_of(sys.argv[1:], os.environ))
