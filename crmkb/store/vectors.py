"""Sentence vectors, kept by the text they stand for, so that equal comments share one."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import func, insert, select

from crmkb.errors import CrmkbError
from crmkb.store import schema
from crmkb.store.sets import given

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from crmkb.store.connect import Base

_STORED = np.dtype("<f4")


class StoredVectors(NamedTuple):
    """What the base has of the vectors asked for.

    `found` is bool, shape (n_hashes,). `vectors` is float32, shape (n_hashes, n_dims), with rows of zeros where nothing
    was found; n_dims is 0 when nothing was found at all.
    """

    found: npt.NDArray[np.bool_]
    vectors: npt.NDArray[np.float32]


def text_hash(text: str) -> str:
    """Name a text by the SHA-256 of its UTF-8, in hex.

    Parameters
    ----------
    text
        A passage's text.

    Returns
    -------
    str
        64 hex digits.

    Examples
    --------
    >>> text_hash("")[:8]
    'e3b0c442'
    """
    return sha256(text.encode()).hexdigest()


def save_vectors(base: Base, encoder: str, hashes: Sequence[str], vectors: npt.NDArray[np.float32]) -> int:
    """Store vectors that the base does not have yet, in one transaction.

    Parameters
    ----------
    base
        The base.
    encoder
        Id of the model that made them.
    hashes
        `text_hash` of each row's text; may repeat.
    vectors
        float32, shape (len(hashes), n_dims).

    Returns
    -------
    int
        How many were new.

    Raises
    ------
    CrmkbError
        If the shapes disagree, or the encoder's stored vectors have another length.
    """
    if vectors.ndim != 2 or len(vectors) != len(hashes):
        raise CrmkbError("store.vector_shape", encoder=encoder, shape=vectors.shape, expected=(len(hashes), "n"))
    if not hashes:
        return 0
    table = schema.vector
    blobs = vectors.astype(_STORED, copy=False)
    rows = [{"encoder": encoder, "text_hash": h, "vector": v.tobytes()} for h, v in zip(hashes, blobs, strict=True)]
    with base.writing() as connection:
        size = connection.execute(
            select(func.length(table.c.vector)).where(table.c.encoder == encoder).limit(1)
        ).scalar_one_or_none()
        if size is not None and size != len(rows[0]["vector"]):
            expected = (len(hashes), size // _STORED.itemsize)
            raise CrmkbError("store.vector_shape", encoder=encoder, shape=vectors.shape, expected=expected)
        count = select(func.count()).select_from(table)
        before: int = connection.execute(count).scalar_one()
        connection.execute(insert(table).prefix_with("OR IGNORE"), rows)
        after: int = connection.execute(count).scalar_one()
    return after - before


def load_vectors(base: Base, encoder: str, hashes: Sequence[str]) -> StoredVectors:
    """Read the vectors of texts.

    Parameters
    ----------
    base
        The base.
    encoder
        Id of the model that made them.
    hashes
        `text_hash` of each text; may repeat.

    Returns
    -------
    StoredVectors
        One row a hash, in the order given.
    """
    table, wanted = schema.vector, given(hashes)
    # An inner join would let SQLite look through the whole list of hashes once for each vector.
    statement = select(wanted.c.key, table.c.vector).outerjoin(
        table, (table.c.encoder == encoder) & (table.c.text_hash == wanted.c.value)
    )
    found = np.zeros(len(hashes), dtype=np.bool_)
    vectors = np.zeros((len(hashes), 0), dtype=np.float32)
    with base.reading() as connection:
        for position, blob in connection.execute(statement):
            if blob is None:
                continue
            if vectors.shape[1] == 0:
                vectors = np.zeros((len(hashes), len(blob) // _STORED.itemsize), dtype=np.float32)
            vectors[position] = np.frombuffer(blob, dtype=_STORED)
            found[position] = True
    return StoredVectors(found, vectors)
