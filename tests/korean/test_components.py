"""The pipeline of `crmkb.korean.load`: what it sets, and that it comes back from disk, bytes, pickles and processes."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from crmkb.korean import load
from crmkb.korean.components import Normalizer, Terms
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.sentences.ends import sentence_ends
from crmkb.korean.terms.phrases import lemmas, noun_phrases
from crmkb.korean.terms.predicates import failure_predicates
from tests.conftest import ROOT

# "The front line could not be made to take part. Sharing did not happen. CRM training was late, lol"
TEXT = "현업을 참여시키지 못했다. 데이터 공유가  안 됐음\nCRM 교육 일정이 늦었다 ㅋㅋ 의지 부족!"
PIPES = ["crmkb_normalizer", "crmkb_sentences", "crmkb_terms"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the whole pipeline."""
    return load()


def everything(doc: Doc) -> list[Any]:
    """Return all that the pipeline sets."""
    tokens = [(t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_, t.norm_, t.is_sent_start) for t in doc]
    spans = [(s.start, s.end, s.label_, s.id_) for s in doc.spans["terms"]]
    return [tokens, spans]


def test_the_pipeline_sets_words_sentences_and_terms(nlp: Language) -> None:
    """Clean words, sentence starts, and both kinds of terms with what they count under."""
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert nlp.pipe_names == PIPES
    content = [t.norm_ for t in doc if t.tag_.partition("+")[0] in ("NNG", "SL", "VV", "VA")]
    assert content == ["현업", "참여", "데이터", "공유", "되다", "crm", "교육", "일정", "늦다", "의지", "부족"]
    assert [(s.text, s.label_, s.id_) for s in doc.spans["terms"]] == [
        ("참여시키지 못했", "FAILURE", "참여시키지 못하다"),
        ("데이터 공유", "NP", "데이터공유"),
        ("공유가  안 됐", "FAILURE", "공유되지 않다"),
        ("CRM 교육 일정", "NP", "crm교육일정"),
        ("의지 부족", "FAILURE", "의지 부족"),  # a noun phrase too, but there once
    ]


def test_sentences_start_where_the_rules_end_the_one_before(nlp: Language) -> None:
    """The sentences of spaCy are those of `sentence_ends`."""
    doc = nlp(TEXT)
    ends = sentence_ends(doc)
    assert [sent.start_char for sent in doc.sents] == [0, *ends[:-1]]
    assert next(doc.sents).text == "현업을 참여시키지 못했다."


@pytest.mark.parametrize("text", ["", " ", "\n", "ㅋ"])
def test_hardly_any_text_is_no_trouble(nlp: Language, text: str) -> None:
    """Every component takes docs with nothing in them."""
    doc = nlp(text)
    assert doc.text == text
    assert list(doc.spans["terms"]) == []
    assert len(list(doc.sents)) == (1 if text else 0)


@pytest.mark.parametrize(
    ("sentences", "terms", "pipes"),
    [
        (False, True, ["crmkb_normalizer", "crmkb_terms"]),
        (True, False, ["crmkb_normalizer", "crmkb_sentences"]),
        (False, False, ["crmkb_normalizer"]),
    ],
)
def test_components_are_left_out_on_demand(sentences: bool, terms: bool, pipes: list[str]) -> None:
    """What nobody needs is not computed."""
    assert load(sentences=sentences, terms=terms).pipe_names == pipes


def test_spacy_sees_no_problem_in_the_pipeline(nlp: Language) -> None:
    """Each component gets what it requires from one before it, and says what it assigns."""
    analysis = nlp.analyze_pipes() or {}
    assert not any(analysis["problems"].values())
    assert analysis["attrs"]["token.norm"] == {"assigns": ["crmkb_normalizer"], "requires": ["crmkb_terms"]}
    assert analysis["attrs"]["token.is_sent_start"]["assigns"] == ["crmkb_sentences"]
    assert analysis["attrs"]["doc.spans"]["assigns"] == ["crmkb_terms"]


