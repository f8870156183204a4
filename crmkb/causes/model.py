"""Which failure cause a passage speaks of, judged by the taxonomy alone.

Two signs are added: lemmas of the cause's entry, weighted by how few causes share them, and the best cosine to a
sentence of the entry. Vectors are centered on the mean of all taxonomy sentences, so that a passage's scores do not
depend on what else is in the base.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from crmkb.causes.taxonomy import sentences
from crmkb.types import NO_CAUSE, CauseScores, Embedding, Taxonomy, Terms

LEMMA_WEIGHT = 0.5
"""What all lemma hits together can add, against at most 1 for the cosine."""

THRESHOLD = 0.24
"""Score from which a cause counts; set once on the gold codes of the sample feedback, where 0.20 to 0.30 are alike."""

DECIMALS = 6
"""Decimals of a score that are kept."""

TEMPERATURE = 0.02
"""Difference of scores that makes one cause e times as likely as another; small, since scores lie close together."""


class CauseModel:
    """The taxonomy made ready: its sentences as vectors, its lemmas with their weights.

    Parameters
    ----------
    taxonomy
        The causes.
    vectors
        float32, shape (n_sentences, n_dims), unit rows: the vectors of `taxonomy_sentences(taxonomy)`.
    encoder
        Id of the model that made them; only vectors of the same model can be scored.
    """

    def __init__(self, taxonomy: Taxonomy, vectors: npt.NDArray[np.float32], encoder: str) -> None:
        self.taxonomy = taxonomy
        self.encoder = encoder
        self.codes = tuple(cause.code for cause in taxonomy.causes)
        self.sentences = taxonomy_sentences(taxonomy)
        self.owners = np.array([k for k, cause in enumerate(taxonomy.causes) for _ in sentences(cause)])
        self.mean = vectors.mean(axis=0)
        self.vectors = _unit(vectors - self.mean)
        self.lemmas = tuple({letters(lemma): lemma for lemma in cause.lemmas} for cause in taxonomy.causes)
        self.weights = lemma_weights([frozenset(own) for own in self.lemmas])

    def similarities(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Compare passages with every sentence of the taxonomy.

        Parameters
        ----------
        vectors
            Shape (n_passages, n_dims), unit rows; a row of zeros is a text without content.

        Returns
        -------
        NDArray[np.float64]
            Cosines, shape (n_passages, n_sentences), -1..1; 0 for a text without content.
        """
        centered = np.where(vectors.any(axis=1, keepdims=True), vectors - self.mean, np.float32(0))
        # In double precision, so that the place of a row in the product does not show in its rounded score.
        return _unit(centered).astype(np.float64) @ self.vectors.astype(np.float64).T

    def lemma_hits(self, lemmas: Sequence[str]) -> tuple[frozenset[str], ...]:
        """Find the lemmas of each cause that a passage holds, as one word or as several that follow each other.

        Parameters
        ----------
        lemmas
            The passage's lemmas in reading order.

        Returns
        -------
        tuple[frozenset[str], ...]
            One set a cause, in the order of `codes`: the letters of what was found, the keys of `lemmas` and
            `weights`. Blanks do not count, so that 의사 결정 is found in 의사결정 and the other way round.
        """
        longest = max(map(len, self.weights), default=0)
        runs = {run for i in range(len(lemmas)) for run in _runs(lemmas[i : i + longest], longest)}
        return tuple(frozenset(own.keys() & runs) for own in self.lemmas)


def taxonomy_sentences(taxonomy: Taxonomy) -> tuple[str, ...]:
    """List the sentences that stand for the causes, in the order of the causes.

    Parameters
    ----------
    taxonomy
        The causes.

    Returns
    -------
    tuple[str, ...]
        All causes' `sentences`, one after another.
    """
    return tuple(sentence for cause in taxonomy.causes for sentence in sentences(cause))


def letters(lemma: str) -> str:
    """Give what all spacings of a lemma share.

    Parameters
    ----------
    lemma
        One word or several, parted by blanks.

    Returns
    -------
    str
        Without blanks.

    Examples
    --------
    >>> letters("의사 결정")
    '의사결정'
    """
    return "".join(lemma.split())


