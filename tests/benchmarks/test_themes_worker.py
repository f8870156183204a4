"""A system of `benchmarks/themes.py` runs apart: its labels come back, and its death ends only its own job."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import themes_worker
from themes_inputs import common_words
from themes_systems import OURS, OWN, PACKAGES, SYSTEMS
from themes_worker import Inputs, Wanted, run_fits

from tests.conftest import ROOT

WORDS = [["교육", "지연"], ["교육"], ["예산"], ["예산", "부족"]]  # training, delay, training, budget, budget, shortage


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    """Write a corpus of four texts in two directions."""
    made = Inputs(tmp_path / "벡터.npy", tmp_path / "words.json", tmp_path / "words.npz")
    np.save(made.vectors, np.repeat(np.eye(2, dtype=np.float32), 2, axis=0))
    made.words.write_text(json.dumps(WORDS, ensure_ascii=False), encoding="utf-8")
    known = common_words(WORDS)
    np.savez(made.word_vectors, words=np.array(known), vectors=np.eye(2, dtype=np.float32)[: len(known)])
    return made


@pytest.mark.parametrize("k", [None, 2])
def test_labels_come_back_in_the_order_of_the_rows(inputs: Inputs, tmp_path: Path, k: int | None) -> None:
    """Two fits in one process: all rows, and three of them the other way round."""
    fits = [Wanted([0, 1, 2, 3], k, 0), Wanted([3, 2, 0], k, 1)]
    whole, part = run_fits(sys.executable, "TF-IDF + SVD + KMeans", inputs, fits, tmp_path)
    a, b, c, d = whole.labels
    assert (a == b, c == d, a == c) == (True, True, False)
    assert [label == part.labels[0] for label in part.labels] == [True, True, False]
    assert whole.seconds >= 0
    assert whole.peak_mb > 1


def test_our_themes_come_from_the_vectors(inputs: Inputs, tmp_path: Path) -> None:
    """Texts of one vector stand together."""
    (found,) = run_fits(sys.executable, OURS, inputs, [Wanted([0, 1, 2, 3], 2, 0)], tmp_path)
    a, b, c, d = found.labels
    assert (a == b, c == d, a == c) == (True, True, False)


def test_what_was_found_before_a_death_is_kept(inputs: Inputs, tmp_path: Path) -> None:
    """Five groups of four texts cannot be: the second fit fails, the third is never done."""
    fits = [Wanted([0, 1, 2, 3], k, 0) for k in (2, 5, 2)]
    assert len(run_fits(sys.executable, "TF-IDF + SVD + KMeans", inputs, fits, tmp_path)) == 1
    assert "Error" in (tmp_path / "said.txt").read_text(encoding="utf-8")


def test_a_system_that_hangs_is_given_up(inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over there is no answer."""
    monkeypatch.setattr(themes_worker, "LIMIT", 0.0)
    assert run_fits(sys.executable, OURS, inputs, [Wanted([0, 1, 2, 3], 2, 0)], tmp_path) == []
    assert "given up" in (tmp_path / "said.txt").read_text(encoding="utf-8")


def test_every_environment_has_its_pins() -> None:
    """An environment is our own or has a file of requirements that names the packages whose versions are told."""
    assert {system.environment for system in SYSTEMS.values()} == set(PACKAGES)
    for name in set(PACKAGES) - set(OWN):
        text = (ROOT / "benchmarks" / "peers" / f"{name}.txt").read_text(encoding="utf-8")
        assert [package for package in PACKAGES[name] if f"\n{package}==" not in f"\n{text}"] == []
