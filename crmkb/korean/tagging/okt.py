"""Okt, which says where each token stands and gives the dictionary form of verbs and adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crmkb.korean.tagging.java_batch import Bounds, answers, units_by_line
from crmkb.korean.tagging.java_function import LIST, static_method, text_function, then
from crmkb.korean.tagging.java_tagger import JavaTagger
from crmkb.korean.tagging.jvm import jar_version, java_errors, start_jvm
from crmkb.korean.tagset import OKT, to_sejong
from crmkb.korean.words import Unit

_PROCESSOR = "org.openkoreantext.processor.OpenKoreanTextProcessorJava"
_TEXT, _TOKENS = "java.lang.CharSequence", "scala.collection.Seq"
_LABEL = "Okt"
# Okt's time grows with the square of a word's length: 15 CPU-ms for 40 characters, 4 CPU-s for 1,000.
_BOUNDS = Bounds(word=50, line=5_000)
_TOKEN = re.compile(r"\(([A-Z]\w+)(?:\(([^()]+)\))?: (\d+), (\d+)\)(?=, |\]$)")
_STEM_END = "다"
_COPULAS = {"이": "VCP", "아니": "VCN"}


class OktTagger(JavaTagger):
    """Okt with offsets and stems.

    A verb or adjective is one unit with its stem as only morpheme (했다 is 하): Okt does not cut endings off.
    """

    def __init__(self) -> None:
        self.name = f"open-korean-text {jar_version('open-korean-text')}"
        start_jvm()
        with java_errors(_LABEL, ""):
            tokenize = static_method(_PROCESSOR, "tokenize", _TOKENS, _TEXT)
            listed = static_method(_PROCESSOR, "tokensToJavaKoreanTokenList", LIST, _TOKENS)
            self._function = text_function(then(tokenize, listed), LIST)

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
        A word of more than 50 characters is cut. Cost: one call a batch.
        """
        return units_by_line(texts, self._ask, _read, _BOUNDS)

    def _ask(self, lines: Sequence[str]) -> list[str]:
        return answers(_LABEL, self._function, lines)


def _read(line: str, answer: str) -> Iterator[Unit]:
    """Read `[직원(Noun: 0, 2), 했다(Verb(하다): 3, 2)]`."""
    for tag, stem, offset, length in _TOKEN.findall(answer):
        start = int(offset)
        end = start + int(length)
        form = stem.removesuffix(_STEM_END) or line[start:end]
        if form:
            sejong = _COPULAS.get(form) if stem else None
            yield Unit(start, end, (form,), (sejong or to_sejong(OKT, tag, form),))
