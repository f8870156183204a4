"""Sentence ends: the rules, case by case, their laws, and their measured quality."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

import crmkb.korean.sentences.ends as module
from crmkb.korean.analyze import make_pipeline
from crmkb.korean.sentences.enclosures import MAX_ENCLOSED
from crmkb.korean.sentences.ends import sentence_ends
from crmkb.korean.sentences.marks import belongs_before

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline of the house."""
    return make_pipeline()


def pieces(doc: Doc) -> list[str]:
    """Return the sentences' texts, white space and all."""
    return [doc.text[start:end] for start, end in pairwise((0, *sentence_ends(doc)))]


def tagged(*lines: str) -> Doc:
    """Make a doc of `word/TAG` items; items are parted by one blank, pieces of one word by `|`.

    The lemma is the word, or what a second slash gives.
    """
    rows: list[tuple[str, str, str, bool]] = []
    for line in lines:
        rows += [("\n", "_SP", "\n", False)] * bool(rows)
        for eojeol in line.split(" "):
            items = [(*item.split("/"), "")[:3] for item in eojeol.split("|")]
            rows += [(word, tag, lemma or word, False) for word, tag, lemma in items]
            rows[-1] = (*rows[-1][:3], True)
    words, tags, lemmas, spaces = zip(*rows, strict=True)
    return Doc(Vocab(), words=list(words), tags=list(tags), lemmas=list(lemmas), spaces=list(spaces))


def cut(text: str) -> tuple[str, list[str]]:
    """Read a row of a table: a text with ` ⏐ ` at each end inside it."""
    parts = text.split("⏐ ")
    return "".join(parts), parts


MARKS = [
    "교육이 없었다. ⏐ 아무도 안 썼다.",  # no training. nobody used it
    "정말?!?! ⏐ 네",  # really?! yes
    "딸기가 7천원 ? ⏐ 좀 작다",  # strawberries, 7,000 won ? a bit small
    "좋았다 ㅋㅋ ⏐ 또 오자",  # was good, lol. let us come again
    "정말 좋아요ㅋㅋ ⏐ 또 올게요!!",
    "예약했음...😄 ⏐ 기대됨",  # reserved 😄 looking forward
    "느려요;; ⏐ 로그인 두 번",  # slow. two log-ins
    "망했어요 ㅠㅠ ⏐ 되돌릴 사람이 없음",  # it went wrong. nobody can turn it back
    "좋았어요 :) ⏐ 다음에도 불러 주세요",
    "별로 -_- ⏐ 그만하자",  # meh. let us stop
    "좋아요~ ⏐ 또 와요~~",  # ~ behind a verb's last form
    "그래서~ 했다",  # so~ did it
    "그 상처는~ 깊었다",  # that wound~ was deep
    "후회중ㅋ ⏐ 다신 안 함",  # regretting it, lol. never again
    "교육이 없었어요.⏐ 아무도 안 써요.",  # the blank was forgotten
    "좋았습니다!⏐ 다음에도 불러주세요",
    "늦었다.는 말만 들었다",  # heard only that it was late
    "버전 3.5를 썼다. ⏐ 끝",
    "했다, 그리고 끝났다",  # a comma never ends
    "참여 없음 → 실패함",  # no participation -> failure
    "교육 없음 / 지원 없음",
    "입력률 9.4%. ⏐ 그게 다다",  # 9.4 % entered. that is all
]

DOTS = [
    "아무도 안 씀... ⏐ 그게 끝",  # nobody uses it... that is the end
    "시간도 없고... ⏐ 사람도 없고...",  # no time... no people...
    "느려서... ⏐ 못 쓰겠다",  # as it is slow... cannot use it
    "시스템이... 느리다",  # the system... is slow
    "느리니까.. 안 쓴다",  # because it is slow.. they do not use it
    "모르겠지만.. 일단 썼다",  # although they did not know.. used it for now
    "음... 저기, 물론... 좋았다",  # hm... well, of course... it was good
    "왜 그럽니까... ⏐ 답답하네요",
]

