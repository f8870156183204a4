"""The exemplar bank and what it teaches."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from crmkb.causes.bank import PRAISE, Statement, bank_sha256, load_bank
from crmkb.causes.features import N_LEMMAS, lemma_counts, letter_counts, weighted
from crmkb.causes.judge import Passages, judge_causes, judge_corpus
from crmkb.causes.learned import Learned, Texts, dump, learn, load, probabilities
from crmkb.causes.model import CauseModel, cause_probabilities, score_causes, taxonomy_sentences
from crmkb.causes.taxonomy import load_taxonomy
from crmkb.errors import InputError
from crmkb.pipeline.learning import PACKAGED
from crmkb.types import NO_CAUSE, Embedding, Terms

BANK = load_bank()
CODES = ("C01", "C02")
SAID = {
    "C01": ("방향이 없다", ("방향", "없다")),
    "C02": ("숫자가 없다", ("숫자", "없다")),
    NO_CAUSE: ("점심이 좋다", ("점심", "좋다")),
}
AXES = {"C01": 0, "C02": 1, NO_CAUSE: 2}


def statements() -> list[Statement]:
    """Write ten statements a code; one in two that have no cause is praise."""
    return [
        Statement(text + " " * i, PRAISE if code == NO_CAUSE and i % 2 else code, "", "comment", "crm", "s01")
        for code, (text, _) in SAID.items()
        for i in range(10)
    ]


def texts_of(*codes: str) -> Texts:
    """Say what the statements of each code say, with a direction of its own for the vector."""
    vectors = np.eye(3, dtype=np.float32)[[AXES[code] for code in codes]]
    return Texts(vectors, [SAID[code][1] for code in codes], [SAID[code][0] for code in codes])


@pytest.fixture(scope="module")
def tiny() -> Learned:
    """Learn two causes from thirty statements."""
    return learn(statements(), texts_of(*np.repeat([*CODES, NO_CAUSE], 10).tolist()), CODES, "test")


def test_bank_is_as_large_and_varied_as_its_sheet_says() -> None:
    """200 statements a cause in eight sittings, 200 of praise, 200 of nothing; no text twice."""
    counts = Counter(statement.cause for statement in BANK)
    causes = {cause.code for cause in load_taxonomy().causes}
    assert set(counts) == causes | {PRAISE, NO_CAUSE}
    assert min(counts.values()) >= 200
    for code in causes:
        assert len({s.sitting for s in BANK if s.cause == code}) >= 8
    assert len({s.text for s in BANK}) == len(BANK)
    assert all(s.second in causes | {""} for s in BANK)


def test_few_statements_name_their_cause() -> None:
    """Below a quarter hold a word of the cause's own name."""
    names = {c.code: {w for w in c.names["ko"].replace("·", " ").split() if len(w) > 1} for c in load_taxonomy().causes}
    with_cause = [s for s in BANK if s.cause in names]
    named = sum(any(word in s.text for word in names[s.cause]) for s in with_cause)
    assert named / len(with_cause) < 0.25


def test_packaged_model_was_learned_from_the_packaged_bank() -> None:
    """A changed bank asks for `tools/learn_causes.py`."""
    assert load(PACKAGED.read_bytes()).bank == bank_sha256(BANK)


