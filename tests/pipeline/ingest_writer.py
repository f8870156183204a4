"""Takes a survey into a base with the word encoder; killed by `test_kill.py`.

Called as `ingest_writer.py BASE SURVEY`; prints `ready` when everything is imported.
"""

from __future__ import annotations

import sys

from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.take_in import take_in
from crmkb.store.connect import open_base
from tests.support.fake_tools import FakeTools


def main() -> None:
    """Take the survey in."""
    tools = FakeTools()
    tools.nlp("데우기")  # load the dictionary before the clock starts
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_base(sys.argv[1]) as base:
        take_in(base, [sys.argv[2]], ReadOptions(), tools)


if __name__ == "__main__":
    main()
