"""What the exemplar bank teaches: linear models on meaning, words and letters, added up to probabilities."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from crmkb.causes.bank import Statement, bank_sha256
from crmkb.causes.features import lemma_counts, letter_counts, rarity, weighted
from crmkb.types import NO_CAUSE

Floats = npt.NDArray[np.float64]
Rows = Floats | csr_matrix

CAUSE_WEIGHTS = {"meaning": 1.0, "words": 1.0, "letters": 0.5}
NONE_WEIGHTS = {"meaning": 1.0, "letters": 1.0}
"""What the log probabilities of each model count; chosen on sittings left out and on text by real people."""

CAUSE_STRENGTHS = {"meaning": 0.3, "words": 10.0, "letters": 10.0}
NONE_STRENGTHS = {"meaning": 3.0, "letters": 10.0}
"""Inverse regularization of each model (scikit-learn's C)."""

PRIOR = 50
"""Passages that the bank's own mean counts for when a corpus is centered: a small corpus has no mean to speak of."""


class Texts(NamedTuple):
    """Texts as the models see them, rows in one order.

    Attributes
    ----------
    vectors
        float32, shape (n_texts, n_dims), unit rows of the encoder.
    lemmas
        As in `Terms.lemmas`.
    texts
        As stored.
    """

    vectors: npt.NDArray[np.float32]
    lemmas: Sequence[Sequence[str]]
    texts: Sequence[str]


class Learned(NamedTuple):
    """Coefficients of the linear models, and what they were learned from.

    Attributes
    ----------
    codes
        The causes, in the order of the columns.
    encoder
        Id of the model that made the vectors.
    bank
        Digest of the statements (`bank_sha256`).
    arrays
        `mean` (n_dims,) of the bank's vectors; `words.rarity`, `letters.rarity`; and for each of `cause.meaning`,
        `cause.words`, `cause.letters`, `none.meaning`, `none.letters` its `.slopes` (n_classes, n_columns) and
        `.starts` (n_classes,). A model of 'none' has one class.
    """

    codes: tuple[str, ...]
    encoder: str
    bank: str
    arrays: Mapping[str, npt.NDArray[np.float32]]


def learn(bank: Sequence[Statement], texts: Texts, codes: Sequence[str], encoder: str) -> Learned:
    """Learn from statements.

    Parameters
    ----------
    bank
        Statements; those of a cause that is not in `codes` are left out.
    texts
        Of the statements, rows in the same order.
    codes
        The causes to tell apart, two or more, each with a statement.
    encoder
        Id of what made the vectors.

    Returns
    -------
    Learned
        Each model is a logistic regression with all classes weighing the same; slopes are kept in half precision.

    Notes
    -----
    Cost: about a minute for 6,000 statements, most of it for the letters.
    """
    rows = np.array([i for i, s in enumerate(bank) if s.label in codes or s.label == NO_CAUSE], np.int64)
    labels = np.array([bank[i].label for i in rows])
    words = lemma_counts([texts.lemmas[i] for i in rows])
    letters = letter_counts([texts.texts[i] for i in rows])
    mean = texts.vectors[rows].mean(axis=0, dtype=np.float64).astype(np.float32)
    arrays = {"mean": mean, "words.rarity": rarity(words), "letters.rarity": rarity(letters)}
    views: dict[str, Rows] = {
        "meaning": _centered(texts.vectors[rows], mean),
        "words": weighted(words, arrays["words.rarity"]),
        "letters": weighted(letters, arrays["letters.rarity"]),
    }
    has = labels != NO_CAUSE
    for view, strength in CAUSE_STRENGTHS.items():
        arrays |= _fit(f"cause.{view}", views[view][has], labels[has], strength)
    for view, strength in NONE_STRENGTHS.items():
        arrays |= _fit(f"none.{view}", views[view], ~has, strength)
    return Learned(tuple(sorted(codes)), encoder, bank_sha256(bank), arrays)


def probabilities(learned: Learned, texts: Texts) -> tuple[Floats, Floats]:
    """Judge texts.

    Parameters
    ----------
    learned
        Of `learn` or `load`.
    texts
        Any number, with vectors of the same encoder: a corpus, on whose mean the vectors are centered.

    Returns
    -------
    tuple[Floats, Floats]
        Log probabilities of the causes if there is one, up to a constant a row, shape (n_texts, n_causes), in the
        order of `codes`; and the probability that there is none, shape (n_texts,).

    Notes
    -----
    Vectors are centered on the corpus's mean, in which the bank's mean counts as 50 passages. Log probabilities of the
    views are added (a product of experts), 'meaning' and 'words' once, 'letters' half. Cost: a product of sparse
    matrices, some microseconds a text.
    """
    arrays = learned.arrays
    n = len(texts.vectors)
    mean = (texts.vectors.sum(axis=0, dtype=np.float64) + PRIOR * arrays["mean"].astype(np.float64)) / (n + PRIOR)
    views: dict[str, Rows] = {
        "meaning": _centered(texts.vectors, mean.astype(np.float32)),
        "words": weighted(lemma_counts(texts.lemmas), arrays["words.rarity"]),
        "letters": weighted(letter_counts(texts.texts), arrays["letters.rarity"]),
    }
    logs = np.zeros((n, len(learned.codes)))
    for view, weight in CAUSE_WEIGHTS.items():
        logs += weight * _log_softmax(_margins(learned, f"cause.{view}", views[view]))
    odds = np.zeros(n)
    for view, weight in NONE_WEIGHTS.items():
        odds += weight * _margins(learned, f"none.{view}", views[view])[:, 0]
    return logs, 1 / (1 + np.exp(-odds / sum(NONE_WEIGHTS.values())))


def dump(learned: Learned) -> bytes:
    """Write a model as npz, without pickle; the same model gives the same bytes."""
    file = io.BytesIO()
    text = {"codes": " ".join(learned.codes), "encoder": learned.encoder, "bank": learned.bank}
    about = {key: np.frombuffer(value.encode("utf-8"), np.uint8) for key, value in text.items()}
    np.savez_compressed(file, allow_pickle=False, **about, **learned.arrays)
    return file.getvalue()


def load(data: bytes) -> Learned:
    """Read what `dump` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    codes, encoder, bank = (arrays.pop(key).tobytes().decode("utf-8") for key in ("codes", "encoder", "bank"))
    return Learned(tuple(codes.split()), encoder, bank, arrays)


def _fit(
    name: str, rows: Rows, labels: npt.NDArray[np.str_] | npt.NDArray[np.bool_], strength: float
) -> dict[str, npt.NDArray[np.float32]]:
    model = LogisticRegression(C=strength, max_iter=1_000, class_weight="balanced").fit(rows, labels)
    slopes, starts = model.coef_, model.intercept_
    if labels.dtype != np.bool_ and len(model.classes_) == 2:
        # Of two classes scikit-learn tells the second one's margin over the first.
        slopes, starts = np.vstack([0 * slopes, slopes]), np.concatenate([[0.0], starts])
    return {f"{name}.slopes": slopes.astype(np.float16), f"{name}.starts": starts.astype(np.float32)}


def _margins(learned: Learned, name: str, rows: Rows) -> Floats:
    slopes = learned.arrays[f"{name}.slopes"].astype(np.float64)
    margins: Floats = np.asarray(rows @ slopes.T) + learned.arrays[f"{name}.starts"]
    return margins


def _log_softmax(margins: Floats) -> Floats:
    shifted = margins - margins.max(axis=1, keepdims=True) if margins.size else margins
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def _centered(vectors: npt.NDArray[np.float32], mean: npt.NDArray[np.float32]) -> Floats:
    """Take a mean away and scale to length 1; a text without content stays zeros."""
    moved = np.where(vectors.any(axis=1, keepdims=True), vectors - mean, 0).astype(np.float64)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-6)
    return unit
