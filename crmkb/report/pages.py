"""The HTML report: one file that needs nothing else."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from crmkb.report import font
from crmkb.report.characters import visible
from crmkb.report.island import embed, gather
from crmkb.report.views import count_causes, summarize, view_readings, view_themes
from crmkb.strings import get_lang, say

if TYPE_CHECKING:
    from crmkb.report.font import Weight
    from crmkb.strings import Lang
    from crmkb.types import RunResult, Taxonomy

_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_FACE = (
    '@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff2;base64,{data})format("woff2")}}'
)


def render(result: RunResult, taxonomy: Taxonomy | None, *, lang: Lang | None = None) -> str:
    """Render a run as one HTML page.

    Parameters
    ----------
    result
        What a run found; any number of passages and themes, also none.
    taxonomy
        The causes it was matched to; None for a run without, whose page has no causes.
    lang
        Language of the page; None is the one in force.

    Returns
    -------
    str
        The page, under a policy that forbids every request; equal results give equal pages.

    Notes
    -----
    Every text of the input passes `visible` and Jinja's escaping, or reaches the page as `textContent`. Each passage
    stands in the page once, in its document; the script reads it from there. Cost: two seconds for the font, then
    about a second for 10,000 passages.
    """
    lang = lang or get_lang()
    bold: set[str] = set()
    title = say("report.title" if taxonomy else "report.title_topics", lang=lang)
    body = _body(result, taxonomy, lang, title=title, bold=bold)
    script = _asset("static/report.js")
    drawn = set(body) | {chr(code) for code in range(0x20, 0x7F)}
    faces = Markup(_face(drawn, "regular") + _face(bold, "bold"))
    return (
        _environment()
        .get_template("page.html")
        .render(
            lang=lang,
            title=title,
            policy=_POLICY.format(script=_hash(script)),
            style=faces + Markup(_asset("static/report.css")),
            body=Markup(body),
            script=Markup(script),
        )
    )


def _body(result: RunResult, taxonomy: Taxonomy | None, lang: Lang, *, title: str, bold: set[str]) -> str:
    readings = view_readings(result)
    island = gather(result, readings, lang)
    environment = _environment()
    # The filter notes what the template sets in bold, so that the bold font holds just that.
    environment.filters["strong"] = partial(_strong, bold)
    return environment.get_template("body.html").render(
        lang=lang,
        title=title,
        t=partial(_sentence, lang),
        summary=summarize(result),
        manifest=result.manifest,
        conflicts=result.conflicts,
        taxonomy=taxonomy,
        themes=view_themes(result, taxonomy),
        causes=count_causes(result, taxonomy) if taxonomy else (),
        readings=readings,
        unassigned=sum(theme == -1 for theme in island.theme),
        without=sum(not causes for causes in island.causes),
        fields=island.fields,
        missing=font.missing("".join(document.text for document in result.documents)),
        data=embed(island._asdict()),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: _asset(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "n": lambda number: f"{number:,}",
        "percent": lambda share: f"{share:.1%}",
        "codes": lambda characters: ", ".join(f"{c} U+{ord(c):04X}" for c in characters),
        "setting": lambda value: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        "opening": lambda text: re.split(r"(?<=\.) ", text)[0],
    }
    return environment


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _strong(bold: set[str], value: str) -> str:
    bold.update(visible(value))
    return value


def _sentence(lang: Lang, name: str, **facts: object) -> str:
    return say(f"report.{name}", lang=lang, **facts)


def _face(characters: set[str], weight: Weight) -> str:
    data = b64encode(font.subset(characters, weight=weight)).decode()
    return _FACE.format(family=font.FAMILY, weight={"regular": 400, "bold": 700}[weight], data=data)


def _hash(script: str) -> str:
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    return (files("crmkb.report") / name).read_text(encoding="utf-8")
