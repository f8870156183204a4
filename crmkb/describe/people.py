"""Names of people in a text: they are never shown as key phrases, nor in the name of a theme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SURNAMES = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현"
GIVEN = (
    "강건경광교규근금기길나남다단달담도동두란량련례로록룡루리린림마만명모무문미민범병보복봉빈산상새석선설섭성"
    "세소솔송수숙순슬승시식신아안애연열영예오옥완용우욱운웅원월유윤율은의이인일자재정종주준중지진찬창채천철춘태택하"
    "학한해향헌혁현형혜호홍화환훈휘희"
)
"""Syllables of which given names are made."""

GLUED = "김이박최강윤임권황송홍배허곽유"
"""Surnames to which a title is written without a blank (김과장); with others it may be a word (주차장, 조사원)."""

_TITLES = """
과장 차장 부장 대리 팀장 사원 주임 계장 실장 국장 처장 본부장 지점장 센터장 파트장 그룹장 소장 원장 이사 상무
전무 사장 부사장 회장 대표 수석 책임 선임 매니저 선생 교수 박사 위원 간호사 기사 씨
"""
TITLES = frozenset(_TITLES.split())
NO_PEOPLE = frozenset({"이사장", "전사원"})
"""Words that only look like a surname and a title, blanks aside."""

_TITLE = "|".join(sorted(TITLES, key=lambda title: (-len(title), title)))
_NAME = f"[{SURNAMES}][{GIVEN}]{{2}}"
_TITLED = f" (?:{_TITLE})님?|(?:{_TITLE})님|씨"
_PERSON = re.compile(
    rf"(?<![가-힣A-Za-z])(?:(?P<full>{_NAME})(?:{_TITLED}|님)|(?P<short>[{SURNAMES}])(?:{_TITLED})"
    rf"|(?P<glued>[{GLUED}])(?:{_TITLE}))(?=[은는이가을를의도만과와께한에랑로하들까조처]|[^가-힣]|$)"
)
_PSEUDONYM = re.compile(
    rf"\[(?P<name>[^\[\]\s\d]{{1,10}}?)_?\d+\]|(?P<masked>(?<![가-힣])[{SURNAMES}][○◯〇*]{{1,2}}[가-힣]?|[○◯〇]{{2,}})"
)
_MIN_FULL_NAME = 3


class Person(NamedTuple):
    """Somebody named in a text: code points from the name to behind the title, and the name alone."""

    start: int
    end: int
    name: str


def people(text: str) -> tuple[Person, ...]:
    """Find the people whom a text names.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    tuple[Person, ...]
        In reading order: a surname or full name with a title (김 과장, 홍길동 팀장님), and what stands in a name's
        place (`[이름1]`, 김○○). Names without a title are not found, nor are those of two letters.

    Examples
    --------
    >>> [person.name for person in people("홍길동 과장님이 [이름1]님께 물었고 영업부 과장은 몰랐다")]
    ['홍길동', '이름']
    """
    found = [
        Person(match.start(), match.end(), match["full"] or match["short"] or match["glued"])
        for match in _PERSON.finditer(text)
        if match.group().replace(" ", "").removesuffix("님") not in NO_PEOPLE
    ]
    found += [Person(m.start(), m.end(), m["name"] or m["masked"]) for m in _PSEUDONYM.finditer(text)]
    return tuple(sorted(found))


def person_terms(texts: Iterable[str], vocabulary: Sequence[str]) -> frozenset[str]:
    """Find the terms of a corpus that name people.

    Parameters
    ----------
    texts
        All texts of the corpus.
    vocabulary
        Terms, as `TermMatrix` has them.

    Returns
    -------
    frozenset[str]
        Terms that hold a full name which the corpus gives a title anywhere, that are a surname with a title, or that
        stand more often within pseudonyms than outside (the 이름 of `[이름1]`).

    Notes
    -----
    Cost: one search through the texts, and one through those of pseudonyms for each of their words.

    Examples
    --------
    >>> sorted(person_terms(["[이름1] 과장, 홍길동 팀장"], ["이름", "과장", "홍길동 팀장", "홍길동", "영업팀장"]))
    ['이름', '홍길동', '홍길동 팀장']
    """
    known: set[str] = set()
    inside: Counter[str] = Counter()
    everything = list(texts)
    for text in everything:
        for person in people(text):
            if text[person.start] == "[":
                inside[person.name] += 1
            elif len(person.name) >= _MIN_FULL_NAME:
                known.add(person.name)
    stand_ins = {name for name, n in inside.items() if 2 * n > sum(text.count(name) for text in everything)}
    return frozenset(
        term for term in vocabulary if term in stand_ins or any(name in term for name in known) or _is_person(term)
    )


def _is_person(term: str) -> bool:
    return any(person.start == 0 and person.end == len(term) for person in people(term))
