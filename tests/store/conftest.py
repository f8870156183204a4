"""An empty base in a folder with a Korean name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crmkb.store.connect import Base, open_base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a base may be made; its folder has Hangul and a blank in its name."""
    folder = tmp_path / "내 지식"
    folder.mkdir()
    return folder / "프로젝트 1.crmkb"


@pytest.fixture
def base(path: Path) -> Iterator[Base]:
    """Return a new, empty base."""
    with open_base(path) as opened:
        yield opened
