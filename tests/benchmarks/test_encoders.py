"""What `benchmarks/encoders.py` measures with: an encoder in a process of its own, and the worth of neighbors."""

from __future__ import annotations

import numpy as np
import pytest
from encoders import encode, same_group
from encoders_worker import CORPUS_FITTED

from crmkb.vectors.encoders import make_encoder


@pytest.mark.parametrize(("system", "corpus"), [("lsa", False), (CORPUS_FITTED, True)])
def test_vectors_come_back_with_their_cost(system: str, corpus: bool) -> None:
    """The same bits and name as here, fitted on the texts where that is asked for."""
    texts = ["교육이 짧다", "점심이 맛있다", "교육이 늦다"]
    here = make_encoder("lsa", corpus=texts if corpus else ())
    found = encode(system, texts)
    assert found.name == here.name
    assert found.vectors.tobytes() == here.encode(texts).tobytes()
    assert found.load_seconds > 0
    assert found.seconds >= 0
    assert found.peak_mb > 1


@pytest.mark.parametrize(("near", "expected"), [(True, 1.0), (False, 0.5)])
def test_neighbors_are_counted_by_group(near: bool, expected: float) -> None:
    """Two bundles of 12 directions: all ten nearest lie in the own bundle.

    If every bundle is a group, all of them count. If the even and the odd places of a bundle are two groups, a text has
    5 others of its own among the 11 of its bundle: with all places alike, the ten nearest are the first ten others, and
    of those 5 are even and 5 odd for each text but the last two, where again 5 and 5 are left.
    """
    vectors = np.repeat(np.eye(2, dtype=np.float32), 12, axis=0)
    bundles = [str(i // 12) for i in range(24)]
    parity = [f"{i // 12} {i % 2}" for i in range(24)]
    assert same_group(vectors, bundles if near else parity) == pytest.approx(expected, abs=0.06)
