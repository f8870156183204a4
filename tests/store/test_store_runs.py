"""Runs, vectors and decisions: what goes in comes out, and decisions are never changed."""

from __future__ import annotations

from dataclasses import replace as changed
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.errors import CrmkbError, NothingFoundError, UsageError
from crmkb.store import lookup
from crmkb.store.connect import Base, open_base
from crmkb.store.decisions import decisions, write_decision
from crmkb.store.read import counts, live_passages
from crmkb.store.runs import RUNS_IN_FULL, Assignment, codings, last_run, save_run
from crmkb.store.vectors import load_vectors, save_vectors, text_hash
from crmkb.store.write import add_documents
from crmkb.types import DECISION_KINDS, Conflict, Decision, Passage, RunManifest
from tests.store.store_samples import SURVEY, TOKENIZER, comment, decision, run_result, uuid

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
json_objects = st.dictionaries(texts, json_values, max_size=3)


@pytest.fixture
def passages(base: Base) -> tuple[Passage, ...]:
    """Return four passages that the base has."""
    add_documents(base, SURVEY, [comment(f"의견 {k}", row=k) for k in range(4)], tokenizer=TOKENIZER)
    return live_passages(base)


def test_a_run_reads_as_it_was_saved(base: Base, passages: tuple[Passage, ...]) -> None:
    """Manifest, themes, assignments, codings and conflicts of the last run come out as they went in."""
    write_decision(base, decision("가"))
    conflict = Conflict(decision("가"), "주제가 없어졌습니다.")  # the theme is gone
    result = run_result("첫 실행", passages, (conflict,))
    save_run(base, result, fingerprint="f1")
    run = last_run(base)
    assert run is not None
    assert (run.number, run.manifest, run.fingerprint) == (1, result.manifest, "f1")
    assert (run.themes, run.conflicts) == (result.themes, (conflict,))
    assert (run.method, run.parameters) == ("leiden", {"seed": 7, "resolution": 1.5})
    first, second = (theme.id for theme in result.themes)
    expected = [Assignment(first, 0.75), Assignment(first, 0.75), Assignment(second, 0.75), Assignment(None, 0.0)]
    assert [run.assignments[passage.id] for passage in passages] == expected
    assert codings(base, result.manifest.run_id) == result.codings


def test_a_base_without_a_run_says_so(base: Base) -> None:
    """No run yet is no error when the last one is asked for, but an unknown one is."""
    assert last_run(base) is None
    with pytest.raises(NothingFoundError):
        codings(base, uuid("없음"))


def test_saving_a_run_again_changes_nothing(base: Base, passages: tuple[Passage, ...]) -> None:
    """A run is known by its id."""
    save_run(base, run_result("첫 실행", passages), fingerprint="f1")
    before = last_run(base)
    save_run(base, run_result("첫 실행", passages[::-1]), fingerprint="f2")
    assert last_run(base) == before
    assert counts(base).runs == 1


def test_a_run_on_an_unknown_passage_is_not_saved(base: Base, passages: tuple[Passage, ...]) -> None:
    """Every claim of a run has its passage in the base; nothing of the run is kept otherwise."""
    stranger = changed(passages[0], id=uuid("낯선 구절"))
    with pytest.raises(NothingFoundError):
        save_run(base, run_result("첫 실행", (*passages, stranger)), fingerprint="f1")
    assert last_run(base) is None
    assert counts(base).themes == 0


def test_a_run_without_themes_is_kept(base: Base) -> None:
    """A run may find nothing."""
    empty = run_result("빈 실행", (Passage("x", "y", 0, 1, "z"),) * 3)
    nothing = changed(
        empty.clustering,
        passage_ids=(),
        labels=np.zeros(0, dtype=np.int64),
        strengths=np.zeros(0, dtype=np.float64),
    )
    result = changed(empty, passages=(), clustering=nothing, themes=(), codings=())
    save_run(base, result, fingerprint="")
    run = last_run(base)
    assert run is not None
    assert (run.themes, run.assignments, codings(base, run.manifest.run_id)) == ((), {}, ())


