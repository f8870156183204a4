"""Patterns kept as data, run by spaCy's `Matcher`: which stretches of a text match, and under which key they count."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple, TypeAlias, cast

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.errors import InputError
from crmkb.korean.terms.clean import DICTIONARY_ENDING

QUANTIFIERS = "?*+"
REACH = 14
"""How far from an anchor a sequence is looked for, in tokens to either side."""

SURFACE = "text"
STEMMED = ("VERB", "ADJ")


class Pattern(NamedTuple):
    """One sequence of tokens to look for.

    Attributes
    ----------
    label
        What sort of thing it finds; `""` for an exception, which takes away every match that it touches.
    key
        What a match counts as, with names of tokens in braces.
    names
        Name of each token.
    tokens
        The tokens as spaCy's `Matcher` takes them.
    anchor
        Clean words of which a text must hold one for the sequence to be looked for, and near which; empty looks
        everywhere.
    """

    label: str
    key: str
    names: tuple[str, ...]
    tokens: tuple[Mapping[str, Any], ...]
    anchor: tuple[str, ...]


class Match(NamedTuple):
    """Tokens `first` to before `behind` of a doc, with the label of their pattern and the key they count under."""

    first: int
    behind: int
    label: str
    key: str


@cache
def packaged_patterns(name: str) -> tuple[Pattern, ...]:
    """Read the patterns that come with the package.

    Parameters
    ----------
    name
        Name of a file in `crmkb/data/patterns`, without its ending.

    Returns
    -------
    tuple[Pattern, ...]
        As `read_patterns` gives them.
    """
    path = files("crmkb") / "data" / "patterns" / f"{name}.toml"
    return read_patterns(path.read_text(encoding="utf-8"), source=f"{name}.toml")


def read_patterns(text: str, *, source: str) -> tuple[Pattern, ...]:
    """Read patterns from TOML.

    Parameters
    ----------
    text
        Tables `[token]`: a token of spaCy's `Matcher` by name; `[group]`: names of tokens that are used together, by
        name; `[[pattern]]`: a `label`, a `key` and in `match` one or more sequences; `[[exception]]`: sequences alone.
        A sequence is names of tokens and groups, parted by blanks; `?`, `*` or `+` behind a token's name says how often
        it occurs. In a key `{name}` stands for the clean words of the tokens of that name, verbs and adjectives without
        their 다, and `{name:text}` for how they were written. `anchor`, before all tables, names the tokens, the most
        telling first, for which a text is searched before the sequences that need one of them are tried.
    source
        Name of the file, for the error.

    Returns
    -------
    tuple[Pattern, ...]
        One a sequence, in the order of the file, exceptions last.

    Raises
    ------
    InputError
        If the text is no TOML, a sequence uses a name that is not defined, or a key one that its sequence lacks.

    Examples
    --------
    >>> found = read_patterns('''
    ... [token]
    ... noun = {TAG = "NNG"}
    ... none = {NORM = "없다"}
    ... [[pattern]]
    ... label = "LACK"
    ... key = "{noun} 없다"
    ... match = ["noun none"]
    ... ''', source="example")
    >>> found[0].names, found[0].tokens
    (('noun', 'none'), ({'TAG': 'NNG'}, {'NORM': '없다'}))
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("korean.pattern_no_toml", path=source, why=str(error)) from error
    exceptions = [{"label": "", "key": "", **table} for table in tables.get("exception", ())]
    found = []
    for table in (*tables.get("pattern", ()), *exceptions):
        if missing := {"label", "key", "match"} - table.keys():
            raise InputError("korean.pattern_incomplete", path=source, names=", ".join(sorted(missing)), got=table)
        for sequence in table["match"]:
            names, ready = _sequence(sequence, tables.get("token", {}), tables.get("group", {}), source)
            _check_key(table["key"], names, sequence, source)
            anchor = _anchor(names, ready, tables.get("anchor", ()))
            found.append(Pattern(table["label"], table["key"], names, ready, anchor))
    return tuple(found)


