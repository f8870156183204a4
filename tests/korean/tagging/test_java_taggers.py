"""The four taggers in Java: any text, each known crash of KoNLPy, and what they say of ordinary sentences."""

from __future__ import annotations

import gc
import gzip
import re
import threading
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.errors import CrmkbError
from crmkb.korean.tagging.java_batch import Bounds, answers
from crmkb.korean.tagset import KOMORAN, SEJONG_TO_UNIVERSAL, to_sejong
from crmkb.korean.words import Unit, cover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crmkb.korean.tagging.hannanum import HannanumTagger
    from crmkb.korean.tagging.java_tagger import JavaTagger
    from crmkb.korean.tagging.kkma import KkmaTagger
    from crmkb.korean.tagging.komoran import KomoranTagger
    from crmkb.korean.tagging.okt import OktTagger

pytestmark = pytest.mark.java

SENTENCES = [
    "교육이 너무 늦었어요",  # training came too late
    "CRM 시스템을 아무도 안 써요",
    "현업 참여가 부족해서 실패했다.",  # failed for want of participation
    "데이터가 엉망이라 고객을 두 번 만난다",
    "교육을  두번 했는데 (2024.3.2) 다들 잊었음!!",
    "추운 날 도와줬다. 예뻐요, 못했기 때문입니다.",
    "Workshop에서 들은 얘기랑 다르다;;",
    "직원들을 동참시키지 못했기 때문이다.",
]

HARD = {
    "nothing": "",
    "blank": " ",
    "tab": "\t",
    "line ends": "\n\r\n\u2028\r",
    "other blanks": "\u3000\xa0\u2003",
    "blanks in all sizes": " 앞 공백  두칸\n\n줄바꿈\t탭\u3000전각\xa0끝 ",
    "line ends of all sorts": "첫째\r\n둘째\u2028셋째\x85넷째\x0b다섯째",
    "emoji": "👍🏽 최고👍 👨\u200d👩\u200d👧 가족 🇰🇷",
    "letters of other planes": "𠮷野家에서 𝐂𝐑𝐌을 배웠다",
    "NUL": "\0교육\0을 했다\0",
    "lone surrogates": "교육\ud800을 \udfff했다",
    "controls": "교육\x02을\x01 \x1b[31m했다\x7f",
    "separators of the answers": "가\x02나\x02 Pair [first=가, second=NNG], [[0/가/NNG]] 가(Noun: 0, 1), \t가/ncn+나",
    "zero width": "교\u200b육이\u200d \ufeff좋다",
    "decomposed": "\u1100\u116d\u110b\u1172\u11a8\u110b\u1173\u11af",
    "old letters": "\u1112\u119e\u11ab글 \ud7b0\ud7fb",
    "laughter": "재밌닼ㅋㅋㅋ ㅋㅋㅋㅋ ㅠㅠ ㅇㅈ ㄱㅐㅂㅏㄹ",
    "half width": "ｱ 반각 ＣＲＭ ﾡ １２",
    "signs": "+/*,.\"'“”…()[]{}<> ㈜①※★ a/b+c//d",
    "slashes": "/ // + /+/ ]/[ =>",
    "1,000 characters without a blank": "교육을했지만아무도안썼다" * 84,
    "1,000 times one syllable": "가" * 1_000,
    "1,000 times one letter": "ㅋ" * 1_000,
    "1,000 times one sign": "!" * 1_000,
    "1,000 emoji": "👍" * 1_000,
    "1,000 words of one syllable": "그 " * 1_000,
    "a long word of Latin letters": "http://a.b/" + "abc" * 300,
}

WRITTEN = st.text(
    st.one_of(
        st.sampled_from(
            '교육이을는했다됐어요고객의업무 ㅋㅠ.,!?~()"“”+/*=[]>aZ09\t\n\0\x02\ufffd\u200b\u3000\xa0\x85👍\ud800'
        ),
        st.characters(),
    ),
    max_size=60,
)


def joined(text: str, tagger: JavaTagger) -> str:
    """Return the text of the words that cover it."""
    words, spaces = tagger.tagged(text)
    return "".join(word.text + " " * blank for word, blank in zip(words, spaces, strict=True))


