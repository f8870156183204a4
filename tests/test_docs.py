"""The docs say what the program does: commands, options, links, examples, and the walk of one passage."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

import crmkb
from crmkb import api
from crmkb.causes.judge import Passages
from crmkb.cli.main import app
from crmkb.ingest.read import ReadOptions, read
from crmkb.pipeline import stages
from crmkb.pipeline.tools import Tools
from crmkb.strings import set_lang
from crmkb.text.bigrams import bigrams
from crmkb.types import Analysis, CauseScores, Coding, Document, Embedding, Passage, RawDocument
from tests.conftest import ROOT

READMES = (ROOT / "README.md", ROOT / "README.ko.md")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
WALK = ROOT / "docs" / "architecture.md"
SURVEY = ROOT / "corpus" / "feedback" / "serim-survey.csv"
OWN_ID = "SR-198"
STEPS = (
    "-m venv .venv",
    "-m pip install --require-hashes -r requirements/run.txt",
    "-m pip install --no-deps -e .",
    "crmkb run corpus/",
)


class Block(NamedTuple):
    """A fenced block: what stands behind the fence, and its text."""

    language: str
    text: str


def blocks(path: Path) -> list[Block]:
    """Read the fenced blocks of a page."""
    return [Block(*found) for found in FENCE.findall(path.read_text(encoding="utf-8"))]


def prose(path: Path) -> str:
    """Read a page without its fenced blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def options_of(command: typer.core.TyperCommand) -> set[str]:
    """List the long options of a command."""
    return {name for p in command.params for name in p.opts if name.startswith("--")}


def commands() -> dict[str, typer.core.TyperCommand]:
    """Read the commands of the real command line."""
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return {name: command for name, command in group.commands.items() if isinstance(command, typer.core.TyperCommand)}


def subcommands() -> dict[str, typer.core.TyperCommand]:
    """Read the commands that stand behind another word, such as `lexicon check`."""
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    found = {}
    for name, inner in group.commands.items():
        if isinstance(inner, typer.core.TyperGroup):
            for own, command in inner.commands.items():
                assert isinstance(command, typer.core.TyperCommand)
                found[f"{name} {own}"] = command
    return found


def calls(path: Path) -> list[list[str]]:
    """List the arguments of every `crmkb` call in the blocks of a page, redirections aside."""
    lines = [
        line for block in blocks(path) if block.language in ("bash", "console") for line in block.text.splitlines()
    ]
    return [shlex.split(line.split(" > ")[0])[1:] for line in lines if line.startswith("crmkb ")]


