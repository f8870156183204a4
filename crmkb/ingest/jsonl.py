"""Read .jsonl: one object a line, its keys are the columns."""

from __future__ import annotations

import json

from crmkb.errors import InputError
from crmkb.ingest.columns import match_columns
from crmkb.ingest.decode import decode
from crmkb.ingest.reading import Reading, Request
from crmkb.ingest.tables import Record, Table, read_rows, say_rows
from crmkb.strings import say


def read_jsonl(request: Request) -> Reading:
    """Read comments from JSON lines.

    Parameters
    ----------
    request
        The file; each line that is not blank holds one object.

    Returns
    -------
    Reading
        One text an object. Columns are the keys in the order they first appear; values that are no text are written
        as JSON, null and missing ones are empty.

    Raises
    ------
    InputError
        If the bytes are no text, no key holds comments, or no line is left; lines that are no object are named.
    UsageError
        If an option names a key that is not there.
    """
    decoded = decode(request.data, name=request.path)
    if not decoded.text.strip():
        raise InputError("ingest.empty", path=request.path)
    lines = [(number, line) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip()]
    objects = [(number, _object(line)) for number, line in lines]
    keys = list(dict.fromkeys(key for _, found in objects if found is not None for key in found))
    if not keys:
        bad = ", ".join(str(number) for number, _ in objects[:5])
        raise InputError("ingest.only_bad_rows", path=request.path, n=len(objects), lines=bad)
    columns = match_columns(keys, request.columns, path=request.path)
    records = (Record(n, None if o is None else [_text(o.get(key)) for key in keys]) for n, o in objects)
    rows = read_rows(Table(columns, 0, records), path=request.path, blank_counts=True)
    notes = [say(key, path=request.path) for key in decoded.doubts]
    notes += say_rows(rows, path=request.path, column=columns.header[columns.fields["text"]])
    return Reading(rows.texts, decoded.encoding, tuple(notes), columns)


def _object(line: str) -> dict[str, object] | None:
    """Read one line; None where it is no object."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    """Return a value as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
