"""A user dictionary written without MeCab's compiler: read back by another reader, and by Mecab itself."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import mecab_ko
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.errors import UsageError
from crmkb.korean.tagging.mecab import MecabTagger
from crmkb.korean.tagging.user_dictionary import COSTS, compile_words, double_array, has_final
from tests.korean.tagged_text import written

SYSTEM = Path(mecab_ko.try_import_unidic())
HEADER = struct.Struct("<10I32s")
RECORD = struct.Struct("<HHHhII")

SYLLABLES = "가각나난다달라마바사아"
WORDS = st.dictionaries(st.text(SYLLABLES, min_size=1, max_size=6), st.sampled_from(sorted(COSTS)), max_size=200)
"""Few letters, so that words begin alike and begin each other."""

KEYS = st.sets(st.binary(min_size=1, max_size=5).filter(lambda key: 0 not in key), max_size=60)


class Reader:
    """Reads a dictionary as MeCab is said to: sizes from the header, words by walking base and check."""

    def __init__(self, data: bytes) -> None:
        self.magic, self.version, self.kind, self.n_words, self.n_left, self.n_right, *sizes, self.charset = (
            HEADER.unpack_from(data)
        )
        n_trie, n_records, n_features, self.dummy = sizes
        at = HEADER.size
        self.trie = data[at : at + n_trie]
        self.records = data[at + n_trie : at + n_trie + n_records]
        self.features = data[at + n_trie + n_records :]
        assert len(self.features) == n_features

    def found(self, word: str) -> list[tuple[int, int, int, str]]:
        """Return left id, right id, cost and features of each record of a word."""
        value = walk(self.trie, word.encode())
        if value is None:
            return []
        first, n = value >> 8, value & 0xFF
        rows = [RECORD.unpack_from(self.records, RECORD.size * number) for number in range(first, first + n)]
        return [(left, right, cost, self.feature(at)) for left, right, _, cost, at, _ in rows]

    def feature(self, at: int) -> str:
        """Return the text that begins at a place of the features and ends before a NUL."""
        return self.features[at : self.features.index(b"\0", at)].decode()


def walk(trie: bytes, key: bytes) -> int | None:
    """Return the value of a key in a double array, or None."""

    def unit(at: int) -> tuple[int, int]:
        base, check = struct.unpack_from("<iI", trie, 8 * at)
        return base, check

    base, _ = unit(0)
    for letter in key:
        below, check = unit(base + letter + 1)
        if check != base:
            return None
        base = below
    value, check = unit(base)
    return -1 - value if check == base and value < 0 else None


def table(name: str) -> dict[str, str]:
    """Return number and features of each line of a table of the system dictionary."""
    lines = (SYSTEM / name).read_text(encoding="utf-8").splitlines()
    return {number: features for number, _, features in (line.partition(" ") for line in lines)}


LEFT, RIGHT = table("left-id.def"), table("right-id.def")


def test_the_header_is_mecabs() -> None:
    """Magic number over the size, version 102, a user dictionary, sizes of the parts, letters of the system's."""
    data = compile_words({"조직원": "NNG", "콜로라도": "NNP"}, SYSTEM)  # member of an organisation, Colorado
    with (SYSTEM / "sys.dic").open("rb") as file:
        system = HEADER.unpack(file.read(HEADER.size))
    reader = Reader(data)
    assert reader.magic ^ 0xEF718F77 == len(data)
    assert (reader.version, reader.kind, reader.n_words, reader.dummy) == (102, 1, 2, 0)
    assert (reader.n_left, reader.n_right, reader.charset) == (system[4], system[5], system[10])
    assert len(reader.records) == 2 * RECORD.size == 32
    assert len(reader.trie) % 8 == 0


def test_the_way_to_a_word_worked_by_hand() -> None:
    """The root's base leads over each letter's code + 1 to a unit that names the base it was reached from."""
    trie = double_array([(b"a", 7)])
    units = list(struct.iter_unpack("<iI", trie))
    root = units[0][0]
    below, check = units[root + ord("a") + 1]
    assert check == root
    assert units[below] == (-8, below)  # -1 - 7, under code 0: here a key ends
    assert sum(check > 0 for _, check in units) == 2


