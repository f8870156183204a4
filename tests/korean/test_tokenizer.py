"""The tokenizer loses nothing: `doc.text == text`, alone, on disk, in a DocBin, pickled, and loaded by name."""

from __future__ import annotations

import multiprocessing
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
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import crmkb.korean.tokenizer
from crmkb.errors import UsageError
from crmkb.korean.analyze import make_pipeline
from crmkb.korean.lexicon.lexicon import Lexicon, packaged_lexicon
from crmkb.korean.tagging.taggers import TAGGERS
from crmkb.korean.tokenizer import BATCH, NAME, KonlpyTokenizer, create_konlpy_tokenizer
from crmkb.korean.words import Tagged, Unit, cover
from crmkb.text.normalize import normalize
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language


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


@pytest.fixture(scope="module")
def own() -> Language:
    """Return the pipeline with a lexicon of the user's own."""
    return make_pipeline(lexicon=OWN)


OWN = Lexicon(
    {"뷁쀍쪫": "NNP", "현업업무표": "NNG", "R&D팀": "NNG"}, {"뷁쀍": "뷁쀍쪫", "콜쎈타": "콜센터"}, frozenset({"자료"})
)


def tokenizer_of(nlp: Language) -> KonlpyTokenizer:
    """Return the tokenizer of a pipeline."""
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, KonlpyTokenizer)
    return tokenizer


def rows(doc: Doc) -> list[tuple[str, str, str, str, str]]:
    """Return what tells tokens apart, and their morphemes."""
    return [(t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_) for t in doc]


def everything(doc: Doc) -> list[tuple[str, str, str, str, str, str]]:
    """Return all that the tokenizer sets."""
    return [(*row, token.norm_) for row, token in zip(rows(doc), doc, strict=True)]


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


@given(text=ANY | WRITTEN)
def test_a_token_is_white_space_or_has_none(nlp: Language, text: str) -> None:
    """White space is in tokens of its own, tagged so; two such tokens never touch.

    Control characters that Python calls white space and that the normal form drops belong to the token before them.
    """
    doc = nlp(text)
    for token in doc:
        assert (token.tag_ == "_SP") == (token.pos_ == "SPACE") == token.text.isspace()
        assert token.text.isspace() or not any(char.isspace() for char in normalize(token.text).text)
    assert not any(a.text.isspace() and b.text.isspace() for a, b in pairwise(doc))


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

    def tagged(self, text: str) -> Tagged:
        """Make a noun of each piece."""
        return cover(text, [Unit(start, end, (text[start:end],), ("NNG",)) for start, end in self.spans])

    def tagged_all(self, texts: Iterable[str]) -> Iterator[Tagged]:
        """Make nouns of the pieces of each text."""
        return map(self.tagged, texts)


