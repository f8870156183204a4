"""Full-text search over the morphemes and the bigrams of all passages in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from crmkb.errors import UsageError

if TYPE_CHECKING:
    from crmkb.store.connect import Base

# CROSS JOIN makes SQLite begin with the index, whatever it thinks of the sizes of the other tables.
# Morphemes are precise; bigrams only rescue what the tokenizer does not know, so they weigh half (knowledge.md, 6).
_FIND = text("""
    SELECT passage.id, -bm25(passage_fts, 2.0, 1.0) AS score
    FROM passage_fts
    CROSS JOIN passage ON passage.number = passage_fts.rowid
    CROSS JOIN document ON document.id = passage.document_id
    WHERE passage_fts MATCH :match AND document.replaced_by IS NULL
    ORDER BY score DESC, passage.id
    LIMIT :limit
""")
_SQLITE_ERROR = 1


class Hit(NamedTuple):
    """A passage that matches; the higher the score (above 0, no upper end), the better."""

    passage_id: str
    score: float


def find(base: Base, *, match: str, limit: int) -> list[Hit]:
    """Find passages by words.

    Parameters
    ----------
    base
        The base.
    match
        Expression of FTS5 over the columns `morph` and `bigram`, such as `morph:"교육" OR bigram:"교육"`. Quote every
        word; words of `morph` are made by the tokenizer that made the base's terms.
    limit
        Largest number of hits, 1 or more.

    Returns
    -------
    list[Hit]
        Best first, equal scores by id.

    Raises
    ------
    UsageError
        If FTS5 cannot read the expression, or the limit is below 1.

    Notes
    -----
    BM25 (k1 1.2, b 0.75) as in https://sqlite.org/fts5.html#the_bm25_function with its sign turned; `morph` weighs 2,
    `bigram` 1. Replaced documents are never found, but still count in how rare a word is. An empty base finds nothing,
    whatever the expression.
    """
    if limit < 1:
        raise UsageError("store.limit", limit=limit)
    with base.reading() as connection:
        try:
            rows = connection.execute(_FIND, {"match": match, "limit": limit}).all()
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) != _SQLITE_ERROR:
                raise
            raise UsageError("store.match", match=match, detail=error.orig) from error
    return [Hit(*row) for row in rows]