def test_terms_without_clean_words_are_a_problem_that_spacy_sees() -> None:
    """Who puts the terms alone into a pipeline is told by spaCy."""
    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "crmkb.KonlpyTokenizer.v1"}}})
    nlp.add_pipe("crmkb_terms")
    assert (nlp.analyze_pipes() or {})["problems"] == {"crmkb_terms": ["token.norm"]}


def test_either_kind_of_terms_can_be_left_out(nlp: Language) -> None:
    """Noun phrases alone, failure predicates alone; alone, a phrase that is a predicate too stays a phrase."""
    doc = nlp(TEXT)
    assert [s.label_ for s in Terms(predicates=False)(doc).spans["terms"]] == ["NP", "NP", "NP"]
    assert [s.text for s in Terms(predicates=False)(doc).spans["terms"]] == list(noun_phrases(doc))
    assert [s.id_ for s in Terms(phrases=False)(doc).spans["terms"]] == list(failure_predicates(doc))


WRITTEN = st.lists(
    st.sampled_from(
        ["교육", "CRM", " ", "이", "를", "없다", "못", "했다", "지", "않", "부족", "의지", "\n", ".", "ㅋㅋ"]
    ),
    max_size=25,
).map("".join)


@settings(deadline=None)
@given(text=WRITTEN)
def test_terms_stand_in_order_and_predicates_apart(nlp: Language, text: str) -> None:
    """Spans are in reading order, none twice, and failure predicates do not overlap."""
    doc = nlp(text)
    places = [(s.start, s.end) for s in doc.spans["terms"]]
    assert places == sorted(set(places))
    failures = [s for s in doc.spans["terms"] if s.label_ == "FAILURE"]
    assert all(a.end <= b.start for a, b in pairwise(failures))


def test_docs_come_back_from_a_docbin(nlp: Language) -> None:
    """Words, sentences and terms with their keys survive in another vocabulary."""
    docs = list(nlp.pipe([TEXT, "", "교육 없음"]))
    stored = DocBin(attrs=["TAG", "POS", "LEMMA", "NORM", "SENT_START"], docs=docs).to_bytes()
    loaded = list(DocBin().from_bytes(stored).get_docs(Vocab()))
    assert [everything(doc) for doc in loaded[::2]] == [everything(doc) for doc in docs[::2]]
    assert loaded[1].text == ""


def test_the_normalizer_serves_docs_without_clean_words(nlp: Language) -> None:
    """From a DocBin written without NORM the same words and terms are found again."""
    doc = nlp(TEXT)
    stored = DocBin(attrs=["TAG", "POS", "LEMMA"], docs=[doc]).to_bytes()
    (bare,) = DocBin().from_bytes(stored).get_docs(Vocab())
    assert everything(load(sentences=False)(bare))[1] == everything(doc)[1]
    assert [t.norm_ for t in bare] == [t.norm_ for t in doc]


def test_the_normalizer_leaves_clean_words_alone() -> None:
    """A doc in which somebody set a norm is somebody else's matter."""
    doc = Doc(Vocab(), words=["늦", "었"], tags=["VA", "EP"], lemmas=["늦", "었"])
    doc[0].norm_ = "늦어지다"
    Normalizer(Lexicon())(doc)
    assert doc[0].norm_ == "늦어지다"


LEXICON = Lexicon(compounds={"변화바람": "NNG"}, variants={"콜센타": "콜센터"})


def test_the_lexicon_decides_what_a_word_is_and_counts_under(tmp_path: Path) -> None:
    """A user's compounds and variants are applied, in phrases too, and come back with the saved pipeline."""
    nlp = load(lexicon=LEXICON)
    nlp.to_disk(tmp_path / "모형")  # "model"
    copies = (spacy.load(tmp_path / "모형"), load().from_bytes(nlp.to_bytes()), pickle.loads(pickle.dumps(nlp)))
    for each in (nlp, *copies):
        doc = each("콜센타 Group에 변화바람이 컸다")  # "the call center group felt a strong wind of change"
        assert lemmas(doc) == ("콜센터", "group", "변화바람", "크다")
        assert noun_phrases(doc) == ("콜센터 Group",)  # the author's blanks and capitals, the lexicon's spelling
        assert doc.spans["terms"][0].id_ == "콜센터group"
        normalizer = each.get_pipe("crmkb_normalizer")
        assert isinstance(normalizer, Normalizer)
        assert normalizer.lexicon == LEXICON


