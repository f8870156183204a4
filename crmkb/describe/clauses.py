"""Short clauses out of a passage, their last predicate brought into noun form: candidates for the name of a theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmkb.describe.endings import Close, Predicate, parts, predicate_at, statement_ends
from crmkb.describe.noun_forms import honored, noun_form
from crmkb.describe.people import people
from crmkb.types import Token

MIN_LETTERS, MAX_LETTERS = 6, 30
"""Length of a clause worth naming a theme, in code points of its noun form."""

CONTENT_TAGS = frozenset({"NNG", "NNP", "SL", "XR", "SH"})
BOUND_TAGS = ("J", "E", "XS", "VCP", "VX", "NNB", "SSC")
"""A clause that would begin with one of these (by the beginning of the tag) is cut in its middle."""

BOUND_WORDS = frozenset(
    {"하", "되", "그러", "이러", "그렇", "이렇", "때", "중", "뒤", "후", "번", "만큼", "대로", "불구"}
)
"""So is one that begins with one of these stems and nouns, which lean on what stood before."""

PASSED_TAGS = ("IC", "MAJ", "SC", "SY", "SF", "SE", "UN")
"""What comes before a clause and is not part of it."""

_PASSED_WORDS = """
그냥 솔직히 진짜 사실 역시 아니 결국 근데 암튼 아무튼 그래도 오히려 물론 특히 일단 제발 정말 또 뭐 다만 그나마 심지어
"""
PASSED_WORDS = frozenset(_PASSED_WORDS.split())
EMPTY_STEMS = frozenset({"그렇", "이렇", "저렇", "어떻", "그러", "이러", "어쩌", "어찌하", "불구하"})
"""Predicates that only point at what was said before."""

KEEPS_PAST = frozenset("가사보나자서차까오비늘줄팔날빌갈")
"""Verbs whose noun form is another word (감, 삼), or looks like none (늚): a past tense stays one (샀음, 늘었음)."""

MIN_WORDS = 2
"""Content words of a clause without a noun."""

_B, _SS = 17, 20
_ODD = re.compile(r"[^가-힣A-Za-z0-9 .,%&+/()'\"‘’“”·:\-]|https?:|www\.|\.\.")
_PAIRS = (("(", ")"), ("‘", "’"), ("“", "”"))


class Clause(NamedTuple):
    """A stretch of a passage that says something by itself.

    Attributes
    ----------
    start, end
        Code points of the passage's text.
    name
        The stretch with its last predicate in noun form, or as it stands where that is unsure.
    words
        Clean content words of the stretch, as `Terms.lemmas` has them.
    settled
        False where the last predicate could not be brought into noun form.
    """

    start: int
    end: int
    name: str
    words: frozenset[str]
    settled: bool


def clauses(text: str, tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """Cut the clauses of a passage that could name a theme.

    Parameters
    ----------
    text
        The passage's text.
    tokens
        Its tokens, as in `Analysis`.

    Returns
    -------
    tuple[Clause, ...]
        By start, then by end. They begin at the start of a sentence or behind a clause that leads on, and end with a
        statement: questions, requests, conditions and purposes are none. 6 to 30 letters, with at least one noun, and
        without names of people, laughter, emoji and halves of brackets.

    Notes
    -----
    Rules over tags and endings; no list of words decides what a clause is about. Cost: the square of the clauses in a
    sentence.

    Examples
    --------
    >>> text = "교육이 한 번으로 끝났어요"
    >>> rows = [(0, 2, "교육", "NNG"), (2, 3, "이", "JKS"), (4, 5, "한", "MM"), (6, 7, "번", "NNBC"),
    ...         (7, 9, "으로", "JKB"), (10, 12, "끝나+았", "VV+EP"), (12, 14, "어요", "EF")]
    >>> [clause.name for clause in clauses(text, [Token(*row, "") for row in rows])]
    ['교육이 한 번으로 끝남']
    """
    named = people(text)
    found = set()
    for sentence in statement_ends(text, tokens):
        for place, close in enumerate(sentence.closes):
            starts = [sentence.first, *(before.last + 1 for before in sentence.closes[:place])]
            for start in starts:
                clause = _clause(text, tokens, _opening(tokens, start, close.last), close)
                if clause and not any(p.start < clause.end and clause.start < p.end for p in named):
                    found.add(clause)
    return tuple(sorted(found, key=lambda clause: (clause.start, clause.end)))


def _opening(tokens: Sequence[Token], start: int, last: int) -> int:
    """Pass over what comes before a clause."""
    while start < last and (
        tokens[start].tag.startswith(PASSED_TAGS)
        or (tokens[start].lemma in PASSED_WORDS and not tokens[start].tag.startswith("V"))
    ):
        start += 1
    return start


def _clause(text: str, tokens: Sequence[Token], first: int, close: Close) -> Clause | None:
    """Make a clause of the tokens from `first` on, if it can stand alone."""
    own = tokens[first : close.last + 1]
    words = frozenset(_words(own))
    if (
        (len(words) < MIN_WORDS and not _has_noun(own))
        or own[0].tag.startswith(BOUND_TAGS)
        or parts(own[0])[0][0] in BOUND_WORDS
    ):
        return None
    if _only_points(tokens, close.last):
        return None
    start, end = own[0].start, own[-1].end
    name = _settled(text, tokens, start, close)
    if name is None and not close.final:
        return None
    shown = " ".join((name or text[start:end]).split())
    if not MIN_LETTERS <= len(shown) <= MAX_LETTERS or _ODD.search(shown) or not _balanced(shown):
        return None
    return Clause(start, end, shown, words, name is not None)


def _only_points(tokens: Sequence[Token], last: int) -> bool:
    """Tell whether a predicate says no more than 그렇다 or 그렇지 않다."""
    found = predicate_at(tokens, last)
    if found and found.at and parts(tokens[found.at - 1])[-1] == ("지", "EC"):
        found = predicate_at(tokens, found.at - 1) or found
    return found is not None and found.stem in EMPTY_STEMS


def _settled(text: str, tokens: Sequence[Token], start: int, close: Close) -> str | None:
    """Bring the last predicate into noun form; None where that is unsure."""
    if close.noted:
        return text[start : tokens[close.last].end]
    found = predicate_at(tokens, close.last)
    if found is None or not _is_sound(text, tokens, found):
        return None
    token = tokens[found.at]
    written = text[token.start : token.end]
    fused = "+" in token.tag
    if found.stem in KEEPS_PAST and found.tag == "VV" and found.is_past and not found.is_honored:
        return text[start : token.start] + _past(found, written)
    form = noun_form(found.stem, found.tag, written="" if fused else written)
    if form is None:
        return None
    if found.is_honored:
        form = honored(form)
    if found.is_guess:
        form = found.stem + ("시" if found.is_honored else "") + "겠음"
    return text[start : token.start] + found.before + form


def _is_sound(text: str, tokens: Sequence[Token], found: Predicate) -> bool:
    """Tell whether the tagger's predicate says something.

    None of half a verb (압+니다), none that only follows another (하고 나니, 많다 보니).
    """
    token = tokens[found.at]
    before = tokens[found.at - 1] if found.at else None
    if found.tag == "VCP" and not found.before:
        shown = text[: token.end]
        half = shown.endswith("니다") and _final(shown[-3:-2]) == _B and not shown.endswith("입니다")
        return before is not None and before.end == token.start and not half
    if text.startswith("니다", token.end) and "+" not in token.tag and _final(text[token.end - 1]) == _B:
        return False
    if before is None:
        return True
    ending = parts(before)[-1]
    return (found.stem, *ending) != ("나", "고", "EC") and (found.stem, ending[0]) != ("보", "다")


def _past(found: Predicate, written: str) -> str:
    """Give the noun form of a past tense: 샀음, 늘었음."""
    contracted = written[: len(found.stem)]
    if _final(contracted[-1:]) == _SS:
        return contracted + "음"
    return found.stem + found.endings[0] + "음"


def _final(syllable: str) -> int:
    """Give the number of a syllable's final consonant; 0 for none, or no syllable."""
    return (ord(syllable) - ord("가")) % 28 if "가" <= syllable <= "힣" else 0


def _has_noun(tokens: Sequence[Token]) -> bool:
    return any(CONTENT_TAGS.intersection(token.tag.split("+")) for token in tokens)


def _balanced(name: str) -> bool:
    return all(name.count(a) == name.count(b) for a, b in _PAIRS) and not any(name.count(q) % 2 for q in "'\"")


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for form, tag in parts(token):
            if tag in CONTENT_TAGS:
                yield form.lower()
                break
            if tag in ("VV", "VA"):
                yield form + "다"
                break
