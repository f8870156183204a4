"""Pieces: a long text is analyzed bit by bit, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmkb.korean.analyze import analyze, find_sentence_ends, make_pipeline
from crmkb.korean.pieces import PIECE, pieces
from crmkb.types import Passage


@given(st.text(alphabet="가나 \n", max_size=60), st.integers(1, 20))
def test_pieces_joined_are_the_text(text: str, size: int) -> None:
    """They follow each other without a gap, none is empty, none too long."""
    found = list(pieces(text, size))
    assert "".join(piece for _, piece in found) == text
    assert [start for start, _ in found] == [sum(len(p) for _, p in found[:k]) for k in range(len(found))]
    assert all(0 < len(piece) <= size for _, piece in found)


def test_a_line_end_is_the_best_place_to_cut_and_a_blank_the_next() -> None:
    """Behind the last line end that fits, else behind the last blank, else in the middle of a word."""
    assert list(pieces("가 나\n다 라마", 5)) == [(0, "가 나\n"), (4, "다 라마")]
    assert list(pieces("가나 다라마", 5)) == [(0, "가나 "), (3, "다라마")]
    assert list(pieces("가나다라마바", 4)) == [(0, "가나다라"), (4, "마바")]
    assert list(pieces("", 4)) == []


def test_a_long_passage_has_the_terms_and_offsets_of_its_lines() -> None:
    """Tokens of later pieces point into the whole passage."""
    line = "교육이 하루뿐이었다.\n"
    text = line * (2 * PIECE // len(line))
    nlp = make_pipeline()
    (found,) = analyze(nlp, [Passage("p", "d", 0, len(text), text)])
    assert found.terms.lemmas.count("교육") == text.count("교육")
    assert [text[t.start : t.end] for t in found.tokens if t.lemma == "교육"] == ["교육"] * text.count("교육")
    ends = find_sentence_ends(nlp, text)
    assert ends == tuple(range(len(line), len(text) + 1, len(line)))
