"""An ingest that is killed at random moments goes on where it stopped: no loss, no double, a sound base."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.take_in import take_in
from crmkb.store.check import check
from crmkb.store.connect import Base, open_base
from crmkb.store.read import live_passages, live_terms
from tests.conftest import ROOT
from tests.pipeline.test_take_in import survey
from tests.support.fake_tools import FakeTools

N_ROWS = 1500
N_KILLS = 5
WRITER = Path(__file__).parent / "ingest_writer.py"


def _start(base: Path, file: Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    writer = subprocess.Popen([sys.executable, WRITER, base, file], env=env, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == b"ready"
    return writer


def _stored(base: Base) -> tuple[tuple[object, ...], ...]:
    return (live_passages(base), live_terms(base))


@pytest.mark.slow
def test_a_killed_ingest_resumes_without_loss_or_doubles(tmp_path: Path) -> None:
    """After five kills and one quiet run the base equals one that was never disturbed."""
    file = survey(tmp_path / "s.csv", [(str(n), f"{n}번째 의견은 교육과 결재에 관한 것") for n in range(N_ROWS)])
    with open_base(tmp_path / "calm.crmkb") as calm:
        take_in(calm, [file], ReadOptions(), FakeTools())
        expected = _stored(calm)
    assert len(expected[0]) == N_ROWS

    rng, killed = random.Random(11), 0
    stormy = tmp_path / "stormy.crmkb"
    for _ in range(N_KILLS):
        writer = _start(stormy, file)
        time.sleep(rng.uniform(0.05, 0.8))
        killed += writer.poll() is None
        writer.kill()
        writer.communicate()
        if stormy.exists():
            with open_base(stormy) as base:
                assert check(base) == ()
                assert len(live_passages(base)) == len(live_terms(base))
    assert killed > 0

    writer = _start(stormy, file)
    writer.communicate(timeout=120)
    assert writer.returncode == 0
    with open_base(stormy) as base:
        assert _stored(base) == expected
        assert check(base) == ()
