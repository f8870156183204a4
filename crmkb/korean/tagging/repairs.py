"""Slips of mecab-ko-dic put right, each by a rule about Korean that holds for a whole class of words.

The dictionary is of 2018 and grew from Wikipedia titles. Its slips come in classes: a noun cut from its Sino-Korean
final (후보/자, 세월/호), a name cut in two names, free compounds that are one 'proper noun' (압수수색), a surname
glued to 씨, words for days taken for adverbs, adverbs taken for nouns, stems taken to have lost an ㄹ. Conventions are
those of the Sejong corpus: the suffixes 들, 적, 님, 성, 화, 률 and their like stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmkb.korean.tagging.fragments import NOUNS, eojeol_length
from crmkb.korean.words import Tagged, Word

_FINALS = """
자 실 대 권 당 국 처 청 부 탑 호 장 직 점 관 시 역 교 서 소 원 단 액 비 법
증 사 금 병 기 인 력 심 차 회 제 세
"""
FINALS = frozenset(_FINALS.split())
"""Sino-Korean finals that make one word with the noun before them; none that is also a particle, an ending or a 前."""

_FINAL_TAGS = frozenset({"XSN", "NNG", "NNP", "NNB", "NNBC", "NR"})

_ORGANIZATIONS = """
대학 대학교 초등학교 중학교 고등학교 신문 신문사 일보 타임스 타임즈 포스트 은행 병원 호텔
백화점 그룹 전자 자동차 중공업 화학 제약 건설 항공 통신 텔레콤 반도체 카드 보험 증권 생명
화재 공사 공단 협회 연맹 연합회 총회 의회 구청 시청 군청 지법 고법 지검 고검 경찰청
경찰서 소방서 대사관 영사관 특별시 광역시 공원 구장 체육관 박물관 기념관 미술관 터널 대교
나들목 교회 문고 구단 리그 왕국 제국 공화국 조약 전쟁 운동 선언 올림픽 월드컵 메트로 철도
타이어 모직 양행 광장 선수권 민국 남도 북도 전선
"""
ORGANIZATIONS = frozenset(_ORGANIZATIONS.split())
"""Heads that make one name with the proper noun before them (강원+일보, 잠실+구장)."""

_NAME_HEADS = """
평야 산맥 고원 고지 해협 대로 뉴스 저널 실록 왕후 옹주 교구 여객 운수 고속 약품 극장 타워 방송 정음 보감
"""
NAME_HEADS = ORGANIZATIONS | frozenset(_NAME_HEADS.split())
"""Heads of names that are one word (김제+평야, 훈민+정음)."""

SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모"
)
TITLES = frozenset("씨군양")
_BEHIND_A_SURNAME = TITLES | {"("}
ADJECTIVES = {
    word: (Word(word[:-1], "NNG", word[:-1]), Word(word[-1], tag, lemma))
    for tag, lemma, words in (
        ("XSA+ETM", "하+ㄴ", "친절한 극심한 이상한 고요한 강인한 유순한"),
        ("XSV+ETM", "하+ㄴ", "전수한 남용한 고정한"),
        ("XSV+ETM", "되+ㄴ", "강요된 기록된 유도된 일관된 잘못된 정화된 폐지된 학습된 해방된 회복된"),
    )
    for word in words.split()
}
"""Beginnings of titles that the dictionary takes for names."""

PREFIXES = frozenset("불비재")
_NOT_PREFIXED = """
불가마 불개미 불고기 불구경 불구덩이 불귀신 불그림자 불기둥 불기운 불꼬리 불나무 불나방 불나비 불난리 불놀이 불단속
불더미 불더위 불덩어리 불덩이 불도가니 불도마뱀 불도장 불문학 불바다 불바람 불방망이 불방울 불벌레 불벼락 불벽돌 불보살
불볼락 불사리 불상놈 불세례 불소리 불시계 불심지 불쌍놈 불쏘시개 불여우 불자동차 불자리 불장난 불쟁이 불제자 불조심
불줄기 불지옥 불집게 불채찍 불호령 불화로 불화살
비가림막 비거리 비구름 비덮개 비모음 비문건 비바람 비받이 비보라 비설거지 비안개 비오리 비자금 비저항
재갈매기 재강아지 재거름 재당숙 재당숙모 재당질 재당질녀 재두루미 재떨이 재작년 재작일 재재작년 재테크
"""
NOT_PREFIXED = frozenset(_NOT_PREFIXED.split())
"""Fire (불장난), rain (비구름), ash (재떨이) and others that only look as if they had one of the prefixes."""

UNITS = frozenset("분도회일명개원년시초층호번주달살배건권대장월")
UNIT_PARTICLES = {
    "과": "JC",
    "로": "JKB",
    "이": "JKS",
    "의": "JKG",
    "도": "JX",
    "만": "JX",
    "은": "JX",
    "을": "JKO",
    "에": "JKB",
}
"""Particles that make a noun with a unit before them: 49분과 is no 분과."""

NOUN_OR_ADVERB = frozenset(
    {"지금", "현재", "처음", "최근", "당시", "평소", "잠시", "약간", "원래", "보통", "그동안", "사실", "이제"}
)
"""Adverbs that are nouns where a particle follows."""

DAYS = frozenset({"오늘", "어제", "내일", "모레", "그제", "요즘", "요새", "사실"})
"""Nouns that the dictionary knows as adverbs alone."""

ADVERBS = frozenset({"한편", "최대한", "한때"})
"""Adverbs, unless a particle follows."""

NEVER_L = frozenset({"쓰", "가"})
"""Stems that Mecab takes to have lost an ㄹ (쓸다, 갈다), while people mean the other verb (쓰다, 가다)."""

L_LOST_BEFORE = frozenset("오ㄴㅂ")
NO_INITIAL = 11
"""Number of the initial ㅇ, which stands before a vowel."""
INITIALS_OF_LOSS = frozenset({2, 7, 9})
"""Numbers of the initials ㄴ, ㅂ and ㅅ: before them, and before 오, a stem loses its ㄹ."""

ONLY_BEFORE_VOWELS = {"들": "듣", "물": "묻", "걸": "걷", "불": "붇"}
"""Stems that are another verb's before a vowel alone: 들어 may be 듣다, but 들고 is 들다, and 걸지 is 걸다."""