@pytest.mark.parametrize(
    ("word", "tag", "right"),
    [
        ("조직원", "NNG", "NNG,*,T"),  # ends in a consonant
        ("회사", "NNG", "NNG,*,F"),
        ("콜로라도", "NNP", "NNP,*,F"),
        ("서울역", "NNP", "NNP,*,T"),
    ],
)
def test_a_record_says_what_connects(word: str, tag: str, right: str) -> None:
    """Ids are those of the system's tables for that tag and final consonant, and the features are the dictionary's."""
    ((left_id, right_id, cost, features),) = Reader(compile_words({word: tag}, SYSTEM)).found(word)
    assert LEFT[str(left_id)] == f"{tag},*,*,*,*,*,*,*"
    assert RIGHT[str(right_id)] == f"{right},*,*,*,*,*"
    assert cost == COSTS[tag]
    assert features == f"{right},{word},*,*,*,*"


@settings(max_examples=40)
@given(words=WORDS, others=st.lists(st.text(SYLLABLES, max_size=7), max_size=20))
def test_words_are_found_and_nothing_else(words: dict[str, str], others: list[str]) -> None:
    """Each word has one record with its own tag and text; beginnings of words and other strings have none."""
    reader = Reader(compile_words(words, SYSTEM))
    assert reader.n_words == len(words)
    for word, tag in words.items():
        ((left_id, right_id, cost, features),) = reader.found(word)
        assert (LEFT[str(left_id)].split(",")[0], RIGHT[str(right_id)].split(",")[0]) == (tag, tag)
        assert (cost, features.split(",")[:4]) == (COSTS[tag], [tag, "*", "T" if has_final(word) else "F", word])
    beginnings = {word[:n] for word in words for n in range(len(word))}
    longer = {word + "가" for word in words}
    for other in (beginnings | longer | set(others)) - set(words):
        assert reader.found(other) == []


@settings(max_examples=60)
@given(keys=KEYS)
def test_a_double_array_holds_its_keys_alone(keys: set[bytes]) -> None:
    """Any bytes but NUL make a key: each leads to its value, its beginnings and longer ones to none."""
    numbered = [(key, number) for number, key in enumerate(sorted(keys))]
    trie = double_array(numbered)
    assert {key: walk(trie, key) for key in keys} == dict(numbered)
    others = {key[:n] for key in keys for n in range(len(key))} | {key + b"\x01" for key in keys}
    assert {walk(trie, other) for other in others - keys} <= {None}


@pytest.mark.parametrize("key", [b"", b"a", b"\xff", "가".encode(), b"\x01" * 300])
def test_an_empty_double_array_holds_nothing(key: bytes) -> None:
    """Every key may be looked up in it."""
    assert walk(double_array([]), key) is None


def test_many_words_fit() -> None:
    """More keys than the first stretch of room holds are found, each with its value."""
    words = [first + second + third for first in SYLLABLES for second in SYLLABLES for third in SYLLABLES]
    words += [word + "원장실장님" * 4 for word in words]
    keys = [(key, number) for number, key in enumerate(sorted(word.encode() for word in words))]
    trie = double_array(keys)
    assert len(trie) > 65_536 * 8
    assert all(walk(trie, key) == number for key, number in keys)


@settings(max_examples=40)
@given(trie_keys=KEYS, probe=st.binary(max_size=6))
def test_looking_up_never_leaves_the_array(trie_keys: set[bytes], probe: bytes) -> None:
    """Whatever is looked up, each step stands inside: MeCab itself does not look where it steps."""
    keys = sorted(trie_keys)
    trie = double_array([(key, number) for number, key in enumerate(keys)])
    assert walk(trie, probe) == (keys.index(probe) if probe in trie_keys else None)


