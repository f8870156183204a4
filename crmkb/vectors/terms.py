"""Term counts: which passage uses which term how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from crmkb.types import TermMatrix, Terms


def count_terms(passages: Sequence[Terms], *, stop_words: Collection[str] = ()) -> TermMatrix:
    """Count lemmas and noun phrases.

    Parameters
    ----------
    passages
        Terms of each passage; none gives an empty matrix.
    stop_words
        Lemmas that are left out. A phrase is left out only if it equals one.

    Returns
    -------
    TermMatrix
        Counts, shape (n_passages, n_terms), in the order of `passages`; a phrase that equals a lemma shares its column.

    Examples
    --------
    >>> matrix = count_terms([Terms("a", ("교육", "교육", "늦"), ("교육 시간",))], stop_words={"늦"})
    >>> matrix.vocabulary, matrix.counts.toarray().tolist()
    (('교육', '교육 시간'), [[2, 1]])
    """
    bags = [Counter(t for t in (*p.lemmas, *p.phrases) if t not in stop_words) for p in passages]
    vocabulary = sorted(set().union(*bags))
    column = {term: j for j, term in enumerate(vocabulary)}
    rows = [i for i, bag in enumerate(bags) for _ in bag]
    columns = [column[term] for bag in bags for term in bag]
    values = [n for bag in bags for n in bag.values()]
    counts = csr_matrix((np.array(values, np.int64), (rows, columns)), shape=(len(bags), len(vocabulary)))
    counts.sort_indices()
    return TermMatrix(tuple(p.passage_id for p in passages), tuple(vocabulary), counts)
