"""The packaged taxonomy is whole, and a taxonomy with mistakes is refused with all of them named."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crmkb.causes.model import CauseModel, letters, taxonomy_sentences
from crmkb.causes.safe_yaml import MAX_DEPTH, read_yaml
from crmkb.causes.taxonomy import PACKAGED, TaxonomyError, _taxonomy, load_taxonomy, sentences
from crmkb.errors import InputError
from crmkb.korean.analyze import make_pipeline
from crmkb.korean.terms.phrases import lemmas
from crmkb.strings import LANGS, catalog
from crmkb.types import NO_CAUSE, Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.language import Language

TINY: dict[str, Any] = {
    "id": "tiny",
    "version": "1",
    "areas": {"A": {"ko": "사람", "en": "People"}},
    "sources": {"X1": "A book.", "X2": "An essay."},
    "causes": [
        {
            "code": "T01",
            "area": "A",
            "names": {"ko": "교육 부족", "en": "No training"},
            "definitions": {"ko": "배울 기회가 없다. 물어볼 곳도 없다.", "en": "Nobody is taught."},
            "include": ["교육이 한 번뿐이다."],  # there was only one training
            "exclude": ["화면이 불편하면 T02이다."],
            "subcauses": ["짧은 교육"],
            "lemmas": ["교육", "변화 관리", "kpi"],
            "countermeasures": ["다시 가르치기"],
            "sources": ["X1"],
        }
    ],
}


@pytest.fixture(scope="module")
def packaged() -> Taxonomy:
    """Return the packaged taxonomy."""
    return load_taxonomy()


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline whose lemmas are looked up in the taxonomy."""
    return make_pipeline()


def write(folder: Path, content: object) -> Path:
    """Write a taxonomy, given as data or as YAML text, into a file whose name has Hangul and a blank."""
    path = folder / "분류 표.yaml"
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, content: object) -> list[tuple[str, object]]:
    """Load a wrong taxonomy and list the key and place of each mistake."""
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(write(folder, content))
    return [(problem.key, problem.facts["at"]) for problem in caught.value.problems]


def test_packaged_taxonomy_has_fourteen_causes_in_six_areas(packaged: Taxonomy) -> None:
    """C01 to C14 stand in order, and every area has a cause."""
    assert [cause.code for cause in packaged.causes] == [f"C{n:02}" for n in range(1, 15)]
    assert {cause.area for cause in packaged.causes} == set(packaged.areas) == set("ABCDEF")


def test_packaged_causes_are_filled_as_the_guide_asks(packaged: Taxonomy) -> None:
    """The lists of each cause have the length that curators keep to, so that no cause outweighs another."""
    wanted = {"include": (3, 5), "exclude": (1, 3), "subcauses": (4, 6), "lemmas": (15, 30), "countermeasures": (4, 6)}
    wrong = [
        (cause.code, name, len(getattr(cause, name)))
        for cause in packaged.causes
        for name, (least, most) in wanted.items()
        if not least <= len(getattr(cause, name)) <= most
    ]
    assert wrong == []


def test_packaged_excludes_name_a_neighbor(packaged: Taxonomy) -> None:
    """Each exclude sentence names exactly one other cause, which exists."""
    codes = {cause.code for cause in packaged.causes}
    for cause in packaged.causes:
        for sentence in cause.exclude:
            named = {code for code in codes if code in sentence}
            assert len(named - {cause.code}) == len(named) == 1, sentence


def test_packaged_sources_are_all_used_and_hold_no_web_address(packaged: Taxonomy) -> None:
    """No citation stands unused, and the report that prints them can hold no link."""
    assert {key for cause in packaged.causes for key in cause.sources} == set(packaged.sources)
    assert [text for text in packaged.sources.values() if "http" in text or "www" in text] == []


def test_packaged_lemmas_are_what_the_analysis_gives(packaged: Taxonomy, nlp: Language) -> None:
    """Every lemma is found in a plain use: with the particle of an object, as a predicate, or alone."""
    model = CauseModel(packaged, np.eye(len(taxonomy_sentences(packaged)), dtype=np.float32), "test")
    lost = []
    for lemma in dict.fromkeys(lemma for cause in packaged.causes for lemma in cause.lemmas):
        uses = [f"{lemma}을 말했다", f"{lemma}를 말했다", f"화면이 {lemma}", f"화면이 {lemma}하다", lemma]
        found = [model.lemma_hits(lemmas(nlp(use))) for use in uses]
        if not any(letters(lemma) in own for hits in found for own in hits):
            lost.append(lemma)
    assert lost == []


