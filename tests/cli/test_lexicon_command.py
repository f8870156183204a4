"""`crmkb lexicon` checks word lists, shows their effects, and proposes entries."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crmkb.cli.main import app
from crmkb.korean.lexicon.lexicon import read_lexicon
from tests.pipeline.test_take_in import survey

ROWS = [
    ("1", "콜센타에 전화했는데 콜센터가 바빴어요"),  # both spellings of call center
    ("2", "콜센터 경우는 교육이 없었어요"),
    ("3", "고객등급을 다시 정해 주세요"),  # customer grades, three times
    ("4", "고객등급이 매달 바뀝니다"),
    ("5", "왜 고객등급만 봅니까"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a survey of five comments."""
    return survey(tmp_path / "설문.csv", ROWS, header=("번호", "의견"))


def lexicon(*arguments: object) -> Result:
    """Call `crmkb lexicon`."""
    return CliRunner().invoke(app, ["lexicon", *map(str, arguments)])


def grades(folder: Path) -> Path:
    """Write lists in which the customer grades are one word."""
    folder.mkdir()
    (folder / "compounds.tsv").write_text("고객등급\n", encoding="utf-8")
    return folder


def test_check_counts_the_entries_and_gives_the_digest(tmp_path: Path) -> None:
    """The packaged ones and the folder's own."""
    (tmp_path / "compounds.tsv").write_text("고객등급\n", encoding="utf-8")
    result = lexicon("check", tmp_path, "--format", "json")
    assert result.exit_code == 0, result.output
    known = read_lexicon(tmp_path)
    assert json.loads(result.stdout) == {
        "compounds": len(read_lexicon().compounds) + 1,
        "variants": len(known.variants),
        "stop_words": len(known.stop_words),
        "sha256": known.sha256,
    }


def test_check_tells_everything_that_is_wrong_line_by_line(tmp_path: Path) -> None:
    """One line a problem on stderr, exit code of a wrong input."""
    (tmp_path / "compounds.tsv").write_text("고객 등급\n고객등급\n고객등급\n", encoding="utf-8")
    result = lexicon("check", tmp_path)
    assert result.exit_code == 3
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.partition("행")[0].rpartition(" ")[2] for line in lines] == ["1", "3"]
    assert all(str(tmp_path / "compounds.tsv") in line for line in lines)


def test_effects_of_files(file: Path) -> None:
    """What was joined, counted under another spelling, or left out; with the row it stands in."""
    result = lexicon("effects", file, "--quiet", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = {row["form"]: row for row in json.loads(result.stdout)}
    assert (rows["콜센터"]["found"], rows["콜센터"]["passages"]) == (2, 2)
    assert (rows["콜센타"]["canonical"], rows["콜센타"]["found"], rows["콜센타"]["list"]) == ("콜센터", 1, "유의어")
    assert (rows["콜센타"]["id"], rows["콜센타"]["start"], rows["콜센타"]["end"]) == ("설문.csv:1", 0, 3)
    assert rows["경우"]["list"] == "불용어"
    assert min(row["found"] for row in rows.values()) == 1


def test_effects_of_all_entries(file: Path) -> None:
    """--all shows those that were found nowhere, too."""
    result = lexicon("effects", file, "--quiet", "--all", "--format", "csv")
    rows = {row["form"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert (rows["뉴스지"]["found"], rows["뉴스지"]["example"]) == ("0", "")


def test_effects_of_the_users_own_lists(file: Path, tmp_path: Path) -> None:
    """--lexicon adds them, and what the tagger cuts apart is shown."""
    result = lexicon("effects", file, "--lexicon", grades(tmp_path / "사전"), "--quiet", "--format", "jsonl")
    rows = {row["form"]: row for row in map(json.loads, result.stdout.splitlines())}
    found = rows["고객등급"]
    assert (found["joined"], found["passages"], found["cut"]) == (3, 3, "고객+등급")


def test_effects_of_a_base(file: Path, tmp_path: Path) -> None:
    """Without files the base is read; an example's id is then a passage's."""
    base = tmp_path / "k.crmkb"
    assert CliRunner().invoke(app, ["ingest", "--kb", str(base), str(file)]).exit_code == 0
    result = lexicon("effects", "--kb", base, "--format", "json")
    assert result.exit_code == 0, result.output
    row = next(row for row in json.loads(result.stdout) if row["form"] == "콜센타")
    shown = CliRunner().invoke(app, ["show", row["id"], "--kb", str(base), "--format", "json"])
    assert json.loads(shown.stdout)["text"][row["start"] : row["end"]] == "콜센타"


def test_effects_show_an_example_in_the_table(file: Path, tmp_path: Path) -> None:
    """Headings and a quotation."""
    result = lexicon("effects", file, "--lexicon", grades(tmp_path / "사전"))
    assert "분석기가 나눈 모양" in result.stdout
    assert "고객+등급" in result.stdout
    assert "설문.csv" in result.stderr  # how the columns were read


def test_suggest_writes_lists_that_can_be_used_at_once(file: Path, tmp_path: Path) -> None:
    """고객등급 stands in three comments; taken over, it is a compound and no proposal any more."""
    out = tmp_path / "후보"
    result = lexicon("suggest", file, "--out", out, "--format", "json")
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert (row["form"], row["measure"], row["found"], row["score"]) == ("고객등급", "C-value", 3, 3.0)
    assert result.stderr.rstrip().endswith("후보")
    assert read_lexicon(out).compounds["고객등급"] == "NNG"
    again = lexicon("suggest", file, "--lexicon", out, "--quiet", "--format", "json")
    assert json.loads(again.stdout) == []


def test_suggest_never_overwrites_a_list(file: Path, tmp_path: Path) -> None:
    """Somebody may have worked on it."""
    (tmp_path / "variants.tsv").write_text("콜센타\t콜센터\n", encoding="utf-8")
    result = lexicon("suggest", file, "--out", tmp_path)
    assert result.exit_code == 2
    assert "variants.tsv" in result.stderr
    assert (tmp_path / "variants.tsv").read_text(encoding="utf-8") == "콜센타\t콜센터\n"


def test_lines_of_an_article_are_texts(tmp_path: Path) -> None:
    """A place in an article is named by its line."""
    article = tmp_path / "글.txt"
    article.write_text("교육이 늦었다.\n\n콜센타는 몰랐다.\n", encoding="utf-8")
    rows = json.loads(lexicon("effects", article, "--quiet", "--format", "json").stdout)
    assert [row["id"] for row in rows if row["form"] == "콜센타"] == ["글.txt:3"]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Nothing is measured on half of the files."""
    result = lexicon("effects", tmp_path / "없음.csv")
    assert result.exit_code == 3
    assert "없음.csv" in result.stderr
