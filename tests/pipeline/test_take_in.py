"""Taking files in: identity across exports, nothing twice, nothing lost, bad inputs beside good ones."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crmkb.errors import UsageError
from crmkb.ingest.columns import ColumnOptions
from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.take_in import TakenIn, take_in
from crmkb.store.connect import Base, open_base
from crmkb.store.read import all_passages, counts, live_documents, live_passages, live_terms
from crmkb.text.offsets import to_original
from tests.support.fake_tools import FakeTools

TOOLS = FakeTools()
ROWS = [
    ("1", "교육이 하루뿐이라 다 잊었어요"),  # training was one day, all forgotten
    ("2", "없음"),  # none
    ("3", "결재가 두 달째 돌고 있습니다"),  # approval has been going round for two months
    ("4", "없음"),
]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """Return a new base."""
    with open_base(tmp_path / "b.crmkb") as opened:
        yield opened


def survey(path: Path, rows: Sequence[tuple[str, ...]], header: Sequence[str] = ("번호", "의견")) -> Path:
    """Write a survey export."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take(base: Base, *paths: Path, **options: object) -> TakenIn:
    """Take files in."""
    return take_in(base, paths, ReadOptions(**options), TOOLS)  # type: ignore[arg-type]  # a test's shorthand


def passages(base: Base) -> dict[str, str]:
    """Return id to text of the passages that count."""
    return {passage.id: passage.text for passage in live_passages(base)}


def test_the_same_file_twice_adds_nothing(base: Base, tmp_path: Path) -> None:
    """A second ingest of the same file finds every document known."""
    file = survey(tmp_path / "s.csv", ROWS)
    assert take(base, file).added == 4
    before = passages(base)
    again = take(base, file)
    assert (again.added, again.known, again.replaced) == (0, 4, 0)
    assert passages(base) == before


def test_an_export_with_more_rows_in_another_order_and_folder_adds_only_those(base: Base, tmp_path: Path) -> None:
    """Fifty rows more add fifty passages and change none."""
    take(base, survey(tmp_path / "s.csv", ROWS))
    before = passages(base)
    more = [(str(n), f"새 의견 {n}") for n in range(100, 150)]
    taken = take(base, survey(tmp_path / "다른 폴더" / "s.csv", [*more, *reversed(ROWS)]))
    assert (taken.added, taken.known, taken.replaced) == (50, 4, 0)
    after = passages(base)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 50


def test_without_an_id_column_equal_texts_are_told_apart_by_their_number(base: Base, tmp_path: Path) -> None:
    """Two people who say the same are two; a third one later is one more."""
    take(base, survey(tmp_path / "s.csv", [("없음",), ("없음",), ("좋아요",)], header=("의견",)))
    assert sorted(passages(base).values()) == ["없음", "없음", "좋아요"]
    before = passages(base)
    taken = take(
        base, survey(tmp_path / "x" / "s.csv", [("좋아요",), ("없음",), ("없음",), ("없음",)], header=("의견",))
    )
    assert (taken.added, taken.known) == (1, 3)
    assert before.items() <= passages(base).items()


def test_a_changed_row_is_a_new_passage_and_the_old_one_is_kept_but_left_out(base: Base, tmp_path: Path) -> None:
    """The old text no longer counts, and comes back when an export holds it again."""
    take(base, survey(tmp_path / "s.csv", ROWS))
    changed = [("1", "교육이 이틀로 늘었어요"), *ROWS[1:]]  # training became two days
    taken = take(base, survey(tmp_path / "n" / "s.csv", changed))
    assert (taken.added, taken.known, taken.replaced) == (1, 3, 1)
    assert "교육이 하루뿐이라 다 잊었어요" not in passages(base).values()
    assert "교육이 하루뿐이라 다 잊었어요" in {p.text for p in all_passages(base)}
    back = take(base, survey(tmp_path / "o" / "s.csv", ROWS))
    assert (back.added, back.replaced) == (0, 1)
    assert "교육이 하루뿐이라 다 잊었어요" in passages(base).values()
    assert "교육이 이틀로 늘었어요" not in passages(base).values()


