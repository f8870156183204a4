"""What a passage belongs to, by its id: its theme, its causes, its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmkb.types import NO_CAUSE, UNASSIGNED

if TYPE_CHECKING:
    from crmkb.types import Coding, Document, Passage, RunResult, Theme


class Membership(NamedTuple):
    """The theme of a passage (None when unassigned) and how firmly it sits there, 0..1."""

    theme: Theme | None
    strength: float


def memberships(result: RunResult) -> dict[str, Membership]:
    """Look up each passage's theme.

    Parameters
    ----------
    result
        What a run found.

    Returns
    -------
    dict[str, Membership]
        By passage id, in the order of the passages; every passage is there.
    """
    found = dict.fromkeys((p.id for p in result.passages), Membership(None, 0.0))
    rows = zip(result.clustering.passage_ids, result.clustering.labels, result.clustering.strengths, strict=True)
    for passage_id, label, strength in rows:
        if label != UNASSIGNED:
            found[passage_id] = Membership(result.themes[label], float(strength))
    return found


def codings_by_passage(result: RunResult) -> dict[str, tuple[Coding, ...]]:
    """Look up each passage's causes, the strongest first.

    Parameters
    ----------
    result
        What a run found.

    Returns
    -------
    dict[str, tuple[Coding, ...]]
        By passage id; every passage is there, with an empty tuple when it speaks of no cause. A cause that several
        coders found stands once, as the strongest of them put it.
    """
    found: dict[str, dict[str, Coding]] = {p.id: {} for p in result.passages}
    for coding in result.codings:
        if coding.code != NO_CAUSE and coding.passage_id in found:
            found[coding.passage_id].setdefault(coding.code, coding)
    return {passage_id: tuple(by_code.values()) for passage_id, by_code in found.items()}


def passages_by_theme(result: RunResult) -> dict[str, list[Passage]]:
    """Collect the passages of each theme.

    Parameters
    ----------
    result
        What a run found.

    Returns
    -------
    dict[str, list[Passage]]
        By theme id, in the order of the passages; those that are unassigned under `""`.
    """
    found: dict[str, list[Passage]] = {theme_id: [] for theme_id in (*(theme.id for theme in result.themes), "")}
    theme_of = memberships(result)
    for passage in result.passages:
        theme = theme_of[passage.id].theme
        found[theme.id if theme else ""].append(passage)
    return found


def documents_by_id(result: RunResult) -> dict[str, Document]:
    """Look up each document by its id."""
    return {document.id: document for document in result.documents}
