"""A byte a word that tells what it may need, so that one regular expression finds the texts that need it.

Nine texts of ten hold a word that might need repair, and few need it: a text is looked at word by word only if words
with the right roles stand beside each other.
"""

from __future__ import annotations

import re

NEEDS = 1
"""May need repair wherever it stands."""
LEANS = 2
"""May need repair if it is written to the word before it."""
GLUED = 4
"""Is written to the word before it."""
NOUN = 8
"""Is a noun or what may stand in a run of nouns."""
RARE = 16
"""Is a noun, and none that every reader knows."""
UNKNOWN = 32
"""Is a noun of two letters or more that is in no list."""

_ALL = 64


def _having(bits: int) -> bytes:
    """Write the class of all bytes with these bits."""
    return b"[" + b"".join(re.escape(bytes([byte])) for byte in range(_ALL) if byte & bits == bits) + b"]"


TO_REPAIR = re.compile(_having(NEEDS) + b"|" + _having(LEANS | GLUED))
TO_SETTLE = re.compile(
    b"|".join(
        _having(before) + _having(word | GLUED) for before, word in ((RARE, RARE), (UNKNOWN, NOUN), (NOUN, UNKNOWN))
    )
)
