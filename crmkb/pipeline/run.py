"""A run over the whole base: themes and causes proposed, stored, and read back with people's decisions over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from crmkb.curate.replay import replay
from crmkb.errors import InputError, NothingFoundError
from crmkb.pipeline import stages
from crmkb.pipeline.identity import run_fingerprint, run_id
from crmkb.pipeline.manifest import RunOptions, counts, settings, versions
from crmkb.pipeline.progress import Progress, silent
from crmkb.pipeline.tools import Tools
from crmkb.pipeline.vectors import embed
from crmkb.store.connect import Base
from crmkb.store.decisions import decisions
from crmkb.store.read import live_documents, live_passages, live_terms, sources
from crmkb.store.runs import StoredRun, codings, last_run, save_run
from crmkb.strings import say
from crmkb.types import (
    UNASSIGNED,
    Clustering,
    Coding,
    Document,
    Passage,
    RunManifest,
    RunResult,
    Taxonomy,
    Terms,
    Theme,
)


class Corpus(NamedTuple):
    """Everything of a base that counts; `terms` in the order of `passages`."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    terms: tuple[Terms, ...]


def run(
    base: Base,
    options: RunOptions,
    tools: Tools,
    *,
    notes: Sequence[str] = (),
    progress: Progress = silent,
) -> RunResult:
    """Find themes and causes in everything the base holds.

    Parameters
    ----------
    base
        An open base.
    options
        What shapes the result.
    tools
        Tagger, encoder, taxonomy.
    notes
        Sentences of the ingest that the manifest should keep, sorted: the order of the inputs must not matter.
    progress
        Told of the stages.

    Returns
    -------
    RunResult
        As `load_result` reads it: with people's decisions applied.

    Raises
    ------
    InputError
        If the base holds no passage.
    UsageError
        If more themes are asked for than there are passages.

    Notes
    -----
    The same passages, settings and versions as in the run before give the same run: nothing is stored twice.
    """
    corpus = Corpus(live_documents(base), live_passages(base), live_terms(base))
    if not corpus.passages:
        raise InputError("pipeline.no_passages", path=base.path)
    before = last_run(base)
    used, found = settings(options), versions(tools, options)
    fingerprint = run_fingerprint([p.id for p in corpus.passages], used, found)
    if before is None or before.fingerprint != fingerprint:
        own_id = run_id(fingerprint, before.manifest.run_id if before else "")
        manifest = RunManifest(
            own_id, _inputs(base, corpus.documents), used, found, {}, tuple(sorted({*tools.notes, *notes}))
        )
        save_run(
            base,
            _propose(base, corpus, options, tools, (manifest, before), progress),
            fingerprint=fingerprint,
        )
    return load_result(base, tools.taxonomy if options.use_taxonomy else None)


def load_result(base: Base, taxonomy: Taxonomy | None) -> RunResult:
    """Read the newest run as it stands now: passages that still count, people's decisions applied.

    Parameters
    ----------
    base
        An open base.
    taxonomy
        Whose codes a decision may use; None takes every code as it stands.

    Returns
    -------
    RunResult
        Passages taken in after the run are not in it; its notes say how many there are.

    Raises
    ------
    NothingFoundError
        If there was no run yet.
    """
    stored = last_run(base)
    if stored is None:
        raise NothingFoundError("pipeline.no_run", path=base.path)
    everything = live_passages(base)
    passages = tuple(p for p in everything if p.id in stored.assignments)
    inside = {p.id for p in passages}
    holders = {p.document_id for p in passages}
    documents = tuple(d for d in live_documents(base) if d.id in holders)
    in_force = replay(
        stored.themes,
        [coding for coding in codings(base, stored.manifest.run_id) if coding.passage_id in inside],
        decisions(base),
        passages=inside,
        codes={cause.code for cause in taxonomy.causes} if taxonomy else set(),
    )
    clustering = _clustering(stored, passages)
    manifest = replace(
        stored.manifest,
        counts=counts(documents, passages, clustering, in_force.themes, in_force.codings),
        notes=(*stored.manifest.notes, *_newer_note(len(everything) - len(passages))),
    )
    return RunResult(manifest, documents, passages, clustering, in_force.themes, in_force.codings, in_force.conflicts)