BARE_ENDINGS = [
    "교육이 없었다 ⏐ 아무도 안 썼다",
    "늦었어요 ⏐ 다들 몰랐죠 ⏐ 그래서 썼다",
    "좋더라구요 ⏐ 다음에도 하죠 ⏐ 그렇군요 ⏐ 네",
    "왜 이렇게 합니까 ⏐ 다들 모릅니다",  # why do you do so? nobody knows
    "수고하셨습니다 ⏐ 감사합니다 ⏐ 화이팅",
    "아무도 모릅니다 ⏐ 느리기만 합니다",  # no verb joins a polite form
    "시간이 부족함 ⏐ 교육이 필요함",  # notes in -함
    "문제임 ⏐ 해결 필요",
    "교육이 없었음 ⏐ 그래서 아무도 안 씀",
    "나한테 잘 보임 ⏐ 다음 분기에 또 봄",  # 보임 is a noun in dictionaries
    "어색함 없이 썼음",  # without awkwardness
    "시간 없음 때문에 늦었음",  # because of no time
    "성실함 속에 담긴 논리",  # the logic inside diligence
    "어려움 겪음",
    "맛도 좋음 등이 장점",
    "좋다 싶다",  # an auxiliary takes it up
    "먹다 남은 밥",  # rice left over
    "가다 쉬었다",  # rested on the way: no statement, that would be 간다
    "몰고 가다 사고를 냈다",
    "구하려다 실종됐다",  # 려다 is 려다가
    "시스템을 가져다 썼다",  # 어다 leads on
    "아무도 안 써 ⏐ 그래서 망함",  # nobody uses it. so it failed
    "시간이 큰 문제 ⏐ 하지만 아무도 안 물어봄",  # time is the problem. but nobody asked
    "교육 그리고 매뉴얼",  # training and manual
    "늦었다 (출처 구글) ⏐ 그리고 끝",
]

QUOTATIONS = [
    "그가 왔다고 한다",  # reported speech goes on
    '그는 "늦었다. 아무도 몰랐다."라고 말했다. ⏐ 끝.',
    '그는 "늦었다. 몰랐다." 라고 말했다.',
    '그는 "늦었다." 고 말했다.',
    "많이 늦었다. ⏐ 고 김철수 대표의 말이다.",  # 고 is 'the late' here
    '"왜 안 써요?" 하고 물었다. ⏐ 다들 웃었다.',
    "이게 뭐지?? 하고 찾아봤다",  # what is this? they thought, and looked
    "받았지요~ ⏐ 하고 나서는 편했다",  # 'having done so', no quotation
    "잘못 걸렸어요 이러면서 끊음",  # wrong number, they said, and hung up
    "왜 늦었냐? 라고 물었다",
    '"늦었습니다." 말하고 나갔다.',
    '팀장은 "늦었습니다." 말하고 나갔다.',
    '보고서에 "늦었습니다." ⏐ 다들 웃었다.',
    '"늦었다. 몰랐다." ⏐ 그가 말했다',
    "“늦었다. 몰랐다.” ⏐ 끝",
    '"늦었다" 그가 말했다',  # no mark: the quotation is a part
    "'휴 다행이다' 하고 웃었다",
    "《왜 실패하나? 어떻게 막나?》를 읽었다. ⏐ 좋았다.",  # a title
    "<왜 실패하나?> 세미나",
    "<죽자. 그냥 죽자.> ⏐ 그의 손이 떨렸다.",  # no title ends in a full stop
    "don't worry. ⏐ it's ok.",
]

BRACKETS = [
    "(늦었다. 몰랐다.) ⏐ 끝났다.",
    "다들 늦었다.[2] ⏐ 또 했다[3]. ⏐ 끝",
    "우승자이기도 하다. (6회 우승) ⏐ 또한 최초다.",
    "제외하겠다. ⏐ (사실 아무도 몰랐다.) ⏐ 그러면 왜 썼나?",
    "제외하겠다. ⏐ (아무도 몰랐다) ⏐ 그러면 왜 썼나?",
    "제외하겠다. ⏐ (왜?) ⏐ 아무도 안 썼다.",
    "버렸음 (출근시간 19시) ⏐ 갈 곳이 없다",
    "(참고) 버렸음",
    "특별하다. ⏐ (회장이) 사진을 본다.",  # a particle leads to what follows
    "(늦었다.\n⏐ 몰랐다. ⏐ 끝",  # a line's end ends even what is open
    "1) 교육 2.0) 끝",
]

