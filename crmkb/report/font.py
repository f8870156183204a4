"""The embedded font, cut down to the characters that one report uses."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

Weight = Literal["regular", "bold"]

FAMILY = "crmkb Sans KR"
"""Name of the font in CSS; not that of its original, which its licence reserves."""

_FILES: dict[Weight, str] = {"regular": "crmkb-sans-kr.woff2", "bold": "crmkb-sans-kr-bold.woff2"}


def subset(characters: Iterable[str], *, weight: Weight = "regular") -> bytes:
    """Cut a font that draws these characters, the blank, and no others.

    Parameters
    ----------
    characters
        Single characters or a text; order and repetition do not matter. Those that the font lacks are passed over.
    weight
        `"regular"` or `"bold"`.

    Returns
    -------
    bytes
        A woff2 file; the same characters give the same bytes.

    Notes
    -----
    Cost: a second or so for the first cut of a process, which unpacks the whole font; then some tenths.

    Examples
    --------
    >>> subset("가나다")[:4]
    b'wOF2'
    >>> subset("가나다") == subset(["다", "나", "가", "가"])
    True
    """
    font = TTFont(BytesIO(_unpacked(weight)), recalcTimestamp=False)
    options = Options(notdef_outline=True, legacy_kern=True, hinting=False, recalc_timestamp=False)
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted({" ", *characters})))
    subsetter.subset(font)
    font.flavor = "woff2"
    cut = BytesIO()
    font.save(cut)
    return cut.getvalue()


def missing(characters: Iterable[str]) -> str:
    """Tell which characters the font cannot draw; a reader's own fonts must.

    Parameters
    ----------
    characters
        Single characters or a text. White space and control characters need no drawing and are never reported.

    Returns
    -------
    str
        The characters in code point order, each once; empty when all can be drawn.

    Examples
    --------
    >>> missing("고객 顧客")
    '客顧'
    """
    return "".join(c for c in sorted(set(characters)) if c.isprintable() and not c.isspace() and c not in _drawable())


@cache
def _unpacked(weight: Weight) -> bytes:
    # Kept as plain TrueType, because undoing woff2 costs more than everything else here.
    packed = (files("crmkb") / "data" / "font" / _FILES[weight]).read_bytes()
    font = TTFont(BytesIO(packed), recalcTimestamp=False)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    return plain.getvalue()


@cache
def _drawable() -> frozenset[str]:
    return frozenset(map(chr, TTFont(BytesIO(_unpacked("regular")), lazy=True).getBestCmap()))
