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
        Counts, shape (n_passages, n_terms), in the order of `passages`. Terms that differ in blanks and capitals alone
        share a column (변화관리 and 변화 관리, a phrase and a lemma), which is shown in the spelling used most, among
        equals the first in code point order.

    Examples
    --------
    >>> matrix = count_terms([Terms("a", ("교육", "늦다"), ("변화관리", "변화 관리"))], stop_words={"늦다"})
    >>> matrix.vocabulary, matrix.counts.toarray().tolist()
    (('교육', '변화 관리'), [[1, 2]])
    """
    bags = [Counter(t for t in (*p.lemmas, *p.phrases) if t not in stop_words) for p in passages]
    shown = _spellings(bags)
    vocabulary = sorted(set(shown.values()))
    column = {term: j for j, term in enumerate(vocabulary)}
    cells: Counter[tuple[int, int]] = Counter()
    for i, bag in enumerate(bags):
        for term, n in bag.items():
            cells[i, column[shown[term]]] += n
    rows, columns = [i for i, _ in cells], [j for _, j in cells]
    counts = csr_matrix((np.array([*cells.values()], np.int64), (rows, columns)), shape=(len(bags), len(vocabulary)))
    counts.sort_indices()
    return TermMatrix(tuple(p.passage_id for p in passages), tuple(vocabulary), counts)


def _spellings(bags: Sequence[Counter[str]]) -> dict[str, str]:
    """Give the spelling under which each term is shown."""
    uses: Counter[str] = Counter()
    for bag in bags:
        uses.update(bag)
    shown: dict[str, str] = {}
    # Most used first, so that the first spelling of a term is the one to show.
    for term in sorted(uses, key=lambda term: (-uses[term], term)):
        shown.setdefault("".join(term.split()).casefold(), term)
    return {term: shown["".join(term.split()).casefold()] for term in uses}