LABELS = [
    "1. 교육 부족 ⏐ 2. 매뉴얼 없음 ⏐ 3. 지원 없음",
    "1) 교육 부족 ⏐ 2) 매뉴얼 5) 지원",
    "① 교육 부족 ⏐ ② 매뉴얼 없음",
    "- 교육 부족 ⏐ - 매뉴얼 없음",
    "가. 교육 부족 ⏐ 나. 매뉴얼 없음",
    "## 1. 숫자 확인",
    "5. 6월에 끝났다",  # a date
    "2020. 3. 1. 시작했다. ⏐ 끝",
    "U.S. 시장과 Dr. Kim의 발표",
    "A. 교육이 없었다",
    "George D. Smith가 왔다. ⏐ 끝",
    "전. 부. 다. 요!!! ⏐ 좋았습니다",  # all. of. it.
    "저는 찬성합니다. ⏐ 끝.",
    "네. ⏐ 네. ⏐ 알겠습니다.",
]


@pytest.mark.parametrize(
    "row", [*MARKS, *DOTS, *BARE_ENDINGS, *QUOTATIONS, *BRACKETS, *LABELS, "", "교육", "... 그래서 안 씀", "ㅋㅋ ㅋㅋ"]
)
def test_a_text_falls_into_its_sentences(nlp: Language, row: str) -> None:
    """Marks, dots, endings, quotations, brackets and labels, with the real tagger; ⏐ stands at each end."""
    text, expected = cut(row)
    assert pieces(nlp(text)) == (expected if text else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" ", [" "]),
        ("늦었다.  아무도 몰랐다.", ["늦었다.  ", "아무도 몰랐다."]),
        ("늦었다.\u3000아무도 몰랐다.", ["늦었다.\u3000", "아무도 몰랐다."]),
        ("늦었다. \n\n 아무도 몰랐다.\n", ["늦었다. \n\n ", "아무도 몰랐다.\n"]),
        ("제목\r\n본문이다. 끝", ["제목\r\n", "본문이다. ", "끝"]),
        ("\n\n 제목\n", ["\n\n 제목\n"]),
        ("  늦었다.", ["  늦었다."]),
        ("\t\n\n", ["\t\n\n"]),
    ],
)
def test_white_space_belongs_to_the_sentence_before_it(nlp: Language, text: str, expected: list[str]) -> None:
    """However much white space there is, it makes no sentence of its own; at the start it belongs to the first."""
    assert pieces(nlp(text)) == expected