def test_every_unit_has_room_for_every_letter_behind_it() -> None:
    """From each base, the unit of the greatest letter is still inside the array."""
    keys = [(bytes([first, second]), first) for first in range(1, 256) for second in range(1, 256)]
    units = list(struct.iter_unpack("<iI", double_array(keys)))
    assert len(units) > 65_536
    assert max(base for base, _ in units) + 256 < len(units)


def test_no_words_give_a_dictionary_that_mecab_loads(tmp_path: Path) -> None:
    """It changes nothing."""
    path = tmp_path / "words.dic"
    path.write_bytes(compile_words({}, SYSTEM))
    bare, empty = (mecab_ko.Tagger(f'-d "{SYSTEM}"{extra}') for extra in ("", f' -u "{path}"'))
    text = "교육이 너무 늦었고 엔터테인먼트 회사는 아무도 안 썼다"
    assert empty.parse(text) == bare.parse(text)


def test_a_word_is_one_noun_in_a_sentence() -> None:
    """Mecab alone cuts it into five, of which one is an adjective."""
    text = "그 엔터테인먼트가 컸다"  # that entertainment company was large
    alone = written(MecabTagger().tagged(text))
    told = written(MecabTagger({"엔터테인먼트": "NNG"}).tagged(text))
    assert alone == "그/MM | 엔터/NNP 테/NNG 인/VCP+ETM 먼/VA+ETM 트/NNG 가/JKS | 컸/VA+EP 다/EC"
    assert told == "그/MM | 엔터테인먼트/NNG 가/JKS | 컸/VA+EP 다/EC"


@settings(max_examples=25)
@given(word=st.text("뷁쀍쪫퉭햻", min_size=2, max_size=5), tag=st.sampled_from(sorted(COSTS)))
def test_mecab_finds_a_word_of_letters_that_it_has_never_seen(word: str, tag: str) -> None:
    """Whatever the word, it comes out whole, with the tag it was given, before a particle."""
    particle = "을" if has_final(word) else "를"
    words = MecabTagger({word: tag}).tagged(f"어제 {word}{particle} 보았다").words
    assert (word, tag) in [(found.text, found.tag) for found in words]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("조직원", True),
        ("회사", False),
        ("가", False),
        ("힣", True),
        ("각", True),
        ("CRM", False),
        ("회사\u3131", False),
    ],
)
def test_final_consonants(word: str, expected: bool) -> None:
    """Only a whole syllable with one says yes."""
    assert has_final(word) is expected


def folders(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield folders that hold no dictionary, each for another reason."""
    header = HEADER.pack(0, 101, 0, 0, 0, 0, 0, 0, 0, 0, b"UTF-8")
    for name, start, tables in [
        ("없는 폴더", None, False),  # no folder
        ("빈 폴더", b"", False),  # no tables
        ("끊긴 파일", header[:20], True),  # cut short
        ("다른 판", header, True),  # another version
        ("sys.dic 없음", None, True),
    ]:
        folder = root / name
        if start is not None or tables:
            folder.mkdir()
        if start is not None:
            (folder / "sys.dic").write_bytes(start)
        if tables:
            for table_name in ("left-id.def", "right-id.def"):
                (folder / table_name).write_text("0 BOS/EOS,*,*,*,*,*,*,*\n", encoding="utf-8")
        yield name, folder


def test_a_folder_without_such_a_dictionary_is_told(tmp_path: Path) -> None:
    """Missing, empty, cut short, of another version: one sentence with the folder and what is expected there."""
    for _, folder in folders(tmp_path):
        with pytest.raises(UsageError) as caught:
            compile_words({"교육": "NNG"}, folder)
        assert caught.value.message("en") == (
            f"{folder}: no dictionary of Mecab here (expected sys.dic, left-id.def, right-id.def, in format 102). "
            "Check the folder, or install mecab-ko-dic again."
        )
        assert caught.value.message("ko").startswith(f"{folder}: 미캡 사전이 아닙니다(sys.dic, left-id.def")
