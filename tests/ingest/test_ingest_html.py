"""Pages: the article comes out, menus and readers' comments do not."""

from __future__ import annotations

import pytest

from crmkb.errors import InputError
from crmkb.ingest.html import read_html
from tests.ingest.ingest_samples import request

ONE = (
    "교육이 부족했고 현업은 참여하지 않았다. 아무도 쓰지 않는 시스템만 남았다."  # "only a system nobody uses was left"
)
TWO = (
    "두 번째 해에는 프로세스부터 바꾸었다. 그제야 영업 사원들이 화면을 열었다."  # "then the salesmen opened the screen"
)
NAV = "<ul><li><a href='/'>자유게시판</a></li><li><a href='/x'>사이트맵</a></li></ul>"
ARTICLE = f"<nav>{NAV}</nav><article><h1>실패의 기록</h1><p>{ONE}</p><p>{TWO}</p></article>"
COMMENTS = "<section id='comments' class='comments'><p>김철수: 퍼갑니다</p></section>"
BOARD = (
    f"<table><tr><td>{NAV}</td></tr><tr><td><table><tr><td>작성자: 관리자 | 조회 123</td></tr>"
    f"<tr><td>{ONE}<br><br>{TWO}</td></tr><tr><td><a href='#'>다운로드</a></td></tr></table></td></tr></table>"
)


def page(body: str, *, charset: str = "utf-8", title: str = "실패의  기록 - 블로그") -> str:
    """Return a page."""
    return f'<html><head><meta charset="{charset}"><title>{title}</title></head><body>{body}</body></html>'


def test_the_article_comes_out_alone() -> None:
    """Paragraphs on lines of their own, the page's title, no menu, no reader's comment."""
    (found,) = read_html(request(page(ARTICLE + COMMENTS))).texts
    assert [line for line in found.text.split("\n") if line != "실패의 기록"] == [ONE, TWO]
    assert (found.title, found.row) == ("실패의 기록 - 블로그", 0)


def test_a_board_laid_out_with_tables_keeps_its_paragraphs() -> None:
    """Layout tables are seen through: no menu, no cell marks, the paragraphs apart."""
    (found,) = read_html(request(page(BOARD))).texts
    assert found.text.split("\n") == [ONE, TWO]


@pytest.mark.parametrize(
    ("charset", "saved_as", "encoding"),
    [
        ("euc-kr", "cp949", "cp949"),
        ("ks_c_5601-1987", "cp949", "cp949"),
        ("euc-kr", "utf-8", "utf-8"),  # saved again, the old declaration left in
        ("utf-8", "cp949", "cp949"),
        ("utf-8", "utf-8-sig", "utf-8-sig"),
        ("utf-8", "utf-16", "utf-16"),
    ],
)
def test_the_declared_encoding_is_honored_where_it_fits(charset: str, saved_as: str, encoding: str) -> None:
    """euc-kr means CP949, rare syllables and all."""
    raw = page(ARTICLE.replace("교육", "똠방교육"), charset=charset).encode(saved_as)
    reading = read_html(request(raw))
    assert reading.encoding == encoding
    assert "똠방교육이 부족했고" in reading.texts[0].text


def test_a_short_page_that_utf8_would_misread_is_korean_where_it_says_so() -> None:
    """`회` in CP949 is also a Latin letter in UTF-8."""
    raw = page(f"<article><p>{ONE}</p></article>", charset="euc-kr", title="회").encode("cp949")
    assert read_html(request(raw)).texts[0].title == "회"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b" \n", "ingest.empty"),
        (page("").encode(), "ingest.no_article"),
        (b"plain", "ingest.no_article"),
        (("<div>" * 20_000).encode(), "ingest.no_article"),
    ],
)
def test_a_page_without_an_article_is_an_error(data: bytes, key: str) -> None:
    """Nothing extracted is said, never stored as an empty text."""
    with pytest.raises(InputError) as caught:
        read_html(request(data, path="a.html"))
    assert caught.value.key == key
