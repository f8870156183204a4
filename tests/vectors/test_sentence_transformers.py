"""A model of the user's own: loaded when asked for, never downloaded, known by its weights, each text alone."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from crmkb.errors import InputError, MissingDependencyError, UsageError
from crmkb.vectors.encoders import check_encoder, make_encoder


class FakeTensor:
    """As much of a torch tensor as is read."""

    def __init__(self, numbers: list[float]) -> None:
        self.numbers = np.array(numbers, np.float32)

    def detach(self) -> FakeTensor:
        """Return itself."""
        return self

    cpu = float = detach

    def numpy(self) -> npt.NDArray[np.float32]:
        """Return the numbers."""
        return self.numbers


class FakeModel:
    """A model whose last bits depend on the batch, as those of real ones do; its folder holds one number."""

    def __init__(self, model: str, **options: object) -> None:
        self.options = options
        if model == "no/model":
            raise OSError("We couldn't find it\nand much more")
        weights = Path(model) / "weights.txt"
        self.weight = float(weights.read_text(encoding="utf-8")) if weights.exists() else 1.0

    def __repr__(self) -> str:
        return "FakeModel(mean pooling)"

    def state_dict(self) -> dict[str, FakeTensor]:
        """Return the number."""
        return {"dense": FakeTensor([self.weight])}

    def encode(self, texts: list[str], **_: object) -> npt.NDArray[np.float32]:
        """Return counts of letters, moved a little by the batch's longest text; zeros for an empty text."""
        longest = max(map(len, texts)) * 1e-3
        rows = [[len(t), t.count("교") + longest * bool(t), self.weight * bool(t)] for t in texts]
        return np.array(rows, np.float32)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a small module in the package's place."""
    module: Any = ModuleType("sentence_transformers")
    module.SentenceTransformer = FakeModel
    module.__spec__ = ModuleSpec("sentence_transformers", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    version = importlib.metadata.version
    monkeypatch.setattr(
        "crmkb.vectors.sentence_transformers.version",
        lambda package: "5.1.0" if package == "sentence-transformers" else version(package),
    )


def bits(vectors: npt.NDArray[np.float32]) -> list[str]:
    """Return a digest of the bits of each row."""
    return [hashlib.sha256(row.tobytes()).hexdigest() for row in vectors]


def folder(path: Path, weight: float) -> Path:
    """Write a model."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "weights.txt").write_text(str(weight), encoding="utf-8")
    return path


@pytest.mark.usefixtures("fake")
def test_a_text_has_the_same_bits_in_any_company() -> None:
    """Though the model's own batches would change them: alone, in the middle, in another order."""
    encoder = make_encoder("sentence-transformers:some/model")
    texts = ["교육이 짧다", "", "점심", "교육 " * 300, "교육이 짧다"]
    expected = [bits(encoder.encode([text]))[0] for text in texts]
    assert bits(encoder.encode(texts)) == expected
    assert bits(encoder.encode(texts[::-1])) == expected[::-1]


@pytest.mark.usefixtures("fake")
def test_vectors_have_length_1() -> None:
    """Whatever the model gives, zeros too; no texts give no rows."""
    encoder = make_encoder("sentence-transformers:some/model")
    vectors = encoder.encode(["교육이 짧다", ""])
    assert encoder.n_dims == 3
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    # 교육이 짧다 has 6 characters and one 교: (6, 1.006, 1) / sqrt(36 + 1.012036 + 1) = (6, 1.006, 1) / 6.16539
    assert vectors.tolist() == [pytest.approx([0.97317, 0.16317, 0.16220], abs=1e-4), [1, 0, 0]]
    assert encoder.encode([]).shape == (0, 3)


@pytest.mark.usefixtures("fake")
def test_a_folder_with_hangul_and_blanks_is_named_by_its_last_part(tmp_path: Path) -> None:
    """The base must not tell where on the user's disk the model lies."""
    path = folder(tmp_path / "내 모델" / "한국어 문장", 2.0)
    encoder = make_encoder(f"sentence-transformers:{path}")
    start, shown, fingerprint = encoder.name.split("/")
    assert (start, shown, len(fingerprint)) == ("sentence-transformers-5.1.0", "한국어 문장", 12)
    copy = folder(tmp_path / "다른 곳" / "한국어 문장", 2.0)
    assert make_encoder(f"sentence-transformers:{copy}").name == encoder.name


@pytest.mark.usefixtures("fake")
def test_a_model_trained_further_is_another_one(tmp_path: Path) -> None:
    """Same folder, other weights: another name, so that old vectors are not taken for new ones."""
    before = make_encoder(f"sentence-transformers:{folder(tmp_path / 'm', 1.0)}").name
    after = make_encoder(f"sentence-transformers:{folder(tmp_path / 'm', 1.5)}").name
    assert before != after


@pytest.mark.usefixtures("fake")
def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is told to look here only."""
    seen: list[dict[str, object]] = []
    model: Any = sys.modules["sentence_transformers"]

    def make(name: str, **options: object) -> FakeModel:
        seen.append(options)
        return FakeModel(name)

    monkeypatch.setattr(model, "SentenceTransformer", make)
    assert make_encoder("sentence-transformers:some/model").name.split("/")[1:3] == ["some", "model"]
    assert seen == [{"local_files_only": True}]


@pytest.mark.usefixtures("fake")
def test_a_model_that_is_not_here_is_an_input_error() -> None:
    """The sentence names it, gives the library's first line, and says that nothing is downloaded."""
    with pytest.raises(InputError) as caught:
        make_encoder("sentence-transformers:no/model")
    assert caught.value.exit_code == 3
    assert caught.value.message("en").startswith(
        "no/model: the sentence-transformers model cannot be opened (We couldn"
    )
    assert "and much more" not in caught.value.message("en")
    assert "내려받지 않습니다" in caught.value.message("ko")


def test_without_the_package_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name that pip knows, and before anything is loaded."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    for ask in (check_encoder, make_encoder):
        with pytest.raises(MissingDependencyError) as caught:
            ask("sentence-transformers:some/model")
        assert "(sentence-transformers)" in caught.value.message("en")


@pytest.mark.parametrize("name", ["sentence-transformers", "sentence-transformers:", "sentence-transformers:  "])
def test_a_model_must_be_named(name: str) -> None:
    """Without a name or folder it is no encoder, and the sentence shows how one is written."""
    with pytest.raises(UsageError, match="sentence-transformers:NAME"):
        make_encoder(name)
