"""Komoran, eojeol by eojeol: each is analyzed once, all new ones of a batch in one call into Java."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from crmkb.korean.tagging.align import align
from crmkb.korean.tagging.java_batch import answers, answers_or_culprit, batches
from crmkb.korean.tagging.java_function import LIST, STRING, method, text_function, then
from crmkb.korean.tagging.java_tagger import JavaTagger
from crmkb.korean.tagging.java_text import loose_units, settled, shown_to_java
from crmkb.korean.tagging.jvm import jar_version, java_errors, konlpy_java, start_jvm
from crmkb.korean.tagset import KOMORAN, to_sejong
from crmkb.korean.words import Tagged, Unit, Word, cover

MOST_REMEMBERED = 100_000
"""Eojeols whose analysis is kept; some 60 MB when full."""

_ANALYZER = "kr.co.shineware.nlp.komoran.core.Komoran"
_RESULT = "kr.co.shineware.nlp.komoran.model.KomoranResult"
_LABEL = "Komoran"
_EOJEOL = re.compile(r"\S{1,100}")
_MORPHEME = re.compile(r"Pair \[first=(.+?), second=([A-Za-z]+)\]")


class KomoranTagger(JavaTagger):
    """Komoran with offsets that are the same every time, which its own are not.

    Komoran forgets at each blank what came before; only entries of several words, titles of encyclopedia articles such
    as 돈이 없어 or 2017년 8월, reach across. So an eojeol is shown alone: it is analyzed as in a text without such
    entries, and once however often it occurs. Loose letters are cut off, since 좋아요ㅋㅋ is unanalyzable to Komoran.
    """

    def __init__(self) -> None:
        self.name = f"komoran {jar_version('komoran')}"
        start_jvm()
        from jpype import JClass

        with java_errors(_LABEL, ""):
            analyzer = JClass(_ANALYZER)(str(konlpy_java() / "data" / "models"))
            analyze = method(_ANALYZER, "analyze", _RESULT, STRING).bindTo(analyzer)
            self._function = text_function(then(analyze, method(_RESULT, "getList", LIST)), LIST)
        self._known: dict[str, list[Word]] = {}

    def units_of(self, texts: Iterable[str]) -> Iterator[list[Unit]]:
        """Yield the units of each text, as `JavaTagger` says.

        Parameters
        ----------
        texts
            Any texts.

        Yields
        ------
        list[Unit]
            One list a text.

        Notes
        -----
        An eojeol of more than 100 characters is cut. Komoran's own offsets of contractions differ from call to call
        (it walks through a hash table), so borders are found by `align`. Cost: one call a batch, linear; only
        `tagged_all` remembers what it has read.
        """
        for batch in batches(texts):
            shown = [shown_to_java(text) for text in batch]
            found = [_EOJEOL.findall(one) for one in shown]
            new = list(dict.fromkeys(chain.from_iterable(found)))
            told = dict(zip(new, self._answers(new), strict=True))
            for text, one, eojeols in zip(batch, shown, found, strict=True):
                units = [
                    Unit(at + start, at + end, forms, tags)
                    for at, eojeol in _placed(one, eojeols)
                    for start, end, forms, tags in _units(eojeol, told[eojeol])
                ]
                yield settled(text, one, units)

    def tagged_all(self, texts: Iterable[str]) -> Iterator[Tagged]:
        """Cut texts into words that cover them, as `JavaTagger` does, with a memory of the words of every eojeol."""
        for batch in batches(texts):
            shown = [shown_to_java(text) for text in batch]
            found = [_EOJEOL.findall(one) for one in shown]
            known = self._learned(chain.from_iterable(found))
            for text, one, eojeols in zip(batch, shown, found, strict=True):
                yield _covered(text, _placed(one, eojeols), known)

    def _learned(self, eojeols: Iterable[str]) -> dict[str, list[Word]]:
        """Give a memory that holds these eojeols."""
        # Another thread may begin a new memory meanwhile; ours stays as it is.
        known = self._known
        if len(known) > MOST_REMEMBERED:
            known = self._known = {}
        new = [eojeol for eojeol in dict.fromkeys(eojeols) if eojeol not in known]
        for eojeol, answer in zip(new, self._answers(new), strict=True):
            known[eojeol] = _words(eojeol, answer)
        return known

    def _answers(self, eojeols: Sequence[str]) -> list[str]:
        return answers_or_culprit(self._ask, eojeols)

    def _ask(self, eojeols: Sequence[str]) -> list[str]:
        return answers(_LABEL, self._function, eojeols)


def _placed(shown: str, eojeols: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Say where each eojeol begins."""
    at = 0
    for eojeol in eojeols:
        at = shown.index(eojeol, at)
        yield at, eojeol
        at += len(eojeol)


def _covered(text: str, eojeols: Iterable[tuple[int, str]], known: Mapping[str, list[Word]]) -> Tagged:
    """Put a text together from the words of its eojeols and from what lies between them."""
    words: list[Word] = []
    spaces: list[bool] = []
    at = 0
    for start, eojeol in eojeols:
        if at < start:
            _fill(words, spaces, text[at:start])
        own = known[eojeol]
        words += own
        spaces += [False] * len(own)
        at = start + len(eojeol)
    _fill(words, spaces, text[at:])
    return Tagged(words, spaces)


def _fill(words: list[Word], spaces: list[bool], gap: str) -> None:
    """Add what Komoran was not shown; the first blank belongs to the word before it."""
    if words and gap[:1] == " ":
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        between = cover(gap, loose_units(gap))
        words += between.words
        spaces += between.spaces


def _words(eojeol: str, answer: str) -> list[Word]:
    """Read `[Pair [first=못하, second=VX], Pair [first=았, second=EP]]`."""
    morphemes = _MORPHEME.findall(answer)
    if "".join([form for form, _ in morphemes]) == eojeol:
        return [_word(form, tag) for form, tag in morphemes]
    return cover(eojeol, _units(eojeol, answer)).words


@lru_cache(50_000)
def _word(form: str, tag: str) -> Word:
    # One object for all eojeols: most of the memory would else be copies of particles and endings.
    return Word(form, to_sejong(KOMORAN, tag, form), form)


def _units(eojeol: str, answer: str) -> list[Unit]:
    morphemes = _MORPHEME.findall(answer)
    if not morphemes:
        return []
    forms = tuple([form for form, _ in morphemes])
    tags = tuple([to_sejong(KOMORAN, tag, form) for form, tag in morphemes])
    return [Unit(start, end, forms[first:last], tags[first:last]) for start, end, first, last in align(eojeol, forms)]