def test_only_the_newest_runs_keep_assignments_and_codings(base: Base, passages: tuple[Passage, ...]) -> None:
    """Themes of all runs stay; what was assigned and coded stays for the newest three."""
    names = [f"실행 {k}" for k in range(RUNS_IN_FULL + 2)]
    for name in names:
        save_run(base, run_result(name, passages), fingerprint=name)
    assert [len(codings(base, uuid(name))) for name in names] == [0, 0, 3, 3, 3]
    with base.reading() as connection:
        themes = connection.exec_driver_sql("SELECT run, count(*) FROM run_theme GROUP BY run").all()
        assigned = connection.exec_driver_sql("SELECT run, count(*) FROM assignment GROUP BY run").all()
        minted = connection.exec_driver_sql("SELECT minted_by FROM theme WHERE id = ?", (uuid("t1"),)).scalar_one()
    assert themes == [(1, 2), (2, 2), (3, 2), (4, 2), (5, 2)]
    assert assigned == [(3, 4), (4, 4), (5, 4)]
    assert minted == 1  # later runs found the theme again


def test_themes_are_found_by_id_prefix_and_name(base: Base, passages: tuple[Passage, ...]) -> None:
    """The newest form of a theme comes; themes that the last run lost are still found."""
    save_run(base, run_result("첫 실행", passages), fingerprint="f1")
    lost = uuid("t2 of 첫 실행")
    second = run_result("둘째 실행", passages)
    second = changed(second, themes=(changed(second.themes[0], name="교육 시간"), second.themes[1]))
    save_run(base, second, fingerprint="f2")
    renamed, _ = second.themes
    for wanted in (renamed.id, renamed.id[:8], "교육 시간"):
        assert lookup.theme(base, wanted) == renamed
    assert lookup.theme(base, lost).name == "참여 첫 실행"
    assert lookup.theme(base, "참여 첫 실행").id == lost
    for wanted in ("교육 부족", "교육", "", "없음"):  # an old name, half a name, nothing, unknown
        with pytest.raises(NothingFoundError):
            lookup.theme(base, wanted)


def test_a_name_means_the_theme_of_the_last_run(base: Base, passages: tuple[Passage, ...]) -> None:
    """A theme that took over the name of a lost one is the one meant."""
    save_run(base, run_result("첫 실행", passages), fingerprint="f1")
    second = run_result("둘째 실행", passages)
    heir = changed(second.themes[1], name="참여 첫 실행")
    save_run(base, changed(second, themes=(second.themes[0], heir)), fingerprint="f2")
    assert lookup.theme(base, "참여 첫 실행") == heir


def test_two_themes_of_one_name_are_ambiguous(base: Base, passages: tuple[Passage, ...]) -> None:
    """A name that two themes of the last run share is refused, with their ids."""
    result = run_result("첫 실행", passages)
    twins = tuple(changed(theme, name="교육") for theme in result.themes)
    save_run(base, changed(result, themes=twins), fingerprint="f1")
    with pytest.raises(UsageError) as caught:
        lookup.theme(base, "교육")
    assert all(theme.id in str(caught.value.facts["candidates"]) for theme in twins)


@settings(max_examples=40, deadline=None)
@given(texts, st.lists(json_objects, max_size=2), json_objects, st.lists(texts, max_size=2))
def test_any_manifest_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    inputs: list[dict[str, object]],
    facts: dict[str, object],
    notes: list[str],
) -> None:
    """Settings, inputs and notes of any JSON-able content come out as they went in, read-only mappings too."""
    manifest = RunManifest(name, tuple(inputs), MappingProxyType(facts), {"a": name}, {"b": 2**60}, tuple(notes))
    result = run_result("실행", (Passage("x", "y", 0, 1, "z"),) * 3)
    clustering = changed(
        result.clustering,
        passage_ids=(),
        labels=np.zeros(0, dtype=np.int64),
        strengths=np.zeros(0),
        parameters=facts,
    )
    with open_base(tmp_path_factory.mktemp("base") / "a.crmkb") as base:
        save_run(base, changed(result, manifest=manifest, clustering=clustering, themes=(), codings=()), fingerprint="")
        run = last_run(base)
    assert run is not None
    assert run.manifest == changed(manifest, settings=facts)
    assert run.parameters == facts


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.uuids(), st.sampled_from(DECISION_KINDS), texts, json_objects, texts), max_size=4))
def test_any_decisions_come_back_in_the_order_of_writing(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[object, str, str, dict[str, object], str]]
) -> None:
    """Decisions read as written, in order; writing one twice keeps one."""
    written = list(
        {
            str(key): Decision(str(key), kind, target, payload, who=note, when="2026-01-01T00:00:00+00:00", note=note)  # type: ignore[arg-type]
            for key, kind, target, payload, note in drawn
        }.values()
    )
    with open_base(tmp_path_factory.mktemp("base") / "a.crmkb") as base:
        for entry in (*written, *written):
            write_decision(base, entry)
        assert decisions(base) == tuple(written)


