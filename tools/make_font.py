"""Make the font that reports embed from NanumGothic (development only).

    python tools/make_font.py /usr/share/fonts/truetype/nanum/NanumGothic.ttf

Beside the regular weight the bold one is taken from the file of the same name ending in `Bold.ttf`. Both are cut down
to what Korean office texts hold, lose their hints, and get a name of their own, because the licence of the original
reserves its names for the unmodified font.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "crmkb Sans KR"
FOLDER = Path(__file__).parent.parent / "crmkb" / "data" / "font"
FILES = {"Regular": "crmkb-sans-kr.woff2", "Bold": "crmkb-sans-kr-bold.woff2"}
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0391, 0x03C9),  # Greek
    (0x1100, 0x11FF),  # jamo
    (0x2010, 0x206F),  # general punctuation
    (0x20A0, 0x214F),  # currency, letterlike
    (0x2150, 0x22FF),  # number forms, arrows, operators
    (0x2460, 0x27BF),  # circled digits, boxes, shapes, symbols
    (0x3000, 0x303F),  # CJK punctuation
    (0x3130, 0x318F),  # compatibility jamo
    (0x3200, 0x33FF),  # parenthesised, circled and squared: ㈜ ㉠ ㎡
    (0xAC00, 0xD7A3),  # all syllables
    (0xFF01, 0xFFEF),  # full-width forms
)


def make(original: Path, style: str, target: Path) -> None:
    """Write the cut and renamed font.

    Parameters
    ----------
    original
        A NanumGothic TTF of that weight.
    style
        `Regular` or `Bold`.
    target
        The woff2 file to write.
    """
    font = TTFont(original, recalcTimestamp=False)
    options = Options(hinting=False, legacy_kern=True, notdef_outline=True, recalc_timestamp=False)
    options.layout_features = ["kern", "liga", "calt", "ccmp", "tnum"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 8, 9, 13, 16, 17]
    options.drop_tables += ["TSI0", "TSI1", "TSI2", "TSI3", "TSI5", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    _rename(font, style)
    font.flavor = "woff2"
    font.save(target)


def _rename(font: TTFont, style: str) -> None:
    full = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    names = {
        1: FAMILY,
        2: style,
        3: f"{full}; modified from version 3.021",
        4: full,
        6: f"crmkbSansKR-{style}",
        13: "SIL Open Font License, Version 1.1. A modified version; see OFL.txt.",
        16: FAMILY,
        17: style,
    }
    table = font["name"]
    # One record each, for Windows in English: every other language and platform carries the reserved names.
    kept = [r for r in table.names if r.platformID == 3 and r.langID == 0x409 and r.nameID not in names]
    table.names = kept
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    regular = Path(sys.argv[1])
    for style, name in FILES.items():
        make(regular if style == "Regular" else regular.with_name(f"{regular.stem}Bold.ttf"), style, FOLDER / name)
        print(f"{FOLDER / name}: {(FOLDER / name).stat().st_size:,} bytes")