def _propose(
    base: Base,
    corpus: Corpus,
    options: RunOptions,
    tools: Tools,
    about: tuple[RunManifest, StoredRun | None],
    progress: Progress,
) -> RunResult:
    """Do the run's work: what the machine says, before any person's decision."""
    manifest, before = about
    documents, passages, terms = corpus
    embedding = embed(base, passages, tools.encoder, progress)
    matrix = stages.count(terms)
    progress("cli.stage_themes", 0, 2)
    scores = None
    found: tuple[Coding, ...] = ()
    names: dict[str, str] = {}
    if options.use_taxonomy:
        scores = stages.score(tools.cause_model, embedding, terms)
        found = stages.code(tools.cause_model, scores, embedding, terms)
        names = {cause.code: cause.names["ko"] for cause in tools.taxonomy.causes}
    progress("cli.stage_themes", 1, 2)
    space = stages.blend(embedding, scores)
    clustering = stages.cluster(space, n_themes=options.n_themes, seed=options.seed)
    causes = stages.causes_of_themes(scores, clustering)
    themes = stages.describe(clustering, space, matrix, [p.text for p in passages], causes, names)
    ids = stages.identify_themes(clustering, _members(before), _seen(before), run_id=manifest.run_id)
    themes = tuple(replace(theme, id=own) for theme, own in zip(themes, ids, strict=True))
    progress("cli.stage_themes", 2, 2)
    manifest = replace(manifest, counts=counts(documents, passages, clustering, themes, found))
    return RunResult(manifest, documents, passages, clustering, themes, found)


def _inputs(base: Base, documents: Sequence[Document]) -> tuple[dict[str, object], ...]:
    per_source = {source.name: 0 for source in sources(base)}
    for document in documents:
        per_source[document.source] += 1
    return tuple(
        {
            "name": source.name,
            "path": source.path,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "format": source.format,
            "documents": per_source[source.name],
        }
        for source in sources(base)
    )


def _newer_note(n: int) -> tuple[str, ...]:
    return (say("pipeline.newer_passages", n=n),) if n else ()


def _members(before: StoredRun | None) -> dict[str, frozenset[str]]:
    members: dict[str, set[str]] = {theme.id: set() for theme in before.themes} if before else {}
    for passage, assignment in (before.assignments if before else {}).items():
        if assignment.theme_id is not None:
            members[assignment.theme_id].add(passage)
    return {theme: frozenset(own) for theme, own in members.items()}


def _seen(before: StoredRun | None) -> frozenset[str]:
    return frozenset(before.assignments) if before else frozenset()


def _clustering(stored: StoredRun, passages: Sequence[Passage]) -> Clustering:
    position = {theme.id: label for label, theme in enumerate(stored.themes)}
    places = [stored.assignments[passage.id] for passage in passages]
    return Clustering(
        tuple(passage.id for passage in passages),
        np.array([UNASSIGNED if p.theme_id is None else position[p.theme_id] for p in places], np.int64),
        np.array([p.strength for p in places], np.float64),
        stored.method,
        stored.parameters,
    )


def theme_members(result: RunResult, theme: Theme) -> tuple[Passage, ...]:
    """List the passages of a theme.

    Parameters
    ----------
    result
        A run.
    theme
        One of its themes.

    Returns
    -------
    tuple[Passage, ...]
        The strongest first, equal ones in the order of the run.
    """
    label = next(k for k, other in enumerate(result.themes) if other.id == theme.id)
    rows = np.flatnonzero(result.clustering.labels == label)
    order = np.argsort(-result.clustering.strengths[rows], kind="stable")
    return tuple(result.passages[i] for i in rows[order].tolist())
