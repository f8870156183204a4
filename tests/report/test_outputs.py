"""The output folder: which files, whole or not at all, and what a folder that takes none says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crmkb.errors import CrmkbError
from crmkb.report import tables
from crmkb.report.tables import prepare_folder, write_outputs
from tests.report_samples import hostile, run, taxonomy

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["passages.csv", "report.html", "run.json", "themes.csv", "themes.json", "themes.xlsx"]


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    """A folder that does not exist, with Hangul and a blank in its name, is made; no passing file stays."""
    folder = tmp_path / "결과 폴더" / "3월"
    paths = write_outputs(run(), taxonomy(), folder)
    assert sorted(path.name for path in folder.iterdir()) == NAMES
    assert {name: folder / name for name in NAMES} == paths


def test_equal_runs_give_equal_bytes_but_for_the_timings(tmp_path: Path) -> None:
    """Only the `timings` block of run.json may differ."""
    write_outputs(run(), taxonomy(), tmp_path / "a", lang="ko", timings={"ingest": 1.0})
    write_outputs(run(), taxonomy(), tmp_path / "b", lang="ko", timings={"ingest": 2.0})
    differing = [n for n in NAMES if (tmp_path / "a" / n).read_bytes() != (tmp_path / "b" / n).read_bytes()]
    assert differing == ["run.json"]
    a, b = (json.loads((tmp_path / k / "run.json").read_text(encoding="utf-8")) for k in "ab")
    assert (a.pop("timings"), b.pop("timings")) == ({"ingest": 1.0}, {"ingest": 2.0})
    assert a == b


def test_themes_json_holds_every_passage_once(tmp_path: Path) -> None:
    """Themes with their passages, the unassigned apart; Hangul stands unescaped."""
    path = write_outputs(run(), taxonomy(), tmp_path)["themes.json"]
    content = path.read_text(encoding="utf-8")
    found = json.loads(content)
    assert "짧은 교육" in content
    assert [len(theme["passages"]) for theme in found["themes"]] == [4, 3, 1]
    assert [p["text"] for p in found["unassigned"]][1:] == ["점심이 맛있었습니다", "없음"]
    first = found["themes"][0]["passages"][1]
    assert first["causes"][0] == {"code": "C06", "confidence": 0.71, "coder": "machine", "reason": ""}
    ids = [p["id"] for theme in found["themes"] for p in theme["passages"]] + [p["id"] for p in found["unassigned"]]
    assert sorted(ids) == sorted(p.id for p in run().passages)


def test_run_json_tells_inputs_notes_and_conflicts(tmp_path: Path) -> None:
    """The manifest is whole, with the decisions that no longer apply."""
    found = json.loads(write_outputs(run(), taxonomy(), tmp_path)["run.json"].read_text(encoding="utf-8"))
    assert [source["name"] for source in found["inputs"]] == ["column.txt", "의견.csv"]
    assert found["notes"] == ["의견.csv: 빈 의견 2행을 건너뛰었습니다."]
    assert found["conflicts"][0]["reason"] == "대상 주제가 더는 없습니다."


def test_hostile_run_is_written(tmp_path: Path) -> None:
    """No text of the input keeps a file from being written."""
    assert sorted(write_outputs(hostile(), taxonomy(), tmp_path)) == NAMES


@pytest.mark.parametrize("call", [prepare_folder, lambda folder: write_outputs(run(), None, folder)])
def test_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path, call: object) -> None:
    """A file stands where the folder should be."""
    taken = tmp_path / "out"
    taken.write_text("", encoding="utf-8")
    with pytest.raises(CrmkbError) as caught:
        call(taken)  # type: ignore[operator]
    assert (caught.value.key, caught.value.exit_code) == ("report.unwritable", 1)
    assert str(taken) in caught.value.message("ko")
    assert "\n" not in caught.value.message("ko") + caught.value.message("en")


def test_old_file_that_cannot_be_replaced_is_told_and_kept(tmp_path: Path) -> None:
    """A folder stands where themes.xlsx should go (on Windows: the file is open in Excel); nothing passing stays."""
    (tmp_path / "themes.xlsx").mkdir()
    with pytest.raises(CrmkbError) as caught:
        write_outputs(run(), taxonomy(), tmp_path)
    assert caught.value.key == "report.locked"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_full_disk_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last of the passing files cannot be written, no old file has been touched."""
    (tmp_path / "report.html").write_text("old", encoding="utf-8")
    write = tables._write

    def fail(path: Path, content: bytes) -> None:
        if "run.json" in path.name:
            raise CrmkbError("report.unwritable", path=path, reason="disk full")
        write(path, content)

    monkeypatch.setattr(tables, "_write", fail)
    with pytest.raises(CrmkbError):
        write_outputs(run(), taxonomy(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "old"
