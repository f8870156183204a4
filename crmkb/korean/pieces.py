"""Long texts in pieces, so that the analysis of one needs no more memory than that of a short one."""

from __future__ import annotations

from collections.abc import Iterator

PIECE = 20_000
"""Longest piece in code points; shorter texts, nearly all, stay whole."""


def pieces(text: str, size: int = PIECE) -> Iterator[tuple[int, str]]:
    r"""Cut a text behind a line end, else behind a blank, else where it must be.

    Parameters
    ----------
    text
        Any text.
    size
        Most code points a piece, 1 or more.

    Yields
    ------
    tuple[int, str]
        Where the piece starts in the text, and the piece; joined they are the text. None for an empty text.

    Examples
    --------
    >>> list(pieces("가나\n다라 마바", 4))
    [(0, '가나\n'), (3, '다라 '), (6, '마바')]
    """
    start = 0
    while len(text) - start > size:
        end = start + size
        cut = text.rfind("\n", start, end) + 1 or text.rfind(" ", start, end) + 1 or end
        yield start, text[start:cut]
        start = cut
    if start < len(text):
        yield start, text[start:]