TAGGED = [
    "가/NNG|다/EF ⏐ 나/NNG",
    "가/NNG|다/VCP+EF ⏐ 나/NNG",  # the last morpheme of a contraction counts
    "가/NNG|다/EF 는/JX 나/NNG",
    "가/NNG|다/EF 어/EC 나/NNG",
    "가/NNG|다/EF 들/XSN 나/NNG",
    "가/NNG|다/EF ⏐ 들/XPN|것/NNG",  # a prefix begins a word
    "다/EF 나/NNG",  # an ending alone is no sentence
    "가/NNG|다/EC ⏐ 나/NNG",
    "가/NNG|고/EC 나/NNG",
    "가/NNG|다/EC 나/VV",
    "가/NNG|다/EF ⏐ 나/VV",
    "가/NNG|다/EF 나/VX",
    "가/NNG|요/EC ⏐ 나/VV",
    "가/VV|다/EC 나/NNG",
    "있/VV|다/EC ⏐ 나/NNG",
    "가/VX|다/EC 나/NNG",
    "싶/VX|다/EC ⏐ 나/NNG",
    "가/NNG|기/ETN 나/NNG",
    "가/NNG|음/ETN ⏐ 나/NNG",
    "가/NNG|음/ETN 나/NNB",
    "가/NNG|임/VCP+ETN ⏐ 나/NNG",
    "가/NNG|임/NNB ⏐ 나/NNG",
    "가/NNG|니까/EF|./SF|./SF 나/NNG",
    "가/NNG|습니까/EF|./SF|./SF ⏐ 나/NNG",
    "나/NNG 없었다/VA/없다 ⏐ 나/NNG",  # a tagger that keeps a verb whole, as Okt does
    "나/NNG 없음/VA/없다 ⏐ 나/NNG",
    "나/NNG 없어서/VA/없다 나/NNG",
    "가/NNG|다/E ⏐ 나/NNG",
    "가/NNG|고/EC|요/JX ⏐ 나/NNG",
    "가/NNG|니까/EC|../SY 나/NNG",
    "팀/NNG|./SF ⏐ 나/NNG",
    "팀/NNG|./SF 이/JKS 나/NNG",
    "3/SN|./SF 4/SN",
    "가/NNG 3/SN|./SF 4/SN",
    "가/NNG 3/SN|./SF ⏐ 나/NNG",
    "A/SL|./SF 4/SN",
    "팀/NNG|./SF ⏐ 4/SN",
    "3/SN|!/SF ⏐ 4/SN",
    "팀/NNG|./SF|”/SSC|!/SF|ㅋㅋ/IC|)/SSC ⏐ 나/NNG",
    "가/NNG|다/EF|ㅋㅋ/IC|.)/SY ⏐ 나/NNG",
    "가/NNG 웠어요ㅎㅎ/UNKNOWN ⏐ 나/NNG",  # marks that the tagger left on the word
    "(가/NNG 나/NNG|)/SSC|다/EF|./SF ⏐ 나/NNG",  # a sign that the tagger left on a word
    "팀/NNG|./SF|나/NNG",
    "가/NNG|~/SY 나/NNG",
    "가/NNG|다/EF|~/SY ⏐ 나/NNG",
    "가/NNG|!/SF|~/SY ⏐ 나/NNG",
    "어/IC ㄸ/UNKNOWN|./SF|../SY 나/NNG",  # a stutter
    "U.S./SL 나/NNG",
]


@pytest.mark.parametrize("row", TAGGED)
def test_tags_decide(row: str) -> None:
    """Each clause of the rules, on tags set by hand."""
    text, _ = cut(row)
    doc = tagged(text)
    marked = "".join(f"{'⏐ ' * (start > 0)}{doc.text[start:end]}" for start, end in pairwise((0, *sentence_ends(doc))))
    expected = " ".join("".join(item.split("/")[0] for item in eojeol.split("|")) for eojeol in row.split(" "))
    assert marked == expected + " "


@pytest.mark.parametrize("signs", ["()", "“”", '""', "《》"])
@pytest.mark.parametrize(
    ("n_letters", "n_sentences"),
    [
        (MAX_ENCLOSED - 4, 1),  # two signs + full stop + letters = 299 characters and the full stop inside
        (MAX_ENCLOSED, 2),
    ],
)
def test_a_long_quotation_is_taken_for_two_stray_signs(signs: str, n_letters: int, n_sentences: int) -> None:
    """A full stop inside ends a sentence if the two signs stand too far apart to belong together."""
    doc = tagged(f"{signs[0]}/SSO|가/NNG|다/EF|./SF {'가' * (n_letters - 4)}/NNG|{signs[1]}/SSC|다/EF")
    assert len(sentence_ends(doc)) == n_sentences


WRITTEN = st.text(
    st.sampled_from("교육이을는했다었음함요죠의 \u3000\t\n\r\0.,!?~…:-1가①ㅋㅠ()[]\"'“”’《》aZ09👍"), max_size=120
)


