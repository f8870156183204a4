"""The verbs, in their order: what happens to a file until its passages stand in themes.

    taking in:  read -> normalize -> redact -> identify -> cut -> analyze -> embed
    a run:      count -> score -> code -> blend -> cluster -> arrange -> describe -> identify themes

Each stage takes and returns the types of `crmkb.types` and plain arguments; none knows the base or the settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from crmkb.causes.coding import assign_causes, code_passages, theme_causes
from crmkb.causes.judge import Passages, judge_corpus
from crmkb.causes.learned import Learned
from crmkb.causes.model import CauseModel, cause_probabilities
from crmkb.describe.exemplars import exemplars
from crmkb.describe.keyphrases import keyphrases
from crmkb.describe.names import theme_names
from crmkb.ingest.read import ReadOptions, ReadResult
from crmkb.ingest.read import read as read_files
from crmkb.korean.analyze import analyze as analyze_passages
from crmkb.korean.analyze import find_sentence_ends
from crmkb.pipeline.identity import article_id, comment_id, passage_id
from crmkb.text.normalize import normalize as normalize_text
from crmkb.text.offsets import compose, shifted
from crmkb.text.passages import cut as cut_text
from crmkb.text.redact import redact as redact_text
from crmkb.themes.blend import blend_passages
from crmkb.themes.cluster import find_clusters
from crmkb.themes.matching import carry_ids
from crmkb.types import (
    UNASSIGNED,
    Analysis,
    CauseScores,
    Clustering,
    Coding,
    Document,
    Embedding,
    OffsetMap,
    Passage,
    RawDocument,
    TermMatrix,
    Terms,
    Theme,
)
from crmkb.vectors.terms import count_terms

if TYPE_CHECKING:
    from spacy.language import Language

WEAK_SIZE = 5
"""A theme of fewer passages is a hint, no more."""

SMALL_CORPUS = 30
"""Below so many passages every theme is a hint."""


class ThemeCauses(NamedTuple):
    """The failure cause of each cluster (code and name, None where it has none), and the passages that carry it."""

    codes: tuple[str | None, ...]
    names: tuple[str | None, ...]
    carriers: npt.NDArray[np.bool_]


class StoredText(NamedTuple):
    """A text on its way into the base, and the way back to the file's."""

    text: str
    offsets: OffsetMap


def read(paths: Sequence[str | Path], options: ReadOptions) -> ReadResult:
    """Read files, folders and standard input; errors are collected, the other files go on."""
    return read_files(paths, options)


def normalize(raw: RawDocument) -> StoredText:
    """Bring the author's part of a text into its stored form."""
    text, offsets = normalize_text(raw.text[raw.start : raw.end])
    return StoredText(text, shifted(offsets, raw.start))


def redact(stored: StoredText, raw: RawDocument) -> StoredText:
    """Hide names and numbers as the kind of document asks; today nothing is hidden, for any kind."""
    text, offsets = redact_text(stored.text, raw.kind)
    return StoredText(text, compose(offsets, stored.offsets))


def identify(raws: Sequence[RawDocument]) -> tuple[Document, ...]:
    """Turn the texts of one file into documents with ids that outlive change; texts without content are left out."""
    seen: Counter[str] = Counter()
    documents = []
    for raw in raws:
        stored = redact(normalize(raw), raw)
        if not stored.text.strip():
            continue
        if raw.row:
            own = comment_id(raw.source.name, raw.source_id, seen[stored.text], stored.text)
            seen[stored.text] += not raw.source_id
        else:
            own = article_id(stored.text.strip())
        documents.append(
            Document(
                id=own,
                kind=raw.kind,
                title=normalize_text(raw.title).text,
                text=stored.text,
                source=raw.source.name,
                offsets=stored.offsets,
                row=raw.row,
                source_id=raw.source_id,
                fields=raw.fields,
                cut_head=raw.text[: raw.start],
                cut_tail=raw.text[raw.end :],
            )
        )
    return tuple(documents)


def cut(document: Document, nlp: Language) -> tuple[Passage, ...]:
    """Cut a document into passages; a first line that is the title is none, unless there is nothing else."""
    whole = document.kind in ("feedback", "chat")
    ends = () if whole else find_sentence_ends(nlp, document.text)
    passages = tuple(
        Passage(passage_id(document.id, start, end), document.id, start, end, document.text[start:end])
        for start, end in cut_text(document.text, kind=document.kind, sentence_ends=ends)
    )
    headed = not whole and len(passages) > 1 and passages[0].text == document.title
    return passages[1:] if headed else passages


