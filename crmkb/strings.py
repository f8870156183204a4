"""Every sentence that people read, in Korean and English, by key.

The sentences live in `crmkb/data/strings/*.toml`, one file a room; a key is `room.name`. Korean comes first: it is the
language unless somebody asks for English.
"""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Lang = Literal["ko", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

_current: ContextVar[Lang] = ContextVar("crmkb_lang", default="ko")


def set_lang(lang: Lang) -> None:
    """Choose the language of all sentences from here on, in this context.

    Parameters
    ----------
    lang
        `"ko"` or `"en"`.
    """
    _current.set(lang)


def get_lang() -> Lang:
    """Tell the language that is in force; `"ko"` when nobody chose."""
    return _current.get()


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Read all sentences.

    Returns
    -------
    dict[str, dict[str, str]]
        Key to language to sentence. Placeholders are those of `str.format`.
    """
    found: dict[str, dict[str, str]] = {}
    for entry in sorted((files("crmkb") / "data" / "strings").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            room = entry.name.removesuffix(".toml")
            for name, sentences in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                found[f"{room}.{name}"] = sentences
    return found


def say(key: str, /, *, lang: Lang | None = None, **facts: object) -> str:
    """Build the sentence of a key.

    Parameters
    ----------
    key
        `room.name` as in `crmkb/data/strings/room.toml`.
    lang
        Language; None is the one in force.
    **facts
        Values of the placeholders.

    Returns
    -------
    str
        The sentence, on one line unless a fact holds line ends; a command's help has several.

    Examples
    --------
    >>> say("errors.example", lang="en", n=3)
    '3 passages.'
    """
    return catalog()[key][lang or get_lang()].format(**facts)
