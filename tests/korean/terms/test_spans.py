"""Noun phrases and failure predicates side by side."""

from __future__ import annotations

import pytest
from spacy.language import Language

from crmkb.korean import load
from crmkb.korean.terms.spans import term_places


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline without what is not needed here."""
    return load(sentences=False, terms=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("의지 부족", [("FAILURE", "의지 부족")]),  # both at one place: the predicate
        ("보안 교육 없음", [("NP", "보안 교육"), ("FAILURE", "교육 없다")]),  # overlapping: both
        ("RCL Group에서 반발, 공유 안됨", [("NP", "RCL Group"), ("FAILURE", "반발"), ("FAILURE", "공유되지 않다")]),
    ],
)
def test_terms_come_in_reading_order_and_each_place_once(
    nlp: Language, text: str, expected: list[tuple[str, str]]
) -> None:
    """Phrases as written, predicates in their one form."""
    assert [(term.label, term.key) for term in term_places(nlp(text))] == expected


def test_one_kind_alone_can_be_asked_for(nlp: Language) -> None:
    """Without predicates, 의지 부족 (lack of will) is the noun phrase that it is."""
    doc = nlp("의지 부족, 공유 안됨")
    assert [term.label for term in term_places(doc, predicates=False)] == ["NP"]
    assert [term.label for term in term_places(doc, phrases=False)] == ["FAILURE", "FAILURE"]
    assert term_places(doc, phrases=False, predicates=False) == ()