def test_an_export_of_some_rows_leaves_the_others_in_force(base: Base, tmp_path: Path) -> None:
    """Rows that are missing from a later export are not taken away."""
    take(base, survey(tmp_path / "s.csv", ROWS))
    assert take(base, survey(tmp_path / "p" / "s.csv", ROWS[:1])).replaced == 0
    assert counts(base).passages == 4


def test_one_person_with_several_answers_keeps_all_of_them(base: Base, tmp_path: Path) -> None:
    """An id that stands in two rows with different texts loses neither."""
    rows = [("7", "첫째 답"), ("7", "둘째 답")]
    assert take(base, survey(tmp_path / "s.csv", rows)).added == 2
    assert take(base, survey(tmp_path / "t" / "s.csv", rows)).replaced == 0
    assert counts(base).passages == 2


def test_rows_equal_in_id_and_text_count_once_and_are_said(base: Base, tmp_path: Path) -> None:
    """The same row twice in a file is one comment."""
    taken = take(base, survey(tmp_path / "s.csv", [("1", "같은 말"), ("1", "같은 말")]))
    assert taken.added == 1
    assert any("1개는 한 번만" in note for note in taken.notes)


def test_two_different_files_of_one_name_are_told_apart_by_their_folder(base: Base, tmp_path: Path) -> None:
    """Both go in under different source names, and this is said."""
    taken = take(base, survey(tmp_path / "a" / "s.csv", ROWS), survey(tmp_path / "b" / "s.csv", [("1", "다른 글")]))
    assert taken.added == 5
    assert {document.source for document in live_documents(base)} == {"a/s.csv", "b/s.csv"}
    assert any("a/s.csv" in note and "b/s.csv" in note for note in taken.notes)


def test_a_renamed_copy_adds_nothing(base: Base, tmp_path: Path) -> None:
    """The same bytes under another name are known by their digest."""
    file = survey(tmp_path / "s.csv", ROWS)
    take(base, file)
    copy = tmp_path / "복사본.csv"
    shutil.copy(file, copy)
    taken = take(base, copy)
    assert (taken.added, taken.known) == (0, 4)
    assert any("복사본.csv" in note for note in taken.notes)


def test_a_name_given_for_the_source_is_its_identity(base: Base, tmp_path: Path) -> None:
    """--source makes two exports of different file names one survey."""
    take(base, survey(tmp_path / "may.csv", ROWS), source_name="만족도")
    taken = take(base, survey(tmp_path / "june.csv", [*ROWS, ("5", "새 글")]), source_name="만족도")
    assert (taken.added, taken.known) == (1, 4)
    assert {document.source for document in live_documents(base)} == {"만족도"}


def test_an_article_keeps_its_boilerplate_as_provenance_and_its_way_back_to_the_file(
    base: Base, tmp_path: Path
) -> None:
    """Quotes are exact in the stored text, and the map leads to the same words in the file."""
    body = "교육이 하루뿐이었다.\u200b 다들 엑셀로 돌아갔다.\r\n결재는 두 달이 걸렸다.\r\n"
    raw = f"현장의 목소리\r\n\r\n{body}\r\n계속됩니다...\r\n다운로드\r\n"
    file = tmp_path / "글.txt"
    file.write_bytes(raw.encode("utf-8"))
    take(base, file)
    (document,) = live_documents(base)
    assert document.cut_tail.split() == ["계속됩니다...", "다운로드"]
    found = live_passages(base)
    assert [p.text for p in found] == ["교육이 하루뿐이었다. 다들 엑셀로 돌아갔다.", "결재는 두 달이 걸렸다."]
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text
    start, end = to_original(document.offsets, found[1].start, found[1].end)
    assert raw[start:end] == "결재는 두 달이 걸렸다."


