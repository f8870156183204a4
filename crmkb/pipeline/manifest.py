"""What ran on what: settings, versions and counts, for people and for the run's id."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from crmkb import __version__
from crmkb.errors import UsageError
from crmkb.pipeline.tools import Tools
from crmkb.types import UNASSIGNED, Clustering, Coding, Document, Passage, Theme

LIBRARIES = ("igraph", "konlpy", "numpy", "scipy", "spacy")
"""Packages whose version can change a result."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of a run that shape its result.

    Attributes
    ----------
    n_themes
        How many themes, 1 or more (else a `UsageError`); None lets the algorithm find out.
    seed
        Of everything that draws lots.
    use_taxonomy
        False for topics only: no causes.
    """

    n_themes: int | None = None
    seed: int = 0
    use_taxonomy: bool = True

    def __post_init__(self) -> None:
        if self.n_themes is not None and self.n_themes < 1:
            raise UsageError("pipeline.n_themes", n=self.n_themes)


def settings(options: RunOptions) -> dict[str, object]:
    """Lay out the options as the manifest keeps them.

    Parameters
    ----------
    options
        Of the run.

    Returns
    -------
    dict[str, object]
        JSON-able.
    """
    return {"n_themes": options.n_themes, "seed": options.seed, "taxonomy": options.use_taxonomy}


def versions(tools: Tools, options: RunOptions) -> dict[str, str]:
    """List the versions of all that can change a result.

    Parameters
    ----------
    tools
        Of the run.
    options
        Of the run.

    Returns
    -------
    dict[str, str]
        Name to version.
    """
    found = {name: version(name) for name in LIBRARIES}
    found |= {
        "crmkb": __version__,
        "python": platform.python_version(),
        "tagger": tools.tokenizer,
        "lexicon": tools.lexicon.sha256,
        "encoder": tools.encoder.name,
    }
    if options.use_taxonomy:
        found["taxonomy"] = f"{tools.taxonomy.id} {tools.taxonomy.version}"
    return found


def counts(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    clustering: Clustering,
    themes: Sequence[Theme],
    codings: Sequence[Coding],
) -> dict[str, int]:
    """Count what a run found.

    Parameters
    ----------
    documents
        Those that count.
    passages
        Those that count.
    clustering
        Of the passages.
    themes
        One a cluster.
    codings
        Of the passages.

    Returns
    -------
    dict[str, int]
        Documents, passages, themes, unassigned passages, passages with a cause.
    """
    return {
        "documents": len(documents),
        "passages": len(passages),
        "themes": len(themes),
        "unassigned": int((clustering.labels == UNASSIGNED).sum()),
        "with_cause": len({coding.passage_id for coding in codings}),
    }
