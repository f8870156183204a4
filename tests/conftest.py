"""Fixtures that every room's tests may use, and the two switches that turn a skip into a failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from crmkb.strings import set_lang

ROOT = Path(__file__).parent.parent


# Slow examples on a loaded machine are no failures, and CI tries the same examples each time; CRMKB_EXPLORE=1 tries new
# ones.
settings.register_profile("crmkb", deadline=None, derandomize="CRMKB_EXPLORE" not in os.environ)
settings.load_profile("crmkb")


def data_folder() -> Path:
    """Return the folder of measuring corpora, which may be absent."""
    return Path(os.environ.get("CRMKB_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(autouse=True)
def _korean() -> None:
    """Speak Korean at the start of every test, whatever the one before chose."""
    set_lang("ko")


@pytest.fixture
def data() -> Path:
    """Return the folder of measuring corpora, or skip the test where there is none."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.skip("no measuring corpora here (CRMKB_DATA)")
    return folder


@pytest.fixture
def essay(data: Path) -> Path:
    """Return the founding essay's file, or skip."""
    return data / "founding_essay" / "essay.txt"