def lemma_weights(lemmas: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weigh each lemma by how few causes share it.

    Parameters
    ----------
    lemmas
        One set a cause.

    Returns
    -------
    dict[str, float]
        ln(1 + n / shared) / ln(1 + n): 1 for a lemma of one cause, falling with the number of causes that share it.

    Examples
    --------
    Of three causes one has 교육, all have 일: ln 4 / ln 4, ln 2 / ln 4.

    >>> weights = lemma_weights([frozenset({"교육", "일"}), frozenset({"일"}), frozenset({"일"})])
    >>> weights["교육"], weights["일"]
    (1.0, 0.5)
    """
    n = len(lemmas)
    shared = Counter(lemma for own in lemmas for lemma in own)
    return {lemma: math.log1p(n / count) / math.log1p(n) for lemma, count in shared.items()}


def score_causes(model: CauseModel, embedding: Embedding, terms: Sequence[Terms]) -> CauseScores:
    """Score every passage for every cause.

    Parameters
    ----------
    model
        The taxonomy made ready by the same encoder.
    embedding
        One row a passage.
    terms
        Of each passage, in the order of the rows.

    Returns
    -------
    CauseScores
        (best cosine, at least 0, + 0.5 (1 - exp(-sum of the weights of the lemmas hit))) / 1.5; the last column is the
        threshold.

    Raises
    ------
    ValueError
        If the vectors are of another encoder than the model's.

    Notes
    -----
    A score is a rank, not a probability: it says which cause fits best, and is low when none does. Cost:
    n_passages x n_sentences x n_dims.
    """
    if embedding.encoder != model.encoder:
        raise ValueError(f"vectors of {embedding.encoder} cannot be scored by a model of {model.encoder}")
    n, n_causes = len(embedding.passage_ids), len(model.codes)
    scores = np.zeros((n, n_causes + 1))
    cosines = model.similarities(embedding.vectors)
    for k in range(n_causes):
        scores[:, k] = cosines[:, model.owners == k].max(axis=1)
    np.maximum(scores, 0.0, out=scores)
    for i, entry in enumerate(terms):
        for k, hits in enumerate(model.lemma_hits(entry.lemmas)):
            scores[i, k] += LEMMA_WEIGHT * -math.expm1(-sum(model.weights[lemma] for lemma in sorted(hits)))
    scores /= 1.0 + LEMMA_WEIGHT
    scores[:, -1] = THRESHOLD
    # The last bits of a matrix product depend on where a row stands in it; a score must not.
    scores = np.round(scores, DECIMALS)
    return CauseScores(embedding.passage_ids, (*model.codes, NO_CAUSE), np.minimum(scores, 1.0))


def cause_probabilities(scores: CauseScores) -> npt.NDArray[np.float64]:
    """Give the probabilities of the causes that come with scores, or make some from ranks.

    Parameters
    ----------
    scores
        Of `score_causes`.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_passages, n_causes): from ranks the softmax of all columns over the temperature 0.02, without the last
        column, so that a row sums to 1 less the probability of no cause. They order the causes and tell a clear case
        from an open one; they are not calibrated.

    Examples
    --------
    As likely as no cause.

    >>> cause_probabilities(CauseScores(("a",), ("C01", "NONE"), np.array([[0.24, 0.24]]))).tolist()
    [[0.5]]
    """
    if scores.probabilities is not None:
        return scores.probabilities
    weights = np.exp((scores.scores - scores.scores.max(axis=1, keepdims=True)) / TEMPERATURE)
    probabilities: npt.NDArray[np.float64] = (weights / weights.sum(axis=1, keepdims=True))[:, :-1]
    return probabilities


def _runs(lemmas: Sequence[str], longest: int) -> Iterator[str]:
    """Yield the letters of the first lemma, of the first two and so on, up to a number of letters."""
    for run in accumulate(lemmas):
        if len(run) > longest:
            return
        yield run


def _unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
    return unit
