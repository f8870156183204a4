"""The packaged nouns: well-formed lists whose words change no sentence that does not hold them."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest

from crmkb.korean.lexicon.lexicon import stop_words
from crmkb.korean.lexicon.particles import PARTICLES
from crmkb.korean.tagging.mecab import MecabTagger
from crmkb.korean.tagging.user_dictionary import COSTS
from crmkb.korean.tagging.vocabulary import common_nouns, vocabulary

ORDINARY = """
교육이 너무 늦게 시작되었습니다.
현업의 참여가 부족해서 시스템이 겉돌았다.
데이터가 정확하지 않아 믿을 수가 없어요.
담당자가 자꾸 바뀌어서 설명을 처음부터 다시 해야 했습니다.
고객의 목소리를 듣는 사람이 아무도 없었다.
화면이 느려서 전화를 받으면서 입력하기가 어렵습니다.
누가 무엇을 왜 하는지 알 수 없었다.
이번 일로 많이 배웠지만 다시 하고 싶지는 않다.
회의는 많았으나 결정된 것은 하나도 없었습니다.
위에서 시키니까 하는 척만 했어요.
우리 부서와 저쪽 부서가 서로 미루기만 한다.
보고서를 쓰느라 정작 고객을 만날 시간이 없다.
바쁜데 또 교육이라니 너무하네요.
아침에 일찍 일어나서 물을 한 잔 마셨다.
어머니는 시장에 가셨고 아버지는 집에 계신다.
비가 오면 우산을 쓰고 나가자.
그 사람은 내가 아는 사람 가운데 가장 착하다.
밥을 먹고 나서 이를 닦았니?
먼저 가 있으면 나도 곧 따라갈게.
아이가 울다가 잠이 들었다.
네가 준 책을 아직 다 읽지 못했어.
길을 걷다가 옛 친구를 만났다.
눈이 많이 와서 차가 다니지 못한다.
그는 말없이 고개만 끄덕였다.
나무가 바람에 흔들리고 있었다.
내 말이 틀리면 네 말이 맞겠지.
이 옷은 크고 저 옷은 작다.
웃는 얼굴에 침 못 뱉는다.
가는 말이 고와야 오는 말이 곱다.
하늘이 맑고 공기가 차다.
문을 열자 찬 바람이 들어왔다.
여기서 멀지 않으니까 걸어갑시다.
언제까지 기다려야 하나요?
제가 할 테니 걱정하지 마세요.
그렇게 하면 안 되는 줄 몰랐어요.
배가 아파서 병원에 갔더니 괜찮다고 하더라.
돈이 없어도 마음은 편하다.
처음에는 힘들었으나 지금은 즐겁다.
동생이랑 형이랑 같이 놀았다.
사과나 배를 사 오너라.
선생님께서 이야기를 들려주셨다.
아무리 불러도 대답이 없었다.
할 일은 많고 사람은 적다.
물이 끓으면 불을 줄여라.
그때 마침 전화가 울렸다.
손이 시려서 주머니에 넣었다.
노래를 부르며 산을 내려왔다.
잘못했으면 잘못했다고 말해야지.
나이가 들수록 잠이 준다.
얼마나 걱정했는지 모른다.
어제 본 영화는 생각보다 재미있었다.
형은 키가 크지만 나는 작다.
달이 밝아서 밤길이 무섭지 않았다.
무엇이든 물어보세요.
일이 이렇게 될 줄은 아무도 몰랐다.
더 늦기 전에 바로잡아야 한다.
서로 돕지 않으면 이길 수 없다.
시간이 지나면 잊힐 것이다.
말은 쉬워도 실천은 어렵다.
왜 자꾸 같은 것을 묻느냐고 화를 냈다.
모르면 모른다고 하지 그랬니.
창문을 닫으려다가 손을 다쳤다.
여름에는 덥고 겨울에는 춥다.
누나는 웃기만 하고 대답하지 않았다.
집에 가자마자 쓰러져 잤다.
앞으로는 미리 알려 주시기 바랍니다.
전화를 걸었는데 받지 않더군요.
계획은 좋았으나 따르는 사람이 없었다.
불만을 말해도 듣는 이가 없습니다.
직원들은 새 제도를 믿지 않았다.
윗사람은 숫자만 보고 아랫사람은 눈치만 본다.
값이 비싸도 질이 좋으면 산다.
우리는 고객을 안다고 생각했지만 아니었다.
안내를 받지 못해 한참을 헤맸다.
서비스는 좋은데 음식이 식어서 나왔다.
방이 깨끗하고 조용해서 잘 쉬었습니다.
배송이 늦은 데다가 물건도 깨져 있었다.
다시는 오지 않겠다고 다짐했다.
주차할 데가 없어서 돌아갔어요.
친절하게 대해 주셔서 고맙습니다.
환불을 해 준다더니 아직도 소식이 없네요.
이 책은 쉽게 쓰여서 술술 읽힌다.
법을 어긴 사람은 벌을 받는다.
나라가 어려울 때일수록 힘을 모아야 한다.
그 소문이 사실이라면 큰일이다.
물가가 올라 살기가 힘들다.
비용을 줄이려다 고객을 잃었다.
목표가 무엇인지 아무도 설명해 주지 않았다.
성과는 나중에 보자고 했다.
예산이 모자라서 절반만 바꾸었다.
기계가 고장 나면 사람이 고쳐야지.
나와 너의 생각이 다를 수도 있다.
그러니까 내 말은 그게 아니라니까.
어서 오세요, 몇 분이세요?
글쎄요, 저는 잘 모르겠는데요.
"""
"""Comments and everyday speech, with many particles and endings, and without a word of the vocabulary."""

LOOK_ALIKES = """
일을 망치고 말았다
시험을 망치는 사람
꽃이 시드는 계절이다
눈이 부시게 맑은 날
소리가 안나요
답장이 안나와서 다시 보냈다
가방을 메기 싫다
끝까지 참게 했다
먼지를 털게 해라
겁먹고 쫄면 안 된다
일을 잘 해나가고 있다
차근차근 해나갈 계획이다
데이터베이스를 새로 구축함. 비용이 많이 듦
비싼 건 사보지 마라
우리는 나들이 싫다
누에게 물어보니
누가 복음을 읽나
돈을 안내실 분은 말씀하세요
등록서류를 갖췄다
심사서류가 복잡하다
산출서류를 냈다
사업지원을 받았다
사업지역이 넓다
집에 갈치
안뜰 것 같다
"""
"""Sentences that hold the letters of an entry (망치 hammer, 시드 seed) in other words (망치다 spoil, 시들다 wither)."""


@pytest.fixture(scope="module")
def pairs() -> list[tuple[MecabTagger, MecabTagger]]:
    """Return Mecab without and with the vocabulary: as it is, and with its slips repaired."""
    words, common = vocabulary(), common_nouns()
    return [
        (MecabTagger(), MecabTagger(words)),
        (MecabTagger(common=common), MecabTagger(words, common=common)),
    ]


def lines(name: str) -> list[str]:
    """Return the lines of a packaged list but for its remarks."""
    text = (files("crmkb") / "data" / "lexicon" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["vocabulary.tsv", "common_nouns.tsv"])
def test_a_packaged_list_is_well_formed(name: str) -> None:
    """Sorted, each word once, in composed Hangul of two syllables or more, with a tag that can be compiled."""
    rows = [line.split("\t") for line in lines(name)]
    words = [row[0] for row in rows]
    assert len(words) > 1_000
    assert [row for row in rows if len(row) != 2 or row[1] not in COSTS] == []
    assert [word for word in words if not re.fullmatch("[가-힣]{2,}", word)] == []
    assert [word for word in words if not unicodedata.is_normalized("NFC", word)] == []
    assert words == sorted(set(words))


def test_the_lists_are_read_whole() -> None:
    """Each line is an entry, with its tag."""
    for name, read in (("vocabulary.tsv", vocabulary()), ("common_nouns.tsv", common_nouns())):
        assert read == {word: tag for word, _, tag in (line.partition("\t") for line in lines(name))}


def test_no_entry_of_the_vocabulary_is_a_particle_or_never_counted() -> None:
    """A stop word in Mecab's lattice would only cut other words."""
    assert set(vocabulary()) & stop_words() == set()
    assert set(vocabulary()) & set(PARTICLES) == set()


