"""Decisions: only those that can be applied are made, and each has an id of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.curate.decisions import make_decision
from crmkb.errors import UsageError
from crmkb.strings import LANGS

AT = datetime(2026, 10, 1, 9, 30, 15, 999, tzinfo=UTC)


def make(**changed: Any) -> Any:
    """Make a rename, with some arguments changed."""
    arguments: dict[str, Any] = {"payload": {"name": "새 이름"}, "who": "김연구", "when": AT, "note": "회의에서"}
    arguments |= changed
    return make_decision(arguments.pop("kind", "rename"), arguments.pop("target", "t"), **arguments)


def test_decision_keeps_what_was_decided() -> None:
    """All facts stand in it, and the time in UTC to the microsecond."""
    made = make(when=AT.astimezone(timezone(timedelta(hours=9))))
    assert (made.kind, made.target, made.payload) == ("rename", "t", {"name": "새 이름"})
    assert (made.who, made.when, made.note) == ("김연구", "2026-10-01T09:30:15.000999+00:00", "회의에서")


@pytest.mark.parametrize("codes", [[], ["C06"], ["C06", "C01"]])
def test_recode_takes_any_number_of_codes(codes: list[str]) -> None:
    """None of them means that the passage has no cause; the order is kept."""
    assert make(kind="recode", payload={"codes": codes}).payload == {"codes": codes}


def test_id_comes_from_all_of_it() -> None:
    """The same decision has the same id; a change anywhere gives another."""
    changes: list[dict[str, Any]] = [
        {},
        {"target": "u"},
        {"payload": {"name": "다른 이름"}},
        {"who": "이연구"},
        {"when": AT + timedelta(seconds=1)},
        {"note": ""},
        {"kind": "recode", "payload": {"codes": ["C06"]}},
        {"kind": "recode", "payload": {"codes": []}},
    ]
    ids = [make(**changed).id for changed in changes]
    assert len(set(ids)) == len(changes)
    assert ids == [make(**changed).id for changed in changes]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"kind": "merge"}, "curate.unknown_kind"),
        ({"payload": {}}, "curate.payload_rename"),
        ({"payload": {"name": ""}}, "curate.payload_rename"),
        ({"payload": {"name": " \n"}}, "curate.payload_rename"),
        ({"payload": {"name": 3}}, "curate.payload_rename"),
        ({"payload": {"name": {"not", "text"}}}, "curate.payload_rename"),  # no JSON can hold a set
        ({"payload": {"name": "이름", "codes": []}}, "curate.payload_rename"),
        ({"payload": {"codes": ["C06"]}}, "curate.payload_rename"),
        ({"kind": "recode"}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": "C06"}}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": ("C06",)}}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": [6]}}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": [["C06"]]}}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": ["C06", " "]}}, "curate.payload_recode"),
        ({"kind": "recode", "payload": {"codes": ["C06", "C01", "C06"]}}, "curate.payload_recode"),
        ({"who": ""}, "curate.nobody"),
        ({"who": "  "}, "curate.nobody"),
    ],
)
def test_what_cannot_be_applied_is_refused_with_a_sentence(changed: dict[str, Any], key: str) -> None:
    """An unknown kind, a payload that does not fit it, or nobody: one sentence in each language."""
    with pytest.raises(UsageError) as caught:
        make(**changed)
    assert caught.value.key == key
    assert len({caught.value.message(lang) for lang in LANGS}) == len(LANGS)


@given(
    st.dictionaries(
        st.text(max_size=5) | st.sampled_from(["name", "codes"]), st.none() | st.text() | st.lists(st.text())
    )
)
def test_any_payload_is_made_or_refused(payload: dict[str, Any]) -> None:
    """Whatever a payload holds, a decision that was made can be written as JSON and read again."""
    for kind in ("rename", "recode"):
        try:
            made = make(kind=kind, payload=payload)
        except UsageError:
            continue
        assert json.loads(json.dumps(made.payload)) == payload
