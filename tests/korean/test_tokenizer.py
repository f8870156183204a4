"""The tokenizer loses nothing: `doc.text == text`, alone, on disk, in a DocBin, pickled, and loaded by name."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from crmkb.errors import UsageError
from crmkb.korean.analyze import make_pipeline
from crmkb.korean.taggers import TAGGERS, Unit
from crmkb.korean.tokenizer import NAME, KonlpyTokenizer, create_konlpy_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

ROOT = Path(__file__).parent.parent.parent

HARD = {
    "nothing": "",
    "one blank": " ",
    "blanks only": " \t \n ",
    "double blanks": "  교육이  너무   짧다  ",  # "training is too short"
    "tabs": "\t교육이\t\t너무\t 짧다\t",
    "carriage returns": "교육이 짧다.\r\n\r\n다들 잊었다.\r끝\r\n",
    "other white space": "교육\u3000이\xa0너무\u2003짧다\x85다들\u2028잊었다\x1c끝\x0b\x0c",
    "decomposed": unicodedata.normalize("NFD", "교육이 너무 늦었다. 값"),
    "loose jamo": "ㅋㅋㅋㅋ ㅠㅠ ㄱㅐ ㄹㅇ ᄀ",
    "old jamo": "ᄒᆞᆫ글 나랏말ᄊᆞ미",
    "zero-width space": "교\u200b육이 \u200b너무\u200b",
    "zero-width joiners": "\ufeff교육\u200c이\u2060",
    "emoji": "👨‍👩‍👧‍👦 가족👍🏽!! ❤️ 🇰🇷",
    "NUL": "\0교육\0이 \0\0 짧다\ufffd\0",
    "control characters": "\x01교\x07육\x1b[31m이\x7f",
    "half-width and full-width": "ＣＲＭ　교육 ｶﾅ １２",
    "mixed scripts": "Working group을 Workshop에서 10:30에 CRM/ERP(SAP)로!!",
    "signs of the dictionary's format": "하/VV/*+았/EP/*\tEOS\nEOS,*,*",
    "signs only": "+/*,.\"'“”…",
    "private use and unassigned": "\ue000\U000e0001\U0010fffd",
    "100 kB without a blank": "교육을했지만아무도안썼다" * 2_800,
    "letters by the thousand": "ㅋ" * 3_000 + "a" * 3_000 + "!" * 3_000,
}

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WRITTEN = st.text(
    st.sampled_from(
        '교육이을는했다됐어요의\u1100\u1161\u11a8 \u3000\xa0\t\n\r\0\ufffd\u200b\u200d👍.,!?~ㅋㅠ()"+/*aZ09'
    ),
    max_size=80,
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline of the house."""
    return make_pipeline()


def rows(doc: Doc) -> list[tuple[str, str, str, str, str]]:
    """Return all that the tokenizer sets."""
    return [(t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_) for t in doc]


@settings(deadline=None)
@given(text=ANY | WRITTEN)
def test_a_doc_has_the_text_it_was_made_of(nlp: Language, text: str) -> None:
    """Whatever spaCy can store comes out as it went in, and each token stands where it says."""
    doc = nlp(text)
    assert doc.text == text
    assert [text[t.idx : t.idx + len(t)] for t in doc] == [t.text for t in doc]


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_doc_has_the_text_of_hard_cases(nlp: Language, text: str) -> None:
    """The known hard cases come out as they went in."""
    assert nlp(text).text == text


@settings(deadline=None)
@given(text=ANY | WRITTEN)
def test_a_token_is_white_space_or_has_none(nlp: Language, text: str) -> None:
    """White space is in tokens of its own, tagged so; two such tokens never touch."""
    doc = nlp(text)
    for token in doc:
        assert (token.tag_ == "_SP") == (token.pos_ == "SPACE") == token.text.isspace()
        assert token.text.isspace() or not any(char.isspace() for char in token.text)
    assert not any(a.text.isspace() and b.text.isspace() for a, b in pairwise(doc))


