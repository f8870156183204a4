"""The fallback encoder: unit vectors with the same bits in any company."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.vectors.usem3 import Usem3Encoder

if TYPE_CHECKING:
    import numpy.typing as npt

SHORT = ["", " ", "가", "ㄱㅐ ㅠㅠ", "👍", "교육이 너무 짧았어요", "점심이 맛있었다", "CRM 시스템을 아무도 안 써요"]
TEXTS = [*SHORT, ("업무 프로세스가 바뀌지 않았다. " * 200)[:3_000]]
"""The last has 3,000 characters."""


@pytest.fixture(scope="module")
def encoder() -> Usem3Encoder:
    """Return the encoder."""
    return Usem3Encoder()


def bits(vectors: npt.NDArray[np.float32]) -> list[str]:
    """Return a digest of the bits of each row."""
    return [hashlib.sha256(row.tobytes()).hexdigest() for row in vectors]


@pytest.fixture(scope="module")
def alone(encoder: Usem3Encoder) -> list[str]:
    """Return the bits of each text encoded alone."""
    return [bits(encoder.encode([text]))[0] for text in TEXTS]


@settings(deadline=None, max_examples=20)
@given(rows=st.lists(st.integers(0, len(TEXTS) - 1), max_size=12))
def test_a_text_has_the_same_bits_in_any_company(encoder: Usem3Encoder, alone: list[str], rows: list[int]) -> None:
    """Alone, in any batch and in any order, a vector is the same to the last bit."""
    assert bits(encoder.encode([TEXTS[row] for row in rows])) == [alone[row] for row in rows]


def test_texts_of_1_to_600_words_have_the_same_bits_in_any_order(encoder: Usem3Encoder) -> None:
    """Twice each, and shuffled."""
    texts = [" ".join(["교육"] * length) for length in (*range(1, 12), 31, 32, 33, 64, 127, 128, 300, 600)]
    expected = {text: bits(encoder.encode([text]))[0] for text in texts}
    mixed = [*texts, *texts]
    random.Random(13).shuffle(mixed)
    assert bits(encoder.encode(mixed)) == [expected[text] for text in mixed]


def test_vectors_have_length_1_and_no_texts_give_no_rows(encoder: Usem3Encoder) -> None:
    """Rows of 512 float32, of an empty text and a very long one too."""
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 512)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert encoder.encode([]).shape == (0, 512)


def test_what_means_the_same_is_near(encoder: Usem3Encoder) -> None:
    """Missing training is nearer to missing training in other words than to lunch."""
    asked, near, far = encoder.encode(["교육이 부족했다", "훈련을 제대로 받지 못했습니다", "점심이 맛있었다"])
    assert asked @ near > asked @ far


def test_the_name_tells_model_and_version(encoder: Usem3Encoder) -> None:
    """Vectors of another version get another name, so that they never meet."""
    assert encoder.name.startswith("usem3/")
    assert encoder.name.removeprefix("usem3/")[0].isdigit()
