"""Every tag that the dictionary can give has a universal part of speech."""

from __future__ import annotations

import re
from pathlib import Path

import mecab_ko
import pytest

from crmkb.korean.tagset import SEJONG_TO_UNIVERSAL, SPACE_TAG, UNCOVERED_TAG, universal

OPEN_CLASS = {"ADJ", "ADV", "INTJ", "NOUN", "PROPN", "VERB"}
CLOSED_CLASS = {"ADP", "AUX", "CCONJ", "DET", "NUM", "PART", "PRON", "SCONJ"}
UNIVERSAL = OPEN_CLASS | CLOSED_CLASS | {"PUNCT", "SYM", "X", "SPACE"}
"""The 17 of Universal Dependencies v2, and spaCy's SPACE."""

NO_TAG = {"*", "BOS/EOS"}
"""What stands in the first column of the dictionary's tables without being a tag."""


def dictionary() -> Path:
    """Return the folder of the installed dictionary."""
    return Path(mecab_ko.try_import_unidic())


def features(name: str) -> list[list[str]]:
    """Read the feature columns of a table of the dictionary, whose lines are `features number` or `number features`."""
    lines = (dictionary() / name).read_text(encoding="utf-8").splitlines()
    return [next(part for part in line.split() if "," in part).split(",") for line in lines if line.strip()]


@pytest.mark.parametrize("name", ["pos-id.def", "left-id.def", "right-id.def"])
def test_the_table_holds_each_tag_of_the_dictionarys_own_tables(name: str) -> None:
    """No tag of the connection and part-of-speech tables is missing."""
    tags = {feature[0] for feature in features(name)} - NO_TAG
    assert len(tags) > 40
    assert tags - set(SEJONG_TO_UNIVERSAL) == set()


def test_the_table_holds_each_first_tag_of_a_contraction() -> None:
    """The parts that `pos-id.def` foresees in contractions are in the table too."""
    tags = {feature[5] for feature in features("pos-id.def")} - NO_TAG
    assert tags - set(SEJONG_TO_UNIVERSAL) == set()


def test_the_table_holds_each_tag_of_the_800_000_words() -> None:
    """Tags that only words carry, and no table declares, are not missing either."""
    words = (dictionary() / "sys.dic").read_bytes()
    found = set(re.findall(rb"\0([A-Z][A-Z+]*),[^,\0]*,[TF*],", words))
    tags = {tag.decode("ascii") for joined in found for tag in joined.split(b"+")}
    assert {"NNG", "NNP", "VV", "EF", "UNA", "VSV"} <= tags
    assert tags - set(SEJONG_TO_UNIVERSAL) == set()


def test_the_table_gives_universal_parts_of_speech_only() -> None:
    """No value is a slip of the pen, which spaCy would refuse at the first such token."""
    assert set(SEJONG_TO_UNIVERSAL.values()) - UNIVERSAL == set()


def test_our_own_tags_are_none_of_the_dictionarys() -> None:
    """White space and uncovered characters can be told from what Mecab found."""
    assert {SPACE_TAG, UNCOVERED_TAG} & set(SEJONG_TO_UNIVERSAL) == set()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("NNG", "NOUN"),
        ("NNP", "PROPN"),
        ("NP", "PRON"),
        ("NR", "NUM"),
        ("SN", "NUM"),
        ("VV", "VERB"),
        ("VA", "ADJ"),
        ("VX", "AUX"),
        ("MAG", "ADV"),
        ("MM", "DET"),
        ("IC", "INTJ"),
        ("JKS", "ADP"),
        ("EF", "PART"),
        ("SF", "PUNCT"),
        ("SY", "SYM"),
        ("SL", "X"),
        ("VV+EP", "VERB"),  # 했 = 하 + 았: the verb decides
        ("VCP+ETM", "AUX"),
        ("EP+VV", "PART"),
        ("UNK", "X"),
        ("", "X"),
        ("+VV", "X"),
    ],
)
def test_the_first_morpheme_decides(tag: str, expected: str) -> None:
    """A tag, or the first of several, gives its universal part of speech; what is unknown gives X."""
    assert universal(tag) == expected
