"""The package can be imported where POSIX-only modules are missing, and holds no path of one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.conftest import ROOT

POSIX_ONLY = ("resource", "fcntl", "pwd", "grp", "termios", "pty", "posix_ipc")


def test_every_module_imports_without_the_posix_only_ones() -> None:
    """Our users sit at Windows too."""
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "crmkb").rglob("*.py")
        if path.stem != "env" and "versions" not in path.parts and path.name != "__main__.py"
    )
    assert len(modules) > 80
    code = (
        "import sys, importlib.abc\n"
        f"blocked = {POSIX_ONLY!r}\n"
        "class Block(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        caller = sys._getframe(1)\n"
        "        while caller and 'importlib' in caller.f_code.co_filename: caller = caller.f_back\n"
        "        if name in blocked and caller and 'crmkb' in caller.f_globals.get('__name__', ''):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Block())\n"
        "import importlib\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print('all', len(sys.modules) > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.strip() == "all True", done.stderr


def test_no_tracked_file_names_an_index_host_or_a_machine_path() -> None:
    """What is in the repository runs anywhere."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, cwd=ROOT, check=False
    )
    names = listed.stdout.decode("utf-8").splitlines() if listed.returncode == 0 else []
    pattern = re.compile(r"https?://[a-z0-9.-]*(?:pypi|pythonhosted|npmjs)\.[a-z]+|/work/(?:main|shared)|/root/")
    bad = []
    for name in names:
        path = ROOT / name
        if (
            path.suffix in {".xlsx", ".woff2", ".sqlite", ".png"}
            or not path.is_file()
            or name == "tests/test_portable.py"
        ):
            continue
        if pattern.search(path.read_bytes().decode("utf-8", errors="ignore")):
            bad.append(name)
    assert bad == []
