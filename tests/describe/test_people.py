"""People: names with a title, and what stands in a name's place."""

from __future__ import annotations

import pytest

from crmkb.describe.people import people, person_terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("홍길동 과장이 물었다", ["홍길동 과장"]),
        ("김과장은 몰랐고 박 팀장님은 알았다", ["김과장", "박 팀장님"]),
        ("이영희씨와 최차장님", ["이영희씨", "최차장님"]),
        ("박소연님께", ["박소연님"]),
        ("[이름1]님과 [사람_3]", ["[이름1]", "[사람_3]"]),
        ("김○○ 님", ["김○○"]),
        # Roles and words that only look like names: section head of sales, chairman, parking lot, head of a section.
        ("영업부 과장", []),
        ("사장님 축사", []),
        ("이사장님", []),
        ("지하 주차장과 공소장", []),
        ("신임 팀장, 인사팀 과장", []),
        ("고객님", []),
        ("**굵게** * 항목", []),
        ("", []),
    ],
)
def test_people_in_a_text(text: str, expected: list[str]) -> None:
    """A surname or full name with a title, and pseudonyms; no roles."""
    assert [text[person.start : person.end] for person in people(text)] == expected


def test_person_terms_of_a_corpus() -> None:
    """A full name that has a title somewhere is one everywhere; a surname with a title, and the words of pseudonyms."""
    texts = ["[이름1] 과장, 홍길동 팀장", "홍길동이 말했다", "[이름2]도 이름을 적었다"]
    terms = ["이름", "과장", "홍길동", "홍길동 팀장", "김 부장님", "영업팀장", "교육"]
    assert person_terms(texts, terms) == {"이름", "홍길동", "홍길동 팀장", "김 부장님"}


def test_word_that_pseudonyms_use_may_be_a_word() -> None:
    """It stays a term where it stands outside at least as often as in a name's place."""
    assert person_terms(["[이름1]", "고객 이름이 다르다"], ["이름"]) == set()
    assert person_terms([], []) == set()
