"""Scores to codes: which causes a passage gets, with the reason that people can check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from crmkb.causes.model import CauseModel
from crmkb.types import UNASSIGNED, CauseScores, Coding, Embedding, Terms

MACHINE = "machine"
"""Name of the machine among the coders."""

MAX_CAUSES = 2
CLOSE = 0.85
"""A second cause counts when its score is at least this share of the first one's."""

CAUSE_SHARE = 1 / 3
"""Share of a theme's passages that must have a cause for the theme to take it."""


def assign_causes(scores: CauseScores) -> tuple[tuple[int, ...], ...]:
    """Choose the causes of each passage.

    Parameters
    ----------
    scores
        Last column: the score from which a cause counts.

    Returns
    -------
    tuple[tuple[int, ...], ...]
        Columns of `scores`, the strongest first, at most two; empty where no cause counts. Ties go to the smaller
        column.
    """
    chosen = []
    for row in scores.scores:
        order = np.argsort(-row[:-1], kind="stable")[:MAX_CAUSES]
        best = row[order[0]] if len(order) else 0.0
        chosen.append(tuple(int(k) for k in order if row[k] >= row[-1] and row[k] >= CLOSE * best))
    return tuple(chosen)


def code_passages(
    model: CauseModel, scores: CauseScores, embedding: Embedding, terms: Sequence[Terms]
) -> tuple[Coding, ...]:
    """Code each passage with its causes, and say why.

    Parameters
    ----------
    model
        What made the scores.
    scores
        One row a passage.
    embedding
        Rows in the same order.
    terms
        In the same order.

    Returns
    -------
    tuple[Coding, ...]
        By passage, the strongest cause first; confidence is the score, rounded to 4 digits. The reason names the lemmas
        found and the nearest sentence of the cause's entry with its cosine, in the language in force.
    """
    codings = []
    cosines = model.similarities(embedding.vectors)
    for i, causes in enumerate(assign_causes(scores)):
        if not causes:
            continue
        hits = model.lemma_hits(terms[i].lemmas)
        codings += [
            Coding(
                scores.passage_ids[i],
                model.codes[k],
                MACHINE,
                round(float(scores.scores[i, k]), 4),
                _reason(
                    model, (model.lemmas[k][hit] for hit in hits[k]), np.where(model.owners == k, cosines[i], -np.inf)
                ),
            )
            for k in causes
        ]
    return tuple(codings)


def theme_causes(scores: CauseScores, labels: npt.NDArray[np.int64]) -> tuple[str | None, ...]:
    """Choose the cause of each theme.

    Parameters
    ----------
    scores
        Rows in the order of `labels`.
    labels
        Shape (n_passages,): themes 0, 1, ... without gaps.

    Returns
    -------
    tuple[str | None, ...]
        The cause with the largest sum of scores over the passages that have it, if at least a third of the theme's
        passages have it; else None.

    Examples
    --------
    Two of three passages have C01.

    >>> s = CauseScores(("a", "b", "c"), ("C01", "NONE"), np.array([[0.5, 0.3], [0.4, 0.3], [0.1, 0.3]]))
    >>> theme_causes(s, np.array([0, 0, 0]))
    ('C01',)
    """
    sums = np.zeros((int(labels.max(initial=-1)) + 1, scores.scores.shape[1] - 1))
    counts = np.zeros_like(sums)
    for i, causes in enumerate(assign_causes(scores)):
        if labels[i] != UNASSIGNED:
            for k in causes:
                sums[labels[i], k] += scores.scores[i, k]
                counts[labels[i], k] += 1
    sizes = np.bincount(labels[labels != UNASSIGNED], minlength=len(sums))
    best = [int(np.argmax(row)) if row.any() else None for row in sums]
    return tuple(
        scores.codes[k] if k is not None and counts[label, k] >= CAUSE_SHARE * sizes[label] else None
        for label, k in enumerate(best)
    )


def _reason(model: CauseModel, lemmas: Iterable[str], cosines: npt.NDArray[np.float64]) -> str:
    nearest = int(np.argmax(cosines))
    sentence = f"‘{model.sentences[nearest]}’ {cosines[nearest]:.2f}"
    return " · ".join([*sorted(lemmas), sentence])
