"""What a run found, as tables and as a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crmkb.pipeline.in_force import theme_members
from crmkb.pipeline.take_in import TakenIn
from crmkb.report.tables import passage_table, theme_table, write_outputs
from crmkb.strings import Lang
from crmkb.types import Passage, RunResult, Taxonomy, Theme

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Run:
    """What a run found, as tables and as a report.

    Attributes
    ----------
    result
        Everything, as frozen types.
    taxonomy
        The causes used; None for a run without.
    taken_in
        What became of the inputs; None for a run that took nothing in.
    timings
        Seconds of the wall clock a stage.
    """

    result: RunResult
    taxonomy: Taxonomy | None
    taken_in: TakenIn | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row a theme, the largest first."""
        return theme_table(self.result, self.taxonomy)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """One row a passage."""
        return passage_table(self.result)

    def members(self, theme: Theme) -> tuple[Passage, ...]:
        """List the passages of a theme, the strongest first."""
        return theme_members(self.result, theme)

    def write(self, folder: str | Path, *, lang: Lang | None = None) -> dict[str, Path]:
        """Write the report, the tables and the manifest.

        Parameters
        ----------
        folder
            Made if missing.
        lang
            Language; None is the one in force.

        Returns
        -------
        dict[str, Path]
            File name to path.

        Raises
        ------
        CrmkbError
            If the folder cannot be written.
        """
        return write_outputs(self.result, self.taxonomy, Path(folder), lang=lang, timings=self.timings)

    def _repr_html_(self) -> str:
        """Show the themes in a notebook; every text is escaped."""
        return self.themes.to_html(escape=True, index=False, border=0)

    def __repr__(self) -> str:
        counts = self.result.manifest.counts
        return f"Run({counts['passages']} passages, {counts['themes']} themes, {counts['unassigned']} unassigned)"
