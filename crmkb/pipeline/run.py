"""A run over the whole base: themes and causes proposed and stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from crmkb.causes.judge import Passages
from crmkb.errors import InputError
from crmkb.pipeline import stages
from crmkb.pipeline.identity import run_fingerprint, run_id
from crmkb.pipeline.in_force import load_result
from crmkb.pipeline.manifest import RunOptions, counts, settings, versions
from crmkb.pipeline.progress import Progress, silent
from crmkb.pipeline.tokenize_anew import use_tokenizer
from crmkb.pipeline.tools import Tools
from crmkb.pipeline.vectors import embed
from crmkb.store.connect import Base
from crmkb.store.read import live_documents, live_passages, live_terms, sources
from crmkb.store.runs import StoredRun, last_run, recent_members, save_run
from crmkb.types import (
    Coding,
    Document,
    Passage,
    RunManifest,
    RunResult,
    Terms,
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
    The same passages, settings and versions as in the run before give the same run: nothing is stored twice. Where
    another tokenizer made the base's terms, they are made anew first.
    """
    notes = (*tools.notes, *notes, *use_tokenizer(base, tools))
    corpus = Corpus(live_documents(base), live_passages(base), live_terms(base))
    if not corpus.passages:
        raise InputError("pipeline.no_passages", path=base.path)
    before = last_run(base)
    used, found = settings(options), versions(tools, options)
    fingerprint = run_fingerprint([p.id for p in corpus.passages], used, found)
    if before is None or before.fingerprint != fingerprint:
        own_id = run_id(fingerprint, before.manifest.run_id if before else "")
        inputs = _inputs(base, corpus.documents)
        # The folder of the word lists is told by its name, as reports travel; the fingerprint knows the lists.
        told = used | {"lexicon": Path(tools.lexicon_folder).name if tools.lexicon_folder else None}
        manifest = RunManifest(own_id, inputs, told, found, {}, tuple(sorted(set(notes))))
        save_run(
            base,
            _propose(base, corpus, options, tools, (manifest, before), progress),
            fingerprint=fingerprint,
        )
    return load_result(base, tools.taxonomy)


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
    matrix = stages.count(terms, tools.lexicon.stop_words)
    progress("cli.stage_themes", 0, 2)
    scores = None
    found: tuple[Coding, ...] = ()
    names: dict[str, str] = {}
    if options.use_taxonomy:
        kinds = {document.id: document.kind for document in documents}
        told = Passages([p.text for p in passages], [kinds[p.document_id] for p in passages])
        scores = stages.score(tools.cause_model, tools.learned, embedding, terms, told)
        found = stages.code(tools.cause_model, scores, embedding, terms)
        names = {cause.code: cause.names["ko"] for cause in tools.taxonomy.causes}
    progress("cli.stage_themes", 1, 2)
    space = stages.blend(embedding, matrix, scores)
    clustering = stages.cluster(space, n_themes=options.n_themes, seed=options.seed)
    clustering = stages.arrange(clustering, scores)
    causes = stages.causes_of_themes(clustering, scores, names)
    themes = stages.describe(clustering, space, matrix, [p.text for p in passages], causes)
    ids = stages.identify_themes(clustering, recent_members(base), _seen(before), run_id=manifest.run_id)
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


def _seen(before: StoredRun | None) -> frozenset[str]:
    return frozenset(before.assignments) if before else frozenset()
