"""A run over a base: same input same result, identity of themes, decisions over it, few passages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmkb.curate.decisions import make_decision
from crmkb.errors import InputError, NothingFoundError, UsageError
from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.in_force import load_result, theme_members
from crmkb.pipeline.manifest import RunOptions
from crmkb.pipeline.run import run
from crmkb.pipeline.stages import arrange
from crmkb.pipeline.take_in import take_in
from crmkb.pipeline.tools import Tools
from crmkb.report.tables import passage_table, theme_table, write_outputs
from crmkb.store.connect import Base, open_base
from crmkb.store.decisions import write_decision
from crmkb.store.read import counts
from crmkb.types import UNASSIGNED, CauseScores, Clustering, RunResult
from tests.pipeline.test_take_in import survey
from tests.support.fake_tools import FakeTools

TOOLS = FakeTools()
TRAINING = [("t" + str(n), f"교육 시간 매뉴얼 강사 실습 {w}") for n, w in enumerate("가나다라마바사아")]
APPROVAL = [("a" + str(n), f"결재 위원회 회의 승인 지연 {w}") for n, w in enumerate("가나다라마바사아")]
WHEN = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """Return a base with two planted themes of eight comments each."""
    with open_base(tmp_path / "b.crmkb") as opened:
        take_in(opened, [survey(tmp_path / "s.csv", TRAINING + APPROVAL)], ReadOptions(), TOOLS)
        yield opened


def groups(result: RunResult) -> set[frozenset[str]]:
    """Return the themes as sets of the inputs' own ids."""
    own = {d.id: d.source_id for d in result.documents}
    return {frozenset(own[p.document_id] for p in theme_members(result, theme)) for theme in result.themes}


def planted() -> set[frozenset[str]]:
    """Return the themes that were planted."""
    return {frozenset(own for own, _ in TRAINING), frozenset(own for own, _ in APPROVAL)}


def test_planted_themes_are_found_with_their_causes(base: Base) -> None:
    """Two groups of words give two themes; training is C06, slow decisions C04."""
    result = run(base, RunOptions(n_themes=2), TOOLS)
    assert groups(result) == planted()
    assert {theme.cause for theme in result.themes} == {"C04", "C06"}


def test_every_claim_has_its_passage(base: Base) -> None:
    """Exemplars are passages of the theme, labels have themes, and every quote stands in its document."""
    result = run(base, RunOptions(), TOOLS)
    texts = {document.id: document.text for document in result.documents}
    for passage in result.passages:
        assert texts[passage.document_id][passage.start : passage.end] == passage.text
    for theme in result.themes:
        members = {passage.id for passage in theme_members(result, theme)}
        assert set(theme.exemplars) <= members
        assert theme.size == len(members)
    assert result.clustering.passage_ids == tuple(p.id for p in result.passages)


def test_the_same_input_gives_the_same_tables_in_any_order_of_files_and_rows(tmp_path: Path) -> None:
    """Two bases filled in different orders agree in every cell."""
    tables = []
    rows = TRAINING + APPROVAL
    for number in range(2):
        mixed = rows[:]
        random.Random(number).shuffle(mixed)
        with open_base(tmp_path / f"{number}.crmkb") as base:
            first = survey(tmp_path / str(number) / "x.csv", mixed)
            second = survey(tmp_path / str(number) / "y.csv", rows[3:9])
            take_in(base, [first, second] if number else [second, first], ReadOptions(), TOOLS)
            result = run(base, RunOptions(seed=3), TOOLS)
            passages = passage_table(result).drop(columns="row").sort_values("id").reset_index(drop=True)
            tables.append((theme_table(result, TOOLS.taxonomy), passages, result.manifest.run_id))
    pd.testing.assert_frame_equal(tables[0][0], tables[1][0])
    pd.testing.assert_frame_equal(tables[0][1], tables[1][1])
    assert tables[0][2] == tables[1][2]


def test_running_again_changes_nothing(base: Base) -> None:
    """The same passages and settings are the same run."""
    first = run(base, RunOptions(), TOOLS)
    second = run(base, RunOptions(), TOOLS)
    assert first.manifest == second.manifest
    assert counts(base).runs == 1
    assert [t.id for t in first.themes] == [t.id for t in second.themes]


def test_themes_keep_their_id_when_new_comments_come(base: Base, tmp_path: Path) -> None:
    """A re-run with more rows carries the identity of both themes on."""
    before = run(base, RunOptions(n_themes=2), TOOLS)
    more = [("n1", "교육 시간 매뉴얼 강사 부족"), ("n2", "결재 위원회 회의 승인 지연 또")]
    take_in(base, [survey(tmp_path / "x" / "s.csv", TRAINING + APPROVAL + more)], ReadOptions(), TOOLS)
    after = run(base, RunOptions(n_themes=2), TOOLS)
    assert counts(base).runs == 2
    assert {t.id for t in before.themes} == {t.id for t in after.themes}
    assert {t.id: t.cause for t in before.themes} == {t.id: t.cause for t in after.themes}