@settings(deadline=None)
@given(text=WRITTEN | st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_ends_rise_to_the_end_of_the_text(nlp: Language, text: str) -> None:
    """Ends rise and the last is the text's own; each is a token's border; nothing is outside a sentence."""
    doc = nlp(text)
    ends = sentence_ends(doc)
    assert all(a < b for a, b in pairwise((0, *ends)))
    assert ends[-1:] == ((len(text),) if text else ())
    assert set(ends) <= {token.idx for token in doc} | {len(text)}


@settings(deadline=None)
@given(
    items=st.lists(
        st.tuples(
            st.text(st.sampled_from("가다요음.ㅋ!)(\"'“”<>- 1a"), min_size=1, max_size=4),
            st.sampled_from(["NNG", "VV", "VV+EC", "EF", "ETN", "E", "SF", "SY", "SN", "SL", "UNK", "JX", "", "_SP"]),
            st.booleans(),
        )
    )
)
def test_any_words_and_tags_have_ends(items: list[tuple[str, str, bool]]) -> None:
    """Whatever a tagger makes of a text, its ends rise to its end."""
    doc = Doc(Vocab(), words=[i[0] for i in items], tags=[i[1] for i in items], spaces=[i[2] for i in items])
    ends = sentence_ends(doc)
    assert all(a < b for a, b in pairwise((0, *ends)))
    assert ends[-1:] == ((len(doc.text),) if items else ())


@settings(deadline=None)
@given(text=WRITTEN)
def test_no_sentence_is_blank_and_none_begins_with_white_space(nlp: Language, text: str) -> None:
    """White space makes no sentence and starts none but the first."""
    found = pieces(nlp(text))
    assert [piece for piece in found if not piece.strip() and text.strip()] == []
    assert [piece for piece in found[1:] if piece[0].isspace()] == []


@settings(deadline=None)
@given(text=WRITTEN)
def test_no_sentence_goes_on_behind_a_line_end(nlp: Language, text: str) -> None:
    """A line end inside a sentence is followed by white space only, but in front of the first words."""
    found = pieces(nlp(text))
    assert [piece for piece in found if "\n" in piece.strip()] == []


@settings(deadline=None)
@given(rows=st.lists(st.sampled_from(TAGGED), min_size=1, max_size=4))
def test_lines_are_read_each_by_itself(rows: list[str]) -> None:
    """The ends inside a line are the same whatever lines stand around it."""
    lines = [cut(row)[0] for row in rows]
    apart = [piece.strip() for line in lines for piece in pieces(tagged(line))]
    assert [piece.strip() for piece in pieces(tagged(*lines))] == apart


@pytest.mark.parametrize(
    "unit", ["“/SSO", "'/SY", "(/SSO|)/SSC", "(/SSO|가/NNG|)/SSC", "ㅋ/IC", "1/SN|./SF", "음/IC|./SF|./SF"]
)
def test_hostile_text_is_read_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of quotation marks, brackets, laughs or labels cost one decision a token at most."""
    n_asked = 0

    def counting(text: str, at: int) -> bool:
        nonlocal n_asked
        n_asked += 1
        return belongs_before(text, at)

    monkeypatch.setattr(module, "belongs_before", counting)
    doc = tagged(" ".join([unit] * 3_000))
    assert sentence_ends(doc)[-1] == len(doc.text)
    assert n_asked <= len(doc)


def without_white_space(text: str, ends: tuple[int, ...]) -> set[int]:
    """Return end positions counted in characters that are not white space."""
    return {len("".join(text[:end].split())) for end in ends}


@pytest.mark.data
def test_sentences_agree_with_people(nlp: Language, data: Path) -> None:
    """F1 of the ends inside a block is .97 on the development half of the sentence corpus; floor .96.

    The end of a block is not counted, since everybody finds it.
    """
    right = found = gold = 0
    for line in (data / "sent_split" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        block = json.loads(line)
        last = len("".join(block["text"].split()))
        ends = without_white_space(block["text"], sentence_ends(nlp(block["text"]))) - {last}
        lengths = [len("".join(sentence.split())) for sentence in block["sentences"]]
        expected = {sum(lengths[:k]) for k in range(1, len(lengths))}
        right, found, gold = right + len(ends & expected), found + len(ends), gold + len(expected)
    precision, recall = right / found, right / gold
    assert 2 * precision * recall / (precision + recall) >= 0.96