def shown(text: str, units: list[Unit]) -> str:
    """Write units as `surface=form/TAG+form/TAG`."""
    parts = ("+".join(f"{f}/{t}" for f, t in zip(u.forms, u.tags, strict=True)) for u in units)
    return " ".join(f"{text[u.start : u.end]}={part}" for u, part in zip(units, parts, strict=True))


def check(text: str, units: list[Unit]) -> None:
    """Hold that units lie in the text in order, hold no white space and have known tags."""
    assert all(0 <= u.start < u.end <= len(text) for u in units)
    assert all(a.end <= b.start for a, b in pairwise(units))
    assert [u for u in units if re.search(r"[\s\0]", text[u.start : u.end])] == []
    assert all(len(u.forms) == len(u.tags) > 0 and all(u.forms) for u in units)
    assert {tag for u in units for tag in u.tags} - set(SEJONG_TO_UNIVERSAL) == set()


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_what_brings_konlpy_down_is_tagged(tagger: JavaTagger, text: str) -> None:
    """Blank input, emoji, NUL, surrogates, controls, lines and words without end: words cover the text."""
    check(text, list(tagger.units(text)))
    assert joined(text, tagger) == text


@settings(max_examples=30)
@given(text=WRITTEN)
def test_words_cover_any_text(tagger: JavaTagger, text: str) -> None:
    """The text comes out as it went in, and units obey their laws."""
    check(text, list(tagger.units(text)))
    assert joined(text, tagger) == text


@settings(max_examples=15)
@given(texts=st.lists(WRITTEN, max_size=4))
def test_a_text_is_tagged_alone(tagger: JavaTagger, texts: list[str]) -> None:
    """Many in one call say what one by one says, in their order, and again the same."""
    alone = [list(tagger.units(text)) for text in reversed(texts)][::-1]
    assert list(tagger.units_of(texts)) == alone
    assert list(tagger.tagged_all(texts)) == [cover(text, units) for text, units in zip(texts, alone, strict=True)]


def test_no_texts_are_no_units(tagger: JavaTagger) -> None:
    """None in, none out."""
    assert list(tagger.units_of([])) == []
    assert list(tagger.tagged_all([])) == []


def test_a_tagger_names_itself_with_its_version(tagger: JavaTagger) -> None:
    """A base can tell whether its index was made by another."""
    assert re.fullmatch(r"[a-z-]+ \d+(\.\d+)+", tagger.name)


def test_ordinary_text_is_covered(tagger: JavaTagger) -> None:
    """No character but blanks is outside a unit, and emoji stand where they stand."""
    for sentence in (*SENTENCES, "👍 최고예요ㅎㅎ 👍"):
        words = tagger.tagged(sentence).words
        assert [word for word in words if word.tag in ("UNK", "UNKNOWN")] == []
    text = "좋아요👍 최고"  # "I like it, the best"
    assert [(u.start, u.forms) for u in tagger.units(text) if u.tags == ("SY",)] == [(3, ("👍",))]


def test_threads_may_share_a_tagger(tagger: JavaTagger) -> None:
    """Three threads at once find what one finds; a shared Hannanum of KoNLPy ends the process."""
    expected = list(tagger.units_of(SENTENCES))
    found: list[bool] = []

    def work() -> None:
        found.extend(list(tagger.units_of(SENTENCES)) == expected for _ in range(2))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 6


@pytest.fixture(scope="module")
def pos(java: None) -> Callable[[str], list[tuple[str, str]]]:
    """Return `pos` of KoNLPy's own Komoran."""
    from konlpy.tag import Komoran

    found: Callable[[str], list[tuple[str, str]]] = Komoran().pos
    return found


def test_komoran_says_what_konlpy_says(komoran: KomoranTagger, pos: Callable[[str], list[tuple[str, str]]]) -> None:
    """Forms and tags are those of `pos`, the tags in the house's writing."""
    for sentence in SENTENCES:
        found = [pair for u in komoran.units(sentence) for pair in zip(u.forms, u.tags, strict=True)]
        assert found == [(form, to_sejong(KOMORAN, tag, form)) for form, tag in pos(sentence)]


def test_komoran_knows_no_entry_of_several_words(
    komoran: KomoranTagger, pos: Callable[[str], list[tuple[str, str]]]
) -> None:
    """돈이 없어 ("there is no money") is the title of some article to it, a proper noun; each word is tagged alone."""
    assert pos("돈이 없어") == [("돈이 없어", "NNP")]
    assert shown("돈이 없어", list(komoran.units("돈이 없어"))) == "돈=돈/NNG 이=이/JKS 없=없/VA 어=어/EC"


