"""Corpora of `benchmarks/korean.py` are read, and spoiled in the way that is said."""

from __future__ import annotations

import doctest
import gzip
import json
from pathlib import Path

import korean_data
import pytest
from hypothesis import given
from hypothesis import strategies as st
from korean_data import (
    VARIANTS,
    Block,
    Sentence,
    content_nouns,
    decomposed,
    read_blocks,
    read_gsd,
    read_klue,
    read_long,
    read_short,
    with_typos,
    with_zero_width,
    without_spaces,
)

CONLLU = """\
# sent_id = own-1
# text = 고객관리 교육을 한다 + 또 한다
1\t고객관리\t고객+관리\tNOUN\tNNG+NNG\t_\t2\tcompound\t_\t_
2\t교육을\t교육+을\tNOUN\tNNG+JKO\t_\t3\tobj\t_\t_
3\t한다\t하\tVERB\tVV+EC\t_\t0\troot\t_\t_
4\t+\t+\tSYM\tSW\t_\t3\tpunct\t_\t_

# sent_id = own-2
# text = 돈
1\t돈\t돈\tNOUN\tNNG\t_\t0\troot\t_\t_
"""
KLUE = """\
## columns: INDEX WORD_FORM LEMMA POS HEAD DEPREL
## klue-dp-v1_dev_00001_wikitree\t부산에 갔다.
1\t부산에\t부산 에\tNNP+JKB\t2\tNP_AJT
2\t갔다.\t가 았 다 .\tVV+EP+EF+SF\t0\tVP

## klue-dp-v1_dev_00002_airbnb\t숙소 좋다
1\t숙소\t숙소\tNNG\t2\tNP_SBJ
2\t좋다\t좋 다\tVA+EF\t0\tVP
"""
WORDS = st.text(st.sampled_from("교육개제보두가 a1.\n"), max_size=40)


def test_examples_hold() -> None:
    """What the docstrings show is what the functions give."""
    assert doctest.testmod(korean_data).failed == 0


def test_gold_nouns_of_conllu_are_the_parts_tagged_as_nouns(tmp_path: Path) -> None:
    """Compounds in parts as annotated; one-syllable nouns (돈, money) are left out; a plus sign harms nothing."""
    file = tmp_path / "own.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    first = Sentence("고객관리 교육을 한다 + 또 한다", ("고객", "관리", "교육"), "web")
    assert read_gsd(file) == [first, Sentence("돈", (), "web")]


def test_klue_tells_news_from_reviews(tmp_path: Path) -> None:
    """The genre is the end of the identifier, and the heading is no sentence."""
    file = tmp_path / "own.tsv"
    file.write_text(KLUE, encoding="utf-8")
    assert read_klue(file) == [
        Sentence("부산에 갔다.", ("부산",), "news"),
        Sentence("숙소 좋다", ("숙소",), "reviews"),
    ]


def test_blocks_and_texts_are_read_from_the_beginning(tmp_path: Path) -> None:
    """As many texts as asked for, or as many as there are."""
    blocks, short = tmp_path / "blocks.jsonl", tmp_path / "short.gz"
    row = {"id": "1", "genre": "own", "text": "늦었다. 또", "sentences": ["늦었다.", "또"]}
    blocks.write_text(json.dumps(row) + "\n" + json.dumps(row) + "\n", encoding="utf-8")
    short.write_bytes(gzip.compress("늦었다\n\n또\n".encode()))
    assert read_blocks(blocks) == [Block("늦었다. 또", ("늦었다.", "또"), "own")] * 2
    assert (read_long(blocks, 1), read_long(blocks, 9)) == (["늦었다. 또"], ["늦었다. 또"] * 2)
    assert (read_short(short, 2), read_short(short, 9)) == (["늦었다", ""], ["늦었다", "", "또"])


def test_nouns_are_compared_composed() -> None:
    """A system that answers in conjoining jamo is understood; one syllable in them is still one syllable."""
    assert content_nouns([(decomposed("교육"), "NNG"), (decomposed("돈"), "NNG")]) == ("교육",)


@pytest.mark.parametrize(
    ("text", "spoiled"),
    [("", ""), ("또 교육이\n늦다", "또교육이늦다"), ("\u3000가 ", "가")],
)
def test_all_white_space_goes(text: str, spoiled: str) -> None:
    """Line ends and wide blanks are white space too."""
    assert without_spaces(text) == spoiled


@pytest.mark.parametrize(("text", "places"), [("또", []), ("교육", [1]), ("교육이 또 늦었다", [1, 8])])
def test_zero_width_space_stands_in_the_middle_of_longer_eojeols(text: str, places: list[int]) -> None:
    """One in each eojeol of two or more characters, behind the first half of it."""
    assert [k for k, letter in enumerate(with_zero_width(text)) if letter == "\u200b"] == places


@given(WORDS)
def test_typos_change_at_most_one_vowel_of_an_eojeol(text: str) -> None:
    """Law: white space and length stay; a changed letter is changed back by the same table; twice the same."""
    spoiled = with_typos(text)
    assert spoiled == with_typos(text)
    assert [letter.isspace() for letter in spoiled] == [letter.isspace() for letter in text]
    for before, after in zip(text.split(), spoiled.split(), strict=True):
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(changed) <= 1
        # The only syllables of the alphabet above with ㅐ, ㅔ, ㅗ or ㅜ.
        assert set(changed) <= {("개", "게"), ("제", "재"), ("보", "부"), ("두", "도")}


def test_typos_hit_one_eojeol_in_six() -> None:
    """Of 6,000 eojeols that can be hit 1,000 are, within five standard deviations (29 each)."""
    texts = [" ".join(["개"] * 60) + str(k) for k in range(100)]
    hit = sum(with_typos(text).count("게") for text in texts)
    assert abs(hit - 1000) < 145


def test_variants_leave_the_first_as_it_is() -> None:
    """The clean variant is the text itself, and the others are not."""
    text = "새 제도를 모두 배웠다"
    assert [name for name, spoil in VARIANTS.items() if spoil(text) == text] == ["clean"]
