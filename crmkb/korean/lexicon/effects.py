"""What each entry of a lexicon does to a corpus: what it joined, renamed or left out, how often and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from crmkb.korean.lexicon.join import join, matches
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.lexicon.parts import Part, Place, place, starts
from crmkb.korean.terms.clean import clean_lemma, is_content
from crmkb.korean.words import Word

EntryKind = Literal["compound", "variant", "stop_word"]
_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one entry does to a corpus.

    Attributes
    ----------
    kind
        Which list it stands in; a canonical spelling that is joined without being listed counts as a compound.
    form
        Its spelling.
    canonical
        What a variant is counted under; `""` for others.
    found
        Places where it stands as a word.
    joined
        How many of these the tagger had cut apart, or made nothing of.
    passages
        Texts with such a place.
    cut
        The tagger's commonest cut of it, the words joined by `+`; `""` if it never cut it.
    example
        The first place; None where there is none.
    """

    kind: EntryKind
    form: str
    canonical: str = ""
    found: int = 0
    joined: int = 0
    passages: int = 0
    cut: str = ""
    example: Place | None = None


def effects(texts: Iterable[Part], lexicon: Lexicon) -> tuple[Effect, ...]:
    """Measure what each entry does.

    Parameters
    ----------
    texts
        As the tagger alone sees them; the parts of one text follow each other.
    lexicon
        Whose entries are measured.

    Returns
    -------
    tuple[Effect, ...]
        One an entry, also for those that are found nowhere: compounds, variants, stop words, and in each list those
        found most often first. Canonical spellings that are not listed as compounds only where something was joined.

    Notes
    -----
    A word that is both a compound and a variant shows in both lists. Cost: linear in the texts.
    """
    tallies = {key: _Tally() for key in _keys(lexicon)}
    for part in texts:
        for word, start, cut in _words(part, lexicon):
            for key in _keys_of(word, lexicon):
                if key in tallies:
                    tallies[key].add(part, start, start + len(word.text), cut)
    written = {form.lower(): form for form in (*lexicon.variants.values(), *lexicon.compounds)}
    listed = {form.lower() for form in lexicon.compounds}
    found = (
        _effect(key, tally, lexicon, written)
        for key, tally in tallies.items()
        if key[0] != "compound" or key[1] in listed or tally.cuts
    )
    return tuple(sorted(found, key=lambda effect: (_KINDS.index(effect.kind), -effect.found, effect.form)))


_Key = tuple[EntryKind, str]


@dataclass(slots=True)
class _Tally:
    """What is known of an entry so far."""

    found: int = 0
    passages: int = 0
    last: str = ""
    cuts: Counter[str] = field(default_factory=Counter)
    example: Place | None = None

    def add(self, part: Part, start: int, end: int, cut: str) -> None:
        self.found += 1
        if self.last != part.id:
            self.passages, self.last = self.passages + 1, part.id
        if cut:
            self.cuts[cut] += 1
        self.example = self.example or place(part, start, end)


def _keys(lexicon: Lexicon) -> Iterator[_Key]:
    variants = {form.lower() for form in lexicon.variants}
    listed = {form.lower() for form in lexicon.compounds}
    yield from (("compound", form) for form in lexicon.surfaces if form in listed or form not in variants)
    yield from (("variant", form) for form in variants)
    yield from (("stop_word", form) for form in lexicon.stop_words)


def _words(part: Part, lexicon: Lexicon) -> Iterator[tuple[Word, int, str]]:
    """Yield the words as joined, with their start and the tagger's cut, `""` where nothing was joined."""
    before = starts(part.tagged)
    cuts = {
        before[match.first]: "+".join([word.text for word in part.tagged.words[match.first : match.behind]])
        for match in matches(part.tagged, lexicon)
    }
    after = join(part.tagged, lexicon)
    for word, start in zip(after.words, starts(after), strict=True):
        yield word, start, cuts.get(start, "")


def _keys_of(word: Word, lexicon: Lexicon) -> Iterator[_Key]:
    """Yield the entries that a word could be."""
    clean = clean_lemma(word.tag, word.lemma)
    yield "compound", word.text.lower()
    yield "variant", clean.lower()
    if is_content(word.tag):
        yield "stop_word", lexicon.canonical(clean)


def _effect(key: _Key, tally: _Tally, lexicon: Lexicon, written: Mapping[str, str]) -> Effect:
    kind, form = key
    canonical = lexicon.canonical(form)
    return Effect(
        kind,
        written.get(form, form) if kind == "compound" else form,
        written.get(canonical, canonical) if kind == "variant" else "",
        tally.found,
        sum(tally.cuts.values()),
        tally.passages,
        min(tally.cuts, key=lambda cut: (-tally.cuts[cut], cut), default=""),
        tally.example,
    )
