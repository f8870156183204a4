"""Identity of themes across runs: a theme keeps its id while it keeps most of its members."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

THEME_NAMESPACE = uuid.UUID("6f2f4d0e-7c43-5c55-9d3a-5b8f6f0c7a11")


def carry_ids(
    members: Sequence[frozenset[str]],
    before: Mapping[str, frozenset[str]],
    *,
    run_id: str,
    known: frozenset[str] | None = None,
) -> tuple[str, ...]:
    """Give every new theme the id of the old theme it continues, or mint one.

    Parameters
    ----------
    members
        Passage ids of each new theme.
    before
        Passage ids of each theme of the runs before, by theme id.
    run_id
        This run; new ids are derived from it.
    known
        Passages that both runs saw; None takes those of `before`. Only these count, so that new passages neither help
        nor hurt.

    Returns
    -------
    tuple[str, ...]
        One id a new theme, all different.

    Notes
    -----
    A pair counts when the shared passages are at least half of the larger of the two. Of the pairs that count, those
    carry the id that together share most passages, one-to-one (Hungarian method). So a theme that falls apart passes
    its id to the part with most of it, or to none. The order of the themes does not matter.

    Examples
    --------
    >>> carry_ids([frozenset("abc"), frozenset("x")], {"T": frozenset("abd")}, run_id="r")[0]
    'T'
    """
    seen = frozenset().union(*before.values()) if known is None else known
    old_ids = sorted(before)
    # Both in a fixed order, so that equal halves of an old theme get the same ids in any order.
    order = sorted(range(len(members)), key=lambda i: sorted(members[i]))
    shared = np.array([[_shared(members[i] & seen, before[old] & seen) for old in old_ids] for i in order])
    shared = shared.reshape(len(order), len(old_ids))
    rows, columns = linear_sum_assignment(shared, maximize=True)
    carried = {order[i]: old_ids[j] for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if shared[i, j]}
    return tuple(carried.get(i) or _mint(run_id, new) for i, new in enumerate(members))


def _shared(new: frozenset[str], old: frozenset[str]) -> int:
    """Count the shared passages; 0 when they are less than half of the larger theme."""
    n = len(new & old)
    return n if 2 * n >= max(len(new), len(old)) else 0


def _mint(run_id: str, members: frozenset[str]) -> str:
    return str(uuid.uuid5(THEME_NAMESPACE, "\n".join([run_id, *sorted(members)])))
