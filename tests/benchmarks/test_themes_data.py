"""Corpora of `benchmarks/themes.py`: which rows are read, and how samples are drawn."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest
import themes_data
from themes_data import (
    CORPORA,
    PAGES,
    PETITIONS,
    REVIEWS,
    Corpus,
    read_pages,
    read_petitions,
    read_reviews,
    read_titles,
    sample_rows,
)


def write(path: Path, rows: list[dict[str, object]]) -> None:
    """Write JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def test_examples_hold() -> None:
    """What the docstrings show is what the functions give."""
    assert doctest.testmod(themes_data).failed == 0


def test_reviews_have_one_label_that_is_no_advertising(tmp_path: Path) -> None:
    """Of four only the first is read."""
    labels = [["App"], ["AD"], ["App", "Goods"], []]
    write(tmp_path / REVIEWS, [{"text": str(k), "labels": own} for k, own in enumerate(labels)])
    assert read_reviews(tmp_path) == Corpus(("0",), ("App",))


def test_petitions_have_a_category_with_a_subject(tmp_path: Path) -> None:
    """기타 (other) names none; titles and bodies are of the same petitions."""
    rows = [{"title": "t", "text": "b", "category": "교육"}, {"title": "u", "text": "c", "category": "기타"}]
    write(tmp_path / PETITIONS, [dict(row) for row in rows])
    assert (read_petitions(tmp_path), read_titles(tmp_path)) == (Corpus(("b",), ("교육",)), Corpus(("t",), ("교육",)))


def test_short_pages_are_left_out(tmp_path: Path) -> None:
    """200 characters are enough, 199 are not."""
    write(tmp_path / PAGES, [{"text": str(n), "doc": "d", "n_chars": n} for n in (199, 200)])
    assert read_pages(tmp_path) == Corpus(("200",), ("d",))


def test_samples_differ_by_draw_and_repeat_by_number() -> None:
    """Rising rows, none twice."""
    one, again, other = (sample_rows(1000, 50, draw) for draw in (0, 0, 1))
    assert one == again == sorted(set(one))
    assert len(one) == 50
    assert one != other


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "texts", "groups"),
    [
        ("app reviews", 431, 7),
        ("petitions", 1540, 14),
        ("questions", 4940, 4),
        ("paragraphs", 601, 88),
        ("pages", 404, 17),
    ],
)
def test_corpora_have_the_size_that_was_measured(name: str, texts: int, groups: int, data: Path) -> None:
    """As many texts and groups as the docs say."""
    corpus = CORPORA[name].read(data)
    assert (len(corpus.texts), len(set(corpus.gold))) == (texts, groups)