@settings(deadline=None)
@given(text=WRITTEN)
def test_a_lemma_has_a_part_for_each_part_of_the_tag(nlp: Language, text: str) -> None:
    """Where the tag joins several, the lemma does too, so that morphemes can be told apart without user data."""
    contractions = [t for t in nlp(text) if "+" in t.tag_]
    assert all(t.lemma_.count("+") == t.tag_.count("+") for t in contractions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "못 했다",  # "could not"
            [
                ("못", " ", "MAG", "ADV", "못"),
                ("했", "", "VV+EP", "VERB", "하+았"),
                ("다", "", "EC", "PART", "다"),
            ],
        ),
        (
            " 교육  시간 ",  # "training hours"
            [
                (" ", "", "_SP", "SPACE", " "),
                ("교육", " ", "NNG", "NOUN", "교육"),
                (" ", "", "_SP", "SPACE", " "),
                ("시간", " ", "NNG", "NOUN", "시간"),
            ],
        ),
        ("교육\n", [("교육", "", "NNG", "NOUN", "교육"), ("\n", "", "_SP", "SPACE", "\n")]),
        ("교육 \n ", [("교육", " ", "NNG", "NOUN", "교육"), ("\n ", "", "_SP", "SPACE", "\n ")]),
        ("교육\u3000", [("교육", "", "NNG", "NOUN", "교육"), ("\u3000", "", "_SP", "SPACE", "\u3000")]),
        ("\0 교육", [("\0", " ", "UNK", "X", "\0"), ("교육", "", "NNG", "NOUN", "교육")]),
        ("A+B", [("A", "", "SL", "X", "A"), ("+", "", "SY", "SYM", "+"), ("B", "", "SL", "X", "B")]),
    ],
)
def test_tokens_are_the_smallest_pieces_that_cover_whole_morphemes(
    nlp: Language, text: str, expected: list[tuple[str, str, str, str, str]]
) -> None:
    """One blank stays with the token before it, more is a token; contractions carry their parts."""
    assert rows(nlp(text)) == expected


class Spans:
    """A tagger that covers given pieces of any text."""

    name = "spans 1"

    def __init__(self, *spans: tuple[int, int]) -> None:
        self.spans = spans

    def units(self, text: str) -> Iterator[Unit]:
        """Yield a noun for each piece."""
        for start, end in self.spans:
            yield Unit(start, end, (text[start:end],), ("NNG",))


