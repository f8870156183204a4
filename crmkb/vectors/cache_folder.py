"""Where on this machine things are kept that can be made again."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """Tell where converted and learned models are kept: `CRMKB_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("CRMKB_CACHE")
    return Path(chosen) if chosen else user_cache_path("crmkb", appauthor=False)
