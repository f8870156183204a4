"""The corpora of `benchmarks/themes.py`: texts with the group that people gave them, and samples of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

REVIEWS = "coupang_app_reviews/dev.jsonl"
PETITIONS = "petitions/dev.jsonl"
QUESTIONS = "parakqc/dev.jsonl"
PARAGRAPHS = "korquad_dev/dev_passages.jsonl"
PAGES = "autorag_ko/dev_corpus.jsonl"
FILES = (REVIEWS, PETITIONS, QUESTIONS, PARAGRAPHS, PAGES)
MIXED_CATEGORIES = frozenset({"기타", "미래", "성장동력"})
"""Categories of petitions that name no subject: other, future, growth engines."""
MIN_PAGE = 200
"""Characters below which a page says too little."""


class Corpus(NamedTuple):
    """Texts, and the group of each as people see it."""

    texts: tuple[str, ...]
    gold: tuple[str, ...]


class Source(NamedTuple):
    """Where a corpus comes from, what its groups are, and how to read it from the folder of all corpora."""

    origin: str
    groups: str
    read: Callable[[Path], Corpus]


def read_reviews(data: Path) -> Corpus:
    """Read the reviews that have exactly one label, advertising left out."""
    rows = _rows(data / REVIEWS)
    return _corpus((r["text"], r["labels"][0]) for r in rows if len(r["labels"]) == 1 and r["labels"] != ["AD"])


def read_petitions(data: Path) -> Corpus:
    """Read the bodies of petitions and the category that the petitioner chose."""
    return _petitions(data, "text")


def read_titles(data: Path) -> Corpus:
    """Read the titles of the same petitions."""
    return _petitions(data, "title")


def read_questions(data: Path) -> Corpus:
    """Read questions and commands with their topic."""
    return _corpus((row["text"], str(row["topic"])) for row in _rows(data / QUESTIONS))


def read_paragraphs(data: Path) -> Corpus:
    """Read paragraphs with the title of their article."""
    return _corpus((row["text"], row["title"]) for row in _rows(data / PARAGRAPHS))


def read_pages(data: Path) -> Corpus:
    """Read the pages that have enough text, with the document they stand in."""
    return _corpus((row["text"], row["doc"]) for row in _rows(data / PAGES) if row["n_chars"] >= MIN_PAGE)


def sample_rows(n: int, size: int, draw: int) -> list[int]:
    """Draw texts without replacement.

    Parameters
    ----------
    n
        Texts there are.
    size
        Texts wanted, at most `n`.
    draw
        Number of the draw; the same number draws the same rows.

    Returns
    -------
    list[int]
        Row numbers, rising.

    Examples
    --------
    >>> sample_rows(3, 3, 0), len(set(sample_rows(100, 10, 1)))
    ([0, 1, 2], 10)
    """
    drawn: list[int] = np.random.default_rng([size, draw]).choice(n, size, replace=False).tolist()
    return sorted(drawn)


def _petitions(data: Path, field: str) -> Corpus:
    rows = _rows(data / PETITIONS)
    return _corpus((row[field], row["category"]) for row in rows if row["category"] not in MIXED_CATEGORIES)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _corpus(pairs: Iterator[tuple[str, str]]) -> Corpus:
    texts, gold = zip(*pairs, strict=True)
    return Corpus(texts, gold)


CORPORA = {
    "app reviews": Source("Coupang app reviews (Korean ABSA set)", "aspect", read_reviews),
    "petitions": Source("Blue House petitions (petitions_archive), bodies", "category", read_petitions),
    "questions": Source("ParaKQC questions and commands", "topic", read_questions),
    "paragraphs": Source("KorQuAD 1.0 paragraphs", "article", read_paragraphs),
    "pages": Source("AutoRAG Korean embedding benchmark, PDF pages", "document", read_pages),
}
"""What is measured whole: development halves."""
SAMPLED = {
    "app reviews": CORPORA["app reviews"],
    "petition titles": Source("Blue House petitions (petitions_archive), titles", "category", read_titles),
    "questions": CORPORA["questions"],
}
"""What small samples are drawn from: short texts."""
SIZES = (50, 100, 200, 500)