def test_packaged_lemmas_of_several_words_are_found_with_and_without_blanks(packaged: Taxonomy, nlp: Language) -> None:
    """Whether the tagger or the lexicon makes one word of them or several."""
    model = CauseModel(packaged, np.eye(len(taxonomy_sentences(packaged)), dtype=np.float32), "test")
    several = [lemma for cause in packaged.causes for lemma in cause.lemmas if " " in lemma]
    found = {lemma: [model.lemma_hits(lemmas(nlp(use))) for use in (lemma, letters(lemma))] for lemma in several}
    lost = [lemma for lemma, uses in found.items() for hits in uses if not any(letters(lemma) in own for own in hits)]
    assert lost == []


def test_file_is_loaded_field_by_field(tmp_path: Path) -> None:
    """A hand-made taxonomy arrives with all of its values."""
    taxonomy = load_taxonomy(write(tmp_path, TINY))
    (cause,) = taxonomy.causes
    assert (taxonomy.id, taxonomy.version) == ("tiny", "1")
    assert taxonomy.areas == TINY["areas"]
    assert taxonomy.sources == TINY["sources"]
    assert {name: getattr(cause, name) for name in TINY["causes"][0]} == {
        name: tuple(value) if isinstance(value, list) else value for name, value in TINY["causes"][0].items()
    }


def test_causes_are_sorted_by_code(tmp_path: Path) -> None:
    """The order in the file does not matter."""
    content = deepcopy(TINY)
    content["causes"].insert(0, {**deepcopy(TINY["causes"][0]), "code": "T02"})
    assert [cause.code for cause in load_taxonomy(write(tmp_path, content)).causes] == ["T01", "T02"]


def test_text_is_composed_and_its_blanks_collapsed(tmp_path: Path) -> None:
    """A file from a Mac (decomposed Hangul), with line ends inside a text and a byte order mark, gives the same."""
    content = deepcopy(TINY)
    content["causes"][0]["definitions"]["ko"] = "배울 기회가  없다.\n물어볼 곳도 없다.\n"
    path = write(tmp_path, content)
    path.write_text("\ufeff" + unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert load_taxonomy(path) == load_taxonomy(write(tmp_path, TINY))


def test_sentences_are_definition_include_and_subcauses(tmp_path: Path) -> None:
    """Neither what belongs elsewhere nor what helps stands for a cause, and no text comes twice."""
    content = deepcopy(TINY)
    content["causes"][0]["subcauses"].append("교육이 한 번뿐이다.")
    (cause,) = load_taxonomy(write(tmp_path, content)).causes
    assert sentences(cause) == ("배울 기회가 없다.", "물어볼 곳도 없다.", "교육이 한 번뿐이다.", "짧은 교육")


def change(where: tuple[str | int, ...], value: object) -> Callable[[dict[str, Any]], None]:
    """Make a function that sets one place of a taxonomy."""

    def apply(content: dict[str, Any]) -> None:
        target: Any = content
        for step in where[:-1]:
            target = target[step]
        target[where[-1]] = value

    return apply


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        (("version",), 1, ("causes.not_text", "version")),
        (("id",), " ", ("causes.empty_text", "id")),
        (("colour",), "red", ("causes.unknown_key", "colour")),
        (("areas",), {}, ("causes.empty", "areas")),
        (("areas", "A"), {"ko": "사람"}, ("causes.missing_key", "areas.A.en")),
        (("areas", 1), {"ko": "일", "en": "One"}, ("causes.not_text", "areas.1")),
        (("sources", "X2"), None, ("causes.not_text", "sources.X2")),
        (("causes",), [], ("causes.empty", "causes")),
        (("causes",), "T01", ("causes.not_list", "causes")),
        (("causes", 0), ["T01"], ("causes.not_mapping", "causes[0]")),
        (("causes", 0, "code"), NO_CAUSE, ("causes.bad_code", "causes[0].code")),
        (("causes", 0, "code"), "T01;T02", ("causes.bad_code", "causes[0].code")),
        (("causes", 0, "area"), "B", ("causes.unknown_area", "causes[0].area")),
        (("causes", 0, "names"), {"ko": "가", "en": "a", "fr": "b"}, ("causes.unknown_key", "causes[0].names.fr")),
        (("causes", 0, "definitions"), "뜻", ("causes.not_mapping", "causes[0].definitions")),
        (("causes", 0, "exclude"), [], ("causes.empty", "causes[0].exclude")),
        (("causes", 0, "lemmas", 2), True, ("causes.not_text", "causes[0].lemmas[2]")),
        (("causes", 0, "lemmas", 2), "KPI", ("causes.not_lower", "causes[0].lemmas[2]")),
        (("causes", 0, "lemmas", 1), "교육", ("causes.repeated", "causes[0].lemmas[1]")),
        (("causes", 0, "sources", 0), "X9", ("causes.unknown_source", "causes[0].sources[0]")),
    ],
)
def test_one_mistake_is_named_with_its_place(
    tmp_path: Path, where: tuple[str | int, ...], value: object, expected: tuple[str, str]
) -> None:
    """One wrong value gives one problem, at the place where it stands."""
    content = deepcopy(TINY)
    change(where, value)(content)
    assert problems(tmp_path, content) == [expected]


