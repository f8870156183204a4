"""The taxonomy of failure causes, read from YAML and checked whole, so that one call names every mistake."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from crmkb.causes.safe_yaml import read_yaml
from crmkb.errors import InputError
from crmkb.strings import LANGS
from crmkb.types import NO_CAUSE, Cause, Taxonomy

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from crmkb.strings import Lang

PACKAGED = "crm-failure.yaml"
"""File name of the taxonomy that comes with the package."""

_TOP_KEYS = ("id", "version", "areas", "sources", "causes")
_TEXT_LISTS = ("include", "exclude", "subcauses", "lemmas", "countermeasures", "sources")
_CAUSE_KEYS = ("code", "area", "names", "definitions", *_TEXT_LISTS)
_CODE = re.compile(r"[A-Za-z0-9._-]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MISSING = object()
"""Stands for a value whose absence is already reported."""


class TaxonomyError(InputError):
    """A taxonomy has mistakes; all of them are in the message, a line each, in the language it is asked for.

    Parameters
    ----------
    path
        The file.
    problems
        The mistakes; 1 or more.
    """

    def __init__(self, path: str, problems: tuple[InputError, ...]) -> None:
        super().__init__("causes.taxonomy", path=path, n=len(problems))
        self.problems = problems

    def message(self, lang: Lang | None = None) -> str:
        """Build the head line and one line a mistake; None is the language in force."""
        return "\n".join([super().message(lang), *(f"- {problem.message(lang)}" for problem in self.problems)])


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read a taxonomy and check it.

    Parameters
    ----------
    path
        A YAML file in UTF-8, with or without a byte order mark; None is the packaged taxonomy.

    Returns
    -------
    Taxonomy
        In NFC, with white space collapsed to single blanks; causes sorted by code.

    Raises
    ------
    InputError
        If the file cannot be read or is no YAML (then with the line), or as `TaxonomyError`, which lists every missing,
        unknown, empty, repeated or wrong value with its place, such as `causes[3].lemmas[2]`.

    Examples
    --------
    >>> taxonomy = load_taxonomy()
    >>> taxonomy.id, len(taxonomy.causes), taxonomy.causes[5].names["ko"]
    ('crm-failure', 14, '교육·역량 부족')
    """
    where = PACKAGED if path is None else str(path)
    problems: list[InputError] = []
    taxonomy = _taxonomy(read_yaml(_read_text(path), path=where), problems)
    if problems:
        raise TaxonomyError(where, tuple(problems))
    return taxonomy


def sentences(cause: Cause) -> tuple[str, ...]:
    """List the Korean sentences and phrases that stand for a cause, to be compared with passages.

    Parameters
    ----------
    cause
        An entry of a taxonomy.

    Returns
    -------
    tuple[str, ...]
        The sentences of the definition, then `include`, then `subcauses`, each text once. What belongs elsewhere
        (`exclude`) and what helps (`countermeasures`) is left out, since both would attract the wrong passages.

    Examples
    --------
    >>> cause = load_taxonomy().causes[5]
    >>> len(sentences(cause)) == 3 + len(cause.include) + len(cause.subcauses)
    True
    """
    definition = _SENTENCE_END.split(cause.definitions["ko"])
    return tuple(dict.fromkeys([*definition, *cause.include, *cause.subcauses]))


def _read_text(path: Path | None) -> str:
    if path is None:
        content = (files("crmkb") / "data" / "taxonomy" / PACKAGED).read_bytes()
    else:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError("causes.unreadable", path=path, reason=error.strerror or error) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("causes.not_utf8", path=path or PACKAGED, position=error.start) from error
    return unicodedata.normalize("NFC", text)


def _taxonomy(value: object, problems: list[InputError]) -> Taxonomy:
    entries = _mapping(value, "", problems, keys=_TOP_KEYS)
    areas = _mapping(entries["areas"], "areas", problems)
    sources = _mapping(entries["sources"], "sources", problems)
    causes = [
        _cause(cause, f"causes[{i}]", problems, areas=areas, sources=sources)
        for i, cause in enumerate(_list(entries["causes"], "causes", problems))
    ]
    _report_repeats([(f"causes[{i}].code", cause.code) for i, cause in enumerate(causes)], problems)
    return Taxonomy(
        id=_text(entries["id"], "id", problems),
        version=_text(entries["version"], "version", problems),
        areas={code: _by_language(names, f"areas.{code}", problems) for code, names in areas.items()},
        causes=tuple(sorted(causes, key=lambda cause: cause.code)),
        sources={key: _text(citation, f"sources.{key}", problems) for key, citation in sources.items()},
    )


