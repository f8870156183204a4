"""A run's themes as rows for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkb.strings import get_lang, say

if TYPE_CHECKING:
    from crmkb.api import Run

QUOTE_LETTERS = 60
PHRASES = 5

THEME_HEADINGS = {
    "theme": "cli.theme",
    "cause": "cli.cause",
    "passages": "cli.passages",
    "share": "cli.share",
    "keyphrases": "cli.keyphrases",
    "quote": "cli.quote",
}


def theme_rows(run: Run, *, shorten: bool) -> list[dict[str, object]]:
    """Lay out the themes, those with a failure cause first.

    Parameters
    ----------
    run
        A run.
    shorten
        True cuts quotes and key phrases to what fits a terminal.

    Returns
    -------
    list[dict[str, object]]
        theme, cause (code and name), passages, share (0..1 of all passages), keyphrases, quote, weak, theme_id.
    """
    lang = get_lang()
    causes = {c.code: f"{c.code} {c.names[lang]}" for c in run.taxonomy.causes} if run.taxonomy else {}
    texts = {passage.id: passage.text for passage in run.result.passages}
    total = len(run.result.passages)
    rows: list[dict[str, object]] = []
    for theme in run.result.themes:
        members = run.members(theme)
        quote = next((texts[e] for e in theme.exemplars if e in texts), members[0].text if members else "")
        phrases = [phrase for phrase, _ in theme.keyphrases]
        rows.append(
            {
                "theme": say("cli.weak_theme", name=theme.name) if shorten and theme.weak else theme.name,
                "cause": causes.get(theme.cause or "", theme.cause),
                "passages": len(members),
                "share": len(members) / total,
                "keyphrases": phrases[:PHRASES] if shorten else phrases,
                "quote": _short(quote) if shorten else quote,
                "weak": theme.weak,
                "theme_id": theme.id,
            }
        )
    return rows


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LETTERS else line[: QUOTE_LETTERS - 1] + "…"
