"""Characters that must not reach a page or a sheet as they are."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"  # cannot stand in HTML or XML
    "|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # would turn the text around them
)


def visible(text: str) -> str:
    r"""Replace control characters, lone surrogates and direction marks by U+FFFD, one for one.

    Parameters
    ----------
    text
        Any text; tabs and line ends stay.

    Returns
    -------
    str
        A text of the same length.

    Examples
    --------
    >>> visible("보고서\u202etxt.exe")
    '보고서�txt.exe'
    """
    return _UNSAFE.sub("\ufffd", text)
