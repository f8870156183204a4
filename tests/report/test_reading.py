"""Documents as paragraphs, with every passage whole and in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.report.reading import paragraphs
from crmkb.types import Passage


def passages(text: str, *spans: tuple[int, int]) -> list[Passage]:
    """Return passages p0, p1, ... over these spans."""
    return [Passage(f"p{k}", "d", start, end, text[start:end]) for k, (start, end) in enumerate(spans)]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("", [], []),
        ("가", [], [[("", "가")]]),
        ("가", [(0, 1)], [[("p0", "가")]]),
        ("가나\n다라", [(0, 2), (3, 5)], [[("p0", "가나")], [("p1", "다라")]]),
        ("가나 다라", [(0, 2), (3, 5)], [[("p0", "가나"), ("", " "), ("p1", "다라")]]),
        ("\n\n가\n \n나\n", [(2, 3)], [[("p0", "가")], [("", "나")]]),
        ("가\n나", [(0, 3)], [[("p0", "가\n나")]]),
        ("가나다", [(0, 2), (1, 3)], [[("p0", "가나"), ("", "다")], [("p1", "나다")]]),
    ],
)
def test_paragraphs_split_at_line_ends_between_passages(
    text: str, spans: list[tuple[int, int]], expected: list[list[tuple[str, str]]]
) -> None:
    """Line ends between passages end a paragraph; a passage is never broken, nor lost when it overlaps."""
    assert [[tuple(piece) for piece in pieces] for pieces in paragraphs(text, passages(text, *spans))] == expected


@given(st.text(alphabet="가나 \n.", max_size=30), st.lists(st.integers(0, 30), max_size=8, unique=True))
def test_paragraphs_keep_every_character_but_blanks(text: str, cuts: list[int]) -> None:
    """Whatever the cuts, all that is no white space stands there once and in order, and every passage is whole."""
    inside = sorted(cut for cut in cuts if cut <= len(text))
    cut = passages(text, *zip(inside[::2], inside[1::2], strict=False))
    pieces = [piece for found in paragraphs(text, cut) for piece in found]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    assert [(p.passage_id, p.text) for p in pieces if p.passage_id] == [(p.id, p.text) for p in cut]
