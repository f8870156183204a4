"""Word lists are read as people save them, and everything wrong with them is told with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import InputError, InputErrors
from crmkb.korean.lexicon.any_of import any_of
from crmkb.korean.lexicon.files import FILES
from crmkb.korean.lexicon.lexicon import Lexicon, packaged_lexicon, read_lexicon, stop_words

PACKAGED = files("crmkb") / "data" / "lexicon"


def folder(path: Path, **lists: str | bytes) -> Path:
    """Write lists (compounds, variants, stop_words) into a folder."""
    home = path / "우리 사전"
    home.mkdir()
    for name, content in lists.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (home / f"{name}.tsv").write_bytes(data)
    return home


def problems(home: Path) -> list[tuple[str, int]]:
    """Return what is wrong with a folder: key and line, in the order told."""
    with pytest.raises(InputErrors) as caught:
        read_lexicon(home)
    return [
        (error.key.removeprefix("korean.lexicon_"), int(str(error.facts.get("line", 0))))
        for error in caught.value.errors
    ]


def test_stop_words_hold_words_only() -> None:
    """Neither comment nor remark nor white space comes with a word."""
    words = stop_words()
    assert {"경우", "관련", "통하다"} <= words
    assert [word for word in words if word != word.strip() or not word or "#" in word or "\t" in word] == []
    assert {word for word in words if word != word.lower()} == set()


@pytest.mark.parametrize("name", FILES)
def test_each_line_of_a_packaged_list_is_a_new_word(name: str) -> None:
    """No word is written down twice."""
    text = (PACKAGED / name).read_text(encoding="utf-8")
    lines = [line.partition("\t")[0].lower() for line in text.splitlines() if line and not line.startswith("#")]
    assert len(set(lines)) == len(lines)


def test_packaged_lists_cover_the_domain() -> None:
    """The words that such projects speak of are there, and many more."""
    lexicon = packaged_lexicon()
    named = ("조직원", "뉴스지", "추진위원회", "현업", "공감대", "변화관리", "전담반", "콜센터",
             "고객센터", "영업점", "본부장", "팀장", "파트장", "태스크포스", "킥오프")  # fmt: skip
    assert [word for word in named if word not in lexicon.compounds] == []
    assert lexicon.canonical("콜센타") == "콜센터"
    assert lexicon.canonical("워크샵") == "워크숍"
    assert lexicon.canonical("씨알엠") == "crm"
    assert len(lexicon.compounds) >= 150
    assert len(lexicon.variants) >= 120


def test_no_canonical_spelling_is_a_variant() -> None:
    """One look-up is enough."""
    lexicon = packaged_lexicon()
    assert [v for v in lexicon.variants.values() if lexicon.canonical(v) != v.lower()] == []


def test_no_folder_gives_the_packaged_lists() -> None:
    """What is read without a folder is what is packaged."""
    assert read_lexicon() is packaged_lexicon()


def test_own_entries_add_to_the_packaged_ones_and_override_them(tmp_path: Path) -> None:
    """A compound is added, another gets a tag, and a variant goes elsewhere."""
    home = folder(tmp_path, compounds="새사업단\n콜센터\tNNP\n", variants="콜센타\t고객센터\n", stop_words="교육\n")
    lexicon = read_lexicon(home)
    assert (lexicon.compounds["새사업단"], lexicon.compounds["콜센터"]) == ("NNG", "NNP")
    assert lexicon.canonical("콜센타") == "고객센터"
    assert lexicon.canonical("워크샵") == "워크숍"
    assert {"교육", "경우"} <= lexicon.stop_words


def test_a_dash_in_the_second_column_takes_a_packaged_entry_away(tmp_path: Path) -> None:
    """Of each list; case does not matter."""
    home = folder(tmp_path, compounds="콜센터\t-\nr&d\t-\n", variants="워크샵\t-\n", stop_words="CRM\t-\n")
    lexicon = read_lexicon(home)
    assert "콜센터" not in lexicon.compounds
    assert "R&D" not in lexicon.compounds
    assert lexicon.canonical("워크샵") == "워크샵"
    assert "crm" not in lexicon.stop_words


def test_a_chain_is_followed_to_its_end(tmp_path: Path) -> None:
    """Own and packaged entries form one chain: 콜센타 -> 콜센터 is packaged."""
    lexicon = read_lexicon(folder(tmp_path, variants="콜센터\t고객센터\n"))
    assert lexicon.canonical("콜센타") == "고객센터"
    assert lexicon.canonical("콜센터") == "고객센터"


def test_own_canonical_spelling_wins_over_the_packaged_one(tmp_path: Path) -> None:
    """Who counts 워크숍 under 워크샵 turns the packaged entry round, and its other spellings follow."""
    lexicon = read_lexicon(folder(tmp_path, variants="워크숍\t워크샵\n"))
    assert [lexicon.canonical(form) for form in ("워크샵", "워크숍", "워크샾")] == ["워크샵", "워크샵", "워크샵"]


WAYS = {
    "utf-8": "새사업단\tNNG\n".encode(),
    "bom": "새사업단\tNNG\n".encode("utf-8-sig"),
    "cp949": "새사업단\tNNG\r\n".encode("cp949"),
    "unicode text of Excel": "새사업단\tNNG\r\n".encode("utf-16"),
    "decomposed letters": b"\xe1\x84\x89\xe1\x85\xa2\xe1\x84\x89\xe1\x85\xa1\xe1\x84\x8b\xe1\x85\xa5\xe1\x86\xb8"
    b"\xe1\x84\x83\xe1\x85\xa1\xe1\x86\xab\n",
    "blanks around": "  새사업단 \t NNG \n".encode(),
    "no-break space and zero width": "새사\u200b업단\u00a0\tNNG".encode(),
    "empty columns": "새사업단\t\t\t\t\n".encode(),
    "quoted by Excel": '"# 적요, 첫 줄"\n새사업단\tNNG\t"메모, ""따옴표"""\n'.encode(),
    "empty lines": "\n\n# 주석\n\n새사업단".encode(),
    "old Mac line ends": "# 주석\r새사업단\r".encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_list_is_read_however_it_was_saved(tmp_path: Path, way: str) -> None:
    """Encoding, composition, quotes, blanks and line ends make no difference, to the digest neither."""
    lexicon = read_lexicon(folder(tmp_path, compounds=WAYS[way]))
    assert lexicon.compounds["새사업단"] == "NNG"
    packaged = packaged_lexicon()
    same = Lexicon({**packaged.compounds, "새사업단": "NNG"}, packaged.variants, packaged.stop_words)
    assert lexicon.sha256 == same.sha256


