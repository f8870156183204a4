"""Making a decision: checked, dated, with an id; writing it is the store's work."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from crmkb.errors import UsageError
from crmkb.types import DECISION_KINDS, Decision, DecisionKind

DECISION_NAMESPACE = uuid.UUID("d0c1a7de-0b1e-5c3e-8a55-2f1f6f3c9b20")

PAYLOADS: dict[DecisionKind, tuple[str, type]] = {"rename": ("name", str), "recode": ("codes", list)}
"""The one key of each kind's payload and the type of its value: a theme's new name; a passage's cause codes, the
strongest first, none for 'has no cause'."""


def make_decision(
    kind: DecisionKind, target: str, payload: Mapping[str, object], *, who: str, when: datetime, note: str = ""
) -> Decision:
    """Make a decision that can be written.

    Parameters
    ----------
    kind
        `rename` (a theme) or `recode` (a passage).
    target
        Id of the theme or passage.
    payload
        `{"name": "..."}` (not blank) for a rename, `{"codes": ["C06"]}` (none twice) for a recode.
    who
        Name of the person; not empty.
    when
        With a time zone; kept in UTC.
    note
        Free text.

    Returns
    -------
    Decision
        Its id is derived from all of this.

    Raises
    ------
    UsageError
        If the kind is unknown, the payload does not fit it, or nobody decided.

    Examples
    --------
    >>> at = datetime(2026, 10, 1, 9, tzinfo=UTC)
    >>> make_decision("rename", "t1", {"name": "교육이 한 번으로 끝남"}, who="김연구", when=at).when
    '2026-10-01T09:00:00.000000+00:00'
    """
    if kind not in DECISION_KINDS:
        raise UsageError("curate.unknown_kind", kind=kind, known=", ".join(DECISION_KINDS))
    key, expected = PAYLOADS[kind]
    if set(payload) != {key} or not isinstance(payload[key], expected) or not _is_sound(payload[key]):
        raise UsageError(f"curate.payload_{kind}", got=json.dumps(dict(payload), ensure_ascii=False, default=str))
    if not who.strip():
        raise UsageError("curate.nobody", kind=kind)
    moment = when.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps([kind, target, payload, who, moment, note], ensure_ascii=False, sort_keys=True)
    return Decision(str(uuid.uuid5(DECISION_NAMESPACE, content)), kind, target, dict(payload), who, moment, note)


def _is_sound(value: object) -> bool:
    """Tell whether a name is more than blanks, and whether codes are different texts."""
    if isinstance(value, list):
        return all(isinstance(code, str) and code.strip() for code in value) and len(set(value)) == len(value)
    return bool(str(value).strip())
