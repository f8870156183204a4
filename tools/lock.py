"""Resolve the dependencies of pyproject.toml for every platform into requirements/*.txt, with hashes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {"run": (), "dev": ("--extra", "dev")}
HEADER = "# Made by `make lock` from pyproject.toml; one file a purpose, for every platform, Python 3.11 and later.\n"
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


def main() -> int:
    """Write the lock files; refuse to leave an address in one."""
    for name, extra in LOCKS.items():
        target = ROOT / "requirements" / f"{name}.txt"
        command = ["uv", "pip", "compile", "pyproject.toml", *extra, "--universal", "--python-version", "3.11"]
        command += [
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "-q",
        ]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")
        if ADDRESS.search(done.stdout):
            print(f"{target}: the lock names an address; nothing was written", file=sys.stderr)
            return 1
        target.write_text(HEADER + done.stdout, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
