"""What a notebook or the command line may call: a base, a run, and its results as tables."""

from crmkb.api.base import KnowledgeBase
from crmkb.api.job import run
from crmkb.api.outcome import Run
from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.manifest import RunOptions
from crmkb.pipeline.take_in import TakenIn
from crmkb.search.find import Found

__all__ = ["ColumnOptions", "Found", "KnowledgeBase", "ReadOptions", "Run", "RunOptions", "TakenIn", "run"]
