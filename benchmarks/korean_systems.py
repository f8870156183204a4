"""What `benchmarks/korean.py` compares: each system as a function from a text, or from texts, to what it finds.

Nothing heavy is imported before a system is made, so that each can be measured in a process of its own; the process of
kss has no `crmkb`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from korean_data import NOUN_TAGS, content_nouns, morphemes

if TYPE_CHECKING:
    from spacy.language import Language

Nouns = Callable[[str], Sequence[str]]
Tags = Callable[[Sequence[str]], None]
Splits = Callable[[str], list[str]]


class Konlpy(Protocol):
    """What is used of KoNLPy's taggers."""

    def pos(self, phrase: str, **options: int) -> list[tuple[str, str]]:
        """Tag a text."""
        ...


KONLPY = ("Mecab", "Komoran", "Kkma", "Okt", "Hannanum")
KONLPY_NOUNS = {"Okt": frozenset({"Noun"}), "Hannanum": frozenset({"NC", "NQ"})}
MARK = re.compile(r"(?<=[.!?…])\s+")
MARK_OR_ENDING = re.compile(r"(?<=[.!?…~ㅋㅎㅠㅜ^])\s+|(?<=[다요죠음임됨함])\s+")


def konlpy_nouns(name: str) -> Nouns:
    """Make KoNLPy's tagger as it is; its nouns are NNG and NNP, Okt's Noun, Hannanum's NC and NQ (of 22 tags)."""
    tagger = _konlpy(name)
    tags = KONLPY_NOUNS.get(name, NOUN_TAGS)
    options = {"ntags": 22} if name == "Hannanum" else {}
    return lambda text: content_nouns(tagger.pos(text, **options), tags)


def our_nouns(tagger: str) -> Nouns:
    """Make our tokenizer alone; its nouns are the NNG and NNP of `tag_` with their part of `lemma_`."""
    nlp = _our_tokenizer(tagger)
    return lambda text: content_nouns(pair for token in nlp(text) for pair in morphemes(token.lemma_, token.tag_))


def kiwi_nouns() -> Nouns:
    """Make Kiwi with its default options; its nouns are NNG and NNP."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    return lambda text: content_nouns((token.form, token.tag) for token in kiwi.tokenize(text))


def konlpy_tags(name: str) -> Tags:
    """Make the `pos` of KoNLPy's tagger, text by text."""
    tagger = _konlpy(name)

    def tag(texts: Sequence[str]) -> None:
        for text in texts:
            tagger.pos(text)

    return tag


def our_docs(tagger: str) -> Tags:
    """Make `nlp.pipe` with our tokenizer and no component; the tokenizer tags some hundred texts at a time."""
    nlp = _our_tokenizer(tagger)
    in_batches: Any = getattr(nlp.tokenizer, "pipe", None)
    return _docs(nlp, in_batches)


def our_full_docs() -> Tags:
    """Make `nlp.pipe` of our whole pipeline, with sentences and terms."""
    from crmkb.korean import load

    return _docs(load())


def our_words(tagger: str) -> Tags:
    """Make our tagger without spaCy: words with tags and morphemes, no `Doc`."""
    from crmkb.korean.tagging.taggers import make_tagger

    ours = make_tagger(tagger)

    def tag(texts: Sequence[str]) -> None:
        for _ in ours.tagged_all(texts):
            pass

    return tag


def kiwi_tags() -> Tags:
    """Make Kiwi with one worker, given all texts at once."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)

    def tag(texts: Sequence[str]) -> None:
        for _ in kiwi.tokenize(texts):
            pass

    return tag


def our_sentences() -> Splits:
    """Make our pipeline without terms; its sentences are `doc.sents`."""
    from crmkb.korean import load

    nlp = load(terms=False)
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def kiwi_sentences() -> Splits:
    """Make Kiwi's `split_into_sents` with its default options."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    return lambda text: [sentence.text for sentence in kiwi.split_into_sents(text)]


def kss_sentences() -> Splits:
    """Make the splitter of kss with its own fast backend."""
    import kss

    return lambda text: list(kss.split_sentences(text, backend="fast"))


def sentencizer_on_our_tokens() -> Splits:
    """Make spaCy's splitter by punctuation marks on our tokens."""
    return _sentencizer(_our_tokenizer("mecab"))


def sentencizer_on_its_tokens() -> Splits:
    """Make spaCy's splitter by punctuation marks on the tokens of its rules for no language: blanks and marks."""
    import spacy

    return _sentencizer(spacy.blank("xx"))


def _sentencizer(nlp: Language) -> Splits:
    nlp.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def _konlpy(name: str) -> Konlpy:
    if name == "Mecab":
        from crmkb.korean.tagging.mecab import KonlpyMecab

        mecab: Konlpy = KonlpyMecab()
        return mecab
    import konlpy.tag

    tagger: Konlpy = getattr(konlpy.tag, name)()
    return tagger


def _our_tokenizer(tagger: str) -> Language:
    from crmkb.korean.analyze import make_pipeline

    nlp = make_pipeline(tagger)
    for name in nlp.pipe_names:
        nlp.remove_pipe(name)
    return nlp


def _docs(nlp: Language, in_batches: Callable[[Sequence[str]], Any] | None = None) -> Tags:
    def tag(texts: Sequence[str]) -> None:
        for _ in nlp.pipe(in_batches(texts) if in_batches else texts):
            pass

    return tag


SYSTEMS: dict[str, dict[str, Callable[[], Callable[[Any], object]]]] = {
    "nouns": {
        **{f"konlpy {name}": partial(konlpy_nouns, name) for name in KONLPY},
        "kiwipiepy": kiwi_nouns,
        **{f"crmkb {name.lower()}": partial(our_nouns, name.lower()) for name in KONLPY},
    },
    "speed": {
        **{f"konlpy {name}": partial(konlpy_tags, name) for name in KONLPY},
        "kiwipiepy": kiwi_tags,
        **{f"crmkb {name.lower()}": partial(our_docs, name.lower()) for name in KONLPY},
        **{f"crmkb {name.lower()} without Doc": partial(our_words, name.lower()) for name in KONLPY},
        "crmkb full": our_full_docs,
    },
    "sentences": {
        "crmkb": our_sentences,
        "kiwipiepy": kiwi_sentences,
        "kss fast": kss_sentences,
        "regex on marks": lambda: MARK.split,
        "regex on marks and endings": lambda: MARK_OR_ENDING.split,
        "sentencizer on crmkb tokens": sentencizer_on_our_tokens,
        "sentencizer on xx tokens": sentencizer_on_its_tokens,
    },
}
"""Systems by task and name, each made when it is first needed: nouns and sentences of a text, or the tags of texts."""
