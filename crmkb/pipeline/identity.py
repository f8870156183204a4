"""Ids that outlive change: derived from what a text is, never from folders, row numbers or cluster numbers."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence

NAMESPACE = uuid.UUID("3c8b1f0e-52a4-5f0b-9c63-0a6f7e1d2b90")


def article_id(text: str) -> str:
    """Identify an article by its stored text: the same text under another name is the same document.

    Parameters
    ----------
    text
        The stored text.

    Returns
    -------
    str
        A UUID (version 5).
    """
    return _derived("article", hashlib.sha256(text.encode("utf-8")).hexdigest())


def comment_id(source: str, own_id: str, ordinal: int, text: str) -> str:
    """Identify a comment by its source, its own id and its text.

    Parameters
    ----------
    source
        Name of the source.
    own_id
        The input's own id; `""` where it has none.
    ordinal
        Which of several equal texts of one source it is, from 0; counts only where there is no own id.
    text
        The stored text.

    Returns
    -------
    str
        A UUID (version 5). The same export in another folder or row order gives the same ids.

    Examples
    --------
    >>> comment_id("a.csv", "7", 0, "없음") == comment_id("a.csv", "7", 3, "없음")
    True
    >>> comment_id("a.csv", "", 0, "없음") == comment_id("a.csv", "", 1, "없음")
    False
    """
    which = ["id", own_id] if own_id else ["nth", str(ordinal)]
    return _derived("comment", source, *which, text)


def passage_id(document_id: str, start: int, end: int) -> str:
    """Identify a passage by its document and its place in it.

    Parameters
    ----------
    document_id
        The document.
    start
        First code point of the document's stored text.
    end
        The code point behind the last.

    Returns
    -------
    str
        A UUID (version 5).
    """
    return _derived("passage", document_id, str(start), str(end))


def run_fingerprint(passage_ids: Sequence[str], settings: Mapping[str, object], versions: Mapping[str, str]) -> str:
    """Summarise everything that a run's result depends on, the run before aside.

    Parameters
    ----------
    passage_ids
        The passages that count; their order does not.
    settings
        As in `RunManifest`.
    versions
        As in `RunManifest`.

    Returns
    -------
    str
        Hex digest.
    """
    content = json.dumps([sorted(passage_ids), settings, versions], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def run_id(fingerprint: str, previous: str) -> str:
    """Identify a run by its fingerprint and the run before, whose theme ids it carries on.

    Parameters
    ----------
    fingerprint
        Of this run.
    previous
        Id of the run before; `""` for the first.

    Returns
    -------
    str
        A UUID (version 5).
    """
    return _derived("run", fingerprint, previous)


def _derived(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))
