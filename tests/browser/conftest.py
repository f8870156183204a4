"""A headless Chromium without a network, or a skip; with `CRMKB_REQUIRE=chromium` a failure in place of the skip."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


class Opened(NamedTuple):
    """An open page, with all that it asked for and complained about."""

    page: Page
    requests: list[str]
    complaints: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if not program:
        required = "chromium" in os.environ.get("CRMKB_REQUIRE", "")
        (pytest.fail if required else pytest.skip)("no chromium on the PATH")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that writes a page to a file and opens it, offline; options are those of a context."""
    contexts = []

    def opened(html: str, anchor: str = "", **options: object) -> Opened:
        path = tmp_path / "보고서.html"
        path.write_bytes(html.encode())
        context = browser.new_context(**{"offline": True, "viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        page.goto(path.as_uri() + anchor)
        page.evaluate("document.fonts.ready.then(() => true)")
        return Opened(page, requests, complaints)

    yield opened
    for context in contexts:
        context.close()
