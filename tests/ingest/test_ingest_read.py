"""The whole room: files in, documents out, errors collected."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from typing import TYPE_CHECKING

import pytest

from crmkb.errors import UsageError
from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.read import FileReading, ReadOptions, read
from crmkb.strings import catalog
from tests.ingest.ingest_samples import workbook

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "CRM 실패의 기록\n\n교육이 없었다. 현업도 없었다.\n\n계속됩니다...\n목록 | 인쇄\n"


def one(path: Path, options: ReadOptions = ReadOptions()) -> FileReading:  # noqa: B008 - frozen
    """Read a single file that must go in."""
    result = read([path], options)
    assert result.errors == ()
    (reading,) = result.files
    return reading


def test_an_article_has_a_title_a_body_and_its_source(tmp_path: Path) -> None:
    """What was cut lies outside start and end; the text is the file's."""
    path = tmp_path / unicodedata.normalize("NFD", "실패.txt")
    path.write_bytes(ARTICLE.encode("cp949"))
    reading = one(path)
    (document,) = reading.documents
    assert (reading.source.name, reading.source.path, reading.source.format) == ("실패.txt", str(path), "txt")
    assert (reading.source.encoding, reading.source.sha256) == ("cp949", hashlib.sha256(path.read_bytes()).hexdigest())
    assert (document.kind, document.title, document.row, document.source_id) == ("article", "CRM 실패의 기록", 0, "")
    assert document.text == ARTICLE
    assert document.text[document.end :] == "\n\n계속됩니다...\n목록 | 인쇄\n"
    assert document.source == reading.source


def test_a_table_gives_comments_and_says_its_columns(tmp_path: Path) -> None:
    """One document a row, the mapping first among the notes."""
    path = tmp_path / "응답.csv"
    path.write_text("번호,소속,의견,점수\n7,영업,목록,5\n8,,,1\n", encoding="utf-8")
    reading = one(path)
    (document,) = reading.documents
    assert (document.kind, document.title, document.text, document.row, document.source_id) == (
        "feedback", "", "목록", 1, "7",
    )  # fmt: skip
    assert (document.start, document.end) == (0, 2)  # a comment has no furniture
    assert dict(document.fields) == {"department": "영업", "점수": "5"}
    assert reading.notes[0] == "응답.csv: 번호 -> id, 소속 -> department, 의견 -> comment; 그 밖의 열: 점수"
    assert len(reading.notes) == 2
    assert reading.mapping is not None


