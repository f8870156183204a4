"""Knowledge base and NLP toolkit for Korean text about why CRM and other change projects fail.

Names are resolved on first use, so that `import crmkb` loads neither spaCy nor pandas nor a Java machine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmkb.api import KnowledgeBase as KnowledgeBase
    from crmkb.api import run as run
    from crmkb.errors import CrmkbError as CrmkbError

__version__ = "0.1.0"

_WHERE = {"KnowledgeBase": "crmkb.api", "run": "crmkb.api", "CrmkbError": "crmkb.errors"}
__all__ = ["CrmkbError", "KnowledgeBase", "__version__", "run"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'crmkb' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
