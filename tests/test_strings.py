"""Strings: every sentence that the code asks for is there, in both languages, and none is there for nothing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from contextvars import copy_context
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple, get_type_hints

import pytest

from crmkb import errors
from crmkb.errors import CrmkbError, InputErrors
from crmkb.ingest.columns import ColumnOptions
from crmkb.report.island import SAID_BY_SCRIPT
from crmkb.store.read import Counts
from crmkb.strings import LANGS, catalog, get_lang, say, set_lang
from crmkb.types import DECISION_KINDS, DOCUMENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

PACKAGE = Path(errors.__file__).parent
ROOMS = sorted({key.partition(".")[0] for key in catalog()})
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CrmkbError)}
SPEAKERS = {"say", "progress", "help_text", *ERRORS - {InputErrors.__name__}}
"""Callables whose first argument is a key."""

FILE_NAME = re.compile(r"\w+\.(?:html|css|js|json|csv|xlsx)")
"""What looks like a key and is none."""

NAMES_BY_PREFIX: dict[str, Collection[str]] = {
    "cli.help_": (),  # the names stand in calls of help_text
    "cli.help_cmd_": {path.stem for path in (PACKAGE / "cli").glob("*.py")},
    "cli.count_": set(Counts._fields),
    "curate.payload_": DECISION_KINDS,
    "report.": DOCUMENT_KINDS,
    "report.field_": set(get_type_hints(ColumnOptions)),
    "store.": {"locked", "disk", "full", "contradiction", "unwritable", "damaged"},  # by SQLite's result code
}
"""Keys that the code puts together: the beginning, and what may follow."""

PERCENT = {"report.sure_assigned": "share"}
"""A particle may follow these placeholders: they end in %, which is read 퍼센트."""

LAST_SYLLABLE_MATTERS = r"(?:은|는|이|가|을|를|과|와|아|야|으?로|이?라|이?라고|이?라는|이?며|이?나|이?란)(?![가-힣])"
"""Particles whose form depends on the last sound before them; a longer word such as 이상 is none."""

EITHER_FORM = re.compile(r"\((?:[은는이가을를과와으]|으로|이라)\)|(?:은|을|이|과)\((?:는|를|가|와)\)")
"""을(를), (으)로 and the like: a way out that reads like a form letter."""


class Call(NamedTuple):
    """A call that names a key; `facts` is None where they cannot be known (`**facts`)."""

    place: str
    key: str
    facts: frozenset[str] | None


@cache
def trees() -> dict[str, ast.Module]:
    """Read every module of the package, by its path within it."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def calls() -> tuple[Call, ...]:
    """Find the calls whose first argument is a literal key."""
    found = []
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SPEAKERS:
                    key = ("cli.help_" if name == "help_text" else "") + str(node.args[0].value)
                    given = [keyword.arg for keyword in node.keywords]
                    facts = None if None in given or name == "progress" else frozenset(map(str, given))
                    found.append(Call(f"{module}:{node.lineno}", key, facts))
    return tuple(found)


@cache
def literals() -> frozenset[str]:
    """Find the literals that have the form of a key of one of the rooms, wherever they stand."""
    form = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z0-9_]+")
    nodes = [node for tree in trees().values() for node in ast.walk(tree)]
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    constants = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces]
    texts = {value for value in constants if isinstance(value, str)}
    return frozenset(text for text in texts if form.fullmatch(text) and not FILE_NAME.fullmatch(text))


@cache
def beginnings() -> dict[str, list[str]]:
    """Find the f-strings that begin like a key, with their places."""
    form = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z0-9_]*")
    found = defaultdict(list)
    for module, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]) if form.fullmatch(beginning):
                    found[beginning].append(f"{module}:{node.lineno}")
    return dict(found)


def template() -> str:
    """Read the report's template."""
    return (PACKAGE / "report" / "templates" / "body.html").read_text(encoding="utf-8")


def keys_of(room: str) -> dict[str, dict[str, str]]:
    """Give the sentences of a room."""
    return {key: sentences for key, sentences in catalog().items() if key.startswith(f"{room}.")}


