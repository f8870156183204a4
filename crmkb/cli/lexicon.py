"""`crmkb lexicon`: check word lists, see what each entry does to a corpus, and get new ones proposed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmkb.cli import options as o
from crmkb.cli.console import guarded, tell, use_language
from crmkb.cli.language import help_text
from crmkb.cli.printing import print_facts, print_rows
from crmkb.cli.texts import tagged_texts
from crmkb.errors import UsageError
from crmkb.strings import say

if TYPE_CHECKING:
    from crmkb.korean.lexicon.parts import Place

CHECK_FACTS = {
    "compounds": "cli.lexicon_compounds",
    "variants": "cli.lexicon_variants",
    "stop_words": "cli.lexicon_stop_words",
    "sha256": "cli.lexicon_sha256",
}
EFFECT_HEADINGS = {
    "list": "cli.lexicon_list",
    "form": "cli.lexicon_form",
    "canonical": "cli.lexicon_canonical",
    "found": "cli.lexicon_found",
    "joined": "cli.lexicon_joined",
    "passages": "cli.passages",
    "cut": "cli.lexicon_cut",
    "example": "cli.lexicon_example",
}
SUGGESTION_HEADINGS = {
    "measure": "cli.lexicon_measure",
    "form": "cli.lexicon_form",
    "canonical": "cli.lexicon_canonical",
    "score": "cli.lexicon_score",
    "found": "cli.lexicon_found",
    "passages": "cli.passages",
    "cut": "cli.lexicon_cut",
    "example": "cli.lexicon_example",
}

LISTS = {"compound": "cli.lexicon_compound", "variant": "cli.lexicon_variant", "stop_word": "cli.lexicon_stop_word"}
MEASURES = {"cohesion": "cli.lexicon_cohesion", "c_value": "cli.lexicon_c_value", "likeness": "cli.lexicon_likeness"}

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=help_text("lexicon"))]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", metavar="FOLDER", help=help_text("lexicon"))]
Paths = Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help=help_text("lexicon_paths"))]

app = typer.Typer(no_args_is_help=True, help=help_text("cmd_lexicon"))


@app.command(help=help_text("cmd_lexicon_check"))
@guarded
def check(
    folder: Folder,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,  # noqa: ARG001  # accepted everywhere; the result is all there is to say
) -> None:
    """Check the lists of a folder."""
    use_language(lang)
    from crmkb.korean.lexicon.lexicon import read_lexicon

    lexicon = read_lexicon(folder)
    facts: dict[str, object] = {
        "compounds": len(lexicon.compounds),
        "variants": len(lexicon.variants),
        "stop_words": len(lexicon.stop_words),
        "sha256": lexicon.sha256,
    }
    print_facts(facts, form, headings=CHECK_FACTS)


@app.command(help=help_text("cmd_lexicon_effects"))
@guarded
def effects(
    paths: Paths = None,
    kb: o.Kb = o.DEFAULT_KB,
    lexicon: Lexicon = None,
    everything: Annotated[bool, typer.Option("--all", help=help_text("lexicon_all"))] = False,
    text_column: o.TextColumn = None,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,
) -> None:
    """Show what each entry does to files or a base."""
    use_language(lang)
    from crmkb.korean.lexicon.effects import effects as measure
    from crmkb.korean.lexicon.lexicon import read_lexicon

    known = read_lexicon(lexicon)
    rows = [
        {
            "list": say(LISTS[effect.kind]),
            "form": effect.form,
            "canonical": effect.canonical,
            "found": effect.found,
            "joined": effect.joined,
            "passages": effect.passages,
            "cut": effect.cut,
            **_shown(effect.example),
        }
        for effect in measure(tagged_texts(paths or [], kb, text_column, quiet=quiet), known)
        if everything or effect.found
    ]
    print_rows(rows, form, headings=EFFECT_HEADINGS)


@app.command(help=help_text("cmd_lexicon_suggest"))
@guarded
def suggest(
    paths: Paths = None,
    kb: o.Kb = o.DEFAULT_KB,
    lexicon: Lexicon = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=help_text("lexicon_out"))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=help_text("lexicon_limit"))] = 100,
    min_count: Annotated[int, typer.Option("--min-count", min=1, help=help_text("lexicon_min_count"))] = 3,
    text_column: o.TextColumn = None,
    form: o.As = o.Format.table,
    lang: o.Lang = o.Language.ko,
    quiet: o.Quiet = False,
) -> None:
    """Propose entries from files or a base."""
    use_language(lang)
    from crmkb.korean.lexicon.lexicon import read_lexicon
    from crmkb.korean.lexicon.suggest import best, to_tsv
    from crmkb.korean.lexicon.suggest import suggest as propose

    if out is not None:
        _refuse_to_overwrite(out)
    known = read_lexicon(lexicon)
    found = best(propose(tagged_texts(paths or [], kb, text_column, quiet=quiet), known, min_count=min_count), limit)
    rows = [
        {
            "measure": say(MEASURES[s.measure]),
            "form": s.form,
            "canonical": s.canonical,
            "score": s.score,
            "found": s.found,
            "passages": s.passages,
            "cut": s.cut,
            **_shown(s.example),
        }
        for s in found
    ]
    print_rows(rows, form, headings=SUGGESTION_HEADINGS)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in to_tsv(found).items():
            (out / name).write_text(text, encoding="utf-8-sig")
        tell(say("cli.lexicon_written", path=out), quiet=quiet)


def _refuse_to_overwrite(out: Path) -> None:
    """Raise if the folder holds lists already: they may be somebody's work."""
    from crmkb.korean.lexicon.files import FILES

    there = [name for name in FILES if (out / name).exists()]
    if there:
        raise UsageError("cli.lexicon_exists", path=out, names=", ".join(there))


def _shown(example: Place | None) -> dict[str, object]:
    if example is None:
        return {"example": "", "id": None, "start": None, "end": None}
    return {"example": example.quote, "id": example.id, "start": example.start, "end": example.end}