def test_a_new_version_of_an_article_replaces_the_old_one_and_another_of_the_same_name_does_not(
    base: Base, tmp_path: Path
) -> None:
    """Same file name and much the same text: a version. Same file name, another text: another article."""
    body = "교육이 하루뿐이었다. 다들 엑셀로 돌아갔다.\n결재는 두 달이 걸렸다. 아무도 책임지지 않았다.\n"
    file = tmp_path / "글.txt"
    file.write_text(body, encoding="utf-8")
    take(base, file)
    file.write_text(body + "그래서 사업은 멈췄다.\n", encoding="utf-8")
    assert take(base, file).replaced == 1
    assert len(live_documents(base)) == 1
    file.write_text("고객의 주소가 틀렸다. 명단이 세 벌이었다.\n", encoding="utf-8")
    assert take(base, file).replaced == 0
    assert len(live_documents(base)) == 2


def test_bad_inputs_are_collected_and_the_good_ones_go_in(base: Base, tmp_path: Path) -> None:
    """A missing path, an empty file and a table without comments leave nothing and stop nothing."""
    good = survey(tmp_path / "good.csv", ROWS)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    blind = survey(tmp_path / "blind.csv", [("1", "2")], header=("번호", "점수"))
    taken = take(base, tmp_path / "missing.csv", empty, good, blind)
    assert taken.added == 4
    assert [error.exit_code for error in taken.errors] == [3, 3, 3]
    assert {document.source for document in live_documents(base)} == {"good.csv"}


def test_too_few_passages_for_the_themes_asked_for_leave_the_base_unchanged(base: Base, tmp_path: Path) -> None:
    """The refusal comes before anything is stored."""
    with pytest.raises(UsageError, match="5개를 요청했지만 구절은 4개"):
        take_in(base, [survey(tmp_path / "s.csv", ROWS)], ReadOptions(), TOOLS, at_least=5)
    assert counts(base) == (0, 0, 0, 0, 0, 0, 0, 0)


def test_columns_given_by_name_are_used_and_the_rest_is_kept(base: Base, tmp_path: Path) -> None:
    """An unusual header works with an option; columns of no known meaning stay under their own name."""
    file = survey(tmp_path / "s.csv", [("7", "화면이 느려요", "상")], header=("키", "비고란", "만족"))
    take(base, file, columns=ColumnOptions(text="비고란", id="키"))
    (document,) = live_documents(base)
    assert (document.source_id, document.text, dict(document.fields)) == ("7", "화면이 느려요", {"만족": "상"})


def test_every_passage_has_terms(base: Base, tmp_path: Path) -> None:
    """Terms stand in the order of the passages."""
    take(base, survey(tmp_path / "s.csv", ROWS))
    assert [t.passage_id for t in live_terms(base)] == [p.id for p in live_passages(base)]


@pytest.mark.data
def test_the_founding_essay_loses_exactly_its_three_tail_lines(base: Base, essay: Path) -> None:
    """Nothing of the body is cut."""
    take(base, essay)
    (document,) = live_documents(base)
    lines = [line for line in document.cut_tail.splitlines() if line.strip()]
    assert [line.split()[0] for line in lines] == ["계속됩니다.........", "다운로드", "의견"]
    assert document.text.rstrip().endswith("완성될 수 있다.")
    assert document.cut_head == ""


def test_paths_may_hold_hangul_and_blanks(base: Base, tmp_path: Path) -> None:
    """A folder of such names is walked."""
    survey(tmp_path / "내 자료 폴더" / "설문 결과 1.csv", ROWS)
    assert take(base, tmp_path / "내 자료 폴더").added == 4


@pytest.mark.skipif(os.name == "nt", reason="needs a folder that cannot be read")
def test_an_empty_folder_is_said(base: Base, tmp_path: Path) -> None:
    """No file to read in a folder is an error that names it."""
    (tmp_path / "빈 폴더").mkdir()
    taken = take(base, tmp_path / "빈 폴더")
    assert taken.added == 0
    assert len(taken.errors) == 1
    assert "빈 폴더" in str(taken.errors[0])


@pytest.mark.parametrize("text", ["\u200b\u200b\n", "-----\n", "!!! ...\n"])
def test_a_file_without_a_usable_passage_is_an_error_and_stores_nothing(text: str, base: Base, tmp_path: Path) -> None:
    """What normalising or cutting leaves nothing of is said by path; the file beside it goes in."""
    (tmp_path / "빈.txt").write_text(text, encoding="utf-8")
    taken = take(base, tmp_path / "빈.txt", survey(tmp_path / "s.csv", ROWS))
    assert (taken.added, len(taken.errors)) == (4, 1)
    assert str(tmp_path / "빈.txt") in taken.errors[0].message()
    assert {document.source for document in live_documents(base)} == {"s.csv"}
    assert counts(base).sources == 1


