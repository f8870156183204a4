"""Where a statement ends in a passage: behind final endings, notes in -음, and connective endings that assert."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmkb.describe.noun_forms import ADJECTIVE_TAGS, STEM_TAGS
from crmkb.types import Token

_N, _B = "[ㄴᄂᆫ]", "[ㅂᄇᆸ]"
_FINAL = re.compile(
    f"(습니|읍니|{_B}니|니|{_N}|는)?다|(습니|{_B}니)당|[어아여ㅓㅏㅕㅔㅐ에예](요|용|여)|네[요여]?|지요|죠|쥬|더?군요?|구[나만먼]"
    f"|더만|더라([고구]요)?|거든요?|잖아요?|({_N}|는)?(대요?|답니다|다네요?)|[고구]요|(는|은|{_N}|던)데요|으?니까요|습니다만|심더"
)
"""Endings that close a statement."""

_BARE = re.compile("[어아여ㅓㅏㅕㅔㅐ야지]")
"""Endings that close one only where the sentence ends: 안 써."""

_HEARSAY = re.compile("래요?|라네요?|랍니다")
"""Endings that say what something is behind the copula; behind a verb they tell somebody to do it."""

_REQUEST = re.compile("(세[요여용염욤]?|셔요|십시오|시오|십쇼|주삼)$")

_ADDING = re.compile("[고구며]|으며")
"""Endings that state as much as what follows them does: no more in 느리고 복잡하면."""

_LINKING = re.compile(f"지만|지마는|(는|은|{_N}|던)데도?|으?니깐?|으?니까|더니|으나")
"""Endings that lead on from what has been stated."""

_REASON = re.compile("[아어ㅏㅓㅕ여]서")
"""Behind a quality it is the reason (많아서), behind an act only what came before (가서)."""

_CARRYING = re.compile("[어아여ㅓㅏㅕ지게]")
"""Endings before an auxiliary."""

_STATES = frozenset({"않", "못하", "없", "있", "안되", "모르"})
_AUXILIARIES = frozenset({"있", "계시", "싶", "나", "말", "보", "하", "오", "가", "다니"})
"""What makes one predicate with a verb in -고 before it."""

_NOTES = frozenset({"임", "함", "됨", "씀", "줌", "없음", "있음", "보임", "맞음", "못함", "안됨", "같음", "필요함"})
"""Notes that dictionaries hold as nouns."""

_SIGNS = "-%&+'\""


POLITE = "요"
"""Particle that some taggers part from the ending: 눌려+요."""


class Close(NamedTuple):
    """An end of a statement.

    `last` is the index of its last token; `final` says whether the sentence can end here, `noted` whether its predicate
    is in noun form already.
    """

    last: int
    final: bool
    noted: bool


class Sentence(NamedTuple):
    """Index of the first token of a sentence, and the ends of its statements in reading order."""

    first: int
    closes: tuple[Close, ...]


class Predicate(NamedTuple):
    """A predicate at the end of a statement.

    Attributes
    ----------
    at
        Index of the token that holds the stem.
    stem, tag
        The stem and its Sejong tag.
    before
        What stands before the stem within its token (the 뭐 of 뭐예요).
    endings
        Prefinal endings in reading order: 시, 었, 겠.
    """

    at: int
    stem: str
    tag: str
    before: str
    endings: tuple[str, ...]

    @property
    def is_honored(self) -> bool:
        """Tell whether it has -시-."""
        return any(ending in ("시", "으시") for ending in self.endings)

    @property
    def is_guess(self) -> bool:
        """Tell whether it has -겠-."""
        return "겠" in self.endings

    @property
    def is_past(self) -> bool:
        """Tell whether it has -았-."""
        return any(ending[-1] in "았었였ㅆ" for ending in self.endings)


def statement_ends(text: str, tokens: Sequence[Token]) -> tuple[Sentence, ...]:
    """Find where statements end.

    Parameters
    ----------
    text
        The passage's text.
    tokens
        Its tokens.

    Returns
    -------
    tuple[Sentence, ...]
        In reading order. A sentence ends at a full stop, a line end, laughter, and behind a final ending. Without
        questions, requests and what only sets a condition or a purpose; a sentence may have no end of a statement.

    Examples
    --------
    >>> tokens = [Token(0, 2, "메뉴", "NNG", ""), Token(2, 3, "가", "JKS", ""), Token(4, 5, "많", "VA", ""),
    ...           Token(5, 7, "아서", "EC", ""), Token(8, 10, "느리", "VA", ""), Token(10, 11, "다", "EC", "")]
    >>> [[close.last for close in sentence.closes] for sentence in statement_ends("메뉴가 많아서 느리다", tokens)]
    [[3, 5]]
    """
    sentences = []
    for first, behind, asks in _stretches(text, tokens):
        closes: list[Close] = []
        start = first
        for k in range(first, behind):
            close = _close(text, tokens, k, behind)
            if close is None or (asks and k + 1 == behind):
                continue
            closes.append(close)
            if close.final and k + 1 < behind:
                sentences.append(Sentence(start, tuple(_asserted(tokens, closes, behind))))
                start, closes = k + 1, []
        sentences.append(Sentence(start, tuple(_asserted(tokens, closes, behind))))
    return tuple(sentences)


def predicate_at(tokens: Sequence[Token], last: int) -> Predicate | None:
    """Find the predicate that ends with a token.

    Parameters
    ----------
    tokens
        Tokens of a passage.
    last
        Index of the token with its last ending.

    Returns
    -------
    Predicate | None
        None where what stands before the endings is no stem, or is fused with another predicate.
    """
    endings: list[str] = []
    if tokens[last].tag == "JX" and tokens[last].lemma == POLITE:
        last -= 1
    for k in range(last, -1, -1):
        found = parts(tokens[k])
        while found and found[-1][1].startswith("E"):
            form, tag = found.pop()
            if tag == "EP" and form:
                endings.insert(0, form)
        if found:
            stem, tag = found.pop()
            if tag not in STEM_TAGS or any(not t.startswith(("N", "MAG")) for _, t in found):
                return None
            return Predicate(k, stem, tag, "".join(form for form, _ in found), tuple(endings))
    return None


def parts(token: Token) -> list[tuple[str, str]]:
    """Take a token apart into its morphemes.

    Parameters
    ----------
    token
        Any token.

    Returns
    -------
    list[tuple[str, str]]
        Form and Sejong tag of each.

    Examples
    --------
    >>> parts(Token(0, 1, "하+았", "VV+EP", "VERB"))
    [('하', 'VV'), ('았', 'EP')]
    """
    if "+" not in token.tag:
        return [(token.lemma, token.tag)]
    return list(zip(token.lemma.split("+"), token.tag.split("+"), strict=False))


def _stretches(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """Yield runs of tokens between full stops, line ends and laughter, and whether each is a question."""
    first = 0
    for k, token in enumerate(tokens):
        if k > first and "\n" in text[tokens[k - 1].end : token.start]:
            yield first, k, False
            first = k
        if _stops(text, token):
            yield first, k, "?" in text[token.start : token.end]
            first = k + 1
    yield first, len(tokens), False


def _stops(text: str, token: Token) -> bool:
    """Tell whether a sentence ends with a token; the point of 4.2 is none."""
    if text[token.start - 1 : token.start].isdigit() and text[token.end : token.end + 1].isdigit():
        return False
    return token.tag in ("SF", "SE") or token.tag.startswith("UN") or (token.tag == "SY" and token.lemma not in _SIGNS)


def _close(text: str, tokens: Sequence[Token], k: int, behind: int) -> Close | None:
    """Tell whether a statement can end with token k of a stretch."""
    token = tokens[k]
    form, tag = parts(token)[-1]
    if tag == "JX" and form == POLITE and k:
        return Close(k, final=True, noted=False) if _is_polite(tokens[k - 1]) and predicate_at(tokens, k) else None
    ends = k + 1 == behind
    if tag == "ETN" or (token.tag == "NNG" and form in _NOTES):
        noted = ends and text[token.end - 1] != "기"
        return Close(k, final=True, noted=True) if noted else None
    if tag not in ("EF", "EC") or _REQUEST.search(text[token.start : token.end]):
        return None
    found = predicate_at(tokens, k)
    if found is None or (not ends and _goes_on(tokens[k + 1], form)):
        return None
    states = _FINAL.fullmatch(form) or (_HEARSAY.fullmatch(form) and found.tag in ("VCP", "VCN"))
    if states and (ends or (tokens[k + 1].start > token.end and not _is_plain(found, form))):
        return Close(k, final=True, noted=False)
    if ends and _BARE.fullmatch(form):
        return Close(k, final=True, noted=False)
    if _LINKING.fullmatch(form) or _ADDING.fullmatch(form):
        return Close(k, final=False, noted=False)
    quality = found.tag in (*ADJECTIVE_TAGS, "VCN") or found.stem in _STATES
    return Close(k, final=False, noted=False) if _REASON.fullmatch(form) and quality else None


def _is_polite(token: Token) -> bool:
    """Tell whether 요 behind a token closes a statement."""
    form, tag = parts(token)[-1]
    return tag in ("EC", "EF") and bool(_BARE.fullmatch(form) or _FINAL.fullmatch(form + POLITE))


def _is_plain(found: Predicate, form: str) -> bool:
    """Tell whether an ending is 다 on a bare verb: 가다 (쉬었다) leads on, the statement is 간다."""
    return form == "다" and not found.endings and found.tag in ("VV", "XSV") and found.stem not in _STATES


def _goes_on(token: Token, form: str) -> bool:
    """Tell whether a token belongs to the predicate before it, which ends in `form`."""
    if token.tag.startswith(("VX", "VCP", "J", "E", "XS")):
        return True
    return form in ("고", "구") and token.tag.startswith("V") and parts(token)[0][0] in _AUXILIARIES


def _asserted(tokens: Sequence[Token], closes: Sequence[Close], behind: int) -> Iterator[Close]:
    """Leave out ends that state nothing because what they lead to does not."""
    lasts = {close.last for close in closes}
    kept: list[Close] = []
    for close in reversed(closes):
        form = parts(tokens[close.last])[-1][0]
        if not close.final and (_ADDING.fullmatch(form) or _REASON.fullmatch(form)):
            following = _next_ending(tokens, close.last + 1, behind)
            if following not in lasts:
                lasts.discard(close.last)
                continue
        kept.append(close)
    yield from reversed(kept)


def _next_ending(tokens: Sequence[Token], start: int, behind: int) -> int | None:
    """Find the token with which the next predicate ends, auxiliaries included."""
    for k in range(start, behind):
        form, tag = parts(tokens[k])[-1]
        polite = tag == "JX" and form == POLITE
        if polite or tag in ("EF", "ETM", "ETN") or (tag == "EC" and not _carries(tokens, k, form, behind)):
            return k
    return None


def _carries(tokens: Sequence[Token], k: int, form: str, behind: int) -> bool:
    return k + 1 < behind and (bool(_CARRYING.fullmatch(form)) or _goes_on(tokens[k + 1], form))