def test_komoran_gives_the_same_pieces_each_time(komoran: KomoranTagger) -> None:
    """Its own offsets of 없는건가 ("is there none?") change from call to call."""
    found = {shown("없는건가", list(komoran.units("없는건가"))) for _ in range(100)}
    assert found == {"없=없/VA 는=는/ETM 건가=것/NNB+ㄴ가/EC"}


def test_komoran_begins_a_new_memory_when_the_old_is_full(
    komoran: KomoranTagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says does not change."""
    expected = list(komoran.tagged_all(SENTENCES))
    monkeypatch.setattr("crmkb.korean.tagging.komoran.MOST_REMEMBERED", 3)
    assert [komoran.tagged(sentence) for sentence in SENTENCES] == expected
    assert len(komoran._known) < 20


def test_komoran_asks_once_about_an_eojeol(komoran: KomoranTagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it stands in a text or in later ones; what is loose and what lies between is no part of it."""
    asked: list[str] = []

    def ask(eojeols: Sequence[str]) -> list[str]:
        asked.extend(eojeols)
        return ["[Pair [first=x, second=NNG]]"] * len(eojeols)

    monkeypatch.setattr(komoran, "_known", {})
    monkeypatch.setattr(komoran, "_ask", ask)
    for text in ("또 왔다 또", " 왔다ㅋㅋ  또👍\n갔다", "갔다"):  # "came again and again; haha; went"
        komoran.tagged(text)
    assert asked == ["또", "왔다", "갔다"]


@pytest.mark.parametrize("text", [*HARD.values(), *SENTENCES])
def test_komorans_words_are_those_of_its_units(komoran: KomoranTagger, text: str) -> None:
    """Remembered words of eojeols, put together, are what covers the text."""
    expected = cover(text, komoran.units(text))
    assert [komoran.tagged(text) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize("collecting", [True, False])
def test_python_does_not_collect_while_java_works(java: None, collecting: bool) -> None:
    """JPype would have it look through everything whenever Java collects; afterwards it is as it was."""
    from jpype import JProxy

    seen: list[bool] = []

    def apply(piece: str) -> str:
        seen.append(gc.isenabled())
        if piece == "!":
            raise ValueError("no text")
        return piece

    function = JProxy("java.util.function.Function", dict={"apply": apply})
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        told = answers("?", function, ["가", "나"])
        seen.append(gc.isenabled())
        with pytest.raises(ValueError, match="no text"):
            answers("?", function, ["!"])
        seen.append(gc.isenabled())
    finally:
        (gc.enable if before else gc.disable)()
    assert told == ["가", "나"]
    assert seen == [False, False, collecting, False, collecting]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("못했기 때문이다", "못했=못하/VX+았/EP 기=기/ETN 때문=때문/NNB 이=이/VCP 다=다/EC"),
        ("좋아요ㅋㅋ 굿!!", "좋=좋/VA 아요=아요/EC ㅋㅋ=ㅋㅋ/IC 굿=굿/NNG !!=!!/SF"),
        ("(값) 3,500", "(=(/SSO 값=값/NNG )=)/SSC 3=3/SN ,=,/SC 500=500/SN"),
    ],
)
def test_komorans_units(komoran: KomoranTagger, text: str, expected: str) -> None:
    """Contractions, laughter and signs."""
    assert shown(text, list(komoran.units(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("직원들을 시키지 못했다", "직원=직원/NNG 들=들/XSN 을=을/JX 시키지=시키/VV 못=못/MAG 했다=하/VV"),
        ("좋아요ㅋㅋ 굿!!", "좋아요=좋/VA ㅋㅋ=ㅋㅋ/IC 굿=굿/NNG !!=!!/SF"),
        ("교육입니다 a@b.co", "교육=교육/NNG 입니다=이/VCP a@b.co=a@b.co/SL"),
        ("漢字 3,500만원 #회의", "漢字=漢字/SH 3,500만원=3,500만원/SN #회의=#회의/NNG"),
        ("(Noun: 0, 2) 가", "(=(/SSO Noun=Noun/SL :=:/SC 0=0/SN ,=,/SC 2=2/SN )=)/SSC 가=가/VV"),
    ],
)
def test_okts_units(okt: OktTagger, text: str, expected: str) -> None:
    """A verb's form is its stem, written as the other taggers write stems."""
    assert shown(text, list(okt.units(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("직원들을 못했기", "직원=직원/NNG 들=들/NNG 을=을/JKO 못했=못하/VA+었/EP 기=기/ETN"),
        ("굿!! ★ 3,500", "굿=굿/NNG !=!/SF !=!/SF ★=★/SY 3,500=3,500/SN"),
        ("CRM을 잘 쓴다.", "CRM=CRM/SL 을=을/JKO 잘=잘/MAG 쓴다=쓰/VV+ㄴ다/EF .=./SF"),
    ],
)
def test_hannanums_units(hannanum: HannanumTagger, text: str, expected: str) -> None:
    """KAIST's full tags tell particles apart; signs that it takes for nouns are signs."""
    assert shown(text, list(hannanum.units(text))) == expected


def test_hannanum_finds_the_morphemes_of_konlpy(hannanum: HannanumTagger) -> None:
    """Forms are those of KoNLPy's `pos`, which has fewer tags and joins neighbors of one tag."""
    from konlpy.tag import Hannanum

    konlpy = Hannanum()
    for sentence in SENTENCES:
        found = [form for u in hannanum.units(sentence) for form in u.forms]
        assert "".join(found) == "".join(form for form, _ in konlpy.pos(sentence, ntags=22))


def test_hannanum_begins_anew_behind_a_failure(hannanum: HannanumTagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workflow would answer with the rest of the text that failed; the next text is tagged as ever."""
    expected = list(hannanum.units(SENTENCES[0]))
    with monkeypatch.context() as patch:
        patch.setattr("crmkb.korean.tagging.hannanum._BOUNDS", Bounds(word=9_999, line=9_999))
        with pytest.raises(CrmkbError) as caught:
            list(hannanum.units("첫 문장. " + "가a" * 100 + " 다음 문장. 끝."))
    assert (caught.value.key, caught.value.exit_code) == ("korean.jvm_failed", 1)
    assert caught.value.message("en").startswith("Hannanum: ‘첫 문장. 가a가a")
    assert "ArrayIndexOutOfBounds" in caught.value.message("en")
    assert list(hannanum.units(SENTENCES[0])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("못했기 때문이다", "못했=못하/VX+었/EP 기=기/ETN 때문=때문/NNB 이=이/VCP 다=다/EF"),
        ("사람 두 명을", "사람=사람/NNG 두=두/MM 명=명/NNBC 을=을/JKO"),
        ("하하하하하하 좋아요", "하하하하하하=하하하하하하/IC 좋=좋/VA 아요=아요/EF"),
        ("[x] a/b", "[=[/SSO x=x/SL ]=]/SSC a=a/SL /=//SC b=b/SL"),
    ],
)
def test_kkmas_units(kkma: KkmaTagger, text: str, expected: str) -> None:
    """Contractions, counting nouns, a syllable in a row, and signs of the answer's own format."""
    assert shown(text, list(kkma.units(text))) == expected


def test_kkma_does_not_run_away(kkma: KkmaTagger) -> None:
    """이 thirty times takes KoNLPy's Kkma minutes; here a row is an interjection and a long word is cut in twenties."""
    assert list(kkma.units("이" * 400)) == [Unit(0, 400, ("이" * 400,), ("IC",))]
    text = "교육을했지만아무도안썼다" * 5
    cuts = {0, *(end for unit in kkma.units(text) for end in (unit.start, unit.end))}
    assert set(range(0, len(text) + 1, 20)) <= cuts


@pytest.mark.data
def test_real_comments_are_covered(tagger: JavaTagger, data: Path) -> None:
    """Of 60 reviews every character but white space and controls is in a unit."""
    with gzip.open(data / "throughput_short" / "dev.txt.gz", "rt", encoding="utf-8") as lines:
        texts = [line.rstrip("\n") for line, _ in zip(lines, range(60), strict=False)]
    uncovered = [word.text for found in tagger.tagged_all(texts) for word in found.words if word.tag == "UNK"]
    assert uncovered == []
