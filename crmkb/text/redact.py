"""The place where names of people leave a text before it is stored; today it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmkb.text.offsets import identity

if TYPE_CHECKING:
    from crmkb.types import DocumentKind, OffsetMap


class Redacted(NamedTuple):
    """A text that may be stored, and the way back to the normalized text."""

    text: str
    offsets: OffsetMap


def redact(text: str, kind: DocumentKind) -> Redacted:
    """Return the text as it is, for every kind of document: nothing is redacted yet.

    Names, telephone numbers, addresses and ids stand in the base exactly as they stood in the file. What will come
    here: for feedback, chat, minutes and interviews, names and numbers that point to a person are replaced by
    pseudonyms; an article keeps the public names it prints.

    Parameters
    ----------
    text
        Normalized text; may be empty.
    kind
        What sort of text it is; will decide what is replaced.

    Returns
    -------
    Redacted
        The same text, with the identity map.

    Examples
    --------
    >>> redact("김 부장님이 바쁘셨다", "feedback").text
    '김 부장님이 바쁘셨다'
    """
    del kind
    return Redacted(text, identity(len(text)))
