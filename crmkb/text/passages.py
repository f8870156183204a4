"""Cut a document's stored text into passages: a comment is one, an article many of one to three sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from crmkb.text.offsets import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crmkb.types import DocumentKind

_WHOLE: tuple[DocumentKind, ...] = ("feedback", "chat")
_ENOUGH = 80
_SENTENCES = 3
_MOST = 300
_REMAINDER = 30

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}(?:>\s*)*#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"\s{0,3}(?:={2,}|-{2,})\s*$")
# List markers, quotation marks of mail and Markdown, and heading marks that lack their blank.
_MARKERS = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+•·◦▪■□○●◆▶]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)?#*\s*")
_TABLE_ROW = re.compile(r"\s*\|(.*)\|\s*$")
_TABLE_RULE = re.compile(r"\s*\|[\s|:-]*-[\s|:-]*\|\s*$")
_SENTENCE_MARKS = ".?!。…"
_LONGEST_HEADING = 80


def cut(text: str, *, kind: DocumentKind, sentence_ends: Sequence[int]) -> tuple[Span, ...]:
    r"""Cut a text into passages.

    Parameters
    ----------
    text
        A document's stored text; may be empty.
    kind
        Feedback and chat are never cut: the whole text without blank edges is one passage. Other kinds are cut.
    sentence_ends
        Positions in `text` just behind the last character of each sentence, rising. A line's end always ends one.

    Returns
    -------
    tuple[Span, ...]
        The passages in order: never overlapping, inside one line, without blank edges. Empty for a blank text.

    Notes
    -----
    Sentences of a line are joined while the passage is shorter than 80 characters, has fewer than 3 and would not pass
    300; a remainder under 30 characters joins the passage before it in its line. Each letter of a body line is in
    exactly one passage. No passage: headings of Markdown and of its tables, fenced code, and lines without a letter
    (rules, page numbers). The outer bars of a table's rows stay outside.
    List markers, `>` and heading marks at a line's start stay outside. Cost: linear.

    Examples
    --------
    >>> text = "# 교훈\n- 교육이 없었다. 아무도 안 썼다."
    >>> [text[start:end] for start, end in cut(text, kind="article", sentence_ends=[16, 25])]
    ['교육이 없었다. 아무도 안 썼다.']
    >>> cut(" 좋았어요.  감사합니다 ", kind="feedback", sentence_ends=[6])
    (Span(start=1, end=13),)
    """
    if kind in _WHOLE:
        whole = _trimmed(text, 0, len(text))
        return (whole,) if whole.start < whole.end else ()
    found: list[Span] = []
    for start, end in _body_lines(text):
        found += _joined(text, _sentences(text, start, end, sentence_ends))
    return tuple(found)


def _body_lines(text: str) -> Iterator[Span]:
    """Yield the trimmed prose lines, without their markers."""
    lines = list(_lines(text))
    closing = _closing_fences(text, lines)
    skip_to = 0
    for number, (start, end) in enumerate(lines):
        if number < skip_to:
            continue
        skip_to = closing.get(number, number) + 1
        line = text[start:end]
        if number in closing or not _has_letter(line) or _HEADING.match(line) or _is_setext(text, lines, number):
            continue
        row = _TABLE_ROW.match(line)
        if row:
            if number + 1 == len(lines) or not _TABLE_RULE.match(text, *lines[number + 1]):
                yield _trimmed(text, start + row.start(1), start + row.end(1))
            continue
        # A line that opens a fence nobody closes is prose from behind the fence on.
        marks = _FENCE.match(line) or _MARKERS.match(line)
        yield _trimmed(text, start + (marks.end() if marks else 0), end)


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines without their line ends."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _closing_fences(text: str, lines: list[Span]) -> dict[int, int]:
    """Map the number of each line that opens fenced code to that of the line that closes it."""
    pairs: dict[int, int] = {}
    opened: dict[str, int] = {}
    for number, (start, end) in enumerate(lines):
        fence = _FENCE.match(text, start, end)
        if not fence:
            continue
        mark = fence.group(1)[0]
        if mark in opened:
            pairs[opened[mark]] = number
            opened.clear()
        elif not opened:
            opened[mark] = number
    return pairs


def _is_setext(text: str, lines: list[Span], number: int) -> bool:
    """Tell whether a line is a heading by the rule under it, standing alone and being no sentence."""
    if number + 1 >= len(lines) or not _UNDERLINE.match(text, *lines[number + 1]):
        return False
    line = text[slice(*lines[number])].strip()
    alone = number == 0 or not text[slice(*lines[number - 1])].strip()
    return alone and len(line) <= _LONGEST_HEADING and line[-1:] not in _SENTENCE_MARKS


def _sentences(text: str, start: int, end: int, sentence_ends: Sequence[int]) -> Iterator[Span]:
    """Yield the trimmed sentences of a line."""
    first, last = bisect_right(sentence_ends, start), bisect_left(sentence_ends, end)
    begin = start
    for stop in (*sentence_ends[first:last], end):
        sentence = _trimmed(text, begin, stop)
        if sentence.start < sentence.end:
            yield sentence
        begin = stop


def _joined(text: str, sentences: Iterator[Span]) -> list[Span]:
    """Join the sentences of one line into passages."""
    found: list[Span] = []
    count = 0
    lettered = False
    for start, end in sentences:
        letters = _has_letter(text[start:end])
        if found and (not lettered or _goes_on(found[-1], end, count)):
            found[-1] = Span(found[-1].start, end)
            count += 1
            lettered |= letters
        else:
            found.append(Span(start, end))
            count, lettered = 1, letters
    if len(found) > 1 and (found[-1].end - found[-1].start < _REMAINDER or not lettered):
        remainder = found.pop()
        found[-1] = Span(found[-1].start, remainder.end)
    return found


def _goes_on(passage: Span, end: int, count: int) -> bool:
    """Tell whether a passage of `count` sentences takes in the next one, which ends at `end`."""
    return passage.end - passage.start < _ENOUGH and count < _SENTENCES and end - passage.start <= _MOST


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out the blank edges of a stretch."""
    piece = text[start:end]
    kept = piece.strip()
    if not kept:
        return Span(start, start)
    first = start + len(piece) - len(piece.lstrip())
    return Span(first, first + len(kept))


def _has_letter(text: str) -> bool:
    """Tell whether a text holds a letter of any script."""
    return any(map(str.isalpha, text))
