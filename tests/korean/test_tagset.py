"""Every tag that a tagger can give is in its table, and what the table gives has a universal part of speech."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import mecab_ko
import pytest

from crmkb.korean.tagging.jvm import konlpy_java
from crmkb.korean.tagset import (
    HANNANUM,
    KKMA,
    KOMORAN,
    MECAB,
    OKT,
    SEJONG_TO_UNIVERSAL,
    SPACE_TAG,
    UNCOVERED_TAG,
    sign_or_letters,
    to_sejong,
    universal,
)

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


TABLES = {"hannanum": HANNANUM, "kkma": KKMA, "komoran": KOMORAN, "mecab": MECAB, "twitter": OKT}
"""Table by the name of KoNLPy's file; Okt's is still called after Twitter."""


def constants(jar: str, name: str) -> set[str]:
    """Return the words of letters in the constants of a Java class."""
    with zipfile.ZipFile(next(konlpy_java().glob(jar))) as archive:
        code = archive.read(name)
    return {word.decode() for word in re.findall(rb"\x01\0[\x02-\x0f]([A-Za-z]{2,15})(?=[\0-\x1f])", code)}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_each_tag_that_konlpy_lists(name: str) -> None:
    """None of `konlpy/data/tagset/*.json` is missing."""
    path = konlpy_java().parent / "data" / "tagset" / f"{name}.json"
    tags = set(json.loads(path.read_text(encoding="utf-8")))
    assert len(tags) > 15
    assert tags - set(TABLES[name]) == set()


def test_konlpy_lists_no_other_tagset() -> None:
    """A sixth tagger would need a table."""
    assert {path.stem for path in (konlpy_java().parent / "data" / "tagset").glob("*.json")} == set(TABLES)


def test_komorans_table_holds_each_tag_of_its_model() -> None:
    """`pos.table` is what its numbers of tags mean; start and end are none."""
    lines = (konlpy_java() / "data" / "models" / "pos.table").read_text(encoding="utf-8").splitlines()
    tags = {line.split("\t")[0] for line in lines} - {"<start>", "<end>"}
    assert len(tags) > 40
    assert tags - set(KOMORAN) == set()


def test_hannanums_table_holds_each_tag_and_group_of_its_tagset() -> None:
    """`tag_set.txt` lists KAIST's tags and the groups they form; a group's name begins those of its members."""
    text = (konlpy_java() / "data" / "kE" / "tag_set.txt").read_text(encoding="utf-8")
    tags = set(re.findall(r"^TAG\t([a-z]+)", text, re.MULTILINE))
    sets = re.findall(r"^TSET\t([a-z]+)\t(.+)", text, re.MULTILINE)
    groups = {name for name, members in sets if all(member.startswith(name) for member in members.split())}
    assert {"nc", "x", "xs"} <= groups
    assert len(tags) > 65
    assert (tags | groups) - set(HANNANUM) == set()


def test_kkmas_table_holds_each_tag_of_its_program() -> None:
    """The constants of its class of tags."""
    tags = constants("kkma-*.jar", "org/snu/ids/ha/constants/POSTag.class")
    tags = {tag for tag in tags if tag.isupper() and 2 <= len(tag) <= 3}
    assert {"NNG", "EFN", "MDT", "EMO"} <= tags
    assert tags - set(KKMA) == set()


def test_okts_table_holds_each_tag_of_its_program() -> None:
    """The constants of its enumeration, but for Java's own."""
    tags = constants("open-korean-text-*.jar", "org/openkoreantext/processor/KoreanPosJava.class")
    assert {"Noun", "Josa", "KoreanParticle", "CashTag"} <= tags
    own = {"Code", "LineNumberTable", "Signature", "SourceFile"}
    assert {tag for tag in tags if tag[0].isupper()} - own - set(OKT) == set()


@pytest.mark.parametrize("name", TABLES)
def test_each_table_leads_to_tags_of_the_house(name: str) -> None:
    """And so to a universal part of speech."""
    assert set(TABLES[name].values()) - set(SEJONG_TO_UNIVERSAL) == set()


@pytest.mark.parametrize(
    ("table", "tag", "form", "expected"),
    [
        (MECAB, "NNG", "교육", "NNG"),
        (OKT, "Noun", "교육", "NNG"),
        (OKT, "Josa", "을", "JX"),
        (OKT, "Verb", "하", "VV"),
        (OKT, "KoreanParticle", "ㅋㅋ", "IC"),
        (OKT, "Foreign", "漢字", "SH"),
        (OKT, "Foreign", "é", "SL"),
        (OKT, "Foreign", "１２", "SN"),
        (OKT, "Foreign", "“", "SSO"),
        (OKT, "Punctuation", ").", "SSC"),
        (KKMA, "MDT", "그", "MM"),
        (KKMA, "ECE", "고", "EC"),
        (KKMA, "EFN", "다", "EF"),
        (KKMA, "NNM", "명", "NNBC"),
        (KKMA, "NR", "3,500", "SN"),
        (KKMA, "NR", "만", "NR"),
        (KKMA, "SW", "カ", "SL"),
        (KOMORAN, "SP", ",", "SC"),
        (KOMORAN, "SS", "(", "SSO"),
        (KOMORAN, "SS", '"', "SY"),
        (KOMORAN, "NNP", "!!", "SF"),
        (KOMORAN, "NNP", ".co", "NNP"),
        (KOMORAN, "SE", "...", "SE"),
        (HANNANUM, "ncpa", "교육", "NNG"),
        (HANNANUM, "jca", "에", "JKB"),
        (HANNANUM, "xsva", "하", "XSV"),
        (HANNANUM, "ncn", "★", "SY"),
        (HANNANUM, "sf", ".", "SF"),
        (HANNANUM, "S", "?", "SF"),
        (KKMA, "NEW", "가", "UNKNOWN"),
    ],
)
def test_a_tag_becomes_sejongs(table: dict[str, str], tag: str, form: str, expected: str) -> None:
    """The table decides; signs and digits are read from the form."""
    assert to_sejong(table, tag, form) == expected


@pytest.mark.parametrize(
    "form", [".", "?", "!", "…", ",", "·", "/", ":", ";", "(", ")", "[", "]", "「", "」", "“", "”"]
)
@pytest.mark.parametrize("other", ["-", "~", "%", "<", "=", "♥"])
def test_signs_are_told_apart_as_mecab_does(form: str, other: str) -> None:
    """The sort of each, and what is of no sort."""
    tagger = mecab_ko.Tagger(f'-d "{dictionary()}"')
    for sign in (form, other):
        assert sign_or_letters(sign) == tagger.parse(sign).partition("\t")[2].partition(",")[0]
