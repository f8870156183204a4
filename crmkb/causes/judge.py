"""Which failure cause a passage speaks of, or none, judged by what the bank taught and by the taxonomy together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from crmkb.causes.learned import Learned, Texts, probabilities
from crmkb.causes.model import DECIMALS, CauseModel, cause_probabilities, score_causes
from crmkb.types import NO_CAUSE, CauseScores, DocumentKind, Embedding, Terms

TAXONOMY_WEIGHT = 0.3
"""What the log of the taxonomy's own judgement counts beside the learned models."""

TAXONOMY_TEMPERATURE = 0.05
"""Difference of the taxonomy's scores that makes one cause e times as likely."""

TEMPERATURE = 2.0
"""The summed log probabilities are divided by it: the models agree more often than they are right."""


class Passages(NamedTuple):
    """Texts of passages, and the kinds of the documents that they stand in."""

    texts: Sequence[str]
    kinds: Sequence[DocumentKind]


def judge_corpus(
    model: CauseModel, learned: Learned | None, embedding: Embedding, terms: Sequence[Terms], passages: Passages
) -> CauseScores:
    """Judge articles by the taxonomy alone, and everything else by what was learned as well.

    Authors of articles name causes in the words of the literature, which are the taxonomy's. The bank shows how people
    talk; on an essay it hears the topic of a sentence and misses what the sentence says of it.

    Parameters
    ----------
    model
        As in `judge_causes`.
    learned
        As in `judge_causes`.
    embedding
        As in `judge_causes`.
    terms
        As in `judge_causes`.
    passages
        Texts and kinds, in the order of the rows.

    Returns
    -------
    CauseScores
        Rows in the order of `embedding`; probabilities for all rows unless nothing was learned.
    """
    scores = score_causes(model, embedding, terms)
    rows = [i for i, kind in enumerate(passages.kinds) if kind != "article"]
    if learned is None or not rows:
        return scores
    part = Embedding(tuple(embedding.passage_ids[i] for i in rows), embedding.vectors[rows], embedding.encoder)
    judged = judge_causes(model, learned, part, [terms[i] for i in rows], [passages.texts[i] for i in rows])
    probabilities = cause_probabilities(scores)
    scores.scores[rows], probabilities[rows] = judged.scores, cause_probabilities(judged)
    return replace(scores, probabilities=probabilities)


def judge_causes(
    model: CauseModel, learned: Learned | None, embedding: Embedding, terms: Sequence[Terms], texts: Sequence[str]
) -> CauseScores:
    """Judge every passage of a corpus by what was learned and by the taxonomy.

    Parameters
    ----------
    model
        The taxonomy made ready by the same encoder.
    learned
        What the bank taught, of the same encoder and causes; None leaves the taxonomy alone (`score_causes`).
    embedding
        One row a passage.
    terms
        Of each passage, in the order of the rows.
    texts
        Of each passage, in the order of the rows.

    Returns
    -------
    CauseScores
        Probabilities of the causes, each row summing to 1 less that of no cause; the last column is the largest of
        them times the odds that there is none, at most 1, so that a cause counts where 'none' is the less likely half.

    Raises
    ------
    ValueError
        If the vectors are of another encoder than the models'.

    Notes
    -----
    A product of experts: log probabilities of the learned models, and 0.3 of the taxonomy's, halved. A passage's
    probabilities depend a little on its corpus, on whose mean the vectors are centered.
    """
    scores = score_causes(model, embedding, terms)
    if learned is None or not len(texts):
        return scores
    if learned.encoder != embedding.encoder:
        raise ValueError(f"vectors of {embedding.encoder} cannot be judged by what was learned with {learned.encoder}")
    order = np.array(sorted(range(len(texts)), key=lambda i: embedding.passage_ids[i]))
    seen = Texts(embedding.vectors[order], [terms[i].lemmas for i in order], [texts[i] for i in order])
    logs, none = probabilities(learned, seen)
    column = {code: k for k, code in enumerate(scores.codes)}
    logs += TAXONOMY_WEIGHT * scores.scores[order][:, [column[code] for code in learned.codes]] / TAXONOMY_TEMPERATURE
    likely = np.exp((logs - logs.max(axis=1, keepdims=True)) / TEMPERATURE)
    likely *= ((1 - none) / likely.sum(axis=1))[:, None]
    found = np.zeros_like(scores.scores)
    for k, code in enumerate(learned.codes):
        found[order, column[code]] = likely[:, k]
    found[order, -1] = np.minimum(1.0, likely.max(axis=1) * none / np.maximum(1 - none, 1e-9))
    found = np.round(found, DECIMALS)
    return CauseScores(embedding.passage_ids, (*scores.codes[:-1], NO_CAUSE), found, found[:, :-1])
