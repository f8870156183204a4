"""Propose entries for a lexicon from a corpus; a person decides by deleting lines.

Three kinds: words that the tagger breaks into nonsense (by cohesion), nouns that are written together (by C-value), and
rarer spellings of a word (by the company they keep).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from crmkb.korean.lexicon.cohesion import MAX_LETTERS, beginnings, cohesion
from crmkb.korean.lexicon.effects import effects
from crmkb.korean.lexicon.files import COMPOUNDS, VARIANTS
from crmkb.korean.lexicon.join import join
from crmkb.korean.lexicon.lexicon import Lexicon, tag_of
from crmkb.korean.lexicon.particles import particles
from crmkb.korean.lexicon.parts import Part, Place
from crmkb.korean.lexicon.spelling import likely_variants
from crmkb.korean.tagset import SPACE_TAG
from crmkb.korean.terms.clean import NOUN_TAGS, clean_lemma, is_content
from crmkb.korean.terms.cvalue import c_values
from crmkb.korean.words import Tagged, Word
from crmkb.strings import say

Measure = Literal["cohesion", "c_value", "likeness"]

MIN_COUNT = 3
"""Fewer places than this prove nothing."""

MIN_COHESION = 0.1
_CASE = frozenset({"JKS", "JKO", "JKG", "JKB"})
_NO_END = ("ETN", "ETM", "NNB", "J")
_RUN_TAGS = frozenset({*NOUN_TAGS, "XPN", "XSN"})
_NO_EDGE = frozenset(
    (
        "들",
        "적",
        "님",
        "중",
        "후",
        "전",
        "시",
        "때",
        "등",
        "내",
        "간",
        "측",
        "쪽",
        "상",
        "하",
        "외",
        "별",
        "용",
        "이",
        "그",
        "저",
        "각",
    )
)


class Suggestion(NamedTuple):
    """An entry that a person may want.

    `canonical` is what a variant would be counted under, `""` for a compound; `cut` is what the tagger makes of it. The
    score is comparable within its measure only.
    """

    form: str
    canonical: str
    measure: Measure
    score: float
    found: int
    passages: int
    cut: str
    example: Place


def suggest(texts: Iterable[Part], lexicon: Lexicon, *, min_count: int = MIN_COUNT) -> tuple[Suggestion, ...]:
    """Propose entries.

    Parameters
    ----------
    texts
        The corpus as the tagger alone sees it; few proposals come from fewer than some hundred comments.
    lexicon
        What is known already and not proposed again.
    min_count
        Fewest places of an entry, 1 or more; of nouns written together fewest texts; of a variant fewest places of the
        spelling that is kept.

    Returns
    -------
    tuple[Suggestion, ...]
        Broken words, then compounds, then variants; in each the best first, ties by code point. None for no text.

    Notes
    -----
    Counts, cut and example are those of a trial: what the proposals would do if all were taken. Cost: linear in the
    texts, which are held in memory.
    """
    known = [part._replace(tagged=join(part.tagged, lexicon)) for part in texts]
    eojeols = Counter(eojeol for part in known for eojeol in _eojeols(part.tagged))
    broken = _broken(eojeols, min_count)
    compounds = {**_compounds(known, min_count), **broken}
    compounds = {form: score for form, score in compounds.items() if form.lower() not in lexicon.surfaces}
    trial = Lexicon({form: tag_of(form) for form in compounds})
    content = [
        [
            (lexicon.canonical(clean_lemma(word.tag, word.lemma)), word.tag)
            for word in join(part.tagged, trial).words
            if is_content(word.tag)
        ]
        for part in known
    ]
    nouns = {word for text in content for word, tag in text if tag in NOUN_TAGS}
    words = [[word for word, _ in text] for text in content]
    pairs = {pair.form: pair for pair in likely_variants(words, nouns, min_count=min_count)}
    trial = Lexicon(trial.compounds, {pair.form: pair.canonical for pair in pairs.values()})
    found: list[Suggestion] = []
    for effect in effects(known, trial):
        if effect.example is None or (effect.kind == "compound" and effect.found < min_count):
            continue
        facts = (effect.found, effect.passages, effect.cut, effect.example)
        if effect.kind == "variant":
            pair = pairs[effect.form]
            found.append(Suggestion(effect.form, pair.canonical, "likeness", pair.likeness, *facts))
        elif effect.form in compounds and effect.form.lower() not in pairs:
            measure: Measure = "cohesion" if effect.form in broken else "c_value"
            found.append(Suggestion(effect.form, "", measure, round(compounds[effect.form], 6), *facts))
    return tuple(sorted(found, key=lambda s: (_MEASURES.index(s.measure), -s.score, s.form)))


_MEASURES: tuple[Measure, ...] = ("cohesion", "c_value", "likeness")
_REMARKS: dict[Measure, str] = {
    "cohesion": "korean.lexicon_cohesion",
    "c_value": "korean.lexicon_c_value",
    "likeness": "korean.lexicon_likeness",
}


def best(suggestions: Sequence[Suggestion], limit: int) -> tuple[Suggestion, ...]:
    """Take the first proposals of each measure.

    Parameters
    ----------
    suggestions
        As of `suggest`.
    limit
        Most of each measure, 1 or more.

    Returns
    -------
    tuple[Suggestion, ...]
        In the same order.
    """
    return tuple(s for measure in _MEASURES for s in [s for s in suggestions if s.measure == measure][:limit])


def to_tsv(suggestions: Sequence[Suggestion]) -> dict[str, str]:
    """Write proposals as the lists of a lexicon folder: who deletes what is not wanted has accepted the rest.

    Parameters
    ----------
    suggestions
        Any number.

    Returns
    -------
    dict[str, str]
        `compounds.tsv` and `variants.tsv` to their text; score, counts and an example stand in the remark.
    """
    lines: dict[str, list[str]] = {COMPOUNDS: [], VARIANTS: []}
    for s in suggestions:
        remark = say(_REMARKS[s.measure], score=f"{s.score:.2f}", n=s.found, passages=s.passages)
        cells = (s.form, s.canonical or tag_of(s.form), f"{remark}: {_plain(s.example.quote)}")
        lines[VARIANTS if s.canonical else COMPOUNDS].append("\t".join(cells))
    heads = {COMPOUNDS: "korean.lexicon_head_compounds", VARIANTS: "korean.lexicon_head_variants"}
    return {name: "\n".join((f"# {say(heads[name])}", *rows, "")) for name, rows in lines.items()}


def _plain(quote: str) -> str:
    """Write a quotation so that it stays in its column."""
    return " ".join(quote.replace('"', "'").split())


def _eojeols(tagged: Tagged) -> Iterator[tuple[Word, ...]]:
    """Yield what stands between blanks and marks."""
    run: list[Word] = []
    for word, space in zip(*tagged, strict=True):
        is_mark = word.tag == SPACE_TAG or not any(letter.isalnum() for letter in word.text)
        if not is_mark:
            run.append(word)
        if run and (is_mark or space):
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _text(words: Iterable[Word]) -> str:
    return "".join([word.text for word in words])


def _broken(eojeols: Mapping[tuple[Word, ...], int], min_count: int) -> dict[str, float]:
    """Find beginnings of eojeols that behave like nouns and that the tagger does not take for nouns.

    Like a noun: nothing but particles follows, two different case particles among them, which no ending bears.
    """
    texts: Counter[str] = Counter()
    for words, n in eojeols.items():
        texts[_text(words)] += n
    counts = beginnings(texts)
    alone: Counter[str] = Counter()
    cases: defaultdict[str, set[str]] = defaultdict(set)
    for words, n in eojeols.items():
        text = _text(words)
        for length in range(2, min(len(text), MAX_LETTERS) + 1):
            form, rest = text[:length], text[length:]
            behind = particles(rest)
            if counts[form] >= min_count and (behind or not rest) and _is_nonsense(words, length):
                alone[form] += n
                cases[form].update(word.text for word in behind[:1] if word.tag in _CASE)
    scores = {form: cohesion(form, counts) for form, n in alone.items() if n >= min_count and len(cases[form]) >= 2}
    return {form: score for form, score in scores.items() if score >= MIN_COHESION}


def _is_nonsense(words: Sequence[Word], length: int) -> bool:
    """Tell whether the tagger cut the first letters of an eojeol into more than nouns, and not as a nominal form."""
    over = 0
    tags: list[str] = []
    for word in words:
        if over >= length:
            break
        over += len(word.text)
        tags.append(word.tag)
    if len(tags) < 2 and over == length:
        return False
    if over > length:
        return True
    return not tags[-1].startswith(_NO_END) and not _RUN_TAGS.issuperset(tags)


def _compounds(texts: Sequence[Part], min_count: int) -> dict[str, float]:
    """Find runs of nouns inside an eojeol that stand alone often enough."""
    runs = ([run for words in _eojeols(part.tagged) for run in _noun_runs(words)] for part in texts)
    terms = c_values(([[_named(word) for word in run] for run in text] for text in runs), min_documents=min_count)
    found: dict[str, float] = {}
    for term in terms:
        words = [name.rpartition("/") for name in term.parts]
        if term.c_value > 0 and _may_stand(words[0], words[-1]):
            found["".join([text for text, _, _ in words])] = term.c_value
    return found


def _noun_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if word.tag in _RUN_TAGS:
            run.append(word)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _named(word: Word) -> str:
    return f"{word.text}/{word.tag}"


def _may_stand(first: tuple[str, str, str], last: tuple[str, str, str]) -> bool:
    return first[2] != "XSN" and last[2] != "XPN" and not _NO_EDGE & {first[0], last[0]}