def analyze(passages: Iterable[Passage], nlp: Language) -> tuple[Analysis, ...]:
    """Find tokens and terms."""
    return tuple(analyze_passages(nlp, passages))


def count(terms: Sequence[Terms], stop_words: Collection[str]) -> TermMatrix:
    """Count the terms, stop words aside."""
    return count_terms(terms, stop_words=stop_words)


def score(
    model: CauseModel, learned: Learned | None, embedding: Embedding, terms: Sequence[Terms], passages: Passages
) -> CauseScores:
    """Judge which failure cause each passage speaks of, by the taxonomy and, but for articles, by what was learned."""
    return judge_corpus(model, learned, embedding, terms, passages)


def code(model: CauseModel, scores: CauseScores, embedding: Embedding, terms: Sequence[Terms]) -> tuple[Coding, ...]:
    """Code the passages as the machine."""
    return code_passages(model, scores, embedding, terms)


def blend(embedding: Embedding, matrix: TermMatrix, scores: CauseScores | None) -> Embedding:
    """Put what a passage says, its words and, where there are scores, the cause it speaks of into one vector."""
    return blend_passages(embedding, None if scores is None else cause_probabilities(scores), matrix.counts)


def cluster(space: Embedding, *, n_themes: int | None, seed: int) -> Clustering:
    """Group the passages that are near each other."""
    return find_clusters(space, n_themes=n_themes, seed=seed)


def describe(
    clustering: Clustering,
    space: Embedding,
    terms: TermMatrix,
    texts: Sequence[str],
    causes: ThemeCauses,
) -> tuple[Theme, ...]:
    """Describe each cluster in words; the ids are still empty. Rows of all arguments are in one order."""
    labels = clustering.labels
    phrases = keyphrases(terms, labels)
    quotes = exemplars(space, texts, labels, preferred=causes.carriers)
    text_of = dict(zip(clustering.passage_ids, texts, strict=True))
    names = theme_names(phrases, causes.names, [text_of[q[0]] for q in quotes])
    sizes = np.bincount(labels[labels != UNASSIGNED], minlength=len(names)).tolist()
    return tuple(
        Theme(
            "",
            names[k],
            causes.codes[k],
            phrases[k],
            quotes[k],
            sizes[k],
            sizes[k] < WEAK_SIZE or len(texts) < SMALL_CORPUS,
        )
        for k in range(len(names))
    )


def causes_of_themes(clustering: Clustering, scores: CauseScores | None, names: Mapping[str, str]) -> ThemeCauses:
    """Choose the cause of each cluster, and find the passages that carry it; without scores none has one."""
    labels = clustering.labels
    if scores is None:
        none = (None,) * (int(labels.max(initial=UNASSIGNED)) + 1)
        return ThemeCauses(none, none, np.zeros(len(labels), bool))
    codes = theme_causes(scores, labels)
    carriers = [
        label != UNASSIGNED and codes[label] in {scores.codes[k] for k in own}
        for label, own in zip(labels.tolist(), assign_causes(scores), strict=True)
    ]
    return ThemeCauses(codes, tuple(names[c] if c else None for c in codes), np.array(carriers, bool))


def arrange(clustering: Clustering, scores: CauseScores | None) -> Clustering:
    """Renumber the clusters: those with a failure cause first; within each the largest first."""
    if scores is None:
        return clustering
    codes = theme_causes(scores, clustering.labels)
    order = sorted(range(len(codes)), key=lambda k: (codes[k] is None, k))
    place = np.empty(len(codes) + 1, np.int64)
    place[order] = np.arange(len(codes))
    place[UNASSIGNED] = UNASSIGNED
    return replace(clustering, labels=place[clustering.labels])


def identify_themes(
    clustering: Clustering, before: Mapping[str, frozenset[str]], seen: frozenset[str], *, run_id: str
) -> tuple[str, ...]:
    """Give each cluster the id of the theme it continues, or a new one; `seen` are the passages of the run before."""
    members: list[set[str]] = [set() for _ in range(int(clustering.labels.max(initial=UNASSIGNED)) + 1)]
    for passage, label in zip(clustering.passage_ids, clustering.labels.tolist(), strict=True):
        if label != UNASSIGNED:
            members[label].add(passage)
    known = seen & frozenset(clustering.passage_ids)
    return carry_ids([frozenset(m) for m in members], before, run_id=run_id, known=known)
