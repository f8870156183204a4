"""What stands behind a noun: particles with their tags, and the nouns that only look as if they ended in one."""

from __future__ import annotations

from functools import lru_cache

from crmkb.korean.words import Word

PARTICLES: dict[str, str] = {
    **dict.fromkeys(("이", "가", "께서"), "JKS"),
    **dict.fromkeys(("을", "를"), "JKO"),
    "의": "JKG",
    **dict.fromkeys(("에", "에서", "에게", "한테", "께", "로", "으로", "로서", "으로서", "로써", "으로써"), "JKB"),
    **dict.fromkeys(("보다", "처럼", "같이"), "JKB"),
    **dict.fromkeys(("와", "과", "랑", "이랑", "하고"), "JC"),
    **dict.fromkeys(("은", "는", "도", "만", "까지", "부터", "마다", "조차", "마저", "밖에", "이나", "나"), "JX"),
    **dict.fromkeys(("들", "님"), "XSN"),
}
"""What may stand behind a noun, with its tag: so much of a word that runs over the end of an entry is cut off it."""

LIKE_PARTICLES = frozenset({
    "가을", "각도", "강도", "강의", "건의", "결과", "결의", "경과", "경로", "고가", "고도", "고의", "과도",
    "국가", "국도", "길이", "나이", "낭만", "내과", "논의", "놀이", "높이", "단가", "단도", "대가", "대만",
    "도로", "동의", "마을", "문의", "물가", "미만", "반도", "보도", "부가", "부과", "부의", "불만", "비만",
    "빈도", "사과", "사도", "사랑", "사은", "사의", "사이", "서로", "선의", "성과", "속도", "손님", "수가",
    "수도", "수로", "시가", "시도", "식도", "식이", "악의", "안과", "안도", "양도", "연도", "온도", "외과",
    "용도", "원가", "원로", "유가", "유도", "유의", "의도", "인가", "인도", "일과", "임의", "자랑", "자만",
    "자의", "작가", "장과", "장로", "저가", "적도", "전과", "정가", "정도", "정의", "제과", "제도", "조의",
    "종이", "주가", "주의", "증가", "지도", "진로", "차이", "참가", "창의", "초과", "추가", "치과", "태도",
    "통과", "통로", "파도", "평가", "포도", "품의", "하나", "학과", "한도", "합의", "항로", "허가", "협의",
    "호의", "화가", "화로", "회로", "회의", "효과", "휴가",
})  # fmt: skip
"""Nouns that end like a noun with its particle and often stand behind another noun: 고객+사이 is not 고객사+이."""

_LONGEST = max(map(len, PARTICLES))


@lru_cache(10_000)
def particles(text: str) -> tuple[Word, ...]:
    """Read a text as particles.

    Parameters
    ----------
    text
        What stands behind a noun, to the end of the eojeol or of a word.

    Returns
    -------
    tuple[Word, ...]
        One word a particle, the longest first; empty where it is anything else.

    Examples
    --------
    >>> [(word.text, word.tag) for word in particles("들에게는")], particles("람")
    ([('들', 'XSN'), ('에게', 'JKB'), ('는', 'JX')], ())
    """
    for n in range(min(len(text), _LONGEST), 0, -1):
        tag = PARTICLES.get(text[:n])
        if tag:
            behind = particles(text[n:])
            if behind or n == len(text):
                return (Word(text[:n], tag, text[:n]), *behind)
    return ()
