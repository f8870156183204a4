"""How the word behind a blank joins to the words before it: as a particle, by quoting them, or as a new clause."""

from __future__ import annotations

from collections.abc import Sequence

from crmkb.korean.sentences.endings import Ending

_BOUND_TAGS = frozenset({"XSN", "XSV", "XSA"})
_VERBS = frozenset({"VV", "VA", "VCN"})

_COPULA_QUOTING = "라 라고 라고는 라고도 라는 라며 라면서 라던 라든가 란 이라 이라고 이라는 이라며 이라면서 이란 이라던"
_QUOTING = frozenset([*_COPULA_QUOTING.split(), "는", "며"])
"""What quotes the words before it, however it is tagged behind a blank or a quotation mark."""

_SAYING = frozenset({"하", "이러"})
_SAYING_ENDINGS = frozenset({"고", "며", "면서", "는", "던", "길래", "곤", "자"})
"""With `_SAYING`: ... 하고 생각했다, ... 이러면서."""

_CLAUSE_OPENERS = frozenset(
    {"하지만", "그러나", "왜냐하면", "왜냐면", "그러므로", "따라서", "그렇지만", "그러면", "그치만"}
)
"""Conjunctions that stand nowhere but in front of a clause; 그리고 and 또는 join nouns too, 근데 comes in anywhere."""

_OTHER_CONJUNCTIONS = frozenset({"그래서", "근데", "그런데", "그리고", "그러니까", "그래도"})

_NOUNS_BEHIND_NOTE = frozenset(
    {"및", "또는", "혹은", "없이", "여부", "정도", "속", "위주", "대신", "덕분", "방지", "예방", "현상", "증상", "상태"}
)
"""What takes a nominal form for its complement without a particle: 성실함 속에, 미끄러짐 방지."""


def is_taken_up(words: Sequence[str], tags: Sequence[str], k: int) -> bool:
    """Tell whether token k takes up the words before it, even behind a full stop.

    Parameters
    ----------
    words
        All tokens of a text.
    tags
        Their Sejong tags.
    k
        Index of the first token behind a blank or a quotation mark.

    Returns
    -------
    bool
        True for a particle, an ending, a suffix and whatever quotes: 라고, 라는, 하며, 하는, 이러면서.

    Examples
    --------
    >>> is_taken_up(["하", "고"], ["VV", "EC"], 0), is_taken_up(["하", "면"], ["VV", "EC"], 0)
    (True, False)
    """
    word, tag = words[k], tags[k].partition("+")[0]
    if tag[:1] in ("J", "E") or tag in _BOUND_TAGS or word in _QUOTING:
        return True
    if word == "고":
        # With anything but a verb it is 고 (故), 'the late'.
        return is_verb(tags, k + 1)
    if word not in _SAYING or k + 1 >= len(words) or words[k + 1] not in _SAYING_ENDINGS:
        return False
    # 하고 나서 is 'having done': what was done stands in the sentence before.
    return not (k + 2 < len(words) and words[k + 2].startswith("나"))


def opens_clause(words: Sequence[str], k: int, *, behind: Ending) -> bool:
    """Tell whether token k begins a clause of its own behind a word that need not be the last of its sentence.

    Parameters
    ----------
    words
        All tokens of a text.
    k
        Index of the first token behind a blank.
    behind
        What the word before the blank is worth.

    Returns
    -------
    bool
        True for any conjunction behind an informal ending (안 써 그래서 ...), and behind a noun for one that joins
        nothing but clauses (큰 오산 하지만 ...).
    """
    if behind is Ending.INFORMAL and words[k] in _OTHER_CONJUNCTIONS:
        return True
    if behind not in (Ending.INFORMAL, Ending.OTHER):
        return False
    return words[k] in _CLAUSE_OPENERS or (words[k] == "그러" and k + 1 < len(words) and words[k + 1] == "면")


def is_complement(words: Sequence[str], tags: Sequence[str], k: int, *, ending: Ending, is_final: bool) -> bool:
    """Tell whether token k needs the words before it, which end without any mark, as its complement.

    Parameters
    ----------
    words
        All tokens of a text.
    tags
        Their Sejong tags.
    k
        Index of the first token behind a blank.
    ending
        `FINAL` or `NOTE`.
    is_final
        Whether the tagger too says that the ending is final (EF).

    Returns
    -------
    bool
        True for an auxiliary (좋다 싶다), for a verb behind an ending that may lead on (먹다 남은, 어려움 겪음) and for
        nouns that stand behind nominal forms (없음 때문).
    """
    tag = tags[k].partition("+")[0]
    if tag in ("VX", "VCP"):
        return True
    if ending is Ending.NOTE and (tag == "NNB" or words[k] in _NOUNS_BEHIND_NOTE):
        return True
    return tag in _VERBS and not is_final


def is_verb(tags: Sequence[str], k: int) -> bool:
    """Tell whether a verb or adjective stands at token k: 묻다, 말하다 (a noun and 하)."""
    return k < len(tags) and (tags[k].startswith("V") or (k + 1 < len(tags) and tags[k + 1].startswith(("XSV", "XSA"))))