def tokenizer_with(tagger: Spans) -> KonlpyTokenizer:
    """Return a tokenizer with this tagger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TAGGERS, "spans", lambda _: tagger)
        tokenizer = KonlpyTokenizer(Vocab(), "spans", Lexicon())
        assert tokenizer.tagger is tagger
    return tokenizer


@given(st.text("가나a \t\n\0", max_size=30), st.lists(st.integers(0, 30), unique=True).map(sorted))
def test_no_tagger_can_make_the_tokenizer_lose_text(text: str, cuts: list[int]) -> None:
    """Whatever pieces a tagger covers, and if it covers white space, the text comes out as it went in."""
    inside = [at for at in cuts if at <= len(text)]
    doc = tokenizer_with(Spans(*zip(inside[::2], inside[1::2], strict=False)))(text)
    assert doc.text == text


def test_what_no_unit_covers_is_a_token_of_its_own() -> None:
    """Uncovered characters are tagged so, and white space around them is kept apart."""
    doc = tokenizer_with(Spans((0, 2), (5, 6)))("교육 ☃☃을  ☃")
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
    stored = DocBin(attrs=["TAG", "POS", "LEMMA", "NORM"], docs=docs).to_bytes()
    loaded = list(DocBin().from_bytes(stored).get_docs(Vocab()))
    assert [doc.text for doc in loaded] == list(HARD.values())
    assert [everything(doc) for doc in loaded] == [everything(doc) for doc in docs]


@given(texts=st.lists(ANY | WRITTEN, max_size=4))
def test_any_text_survives_a_docbin(nlp: Language, texts: list[str]) -> None:
    """What goes into a DocBin comes out of it."""
    docs = [nlp(text) for text in texts]
    stored = DocBin(attrs=["TAG", "POS", "LEMMA", "NORM"], docs=docs).to_bytes()
    loaded = list(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    assert [doc.text for doc in loaded] == texts
    assert [everything(doc) for doc in loaded] == [everything(doc) for doc in docs]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_tokenizer_and_pipeline_survive_pickling(nlp: Language, protocol: int) -> None:
    """The copies are of the same kind, hold no tagger's memory, and work alike."""
    expected = everything(nlp("교육을  했다"))
    tokenizer = pickle.loads(pickle.dumps(nlp.tokenizer, protocol))
    pipeline = pickle.loads(pickle.dumps(nlp, protocol))
    assert isinstance(tokenizer, KonlpyTokenizer)
    assert tokenizer.tagger_name == "mecab"
    assert everything(tokenizer("교육을  했다")) == expected
    assert everything(pipeline("교육을  했다")) == expected
    assert pickle.loads(pickle.dumps(KonlpyTokenizer(Vocab(), "okt"), protocol)).tagger_name == "okt"


def test_a_pipeline_survives_disk_and_bytes(nlp: Language, tmp_path: Path) -> None:
    """The saved config names tokenizer and tagger; loaded, it gives the same tokens."""
    folder = tmp_path / "한국어 모형"  # "Korean model"
    nlp.to_disk(folder)
    loaded = spacy.load(folder)
    assert loaded.config["nlp"]["tokenizer"] == {"@tokenizers": NAME, "tagger": "mecab", "lexicon": None}
    again = make_pipeline().from_bytes(nlp.to_bytes())
    for text in HARD.values():
        assert everything(loaded(text[:200])) == everything(nlp(text[:200])) == everything(again(text[:200]))