@pytest.mark.parametrize("name", sorted(commands() | subcommands()))
def test_every_command_and_option_stands_in_the_reference(name: str) -> None:
    """`docs/cli.md` has a section a command, and in it every option."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## crmkb ([\w ]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    found = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", sections[name]))
    assert options_of((commands() | subcommands())[name]) - found == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_relative_link_and_picture_is_there(page: Path) -> None:
    """A link without a scheme names a file or folder, seen from its page."""
    targets = [a or b for a, b in LINK.findall(prose(page))]
    local = [target.split("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    missing = [t for t in local if not (page.parent / t).exists()]
    assert missing == []


def test_links_are_found_where_there_are_some() -> None:
    """The search for links sees Markdown links and the pictures of the READMEs."""
    found = {a or b for a, b in LINK.findall(prose(READMES[0]))}
    assert {"docs/pictures/report-light.png", "docs/pictures/report-dark.png", "README.ko.md"} <= found


def test_pictures_are_small() -> None:
    """A picture of the docs has less than 150 kB."""
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert [p.name for p in pictures] == ["report-dark.png", "report-light.png"]
    assert [p.name for p in pictures if p.stat().st_size >= 150_000] == []


@pytest.mark.parametrize("page", READMES, ids=lambda p: p.name)
def test_first_block_is_the_two_commands(page: Path) -> None:
    """Who reads nothing else can run it; right under it stand four lines a system without make."""
    first, posix, windows = blocks(page)[:3]
    assert first.text.splitlines() == ["make run", "make test"]
    for block in (posix, windows):
        lines = block.text.replace("\\", "/").splitlines()
        assert len(lines) == len(STEPS)
        assert [line for line, step in zip(lines, STEPS, strict=True) if not line.endswith(step)] == []


def test_both_readmes_have_the_same_headings_and_examples() -> None:
    """As many headings of each depth in the same order, and the same examples."""
    english, korean = ([len(h) for h in re.findall(r"^(#+) ", prose(page), re.MULTILINE)] for page in READMES)
    assert english == korean
    examples = [[b.text for b in blocks(page) if b.language == "python"] for page in READMES]
    assert examples[0] == examples[1]
    assert [len(calls(page)) for page in READMES] == [len(calls(READMES[0]))] * 2


@pytest.mark.parametrize("page", READMES, ids=lambda p: p.name)
def test_every_call_in_the_readme_is_one_the_program_takes(page: Path) -> None:
    """The command exists, and its parser takes the options and arguments as they stand."""
    found = calls(page)
    assert {call[0] for call in found} >= {"run", "search", "show"}
    for command, *arguments in found:
        commands()[command].make_context(command, list(arguments), resilient_parsing=False)


def test_a_wrong_option_is_not_taken() -> None:
    """What the test above holds to can fail: an option that is not there is refused."""
    assert CliRunner().invoke(app, ["run", "--no-such-option"]).exit_code == 2


def test_every_public_name_is_documented() -> None:
    """What `import crmkb` promises stands in the README or the docs."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in crmkb.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_every_command_is_in_the_readme() -> None:
    """Nobody has to guess that a command exists."""
    for page in READMES:
        text = page.read_text(encoding="utf-8")
        assert [name for name in commands() if f"crmkb {name}" not in text] == []


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Run the Python of the README in order, in a folder that holds nothing but the sample."""
    place = tmp_path_factory.mktemp("README 둘러보기")
    shutil.copytree(ROOT / "corpus", place / "corpus")
    names: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for block in blocks(READMES[0]):
            if block.language == "python":
                exec(compile(block.text, "README.md", "exec"), names)
        names["files"] = sorted(path.name for path in place.iterdir())
    return names


@pytest.mark.slow
def test_python_of_the_readme_runs_and_decides(told: dict[str, object]) -> None:
    """The renamed theme and the recoded passage stand in what is read afterwards, and the files are there."""
    now = told["now"]
    assert isinstance(now, api.Run)
    assert "교육이 한 번으로 끝남" in [theme.name for theme in now.result.themes]
    person = [coding for coding in now.result.codings if coding.coder == "김연구"]
    assert [(coding.code, coding.confidence) for coding in person] == [("C06", 1.0)]
    assert told["files"] == ["corpus", "out-decided", "tour.crmkb"]


@pytest.mark.slow
def test_id_in_the_readme_is_a_passage_of_the_sample(told: dict[str, object]) -> None:
    """`crmkb show accc2575` shows one passage, here and on every machine, with a cause."""
    (wanted,) = (call[1] for call in calls(READMES[0]) if call[0] == "show" and len(call) == 2)
    run = told["run"]
    assert isinstance(run, api.Run)
    ids = [passage.id for passage in run.result.passages if passage.id.startswith(wanted)]
    assert len(ids) == 1
    assert ids[0] in {coding.passage_id for coding in run.result.codings}


class Walked(NamedTuple):
    """One comment of the sample at every stage."""

    raw: RawDocument
    document: Document
    passage: Passage
    analysis: Analysis
    embedding: Embedding
    scores: CauseScores
    codings: tuple[Coding, ...]


@pytest.fixture(scope="module")
def walked() -> Walked:
    """Take the comment of the walk through the stages."""
    tools = Tools()
    (reading,) = read([SURVEY], ReadOptions()).files
    raw = next(r for r in reading.documents if r.source_id == OWN_ID)
    document = next(d for d in stages.identify(reading.documents) if d.source_id == OWN_ID)
    (passage,) = stages.cut(document, tools.nlp)
    (analysis,) = stages.analyze([passage], tools.nlp)
    embedding = Embedding((passage.id,), tools.encoder.encode([passage.text]), tools.encoder.name)
    scores = stages.score(
        tools.cause_model, tools.learned, embedding, [analysis.terms], Passages([passage.text], [document.kind])
    )
    codings = copy_context().run(_coded_in_korean, tools, scores, embedding, analysis)
    return Walked(raw, document, passage, analysis, embedding, scores, codings)


def _coded_in_korean(tools: Tools, scores: CauseScores, embedding: Embedding, analysis: Analysis) -> tuple[Coding, ...]:
    """Code the comment with reasons in Korean, whatever language another test has chosen."""
    set_lang("ko")
    return stages.code(tools.cause_model, scores, embedding, [analysis.terms])


def said() -> list[tuple[str, str]]:
    """Read the lines of the walk: name and value."""
    lines = [line for block in blocks(WALK) if block.language == "text walk" for line in block.text.splitlines()]
    return [(name, value) for name, value in (line.split(maxsplit=1) for line in lines)]


def steps(walked: Walked) -> Iterator[tuple[str, str]]:
    """Say the steps whose values are the same on every machine."""
    raw, document, passage, analysis = walked[:4]
    yield "bytes", "오픈전".encode(raw.source.encoding).hex(" ")
    yield "encoding", raw.source.encoding
    yield "kind", raw.kind
    yield "row", str(raw.row)
    yield "source_id", raw.source_id
    yield "text", document.text
    yield "fields", ", ".join(f"{name}={value}" for name, value in raw.fields.items())
    yield "document", document.id
    anchors = ", ".join(f"{a.here} -> {a.there}" for a in document.offsets.anchors)
    yield "offsets", f"({anchors}), {document.offsets.n_here} of {document.offsets.n_there} characters"
    yield "passage", passage.id
    yield "place", f"{passage.start}-{passage.end}"
    yield "tokens", " ".join(f"{token.lemma}/{token.tag}" for token in analysis.tokens)
    yield "lemmas", " ".join(analysis.terms.lemmas)
    yield "phrases", " ".join(analysis.terms.phrases)
    yield "bigrams", " ".join(bigrams(passage.text))
    yield "anchor", f"#p-{passage.id}"


def test_walk_says_what_the_program_makes_of_the_comment(walked: Walked) -> None:
    """From the bytes to the anchor, every value that does not depend on the machine."""
    lines = dict(said())
    assert {name: lines[name] for name, _ in steps(walked)} == dict(steps(walked))
    assert bytes.fromhex(lines["bytes"]) in SURVEY.read_bytes()


def test_walk_says_what_the_models_make_of_the_comment(walked: Walked) -> None:
    """Vector, scores and codes by the default encoder; the last digits may differ on another machine."""
    lines = said()
    values = dict(lines)
    if walked.embedding.encoder != values["encoder"]:
        pytest.skip("another encoder here than in the walk")
    first = [float(x) for x in values["vector"].split()]
    assert walked.embedding.vectors[0, :4].tolist() == pytest.approx(first, abs=0.003)
    told_scores = {code: float(x) for code, x in (pair.split() for pair in values["scores"].split(", "))}
    found = dict(zip(walked.scores.codes, walked.scores.scores[0].tolist(), strict=True))
    assert {code: found[code] for code in told_scores} == pytest.approx(told_scores, abs=0.02)
    strongest = sorted(found, key=lambda code: -found[code])
    assert set(told_scores) == {*[code for code in strongest if code != "NONE"][:4], "NONE"}
    told_codings = [value for name, value in lines if name == "coding"]
    assert [f"{c.code} by {c.coder}: {c.reason}" for c in walked.codings] == told_codings


@pytest.mark.slow
def test_walk_ends_in_a_theme_of_the_cause_it_says(walked: Walked, told: dict[str, object]) -> None:
    """The run of the README puts the comment into a theme of that cause."""
    run = told["run"]
    assert isinstance(run, api.Run)
    if walked.embedding.encoder != dict(said())["encoder"]:
        pytest.skip("another encoder here than in the walk")
    labels = dict(zip(run.result.clustering.passage_ids, run.result.clustering.labels.tolist(), strict=True))
    assert str(run.result.themes[labels[walked.passage.id]].cause) == dict(said())["theme"]
