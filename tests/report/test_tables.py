"""The tables: their columns, their numbers, and nothing of the input lost."""

from __future__ import annotations

from dataclasses import replace

from crmkb.report.tables import PASSAGE_COLUMNS, passage_table, theme_table
from crmkb.types import NO_CAUSE, UNASSIGNED, Coding
from tests.report_samples import COMMENTS, assemble, comment, cut, empty, run, taxonomy


def test_themes_stand_largest_first_with_their_numbers() -> None:
    """11 passages, of which 4, 3 and 1 belong to a theme: shares 4/11, 3/11, 1/11."""
    table = theme_table(run(), taxonomy(), "ko")
    assert list(table.columns) == ["theme_id", "theme", "cause", "cause_name", "passages", "share", "weak",
                                   "keyphrases", "quote_id", "quote"]  # fmt: skip
    assert table["theme"].tolist() == ["짧은 교육", "묻지 않은 설계", "겹치는 고객 정보"]
    assert table["passages"].tolist() == [4, 3, 1]
    assert table["share"].tolist() == [0.3636, 0.2727, 0.0909]
    assert table["weak"].tolist() == [False, False, True]
    assert table["cause"].tolist() == ["C06", "C05", ""]
    assert table["cause_name"].tolist() == ["교육·역량 부족", "직원 참여 부족", ""]
    assert table["keyphrases"][0] == "짧은 교육; 창구 직원"
    assert table["quote"][0] == "교육은 오후 반나절, 그것도 강당에서 화면을 보여 주는 것으로 끝났다."


def test_theme_table_speaks_english_and_does_without_a_taxonomy() -> None:
    """`cause_name` follows the language, and is empty where nobody gives names."""
    assert theme_table(run(), taxonomy(), "en")["cause_name"][0] == "Training and skills"
    assert theme_table(run(), None)["cause_name"].tolist() == ["", "", ""]


def test_passages_stand_in_order_with_exactly_the_promised_columns() -> None:
    """Ours first, then those of the input in their order."""
    table = passage_table(run())
    assert list(table.columns) == [*PASSAGE_COLUMNS, "date", "department", "level", "점수"]
    assert table["id"].tolist() == [p.id for p in run().passages]
    assert table["document"].tolist() == ["column.txt"] * 3 + ["의견.csv"] * 8


def test_passage_of_an_article_has_no_row_and_its_exact_place() -> None:
    """`row` is missing, `start` and `end` cut the quote out of the document; the input's columns are empty."""
    result = run()
    first = passage_table(result).iloc[0]
    assert passage_table(result)["row"].isna().tolist() == [True] * 3 + [False] * 8
    assert result.documents[0].text[first["start"] : first["end"]] == first["text"]
    assert first["department"] == ""


def test_comment_has_its_row_and_columns() -> None:
    """Row 6 of the survey is the ninth passage: 3 of the column before it."""
    ninth = passage_table(run()).iloc[8]
    assert (ninth["row"], ninth["text"], ninth["department"]) == (6, COMMENTS[5][0], "영업2팀")


def test_causes_are_joined_strongest_first_with_the_strongest_confidence() -> None:
    """Two causes stand as `C06;C05`, with the confidence of C06; none leaves both empty."""
    table = passage_table(run()).set_index("text")
    assert table.loc[COMMENTS[0][0], "causes"] == "C06;C05"
    assert table.loc[COMMENTS[0][0], "confidence"] == 0.71
    assert table.loc["없음", "causes"] == ""
    assert table.loc[["없음"], "confidence"].isna().all()


def test_cause_that_two_coders_found_stands_once() -> None:
    """A person's word (confidence 1) comes first; the machine's same code is not repeated, `NONE` is no cause."""
    result = run()
    target = result.passages[3].id
    person = (Coding(target, "C10", "이서연", 1.0, ""), Coding(target, "C06", "이서연", 1.0, ""))
    nothing = Coding(result.passages[-1].id, NO_CAUSE, "이서연", 1.0, "")
    table = passage_table(replace(result, codings=(*person, *result.codings, nothing))).set_index("id")
    assert (table.loc[target, "causes"], table.loc[target, "confidence"]) == ("C10;C06;C05", 1.0)
    assert table.loc[result.passages[-1].id, "causes"] == ""


def test_unassigned_passage_has_no_theme() -> None:
    """`theme_id` and `theme` are empty and the strength is 0."""
    last = passage_table(run()).iloc[-1]
    assert (last["theme_id"], last["theme"], last["strength"]) == ("", "", 0.0)


def test_run_without_themes_has_empty_tables_with_columns() -> None:
    """One comment, no theme: a table of no rows and a table of one."""
    assert len(theme_table(empty(), taxonomy())) == 0
    assert "theme" in theme_table(empty(), taxonomy()).columns
    assert len(passage_table(empty())) == 1


def test_input_column_with_one_of_our_names_gets_a_suffix() -> None:
    """`id` becomes `id_input`; where the input has that too, `id_input_input`; no value is lost."""
    fields = {"id": "셋", "id_input": "넷", "text": "다섯"}
    document = comment("가.csv", 1, "의견", fields, source_id="셋")
    row = passage_table(assemble([document], cut(document, ["의견"]), [UNASSIGNED], [()], names=())).iloc[0]
    assert (row["id_input_input"], row["id_input"], row["text_input"]) == ("셋", "넷", "다섯")
    assert row["text"] == "의견"
