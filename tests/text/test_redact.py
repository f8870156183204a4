"""Redaction: nothing yet, and openly so."""

from __future__ import annotations

import pytest

from crmkb.text.offsets import identity
from crmkb.text.redact import redact
from crmkb.types import DOCUMENT_KINDS, DocumentKind


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_redact_changes_nothing_yet(kind: DocumentKind) -> None:
    """Every kind of text passes untouched, names and numbers included."""
    text = "홍길동 과장(010-1234-5678, gd@example.com)이 말했다."  # a manager's name, telephone number and address
    assert redact(text, kind) == (text, identity(len(text)))


def test_redact_says_that_it_changes_nothing() -> None:
    """Whoever reads the docstring knows that names are stored as they are."""
    assert "nothing is redacted yet" in (redact.__doc__ or "")
