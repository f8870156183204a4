"""Many texts through one call into Java: one function there, mapped over a stream of pieces of text."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from crmkb.errors import CrmkbError
from crmkb.korean.tagging.java_text import LOOSE, segments, settled, shown_to_java
from crmkb.korean.tagging.jvm import java_errors, start_jvm
from crmkb.korean.words import Unit

_SEPARATOR = "\x02"
_MOST_TEXTS, _MOST_CHARACTERS = 500, 50_000


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Group texts so that Java's answer about a group fits well into its memory.

    Parameters
    ----------
    texts
        Any number; read as the groups are asked for.

    Yields
    ------
    list[str]
        At most 500 texts and, but for a single text, 50,000 characters; none empty of texts.

    Examples
    --------
    >>> [len(batch) for batch in batches(["가"] * 1_100)]
    [500, 500, 100]
    """
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _MOST_TEXTS or size + len(text) > _MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def answers(tagger: str, function: Any, pieces: Sequence[str]) -> list[str]:  # noqa: ANN401
    """Apply a Java function to pieces of text in one call.

    Parameters
    ----------
    tagger
        Name for error messages.
    function
        A `java.util.function.Function` from text to text.
    pieces
        As `shown_to_java` writes them, none empty.

    Returns
    -------
    list[str]
        One answer a piece.

    Raises
    ------
    CrmkbError
        If Java fails; the sentence begins with the first piece.
    """
    start_jvm()
    if not pieces:
        return []
    from jpype import JClass

    with java_errors(tagger, pieces[0]), _without_collections():
        stream = JClass("java.util.regex.Pattern").compile(_SEPARATOR).splitAsStream(_SEPARATOR.join(pieces))
        joined = stream.map(function).collect(JClass("java.util.stream.Collectors").joining(_SEPARATOR))
    return str(joined).split(_SEPARATOR)


@contextmanager
def _without_collections() -> Iterator[None]:
    """Keep Python from collecting garbage, unless it does not anyway.

    JPype has Python collect all there is whenever Java has collected a little, which is several times a call and may
    take longer than the call.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def answers_or_culprit(ask: Callable[[Sequence[str]], list[str]], pieces: Sequence[str]) -> list[str]:
    """Ask about all pieces at once and, should that fail, about one after another, so that the error names the piece.

    Parameters
    ----------
    ask
        `answers` of a tagger.
    pieces
        Any number.

    Returns
    -------
    list[str]
        One answer a piece.

    Raises
    ------
    CrmkbError
        Of the first piece that fails alone too.
    """
    try:
        return ask(pieces)
    except CrmkbError as error:
        if error.key != "korean.jvm_failed" or len(pieces) == 1:
            raise
    return [answer for piece in pieces for answer in ask([piece])]


class Bounds(NamedTuple):
    """What a tagger can bear: characters of a word and of a line, and what it is not shown (see `shown_to_java`)."""

    word: int
    line: int
    loose: re.Pattern[str] = LOOSE


def units_by_line(
    texts: Iterable[str],
    ask: Callable[[Sequence[str]], list[str]],
    read: Callable[[str, str], Iterable[Unit]],
    bounds: Bounds,
) -> Iterator[list[Unit]]:
    """Tag texts line by line, many in one call.

    Parameters
    ----------
    texts
        Any number.
    ask
        `answers` of a tagger.
    read
        From a line and the answer about it to units in that line, in order.
    bounds
        Longer lines and words are cut.

    Yields
    ------
    list[Unit]
        One list a text, as `settled` makes it.
    """
    for batch in batches(texts):
        shown = [shown_to_java(text, bounds.loose) for text in batch]
        lines = [list(segments(one, word=bounds.word, line=bounds.line)) for one in shown]
        told = iter(answers_or_culprit(ask, [segment.text for found in lines for segment in found]))
        for text, one, found in zip(batch, shown, lines, strict=True):
            units = (
                Unit(segment.start + unit.start, segment.start + unit.end, unit.forms, unit.tags)
                for segment in found
                for unit in read(segment.text, next(told))
            )
            yield settled(text, one, units, bounds.loose)
