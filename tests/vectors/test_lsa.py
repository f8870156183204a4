"""Latent semantic analysis: a fit that never changes, told apart by name, and the same bits in any company."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.errors import InputError
from crmkb.vectors.lsa import LsaEncoder, fit_lsa, packaged_sentences

if TYPE_CHECKING:
    import numpy.typing as npt

CORPUS = [
    "교육이 너무 짧았어요",  # training was too short
    "교육 시간이 짧다",
    "시스템 교육을 못 받았습니다",
    "결재가 늦어서 일정이 밀렸다",  # approval came late
    "결재 일정이 늦다",
    "CRM 시스템을 아무도 안 써요",
]
LONG = "업무 프로세스가 바뀌지 않았다. " * 200
TEXTS = [*CORPUS, "", " ", "가", "ㅋㅋ ㅠㅠ", "👍🏽", "zzz", "교육\t\n을", LONG[:600], LONG]


@pytest.fixture(scope="module")
def encoder() -> LsaEncoder:
    """Return an encoder fitted on the corpus."""
    return fit_lsa(CORPUS)


@pytest.fixture(scope="module")
def alone(encoder: LsaEncoder) -> list[str]:
    """Return the bits of each text encoded alone."""
    return [bits(encoder.encode([text]))[0] for text in TEXTS]


def bits(vectors: npt.NDArray[np.float32]) -> list[str]:
    """Return a digest of the bits of each row."""
    return [hashlib.sha256(row.tobytes()).hexdigest() for row in vectors]


@given(rows=st.lists(st.integers(0, len(TEXTS) - 1), max_size=24))
def test_a_text_has_the_same_bits_in_any_company(encoder: LsaEncoder, alone: list[str], rows: list[int]) -> None:
    """Alone, in any batch and in any order, repeated or not, a vector is the same to the last bit."""
    assert bits(encoder.encode([TEXTS[row] for row in rows])) == [alone[row] for row in rows]


@settings(max_examples=30)
@given(texts=st.lists(st.text(max_size=700), min_size=1, max_size=8))
def test_any_texts_have_unit_vectors_and_the_same_bits(encoder: LsaEncoder, texts: list[str]) -> None:
    """Of any characters and up to 700 long."""
    vectors = encoder.encode(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert bits(vectors) == [bits(encoder.encode([text]))[0] for text in texts]


def test_vectors_are_the_singular_value_decomposition_of_tf_idf() -> None:
    """Two texts without a common n-gram, each an axis of its own; worked by hand.

    `가` has the n-grams ` 가`, `가`, `가 ` and ` 가 `, `나` four others. All 8 stand in one of 2 texts, so that all
    weights of a text are equal: the matrix is 2 x 8 with 1/2 in the cells of the own n-grams, its rows are orthonormal,
    both singular values are 1, and the cosine of the two texts stays 0. A text of both lies in the middle: cosine
    1/sqrt(2) to each.
    """
    encoder = fit_lsa(["가", "나"])
    first, second, both = encoder.encode(["가", "나", "가 나"])
    assert encoder.n_dims == 2
    assert first @ second == pytest.approx(0, abs=1e-6)
    assert both @ first == pytest.approx(2**-0.5, abs=1e-6)
    assert both @ second == pytest.approx(2**-0.5, abs=1e-6)


def test_words_met_in_the_same_places_are_near_without_a_common_letter() -> None:
    """The point of LSA: 강사 (trainer) and 실습 (practice) never meet, but both stand beside 교육 (training)."""
    texts = ["교육 강사", "교육 실습", "강사 교육", "실습 교육", "결재 지연", "결재 회의"]
    encoder = fit_lsa(texts, n_dims=2)
    trainer, practice, delay = encoder.encode(["강사", "실습", "지연"])
    assert trainer @ practice > 0.9
    assert abs(trainer @ delay) < 0.1


def test_a_corpus_gives_the_same_encoder_in_any_order() -> None:
    """Shuffled, with repetitions and blank texts, it has the same name and gives the same bits."""
    mixed = [*CORPUS, *CORPUS[:3], "", "\n"]
    random.Random(1).shuffle(mixed)
    first, second = fit_lsa(CORPUS), fit_lsa(mixed)
    assert first.name == second.name
    assert bits(first.encode(TEXTS)) == bits(second.encode(TEXTS))


@pytest.mark.parametrize("other", [CORPUS[:-1], [*CORPUS, "점심"], [text + "!" for text in CORPUS]])
def test_another_corpus_has_another_name(encoder: LsaEncoder, other: list[str]) -> None:
    """So that vectors of two fits never meet in the base."""
    assert fit_lsa(other).name != encoder.name
    assert encoder.name.startswith("lsa/")


def test_another_seed_or_number_of_columns_has_another_name() -> None:
    """The name tells what was learned, whatever it depends on."""
    corpus = packaged_sentences()[:80]
    encoders = [fit_lsa(corpus, n_dims=8), fit_lsa(corpus, n_dims=9), fit_lsa(corpus, n_dims=8, seed=1)]
    assert len({encoder.name for encoder in encoders}) == 3
    assert [encoder.n_dims for encoder in encoders] == [8, 9, 8]


def test_a_text_without_a_known_ngram_gets_the_first_axis(encoder: LsaEncoder) -> None:
    """Nothing is known of it, and it still has length 1."""
    assert encoder.encode(["zzz", "", "교육"])[:2].tolist() == [[1] + [0] * (encoder.n_dims - 1)] * 2


def test_one_short_text_is_enough() -> None:
    """The space then has one axis, and all that is known lies on it."""
    encoder = fit_lsa(["가"])
    assert encoder.n_dims == 1
    assert np.abs(encoder.encode(["가", "나"])).tolist() == [[1], [1]]
    assert encoder.encode([]).shape == (0, 1)


@pytest.mark.parametrize("corpus", [[], [""], [" ", "\t\n"]])
def test_nothing_to_learn_from_is_an_error(corpus: list[str]) -> None:
    """A sentence says what is needed."""
    with pytest.raises(InputError) as caught:
        fit_lsa(corpus)
    assert caught.value.key == "vectors.nothing_to_learn"


def test_packaged_sentences_are_korean_and_whole() -> None:
    """Those of the taxonomy: no codes, no English, and definitions with their full stop."""
    sentences = packaged_sentences()
    assert all(any("가" <= letter <= "힣" for letter in sentence) for sentence in sentences)
    assert sum(sentence.endswith(".") for sentence in sentences) >= 14