def placeholders(sentence: str) -> set[str]:
    """List the names of a sentence's placeholders."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_there_in_both_languages(room: str) -> None:
    """Korean and English, neither blank, nothing else, without blanks around them."""
    wrong = [
        key
        for key, sentences in keys_of(room).items()
        if set(sentences) != set(LANGS) or any(not s or s != s.strip() for s in sentences.values())
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_placeholders(room: str) -> None:
    """A fact that one language tells is not kept from the other; all have names."""
    found = {key: [placeholders(s) for s in sentences.values()] for key, sentences in keys_of(room).items()}
    assert {key: names for key, names in found.items() if any(n != names[0] or "" in n for n in names)} == {}


def test_every_key_in_the_code_exists() -> None:
    """What is said, raised, shown as progress or as help has a sentence."""
    assert [call for call in calls() if call.key not in catalog()] == []
    assert sorted(literals() - set(catalog())) == []
    assert len(calls()) > 100


def test_every_name_in_the_report_exists() -> None:
    """What the template's `t` is given, also one of two, and what is handed to the script."""
    given = re.findall(r'\bt\(\s*"([a-z_]+)"(?:\s+if\s[^"]*\belse\s+"([a-z_]+)")?\s*[,)]', template())
    names = {name for pair in given for name in pair if name}
    assert len(names) > 50
    assert sorted(name for name in names.union(SAID_BY_SCRIPT) if f"report.{name}" not in catalog()) == []


def test_keys_that_are_put_together_begin_as_known() -> None:
    """A new kind of key must say here what may follow; each of these exists."""
    assert {b: places for b, places in beginnings().items() if b not in NAMES_BY_PREFIX} == {}
    must = {f"{beginning}{name}" for beginning in ("cli.count_", "curate.payload_", "report.", "store.")
            for name in NAMES_BY_PREFIX[beginning]}  # fmt: skip
    assert sorted(must - set(catalog())) == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_unused(room: str) -> None:
    """Each key stands in the code, in the report's template, or is put together as the table says."""
    words = re.findall(r'"([a-z_]+)"', template())
    in_report = {*words, *SAID_BY_SCRIPT, *(f"method_{word}{end}" for word in words for end in ("", "_text"))}
    asked = literals() | {call.key for call in calls()} | {f"report.{name}" for name in in_report}
    asked |= {beginning + name for beginning, names in NAMES_BY_PREFIX.items() for name in names}
    assert sorted(set(keys_of(room)) - asked - {"errors.example"}) == []


def test_every_sentence_gets_its_facts() -> None:
    """Where a call names its facts, none of the sentence's placeholders is missing among them."""
    wrong = [
        (call.place, call.key, sorted(missing))
        for call in calls()
        if call.facts is not None and call.key in catalog()
        for missing in [placeholders(catalog()[call.key]["ko"]) - call.facts]
        if missing
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_particle_follows_a_placeholder(room: str) -> None:
    """A Korean particle takes its form from the word before it, which nobody knows here; nor stand both forms there."""
    direct = re.compile(r"\{(\w+)[^}]*\}[\"'’”`»]?" + LAST_SYLLABLE_MATTERS)
    wrong = [
        (key, match.group())
        for key, sentences in keys_of(room).items()
        for pattern in (direct, EITHER_FORM)
        for match in pattern.finditer(sentences["ko"])
        if not (pattern is direct and PERCENT.get(key) == match.group(1))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("sentence", "is_wrong"),
    [
        ("{n}이 없습니다.", True),
        ("‘{name}’을 찾지 못했습니다.", True),
        ("{path}로 옮겼습니다.", True),
        ("{name}라는 열", True),
        ("{n}이상", False),
        ("{n}개를 읽었습니다.", False),
        ("주제({target})가 없습니다.", False),  # the brackets are not read: 주제가
        ("{name}에서 {name}도 {name}의", False),  # one form each
        ("{supported}입니다.", False),
    ],
)
def test_search_for_particles_finds_those_with_two_forms(sentence: str, is_wrong: bool) -> None:
    """The pattern of the test above, tried on sentences."""
    assert bool(re.search(r"\}[\"'’”`»]?" + LAST_SYLLABLE_MATTERS, sentence)) == is_wrong


def test_language_is_korean_until_somebody_chooses() -> None:
    """A choice holds in its own context and goes no further."""

    def choose() -> tuple[str, str, str]:
        set_lang("en")
        return get_lang(), say("errors.example", n=2), say("errors.example", lang="ko", n=2)

    assert copy_context().run(choose) == ("en", "2 passages.", "구절 2개.")
    assert (get_lang(), say("errors.example", n=2)) == ("ko", "구절 2개.")


def test_unknown_key_and_missing_fact_are_mistakes_of_ours() -> None:
    """They raise KeyError, which no user should ever see."""
    with pytest.raises(KeyError):
        say("errors.no_such_sentence")
    with pytest.raises(KeyError):
        say("errors.example")
