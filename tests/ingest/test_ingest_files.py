"""Finding files: folders, names, doubles, and what is no file."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from crmkb.errors import UsageError
from crmkb.ingest.files import find_files


def make(folder: Path, *names: str, text: str = "글") -> None:
    """Write small files, each with other bytes unless the name is the same."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text} {path.name}", encoding="utf-8")


def names(*paths: Path | str, source_name: str | None = None) -> list[str]:
    """Return the source names found."""
    return [file.name for file in find_files(paths, source_name=source_name).files]


def test_a_folder_is_walked_in_a_fixed_order_without_what_is_hidden(tmp_path: Path) -> None:
    """Files before folders, by NFC name; hidden ones, lock files and other formats are left out."""
    make(
        tmp_path,
        "나.txt",
        "가.csv",
        ".숨김.txt",
        "~$가.xlsx",
        "a/다.MD",
        "a/.git/x.txt",
        "그림.png",
        "표.xls",
        "a/b.hwp",
        "c.pdf",
    )
    make(tmp_path, unicodedata.normalize("NFD", "갸.txt"))
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["가.csv", "갸.txt", "나.txt", "다.MD"]
    assert found.notes == ("지원하지 않는 형식의 파일 4개를 건너뛰었습니다: c.pdf, 그림.png, 표.xls …",)
    assert found.errors == ()


@pytest.mark.parametrize(
    ("given", "key"),
    [("없음.txt", "ingest.missing"), ("그림.png", "ingest.unsupported"), ("빈 폴더", "ingest.nothing_in_folder")],
)
def test_what_cannot_be_read_is_an_error_and_the_others_go_in(tmp_path: Path, given: str, key: str) -> None:
    """A missing path, a foreign format named itself, a folder of nothing."""
    make(tmp_path, "가.txt", "그림.png")
    (tmp_path / "빈 폴더").mkdir()
    found = find_files([tmp_path / given, tmp_path / "가.txt"])
    assert [error.key for error in found.errors] == [key]
    assert [file.name for file in found.files] == ["가.txt"]
    assert str(tmp_path / given) in found.errors[0].message("ko")


def test_the_same_file_counts_once(tmp_path: Path) -> None:
    """However it is reached."""
    make(tmp_path, "a/가.txt")
    assert names(tmp_path, tmp_path / "a" / "가.txt", tmp_path / "a" / ".." / "a" / "가.txt") == ["가.txt"]
    assert names("-", "-") == ["stdin"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A folder that contains itself is walked once."""
    make(tmp_path, "a/가.txt")
    try:
        (tmp_path / "a" / "돌아감").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    assert names(tmp_path) == ["가.txt"]


def test_different_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    """As many folders as it takes, and a sentence says so."""
    make(tmp_path, "1차/응답.csv", text="하나")
    make(tmp_path, "2차/응답.csv", text="둘")
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["1차/응답.csv", "2차/응답.csv"]
    assert found.notes[0].startswith("응답.csv: ")
    make(tmp_path, "x/1차/응답.csv", text="셋")
    assert len(set(names(tmp_path))) == 3


def test_equal_files_of_one_name_are_read_once(tmp_path: Path) -> None:
    """The second is dropped with a sentence; the name stays short."""
    make(tmp_path, "1차/응답.csv", "2차/응답.csv")
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["응답.csv"]
    assert len(found.notes) == 1
    make(tmp_path, "3차/응답.csv", text="다름")
    assert names(tmp_path) == ["1차/응답.csv", "3차/응답.csv"]


def test_a_name_is_nfc_and_without_tricks(tmp_path: Path) -> None:
    """Decomposed Hangul is composed; a right-to-left override does not hide a suffix."""
    make(tmp_path, unicodedata.normalize("NFD", "보고서.txt"), "a\u202efdp.txt")
    assert names(tmp_path) == ["afdp.txt", "보고서.txt"]


def test_a_source_name_is_for_one_file(tmp_path: Path) -> None:
    """With several files it would make one source of many."""
    make(tmp_path, "가.txt", "나.txt")
    assert names(tmp_path / "가.txt", source_name="설문") == ["설문"]
    assert names("-", source_name="설문") == ["설문"]
    with pytest.raises(UsageError) as caught:
        find_files([tmp_path], source_name="설문")
    assert caught.value.facts["n"] == 2


def test_nothing_given_is_a_usage_error() -> None:
    """There must be something to read."""
    with pytest.raises(UsageError):
        find_files([])
