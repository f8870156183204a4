"""A stored run as it stands now: passages that still count, people's decisions over what the machine proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from crmkb.causes.coding import CAUSE_SHARE
from crmkb.curate.replay import replay
from crmkb.describe.names import theme_names
from crmkb.errors import NothingFoundError
from crmkb.pipeline.manifest import counts
from crmkb.store.connect import Base
from crmkb.store.decisions import decisions
from crmkb.store.read import live_documents, live_passages
from crmkb.store.runs import StoredRun, codings, last_run
from crmkb.strings import say
from crmkb.types import UNASSIGNED, Clustering, Coding, Decision, Passage, RunResult, Taxonomy, Theme

MAX_EXEMPLARS = 3


def load_result(base: Base, taxonomy: Taxonomy) -> RunResult:
    """Read the newest run.

    Parameters
    ----------
    base
        An open base.
    taxonomy
        Whose codes a decision may use, unless the run went without one (then every code is taken as it stands).

    Returns
    -------
    RunResult
        Replaced passages have left their themes, and a theme without any is gone. Passages taken in after the run are
        not in it; its notes say how many there are. A theme whose passages were recoded has the cause that its codes
        now give it, and a name to match unless a person named it.

    Raises
    ------
    NothingFoundError
        If there was no run yet, or none of its passages counts any more.
    """
    stored = last_run(base)
    if stored is None:
        raise NothingFoundError("pipeline.no_run", path=base.path)
    everything = live_passages(base)
    passages = tuple(p for p in everything if p.id in stored.assignments)
    if not passages:
        raise NothingFoundError("pipeline.run_outdated", path=base.path)
    inside = {p.id for p in passages}
    holders = {p.document_id for p in passages}
    documents = tuple(d for d in live_documents(base) if d.id in holders)
    decided = decisions(base)
    proposed = [coding for coding in codings(base, stored.manifest.run_id) if coding.passage_id in inside]
    members = _members(stored, passages)
    in_force = replay(
        _live_themes(stored.themes, members),
        proposed,
        decided,
        passages=inside,
        codes={c.code for c in taxonomy.causes} if stored.manifest.settings.get("taxonomy", True) else set(),
    )
    texts = {p.id: p.text for p in passages}
    themes = _recoded(in_force.themes, in_force.codings, decided, members, _Words(texts, taxonomy))
    clustering = _clustering(stored, themes, passages)
    late = len(everything) - len(passages)
    manifest = replace(
        stored.manifest,
        counts=counts(documents, passages, clustering, themes, in_force.codings),
        notes=(*stored.manifest.notes, *((say("pipeline.newer_passages", n=late),) if late else ())),
    )
    return RunResult(manifest, documents, passages, clustering, themes, in_force.codings, in_force.conflicts)


class _Words(NamedTuple):
    """What a theme's name is made of: texts of passages by id, and the taxonomy."""

    texts: Mapping[str, str]
    taxonomy: Taxonomy


def _members(stored: StoredRun, passages: Sequence[Passage]) -> dict[str, list[str]]:
    """List the passages of each theme that still count, the strongest first."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for passage in passages:
        theme = stored.assignments[passage.id].theme_id
        if theme is not None:
            members[theme].append(passage.id)
    return {t: sorted(own, key=lambda p: -stored.assignments[p].strength) for t, own in members.items()}


def _live_themes(themes: Sequence[Theme], members: Mapping[str, Sequence[str]]) -> list[Theme]:
    """Give each theme the size and quotes of the passages that still count; drop themes without any."""
    alive = []
    for theme in themes:
        own = members.get(theme.id, ())
        quotes = tuple(e for e in theme.exemplars if e in own) or tuple(own[:MAX_EXEMPLARS])
        if own:
            alive.append(replace(theme, size=len(own), exemplars=quotes))
    return alive


def _recoded(
    themes: Sequence[Theme],
    codings_now: Sequence[Coding],
    decided: Sequence[Decision],
    members: Mapping[str, Sequence[str]],
    words: _Words,
) -> tuple[Theme, ...]:
    """Let the cause of a theme follow its passages' codes where people changed some; keep the order by cause."""
    touched = {d.target for d in decided if d.kind == "recode"}
    named = {d.target for d in decided if d.kind == "rename"}
    by_passage: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings_now:
        by_passage[coding.passage_id].append(coding)
    result = []
    for theme in themes:
        own = members[theme.id]
        if touched.intersection(own):
            cause = _cause([coding for passage in own for coding in by_passage[passage]], len(own))
            if cause != theme.cause:
                theme = replace(
                    theme, cause=cause, name=theme.name if theme.id in named else _name(theme, cause, words)
                )
        result.append(theme)
    return tuple(sorted(result, key=lambda theme: (theme.cause is None, -theme.size)))


def _cause(own: Sequence[Coding], size: int) -> str | None:
    """Choose the cause with the largest sum of confidences, if a third of the passages have it."""
    sums: defaultdict[str, float] = defaultdict(float)
    votes: defaultdict[str, int] = defaultdict(int)
    for coding in own:
        sums[coding.code] += coding.confidence
        votes[coding.code] += 1
    best = min(sums, key=lambda code: (-sums[code], code), default=None)
    return best if best is not None and votes[best] >= CAUSE_SHARE * size else None


def _name(theme: Theme, cause: str | None, words: _Words) -> str:
    names = {c.code: c.names["ko"] for c in words.taxonomy.causes}
    quote = words.texts[theme.exemplars[0]]
    return theme_names([theme.keyphrases], [names.get(cause, cause) if cause else None], [quote])[0]


def _clustering(stored: StoredRun, themes: Sequence[Theme], passages: Sequence[Passage]) -> Clustering:
    position = {theme.id: label for label, theme in enumerate(themes)}
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