def test_the_declared_entry_point_is_the_factory() -> None:
    """Name and target in pyproject.toml are those of the code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    target = f"{create_konlpy_tokenizer.__module__}:{create_konlpy_tokenizer.__name__}"
    assert project["entry-points"]["spacy_tokenizers"] == {NAME: target}


LOADER = """
import sys, spacy
nlp = spacy.load(sys.argv[1])
assert nlp(sys.argv[2]).text == sys.argv[2]
print(ascii([(t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_, t.norm_) for t in nlp(sys.argv[2])]))
"""


def test_a_saved_pipeline_loads_in_a_process_that_never_imports_us(own: Language, tmp_path: Path) -> None:
    """The entry point of an installed package is enough for `spacy.load`, and the user's own words come along."""
    text = "교육을  했고 뷁쀍쪫과 R&D팀이 콜쎈타에서 현업업무표를 썼다"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path / "site"
    about = site / "crmkb-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: crmkb\nVersion: 0\n", encoding="utf-8")
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["spacy_tokenizers"].items()]
    (about / "entry_points.txt").write_text("\n".join(["[spacy_tokenizers]", *lines]), encoding="utf-8")
    own.to_disk(tmp_path / "model")
    path = os.pathsep.join([str(site), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", LOADER, str(tmp_path / "model"), text]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ascii(everything(own(text)))
    assert {"뷁쀍쪫", "r&d팀", "콜센터", "현업업무표"} <= {token.norm_ for token in own(text)}


def test_a_tokenizer_works_in_a_spawned_process(own: Language) -> None:
    """It goes there pickled, without the tagger, and makes its own."""
    text = "교육을  했고 뷁쀍쪫과 R&D팀이 왔다"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(tokenized, (own.tokenizer, text))
    assert found == everything(own(text))


def tokenized(tokenizer: KonlpyTokenizer, text: str) -> list[tuple[str, str, str, str, str, str]]:
    """Return all that a tokenizer sets; a spawned process imports this."""
    return everything(tokenizer(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("했다", ["하다", "다"]),  # did
        ("늦었어요", ["늦다", "었", "어요"]),  # was late
        ("CRM을", ["crm", "을"]),
        ("ＣＲＭ을", ["crm", "을"]),
        ("콜센타에", ["콜센터", "에"]),  # a spelling of call center
        ("씨알엠을", ["crm", "을"]),  # CRM in Hangul
        ("교육", ["교육"]),
        ("입력했다", ["입력", "하", "다"]),  # a suffix counts as it comes
        ("안 썼다", ["안", "쓰다", "다"]),
        ("  ", ["  "]),
        ("👍", ["👍"]),
        ("A+B", ["a", "+", "b"]),
    ],
)
def test_the_norm_is_the_word_to_count(nlp: Language, text: str, expected: list[str]) -> None:
    """Dictionary form of verbs and adjectives, lower case, the spelling of the lexicon; else the morpheme."""
    assert [token.norm_ for token in nlp(text)] == expected


CLEAN = "CRM 교육을 했다. 콜센터 값이 3개월에 늦었고 다들 잊었다"
RAW = {
    "decomposed": unicodedata.normalize("NFD", CLEAN),
    "zero-width": "\u200b".join(CLEAN),
    "byte order mark": "\ufeff" + CLEAN,
    "no-break blanks": CLEAN.replace(" ", "\xa0"),
    "ideographic blanks": CLEAN.replace(" ", "\u3000"),
    "full-width": CLEAN.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    "soft hyphens": CLEAN.replace("교육", "교\xad육").replace("다", "다\xad"),
    "all of it": unicodedata.normalize("NFD", "\u200b".join(CLEAN.replace(" ", "\xa0"))),
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_raw_text_is_analyzed_as_its_clean_form(nlp: Language, raw: str) -> None:
    """Tags, lemmas and norms are those of the clean text; the text and all places are the raw one's."""
    clean, doc = nlp(CLEAN), nlp(raw)
    found = [(t.tag_, t.pos_, t.lemma_, t.norm_) for t in doc if t.tag_ not in ("_SP", "UNK")]
    assert found == [(t.tag_, t.pos_, t.lemma_, t.norm_) for t in clean]
    assert doc.text == raw
    assert [raw[t.idx : t.idx + len(t)] for t in doc] == [t.text for t in doc]


def test_places_are_code_points_of_the_raw_text(nlp: Language) -> None:
    """교육 in conjoining letters is five of them: two, then three; what was dropped behind it is its own."""
    raw = "\u1100\u116d\u110b\u1172\u11a8\u200b을 ＣＲＭ"
    assert [(t.idx, len(t), t.lemma_) for t in nlp(raw)] == [(0, 6, "교육"), (6, 1, "을"), (8, 3, "CRM")]


@given(text=WRITTEN)
def test_the_normal_form_of_a_text_has_the_same_words(nlp: Language, text: str) -> None:
    """Whatever was written, the words are those of its normal form."""
    words = [(t.tag_, t.lemma_, t.norm_) for t in nlp(text) if t.tag_ not in ("_SP", "UNK")]
    clean = normalize(text).text
    assert words == [(t.tag_, t.lemma_, t.norm_) for t in nlp(clean) if t.tag_ not in ("_SP", "UNK")]


@pytest.mark.parametrize("batch_size", [1, 2, 3, len(HARD), 1_000])
def test_a_pipe_gives_what_calls_give(nlp: Language, batch_size: int) -> None:
    """In order, for every size of the batch, alone and as input of `nlp.pipe`."""
    texts = [text[:300] for text in HARD.values()]
    expected = [everything(nlp(text)) for text in texts]
    docs = list(tokenizer_of(nlp).pipe(iter(texts), batch_size=batch_size))
    assert [doc.text for doc in docs] == texts
    assert [everything(doc) for doc in docs] == expected
    assert [everything(doc) for doc in nlp.pipe(tokenizer_of(nlp).pipe(texts, batch_size=batch_size))] == expected
    assert [everything(doc) for doc in nlp.pipe(texts, batch_size=batch_size)] == expected


@given(texts=st.lists(ANY | WRITTEN, max_size=5), batch_size=st.integers(1, 6))
def test_a_pipe_of_any_texts_gives_what_calls_give(nlp: Language, texts: list[str], batch_size: int) -> None:
    """No text depends on its neighbors."""
    docs = tokenizer_of(nlp).pipe(texts, batch_size=batch_size)
    assert [everything(doc) for doc in docs] == [everything(nlp(text)) for text in texts]


def test_a_pipe_reads_a_batch_at_a_time(nlp: Language) -> None:
    """Nothing is read before the first doc is asked for, and then no more than a batch."""
    read: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(BATCH + 7):
            read.append(number)
            yield "교육"

    docs = tokenizer_of(nlp).pipe(texts())
    assert read == []
    next(docs)
    assert len(read) == BATCH
    assert len(list(docs)) == BATCH + 6


def test_the_lexicon_joins_words_and_spellings(own: Language) -> None:
    """Compounds are one token with the tag of the lexicon, whatever the tagger made of them."""
    doc = own("R&D팀과 뷁쀍의 현업업무표")
    assert [(t.text, t.tag_, t.norm_) for t in doc] == [
        ("R&D팀", "NNG", "r&d팀"),
        ("과", "JC", "과"),
        ("뷁쀍", "NNG", "뷁쀍쪫"),
        ("의", "JKG", "의"),
        ("현업업무표", "NNG", "현업업무표"),
    ]


def test_bytes_and_disk_carry_the_lexicon(own: Language, tmp_path: Path) -> None:
    """Another tokenizer takes it over with all that follows, also after it has been used with its own."""
    text = "R&D팀과 뷁쀍의 현업업무표에 콜센타"
    used = make_pipeline()
    before = everything(used(text))
    tokenizer = tokenizer_of(used)
    assert tokenizer.lexicon == packaged_lexicon()
    assert tokenizer.from_bytes(tokenizer_of(own).to_bytes()) is tokenizer
    assert tokenizer.lexicon == OWN
    assert everything(tokenizer(text)) == everything(own(text)) != before
    tokenizer_of(own).to_disk(tmp_path / "tokenizer")
    again = KonlpyTokenizer(Vocab()).from_disk(tmp_path / "tokenizer")
    assert everything(again(text)) == everything(own(text))
    assert again.to_bytes() == tokenizer_of(own).to_bytes()


def test_a_pipeline_that_has_been_used_loads_another(own: Language) -> None:
    """Its vocabulary is emptied on the way, and nothing remembered from before gets in the way."""
    text = "교육을 뷁쀍쪫이 했다"
    used = make_pipeline()
    used(text)
    used.from_bytes(own.to_bytes())
    assert everything(used(text)) == everything(own(text))


def test_the_memory_of_words_is_bounded_and_changes_nothing(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for five words the docs are the same, and no text leaves more than five and its own."""
    monkeypatch.setattr(crmkb.korean.tokenizer, "_MOST_WORDS", 5)
    tokenizer = KonlpyTokenizer(nlp.vocab)
    for text in [text[:100] for text in HARD.values()] * 2:
        doc = tokenizer(text)
        assert everything(doc) == everything(nlp(text))
        assert len(tokenizer._ids) <= 5 + len(doc)


def test_words_first_met_in_a_memory_zone_are_there_after_it() -> None:
    """The pipeline forgets its strings at the end of a zone, and so does the tokenizer."""
    pipeline = make_pipeline()
    text = "콜센타에서 기이한 꽃무늬를 팔았다"  # sold odd flower patterns in the call center
    expected = everything(make_pipeline()(text))
    with pipeline.memory_zone():
        assert everything(pipeline(text)) == expected
        assert everything(pipeline(text)) == expected
    assert everything(pipeline(text)) == expected
    with pipeline.memory_zone():
        assert everything(pipeline(text)) == expected


def test_an_unknown_tagger_is_told_at_once() -> None:
    """Making a pipeline loads no tagger, but asks whether there is one of that name."""
    with pytest.raises(UsageError, match="kiwi"):
        make_pipeline("kiwi")