MIN_STEM = 2
LONGEST_EOJEOL = 8
"""Most letters of an eojeol in which names are joined: longer ones are text without blanks."""


class Clue(NamedTuple):
    """What a word may need.

    `parts` stand in its place; it `joins` the word before it if they make one noun; it is an `adverb` unless a particle
    follows, or a `noun` if one does; its stem is taken to have lost an ㄹ, or to have turned a ㄷ into one, which only
    some endings cause; it is a `unit` and a particle behind a number; it is a `surname` and 모 before a title.
    """

    parts: tuple[Word, ...] = ()
    joins: bool = False
    adverb: bool = False
    lost_l: bool = False
    turned_d: bool = False
    noun: bool = False
    unit: bool = False
    surname: bool = False

    @property
    def leans(self) -> bool:
        """Tell whether the word needs no repair unless it is written to the word before it."""
        return self.joins or self.unit


def clue(word: Word, features: Sequence[str]) -> Clue | None:
    """Tell whether a word of Mecab may need repair, from what its dictionary says of it.

    Parameters
    ----------
    word
        One word.
    features
        Mecab's features: tag, class, final, reading, kind, first and last tag, expression.

    Returns
    -------
    Clue | None
        None for nearly all words.
    """
    text, tag = word.text, word.tag
    if tag == "MAG" and text in DAYS:
        return Clue(parts=(Word(text, "NNG", text),))
    if tag == "MAG" and text in NOUN_OR_ADVERB:
        return Clue(noun=True)
    if tag == "VV" and text != word.lemma == _with_l(text):
        return Clue(lost_l=True)
    if tag == "VV" and word.lemma == ONLY_BEFORE_VOWELS.get(text):
        return Clue(turned_d=True)
    if tag not in NOUNS:
        return Clue(joins=True) if tag in _FINAL_TAGS and text in FINALS else None
    parts = ADJECTIVES.get(text, ()) or (_parts(word, features) if features[4:5] == ["Compound"] else ())
    if parts or text in ADVERBS:
        return Clue(parts=parts, adverb=text in ADVERBS)
    if len(text) == 2 and text[0] in UNITS and text[1] in UNIT_PARTICLES:
        return Clue(unit=True)
    if len(text) == 2 and text[1] == "모" and text[0] in SURNAMES:
        return Clue(surname=True)
    if text in FINALS or text in ORGANIZATIONS:
        return Clue(joins=True)
    return None


def _parts(word: Word, features: Sequence[str]) -> tuple[Word, ...]:
    """Give the words that stand in the place of a compound; empty if it stays."""
    text = word.text
    if len(text) == 2 and text[0] in SURNAMES and text[1] in TITLES:
        return Word(text[0], "NNP", text[0]), Word(text[1], "NNB", text[1])
    parts = [[*part.split("/"), ""][:2] for part in features[7].split("+")]
    if text[0] in PREFIXES and parts[0][0] == text[0] and len(text) > MIN_STEM and text not in NOT_PREFIXED:
        return Word(text[0], "XPN", text[0]), Word(text[1:], "NNG", text[1:])
    free = word.tag == "NNP" and [len(form) for form, _ in parts] == [2, 2] and {tag for _, tag in parts} == {"NNG"}
    if free and parts[1][0] not in NAME_HEADS:
        return tuple(Word(form, tag, form) for form, tag in parts)
    return ()


