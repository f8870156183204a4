"""Two views of a passage in one vector: what it says (sentence vector) and what a guide says of it (probabilities)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crmkb.themes.neighbors import center
from crmkb.types import Embedding


def blend_passages(embedding: Embedding, guide: npt.NDArray[np.float64] | None) -> Embedding:
    """Blend the vectors of passages with a guide, in an order of their own: the result depends on no row order.

    Parameters
    ----------
    embedding
        One row a passage.
    guide
        As in `blend`, rows in the same order.

    Returns
    -------
    Embedding
        Rows in the order of `embedding`; the encoder's name tells of the blend.
    """
    order = np.array(sorted(range(len(embedding.passage_ids)), key=lambda i: embedding.passage_ids[i]), np.int64)
    mixed = blend(embedding.vectors[order], None if guide is None else guide[order])
    vectors = np.empty_like(mixed)
    vectors[order] = mixed
    return Embedding(
        embedding.passage_ids, vectors, f"{embedding.encoder}, {'centered' if guide is None else 'guided'}"
    )


def blend(vectors: npt.NDArray[np.float32], guide: npt.NDArray[np.float64] | None) -> npt.NDArray[np.float32]:
    """Put sentence vectors and the square roots of a guide's probabilities side by side.

    The square root makes the cosine of two rows of probabilities their Bhattacharyya coefficient: passages of which the
    guide says the same are near each other, whatever words they use.

    Parameters
    ----------
    vectors
        Shape (n_passages, n_dims).
    guide
        Probabilities, rows that sum to at most 1, shape (n_passages, n_classes); None leaves the vectors alone. A row
        that sums to nearly 0 says nothing: such passages are near each other only by their text.

    Returns
    -------
    NDArray[np.float32]
        Rows of length 1 (or 0), shape (n_passages, n_classes + n_dims), or that of `vectors` without a guide.

    Notes
    -----
    Both blocks are centered and scaled to a mean squared length of 1; then the guide's is weighted by the square of its
    mean row sum, about the share of pairs of passages of which it says something of both. So a guide that has little to
    say of a corpus hardly shapes it, and one that says the same of all passages leaves the text alone.

    Examples
    --------
    Alike in text, opposite in the guide.

    >>> v = np.array([[1, 0], [1, 0]], np.float32)
    >>> a, b = blend(v, np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> round(float(a @ b), 3)
    -1.0
    """
    text = center(vectors)
    if guide is None or not len(vectors):
        return text
    roots = np.sqrt(guide)
    roots -= roots.mean(axis=0)
    length = np.sqrt((roots**2).sum(axis=1).mean())
    # Where the guide says the same of all, only rounding errors are left, which must not grow.
    roots *= guide.sum(axis=1).mean() ** 2 / (length if length > 1e-6 else 1.0)
    both = np.hstack([roots, text]).astype(np.float32)
    lengths = np.linalg.norm(both, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = np.divide(both, lengths, out=np.zeros_like(both), where=lengths > 1e-6)
    return unit
