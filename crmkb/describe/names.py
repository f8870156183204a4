"""What a theme is called until a person renames it: a short clause that its own passages say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmkb.describe.clauses import Clause, clauses
from crmkb.describe.likeness import terms_alike
from crmkb.strings import say
from crmkb.types import Analysis, Keyphrase

SHORTEST, LONGEST = 8, 24
"""Letters of a name that reads well; what is longer or shorter loses by the letter."""

DECIMALS = 6
DICTIONARY_ENDING = "다"
"""Verbs and adjectives end so; they make poor names."""

OTHER, PASSAGE, WORDS = 0.5, 0.5, 0.3
"""What counts beside a clause's likeness to its theme: that to the nearest other theme (taken off), the same of its
passage, and the share of the theme's key phrases that it holds."""

WORDS_ALONE = 1.0
"""Weight of the key phrases where nothing else tells one clause of a passage from another."""

COSTS = {
    "letter too many or too few": 0.02,
    "letter in a run without blanks": 0.03,
    "number": 0.08,
    "word that points elsewhere": 0.08,
    "quotation mark": 0.08,
    "request or thanks": 0.15,
    "reported speech": 0.15,
    "no noun form": 0.3,
}
"""What a clause loses, in cosines, for what makes it a poor name."""

RUN = 6
"""Letters without a blank that read well."""

_NUMBER = re.compile(r"\d")
_POINTING = re.compile(
    r"(^|\s)(이|그|저|이런|그런|저런|이것|그것|[이그저]거|[이그]걸|[이그]게|[이그]건|여기|거기|저는|저도|저희\S*|제가|제|나|나는|나도"
    r"|나보다|내|내가|우리\S*|오늘\S*|어제\S*|지금\S*|아까\S*)\s"
)
_QUOTE = re.compile(r"['\"‘’“”]")
_ASKING = re.compile(r"(부탁\S*|바람|면 (함|좋겠음)|\S*싶음|감사\S*|죄송\S*)$")
_SAYING = re.compile(r"[다라자냐]고 (함|하심|했음|말함|생각함|봄)$|라 함$")


class Candidate(NamedTuple):
    """A clause that may name a theme: the theme's number, and the row of the passage that says it."""

    theme: int
    row: int
    clause: Clause


def name_candidates(
    rows: Iterable[Sequence[int]], texts: Sequence[str], analyses: Mapping[int, Analysis]
) -> tuple[Candidate, ...]:
    """Collect the clauses that may name the themes.

    Parameters
    ----------
    rows
        Rows of the passages of each theme, as `central_passages` gives them.
    texts
        Text of each passage.
    analyses
        Tokens by row, of at least these passages.

    Returns
    -------
    tuple[Candidate, ...]
        By theme, then in the order of `rows`; the same words once a theme.
    """
    found = []
    for theme, own in enumerate(rows):
        seen: set[str] = set()
        for row in own:
            for clause in clauses(texts[row], analyses[row].tokens):
                if clause.name not in seen:
                    seen.add(clause.name)
                    found.append(Candidate(theme, row, clause))
    return tuple(found)