def test_decisions_hold_over_a_re_run(base: Base, tmp_path: Path) -> None:
    """A renamed theme and a recoded passage stay as the person left them."""
    first = run(base, RunOptions(n_themes=2), TOOLS)
    theme = next(t for t in first.themes if t.cause == "C06")
    passage = theme_members(first, theme)[0]
    write_decision(base, make_decision("rename", theme.id, {"name": "교육이 하루로 끝남"}, who="김연구", when=WHEN))
    write_decision(base, make_decision("recode", passage.id, {"codes": ["C02"]}, who="김연구", when=WHEN))
    take_in(base, [survey(tmp_path / "x" / "s.csv", [("n1", "교육 시간 강사")])], ReadOptions(), TOOLS)
    again = run(base, RunOptions(n_themes=2), TOOLS)
    assert next(t.name for t in again.themes if t.id == theme.id) == "교육이 하루로 끝남"
    codes = [(c.code, c.coder, c.confidence) for c in again.codings if c.passage_id == passage.id]
    assert codes == [("C02", "김연구", 1.0)]
    assert again.conflicts == ()


def test_an_experiment_with_other_options_does_not_cost_a_theme_its_name(base: Base) -> None:
    """Themes that are gone in one run and back in the next have their id, and what people called them, again."""
    first = run(base, RunOptions(n_themes=2), TOOLS)
    for number, theme in enumerate(first.themes):
        write_decision(base, make_decision("rename", theme.id, {"name": f"이름 {number}"}, who="김연구", when=WHEN))
    run(base, RunOptions(n_themes=8), TOOLS)
    again = run(base, RunOptions(n_themes=2), TOOLS)
    assert {t.id: t.name for t in again.themes} == {t.id: f"이름 {k}" for k, t in enumerate(first.themes)}
    assert again.conflicts == ()


def test_a_decision_that_no_longer_applies_is_a_conflict(base: Base) -> None:
    """A decision about a theme that is not there is shown, not dropped."""
    decision = make_decision("rename", "gone", {"name": "이름"}, who="김연구", when=WHEN)
    write_decision(base, decision)
    result = run(base, RunOptions(), TOOLS)
    assert [conflict.decision for conflict in result.conflicts] == [decision]


def test_a_replaced_comment_leaves_the_analysis(base: Base, tmp_path: Path) -> None:
    """After an export with a changed row, the old text is in no theme, also of the run before."""
    run(base, RunOptions(), TOOLS)
    changed = [("t0", "전혀 다른 말입니다"), *TRAINING[1:]]
    take_in(base, [survey(tmp_path / "x" / "s.csv", changed + APPROVAL)], ReadOptions(), TOOLS)
    stale = load_result(base, TOOLS.taxonomy)
    assert len(stale.passages) == 15
    assert any("1개" in note for note in stale.manifest.notes)
    assert "전혀 다른 말입니다" in {p.text for p in run(base, RunOptions(), TOOLS).passages}


def test_without_a_taxonomy_there_are_themes_and_no_causes(base: Base) -> None:
    """--no-taxonomy gives topics only."""
    result = run(base, RunOptions(use_taxonomy=False), TOOLS)
    assert result.codings == ()
    assert {theme.cause for theme in result.themes} == {None}
    assert "taxonomy" not in result.manifest.versions


@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_passages_are_no_error(n: int, tmp_path: Path) -> None:
    """From one passage on there is a result; its themes are weak."""
    with open_base(tmp_path / "b.crmkb") as base:
        take_in(base, [survey(tmp_path / "s.csv", TRAINING[:n])], ReadOptions(), TOOLS)
        result = run(base, RunOptions(), TOOLS)
        assert len(result.passages) == n
        assert all(theme.weak for theme in result.themes)
        assert len(result.themes) <= 1


def test_a_base_without_passages_is_refused(tmp_path: Path) -> None:
    """There is nothing to analyze."""
    with open_base(tmp_path / "b.crmkb") as base:
        with pytest.raises(InputError, match="분석할 구절이 없습니다"):
            run(base, RunOptions(), TOOLS)
        with pytest.raises(NothingFoundError):
            load_result(base, TOOLS.taxonomy)


def test_more_themes_than_passages_are_refused_and_nothing_is_stored(base: Base) -> None:
    """The number of themes is checked against the base."""
    with pytest.raises(UsageError):
        run(base, RunOptions(n_themes=17), TOOLS)
    assert counts(base).runs == 0


def test_strengths_are_shares(base: Base) -> None:
    """Strengths lie in 0..1."""
    strengths = run(base, RunOptions(), TOOLS).clustering.strengths
    assert np.all((strengths >= 0) & (strengths <= 1))


def test_the_manifest_does_not_depend_on_the_order_of_the_inputs(base: Base) -> None:
    """Notes of the ingest are kept sorted, each once."""
    result = run(base, RunOptions(), TOOLS, notes=["b.csv: 2", "a.csv: 1", "b.csv: 2"])
    assert result.manifest.notes == ("a.csv: 1", "b.csv: 2")


