"""Turn the bytes of a Korean text file into text, or refuse; nothing is guessed and nothing replaced.

The order is fixed: magic numbers of other formats, byte-order mark, UTF-16 without a mark, UTF-8, CP949. Decide once a
file, never a cell.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from crmkb.errors import InputError

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP/Office"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "HWP/MS Office(OLE)"),
    (b"\x7fELF", "ELF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\0", "SQLite"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY_HIGH = frozenset((0x00, 0x20, 0x30, 0x31, *range(0xAC, 0xD8)))
_LIKELY_SHARE = 0.95
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ACCENTED = re.compile(r"(?<=[a-z])[à-öø-ÿ]|[À-ÖØ-öø-ÿ](?=[a-z])")
_RARE_SHARE = 0.5
_HANJA_SHARE = 0.2


class Decoded(NamedTuple):
    """A file's text, the encoding found, and keys of sentences about what is in doubt."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def decode(data: bytes, *, name: str) -> Decoded:
    """Decode a whole file.

    Parameters
    ----------
    data
        All bytes of the file; may be empty.
    name
        The file as errors call it.

    Returns
    -------
    Decoded
        The text without its byte-order mark; `utf-8`, `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be`, `utf-32` or
        `cp949`; and `ingest.maybe_gbk` among the doubts when CP949 gives unlikely Korean.

    Raises
    ------
    InputError
        If the bytes are of another format, hold NUL, or are neither UTF-8 nor CP949; the first wrong byte is named,
        counted from 1.

    Notes
    -----
    Bytes that are valid both ways are UTF-8, unless UTF-8 gives no Hangul but only U+0080-07FF where CP949 gives
    nothing but Hangul (`회` alone is such a pair); accented letters inside Western words stay. Cost: linear.

    Examples
    --------
    >>> decode("똠방각하".encode("cp949"), name="a.txt")[:2]
    ('똠방각하', 'cp949')
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError("ingest.binary", path=name, what=what)
    marked = _marked(data, name) or _utf16(data)
    if marked:
        return marked
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError("ingest.nul", path=name, position=nul + 1)
    return _eight_bit(data, name)


def _marked(data: bytes, name: str) -> Decoded | None:
    """Decode what starts with a byte-order mark."""
    for mark, encoding in _MARKS:
        # FF FE 00 00 is also a UTF-16 text that starts with NUL, which no text does.
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                position = error.start + 1 + (len(mark) if encoding == "utf-8-sig" else 0)
                raise InputError("ingest.bad_unicode", path=name, encoding=encoding, position=position) from error
    return None


def _utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: nearly all high bytes are those of ASCII or Hangul, some of ASCII."""
    if len(data) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        counts = Counter(high)
        if not counts[0] or sum(counts[b] for b in _LIKELY_HIGH) / len(high) <= _LIKELY_SHARE:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return Decoded(text, encoding)
    return None


def _eight_bit(data: bytes, name: str) -> Decoded:
    """Decode UTF-8 or CP949."""
    korean = _strictly(data, "cp949")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if korean is None:
            facts = {"position": error.start + 1, "byte": f"{data[error.start]:02X}"}
            raise InputError("ingest.undecodable", path=name, **facts) from error
        return Decoded(korean, "cp949", ("ingest.maybe_gbk",) if _is_unlikely_korean(korean) else ())
    if korean is not None and _is_rather_korean(text, korean):
        return Decoded(korean, "cp949")
    return Decoded(text, "utf-8")


def _strictly(data: bytes, encoding: str) -> str | None:
    """Decode, or return None where the bytes do not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_rather_korean(text: str, korean: str) -> bool:
    """Tell whether bytes that are valid UTF-8 (`text`) are CP949 (`korean`) all the same."""
    # What remains ASCII without its accented Western words is French or German, not Korean.
    if _ACCENTED.sub("", text).isascii():
        return False
    return all(c < "\u0800" for c in text) and all(c < "\x80" or "가" <= c <= "힣" for c in set(korean))


def _is_unlikely_korean(text: str) -> bool:
    """Tell whether text decoded as CP949 looks like Chinese bytes: rare syllables, or many Han characters."""
    counts = Counter(c for c in text if not c.isascii())
    syllables = sum(n for c, n in counts.items() if "가" <= c <= "힣")
    common = sum(n for c, n in counts.items() if "가" <= c <= "힣" and _is_in_ks_x_1001(c))
    hanja = sum(n for c, n in counts.items() if "\u4e00" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff")
    rare = syllables > 0 and common / syllables < _RARE_SHARE
    return rare or hanja > _HANJA_SHARE * (syllables + hanja)


def _is_in_ks_x_1001(syllable: str) -> bool:
    """Tell whether a syllable is one of the 2,350 of KS X 1001, whose CP949 bytes are both high."""
    lead, trail = syllable.encode("cp949")
    return lead >= 0xB0 and trail >= 0xA1