def name_themes(
    candidates: Sequence[Candidate],
    keyphrases: Sequence[Sequence[Keyphrase]],
    nearness: npt.NDArray[np.float64],
    *,
    likeness: npt.NDArray[np.float64] | None = None,
) -> tuple[str, ...]:
    """Name each theme.

    Parameters
    ----------
    candidates
        Of all themes.
    keyphrases
        Of each theme, heaviest first; may be empty.
    nearness
        `theme_likeness` of the passages, shape (n_passages, n_themes).
    likeness
        `theme_likeness` of the candidates' names, shape (n_candidates, n_themes); None knows only their passages'.

    Returns
    -------
    tuple[str, ...]
        One a theme, different from each other, never empty: a clause in noun form (교육이 한 번으로 끝남), else key
        phrases (교육·매뉴얼 관련), else a word for the rest. No two clauses are alike by their letters.

    Notes
    -----
    A clause's score: its cosine to its theme, minus half of that to the nearest other theme, plus half of its passage's
    margin alike, plus .3 (1 without `likeness`) of the share of the key phrases' weight that its words carry; minus
    what it loses beyond 8 to 24 letters, for numbers, quotes, words that point elsewhere (그거, 저희), requests and
    reported speech (`COSTS`). Themes choose in their order. Ties go to the first in code point order. Cost: linear in
    the candidates.
    """
    by_theme: dict[int, list[tuple[float, str]]] = {k: [] for k in range(len(keyphrases))}
    for place, candidate in enumerate(candidates):
        theme, row, clause = candidate
        score = PASSAGE * _margin(nearness[row], theme)
        if likeness is None:
            score += WORDS_ALONE * _coverage(clause, keyphrases[theme])
        else:
            score += _margin(likeness[place], theme) + WORDS * _coverage(clause, keyphrases[theme])
        by_theme[theme].append((-round(score - _cost(clause), DECIMALS), clause.name))
    names: list[str] = []
    for theme, phrases in enumerate(keyphrases):
        fitting = (name for _, name in sorted(by_theme[theme]) if not any(terms_alike(name, other) for other in names))
        names.append(next(fitting, None) or _different(_from_phrases(phrases), names))
    return tuple(names)


def theme_names(
    keyphrases: Sequence[Sequence[Keyphrase]], causes: Sequence[str | None], quotes: Sequence[str]
) -> tuple[str, ...]:
    """Name each theme.

    Parameters
    ----------
    keyphrases
        Of each theme, heaviest first; may be empty. Verbs and adjectives are passed over.
    causes
        Name of each theme's failure cause; None where it has none.
    quotes
        Best quote of each theme, not blank; its beginning is used where there is no key phrase.

    Returns
    -------
    tuple[str, ...]
        Different from each other, never empty. `cause: phrase, phrase` or `phrase, phrase, phrase`.

    Examples
    --------
    >>> theme_names([[Keyphrase("실습", 2.0), Keyphrase("매뉴얼", 1.0)]], ["교육·역량 부족"], ["..."])
    ('교육·역량 부족: 실습, 매뉴얼',)
    """
    names: list[str] = []
    for phrases, cause, quote in zip(keyphrases, causes, quotes, strict=True):
        nouns = [p.phrase for p in phrases if not p.phrase.endswith(DICTIONARY_ENDING)]
        words = ", ".join(nouns[: 2 if cause else 3]) or _shortened(quote)
        names.append(_different(f"{cause}: {words}" if cause else words, names))
    return tuple(names)


def _margin(cosines: npt.NDArray[np.float64], theme: int) -> float:
    """Give the cosine to a theme, minus half of that to the nearest other one."""
    others = np.delete(cosines, theme)
    return float(cosines[theme] - OTHER * others.max(initial=-1.0))


def _coverage(clause: Clause, phrases: Sequence[Keyphrase]) -> float:
    letters = clause.name.replace(" ", "").lower()
    held = [p.weight for p in phrases if p.phrase in clause.words or p.phrase.replace(" ", "").lower() in letters]
    return sum(held) / (sum(p.weight for p in phrases) or 1.0)


def _cost(clause: Clause) -> float:
    name = clause.name
    times = {
        "letter too many or too few": max(0, len(name) - LONGEST, SHORTEST - len(name)),
        "letter in a run without blanks": max(0, max(map(len, name.split())) - RUN),
        "number": bool(_NUMBER.search(name)),
        "word that points elsewhere": bool(_POINTING.search(name)),
        "quotation mark": bool(_QUOTE.search(name)),
        "request or thanks": bool(_ASKING.search(name)),
        "reported speech": bool(_SAYING.search(name)),
        "no noun form": not clause.settled,
    }
    return sum(COSTS[what] * n for what, n in times.items())


def _from_phrases(phrases: Sequence[Keyphrase]) -> str:
    words = [p.phrase for p in phrases if not p.phrase.endswith(DICTIONARY_ENDING)] or [p.phrase for p in phrases]
    if not words:
        return say("describe.rest", lang="ko")
    return say("describe.about", lang="ko", words="·".join(words[:2]))


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _different(name: str, taken: Sequence[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