def repair(words: Sequence[Word], spaces: Sequence[bool], found: Sequence[Clue | None]) -> Tagged:
    """Put right what the clues found.

    Parameters
    ----------
    words
        The words of a text.
    spaces
        Whether a gap follows each.
    found
        A clue or None for each word.

    Returns
    -------
    Tagged
        Words of the same text; joined they have the same letters.
    """
    done: list[Word] = []
    gaps: list[bool] = []
    for i, (word, space, hint) in enumerate(zip(words, spaces, found, strict=True)):
        if hint is None:
            done.append(word)
        elif hint.joins and done and not gaps[-1] and _belong(done[-1], word, words, spaces, i):
            before = done.pop()
            gaps.pop()
            tag = "NNP" if "NNP" in (before.tag, word.tag) else "NNG"
            done.append(Word(before.text + word.text, tag, before.lemma + word.lemma))
        elif hint.adverb and _stands_alone(words, spaces, i):
            done.append(Word(word.text, "MAG", word.lemma))
        elif hint.noun and _has_particle(words, spaces, i):
            done.append(Word(word.text, "NNG", word.lemma))
        elif hint.unit and done and not gaps[-1] and done[-1].tag == "SN":
            done += (
                Word(word.text[0], "NNBC", word.text[0]),
                Word(word.text[1], UNIT_PARTICLES[word.text[1]], word.text[1]),
            )
            gaps.append(False)
        elif hint.surname and i + 1 < len(words) and words[i + 1].text in _BEHIND_A_SURNAME:
            done += Word(word.text[0], "NNP", word.text[0]), Word("모", "NP", "모")
            gaps.append(False)
        elif (hint.lost_l and not _loses_l(word, words, i)) or (hint.turned_d and _is_before_consonant(words, i)):
            done.append(Word(word.text, word.tag, word.text))
        elif hint.parts:
            done += hint.parts
            gaps += [False] * (len(hint.parts) - 1)
        else:
            done.append(word)
        gaps.append(space)
    return Tagged(done, gaps)


def _belong(before: Word, word: Word, words: Sequence[Word], spaces: Sequence[bool], i: int) -> bool:
    """Tell whether word i makes one noun with the word before it, which may be joined already."""
    if before.tag not in NOUNS:
        return False
    if len(word.text) == 1 and word.text in FINALS and len(before.text) >= MIN_STEM:
        # 수원+시 is a city, but 신청+시 is 'when applying', and 시간+당 'an hour'.
        return (word.text != "시" or before.tag == "NNP") and (word.text, word.tag) != ("당", "XSN")
    if before.tag != "NNP" or word.text not in ORGANIZATIONS:
        return False
    return eojeol_length(words, spaces, i) <= LONGEST_EOJEOL


def _loses_l(word: Word, words: Sequence[Word], i: int) -> bool:
    """Tell whether the ending behind verb i makes a stem lose its ㄹ: 만드+는 (만들다), but 쓰+지 (쓰다)."""
    if word.text in NEVER_L or i + 1 == len(words):
        return False
    letter = words[i + 1].text[0]
    return letter in L_LOST_BEFORE or ("가" <= letter <= "힣" and (ord(letter) - ord("가")) // 588 in INITIALS_OF_LOSS)


def _is_before_consonant(words: Sequence[Word], i: int) -> bool:
    """Tell whether the ending behind verb i begins with a consonant."""
    return i + 1 < len(words) and (ord(words[i + 1].text[0]) - ord("가")) // 588 != NO_INITIAL


def _with_l(text: str) -> str:
    """Write a stem with an ㄹ under its last syllable; a stem that has a final already stays."""
    code = ord(text[-1]) - ord("가")
    return text[:-1] + chr(ord("가") + code + 8) if 0 <= code < 11172 and code % 28 == 0 else text


def _has_particle(words: Sequence[Word], spaces: Sequence[bool], i: int) -> bool:
    """Tell whether a particle is written to word i."""
    return i + 1 < len(words) and not spaces[i] and words[i + 1].tag.startswith("J")


def _stands_alone(words: Sequence[Word], spaces: Sequence[bool], i: int) -> bool:
    """Tell whether word i has no particle, ending or noun behind it."""
    return spaces[i] or i + 1 == len(words) or words[i + 1].tag[0] not in "JXNV"
