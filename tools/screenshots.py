"""Take pictures of a report for the README (development only).

    python tools/screenshots.py out/report.html FOLDER [--whole]

Writes a PNG a width (1280, 768, 390 pixels) and scheme (light, dark): the first screen, or the whole page;
and `print.pdf`. Needs Playwright and a Chromium on the PATH.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

WIDTHS = (1280, 768, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def take(report: Path, folder: Path, *, whole: bool) -> None:
    """Write the pictures of one report.

    Parameters
    ----------
    report
        The HTML file.
    folder
        Where to; made where it does not exist.
    whole
        The whole page in place of its first screen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page.goto(report.resolve().as_uri())
                page.screenshot(path=folder / f"{width}-{scheme}.png", full_page=whole)
                page.close()
        page = browser.new_page()
        page.goto(report.resolve().as_uri())
        page.pdf(path=folder / "print.pdf", prefer_css_page_size=True, tagged=True, outline=True)
        browser.close()


if __name__ == "__main__":
    names = [argument for argument in sys.argv[1:] if argument != "--whole"]
    if len(names) != 2:
        raise SystemExit(__doc__)
    take(Path(names[0]), Path(names[1]), whole="--whole" in sys.argv)
