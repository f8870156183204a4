"""Every tagger of the table covers any text with words of one tagset, alone and in a batch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import UsageError
from crmkb.korean.lexicon.lexicon import Lexicon
from crmkb.korean.tagging.taggers import TAGGERS, Tagger, make_tagger
from crmkb.korean.tagset import SEJONG_TO_UNIVERSAL, SPACE_TAG, UNCOVERED_TAG

WITHOUT_JAVA = ["mecab"]
"""Java's taggers have tests of their own, which know how to skip."""

WRITTEN = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            '교육이을는했다됐어요고객의업무 \t\n\r\0\ufffd\u200b\u3000\xa0\x85.,!?~ㅋㅠ()"“”+/*aZ09👍\u200d'
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)
"""Any text without lone surrogates, with much of what comments hold."""


@pytest.fixture(scope="module", params=WITHOUT_JAVA)
def tagger(request: pytest.FixtureRequest) -> Tagger:
    """Return each tagger of the table that needs no Java."""
    return make_tagger(str(request.param))


@given(text=WRITTEN)
def test_the_words_joined_are_the_text(tagger: Tagger, text: str) -> None:
    """There is a blank or none for each word, and no word is empty."""
    words, spaces = tagger.tagged(text)
    assert "".join(word.text + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert all(word.text for word in words)


@given(text=WRITTEN)
def test_white_space_is_in_words_of_its_own(tagger: Tagger, text: str) -> None:
    """Two such words never touch, and no other word has white space in it."""
    words, _ = tagger.tagged(text)
    assert all((word.tag == SPACE_TAG) == word.text.isspace() for word in words)
    assert not any(char.isspace() for word in words if word.tag != SPACE_TAG for char in word.text)
    assert not any(a.tag == b.tag == SPACE_TAG for a, b in pairwise(words))


@given(text=WRITTEN)
def test_every_tag_is_in_the_table(tagger: Tagger, text: str) -> None:
    """A tagger gives tags that have a universal part of speech, each by itself, and a lemma part for each."""
    words, _ = tagger.tagged(text)
    tags = {tag for word in words for tag in word.tag.split("+")}
    assert tags - set(SEJONG_TO_UNIVERSAL) <= {SPACE_TAG, UNCOVERED_TAG}
    assert all(word.lemma.count("+") == word.tag.count("+") for word in words if "+" in word.tag)


@given(texts=st.lists(WRITTEN, max_size=5))
def test_a_batch_is_cut_as_each_text_alone(tagger: Tagger, texts: list[str]) -> None:
    """Order is kept, and no text depends on its neighbors."""
    assert list(tagger.tagged_all(texts)) == [tagger.tagged(text) for text in texts]


def test_the_table_holds_mecab_and_each_name_is_lower_case() -> None:
    """Names stand in saved pipelines and on the command line."""
    assert "mecab" in TAGGERS
    assert all(name == name.lower() for name in TAGGERS)


def test_mecab_knows_the_packaged_vocabulary() -> None:
    """A loanword that its dictionary lacks is one noun."""
    words = make_tagger("mecab").tagged("그 엔터테인먼트가 컸다").words
    assert ("엔터테인먼트", "NNG") in [(word.text, word.tag) for word in words]


def test_mecab_knows_the_nouns_of_the_lexicon() -> None:
    """Compounds and variants in Hangul stand in its lattice; what is Latin or no noun is left to the joining."""
    lexicon = Lexicon({"뷁쀍쪫": "NNP", "R&D": "SL", "뷁쀍A": "NNG"}, {"쪫쀍": "뷁쀍센터"})
    words = make_tagger("mecab", lexicon).tagged("어제 뷁쀍쪫과 쪫쀍을 r&d와 뷁쀍a에서 보았다").words
    found = {word.text: word.tag for word in words}
    assert (found["뷁쀍쪫"], found["쪫쀍"]) == ("NNP", "NNG")
    assert not {"r&d", "뷁쀍a"} & set(found)


def test_the_users_tag_goes_before_the_packaged_one() -> None:
    """엔터테인먼트 is a common noun in the vocabulary, and a name for this user."""
    words = make_tagger("mecab", Lexicon({"엔터테인먼트": "NNP"})).tagged("그 엔터테인먼트가 컸다").words
    assert ("엔터테인먼트", "NNP") in [(word.text, word.tag) for word in words]


def test_an_unknown_tagger_is_a_usage_error_that_lists_the_known_ones() -> None:
    """The sentence says what was asked for and what there is."""
    with pytest.raises(UsageError) as caught:
        make_tagger("kiwi")
    assert caught.value.exit_code == 2
    known = ", ".join(TAGGERS)
    assert caught.value.message("en") == f"--tagger: there is no tagger kiwi (known: {known}). Choose one of the list."
    assert caught.value.message("ko").startswith(f"--tagger: kiwi 분석기는 없습니다(사용 가능: {known}).")
