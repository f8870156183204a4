"""A document as people read it: paragraphs, with every passage in its place."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmkb.types import Passage

_BREAK = re.compile(r"\s*\n\s*")


class Piece(NamedTuple):
    """A stretch of a document: a passage, or with an empty id what lies between passages."""

    passage_id: str
    text: str


def paragraphs(text: str, passages: Sequence[Passage]) -> list[list[Piece]]:
    r"""Split a document into paragraphs of pieces.

    Parameters
    ----------
    text
        The document's text.
    passages
        Its passages, by position.

    Returns
    -------
    list[list[Piece]]
        One list a paragraph, none empty. Every passage is one piece with its whole text, also where it goes over a line
        end. A passage that begins before the one before it ends stands in a paragraph of its own at the end.

    Examples
    --------
    >>> from crmkb.types import Passage
    >>> for pieces in paragraphs("제목\n\n교육이 짧다. 끝", [Passage("p1", "d", 4, 11, "교육이 짧다.")]):
    ...     print([tuple(piece) for piece in pieces])
    [('', '제목')]
    [('p1', '교육이 짧다.'), ('', ' 끝')]
    """
    found: list[list[Piece]] = [[]]
    overlapping = [later for earlier, later in pairwise(passages) if later.start < earlier.end]
    position = 0
    for passage in passages:
        if passage not in overlapping:
            _add_between(found, text[position : passage.start])
            found[-1].append(Piece(passage.id, passage.text))
            position = passage.end
    _add_between(found, text[position:])
    found.extend([Piece(passage.id, passage.text)] for passage in overlapping)
    return [pieces for pieces in found if pieces]


def _add_between(found: list[list[Piece]], text: str) -> None:
    first, *others = _BREAK.split(text)
    if first:
        found[-1].append(Piece("", first))
    found.extend([Piece("", line)] if line else [] for line in others)