class PatternMatcher:
    """Finds patterns in docs of one vocabulary.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    patterns
        What to look for.
    """

    # A class because spaCy's matcher belongs to a vocabulary, is costly to make and does not survive pickling.

    def __init__(self, vocab: Vocab, patterns: Sequence[Pattern]) -> None:
        self.vocab = vocab
        self.patterns = tuple(patterns)
        self._matchers: dict[tuple[str, ...], Matcher] = {}
        self._index_of: dict[int, int] = {}
        for i, pattern in enumerate(self.patterns):
            matcher = self._matchers.setdefault(pattern.anchor, Matcher(vocab, validate=False))
            matcher.add(f"pattern {i}", [list(map(dict, pattern.tokens))], greedy="LONGEST")
            self._index_of[vocab.strings.add(f"pattern {i}")] = i
        self._anchored: dict[int, list[Matcher]] = {}
        for anchor, matcher in self._matchers.items():
            for word in anchor:
                self._anchored.setdefault(vocab.strings.add(word), []).append(matcher)

    def __reduce__(self) -> tuple[Any, ...]:
        return PatternMatcher, (self.vocab, self.patterns)

    def __call__(self, doc: Doc) -> tuple[Match, ...]:
        """Find what matches.

        Parameters
        ----------
        doc
            Tokens with all that the patterns ask for; clean words in `norm_`.

        Returns
        -------
        tuple[Match, ...]
            In reading order, without overlap and without what an exception touches. Of two that overlap the longer one
            is kept, among equals the earlier one, then the one whose pattern comes first.
        """
        hits: list[tuple[int, int, int, int, list[int]]] = []
        taken: set[int] = set()
        for matcher, start, end in self._stretches(doc):
            for name, first, behind, places in cast("_Aligned", matcher(doc[start:end], with_alignments=True)):
                index = self._index_of[name]
                if self.patterns[index].label:
                    hits.append((first - behind, start + first, index, start + behind, places))
                else:
                    taken.update(range(start + first, start + behind))
        found = []
        for _, first, index, behind, places in sorted(hits):
            if taken.isdisjoint(range(first, behind)):
                taken.update(range(first, behind))
                pattern = self.patterns[index]
                found.append(Match(first, behind, pattern.label, _key_of(pattern, doc, first, places)))
        return tuple(sorted(found))

    def _stretches(self, doc: Doc) -> Iterator[tuple[Matcher, int, int]]:
        """Say which matchers to run where: near the anchors, which is much faster than everywhere."""
        if not len(doc):
            return
        if everywhere := self._matchers.get(()):
            yield everywhere, 0, len(doc)
        norms = doc.to_array("NORM").tolist()
        if self._anchored.keys().isdisjoint(norms):
            return
        stretches: dict[int, tuple[Matcher, list[list[int]]]] = {}
        for i, norm in enumerate(norms):
            for matcher in self._anchored.get(norm, ()):
                _, own = stretches.setdefault(id(matcher), (matcher, []))
                if own and own[-1][1] >= i - REACH:
                    own[-1][1] = i + REACH
                else:
                    own.append([max(i - REACH, 0), i + REACH])
        for matcher, own in stretches.values():
            for start, end in own:
                yield matcher, start, min(end, len(doc))


_Aligned: TypeAlias = list[tuple[int, int, int, list[int]]]
"""What spaCy's `Matcher` gives with alignments; its stubs know only the other way."""


class _Words:
    """The tokens that a name in a key stands for."""

    def __init__(self) -> None:
        self.clean, self.text = "", ""

    def __format__(self, spec: str) -> str:
        return self.text if spec == SURFACE else self.clean


def _sequence(
    sequence: str, tokens: Mapping[str, Any], groups: Mapping[str, str], source: str
) -> tuple[tuple[str, ...], tuple[Mapping[str, Any], ...]]:
    """Look up the tokens of a sequence, groups replaced by what they stand for."""
    items = [item for word in sequence.split() for item in groups.get(word, word).split()]
    names, ready = [], []
    for item in items:
        name = item.rstrip(QUANTIFIERS)
        if name not in tokens:
            known = ", ".join((*tokens, *groups))
            raise InputError("korean.pattern_unknown", path=source, match=sequence, name=name, known=known)
        names.append(name)
        ready.append({**tokens[name], "OP": item[len(name) :]} if item != name else tokens[name])
    return tuple(names), tuple(ready)


def _anchor(names: Sequence[str], tokens: Sequence[Mapping[str, Any]], anchors: Iterable[str]) -> tuple[str, ...]:
    """Give the words of the first anchor that the sequence cannot do without; none if it has none."""
    sure = {
        name: token["NORM"]
        for name, token in zip(names, tokens, strict=True)
        if token.get("OP", "+") == "+" and "NORM" in token
    }
    for name in anchors:
        if name in sure:
            words = sure[name]
            return (words,) if isinstance(words, str) else tuple(words["IN"])
    return ()


def _check_key(key: str, names: Iterable[str], sequence: str, source: str) -> None:
    for _, name, _, _ in Formatter().parse(key):
        if name is not None and name not in names:
            raise InputError("korean.pattern_key", path=source, key=key, name=name, match=sequence)


def _key_of(pattern: Pattern, doc: Doc, start: int, places: Sequence[int]) -> str:
    """Fill the key with the words of a match; `places[i]` is the place of its token i in the pattern."""
    words: dict[str, _Words] = {name: _Words() for name in pattern.names}
    for token, place in zip(doc[start : start + len(places)], places, strict=True):
        own = words[pattern.names[place]]
        clean = token.norm_
        own.clean += clean.removesuffix(DICTIONARY_ENDING) if token.pos_ in STEMMED else clean
        own.text += token.text
    return pattern.key.format(**words)
