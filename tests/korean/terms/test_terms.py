"""Content words and noun phrases: what is counted, on real text and on tags set by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from crmkb.korean.analyze import make_pipeline
from crmkb.korean.lexicon.lexicon import stop_words
from crmkb.korean.terms.phrases import (
    MAX_PHRASE_TOKENS,
    Phrase,
    lemmas,
    noun_phrases,
    phrase_key,
    phrase_places,
    written,
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline of the house."""
    return make_pipeline()


def tagged(text: str) -> Doc:
    """Make a doc of `word/TAG` items; items are parted by one blank, pieces of one word by `|`."""
    words, tags, spaces = [], [], []
    for eojeol in text.split(" "):
        for item in eojeol.split("|"):
            word, _, tag = item.rpartition("/")
            words.append(word)
            tags.append(tag)
            spaces.append(False)
        spaces[-1] = True
    return Doc(Vocab(), words=words, tags=tags, lemmas=words, spaces=spaces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" \n", ()),
        ("!!! ㅋㅋ ㅠㅠ 123", ()),
        ("CRM 교육이 너무 늦었어요", ("crm", "교육", "늦다")),  # "CRM training came far too late"
        ("교육을 교육으로", ("교육", "교육")),  # each use counts
        ("Workshop에서 VOC를 들었다", ("workshop", "voc", "듣다")),
        ("늦고 늦은 데이터", ("늦다", "늦다", "데이터")),
        ("고객을 만났다", ("고객", "만나다")),  # 만났 = 만나 + 았
        ("그것은 우리가 세 번", ()),  # pronouns, numbers and counters are none
    ],
)
def test_lemmas_are_nouns_foreign_words_verbs_and_adjectives(
    nlp: Language, text: str, expected: tuple[str, ...]
) -> None:
    """In reading order, foreign words in lower case, verbs and adjectives in their dictionary form."""
    assert lemmas(nlp(text)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("NNG", ("가",)),
        ("NNP", ("가",)),
        ("XR", ("가",)),
        ("SL", ("가",)),
        ("SH", ("가",)),
        ("VV", ("가다",)),
        ("VA", ("가다",)),
        ("VX", ()),
        ("NNB", ()),
        ("NP", ()),
        ("MAG", ()),
        ("SN", ()),
        ("UNK", ()),
        ("_SP", ()),
    ],
)
def test_the_tag_decides_what_is_a_content_word(tag: str, expected: tuple[str, ...]) -> None:
    """Nouns, roots, foreign words, verbs and adjectives count, and nothing else."""
    assert lemmas(tagged(f"가/{tag}")) == expected


def test_of_a_contraction_the_first_content_morpheme_counts() -> None:
    """One word a token: pronouns and endings before it fall away."""
    doc = Doc(
        Vocab(),
        words=["했", "내인생의", "빠져드", "뭔"],
        tags=["VV+EP", "NP+JKG+NNG+JKG", "VV+EC+VV", "NP+VCP+ETM"],
        lemmas=["하+았", "나+의+인생+의", "빠지+어+들", "뭐+이+ᆫ"],
    )
    assert lemmas(doc) == ("하다", "인생", "빠지다")


def test_clean_words_that_somebody_set_are_counted() -> None:
    """Norms of a doc go before its lemmas."""
    doc = tagged("콜센타/NNG|를/JKO 늦/VA")
    for token, norm in zip(doc, ("콜센터", "를", "늦다"), strict=True):
        token.norm_ = norm
    assert lemmas(doc) == ("콜센터", "늦다")