def test_the_normalizer_spells_as_the_lexicon_does() -> None:
    """Docs of another tokenizer count under the same words."""
    doc = Doc(Vocab(), words=["콜센타", "Group", "늦"], tags=["NNG", "SL", "VA"], lemmas=["콜센타", "Group", "늦"])
    Normalizer(LEXICON)(doc)
    assert [t.norm_ for t in doc] == ["콜센터", "group", "늦다"]


def test_the_pipeline_comes_back_from_disk_bytes_and_pickle(nlp: Language, tmp_path: Path) -> None:
    """Every copy gives the same docs."""
    nlp.to_disk(tmp_path / "모형")
    copies = [spacy.load(tmp_path / "모형"), load().from_bytes(nlp.to_bytes()), pickle.loads(pickle.dumps(nlp))]
    for copy in copies:
        assert copy.pipe_names == PIPES
        assert everything(copy(TEXT)) == everything(nlp(TEXT))


def test_settings_of_the_terms_are_in_the_config(tmp_path: Path) -> None:
    """A saved pipeline remembers which terms it looks for."""
    nlp = load(terms=False)
    nlp.add_pipe("crmkb_terms", config={"phrases": False})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)
    assert {span.label_ for span in doc.spans["terms"]} == {"FAILURE"}


def test_the_declared_entry_points_are_the_factories() -> None:
    """Names and targets in pyproject.toml are those of the code."""
    declared = project()["entry-points"]["spacy_factories"]
    assert sorted(declared) == PIPES
    for name, target in declared.items():
        module, _, function = target.partition(":")
        assert Language.get_factory_meta(name).factory == name
        assert callable(getattr(importlib.import_module(module), function))


def project() -> dict[str, Any]:
    """Return the table `[project]` of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


LOADER = """
import sys, spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(sys.argv[2])
terms = [(s.label_, s.id_) for s in doc.spans["terms"]]
print(ascii([nlp.pipe_names, [t.norm_ for t in doc], terms, len(list(doc.sents))]))
"""


def test_a_saved_pipeline_loads_in_a_process_that_never_imports_us(nlp: Language, tmp_path: Path) -> None:
    """The entry points of an installed package are enough for `spacy.load`."""
    about = tmp_path / "site" / "crmkb-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: crmkb\nVersion: 0\n", encoding="utf-8")
    lines = []
    for group in ("spacy_tokenizers", "spacy_factories"):
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in project()["entry-points"][group].items())]
    (about / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    nlp.to_disk(tmp_path / "model")
    path = os.pathsep.join([str(about.parent), str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", LOADER, str(tmp_path / "model"), TEXT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    doc = nlp(TEXT)
    terms = [(s.label_, s.id_) for s in doc.spans["terms"]]
    assert done.stdout.strip() == ascii([PIPES, [t.norm_ for t in doc], terms, len(list(doc.sents))])


SPAWN = """
import multiprocessing, pickle, sys
from crmkb.korean import load
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    texts = [f"{i} " + sys.argv[1] for i in range(20)]
    nlp = load()
    def rows(docs):
        tokens = [[(t.text, t.tag_, t.norm_, t.is_sent_start) for t in d] for d in docs]
        return tokens, [[(s.text, s.label_, s.id_) for s in d.spans["terms"]] for d in docs]
    one, two = rows(list(nlp.pipe(texts))), rows(list(nlp.pipe(texts, n_process=2, batch_size=5)))
    assert one == two
    print(len(two[0]))
"""


@pytest.mark.slow
def test_spawned_processes_give_the_same_docs(tmp_path: Path) -> None:
    """Two processes that start from nothing find what one finds."""
    script = tmp_path / "spawn.py"
    script.write_text(SPAWN, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(script), TEXT],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "20"), done.stderr


def test_importing_the_room_loads_neither_spacy_nor_a_tagger() -> None:
    """`import crmkb.korean` is quick; only `load` needs the rest."""
    code = (
        "import sys, crmkb.korean; assert crmkb.korean.load; print({'spacy', 'konlpy', 'mecab_ko'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "set()", done.stderr
