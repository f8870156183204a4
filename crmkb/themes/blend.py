"""Views of a passage in one vector: what it means (sentence vector), its words, and what a guide says of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from crmkb.themes.neighbors import center
from crmkb.themes.words import word_vectors
from crmkb.types import Embedding

WORDS = 0.5
"""Length of the words' block beside that of the sentence vector, which is 1."""

LEAST = 50
"""Passages below which words are left out: two that share a word by chance would be near each other."""

GUIDE = 1.5
"""The same for a guide that is sure of every passage."""


def blend_passages(
    embedding: Embedding, guide: npt.NDArray[np.float64] | None, counts: csr_matrix | None = None
) -> Embedding:
    """Blend the vectors of passages with words and a guide, in an order of their own: no row order matters.

    Parameters
    ----------
    embedding
        One row a passage.
    guide
        As in `blend`, rows in the same order.
    counts
        How often each passage uses each term, rows in the same order; None leaves the words out.

    Returns
    -------
    Embedding
        Rows in the order of `embedding`; the encoder's name tells of the blend.
    """
    order = np.array(sorted(range(len(embedding.passage_ids)), key=lambda i: embedding.passage_ids[i]), np.int64)
    words = None if counts is None or len(order) < LEAST else word_vectors(counts[order])
    mixed = blend(embedding.vectors[order], None if guide is None else guide[order], words)
    vectors = np.empty_like(mixed)
    vectors[order] = mixed
    return Embedding(
        embedding.passage_ids, vectors, f"{embedding.encoder}, {'centered' if guide is None else 'guided'}"
    )


def blend(
    vectors: npt.NDArray[np.float32],
    guide: npt.NDArray[np.float64] | None,
    words: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]:
    """Put vectors and the square roots of a guide's probabilities side by side.

    The square root makes the cosine of two rows of probabilities their Bhattacharyya coefficient: passages of which the
    guide says the same are near each other, whatever words they use.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims).
    guide
        Probabilities, rows that sum to at most 1, shape (n_passages, n_classes); None leaves the vectors alone. A row
        that sums to nearly 0 says nothing: such passages are near each other only by their text.
    words
        Of `crmkb.themes.words.word_vectors`, shape (n_passages, n_topics); None leaves them out.

    Returns
    -------
    NDArray[np.float32]
        Rows of length 1 (or 0): the guide's columns, where there is one, before those of the vectors and of the words.

    Notes
    -----
    Vectors and words are centered and scaled to length 1, the words then to 0.5. The guide's block is centered and
    scaled to a mean squared length of 1; then it is weighted by 1.5 times the square of its mean row sum, about the
    share of pairs of passages of which it says something of both. So a guide that has little to say of a corpus hardly
    shapes it, and one that says the same of all passages leaves the text alone.

    Examples
    --------
    Alike in text, opposite in the guide: after centering only the guide is left.

    >>> v = np.array([[1, 0], [1, 0]], np.float32)
    >>> a, b = blend(v, np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> round(float(a @ b), 3)
    -1.0
    """
    text = center(vectors)
    if words is not None and words.shape[1]:
        text = _unit(np.hstack([text, WORDS * center(words)]))
    if guide is None or not len(text):
        return text
    roots = np.sqrt(guide)
    roots -= roots.mean(axis=0)
    length = np.sqrt((roots**2).sum(axis=1).mean())
    # Where the guide says the same of all, only rounding errors are left, which must not grow.
    roots *= GUIDE * guide.sum(axis=1).mean() ** 2 / (length if length > 1e-6 else 1.0)
    return _unit(np.hstack([roots, text]).astype(np.float32))


def _unit(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return unit
