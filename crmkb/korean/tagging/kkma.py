"""Kkma, the slowest: words are kept short, since its time explodes with their length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crmkb.korean.tagging.align import Eojeol, place
from crmkb.korean.tagging.java_batch import Bounds, answers, units_by_line
from crmkb.korean.tagging.java_function import LIST, STRING, method, text_function
from crmkb.korean.tagging.java_tagger import JavaTagger
from crmkb.korean.tagging.java_text import LOOSE
from crmkb.korean.tagging.jvm import jar_version, java_errors, start_jvm
from crmkb.korean.tagset import KKMA, to_sejong
from crmkb.korean.words import Unit

_INTERFACE = "kr.lucypark.kkma.KkmaInterface"
_LABEL = "Kkma"
# 이 twenty times without a blank takes 11 CPU-s, thirty times minutes; ordinary words of 20 syllables 50 CPU-ms.
_BOUNDS = Bounds(word=20, line=1_000, loose=re.compile(rf"{LOOSE.pattern}|([가-힣])\1{{4,}}"))
_EOJEOL = re.compile(r"(?:^\[\[|\]\], \[|\], )([^\t]+?)\t*=> \[(?=\d+/)(.*?/[A-Z]+(?:/C)?)(?=\](?:, |\]))")
_MORPHEME = re.compile(r"\d+/(.+?)/([A-Z]+)(?:/C)?(?=\+\d+/|$)")


class KkmaTagger(JavaTagger):
    """Kkma with offsets, and without its endless runs on repeated or unspaced syllables."""

    def __init__(self) -> None:
        self.name = f"kkma {jar_version('kkma')}"
        start_jvm()
        from jpype import JClass

        with java_errors(_LABEL, ""):
            analyze = method(_INTERFACE, "morphAnalyzer", LIST, STRING).bindTo(JClass(_INTERFACE)())
            self._function = text_function(analyze, LIST)

    def units_of(self, texts: Iterable[str]) -> Iterator[list[Unit]]:
        """Yield the units of each text, as `JavaTagger` says.

        Parameters
        ----------
        texts
            Any texts.

        Returns
        -------
        Iterator[list[Unit]]
            One list a text.

        Notes
        -----
        A word of more than 20 characters is cut, and a syllable that comes five times in a row or more is one
        interjection. Cost: one call a batch.
        """
        return units_by_line(texts, self._ask, _read, _BOUNDS)

    def _ask(self, lines: Sequence[str]) -> list[str]:
        return answers(_LABEL, self._function, lines)


def _read(line: str, answer: str) -> Iterator[Unit]:
    """Find the units of a line from Kkma's answer."""
    return place(line, _eojeols(answer))


def _eojeols(answer: str) -> Iterator[Eojeol]:
    """Read `[[못했기 => [0/못하/VX+2/었/EPT+2/기/ETN], 때문 => [4/때문/NNB]]]`: sentences, eojeols, morphemes.

    The numbers would be offsets, but start anew inside a line that Kkma has cut into eojeols itself.
    """
    for surface, row in _EOJEOL.findall(answer):
        morphemes = _MORPHEME.findall(row)
        forms = tuple(form for form, _ in morphemes)
        yield Eojeol(surface, forms, tuple(to_sejong(KKMA, tag, form) for form, tag in morphemes))
