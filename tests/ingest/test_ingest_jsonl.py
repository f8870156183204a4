"""JSON lines: keys are columns, odd lines are named."""

from __future__ import annotations

import pytest

from crmkb.errors import InputError
from crmkb.ingest.jsonl import read_jsonl
from tests.ingest.ingest_samples import request


def test_each_object_is_a_comment() -> None:
    """Values that are no text are written as JSON, null is empty, missing keys too."""
    data = '{"id": 7, "text": "짧다", "labels": ["교육", {"a": null}]}\n\n{"text": "길다", "ok": true, "id": null}\r\n'
    reading = read_jsonl(request(data))
    assert [(t.row, t.source_id, t.text, dict(t.fields)) for t in reading.texts] == [
        (1, "7", "짧다", {"labels": '["교육", {"a": null}]', "ok": ""}),
        (2, "", "길다", {"labels": "", "ok": "true"}),
    ]
    assert reading.notes == ()


def test_lines_that_are_no_object_are_skipped_and_named() -> None:
    """Broken JSON, lists, and nesting without end cost their own line."""
    lines = ['{"text": "짧다"}', "{", "[1]", "[" * 100_000, '{"text": "길다"}', '{"text": "  "}']
    reading = read_jsonl(request("\n".join(lines)))
    assert [(t.row, t.text) for t in reading.texts] == [(1, "짧다"), (5, "길다")]
    assert "(2, 3, 4행)" in reading.notes[0]
    assert "1개" in reading.notes[1]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ("", "ingest.empty"),
        ("\n \n", "ingest.empty"),
        ("nonsense\n", "ingest.only_bad_rows"),
        ("{}\n", "ingest.only_bad_rows"),
        ('{"점수": 1}\n', "ingest.no_text_column"),
        ('{"text": ""}\n', "ingest.only_empty_comments"),
    ],
)
def test_a_file_without_comments_is_an_error(data: str, key: str) -> None:
    """Each kind of nothing has its sentence."""
    with pytest.raises(InputError) as caught:
        read_jsonl(request(data))
    assert caught.value.key == key


def test_half_a_character_in_a_field_cannot_hurt_the_store() -> None:
    """JSON may spell lone surrogates; fields and ids are clean, the comment is cleaned later."""
    reading = read_jsonl(request('{"text": "짧다", "id": "a\\ud800", "team": "\\udfff영업"}'))
    assert (reading.texts[0].source_id, dict(reading.texts[0].fields)) == ("a", {"department": "영업"})
