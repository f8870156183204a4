"""Bring text into the one form that is stored, with the way back to what the file said.

Canonical composition (NFC) and a table of single characters, nothing else. Never NFKC: it would turn ㅋㅋ and ㅠㅠ into
conjoining jamo and take ①, ㈜ and ㎡ apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from crmkb.text.offsets import build, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crmkb.types import OffsetMap

# Characters that no rule changes and that start no composition with the character before them.
_PLAIN = r"\t\n\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u22ff"
_PLAIN += r"\u2460-\u27ff\u3001-\u3029\u3041-\u3096\u30a1-\u30ff"
_PLAIN += r"\u3131-\u3163\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff"
_CLUSTER = re.compile(f"[^{_PLAIN}]+")
_ONE_FOR_ONE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\uff01-\uff5e\uffa1-\uffdc]")

_ZERO_WIDTH = (0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_FILLERS = (0x115F, 0x1160, 0x3164, 0xFFA0)
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_SURROGATES = range(0xD800, 0xE000)
_LINE_ENDS = (0x0B, 0x0C, 0x0D, 0x2028, 0x2029)
_SPACES = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
# Half-width jamo stand in four groups with gaps; each group is a run of the compatibility jamo.
_HALF_WIDTH_JAMO = ((0xFFA1, 0xFFBE, 0x3131), (0xFFC2, 0xFFC7, 0x314F), (0xFFCA, 0xFFCF, 0x3155),
                    (0xFFD2, 0xFFD7, 0x315B), (0xFFDA, 0xFFDC, 0x3161))  # fmt: skip
# The first syllable of the word processor's name, which its files write by a private character.
_HANCOM_HAN = (0xF53A, "\u1112\u119e\u11ab")
_LONG_BLOCK = 32


class Normalized(NamedTuple):
    """A text in its stored form, and the way back to the text it was made from."""

    text: str
    offsets: OffsetMap


def normalize(text: str) -> Normalized:
    r"""Bring a text into its stored form.

    Parameters
    ----------
    text
        Any text, as decoded; may hold lone surrogates, any line ends, or be empty.

    Returns
    -------
    Normalized
        The text: composed (NFC); full-width ASCII as ASCII; every Unicode blank as a blank; half-width jamo as the
        ordinary ones; every line end as `\n`; without zero-width, bidi and filler characters, control characters other
        than `\n` and tab, and lone surrogates. And the map back to `text`.

    Notes
    -----
    A dropped character belongs to the character before it. Cost: linear; runs of ordinary characters are copied whole.

    Examples
    --------
    >>> text, offsets = normalize("ＣＲＭ\u3000교육\u200bㅋㅋ①")
    >>> text
    'CRM 교육ㅋㅋ①'
    >>> offsets.anchors
    (Anchor(here=0, there=0), Anchor(here=6, there=7))
    """
    if _ONE_FOR_ONE.search(text):
        text = text.translate(_one_for_one())
    pieces: list[str] = []
    starts: list[tuple[int, int]] = [(0, 0)]
    here = done = 0
    for cluster in _CLUSTER.finditer(text):
        if _is_normal(cluster.group(), text[cluster.start() - 1 : cluster.start()]):
            continue
        # The character before may compose with what follows: it opens the cluster's first block.
        begin, end = max(cluster.start() - 1, done), cluster.end()
        end += text.startswith("\r\n", end - 1)
        if begin > done:
            pieces.append(text[done:begin])
            starts.append((here, done))
            here += begin - done
        for block, origins in _blocks(text[begin:end]):
            composed = _compose(block)
            pieces.append(composed)
            origins = origins[:1] if len(composed) == 1 else _origins(block, origins, composed)
            starts += [(here + k, begin + origin) for k, origin in enumerate(origins)]
            here += len(composed)
        done = end
    if not done:
        return Normalized(text, identity(len(text)))
    starts.append((here, done))
    pieces.append(text[done:])
    n_here = here + len(text) - done
    return Normalized("".join(pieces), build(_clean(starts, n_here), n_here=n_here, n_there=len(text)))


def is_plain(text: str) -> bool:
    """Tell whether a text holds only characters that no rule touches, as most texts do.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        True if `normalize` would change nothing; False where it would, or might.

    Examples
    --------
    >>> is_plain("교육ㅋㅋ①"), is_plain("ＣＲＭ"), is_plain("교육\u200b")
    (True, False, False)
    """
    return _CLUSTER.search(text) is None


@cache
def _one_for_one() -> dict[int, str | None]:
    r"""Return the part of the table that keeps every position, without line ends: `\r` asks for the one behind it."""
    return {code: to for code, to in _table().items() if to is not None and len(to) == 1 and to != "\n"}


@cache
def _table() -> dict[int, str | None]:
    """Return what becomes of single characters; None is dropped."""
    table: dict[int, str | None] = dict.fromkeys((*_ZERO_WIDTH, *_FILLERS, *_CONTROLS, *_SURROGATES))
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_LINE_ENDS, "\n") | {0x09: "\t", 0x0A: "\n"}
    for first, last, target in _HALF_WIDTH_JAMO:
        table |= {code: chr(target + code - first) for code in range(first, last + 1)}
    return table | dict([_HANCOM_HAN])


def _is_normal(cluster: str, before: str) -> bool:
    """Tell whether a cluster stays as it is behind the character before it."""
    return cluster.translate(_table()) == cluster and unicodedata.is_normalized("NFC", before + cluster)


def _blocks(piece: str) -> Iterator[tuple[str, list[int]]]:
    """Cut a piece into blocks that compose alone, each with the positions that its characters came from."""
    table = _table()
    block: list[str] = []
    origins: list[int] = []
    for position, raw in enumerate(piece):
        if raw == "\n" and piece[position - 1 : position] == "\r":
            continue
        for char in table.get(ord(raw), raw) or "":
            if block and not _joins(char):
                yield "".join(block), origins
                block, origins = [], []
            block.append(char)
            origins.append(position)
    if block:
        yield "".join(block), origins


def _joins(char: str) -> bool:
    """Tell whether a character may compose with, or change places with, the one before it."""
    if char < "\u0300":
        return False
    # Vowel and final jamo, and the one vowel sign (Kirat Rai) that is no mark but composes.
    if "\u1161" <= char <= "\u11c2" or char == "\U00016d67":
        return True
    return unicodedata.category(char)[0] == "M"


def _compose(block: str) -> str:
    """Compose a block; long runs of marks are put in order first, which NFC alone does in quadratic time."""
    if len(block) > _LONG_BLOCK:
        marks = unicodedata.normalize
        parts = [part for char in block for part in marks("NFD", char)]
        block = "".join(_in_canonical_order(parts))
    return unicodedata.normalize("NFC", block)


def _origins(block: str, origins: list[int], composed: str) -> list[int]:
    """Find where each composed character begins: both texts have the same length when taken apart."""
    parts = [origin for char, origin in zip(block, origins, strict=True) for _ in unicodedata.normalize("NFD", char)]
    found = []
    at = 0
    for char in composed:
        found.append(parts[at])
        at += len(unicodedata.normalize("NFD", char))
    return found


def _in_canonical_order(chars: list[str]) -> Iterator[str]:
    """Yield characters with each run of marks sorted by combining class, equal ones as they stood."""
    run: list[str] = []
    for char in chars:
        if unicodedata.combining(char):
            run.append(char)
            continue
        yield from sorted(run, key=unicodedata.combining)
        run = []
        yield char
    yield from sorted(run, key=unicodedata.combining)


def _clean(starts: list[tuple[int, int]], n_here: int) -> list[tuple[int, int]]:
    """Keep of several starts at one place the last, and none behind the end."""
    return [start for start, after in zip(starts, [*starts[1:], (n_here, 0)], strict=True) if start[0] < after[0]]
