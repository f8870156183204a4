"""How a long job tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as a job goes on; whoever shows it decides how often to draw."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note: of `total` items of `stage` (a key of the strings), `done` are finished."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing.

    Parameters
    ----------
    stage
        As in `Progress`.
    done
        As in `Progress`.
    total
        As in `Progress`.
    """