def test_report_and_tables_hold_after_quoted_passages_were_replaced(base: Base, tmp_path: Path) -> None:
    """Sizes and quotes are those of the passages that still count."""
    first = run(base, RunOptions(n_themes=2), TOOLS)
    quoted = {e for theme in first.themes for e in theme.exemplars}
    own = {d.id: d.source_id for d in first.documents}
    gone = {own[p.document_id] for p in first.passages if p.id in quoted}
    rows = [(i, "전혀 다른 말" + i if i in gone else text) for i, text in TRAINING + APPROVAL]
    take_in(base, [survey(tmp_path / "x" / "s.csv", rows)], ReadOptions(), TOOLS)
    stale = load_result(base, TOOLS.taxonomy)
    assert sum(theme.size for theme in stale.themes) == len(stale.passages) == 16 - len(gone)
    for theme in stale.themes:
        assert set(theme.exemplars) <= {p.id for p in theme_members(stale, theme)}
        assert theme.exemplars
    paths = write_outputs(stale, TOOLS.taxonomy, tmp_path / "out")
    assert paths["report.html"].stat().st_size > 0


def test_a_run_of_which_nothing_counts_any_more_is_said(base: Base, tmp_path: Path) -> None:
    """After every comment was replaced there is one sentence, not a crash."""
    run(base, RunOptions(), TOOLS)
    rows = [(i, "완전히 새 글 " + i) for i, _ in TRAINING + APPROVAL]
    take_in(base, [survey(tmp_path / "x" / "s.csv", rows)], ReadOptions(), TOOLS)
    with pytest.raises(NothingFoundError, match="crmkb run"):
        load_result(base, TOOLS.taxonomy)


def test_recoding_most_passages_of_a_theme_changes_its_cause_and_name(base: Base) -> None:
    """The theme follows its codes; a name that a person gave stays."""
    first = run(base, RunOptions(n_themes=2), TOOLS)
    theme = next(t for t in first.themes if t.cause == "C06")
    for passage in theme_members(first, theme):
        write_decision(base, make_decision("recode", passage.id, {"codes": ["C09"]}, who="김연구", when=WHEN))
    recoded = next(t for t in load_result(base, TOOLS.taxonomy).themes if t.id == theme.id)
    assert recoded.cause == "C09"
    assert recoded.name.startswith("업무 프로세스 미변화")
    write_decision(base, make_decision("rename", theme.id, {"name": "내 이름"}, who="김연구", when=WHEN))
    assert next(t for t in load_result(base, TOOLS.taxonomy).themes if t.id == theme.id).name == "내 이름"


def test_themes_with_a_cause_come_first_and_quote_passages_that_carry_it(base: Base) -> None:
    """Exemplars of a theme with a cause are coded with it."""
    result = run(base, RunOptions(n_themes=4), TOOLS)
    without = [theme.cause is None for theme in result.themes]
    assert without == sorted(without)
    coded = {(c.passage_id, c.code) for c in result.codings}
    for theme in result.themes:
        if theme.cause is not None:
            assert (theme.exemplars[0], theme.cause) in coded


def test_arrange_numbers_clusters_with_a_cause_before_larger_ones_without() -> None:
    """Of three clusters the largest has no cause; the others keep their order, and who is in none stays there."""
    ids = tuple("abcdefgh")
    labels = np.array([0, 0, 0, 1, 1, 2, 2, UNASSIGNED])
    rows = [[0.1, 0.24]] * 3 + [[0.5, 0.24]] * 5
    scores = CauseScores(ids, ("C01", "NONE"), np.array(rows))
    arranged = arrange(Clustering(ids, labels, np.ones(8), "m", {}), scores)
    assert arranged.labels.tolist() == [2, 2, 2, 0, 0, 1, 1, UNASSIGNED]


@pytest.mark.parametrize("n", [0, -1])
def test_less_than_one_theme_cannot_be_asked_for(n: int) -> None:
    """The refusal comes before any file is read."""
    with pytest.raises(UsageError, match="1 이상"):
        RunOptions(n_themes=n)


@pytest.mark.data
@pytest.mark.slow
def test_the_founding_essay_speaks_of_staff_left_out_and_processes_unchanged(essay: Path, tmp_path: Path) -> None:
    """C05 and C09 among the passages' and the themes' causes, with exact quotes: a smoke test, no quality figure."""
    tools = Tools()
    with open_base(tmp_path / "b.crmkb") as base:
        take_in(base, [essay], ReadOptions(), tools)
        result = run(base, RunOptions(), tools)
    assert {"C05", "C09"} <= {c.code for c in result.codings}
    assert {"C05", "C09"} <= {theme.cause for theme in result.themes}
    (document,) = result.documents
    assert all(document.text[p.start : p.end] == p.text for p in result.passages)
    columns = passage_table(result)
    assert {"C05", "C09"} <= {code for causes in columns["causes"].dropna() for code in causes.split(";")}
