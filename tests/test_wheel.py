"""The wheel runs outside the checkout: taxonomy, lexicon, font, templates and migrations are in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.test_take_in import survey


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    return built


def test_wheel_holds_the_package_data_and_nothing_of_the_checkout(wheel: Path) -> None:
    """No corpus, no test, no tool is in it."""
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "data/taxonomy/crm-failure.yaml",
        "data/lexicon/stop_words.tsv",
        "data/strings/cli.toml",
        "py.typed",
    ):
        assert f"crmkb/{wanted}" in names
    assert any(name.startswith("crmkb/data/font/") and name.endswith(".woff2") for name in names)
    assert any(name.startswith("crmkb/report/templates/") for name in names)
    assert any(name.startswith("crmkb/store/migrations/") for name in names)
    assert [name for name in names if not name.startswith(("crmkb/", "crmkb-"))] == []


@pytest.mark.slow
def test_installed_wheel_does_the_main_job_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """A new environment with the locked packages and the wheel, outside the checkout, runs a file to a report."""
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONIOENCODING": "utf-8"}
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet"]
    lock = ROOT / "requirements" / "run.txt"
    locked = subprocess.run(
        [*pip, "--require-hashes", "-r", str(lock)], env=env, capture_output=True, text=True, check=False
    )
    if locked.returncode and re.search("Connection|Temporary failure|timed out", locked.stderr):
        pytest.skip("the package index cannot be reached")
    assert locked.returncode == 0, locked.stderr
    subprocess.run([*pip, "--no-deps", str(wheel)], env=env, check=True, capture_output=True)
    file = survey(tmp_path / "빈 곳" / "s.csv", [("1", "교육이 하루뿐이라 다 잊었어요")])
    done = subprocess.run(
        [scripts / "crmkb", "run", "s.csv"],
        cwd=file.parent,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (file.parent / "out" / "report.html").stat().st_size > 10_000
    assert (file.parent / "project.crmkb").exists()
