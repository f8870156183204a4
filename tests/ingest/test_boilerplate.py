"""Boilerplate: the furniture goes, the author's lines stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.ingest.boilerplate import body, is_furniture

if TYPE_CHECKING:
    from pathlib import Path

PROSE = "교육이 없는 CRM은 실패한다."  # "CRM without training fails"

FURNITURE = [
    "계속됩니다.........", "(계속)", "<다음 회에 계속>", "다운로드", "다운로드 (3)",
    "의견 0 신규등록\xa0\xa0\xa0\xa0\xa0 목록", "의견 12개",
    "댓글 3 조회 120 추천 5", "조회수: 1,024", "댓글(4)", "목록 | 인쇄", "목록", "이전글 다음글 목록",
    "[목록] [수정] [삭제]", "TOP",
    "저작권자 ⓒ 가나일보, 무단 전재 및 재배포 금지", "ⓒ 2009 가나연구소",
    "Copyright (c) 2009 GN. All rights reserved.",
    "무단전재-재배포 금지>", "출처: 가나경제 2009년 3월호", "[출처] CRM 이야기|작성자 가나", "[펌]",
    "첨부파일 : 발표자료.ppt (2MB)", "첨부파일 2개",
    "발표자료.hwp (34KB)", "작성자: 홍길동 | 등록일: 2009-03-02 | 조회: 120",
    "글쓴이 : 홍길동  날짜 2009.03.02 10:22", "입력 2009.03.02 10:22 수정 2009.03.02 11:00",
    "2009-03-02 10:22 | 조회 120", "홍길동 기자 hong@example.com", "[홍길동 기자]", "hong@example.com",
    "페이스북 트위터 카카오톡 URL복사", "태그: CRM, 교육",
    "#CRM #교육 #실패", "이메일 무단 수집 거부", "다음글 : 4회차 후기", "이전글 ▲ 2회차 후기",
    "홈 > 게시판 > 자료실", "좋아요 3 공유하기 신고",
]  # fmt: skip
NEAR_MISSES = [
    "출처가 불분명한 데이터가 문제였다.", "계속됩니다만 성과는 없었다.", "계속 교육해야 한다.",
    "다운로드 속도가 느렸다.", "의견 수렴이 없었다.", "의견 0건이라는 보고가 올라왔다.",
    "목록을 인쇄해 나누어 주었다.", "저작권은 회사에 있다.", "무단 전재를 금지하자는 말이 나왔다.",
    "조회 수가 늘었다.", "댓글 3개가 달렸다.", "첨부파일을 아무도 열지 않았다.",
    "작성자: 모두가 침묵했다.", "작성자가 누구인지 몰랐다.", "등록일이 지난 자료였다.", "다음 글에서 이어 가겠다.",
    "이전 글보다 나은 결과였다.", "수정 요청이 120건 쌓였다.",
    "추천할 만한 방법은 아니었다.", "홍길동 기자는 그렇게 썼다.", "2009년 3월 2일", "메일 보내기를 그만두었다.",
    "CRM", "교육", "의견", "#1 교육", "2천만 불짜리 프로젝트",
    "태그를 붙이는 일은 없었다.", "자료가 없었다", "스크랩한 기사뿐이었다", "이름만 CRM이었다.", "출처",
    "글: 홍길동이 쓴 글을 모두 옮겼다.",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_known_by_its_form(line: str) -> None:
    """Menus, counts, attachments, copyright and the like are no text."""
    assert is_furniture(line)
    assert body(f"{PROSE}\n\n{line}\n") == (0, len(PROSE))


@pytest.mark.parametrize("line", [line for line in NEAR_MISSES if line != "출처"])
def test_an_ordinary_line_is_never_furniture(line: str) -> None:
    """Prose that starts with the same words stays, wherever it stands."""
    assert not is_furniture(line)
    text = f"{line}\n{PROSE}\n{line}"
    assert body(text) == (0, len(text))


def test_lines_at_the_head_are_cut() -> None:
    """A menu above the title goes; the title and the text stay."""
    text = f"홈 > 게시판 > 자료실\n목록 | 인쇄\n\nCRM 실패의 기록\n{PROSE}"
    start, end = body(text)
    assert text[start:end] == f"CRM 실패의 기록\n{PROSE}"


def test_a_title_goes_with_the_lines_about_it() -> None:
    """Author, date and readers right under the title make it a page's title."""
    text = f"CRM 실패의 기록\n작성자: 홍길동\n등록일: 2009-03-02\n조회 12\n\n{PROSE}\n목록"
    start, end = body(text)
    assert text[start:end] == PROSE


def test_furniture_in_the_middle_stays() -> None:
    """Only the edges are looked at, eight lines deep."""
    text = "\n".join([PROSE, "목록", PROSE, *["목록"] * 9])
    start, end = body(text)
    assert text[start:end] == "\n".join([PROSE, "목록", PROSE, "목록"])


@pytest.mark.parametrize("text", ["", "\n \n", "목록\n인쇄", PROSE, f"\r\n{PROSE}\r\n"])
def test_where_nothing_can_be_cut_the_text_is_whole(text: str) -> None:
    """No furniture, or nothing else: the span is the text."""
    assert body(text) == (0, len(text))


@given(st.lists(st.sampled_from([*FURNITURE, PROSE, "", " "]), max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_no_line_of_prose_is_ever_cut(lines: list[str], end_of_line: str) -> None:
    """Whatever stands around it, the author's text is inside; but a title over furniture may go."""
    text = end_of_line.join(lines)
    start, end = body(text)
    assert 0 <= start <= end <= len(text)
    assert text[start:end].count(PROSE) >= lines.count(PROSE) - 1
    assert PROSE not in text[end:]


def test_long_lines_of_any_kind_are_quick() -> None:
    """A megabyte of one character is no trap for the patterns."""
    for char in "#([ .\xa0출":
        assert not is_furniture(char * 1_000_000 + "가나다")


@pytest.mark.data
def test_the_founding_essay_loses_exactly_its_three_tail_lines(essay: Path) -> None:
    """The essay's tail is cut, its title and body stay."""
    text = essay.read_text(encoding="utf-8")
    start, end = body(text)
    assert start == 0
    assert [line for line in text[end:].split("\n") if line.strip()] == [
        "계속됩니다.........",
        "다운로드",
        "의견 0 신규등록\xa0\xa0\xa0\xa0\xa0 목록",
    ]
    assert [line for line in text[:end].split("\n") if is_furniture(line)] == []