def test_a_line_with_missing_columns_is_named(tmp_path: Path) -> None:
    """File and line stand in the error."""
    (tmp_path / "s01.tsv").write_text("text\tcause\tsecond\tregister\tfield\nabc\tC01\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_bank(tmp_path)
    assert (caught.value.key, "s01.tsv" in str(caught.value), "2" in str(caught.value)) == (
        "causes.bank_line",
        True,
        True,
    )


def test_what_was_shown_is_recognized(tiny: Learned) -> None:
    """Each cause is the likeliest for its own words, and praise and lunch have none."""
    logs, none = probabilities(tiny, texts_of("C01", "C02", NO_CAUSE))
    assert logs[:2].argmax(axis=1).tolist() == [0, 1]
    assert (none > 0.5).tolist() == [False, False, True]


def test_model_survives_the_file(tiny: Learned) -> None:
    """Written and read it gives the same bits, and the same bytes again."""
    again = load(dump(tiny))
    assert dump(again) == dump(tiny)
    assert (again.codes, again.encoder, again.bank) == (CODES, "test", bank_sha256(statements()))
    found = [probabilities(one, texts_of("C01", NO_CAUSE)) for one in (tiny, again)]
    assert np.array_equal(found[0][0], found[1][0])
    assert np.array_equal(found[0][1], found[1][1])


def test_nothing_is_said_of_no_texts(tiny: Learned) -> None:
    """No rows in, no rows out."""
    logs, none = probabilities(tiny, Texts(np.zeros((0, 3), np.float32), [], []))
    assert (logs.shape, none.shape) == ((0, 2), (0,))


def test_judgement_sums_to_one_less_none(tiny: Learned) -> None:
    """Probabilities of a row and that of no cause sum to 1; a cause counts where 'none' is the less likely half."""
    taxonomy = load_taxonomy()
    sentences = taxonomy_sentences(taxonomy)
    model = CauseModel(taxonomy, np.tile(np.eye(3, dtype=np.float32), (len(sentences), 1))[: len(sentences)], "test")
    texts = texts_of("C01", "C02", NO_CAUSE)
    embedding = Embedding(("b", "a", "c"), texts.vectors, "test")
    terms = [Terms(i, tuple(words), ()) for i, words in zip("bac", texts.lemmas, strict=True)]
    scores = judge_causes(model, tiny, embedding, terms, texts.texts)
    _, none = probabilities(
        tiny, Texts(texts.vectors[[1, 0, 2]], [texts.lemmas[i] for i in (1, 0, 2)], [texts.texts[i] for i in (1, 0, 2)])
    )  # in the order of the ids
    assert scores.probabilities is not None
    assert scores.probabilities.sum(axis=1)[[1, 0, 2]] == pytest.approx(1 - none, abs=1e-4)
    counts = scores.scores[:, :-1].max(axis=1) >= scores.scores[:, -1]
    assert counts.tolist() == [True, True, False]
    assert cause_probabilities(scores) is scores.probabilities
    assert judge_causes(model, None, embedding, terms, texts.texts).probabilities is None
    other = Embedding(("b", "a", "c"), texts.vectors, "other")
    with pytest.raises(ValueError, match="other"):
        judge_causes(model, tiny, other, terms, texts.texts)


def test_articles_are_judged_by_the_taxonomy_alone(tiny: Learned) -> None:
    """A passage of an article has the scores of the taxonomy, another those of what was learned."""
    taxonomy = load_taxonomy()
    sentences = taxonomy_sentences(taxonomy)
    model = CauseModel(taxonomy, np.tile(np.eye(3, dtype=np.float32), (len(sentences), 1))[: len(sentences)], "test")
    texts = texts_of("C01", "C02")
    embedding = Embedding(("a", "b"), texts.vectors, "test")
    terms = [Terms(i, tuple(words), ()) for i, words in zip("ab", texts.lemmas, strict=True)]
    scores = judge_corpus(model, tiny, embedding, terms, Passages(texts.texts, ["article", "feedback"]))
    alone = score_causes(model, embedding, terms)
    assert scores.scores[0].tolist() == alone.scores[0].tolist()
    assert scores.scores[1].tolist() != alone.scores[1].tolist()
    assert scores.probabilities is not None
    assert scores.probabilities[0].tolist() == cause_probabilities(alone)[0].tolist()


def test_counts_by_hand() -> None:
    """Two lemmas in two columns; of the letters of 'ab' between blanks: 4 single ones, 3 pairs, 2 triples, one four."""
    assert lemma_counts([("교육", "늦다", "교육")]).shape == (1, N_LEMMAS)
    assert sorted(lemma_counts([("교육", "늦다", "교육")]).data.tolist()) == [1, 2]
    assert letter_counts(["ab"]).sum() == 10
    assert weighted(lemma_counts([()]), np.ones(N_LEMMAS, np.float32)).nnz == 0
