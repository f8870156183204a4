"""Read .txt and .md: the whole file is one text, or each line is a comment."""

from __future__ import annotations

import re
import unicodedata

from crmkb.errors import InputError
from crmkb.ingest.boilerplate import is_furniture
from crmkb.ingest.decode import decode
from crmkb.ingest.reading import FoundText, Reading, Request
from crmkb.strings import say

_TITLE_LENGTH = 80
_LABEL = re.compile(r"^\s*제\s*목\s*[:：]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(request: Request) -> Reading:
    """Read a file of text.

    Parameters
    ----------
    request
        The file; its `lines` decides between one text and one a line.

    Returns
    -------
    Reading
        The whole text with row 0; or each line that is not blank, its row being the line's number.

    Raises
    ------
    InputError
        If the bytes are no text, or hold only blanks.
    """
    decoded = decode(request.data, name=request.path)
    if not decoded.text.strip():
        raise InputError("ingest.empty", path=request.path)
    notes = tuple(say(key, path=request.path) for key in decoded.doubts)
    if request.lines:
        lines = enumerate(_LINE_END.split(decoded.text), 1)
        return Reading(tuple(FoundText(line, row=n) for n, line in lines if line.strip()), decoded.encoding, notes)
    return Reading((FoundText(decoded.text),), decoded.encoding, notes)


def title_of(text: str) -> str:
    r"""Take a text's title from its first line that holds a letter or digit and is no furniture.

    Parameters
    ----------
    text
        A whole text.

    Returns
    -------
    str
        Up to 80 characters in NFC, without heading marks and `제목:`, with single blanks; `""` where there is no line.

    Examples
    --------
    >>> title_of("---\n\n## CRM  실패의 기록\n본문")
    'CRM 실패의 기록'
    """
    for line in map(str.strip, _LINE_END.split(text)):
        if any(map(str.isalnum, line)) and not is_furniture(line):
            return shortened(_LABEL.sub("", line.lstrip("#")))
    return ""


def shortened(title: str) -> str:
    r"""Bring a title into one line of at most 80 characters.

    Parameters
    ----------
    title
        Any text.

    Returns
    -------
    str
        NFC, single blanks, without blank edges; a longer one ends with `…`.

    Examples
    --------
    >>> shortened(" 교육\n 없는  CRM ")
    '교육 없는 CRM'
    """
    whole = " ".join(unicodedata.normalize("NFC", title).split())
    return whole if len(whole) <= _TITLE_LENGTH else whole[: _TITLE_LENGTH - 1].rstrip() + "…"