COMPOUND_FAULTS = [
    ("고객 센터", "blank"),
    ("고객센터,콜센터", "comma"),
    ('"고객센터', "quote"),
    ("가", "short"),
    ("&&&", "letters"),
    ("\tNNG", "empty"),
    ("새사업단\t명사", "tag"),
    ("새사업단\tVV", "tag"),
    ("새사업단\tNNG\t비고\t또", "columns"),
    ("없는낱말임\t-", "not_there"),
]
VARIANT_FAULTS = [
    ("콜쎈타아", "column"),
    ("콜센타,콜센터", "comma"),
    ("콜센타  콜센터", "column"),
    ("콜센타\t콜 센터", "blank"),
    ("앺\t앱", "short"),
    ("CRM\tcrm", "same"),
    ("콜센타\t콜센터\t비고\t또", "columns"),
    ("새말\t!!", "letters"),
    ("없는낱말임\t-", "not_there"),
]


@pytest.mark.parametrize(("line", "fault"), COMPOUND_FAULTS)
def test_what_is_wrong_with_a_compound_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    """Each fault has a sentence of its own; lines are counted from 1, comments included."""
    assert problems(folder(tmp_path, compounds=f"# 주석\n{line}\n새사업단\n")) == [(fault, 2)]


@pytest.mark.parametrize(("line", "fault"), VARIANT_FAULTS)
def test_what_is_wrong_with_a_variant_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    """A spelling needs a canonical one, both well-formed."""
    assert problems(folder(tmp_path, variants=f"# 주석\n{line}\n새말\t다른말\n")) == [(fault, 2)]


def test_a_word_written_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    """The same word in another case, or composed otherwise, is the same word."""
    home = folder(tmp_path, compounds="신규TF\n신규tf\n")
    assert problems(home) == [("twice", 2)]
    with pytest.raises(InputErrors, match="2행: ‘신규tf’: 1행에 이미"):
        read_lexicon(home)


def test_a_circle_is_told_once(tmp_path: Path) -> None:
    """가나 -> 다라 -> 마바 -> 가나, and a chain that leads into it is no second circle."""
    home = folder(tmp_path, variants="들머리\t가나\n가나\t다라\n다라\t마바\n마바\t가나\n")
    assert problems(home) == [("circle", 2)]
    with pytest.raises(InputErrors, match="가나 -> 다라 -> 마바 -> 가나"):
        read_lexicon(home)