def test_stop_words_are_kept_among_the_lemmas(nlp: Language) -> None:
    """Whoever counts leaves them out, so that the index still finds them."""
    assert "경우" in stop_words()
    assert lemmas(nlp("교육의 경우")) == ("교육", "경우")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("교육", ()),  # one morpheme is a lemma, not a phrase
        ("업무 프로세스를 콜센터 직원들에게 물었다", ("업무 프로세스", "콜센터 직원")),  # 들 falls away
        ("CRM 시스템", ("CRM 시스템",)),  # written as the author did
        ("RCL group의 부서 이기주의", ("RCL group", "부서 이기주의")),  # "departmental egoism"
        ("Process Innovation은 프로세스 혁신", ("Process Innovation", "프로세스 혁신")),
        ("교육 시간을 줄이고 교육 시간을 늘렸다", ("교육 시간", "교육 시간")),
        ("업무의 프로세스", ()),  # a particle parts
        ("업무\n프로세스", ()),  # and so does a line end
        ("효율적인 업무", ()),
    ],
)
def test_phrases_are_runs_of_nouns(nlp: Language, text: str, expected: tuple[str, ...]) -> None:
    """Two or more nouns side by side make a phrase."""
    assert noun_phrases(nlp(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("가/NNG 나/NNG", ("가 나",)),
        ("가/NNG|나/NNG", ("가나",)),
        ("가/NNG 나/NNG 다/JX 라/NNP 마/XR", ("가 나", "라 마")),
        ("비/XPN|가/NNG", ("비가",)),
        ("화/XSN 가/NNG 나/NNG", ("가 나",)),  # a suffix starts no phrase
        ("가/NNG|화/XSN", ("가화",)),
        ("가/NNG|분/XSN", ("가분",)),  # a stop word as a noun only
        ("crm/SL 가/NNG", ("crm 가",)),  # and not in foreign letters
        ("가/NNG|들/XSN", ()),  # one morpheme is left
        ("가/NNG 나/NNG|들/XSN", ("가 나",)),
        ("가/NNG|들/XSN 나/NNG", ("가들 나",)),  # inside, it stays
        ("가/NNG|적/XSN", ()),
        ("가/NNG 나/NNG|적/XSN", ()),
        ("가/NNG|적/XSN 나/NNG", ("가적 나",)),
        ("경우/NNG 가/NNG 나/NNG 경우/NNG", ("가 나",)),  # stop words at the edges
        ("가/NNG 경우/NNG 나/NNG", ("가 경우 나",)),
        ("경우/NNG 가/NNG 경우/NNG", ()),
        ("경우/NNG 경우/NNG", ()),
        ("가/NNG 나/NNG 다/NNG 라/NNG 마/NNG 바/NNG 사/NNG", ("다 라 마 바 사",)),  # the last five
        ("가/NNG 나/NNG 경우/NNG 라/NNG 마/NNG 바/NNG 사/NNG", ("라 마 바 사",)),  # cut, then trimmed again
    ],
)
def test_phrases_are_trimmed_at_their_edges(text: str, expected: tuple[str, ...]) -> None:
    """Stop words, a plural ending and runs in -적, on tags set by hand."""
    assert noun_phrases(tagged(text)) == expected


def test_a_phrase_is_in_the_spelling_of_the_lexicon() -> None:
    """A word that counts under another spelling is shown in it; blanks and capitals are the author's."""
    doc = tagged("RCL/SL 콜센타/NNG|운영/NNG 회의/NNG")
    doc[1].norm_ = "콜센터"
    assert noun_phrases(doc) == ("RCL 콜센터운영 회의",)
    assert written(doc, Phrase(0, 2)) == "RCL 콜센터"


def test_places_are_those_of_the_phrases() -> None:
    """Token numbers, half-open, in reading order, without what is trimmed."""
    doc = tagged("경우/NNG 가/NNG 나/NNG|들/XSN|이/JKS 다/NNG|라/NNG")
    assert phrase_places(doc) == [Phrase(1, 3), Phrase(5, 7)]
    assert phrase_places(Doc(Vocab(), words=["가", "나"])) == []  # nobody tagged it


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("변화관리", "변화 관리", True),  # change management
        ("RCL Group", "rcl group", True),
        ("변화 관리", "변화 관리자", False),
        ("변화\t관리 ", "변화관리", True),
    ],
)
def test_spellings_of_a_phrase_share_a_key(one: str, other: str, same: bool) -> None:
    """Blanks and capitals do not tell phrases apart."""
    assert (phrase_key(one) == phrase_key(other)) is same


NOUNS = ["교육", "시간", "업무", "프로세스", "CRM", "시스템", "콜센터", "직원들", "고객", "경우", "효율적", "비효율"]
OTHERS = ["을", "이", "에서", "했다", "늦었다", ".", "!", "ㅋㅋ", " ", "  ", "\n", "\t"]
WRITTEN = st.lists(st.sampled_from(NOUNS + OTHERS), max_size=25).map("".join)


@settings(deadline=None)
@given(text=WRITTEN)
def test_each_phrase_stands_in_the_text(nlp: Language, text: str) -> None:
    """A phrase is a quote without white space but single blanks, and no longer than it may be."""
    at = 0
    for phrase in noun_phrases(nlp(text)):
        at = text.index(phrase, at) + len(phrase)  # in reading order, one behind the other
        assert phrase == " ".join(phrase.split())
        assert 2 <= len(nlp(phrase)) <= 2 * MAX_PHRASE_TOKENS  # alone, a phrase may be read a little otherwise


@settings(deadline=None)
@given(text=WRITTEN)
def test_lemmas_are_in_lower_case_and_not_blank(nlp: Language, text: str) -> None:
    """A lemma is never empty and is the same in every spelling of its case."""
    found = lemmas(nlp(text))
    assert all(lemma == lemma.lower() and lemma.strip() for lemma in found)
