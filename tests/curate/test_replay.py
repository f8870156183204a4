"""Replay: what people decided stands over what a run proposed, and no decision is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.curate.replay import Replayed, replay
from crmkb.types import Coding, Decision, Theme

PASSAGES = ("p1", "p2", "p3")
CODES = ("C01", "C02")
THEMES = tuple(Theme(key, f"이름 {key}", None, (), (), 1, weak=False) for key in ("t1", "t2"))
PROPOSED = tuple(Coding(p, code, "machine", 0.4, "낱말") for p in PASSAGES[:2] for code in CODES)


def rename(target: str, name: str) -> Decision:
    """Make a rename."""
    return Decision(f"{target}-{name}", "rename", target, {"name": name}, "김연구", "2026-10-01T09:00:00+00:00", "메모")


def recode(target: str, *codes: str, who: str = "김연구", note: str = "메모") -> Decision:
    """Make a recode."""
    payload = {"codes": list(codes)}
    return Decision(f"{target}-{codes}", "recode", target, payload, who, "2026-10-01T09:00:00+00:00", note)


def replayed(*decisions: Decision, codes: tuple[str, ...] = CODES) -> Replayed:
    """Lay decisions over what was proposed."""
    return replay(THEMES, PROPOSED, decisions, passages=PASSAGES, codes=codes)


def coded(found: Replayed, passage: str) -> list[tuple[str, str]]:
    """List code and coder of a passage."""
    return [(c.code, c.coder) for c in found.codings if c.passage_id == passage]


def test_without_decisions_all_stays_as_proposed() -> None:
    """Nothing decided, nothing changed; nothing proposed, nothing there."""
    assert replayed() == Replayed(THEMES, PROPOSED, ())
    assert replay((), (), (), passages=(), codes=()) == Replayed((), (), ())


def test_rename_changes_the_name_and_nothing_else() -> None:
    """The theme keeps its id, its place and the rest."""
    found = replayed(rename("t2", "한 번뿐인 교육"))  # a training held just once
    assert [(theme.id, theme.name) for theme in found.themes] == [("t1", "이름 t1"), ("t2", "한 번뿐인 교육")]
    assert (found.codings, found.conflicts) == (PROPOSED, ())


def test_recode_takes_the_place_of_the_machines_codes() -> None:
    """A person's codes are certain, in their order, with their note as the reason; other passages keep theirs."""
    found = replayed(recode("p1", "C02", "C01", who="이연구", note="두 가지 다"))
    assert [c for c in found.codings if c.passage_id == "p1"] == [
        Coding("p1", "C02", "이연구", 1.0, "두 가지 다"),
        Coding("p1", "C01", "이연구", 1.0, "두 가지 다"),
    ]
    assert [c for c in found.codings if c.passage_id != "p1"] == [c for c in PROPOSED if c.passage_id != "p1"]


def test_recode_to_no_cause_leaves_none() -> None:
    """An empty list takes the machine's codes away; a passage that had none can get one."""
    assert coded(replayed(recode("p1")), "p1") == []
    assert coded(replayed(recode("p3", "C01")), "p3") == [("C01", "김연구")]


def test_later_decision_wins() -> None:
    """The last name and the last codes are in force."""
    found = replayed(recode("p1", "C01"), rename("t1", "가"), recode("p1", who="이연구"), rename("t1", "나"))
    assert found.themes[0].name == "나"
    assert coded(found, "p1") == []
    assert found.conflicts == ()


def test_later_decision_that_is_impossible_leaves_the_earlier_one() -> None:
    """A conflict changes nothing."""
    found = replayed(recode("p1", "C01"), recode("p1", "C99"))
    assert coded(found, "p1") == [("C01", "김연구")]
    assert [conflict.decision for conflict in found.conflicts] == [recode("p1", "C99")]


@pytest.mark.parametrize(
    ("decision", "named"),
    [
        (rename("t9", "가"), "t9"),
        (rename("p1", "가"), "p1"),  # a passage is no theme
        (recode("p9", "C01"), "p9"),
        (recode("t1", "C01"), "t1"),
        (recode("p1", "C01", "C98", "C99"), "C98, C99"),
    ],
)
def test_decision_that_no_longer_applies_is_a_conflict_with_its_reason(decision: Decision, named: str) -> None:
    """The reason names what is gone, and what was proposed stands."""
    found = replayed(decision)
    (conflict,) = found.conflicts
    assert conflict.decision == decision
    assert named in conflict.reason
    assert (found.themes, found.codings) == (THEMES, PROPOSED)


def test_every_code_is_taken_where_there_is_no_taxonomy() -> None:
    """A run without one cannot say that a code is unknown."""
    found = replayed(recode("p1", "C99"), codes=())
    assert coded(found, "p1") == [("C99", "김연구")]
    assert found.conflicts == ()


@given(
    st.lists(
        st.builds(rename, st.sampled_from(["t1", "t2", "t9", "p1"]), st.sampled_from("가나다"))
        | st.builds(
            lambda target, codes: recode(target, *codes),
            st.sampled_from(["p1", "p2", "p3", "p9", "t1"]),
            st.lists(st.sampled_from(["C01", "C02", "C99"]), unique=True),
        ),
        max_size=12,
    )
)
def test_no_decision_is_lost(decisions: list[Decision]) -> None:
    """Each of any sequence is a conflict, or in force, or followed by one that is, on the same target."""
    found = replayed(*decisions)
    impossible = [
        d
        for d in decisions
        if d.target not in (PASSAGES if d.kind == "recode" else ("t1", "t2")) or "C99" in str(d.payload)
    ]
    assert [conflict.decision for conflict in found.conflicts] == impossible
    last = {d.target: d for d in decisions if d not in impossible}
    for theme, proposed in zip(found.themes, THEMES, strict=True):
        assert theme.name == (last[theme.id].payload["name"] if theme.id in last else proposed.name)
    for passage in PASSAGES:
        own = [c for c in found.codings if c.passage_id == passage]
        if passage in last:
            assert [c.code for c in own] == last[passage].payload["codes"]
        else:
            assert own == [c for c in PROPOSED if c.passage_id == passage]