def test_all_problems_of_all_lists_are_told_together_in_order(tmp_path: Path) -> None:
    """Nobody corrects one line only to meet the next."""
    home = folder(
        tmp_path,
        compounds="고객 센터\n새사업단\n나\n없는낱말임\t-\n",
        variants="콜센타,콜센터\n",
        stop_words="\t비고\n",
    )
    assert problems(home) == [("blank", 1), ("short", 3), ("not_there", 4), ("empty", 1), ("comma", 1)]


def test_a_file_of_another_kind_is_told_how_to_save_it(tmp_path: Path) -> None:
    """The first byte that fits neither encoding is named, and the other lists are still checked."""
    home = folder(tmp_path, compounds="새사업단\n".encode() + b"\xff\xff", variants="콜센타,콜센터\n")
    assert problems(home) == [("encoding", 0), ("comma", 1)]
    with pytest.raises(InputErrors, match="14번째 바이트가 UTF-8도 CP949도 아님"):  # 4 * 3 + 1 + 1
        read_lexicon(home)


def test_a_missing_folder_and_one_without_lists_are_errors(tmp_path: Path) -> None:
    """What is there is shown, since Notepad makes compounds.tsv.txt."""
    with pytest.raises(InputError, match="그런 폴더가 없습니다"):
        read_lexicon(tmp_path / "없음")
    (tmp_path / "compounds.tsv.txt").write_text("새사업단\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"지금 있는 것: compounds\.tsv\.txt"):
        read_lexicon(tmp_path)


words = st.text(st.sampled_from("콜센터고객CRMab&-"), min_size=2, max_size=5).filter(
    lambda w: any(c.isalnum() for c in w)
)


@given(st.dictionaries(words, st.just("NNG")), st.dictionaries(words, words), st.frozensets(words))
def test_bytes_bring_a_lexicon_back(compounds: dict[str, str], variants: dict[str, str], stops: frozenset[str]) -> None:
    """The lists come back, and in whatever order they were made, the digest is the same."""
    lexicon = Lexicon(compounds, variants, stops)
    assert Lexicon.from_bytes(lexicon.to_bytes()) == lexicon
    turned = Lexicon(dict(reversed(compounds.items())), dict(reversed(variants.items())), stops)
    assert turned.sha256 == lexicon.sha256


def test_each_list_counts_in_the_digest() -> None:
    """A changed tag, target or stop word changes it."""
    lexicons = [
        Lexicon({"콜센터": "NNG"}, {"콜센타": "콜센터"}, frozenset({"것"})),
        Lexicon({"콜센터": "NNP"}, {"콜센타": "콜센터"}, frozenset({"것"})),
        Lexicon({"콜센터": "NNG"}, {"콜센타": "고객센터"}, frozenset({"것"})),
        Lexicon({"콜센터": "NNG"}, {"콜센타": "콜센터"}, frozenset()),
    ]
    assert len({lexicon.sha256 for lexicon in lexicons}) == 4


def test_canonical_spellings_are_one_word_unless_they_are_short() -> None:
    """콜센터 is joined because 콜센타 stands for it; 이점 is not, since 이 점 is mostly two words."""
    lexicon = Lexicon(variants={"콜센타": "콜센터", "잇점": "이점", "어플": "앱"})
    assert set(lexicon.surfaces) == {"콜센타", "콜센터", "잇점", "어플"}


@given(st.lists(words, max_size=8), st.text(st.sampled_from("콜센터고객CRMab&- "), max_size=20))
def test_the_pattern_finds_exactly_what_a_search_word_by_word_finds(entries: list[str], text: str) -> None:
    """However the words are grouped."""
    assert (any_of(entries).search(text) is not None) == any(entry in text for entry in entries)


def test_any_case_of_a_foreign_word_occurs() -> None:
    """Entries are looked for in lower case."""
    lexicon = Lexicon({"R&D": "SL"})
    assert [lexicon.occurs_in(text) for text in ("R&D팀", "r&d", "R D")] == [True, True, False]
    assert not Lexicon().occurs_in("아무 글")


def test_a_list_that_is_a_folder_is_none(tmp_path: Path) -> None:
    """Only files are lists."""
    home = folder(tmp_path, compounds="새사업단\n")
    (home / "variants.tsv").mkdir()
    assert "새사업단" in read_lexicon(home).compounds
