"""Every notebook runs from top to bottom, from its own folder and from the checkout's root."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
FOLDERS = {"its folder": ROOT / "notebooks", "the root": ROOT}
KOREAN = ROOT / "notebooks" / "02_korean_pipeline.py"
RUNS = [
    pytest.param(path, folder, id=f"{path.stem}, {name}")
    for path in NOTEBOOKS
    for name, folder in FOLDERS.items()
    if (path, folder) != (KOREAN, ROOT)  # it runs there without Java, see below
]


def _execute(path: Path, folder: Path) -> NotebookNode:
    """Run a notebook in a new kernel."""
    notebook: NotebookNode = jupytext.read(path)
    # In a thread of its own: the browser tests may have left an event loop running in this one.
    with TemporaryDirectory() as place, ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_in_new_kernel(notebook, folder, Path(place)))).result()
    return notebook


async def _in_new_kernel(notebook: NotebookNode, folder: Path, place: Path) -> None:
    """Start a kernel that opens no port where sockets can be files, run everything, and end it."""
    # The place of the sockets is absolute: the kernel works in another folder than we do.
    address = {"transport": "ipc", "ip": str(place / "k")} if sys.platform != "win32" else {}
    kernel = AsyncKernelManager(kernel_name="python3", **address)
    client = NotebookClient(notebook, km=kernel, timeout=240, resources={"metadata": {"path": str(folder)}})
    async with client.async_setup_kernel(cleanup_kc=True):
        for number, cell in enumerate(notebook.cells):
            await client.async_execute_cell(cell, number)


def test_all_notebooks_are_found() -> None:
    """Their numbers have no gap; a new one is counted here."""
    assert [path.name for path in NOTEBOOKS] == ["01_themes.py", "02_korean_pipeline.py"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_asks_first_and_answers_last(path: Path) -> None:
    """The first cell is a text that asks, the last cell of text is the answer, and code behind it asserts."""
    cells = jupytext.read(path).cells
    texts = [k for k, cell in enumerate(cells) if cell.cell_type == "markdown"]
    assert cells[0].source.splitlines()[0].rstrip("?").endswith("는가")
    assert cells[texts[-1]].source.startswith("## 답")
    assert any("assert " in cell.source for cell in cells[texts[-1] + 1 :])


@pytest.mark.slow
@pytest.mark.parametrize(("path", "folder"), RUNS)
def test_notebook_runs_and_its_answer_holds(path: Path, folder: Path) -> None:
    """No cell raises, every cell of code ran, and where Java must be there the taggers in Java ran too."""
    notebook = _execute(path, folder)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    if "java" in os.environ.get("CRMKB_REQUIRE", "").split(","):
        assert "Mecab만 씁니다." not in _printed(notebook)


def _printed(notebook: NotebookNode) -> str:
    """Return all that the cells printed."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    return "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stdout")


@pytest.mark.slow
def test_korean_notebook_goes_on_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One sentence says what is missing and what to do; Mecab does the rest, and the answer holds."""
    monkeypatch.setenv("CRMKB_JVM", str(tmp_path))
    printed = _printed(_execute(KOREAN, ROOT))
    said = [line for line in printed.splitlines() if line.startswith("Mecab만 씁니다. ")]
    assert len(said) == 1
    assert str(tmp_path) in said[0]
    assert said[0].endswith("경로를 고치거나 지우십시오.")
    assert "분석기 1개" in printed.splitlines()[-1]