def test_a_decision_is_never_overwritten_by_another_of_its_id(base: Base) -> None:
    """Another content under a stored id is refused; the first stays."""
    write_decision(base, decision("가"))
    with pytest.raises(CrmkbError) as caught:
        write_decision(base, changed(decision("가"), who="다른 사람"))
    assert caught.value.key == "store.decided"
    assert decisions(base) == (decision("가"),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET note = 'x'",
        "UPDATE decision SET note = note",
        "DELETE FROM decision",
        "INSERT OR REPLACE INTO decision SELECT number, id, kind, target, '{}', who, \"when\", note FROM decision",
        "INSERT OR REPLACE INTO decision SELECT number + 1, id, kind, target, '{}', who, \"when\", note FROM decision",
        "INSERT OR REPLACE INTO decision SELECT number, 'new', kind, target, '{}', who, \"when\", note FROM decision",
    ],
)
def test_the_table_itself_keeps_decisions(statement: str, base: Base) -> None:
    """No statement changes or deletes a decision, not even one that replaces."""
    write_decision(base, decision("가"))
    with pytest.raises(CrmkbError), base.writing() as connection:
        connection.exec_driver_sql(statement)
    assert decisions(base) == (decision("가"),)


def test_vectors_are_kept_by_text_and_encoder(base: Base) -> None:
    """Stored vectors come in the order asked for, to the bit; what is missing is zeros; encoders never meet."""
    hashes = [text_hash(text) for text in ("교육", "참여", "교육")]
    vectors = np.array([[0.1, -2.5], [np.float32(1e-30), 0.25], [0.1, -2.5]], dtype=np.float32)
    assert save_vectors(base, "e5", hashes, vectors) == 2
    assert save_vectors(base, "e5", hashes, vectors) == 0
    found, loaded = load_vectors(base, "e5", [hashes[1], text_hash("없음"), hashes[0], hashes[1]])
    assert found.tolist() == [True, False, True, True]
    assert loaded.dtype == np.float32
    assert loaded.tolist() == [vectors[1].tolist(), [0, 0], vectors[0].tolist(), vectors[1].tolist()]
    found, loaded = load_vectors(base, "usem3", hashes)
    assert found.tolist() == [False] * 3
    assert loaded.shape == (3, 0)
    assert load_vectors(base, "e5", []).vectors.shape == (0, 0)
    assert save_vectors(base, "e5", [], np.zeros((0, 2), dtype=np.float32)) == 0


@pytest.mark.parametrize("shape", [(1, 2), (2,), (2, 3), (2, 2, 1)])
def test_vectors_of_the_wrong_shape_are_refused(shape: tuple[int, ...], base: Base) -> None:
    """One row a text, and one length an encoder."""
    save_vectors(base, "e5", [text_hash("가")], np.ones((1, 2), dtype=np.float32))
    with pytest.raises(CrmkbError) as caught:
        save_vectors(base, "e5", [text_hash("나"), text_hash("다")], np.ones(shape, dtype=np.float32))
    assert caught.value.key == "store.vector_shape"
    assert counts(base).vectors == 1


def test_a_text_is_named_by_the_sha256_of_its_utf8() -> None:
    """The name is what `printf 가 | sha256sum` prints."""
    assert text_hash("가") == "64ee5293d31bc58b72d76ae9a86a902e90442428e29f24f4ecb257ba841cdd36"
