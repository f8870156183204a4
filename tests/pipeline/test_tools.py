"""Tools: which tagger and word lists are used, asked for or as a base remembers them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmkb.errors import InputErrors, UsageError
from crmkb.korean.lexicon.lexicon import packaged_lexicon
from crmkb.pipeline.tools import PACKAGED, Tools
from tests.support.fake_tools import FakeTools


def lists(folder: Path, *compounds: str) -> Path:
    """Write a folder of word lists."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compounds.tsv").write_text("".join(f"{word}\n" for word in compounds), encoding="utf-8")
    return folder


def test_nothing_asked_for_is_mecab_with_the_packaged_lists() -> None:
    """A new base gets what needs neither Java nor a folder, and there is nothing to tell."""
    tools = FakeTools()
    assert (tools.tagger_choice, tools.lexicon, tools.notes) == ("mecab", packaged_lexicon(), ())
    assert json.loads(tools.recipe) == {"tagger": "mecab", "folder": "", "lexicon": ""}


def test_a_recipe_brings_the_lists_back_without_their_folder(tmp_path: Path) -> None:
    """Also after the files have changed; and the user is told that they are in use."""
    folder = lists(tmp_path / "내 사전", "고객등급")
    first = FakeTools(lexicon=folder)
    lists(folder, "딴말")
    later = FakeTools()
    later.recall(first.recipe)
    assert later.lexicon == first.lexicon
    assert "고객등급" in later.lexicon.compounds
    assert later.recipe == first.recipe
    (note,) = later.notes
    assert str(folder) in note


def test_lists_that_are_asked_for_win_over_those_remembered(tmp_path: Path) -> None:
    """A folder, or the word that stands for the packaged lists; a folder of that name is none."""
    remembered = FakeTools(lexicon=lists(tmp_path / "a", "고객등급")).recipe
    other, packaged = FakeTools(lexicon=lists(tmp_path / "b", "등급표")), FakeTools(lexicon=PACKAGED)
    for tools in (other, packaged):
        tools.recall(remembered)
        assert tools.notes == ()
    assert ("등급표" in other.lexicon.compounds, "고객등급" in other.lexicon.compounds) == (True, False)
    assert packaged.lexicon == packaged_lexicon()


def test_a_folder_may_be_called_packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written as a path it is a folder like others."""
    monkeypatch.chdir(tmp_path)
    lists(Path(PACKAGED), "고객등급")
    assert "고객등급" in Tools(encoder="usem3", lexicon=f"./{PACKAGED}").lexicon.compounds
    assert "고객등급" in Tools(encoder="usem3", lexicon=Path(PACKAGED)).lexicon.compounds
    assert "고객등급" not in Tools(encoder="usem3", lexicon=PACKAGED).lexicon.compounds


def test_lists_without_an_entry_of_their_own_are_the_packaged_ones(tmp_path: Path) -> None:
    """They are not copied, so that a base follows the packaged lists to a newer version."""
    assert FakeTools(lexicon=lists(tmp_path / "a")).recipe == FakeTools().recipe


def test_a_remembered_tagger_is_used_and_told_unless_another_is_asked_for() -> None:
    """As with the lists."""
    recipe = json.dumps({"tagger": "okt", "folder": "", "lexicon": ""})
    silent, asked = FakeTools(), FakeTools(tagger="mecab")
    silent.recall(recipe)
    asked.recall(recipe)
    assert (silent.tagger_choice, asked.tagger_choice, asked.notes) == ("okt", "mecab", ())
    assert "okt" in silent.notes[0]


def test_a_base_that_remembers_nothing_changes_nothing() -> None:
    """As one of before there were recipes, or a new one."""
    tools = FakeTools()
    tools.recall("")
    assert tools.recipe == FakeTools().recipe


def test_an_unknown_tagger_and_wrong_lists_are_told_at_once(tmp_path: Path) -> None:
    """Before anything is loaded: the known taggers, or everything that is wrong with the lists."""
    with pytest.raises(UsageError, match="mecab"):
        FakeTools(tagger="한나")
    with pytest.raises(InputErrors) as caught:
        FakeTools(lexicon=lists(tmp_path / "a", "고객 등급", "나"))
    assert [error.facts["line"] for error in caught.value.errors] == [1, 2]
