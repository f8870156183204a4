"""Laying what people decided over what a run proposed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from crmkb.strings import say
from crmkb.types import Coding, Conflict, Decision, Theme


class Replayed(NamedTuple):
    """Themes and codings in force, and the decisions that no longer apply."""

    themes: tuple[Theme, ...]
    codings: tuple[Coding, ...]
    conflicts: tuple[Conflict, ...]


def replay(
    themes: Sequence[Theme],
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    *,
    passages: Collection[str],
    codes: Collection[str],
) -> Replayed:
    """Apply every decision, in the order they were taken; a later one on the same target wins.

    Parameters
    ----------
    themes
        What the run proposed.
    codings
        What the run proposed.
    decisions
        From the first to the last.
    passages
        Ids of the passages that count now.
    codes
        Codes of the taxonomy in force; empty when the run went without one (then every code is taken as it stands).

    Returns
    -------
    Replayed
        A recoded passage has the codes of the person in place of the machine's. A decision about a theme or passage
        that is gone, or with an unknown code, is a conflict; nothing is dropped in silence.

    Examples
    --------
    >>> d = Decision("d", "recode", "p", {"codes": ["C06"]}, "김연구", "2026-10-01T09:00:00+00:00")
    >>> replay([], [Coding("p", "C05", "machine", 0.4, "")], [d], passages={"p"}, codes={"C05", "C06"}).codings
    (Coding(passage_id='p', code='C06', coder='김연구', confidence=1.0, reason=''),)
    """
    by_id = {theme.id: theme for theme in themes}
    recoded: dict[str, tuple[Coding, ...]] = {}
    conflicts: list[Conflict] = []
    for decision in decisions:
        reason = _obstacle(decision, by_id, passages, codes)
        if reason:
            conflicts.append(Conflict(decision, reason))
        elif decision.kind == "rename":
            by_id[decision.target] = replace(by_id[decision.target], name=str(decision.payload["name"]))
        else:
            recoded[decision.target] = tuple(
                Coding(decision.target, code, decision.who, 1.0, decision.note) for code in _codes(decision)
            )
    kept = [coding for coding in codings if coding.passage_id not in recoded]
    changed = [coding for group in recoded.values() for coding in group]
    return Replayed(tuple(by_id[theme.id] for theme in themes), (*kept, *changed), tuple(conflicts))


def _codes(decision: Decision) -> list[str]:
    return [str(code) for code in cast("list[object]", decision.payload["codes"])]


def _obstacle(
    decision: Decision, themes: Collection[str], passages: Collection[str], codes: Collection[str]
) -> str | None:
    """Say why a decision cannot be applied; None when it can."""
    if decision.kind == "rename":
        return None if decision.target in themes else say("curate.theme_gone", target=decision.target)
    if decision.target not in passages:
        return say("curate.passage_gone", target=decision.target)
    unknown = [code for code in _codes(decision) if codes and code not in codes]
    return say("curate.code_gone", codes=", ".join(unknown)) if unknown else None