def tokenizer_of(tagger: Spans) -> KonlpyTokenizer:
    """Return a tokenizer with this tagger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TAGGERS, "spans", lambda: tagger)
        tokenizer = KonlpyTokenizer(Vocab(), "spans")
        assert tokenizer.tagger is tagger
    return tokenizer


@settings(deadline=None)
@given(st.text("가나a \t\n\0", max_size=30), st.lists(st.integers(0, 30), unique=True).map(sorted))
def test_no_tagger_can_make_the_tokenizer_lose_text(text: str, cuts: list[int]) -> None:
    """Whatever pieces a tagger covers, and if it covers white space, the text comes out as it went in."""
    inside = [at for at in cuts if at <= len(text)]
    doc = tokenizer_of(Spans(*zip(inside[::2], inside[1::2], strict=False)))(text)
    assert doc.text == text


def test_what_no_unit_covers_is_a_token_of_its_own() -> None:
    """Uncovered characters are tagged so, and white space around them is kept apart."""
    doc = tokenizer_of(Spans((0, 2), (5, 6)))("교육 ☃☃을  ☃")
    assert [(t.text, t.whitespace_, t.tag_, t.pos_) for t in doc] == [
        ("교육", " ", "NNG", "NOUN"),
        ("☃☃", "", "UNK", "X"),
        ("을", " ", "NNG", "NOUN"),
        (" ", "", "_SP", "SPACE"),
        ("☃", "", "UNK", "X"),
    ]


def test_docs_survive_a_docbin_without_user_data(nlp: Language) -> None:
    """Text, white space, tags and lemmas come back from the bytes in another vocabulary."""
    docs = [nlp(text) for text in HARD.values()]
    stored = DocBin(attrs=["TAG", "POS", "LEMMA"], docs=docs).to_bytes()
    loaded = list(DocBin().from_bytes(stored).get_docs(Vocab()))
    assert [doc.text for doc in loaded] == list(HARD.values())
    assert [rows(doc) for doc in loaded] == [rows(doc) for doc in docs]


@settings(deadline=None)
@given(texts=st.lists(ANY | WRITTEN, max_size=4))
def test_any_text_survives_a_docbin(nlp: Language, texts: list[str]) -> None:
    """What goes into a DocBin comes out of it."""
    docs = [nlp(text) for text in texts]
    stored = DocBin(attrs=["TAG", "POS", "LEMMA"], docs=docs).to_bytes()
    loaded = list(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    assert [doc.text for doc in loaded] == texts
    assert [rows(doc) for doc in loaded] == [rows(doc) for doc in docs]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_tokenizer_and_pipeline_survive_pickling(nlp: Language, protocol: int) -> None:
    """The copies are of the same kind, hold no tagger's memory, and work alike."""
    expected = rows(nlp("교육을  했다"))
    tokenizer = pickle.loads(pickle.dumps(nlp.tokenizer, protocol))
    pipeline = pickle.loads(pickle.dumps(nlp, protocol))
    assert isinstance(tokenizer, KonlpyTokenizer)
    assert tokenizer.tagger_name == "mecab"
    assert rows(tokenizer("교육을  했다")) == expected
    assert rows(pipeline("교육을  했다")) == expected
    assert pickle.loads(pickle.dumps(KonlpyTokenizer(Vocab(), "other"), protocol)).tagger_name == "other"


def test_a_pipeline_survives_disk_and_bytes(nlp: Language, tmp_path: Path) -> None:
    """The saved config names tokenizer and tagger; loaded, it gives the same tokens."""
    folder = tmp_path / "한국어 모형"  # "Korean model"
    nlp.to_disk(folder)
    loaded = spacy.load(folder)
    assert loaded.config["nlp"]["tokenizer"] == {"@tokenizers": NAME, "tagger": "mecab"}
    again = make_pipeline().from_bytes(nlp.to_bytes())
    for text in HARD.values():
        assert rows(loaded(text[:200])) == rows(nlp(text[:200])) == rows(again(text[:200]))


def test_the_declared_entry_point_is_the_factory() -> None:
    """Name and target in pyproject.toml are those of the code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    target = f"{create_konlpy_tokenizer.__module__}:{create_konlpy_tokenizer.__name__}"
    assert project["entry-points"]["spacy_tokenizers"] == {NAME: target}


LOADER = """
import sys, spacy
nlp = spacy.load(sys.argv[1])
assert nlp(sys.argv[2]).text == sys.argv[2]
print(ascii([t.tag_ for t in nlp(sys.argv[2])]))
"""


def test_a_saved_pipeline_loads_in_a_process_that_never_imports_us(nlp: Language, tmp_path: Path) -> None:
    """The entry point of an installed package is enough for `spacy.load`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path / "site"
    about = site / "crmkb-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: crmkb\nVersion: 0\n", encoding="utf-8")
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["spacy_tokenizers"].items()]
    (about / "entry_points.txt").write_text("\n".join(["[spacy_tokenizers]", *lines]), encoding="utf-8")
    nlp.to_disk(tmp_path / "model")
    path = os.pathsep.join([str(site), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", LOADER, str(tmp_path / "model"), "교육을  했다"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str([t.tag_ for t in nlp("교육을  했다")])


def test_an_unknown_tagger_is_told_when_it_is_first_needed() -> None:
    """Making a pipeline loads nothing; the first text asks for the tagger."""
    pipeline = make_pipeline("kiwi")
    with pytest.raises(UsageError, match="kiwi"):
        pipeline("교육")
