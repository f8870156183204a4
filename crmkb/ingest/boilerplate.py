"""Find the part of an article that is its author's: board and portal furniture at its edges stays outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmkb.text.offsets import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDGE_LINES = 8
_LONGEST = 120

# All patterns are for a whole line whose blanks are single, in any case.
_COUNT = (
    r"(?:댓글|의견|덧글|답글|엮인글|트랙백|공감|추천|비추천|좋아요|조회|조회수|읽음|스크랩|신고|공유)"
    r"\s?[:：(\[]?\s?[\d,]+\s?[개회건명]?[)\]]?"
)
_MENU = (
    r"(?:신규\s?등록|목록(?:으로)?(?:\s?보기)?|리스트|인쇄(?:하기)?|프린트|글쓰기|글수정|수정|삭제|답변|답글"
    r"|댓글(?:\s?(?:쓰기|달기|보기))?|이전|다음|이전\s?글|다음\s?글|이전\s?기사|다음\s?기사|맨\s?위로|위로"
    r"|추천(?:하기)?|스크랩(?:하기)?|공유(?:하기)?|신고(?:하기)?|url\s?복사|주소\s?복사|링크\s?복사|글자\s?크기"
    r"|글씨\s?크기|크게|작게|트위터|페이스북|카카오톡|카카오스토리|네이버\s?블로그|밴드|메일(?:\s?보내기)?|이메일"
    r"|관심글|구독(?:하기)?|top|list|print|share|tweet|facebook|twitter|e-?mail|reply|prev|next|like)"
)
_PERSON = r"[^\s:|,]{1,15}(?:\s[^\s:|,(]{1,10})?(?:\s?\([^()]{1,30}\))?"
_DATE = (
    r"(?:19|20)?\d{2}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[.일]?(?:\s?\(.\))?"
    r"(?:\s?(?:오전|오후|am|pm)?\s?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_WRITER = rf"(?:작성자|글쓴이|등록자|게시자|기자명|이름|작성|글)\s?[:：]\s?{_PERSON}"
_WHEN = (
    r"(?:작성일|작성일시|등록일|등록일시|게시일|입력|입력일|수정|수정일|최종\s?수정|승인|기사입력|기사수정|날짜|일시"
    rf"|date)\s?[:：]?\s?{_DATE}"
)
_FILED = r"(?:카테고리|분류|글번호|번호|hit|hits|ip)\s?[:：]\s?[^\s:|]{1,20}"
_META = rf"(?:{_WRITER}|{_WHEN}|{_FILED}|{_COUNT}|{_DATE})"
_BETWEEN = r"\s?[|/·ㆍ,∙]?\s?"

_PATTERNS = (
    r"[(\[<]?\s?(?:다음\s?(?:회|편|호|글)에\s?)?계속(?:됩니다|합니다|)\s?[.·…]*\s?[)\]>]?[.·…]*",
    r"[-=]*\s?(?:to be continued)\s?[.…]*",
    r"(?:다음|이전)\s?(?:글|회|편|기사)\s?(?:[:：>▶▲▼|].*)?",
    r"(?:파일\s?)?다운로드\s?(?:\(\s?\d+\s?\)|\d+\s?회?)?",
    r"(?:첨부|첨부\s?파일|관련\s?파일)\s?(?:[:：(\[].*|\d+\s?개?)?",
    r"[^\s]{1,60}\.(?:hwpx?|docx?|pptx?|xlsx?|pdf|zip)\s?(?:\([^)]{1,20}\))?",
    rf"의견\s?\(?\d+\)?(?:\s?개)?(?:\s?{_MENU})*",
    rf"{_COUNT}(?:{_BETWEEN}(?:{_COUNT}|{_MENU}))*",
    rf"\[?{_MENU}\]?(?:{_BETWEEN}\[?{_MENU}\]?)*",
    r"[<[(※*]*\s?(?:저작권자|copyright|ⓒ|©|\(c\)).*",
    r".*\ball rights? reserved\b.{0,20}",
    r"[^.]{0,60}(?:무단\s?(?:전재|복제|배포|도용)|재배포)[^.]{0,40}(?:금지|금함|금합니다)\s?[.>\])]*",
    r"[^.]{0,40}이메일\s?무단\s?수집\s?거부.{0,20}",
    r"[<\[(※*]*\s?(?:출처|원문|원문\s?보기|펌|스크랩|자료)\s?(?:[\])>]\s?.*|[:：]\s?.*)?",
    r"\[?[가-힣]{2,4}\s?(?:인턴\s?)?기자\]?(?:\s?[\w.+-]+@[\w.-]+)?",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
    r"(?:\[|#\s?)?(?:태그|tags?)\s?[\]:：].*",
    r"(?:#[^\s#]{1,20}\s?){2,}",
    r"(?:이\s?기사를?|이\s?글을?)\s?(?:공유합니다|추천합니다|공유하기|추천하기)",
    r"(?:홈|home)(?:\s?[>›»]\s?[^>›»]{1,20}){1,6}",
)
_EDGE = re.compile("|".join(f"(?:{p})" for p in (*_PATTERNS, rf"{_META}(?:{_BETWEEN}{_META})+")), re.IGNORECASE)
_HEAD = re.compile(rf"(?:{_WRITER}|{_WHEN}|{_FILED}|{_COUNT})(?:{_BETWEEN}{_META})*", re.IGNORECASE)
# A line that ends like a sentence is the author's, unless it only says that the text goes on.
_SENTENCE = re.compile(
    r"(?:[가-힣](?<!계속됩니)(?<!계속합니)(?<!금합니)(?<!공유합니)(?<!추천합니)다|[요까죠음함])\s?[.!?]+[\"'”’)\]]*$"
)


def body(text: str) -> Span:
    r"""Find the body of an article between what a board or portal put around it.

    Parameters
    ----------
    text
        A file's whole text, with any line ends.

    Returns
    -------
    Span
        From the first to the last line that is the author's. At an edge where nothing was cut it reaches the text's
        end. A text of nothing but furniture is returned whole.

    Notes
    -----
    Only the first and last eight lines that are not blank are looked at, and only whole lines that have the form of
    furniture go: menus, counts, attachments, copyright, sources, `계속됩니다`. Where lines with author, date or number
    of readers stand right under the first line, that line goes with them: it is the page's title. Cost: one pass over
    the line ends.

    Examples
    --------
    >>> text = "교육이 먼저다.\n\n계속됩니다....\n다운로드\n의견 0 신규등록\xa0 목록"
    >>> body(text)
    Span(start=0, end=8)
    """
    lines = [line for line in _lines(text) if text[slice(*line)].strip()]
    first = _furniture(text, lines[:_EDGE_LINES])
    last = len(lines) - _furniture(text, reversed(lines[-_EDGE_LINES:]))
    if first >= last:
        return Span(0, len(text))
    headed = first + _title_and_head(text, lines[first:_EDGE_LINES])
    first = headed if headed < last else first
    start = lines[first].start if first else 0
    end = lines[last - 1].start + len(text[slice(*lines[last - 1])].rstrip()) if last < len(lines) else len(text)
    return Span(start, end)


def is_furniture(line: str) -> bool:
    r"""Tell whether a whole line is board or portal furniture.

    Parameters
    ----------
    line
        A line; blanks of any kind count as one.

    Returns
    -------
    bool
        True when the whole line has the form of furniture. A line above 120 characters, or that ends like a sentence,
        never has.

    Examples
    --------
    >>> is_furniture("의견 0 신규등록\xa0\xa0 목록"), is_furniture("의견 수렴이 없었다.")
    (True, False)
    """
    squeezed = " ".join(line.split())
    return len(squeezed) <= _LONGEST and not _SENTENCE.search(squeezed) and bool(_EDGE.fullmatch(squeezed))


def _lines(text: str) -> Iterable[Span]:
    """Yield the lines without their line ends."""
    for line in re.finditer(r"[^\r\n]+", text):
        yield Span(*line.span())


def _furniture(text: str, lines: Iterable[Span]) -> int:
    """Count the lines that are furniture before the first that is not."""
    count = 0
    for line in lines:
        if not is_furniture(text[slice(*line)]):
            break
        count += 1
    return count


def _title_and_head(text: str, lines: list[Span]) -> int:
    """Count a title and the lines under it with author, date or number of readers; 0 where there are none."""
    if not lines or _SENTENCE.search(text[slice(*lines[0])].strip()):
        return 0
    count = 1
    for line in lines[1:]:
        squeezed = " ".join(text[slice(*line)].split())
        if len(squeezed) > _LONGEST or _SENTENCE.search(squeezed) or not _HEAD.fullmatch(squeezed):
            break
        count += 1
    return count if count > 1 else 0