def test_the_same_table_in_every_format_is_the_same(tmp_path: Path) -> None:
    """CSV, TSV, XLSX and JSON lines give equal rows."""
    (tmp_path / "a.csv").write_text("번호,의견\n1,짧다\n2,길다\n", encoding="utf-8-sig")
    (tmp_path / "b.tsv").write_text("번호\t의견\n1\t짧다\n2\t길다\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text('{"번호": 1, "의견": "짧다"}\n{"번호": 2, "의견": "길다"}\n', encoding="utf-8")
    (tmp_path / "d.xlsx").write_bytes(workbook(("응답", [["번호", "의견"], [1, "짧다"], [2, "길다"]])))
    result = read([tmp_path], ReadOptions())
    assert [reading.source.format for reading in result.files] == ["csv", "tsv", "jsonl", "xlsx"]
    rows = [[(d.row, d.source_id, d.text) for d in reading.documents] for reading in result.files]
    assert rows == [[(1, "1", "짧다"), (2, "2", "길다")]] * 4


@pytest.mark.parametrize("kind", ["feedback", "chat"])
def test_lines_of_a_text_file_are_comments_where_it_is_feedback(tmp_path: Path, kind: str) -> None:
    """The row is the line's number."""
    path = tmp_path / "의견.txt"
    path.write_text("짧다\n\n길다\n", encoding="utf-8")
    documents = one(path, ReadOptions(kind=kind)).documents  # type: ignore[arg-type]
    assert [(d.kind, d.row, d.title, d.text) for d in documents] == [(kind, 1, "", "짧다"), (kind, 3, "", "길다")]


def test_minutes_are_one_whole_text(tmp_path: Path) -> None:
    """Only articles have furniture."""
    path = tmp_path / "회의록.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    (document,) = one(path, ReadOptions(kind="minutes")).documents
    assert (document.kind, document.start, document.end) == ("minutes", 0, len(ARTICLE))


def test_standard_input_is_read_as_told() -> None:
    """Its format and name are options."""
    options = ReadOptions(stdin=io.BytesIO("의견\n짧다\n".encode()), stdin_format="csv", source_name="설문")
    (reading,) = read(["-"], options).files
    assert (reading.source.name, reading.source.path, reading.source.format) == ("설문", "-", "csv")
    assert [d.text for d in reading.documents] == ["짧다"]


def test_an_unknown_format_of_standard_input_is_a_usage_error() -> None:
    """The sentence lists what there is."""
    with pytest.raises(UsageError, match=r"\.jsonl"):
        read(["-"], ReadOptions(stdin_format="hwp"))


def test_bad_files_are_errors_and_the_others_go_in(tmp_path: Path) -> None:
    """Each bad file is one error with its name; nothing keeps the good one out."""
    (tmp_path / "1.txt").write_bytes(b"")
    (tmp_path / "2.txt").write_bytes(b"\x7fELF\x00\x01")
    (tmp_path / "3.txt").write_bytes("가나".encode() + b"\xff\xfe")
    (tmp_path / "4.csv").write_text("점수\n1\n", encoding="utf-8")
    (tmp_path / "5.csv").write_text("부서,점수,의견\n1\n", encoding="utf-8")
    (tmp_path / "6.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "7.html").write_text("<html></html>", encoding="utf-8")
    (tmp_path / "8.jsonl").write_text("[]\n", encoding="utf-8")
    (tmp_path / "9.txt").write_text("좋은 글", encoding="utf-8")
    (tmp_path / "a.csv").write_text("의견,점수\n짧다,1\n", encoding="utf-8")
    result = read([tmp_path, tmp_path / "없음"], ReadOptions(columns=ColumnOptions(date="일자")))
    assert [reading.source.name for reading in result.files] == ["9.txt"]
    assert [error.key for error in result.errors] == [
        "ingest.missing", "ingest.empty", "ingest.binary", "ingest.undecodable", "ingest.no_such_column",
        "ingest.no_such_column", "ingest.no_xlsx", "ingest.no_article", "ingest.only_bad_rows", "ingest.no_such_column",
    ]  # fmt: skip
    for lang in ("ko", "en"):
        assert all(str(tmp_path) in error.message(lang) for error in result.errors)


def test_a_text_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """The size is looked at first: a file of holes costs no memory."""
    path = tmp_path / "큰 글.txt"
    with path.open("wb") as stream:
        stream.truncate((50 << 20) + 1)
    (error,) = read([path], ReadOptions()).errors
    assert (error.key, error.facts["limit"]) == ("ingest.too_large", 50)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    """The system's reason is in the sentence."""
    path = tmp_path / "비밀.txt"
    path.write_text("글", encoding="utf-8")
    path.chmod(0)
    assert [error.key for error in read([path], ReadOptions()).errors] == ["ingest.unreadable"]


def test_every_sentence_is_there_in_both_languages() -> None:
    """No key of this room lacks a language, and both use the same facts."""
    import string

    for key, sentences in catalog().items():
        if key.startswith("ingest."):
            assert set(sentences) == {"ko", "en"}
            ko, en = ({name for _, name, _, _ in string.Formatter().parse(s) if name} for s in sentences.values())
            assert ko == en, key


@pytest.mark.data
def test_the_founding_essay_is_one_article_without_its_tail(essay: Path) -> None:
    """Title and body are the author's; three lines are cut and kept."""
    (document,) = one(essay).documents
    assert document.title == "CRM 시행 착오와 전문가의 역활 (3)"
    assert document.start == 0
    assert len([line for line in document.text[document.end :].split("\n") if line.strip()]) == 3