def test_code_given_twice_is_named_at_the_second(tmp_path: Path) -> None:
    """A code stands for one cause only."""
    assert problems(tmp_path, {**TINY, "causes": [deepcopy(TINY["causes"][0]) for _ in range(2)]}) == [
        ("causes.repeated", "causes[1].code")
    ]


def test_all_mistakes_come_in_one_error_in_the_language_asked_for(tmp_path: Path) -> None:
    """Two mistakes give a head line with the file and one line each, in Korean and in English."""
    content = deepcopy(TINY)
    del content["causes"][0]["names"]
    content["causes"][0]["lemmas"] = ["교육", 3]
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        load_taxonomy(path)
    for lang in LANGS:
        head, *lines = caught.value.message(lang).splitlines()
        assert head.startswith(f"{path}: ")
        assert [line.split(": ")[0] for line in lines] == ["- causes[0].names", "- causes[0].lemmas[1]"]
    assert caught.value.message("ko") != caught.value.message("en")


def test_every_key_missing_is_reported_once(tmp_path: Path) -> None:
    """An empty mapping lacks the five top keys and is blamed for nothing else."""
    expected = [("causes.missing_key", key) for key in ("id", "version", "areas", "sources", "causes")]
    assert problems(tmp_path, {}) == expected


@pytest.mark.parametrize("content", ["", "- 하나\n", "글\n"])
def test_document_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    """An empty file, a list or a sentence is no taxonomy."""
    assert problems(tmp_path, content)[0] == ("causes.not_mapping", "YAML")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("id: a\nversion: [1\n", "causes.yaml", 3),  # the bracket is missed at the end of the text
        ("id: a\nb: @c\n", "causes.yaml", 2),  # @ is reserved
        ("id: a\nb: \x01\n", "causes.yaml", 2),
        ("id: a\nb: 2026-02-30\n", "causes.yaml", 2),  # looks like a date, and is none
        ("id: a\n--- \nb: 1\n", "causes.yaml", 2),  # a second document
        ("id: a\nb: !!python/object:os.system x\n", "causes.yaml", 2),
        ("a: &x [1]\nb: *x\n", "causes.alias", 2),
        ("a: 1\nb: 2\na: 3\n", "causes.repeated_key", 3),
        ("a: 1\nb: " + "[" * 100 + "]" * 100, "causes.too_deep", 2),
    ],
)
def test_bad_yaml_is_refused_with_its_line(tmp_path: Path, text: str, key: str, line: int) -> None:
    """The error names the file and the line, counted from 1."""
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_taxonomy(path)
    assert (caught.value.key, caught.value.facts["line"]) == (key, line)
    assert str(caught.value).startswith(f"{path}, {line}")


def test_nesting_is_read_up_to_the_limit() -> None:
    """The scalar inside MAX_DEPTH - 1 brackets is on the last level that is read; one bracket more is refused."""
    deepest = "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    read_yaml(deepest, path="t")
    with pytest.raises(InputError):
        read_yaml(f"[{deepest}]", path="t")


def test_missing_file_and_foreign_encoding_are_input_errors(tmp_path: Path) -> None:
    """No file, a folder, and CP949 bytes each give one sentence."""
    cp949 = tmp_path / "옛 표.yaml"
    cp949.write_bytes("이름: 교육".encode("cp949"))
    for path, key in (
        (tmp_path / "없음.yaml", "causes.unreadable"),
        (tmp_path, "causes.unreadable"),
        (cp949, "causes.not_utf8"),
    ):
        with pytest.raises(InputError) as caught:
            load_taxonomy(path)
        assert caught.value.key == key
        assert str(path) in str(caught.value)


def test_packaged_file_is_plain_yaml(packaged: Taxonomy) -> None:
    """Other programs read the same from the file with a common YAML reader."""
    raw = yaml.safe_load((files("crmkb") / "data" / "taxonomy" / PACKAGED).read_text(encoding="utf-8"))
    assert [cause["names"]["ko"] for cause in raw["causes"]] == [cause.names["ko"] for cause in packaged.causes]


def test_sentences_of_the_room_exist_in_both_languages() -> None:
    """Each sentence has Korean and English with the same placeholders."""
    for key, by_language in catalog().items():
        if key.startswith("causes."):
            assert set(by_language) == set(LANGS), key
            ko, en = ({part.split("}")[0] for part in by_language[lang].split("{")[1:]} for lang in LANGS)
            assert ko == en, key


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_any_value_in_place_of_a_list_loads_or_is_an_input_error(value: object) -> None:
    """Whatever stands where a list of texts belongs, the loader never fails otherwise."""
    content = deepcopy(TINY)
    content["causes"][0]["include"] = value
    found: list[InputError] = []
    taxonomy = _taxonomy(content, found)
    good = isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value)
    assert found or (good and len(taxonomy.causes[0].include) == len(value))  # type: ignore[arg-type]
