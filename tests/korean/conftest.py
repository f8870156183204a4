"""Java for the tests that need it, or a skip; with `CRMKB_REQUIRE=java` a failure in place of the skip."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from crmkb.errors import MissingDependencyError
from crmkb.korean.tagging.hannanum import HannanumTagger
from crmkb.korean.tagging.jvm import start_jvm
from crmkb.korean.tagging.kkma import KkmaTagger
from crmkb.korean.tagging.komoran import KomoranTagger
from crmkb.korean.tagging.okt import OktTagger
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmkb.korean.tagging.java_tagger import JavaTagger

JAVA_TAGGERS: dict[str, Callable[[], JavaTagger]] = {
    "komoran": KomoranTagger,
    "okt": OktTagger,
    "hannanum": HannanumTagger,
    "kkma": KkmaTagger,
}


@pytest.fixture(scope="session")
def java() -> None:
    """Start Java with memory for two of every tagger."""
    try:
        start_jvm(heap_mb=2048)
    except MissingDependencyError as error:
        if error.key not in ("korean.jvm_none", "korean.jvm_no_jpype"):
            raise
        required = "java" in os.environ.get("CRMKB_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(error.message("en"))


@pytest.fixture(scope="session")
def komoran(java: None) -> KomoranTagger:
    """Return Komoran."""
    return KomoranTagger()


@pytest.fixture(scope="session")
def okt(java: None) -> OktTagger:
    """Return Okt."""
    return OktTagger()


@pytest.fixture(scope="session")
def hannanum(java: None) -> HannanumTagger:
    """Return Hannanum."""
    return HannanumTagger()


@pytest.fixture(scope="session")
def kkma(java: None) -> KkmaTagger:
    """Return Kkma."""
    return KkmaTagger()


@pytest.fixture(scope="session", params=list(JAVA_TAGGERS))
def tagger(request: pytest.FixtureRequest) -> JavaTagger:
    """Return each of the four."""
    found: JavaTagger = request.getfixturevalue(str(request.param))
    return found


def in_a_process(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, without Java's own variables unless they are given."""
    env = {name: value for name, value in os.environ.items() if name not in ("JAVA_HOME", "CRMKB_JVM")}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120, check=False)