def _cause(
    value: object, at: str, problems: list[InputError], *, areas: Collection[str], sources: Collection[str]
) -> Cause:
    entries = _mapping(value, at, problems, keys=_CAUSE_KEYS)
    code = _text(entries["code"], f"{at}.code", problems)
    if code and (code == NO_CAUSE or not _CODE.fullmatch(code)):
        problems.append(InputError("causes.bad_code", at=f"{at}.code", got=code, reserved=NO_CAUSE))
    area = _text(entries["area"], f"{at}.area", problems)
    if area and areas and area not in areas:
        problems.append(InputError("causes.unknown_area", at=f"{at}.area", got=area, known=", ".join(areas)))
    texts = {key: _texts(entries[key], f"{at}.{key}", problems) for key in _TEXT_LISTS}
    for i, lemma in enumerate(texts["lemmas"]):
        if lemma != lemma.lower():
            problems.append(InputError("causes.not_lower", at=f"{at}.lemmas[{i}]", got=lemma))
    for i, key in enumerate(texts["sources"]):
        if key and sources and key not in sources:
            place = f"{at}.sources[{i}]"
            problems.append(InputError("causes.unknown_source", at=place, got=key, known=", ".join(sources)))
    return Cause(
        code=code,
        area=area,
        names=_by_language(entries["names"], f"{at}.names", problems),
        definitions=_by_language(entries["definitions"], f"{at}.definitions", problems),
        **texts,
    )


def _by_language(value: object, at: str, problems: list[InputError]) -> dict[str, str]:
    entries = _mapping(value, at, problems, keys=LANGS)
    return {lang: _text(text, f"{at}.{lang}", problems) for lang, text in entries.items()}


def _mapping(
    value: object, at: str, problems: list[InputError], *, keys: Collection[str] | None = None
) -> dict[str, object]:
    """Give the entries of a mapping: exactly `keys`, with `_MISSING` for those absent; None takes any, one or more."""
    nothing = dict.fromkeys(keys or (), _MISSING)
    if value is _MISSING:
        return nothing
    if not isinstance(value, dict):
        problems.append(InputError("causes.not_mapping", at=at or "YAML", got=_shown(value)))
        return nothing
    found = cast("dict[object, object]", value)
    prefix = f"{at}." if at else ""
    if keys is None:
        if not found:
            problems.append(InputError("causes.empty", at=at))
        return {_text(key, f"{prefix}{key}", problems): entry for key, entry in found.items()}
    known = ", ".join(keys)
    problems += [InputError("causes.unknown_key", at=f"{prefix}{key}", known=known) for key in found if key not in keys]
    problems += [InputError("causes.missing_key", at=f"{prefix}{key}") for key in keys if key not in found]
    return {key: found.get(key, _MISSING) for key in keys}


def _list(value: object, at: str, problems: list[InputError]) -> list[object]:
    if value is _MISSING:
        return []
    if not isinstance(value, list):
        problems.append(InputError("causes.not_list", at=at, got=_shown(value)))
        return []
    if not value:
        problems.append(InputError("causes.empty", at=at))
    return cast("list[object]", value)


def _texts(value: object, at: str, problems: list[InputError]) -> tuple[str, ...]:
    texts = tuple(_text(entry, f"{at}[{i}]", problems) for i, entry in enumerate(_list(value, at, problems)))
    _report_repeats([(f"{at}[{i}]", text) for i, text in enumerate(texts)], problems)
    return texts


def _text(value: object, at: str, problems: list[InputError]) -> str:
    if value is _MISSING:
        return ""
    if not isinstance(value, str):
        problems.append(InputError("causes.not_text", at=at, got=_shown(value)))
        return ""
    text = " ".join(value.split())
    if not text:
        problems.append(InputError("causes.empty_text", at=at))
    return text


def _report_repeats(texts: list[tuple[str, str]], problems: list[InputError]) -> None:
    seen: set[str] = set()
    for at, text in texts:
        if text in seen:
            problems.append(InputError("causes.repeated", at=at, got=text))
        if text:
            seen.add(text)


def _shown(value: object) -> str:
    """Show a wrong value in at most 40 characters."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
