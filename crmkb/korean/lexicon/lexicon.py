"""Word lists of the domain and the user's own: compounds (합성어), variants (유의어) and stop words (불용어)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from crmkb.errors import CrmkbError, InputError, InputErrors
from crmkb.korean.lexicon.any_of import any_of
from crmkb.korean.lexicon.files import FILES, VARIANTS, Entry, ListFile, parse

MIN_CANONICAL = 3
"""Letters that a canonical spelling must have to be joined without being listed as a compound."""


@dataclass(frozen=True)
class Lexicon:
    """Three word lists, ready to use. Spellings are NFC without blanks.

    Attributes
    ----------
    compounds
        What is one word, however the tagger cuts it, to its Sejong tag.
    variants
        A spelling to the one it is counted under; that one is no variant itself.
    stop_words
        What is never counted, in the form of `crmkb.korean.terms.phrases.lemmas`.
    """

    compounds: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()

    @cached_property
    def surfaces(self) -> dict[str, str]:
        """Everything that is one word, in lower case, to its tag: compounds, variants and what these stand for.

        Of the latter only those of three letters or more: shorter ones (이점) are one word for any tagger, or two.
        """
        forms = {*self.variants, *(form for form in self.variants.values() if len(form) >= MIN_CANONICAL)}
        return {form.lower(): tag_of(form) for form in forms} | {
            form.lower(): tag for form, tag in self.compounds.items()
        }

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """All beginnings of `surfaces`, themselves included."""
        return frozenset(form[:n] for form in self.surfaces for n in range(1, len(form) + 1))

    def occurs_in(self, text: str) -> bool:
        """Tell whether a text has the letters of an entry in a row, so that joining its words may change something.

        Parameters
        ----------
        text
            Any text.

        Returns
        -------
        bool
            True also where the letters turn out to belong to two words.

        Notes
        -----
        Cost: about 2 microseconds for a comment. That is a third of looking at its words.

        Examples
        --------
        >>> Lexicon({"현업": "NNG"}).occurs_in("현업이 빠졌다"), Lexicon({"현업": "NNG"}).occurs_in("현 업무")
        (True, False)
        """
        return self._pattern.search(text.lower()) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return any_of(self.surfaces)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the contents; equal lists have equal digests, however their files were written."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def canonical(self, form: str) -> str:
        """Give the form that a word is counted under.

        Parameters
        ----------
        form
            A lemma as in `crmkb.korean.terms.phrases.lemmas`, or any spelling.

        Returns
        -------
        str
            In lower case, like every lemma; the word itself, so lowered, if no variant is known by that name.

        Examples
        --------
        >>> lexicon = Lexicon(variants={"콜센타": "콜센터", "씨알엠": "CRM"})
        >>> [lexicon.canonical(form) for form in ("콜센타", "씨알엠", "CRM", "교육")]
        ['콜센터', 'crm', 'crm', '교육']
        """
        lowered = form.lower()
        return self._canonical.get(lowered, lowered)

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return {form.lower(): target.lower() for form, target in self.variants.items()}

    def to_bytes(self) -> bytes:
        """Write the lists as JSON in UTF-8; the same lists give the same bytes."""
        lists = {
            "compounds": dict(self.compounds),
            "variants": dict(self.variants),
            "stop_words": sorted(self.stop_words),
        }
        return json.dumps(lists, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes) -> Lexicon:
        """Read what `to_bytes` wrote."""
        lists = json.loads(data)
        return cls(lists["compounds"], lists["variants"], frozenset(lists["stop_words"]))


def tag_of(form: str) -> str:
    """Give the tag of an entry that names none.

    Parameters
    ----------
    form
        Its spelling.

    Returns
    -------
    str
        `SL` for a foreign word, `NNG` for one with Hangul in it.

    Examples
    --------
    >>> tag_of("현업"), tag_of("CRM팀"), tag_of("R&D")
    ('NNG', 'NNG', 'SL')
    """
    return "SL" if form.isascii() else "NNG"


@cache
def packaged_lexicon() -> Lexicon:
    """Read the lists of this domain that come with the package."""
    return _merged(_packaged(), ())


def stop_words() -> frozenset[str]:
    """Give the packaged lemmas that are never counted: they say nothing about what a text is about."""
    return packaged_lexicon().stop_words


def read_lexicon(folder: Path | None = None) -> Lexicon:
    """Read the packaged lists and the user's own on top of them.

    Parameters
    ----------
    folder
        Holds any of `compounds.tsv`, `variants.tsv` and `stop_words.tsv`; None is the packaged lists alone.

    Returns
    -------
    Lexicon
        The user's entries add to the packaged ones and override them. An entry with `-` in its second column takes a
        packaged one away. A spelling that the user counts under, as in `워크숍 -> 워크샵`, is no variant of a packaged
        entry any more. Of a chain `a -> b`, `b -> c` both are counted under `c`.

    Raises
    ------
    InputErrors
        Everything that is wrong with the files, each with file and line.
    InputError
        If the folder is missing or holds none of the three files.
    """
    if folder is None:
        return packaged_lexicon()
    return _merged(_packaged(), _read_folder(folder))


def _packaged() -> tuple[ListFile, ...]:
    folder = files("crmkb") / "data" / "lexicon"
    return tuple(parse((folder / name).read_bytes(), path=Path(name), name=name) for name in FILES)


def _read_folder(folder: Path) -> tuple[ListFile, ...]:
    """Read the lists of a folder; what is wrong stays in them."""
    if not folder.is_dir():
        raise InputError("korean.lexicon_no_folder", path=folder)
    paths = [folder / name for name in FILES if (folder / name).is_file()]
    if not paths:
        # 'compounds.tsv.txt' is what Notepad makes of a name without quotes; showing what is there tells.
        there = ", ".join(sorted(path.name for path in folder.iterdir())[:5])
        raise InputError("korean.lexicon_no_files", path=folder, names=", ".join(FILES), there=there or "-")
    return tuple(parse(path.read_bytes(), path=path, name=path.name) for path in paths)


def _merged(packaged: Iterable[ListFile], own: Iterable[ListFile]) -> Lexicon:
    """Lay the user's lists over the packaged ones."""
    base = {lists.name: lists.entries for lists in packaged}
    over = {lists.name: lists.entries for lists in own}
    problems = [problem for lists in own for problem in lists.problems]
    problems += [
        InputError("korean.lexicon_not_there", path=entry.path, line=entry.line, entry=entry.form)
        for name in FILES
        for entry in over.get(name, {}).values()
        if entry.removes and entry.form.lower() not in base[name]
    ]
    taken = {entry.value.lower() for entry in over.get(VARIANTS, {}).values()}
    base[VARIANTS] = {form: entry for form, entry in base[VARIANTS].items() if form not in taken}
    compounds, variants, stops = (_kept({**base[name], **over.get(name, {})}) for name in FILES)
    targets = {form: entry.value for form, entry in variants.items()}
    problems += _circles(variants, targets)
    if problems:
        raise InputErrors(tuple(sorted(problems, key=lambda p: (str(p.facts["path"]), p.facts.get("line", 0)))))
    return Lexicon(
        {entry.form: entry.value or tag_of(entry.form) for entry in compounds.values()},
        {entry.form: _end_of_chain(form, targets) for form, entry in variants.items()},
        frozenset(stops),
    )


def _kept(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {form: entries[form] for form in sorted(entries) if not entries[form].removes}


def _circles(variants: Mapping[str, Entry], targets: Mapping[str, str]) -> list[CrmkbError]:
    """Find the circles among variants; each is told once, at the entry of it that comes first in its file."""
    found: list[CrmkbError] = []
    told: set[str] = set()
    for form, entry in sorted(variants.items(), key=lambda item: item[1].line):
        chain = [form]
        while (following := targets.get(chain[-1], "").lower()) and following not in chain:
            chain.append(following)
        if following == form and form not in told:
            circle = " -> ".join((*chain, form))
            found.append(InputError("korean.lexicon_circle", path=entry.path, line=entry.line, circle=circle))
            told.update(chain)
    return found


def _end_of_chain(form: str, targets: Mapping[str, str]) -> str:
    while form.lower() in targets:
        form = targets[form.lower()]
    return form