@pytest.mark.parametrize("text", ORDINARY.strip().splitlines())
def test_ordinary_sentences_are_cut_the_same(pairs: list[tuple[MecabTagger, MecabTagger]], text: str) -> None:
    """No entry takes a verb with its ending, or a noun with its particle, for itself."""
    for without, told in pairs:
        assert told.tagged(text) == without.tagged(text)


@pytest.mark.parametrize("text", LOOK_ALIKES.strip().splitlines())
def test_words_that_look_like_an_entry_are_left_alone(pairs: list[tuple[MecabTagger, MecabTagger]], text: str) -> None:
    """The sentence holds the letters of an entry, which is not meant."""
    letters = text.replace(" ", "")
    assert any(letters[i:j] in vocabulary() for i in range(len(letters)) for j in range(i + 2, len(letters) + 1))
    for without, told in pairs:
        assert told.tagged(text) == without.tagged(text)


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("그 엔터테인먼트가 컸다", "엔터테인먼트", "NNG"),
        ("에어비앤비를 썼다", "에어비앤비", "NNP"),
        ("콜센터가 바빴다", "콜센터", "NNG"),
        ("난방비가 올랐다", "난방비", "NNG"),  # heating costs: without it 'I, defence'
        ("대회의실에서 만나자", "대회의실", "NNG"),  # main meeting room: without it 'the room of the contest'
        ("문의처를 모르겠다", "문의처", "NNG"),  # whom to ask: without it 'wife of the door'
    ],
)
def test_words_that_mecab_lacks_are_one_noun(
    pairs: list[tuple[MecabTagger, MecabTagger]], text: str, word: str, tag: str
) -> None:
    """With the vocabulary each is whole; without it Mecab alone cuts it."""
    without, told = pairs[0]
    assert (word, tag) in [(found.text, found.tag) for found in told.tagged(text).words]
    assert word not in [found.text for found in without.tagged(text).words]
