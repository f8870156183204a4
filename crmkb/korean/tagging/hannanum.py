"""Hannanum with KAIST's full tagset, one workflow a thread, since a shared one ends the Java machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from crmkb.errors import CrmkbError
from crmkb.korean.tagging.align import Eojeol, place
from crmkb.korean.tagging.java_batch import Bounds, answers, units_by_line
from crmkb.korean.tagging.java_function import STRING, VOID, after, method, text_function
from crmkb.korean.tagging.java_tagger import JavaTagger
from crmkb.korean.tagging.jvm import jar_version, java_errors, konlpy_java, start_jvm
from crmkb.korean.tagset import HANNANUM, to_sejong
from crmkb.korean.words import Unit

_PACKAGE = "kr.ac.kaist.swrc.jhannanum."
_WORKFLOW = f"{_PACKAGE}hannanum.Workflow"
_MAJOR, _SUPPLEMENT = f"{_PACKAGE}plugin.MajorPlugin.", f"{_PACKAGE}plugin.SupplementPlugin."
_SEGMENTOR = f"{_SUPPLEMENT}PlainTextProcessor.SentenceSegmentor.SentenceSegmentor"
_FILTER = f"{_SUPPLEMENT}PlainTextProcessor.InformalSentenceFilter.InformalSentenceFilter"
_ANALYZER = f"{_MAJOR}MorphAnalyzer.ChartMorphAnalyzer.ChartMorphAnalyzer"
_GUESSER = f"{_SUPPLEMENT}MorphemeProcessor.UnknownMorphProcessor.UnknownProcessor"
_HMM = f"{_MAJOR}PosTagger.HmmPosTagger.HMMTagger"
_ANALYZER_FILE = "conf/plugin/MajorPlugin/MorphAnalyzer/ChartMorphAnalyzer.json"
_HMM_FILE = "conf/plugin/MajorPlugin/PosTagger/HmmPosTagger.json"
_LABEL = "Hannanum"
# Its charts overflow on words of some 120 syllables, and on sentences of some thousand eojeols.
_BOUNDS = Bounds(word=40, line=1_000)
_MORPHEME = re.compile(r"(.+?)/([a-z]+)(?:\+|$)")


class HannanumTagger(JavaTagger):
    """Hannanum with offsets, safe between threads, on any path and on blank text.

    KoNLPy's own class gives 9 or 22 tags; the same workflow without its last step gives the 69 they are made of.
    """

    def __init__(self) -> None:
        self.name = f"jhannanum {jar_version('jhannanum')}"
        self._of_thread = threading.local()
        self._function()

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
        A word of more than 40 characters and a line of more than 1,000 are cut: Hannanum fails on longer ones. Cost:
        one call a batch.
        """
        return units_by_line(texts, self._ask, _read, _BOUNDS)

    def _ask(self, lines: Sequence[str]) -> list[str]:
        try:
            return answers(_LABEL, self._function(), lines)
        except CrmkbError:
            # A workflow that failed answers the next text with what was left of this one.
            self._of_thread.function = None
            raise

    def _function(self) -> Any:  # noqa: ANN401  # Java objects have no type here
        """Give the function of this thread."""
        function = getattr(self._of_thread, "function", None)
        if function is None:
            start_jvm()
            with java_errors(_LABEL, ""):
                function = self._of_thread.function = _workflow()
        return function


def _workflow() -> Any:  # noqa: ANN401
    """Set up what KoNLPy's WorkflowFactory does, whose folder must have neither blanks nor Hangul in its path."""
    from jpype import JClass

    workflow = JClass(_WORKFLOW)(str(konlpy_java()))
    workflow.appendPlainTextProcessor(JClass(_SEGMENTOR)(), None)
    workflow.appendPlainTextProcessor(JClass(_FILTER)(), None)
    workflow.setMorphAnalyzer(JClass(_ANALYZER)(), _ANALYZER_FILE)
    workflow.appendMorphemeProcessor(JClass(_GUESSER)(), None)
    workflow.setPosTagger(JClass(_HMM)(), _HMM_FILE)
    workflow.activateWorkflow(False)
    analyze = method(_WORKFLOW, "analyze", VOID, STRING).bindTo(workflow)
    result = method(_WORKFLOW, "getResultOfDocument", STRING).bindTo(workflow)
    return text_function(after(analyze, result), STRING)


def _read(line: str, answer: str) -> Iterator[Unit]:
    """Find the units of a line from Hannanum's answer."""
    return place(line, _eojeols(answer))


def _eojeols(answer: str) -> Iterator[Eojeol]:
    r"""Read `못했기\n\t못하/px+었/ep+기/etn\n\n`, an eojeol and its morphemes a block."""
    for surface, row in pairwise(answer.split("\n")):
        if row.startswith("\t"):
            morphemes = _MORPHEME.findall(row[1:])
            forms = tuple(form for form, _ in morphemes)
            yield Eojeol(surface, forms, tuple(to_sejong(HANNANUM, tag, form) for form, tag in morphemes))
