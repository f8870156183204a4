"""The cause model: lemma hits and the best cosine to a sentence of the taxonomy, added."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.causes.model import (
    THRESHOLD,
    CauseModel,
    cause_probabilities,
    lemma_weights,
    score_causes,
    taxonomy_sentences,
)
from crmkb.types import NO_CAUSE, Cause, CauseScores, Embedding, Taxonomy, Terms

SENTENCES = {"T01": ("교육이 없다.", "짧은 교육"), "T02": ("화면이 불편하다.",)}  # no training; clumsy screens
LEMMAS = {"T01": ("교육", "변화 관리", "일"), "T02": ("화면", "일")}  # training, change management, work; screen, work


def cause(code: str) -> Cause:
    """Build a cause whose sentences are those of `SENTENCES`."""
    first, *others = SENTENCES[code]
    names = {"ko": code, "en": code}
    return Cause(code, "A", names, {"ko": first, "en": "."}, tuple(others), ("제외",), (), LEMMAS[code], ("대책",), ())


TAXONOMY = Taxonomy("tiny", "1", {"A": {"ko": "가", "en": "a"}}, (cause("T01"), cause("T02")), {})
AXES = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
"""Vectors of the three sentences, whose mean is (1/3, 1/3, 1/3)."""


def model() -> CauseModel:
    """Make the model of the tiny taxonomy."""
    return CauseModel(TAXONOMY, AXES, "test")


def embedding_of(rows: list[list[float]], *, encoder: str = "test") -> Embedding:
    """Give vectors to the passages p0, p1, and so on."""
    ids = tuple(f"p{i}" for i in range(len(rows)))
    return Embedding(ids, np.array(rows, np.float32).reshape(len(rows), 3), encoder)


def terms_of(*lemmas: str) -> list[Terms]:
    """Give each passage its lemmas, written with blanks between them."""
    return [Terms(f"p{i}", tuple(own.split()), ()) for i, own in enumerate(lemmas)]


def scores_of(rows: list[list[float]], *lemmas: str) -> list[list[float]]:
    """Score passages and return the numbers."""
    found: list[list[float]] = score_causes(model(), embedding_of(rows), terms_of(*lemmas)).scores.tolist()
    return found


def test_sentences_stand_in_the_order_of_the_causes() -> None:
    """Each sentence belongs to the cause that it came from."""
    made = model()
    assert made.sentences == taxonomy_sentences(TAXONOMY) == (*SENTENCES["T01"], *SENTENCES["T02"])
    assert [made.codes[k] for k in made.owners] == ["T01", "T01", "T02"]


def test_lemma_weight_falls_with_the_causes_that_share_it() -> None:
    """1 for a lemma of one cause of four, less for two and for all."""
    causes = [frozenset({"가", "나", "다라"}), frozenset({"가", "나"}), *[frozenset({"나"})] * 2]
    # ln(1 + 4/1) / ln 5 = 1. Two causes: ln 3 / ln 5 = .6826. All four: ln 2 / ln 5 = .4307.
    weights = lemma_weights(causes)
    assert weights == pytest.approx({"다라": 1, "가": 0.6826, "나": 0.4307}, abs=5e-5)
    assert lemma_weights([]) == {}
    assert lemma_weights([frozenset({"가"})]) == {"가": 1.0}


@given(st.lists(st.frozensets(st.sampled_from("가나다")), max_size=6))
def test_lemma_weights_are_above_zero_and_at_most_one(causes: list[frozenset[str]]) -> None:
    """And every lemma has one, smaller the more causes have it."""
    weights = lemma_weights(causes)
    shared = {lemma: sum(lemma in own for own in causes) for own in causes for lemma in own}
    assert set(weights) == set(shared)
    assert all(0 < weight <= 1 for weight in weights.values())
    assert all(weights[a] > weights[b] for a in shared for b in shared if shared[a] < shared[b])


@pytest.mark.parametrize(
    ("lemmas", "expected"),
    [
        ("", (set(), set())),
        ("교육", ({"교육"}, set())),
        ("일 일", ({"일"}, {"일"})),
        ("변화 관리", ({"변화관리"}, set())),
        ("변화관리", ({"변화관리"}, set())),  # one word for the tagger
        ("변 화관 리", ({"변화관리"}, set())),  # three, wherever it cuts
        ("큰 변화 관리 일", ({"변화관리", "일"}, {"일"})),
        ("변화 큰 관리", (set(), set())),  # change, big, management: not in a row
        ("관리 변화", (set(), set())),
        ("변화관리자", (set(), set())),  # the letters are there, but no lemma ends with them
        ("화면 변화", (set(), {"화면"})),
        ("화 면", (set(), {"화면"})),  # the taxonomy has one word, the tagger gives two
    ],
)
def test_lemma_is_hit_by_a_run_of_words_with_its_letters(lemmas: str, expected: tuple[set[str], set[str]]) -> None:
    """The words must follow each other in order, begin and end with the lemma; blanks do not count."""
    assert [set(hits) for hits in model().lemma_hits(lemmas.split())] == list(expected)


def test_lemmas_are_told_as_the_taxonomy_writes_them() -> None:
    """What is looked up is their letters, under which they have their weight, too."""
    made = model()
    assert made.lemmas[0] == {"교육": "교육", "변화관리": "변화 관리", "일": "일"}
    assert made.weights.keys() == {"교육", "변화관리", "일", "화면"}


@given(st.lists(st.sampled_from(["변화", "관리", "변", "화관리", "일", "교", "육", "x"]), max_size=8))
def test_hits_are_the_lemmas_among_all_runs(lemmas: list[str]) -> None:
    """As the slow and obvious way finds them."""
    runs = {"".join(lemmas[i:k]) for i in range(len(lemmas)) for k in range(i + 1, len(lemmas) + 1)}
    assert model().lemma_hits(lemmas) == tuple(frozenset(own.keys() & runs) for own in model().lemmas)


def test_score_by_hand() -> None:
    """Best cosine and lemma hits of a passage, for both causes."""
    # Sentences less the mean: (2, -1, -1)/3, (-1, 2, -1)/3, (-1, -1, 2)/3, each of length sqrt(6)/3.
    # The passage (0, .8, .6) less the mean: (-.3333, .4667, .2667), of length .6325.
    # Its cosines: (2 x -.3333 - .4667 - .2667) / (sqrt(6) x .6325) = -.9037, (.3333 + .9333 - .2667) / 1.5492 = .6455,
    # (.3333 - .4667 + .5333) / 1.5492 = .2582. Best of T01 .6455, of T02 .2582.
    # Weights: 교육, 변화 관리 and 화면 1, 일 ln 2 / ln 3 = .6309. Lemmas 교육 and 일: T01 1.6309, T02 .6309.
    # T01 (.6455 + .5 (1 - e^-1.6309)) / 1.5 = (.6455 + .4021) / 1.5. T02 (.2582 + .5 (1 - e^-.6309)) / 1.5.
    (found,) = scores_of([[0, 0.8, 0.6]], "교육 일")
    assert found == pytest.approx([0.6984, 0.3281, THRESHOLD], abs=5e-5)
    assert found[1] == pytest.approx((0.2582 + 0.5 * (1 - 0.5321)) / 1.5, abs=5e-5)


def test_cosine_below_zero_takes_nothing_away() -> None:
    """A passage that points away from all sentences of a cause has what its lemmas give."""
    # (1, 0, 0) has the cosine -.5 to the only sentence of T02. One lemma of weight 1: .5 (1 - 1/e) / 1.5.
    assert scores_of([[1, 0, 0]], "화면")[0][1] == pytest.approx(0.5 * (1 - 1 / math.e) / 1.5)
    assert scores_of([[1, 0, 0]], "")[0] == pytest.approx([1 / 1.5, 0, THRESHOLD])


def test_passage_without_content_has_no_cause() -> None:
    """A vector of zeros is like nothing: it is not taken for the opposite of the mean."""
    tilted = CauseModel(TAXONOMY, np.array([[1, 0, 0], [0.8, 0.6, 0], [0.6, 0.8, 0]], np.float32), "test")
    found = score_causes(tilted, embedding_of([[0, 0, 0]]), terms_of(""))
    assert found.scores.tolist() == [[0, 0, THRESHOLD]]


def test_scores_carry_passages_and_codes() -> None:
    """Rows and columns are named; the last column is the threshold."""
    found = score_causes(model(), embedding_of([[1, 0, 0], [0, 0, 1]]), terms_of("", ""))
    assert (found.passage_ids, found.codes) == (("p0", "p1"), ("T01", "T02", NO_CAUSE))
    assert found.scores[:, -1].tolist() == [THRESHOLD] * 2


def test_no_passages_have_no_scores() -> None:
    """Nothing is no error."""
    assert score_causes(model(), embedding_of([]), []).scores.shape == (0, 3)


def test_vectors_of_another_encoder_are_refused() -> None:
    """Their numbers mean something else."""
    with pytest.raises(ValueError, match="other"):
        score_causes(model(), embedding_of([[1, 0, 0]], encoder="other"), terms_of(""))


UNITS = st.sampled_from([[1.0, 0, 0], [0, 0.6, 0.8], [0.6, 0, -0.8], [0, 0, -1.0], [0, 0, 0]])
WORDS = st.lists(st.sampled_from(["교육", "변화", "관리", "일", "화면", "점심"]), max_size=6).map(" ".join)


@settings(deadline=None)
@given(st.data(), st.lists(st.tuples(UNITS, WORDS), max_size=6))
def test_scores_of_a_passage_depend_on_it_alone(data: st.DataObject, passages: list[tuple[list[float], str]]) -> None:
    """In any order and any company a passage has the same scores, from 0 to 1."""
    alone = [scores_of([vector], lemmas)[0] for vector, lemmas in passages]
    order = data.draw(st.permutations(range(len(passages))))
    found = scores_of([passages[i][0] for i in order], *(passages[i][1] for i in order))
    np.testing.assert_allclose(np.array(found), np.array([alone[i] for i in order]), atol=1e-6)
    assert all(0 <= score <= 1 for row in found for score in row)


@settings(deadline=None)
@given(UNITS, WORDS, st.sampled_from(["교육", "화면", "일"]))
def test_another_lemma_never_lowers_a_score(vector: list[float], lemmas: str, more: str) -> None:
    """More signs of a cause make it no less likely."""
    (fewer,), (found,) = scores_of([vector], lemmas), scores_of([vector], f"{lemmas} {more}")
    assert all(b >= a for a, b in zip(fewer, found, strict=True))


def test_probabilities_by_hand() -> None:
    """Scores over the temperature .02, exponentiated, over their sum with that of no cause."""
    scores = CauseScores(("a", "b"), ("T01", "T02", NO_CAUSE), np.array([[0.28, 0.24, 0.24], [0.04, 0.02, 0.24]]))
    # a: e^2, 1 and 1: 7.3891 / 9.3891, 1 / 9.3891. b: e^-10 = .0000454, e^-11 = .0000167, beside 1.
    found = cause_probabilities(scores)
    np.testing.assert_allclose(found, [[0.7870, 0.1065], [4.54e-5, 1.67e-5]], atol=5e-5)
    assert cause_probabilities(CauseScores((), ("T01", NO_CAUSE), np.zeros((0, 2)))).shape == (0, 1)


def test_the_place_of_a_row_does_not_show_in_its_score() -> None:
    """In vectors of real length the scores of shuffled passages are equal to the bit, not only close."""
    rng = np.random.default_rng(3)
    sentences = len(taxonomy_sentences(TAXONOMY))
    own = CauseModel(TAXONOMY, rng.normal(size=(sentences, 384)).astype(np.float32), "test")
    vectors = rng.normal(size=(501, 384)).astype(np.float32)
    order = rng.permutation(len(vectors))
    ids = tuple(map(str, range(len(vectors))))
    terms = [Terms(i, (), ()) for i in ids]
    first = score_causes(own, Embedding(ids, vectors, "test"), terms).scores
    assert np.array_equal(score_causes(own, Embedding(ids, vectors[order], "test"), terms).scores, first[order])
