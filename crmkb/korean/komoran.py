"""Komoran, eojeol by eojeol: each is analyzed once, all new ones of a batch in one call into Java."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from crmkb.korean.align import align
from crmkb.korean.java_batch import answers, answers_or_culprit, batches
from crmkb.korean.java_function import LIST, STRING, method, text_function, then
from crmkb.korean.java_tagger import JavaTagger
from crmkb.korean.java_text import settled, shown_to_java
from crmkb.korean.jvm import jar_version, java_errors, konlpy_java, start_jvm
from crmkb.korean.tagset import KOMORAN, to_sejong
from crmkb.korean.words import Unit

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
        self._known: dict[str, list[Unit]] = {}

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
        (it walks through a hash table), so borders are found by `align`. Cost: one call a batch, linear.
        """
        for batch in batches(texts):
            start_jvm()
            shown = [shown_to_java(text) for text in batch]
            found = [[(match.start(), match.group()) for match in _EOJEOL.finditer(one)] for one in shown]
            known = self._learned({eojeol for eojeols in found for _, eojeol in eojeols})
            for text, one, eojeols in zip(batch, shown, found, strict=True):
                units = [
                    Unit(at + start, at + end, forms, tags)
                    for at, eojeol in eojeols
                    for start, end, forms, tags in known[eojeol]
                ]
                yield units if one is text else settled(text, one, units)

    def _learned(self, eojeols: set[str]) -> dict[str, list[Unit]]:
        """Give a memory that holds these eojeols."""
        # Another thread may begin a new memory meanwhile; ours stays as it is.
        known = self._known
        if len(known) > MOST_REMEMBERED:
            known = self._known = {}
        new = sorted(eojeols - known.keys())
        for eojeol, answer in zip(new, answers_or_culprit(self._ask, new), strict=True):
            known[eojeol] = _read(eojeol, answer)
        return known

    def _ask(self, eojeols: Sequence[str]) -> list[str]:
        return answers(_LABEL, self._function, eojeols)


def _read(eojeol: str, answer: str) -> list[Unit]:
    """Read `[Pair [first=못하, second=VX], Pair [first=았, second=EP]]`."""
    morphemes = _MORPHEME.findall(answer)
    if not morphemes:
        return []
    forms = tuple([form for form, _ in morphemes])
    tags = tuple([to_sejong(KOMORAN, tag, form) for form, tag in morphemes])
    if "".join(forms) == eojeol:
        ends = list(accumulate(map(len, forms)))
        starts = [0, *ends[:-1]]
        return [Unit(*unit) for unit in zip(starts, ends, zip(forms), zip(tags), strict=True)]
    return [Unit(start, end, forms[first:last], tags[first:last]) for start, end, first, last in align(eojeol, forms)]
