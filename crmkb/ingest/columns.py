"""Which column of a table is the comment, the id, the date ...: by its header, in Korean or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from crmkb.errors import InputError, UsageError
from crmkb.strings import say

# Earlier names win among equals. A name found inside a longer header counts less than the whole header.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "의견", "내용", "코멘트", "응답", "자유의견", "주관식의견", "기타의견", "의견내용", "응답내용", "답변내용",
        "건의사항", "건의", "개선사항", "개선점", "개선할점", "개선의견", "요청사항", "애로사항", "소감", "소감문",
        "느낀점", "좋았던점", "아쉬운점", "아쉬웠던점", "바라는점", "하고싶은말", "하고싶은말씀", "한줄평", "피드백",
        "후기", "리뷰", "리뷰내용", "답변", "주관식", "서술형", "자유기술", "자유응답", "자유서술", "본문", "메시지",
        "대화내용", "발언", "발언내용", "제안", "제안사항", "불만사항", "텍스트", "comment", "comments",
        "comment text", "text", "feedback", "review", "review text", "reviews", "answer", "answers", "response",
        "response text", "opinion", "opinions", "content", "contents", "body", "message", "remark", "remarks",
        "suggestion", "suggestions", "verbatim", "free text", "open ended response", "utterance", "sentence",
    ),
    "id": (
        "id", "번호", "no", "응답번호", "응답id", "응답자번호", "응답자id", "순번", "연번", "일련번호", "접수번호",
        "설문번호", "의견번호", "의견id", "아이디", "관리번호", "글번호", "number", "num", "comment id",
        "response id", "review id", "feedback id", "answer id", "respondent id", "record id", "row id", "text id",
        "message id", "uid", "uuid",
    ),
    "date": (
        "일자", "날짜", "작성일", "작성일자", "작성일시", "응답일", "응답일자", "응답일시", "응답시간", "응답시각",
        "등록일", "등록일자", "등록일시", "제출일", "제출일시", "제출시간", "작성시간", "접수일", "교육일",
        "교육일자", "워크숍일자", "일시", "타임스탬프", "date", "datetime", "timestamp", "created at", "created",
        "submitted at", "response date", "written on",
    ),
    "department": (
        "부서", "소속", "팀", "부서명", "소속부서", "소속팀", "팀명", "본부", "부문", "조직", "지점", "department",
        "dept", "team", "division", "unit",
    ),
    "level": (
        "직급", "직책", "직위", "직급명", "직책명", "직급직책", "직급직위", "직무등급", "level", "rank", "position",
        "job level", "job title", "grade",
    ),
    "company": (
        "회사", "법인", "회사명", "법인명", "기업", "기업명", "업체", "업체명", "고객사", "계열사", "소속회사",
        "company", "company name", "organization", "organisation", "corporation", "firm",
    ),
    "workshop": (
        "워크숍", "워크샵", "회차", "세션", "차수", "워크숍명", "워크샵명", "워크숍회차", "워크샵회차", "교육차수",
        "교육과정", "과정명", "세션명", "간담회", "차시", "행사명", "교육명", "workshop", "session", "workshop name",
        "session name", "round",
    ),
}  # fmt: skip
# Headers that end like this hold numbers, codes, dates or persons, whatever stands before.
_NOT_TEXT = re.compile(
    r"(?:수|점수|평점|별점|만족도|번호|코드|순위|순번|율|률|비율|건수|개수|글자수|길이|여부|유형|분류|구분|일|일자|일시|날짜|시간|시각|자|자명|작성자|담당자"
    r"|id|no|num|number|count|counts|length|score|scores|rating|ratings|rate|date|time|at|code|type|label|labels|lang|language"
    r"|url|author|name|by)$"
)
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """Header names that the user gave; None leaves the field to recognition."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
    department: str | None = None
    level: str | None = None
    company: str | None = None
    workshop: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column became which field.

    Attributes
    ----------
    header
        All column names in the order of the file, NFC without blank edges; `""` where the header has none.
    fields
        Field (`text`, `id`, `date`, ...) to the number of its column, from 0. Always has `text`.
    """

    header: tuple[str, ...]
    fields: Mapping[str, int]


def match_columns(header: Sequence[str], options: ColumnOptions, *, path: str = "", exact: bool = False) -> ColumnMap:
    """Recognize the columns of a table by their header.

    Parameters
    ----------
    header
        Column names; may hold empty and equal ones.
    options
        What the user named; it comes before all recognition.
    path
        The file as errors call it.
    exact
        True takes only headers that are a known name as a whole.

    Returns
    -------
    ColumnMap
        At most one column a field and one field a column.

    Raises
    ------
    UsageError
        If an option names a column that is not there.
    InputError
        If no column can hold the comments.

    Notes
    -----
    Names are compared in NFC and lower case, without blanks and punctuation. A header that is a known name comes before
    one that contains it, the longer name before the shorter, the later place in the header before the earlier (Korean
    says last what a thing is), then the order of the list, then the column. An id is recognized by its whole name only:
    a customer's number would make two comments one.

    Examples
    --------
    >>> match_columns(["No.", "소속 부서", "자유 의견", "만족도"], ColumnOptions()).fields
    {'id': 0, 'department': 1, 'text': 2}
    """
    names = tuple(unicodedata.normalize("NFC", name).strip() for name in header)
    given = _given(names, options, path)
    best: list[tuple[tuple[bool, int, int, int, int], str, int]] = []
    for column, name in enumerate(names):
        for field, known in _NAMES.items():
            if field not in given and column not in given.values():
                found = [(*_fit(name, word, field), -rank, -column) for rank, word in enumerate(known)]
                best += [(fit, field, column) for fit in found if fit[1] and (fit[0] or not exact)]
    chosen = dict(given)
    for _, field, column in sorted(best, reverse=True):
        if field not in chosen and column not in chosen.values():
            chosen[field] = column
    if "text" not in chosen:
        raise InputError("ingest.no_text_column", path=path, columns=_listed(names))
    return ColumnMap(names, dict(sorted(chosen.items(), key=lambda item: item[1])))


def stored_names(columns: ColumnMap) -> dict[int, str]:
    """Name the columns that are kept as fields of a row: all but the comment and the id.

    Parameters
    ----------
    columns
        The recognized columns.

    Returns
    -------
    dict[int, str]
        Column number to the name it is stored under: the field, else the header's own; equal names get a number.
        Columns without a header are not kept.

    Examples
    --------
    >>> stored_names(match_columns(["의견", "부서명", "점수", "점수", ""], ColumnOptions()))
    {1: 'department', 2: '점수', 3: '점수 (2)'}
    """
    field_of = {column: field for field, column in columns.fields.items()}
    stored: dict[int, str] = {}
    taken = set(columns.fields)
    for column, name in enumerate(columns.header):
        field = field_of.get(column)
        if field in ("text", "id") or not name:
            continue
        unique, n = field or name, 1
        while not field and unique in taken:
            n += 1
            unique = f"{name} ({n})"
        taken.add(unique)
        stored[column] = unique
    return stored


def describe(columns: ColumnMap, *, path: str) -> str:
    """Say which column was taken for what, and which for nothing.

    Parameters
    ----------
    columns
        The recognized columns.
    path
        The file as sentences call it.

    Returns
    -------
    str
        One sentence in the language in force.

    Examples
    --------
    >>> describe(match_columns(["의견", "점수"], ColumnOptions()), path="a.csv")
    'a.csv: 의견 -> comment; 그 밖의 열: 점수'
    """
    shown = {field: "comment" if field == "text" else field for field in columns.fields}
    pairs = ", ".join(f"{columns.header[column]} -> {shown[field]}" for field, column in columns.fields.items())
    rest = [name for column, name in enumerate(columns.header) if name and column not in columns.fields.values()]
    if not rest:
        return say("ingest.mapping", path=path, pairs=pairs)
    return say("ingest.mapping_and_rest", path=path, pairs=pairs, rest=", ".join(rest))


def _given(names: tuple[str, ...], options: ColumnOptions, path: str) -> dict[str, int]:
    """Find the columns that the user named."""
    squeezed = [_squeezed(name) for name in names]
    given: dict[str, int] = {}
    for field in (f.name for f in fields(options)):
        wanted = getattr(options, field)
        if wanted is None:
            continue
        whole = unicodedata.normalize("NFC", wanted).strip()
        if whole in names:
            given[field] = names.index(whole)
        elif _squeezed(whole) and _squeezed(whole) in squeezed:
            given[field] = squeezed.index(_squeezed(whole))
        else:
            facts = {"option": f"--{field}-column", "column": wanted, "columns": _listed(names)}
            raise UsageError("ingest.no_such_column", path=path, **facts)
    return given


def _fit(header: str, word: str, field: str) -> tuple[bool, int, int]:
    """Measure how well a header fits a known name: whole or part, length, place; length 0 is no fit."""
    squeezed, known = _squeezed(header), _squeezed(word)
    if squeezed == known:
        return True, len(known), 0
    unfit = field == "id" or len(known) < 2 or (field == "text" and _NOT_TEXT.search(squeezed))
    if unfit:
        return False, 0, 0
    if _HANGUL.search(known):
        place = squeezed.rfind(known)
        return False, len(known) if place >= 0 else 0, place + len(known)
    # English names must be whole words: `text` is not in `context`.
    words, wanted = _words(header), _words(word)
    places = [k for k in range(len(words)) if words[k : k + len(wanted)] == wanted]
    return False, len(known) if places else 0, len("".join(words[: places[-1] + len(wanted)])) if places else 0


def _squeezed(name: str) -> str:
    """Return a name in NFC and lower case without blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).lower()


def _words(name: str) -> list[str]:
    """Return the Latin words of a name in lower case; `reviewText` has two."""
    return re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def _listed(names: Sequence[str]) -> str:
    """List column names for a sentence."""
    return ", ".join(name for name in names if name) or "-"
