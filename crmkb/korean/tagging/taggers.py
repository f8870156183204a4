"""KoNLPy's taggers behind one protocol, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from crmkb.errors import UsageError
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.words import Tagged

_HANGUL = re.compile("[가-힣]+")


class Tagger(Protocol):
    """What the tokenizer needs of a tagger.

    Attributes
    ----------
    name
        With its versions.
    """

    name: str

    def tagged(self, text: str) -> Tagged:
        """Cut a text into words that cover it; tags are Sejong's."""
        ...

    def tagged_all(self, texts: Iterable[str]) -> Iterator[Tagged]:
        """Cut texts into words, as `tagged` does each, in as few calls as the tagger can."""
        ...


def _mecab(lexicon: Lexicon) -> Tagger:
    from crmkb.korean.tagging.mecab import MecabTagger
    from crmkb.korean.tagging.user_dictionary import COSTS
    from crmkb.korean.tagging.vocabulary import common_nouns, vocabulary

    own = {form: tag for form, tag in lexicon.surfaces.items() if tag in COSTS and _HANGUL.fullmatch(form)}
    return MecabTagger(vocabulary() | own, common=common_nouns())


def _komoran(_: Lexicon) -> Tagger:
    from crmkb.korean.tagging.komoran import KomoranTagger

    return KomoranTagger()


def _okt(_: Lexicon) -> Tagger:
    from crmkb.korean.tagging.okt import OktTagger

    return OktTagger()


def _hannanum(_: Lexicon) -> Tagger:
    from crmkb.korean.tagging.hannanum import HannanumTagger

    return HannanumTagger()


def _kkma(_: Lexicon) -> Tagger:
    from crmkb.korean.tagging.kkma import KkmaTagger

    return KkmaTagger()


TAGGERS: dict[str, Callable[[Lexicon], Tagger]] = {
    "mecab": _mecab,
    "komoran": _komoran,
    "okt": _okt,
    "hannanum": _hannanum,
    "kkma": _kkma,
}
"""Tagger by name. The name is what a saved spaCy pipeline remembers."""


def check_tagger(name: str) -> None:
    """Refuse the name of a tagger that does not exist.

    Parameters
    ----------
    name
        A key of `TAGGERS`.

    Raises
    ------
    UsageError
        If it is none; the known ones are listed.
    """
    if name not in TAGGERS:
        raise UsageError("korean.unknown_tagger", name=name, known=", ".join(TAGGERS))


def make_tagger(name: str, lexicon: Lexicon | None = None) -> Tagger:
    """Load a tagger.

    Parameters
    ----------
    name
        A key of `TAGGERS`.
    lexicon
        Words to know, for a tagger that can be told (Mecab); None is none.

    Returns
    -------
    Tagger
        Ready to use; Mecab's dictionary is mapped into memory, about 100 MB shared between processes.

    Raises
    ------
    UsageError
        If there is no tagger of that name; the known ones are listed.
    """
    check_tagger(name)
    return TAGGERS[name](lexicon if lexicon is not None else Lexicon())