def test_comments_of_invisible_characters_are_told(base: Base, tmp_path: Path) -> None:
    """A cell that only seems to hold something is skipped and counted."""
    taken = take(base, survey(tmp_path / "s.csv", [*ROWS, ("5", "\u200b")]))
    assert taken.added == 4
    assert any("1개" in note for note in taken.notes)


def test_a_word_that_the_dictionary_writes_with_a_blank_is_stored(base: Base, tmp_path: Path) -> None:
    """The dictionary has '캘리 ' (a name); its blank is the text's, of whatever kind, and no part of the term."""
    texts = [("1", "진 캘리 사랑해요"), ("2", "진 캘리\t사랑해요")]
    assert take(base, survey(tmp_path / "s.csv", texts)).added == 2
    assert [terms.lemmas[1] for terms in live_terms(base)] == ["캘리", "캘리"]


def test_a_backup_of_an_old_version_beside_the_new_one_replaces_nothing(base: Base, tmp_path: Path) -> None:
    """The old bytes under another name stay replaced, and this is said."""
    old = "교육이 하루뿐이었다. 다들 엑셀로 돌아갔다.\n결재는 두 달이 걸렸다. 아무도 책임지지 않았다.\n"
    file, backup = tmp_path / "글.txt", tmp_path / "글_백업.txt"
    file.write_text(old, encoding="utf-8")
    take(base, file)
    backup.write_text(old, encoding="utf-8")
    file.write_text(old + "그래서 사업은 멈췄다.\n", encoding="utf-8")
    taken = take(base, file, backup)
    (document,) = live_documents(base)
    assert document.text.rstrip().endswith("멈췄다.")
    assert any("보관만 하고" in note for note in taken.notes)


def test_the_same_bytes_under_two_names_in_one_call_count_once(base: Base, tmp_path: Path) -> None:
    """As they do in two calls."""
    file, copy = survey(tmp_path / "s.csv", ROWS), tmp_path / "copy.csv"
    shutil.copy(file, copy)
    assert take(base, file, copy).added == 4


def test_a_renamed_copy_of_an_export_that_added_nothing_adds_nothing(base: Base, tmp_path: Path) -> None:
    """Also a file in which nothing was new is remembered."""
    take(base, survey(tmp_path / "s.csv", ROWS))
    sorted_anew = survey(tmp_path / "x" / "s.csv", ROWS[::-1])
    assert take(base, sorted_anew).added == 0
    copy = tmp_path / "copy.csv"
    shutil.copy(sorted_anew, copy)
    assert take(base, copy).added == 0


def test_corrected_columns_of_a_known_comment_are_taken_over(base: Base, tmp_path: Path) -> None:
    """The id and the text are the comment; its department may be put right later."""
    take(base, survey(tmp_path / "s.csv", [("1", "화면이 느려요", "영업")], header=("번호", "의견", "부서")))
    rows = [("0", "새 의견", "인사"), ("1", "화면이 느려요", "영업1팀")]
    take(base, survey(tmp_path / "x" / "s.csv", rows, header=("번호", "의견", "부서")))
    assert [(d.row, d.source_id, d.fields["department"]) for d in live_documents(base)] == [
        (1, "0", "인사"),
        (2, "1", "영업1팀"),
    ]


def test_blank_lines_at_the_end_make_no_other_article(base: Base, tmp_path: Path) -> None:
    """The same text under another name, with a line end more, is the same document."""
    (tmp_path / "a.txt").write_text("결재는 두 달이 걸렸다. 아무도 몰랐다.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("결재는 두 달이 걸렸다. 아무도 몰랐다.\n\n\n", encoding="utf-8")
    assert take(base, tmp_path / "a.txt", tmp_path / "b.txt").added == 1
