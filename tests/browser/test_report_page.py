"""The report in a real browser, from disk and offline: it draws, finds, filters, leads to its sources, and holds."""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from crmkb.report.characters import visible
from crmkb.report.font import FAMILY
from crmkb.report.pages import render
from crmkb.types import UNASSIGNED
from tests.report_samples import COMMENTS, assemble, comment, cut, empty, hostile, large, run, taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    """Return the page of the small run in Korean."""
    return render(run(), taxonomy(), lang="ko")


@pytest.fixture(scope="module")
def attacked() -> str:
    """Return the page of the hostile run."""
    return render(hostile(), taxonomy(), lang="ko")


def hits(page: Page) -> str:
    """Return what the status line says."""
    return page.text_content("#hits") or ""


def listed(page: Page) -> list[str]:
    """Return the quotes of the list."""
    return page.locator("#list .quote").all_text_contents()


def use_everything(page: Page) -> None:
    """Open all documents, search, filter, clear, and go to a passage."""
    for summary in page.locator("summary").all():
        summary.click()
    page.fill("#f-text", "a")
    page.select_option("#f-document", index=1)
    page.click("button[type=reset]")
    page.locator("#list a").last.click()


@pytest.mark.parametrize("sample", [run, empty, hostile])
def test_page_asks_for_nothing_and_complains_of_nothing(
    open_page: Callable[..., Opened], sample: Callable[[], object]
) -> None:
    """One request, for the file itself; no message, error or dialog, also while it is used."""
    opened = open_page(render(sample(), taxonomy(), lang="ko"))  # type: ignore[arg-type]
    use_everything(opened.page)
    assert [url for url in opened.requests if not url.startswith("data:")] == opened.requests[:1]
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []


def test_hangul_is_drawn_by_the_embedded_font(open_page: Callable[..., Opened], html: str) -> None:
    """Chromium tells for every element with Hangul of its own: only our font, and it came with the page."""
    page = open_page(html).page
    use_everything(page)
    client = page.context.new_cdp_session(page)
    for method in ("DOM.enable", "CSS.enable"):
        client.send(method)
    page.evaluate("""() => {
      for (const e of document.querySelectorAll("body *"))
        if (e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && /[가-힣]/.test(n.data)))
          e.setAttribute("data-hangul", "");
    }""")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    nodes = client.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-hangul]"})["nodeIds"]
    used = [client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    assert len(used) > 100
    assert {(font["familyName"], font["isCustomFont"]) for fonts in used for font in fonts} == {(FAMILY, True)}


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("교육", 4),
        (unicodedata.normalize("NFD", "교육"), 4),
        ("  교육 ", 4),
        ("", 11),
        ("우리한테 물어", 1),
        ("회식", 0),
    ],
)
def test_search_finds_the_passages_that_hold_the_words(
    open_page: Callable[..., Opened], html: str, query: str, n: int
) -> None:
    """A plain substring, whether typed composed or not; the count is said, and the list shows just those."""
    page = open_page(html).page
    page.fill("#f-text", query)
    expected = [p.text for p in run().passages if unicodedata.normalize("NFC", query).strip() in p.text]
    assert len(expected) == n
    assert listed(page) == expected
    assert hits(page) == (f"구절 {n}개" if n else "맞는 구절이 없습니다. 찾는 말이나 조건을 줄여 보십시오.")


def test_search_does_not_mind_case_and_marks_the_hit(open_page: Callable[..., Opened], attacked: str) -> None:
    """`hyperlink` finds HYPERLINK, in a comment and in an article."""
    page = open_page(attacked).page
    page.fill("#f-text", "hyperlink(")
    assert listed(page) == ['=HYPERLINK("http://evil.example")'] * 2
    assert page.locator("#list mark").all_text_contents() == ["HYPERLINK("] * 2


@pytest.mark.parametrize(
    ("choices", "n"),
    [
        ({"theme": "1. 짧은 교육"}, 4),
        ({"theme": "어느 주제에도 들지 않음"}, 3),
        ({"cause": "C05 직원 참여 부족"}, 4),
        ({"cause": "C03 경영진 지원 부족"}, 0),
        ({"cause": "원인 없음"}, 3),
        ({"document": "의견.csv"}, 8),
        ({"department": "고객센터"}, 2),
        ({"cause": "C05 직원 참여 부족", "theme": "1. 짧은 교육"}, 1),
        ({"department": "영업1팀", "theme": "2. 묻지 않은 설계"}, 1),
        ({"document": "창구에서는 아무도 묻지 않았다", "cause": "원인 없음"}, 1),
    ],
)
def test_filters_narrow_the_list(open_page: Callable[..., Opened], html: str, choices: dict[str, str], n: int) -> None:
    """Each filter by itself and together; clearing brings all 11 back."""
    page = open_page(html).page
    for name, label in choices.items():
        page.select_option(f"#f-{name}", label=label)
    assert len(listed(page)) == n
    page.click("button[type=reset]")
    expect(page.locator("#hits")).to_have_text("구절 11개")


def test_theme_leads_to_its_passages(open_page: Callable[..., Opened], html: str) -> None:
    """`Show all` of a theme, a cause and the unassigned set the filter."""
    page = open_page(html).page
    page.click("text=이 주제의 구절 4개 모두 보기")
    assert hits(page) == "구절 4개"
    page.locator("#causes a", has_text="고객 데이터 품질 미흡").click()
    assert hits(page) == "구절 1개"
    page.locator("#themes a", has_text="어느 주제에도 들지 않음").click()
    assert hits(page) == "구절 3개"


def test_quote_leads_to_its_passage_in_its_document(open_page: Callable[..., Opened], html: str) -> None:
    """Every source line lands on the quote, in view, marked, with what is known about it."""
    page = open_page(html).page
    for figure in page.locator("figure").all():
        quote = figure.locator("blockquote").inner_text()
        figure.locator("a").click()
        place = page.locator(":target")
        shown = place.evaluate("e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')")
        assert " ".join(shown.split()) == " ".join(quote.split())
        assert place.evaluate("e => e.closest('details').open && document.activeElement === e")
        box = place.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900
        assert page.locator(".panel").count() == 1
    assert "C10 고객 데이터 품질 미흡 0.81" in (page.text_content(".panel") or "")
    assert "의견.csv 6번째 · 2026-03-15 · 영업2팀 · 대리 · 점수: 2" in (page.text_content(".panel") or "")


def test_closed_document_is_opened_also_where_the_browser_does_not(open_page: Callable[..., Opened], html: str) -> None:
    """Going to a passage opens its document by script: not every browser opens it by itself."""
    page = open_page(html, f"#p-{run().passages[5].id}").page
    page.evaluate("() => { document.querySelector(':target').closest('details').open = false }")
    page.evaluate("() => { dispatchEvent(new HashChangeEvent('hashchange')) }")
    assert page.locator(":target").is_visible()


def test_rows_have_the_numbers_of_the_file(open_page: Callable[..., Opened]) -> None:
    """A file of which rows 2, 3 and 7 were read names those, though the list has three lines."""
    documents = [comment("가.csv", row, f"의견 {row}번", {}) for row in (2, 3, 7)]
    passages = [passage for document in documents for passage in cut(document, [document.text])]
    result = assemble(documents, passages, [UNASSIGNED] * 3, [()] * 3, names=())
    page = open_page(render(result, None, lang="ko")).page
    sources = page.locator("#list p.sub bdi").all_text_contents()
    assert sources == ["가.csv 2번째", "가.csv 3번째", "가.csv 7번째"]


def test_copied_address_opens_the_passage(open_page: Callable[..., Opened], html: str) -> None:
    """A page opened at a passage's address shows the passage."""
    target = run().passages[5]
    page = open_page(html, f"#p-{target.id}").page
    assert (page.text_content(":target") or "").startswith(target.text)
    assert page.locator(":target").is_visible()


def test_link_of_a_passage_is_copied(open_page: Callable[..., Opened], html: str) -> None:
    """The button copies the passage's address and says so; where it may not, it shows the address."""
    page = open_page(html).page
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => { window.got = t }}})"
    )
    button = page.locator("#list li").nth(3).get_by_role("button", name="링크 복사")
    button.click()
    address = f"{page.url}#p-{run().passages[3].id}"
    assert page.evaluate("window.got") == address
    said = page.locator("#list li").nth(3).locator("[role=status]")
    expect(said).to_have_text("복사했습니다")
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('no') } }")
    button.click()
    expect(said).to_have_text(f"복사하지 못했습니다. 이 주소를 직접 복사하십시오: {address}")


def test_keyboard_reaches_everything(open_page: Callable[..., Opened], html: str) -> None:
    """From the top, Tab goes through every control once, the skip link first, each with a visible focus."""
    page = open_page(html).page
    page.evaluate("""() => {
      window.controls = [...document.querySelectorAll("a, button, input, select, summary")]
        .filter((e) => e.checkVisibility());
      window.reached = new Set();
      addEventListener("focusin", (e) => reached.add(e.target));
    }""")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(page.evaluate("controls.length")):
        page.keyboard.press("Tab")
    assert page.evaluate("controls.filter((e) => !reached.has(e)).map((e) => e.outerHTML)") == []


def test_keyboard_opens_a_document(open_page: Callable[..., Opened], html: str) -> None:
    """Enter on a title opens the text."""
    page = open_page(html).page
    page.locator("#documents summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".text").first.is_visible()


def test_list_grows_by_fifty(open_page: Callable[..., Opened]) -> None:
    """120 passages: 50, 100, 120, then no button; the focus goes to the first new one."""
    page = open_page(render(large(120), taxonomy(), lang="en")).page
    more = page.locator("#more")
    assert (len(listed(page)), more.inner_text()) == (50, "Show 50 more")
    more.click()
    assert (len(listed(page)), more.inner_text()) == (100, "Show 20 more")
    assert page.evaluate("document.activeElement.closest('#list > li') === document.querySelectorAll('#list > li')[50]")
    more.click()
    assert len(listed(page)) == 120
    assert not more.is_visible()


def test_reading_works_without_a_script(open_page: Callable[..., Opened], html: str) -> None:
    """No search box; themes, quotes and whole documents are there, titles open, links lead to the passage."""
    page = open_page(html, java_script_enabled=False).page
    assert not page.locator("form").is_visible()
    assert page.locator("#passages").inner_text().endswith("아래 ‘문서’에서 읽을 수 있습니다.")
    assert not page.locator("text=모두 보기").first.is_visible()
    page.locator("#documents summary").last.click()
    for text, *_ in COMMENTS:
        assert page.locator("#documents li", has_text=text).is_visible()
    page.locator("figure a").first.click()
    assert page.url.endswith(f"#p-{run().themes[0].exemplars[0]}")


def test_dark_scheme_is_dark(open_page: Callable[..., Opened], html: str) -> None:
    """Who prefers dark gets light words on a dark page; others the reverse."""
    lightness = "k => parseInt(getComputedStyle(document.documentElement)[k].match(/\\d+/)[0])"
    for scheme, dark in (("dark", True), ("light", False)):
        page = open_page(html, color_scheme=scheme).page
        ink, paper = (page.evaluate(lightness, name) for name in ("color", "backgroundColor"))
        assert (ink > 200 and paper < 50) == dark
        assert (ink < 50 and paper > 200) == (not dark)


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("sample", [run, hostile])
def test_page_fits_its_width(open_page: Callable[..., Opened], sample: Callable[[], object], width: int) -> None:
    """Nothing stands out to the right, on a phone as on a desk, with all documents open."""
    page = open_page(render(sample(), taxonomy(), lang="en"), viewport={"width": width, "height": 844}).page  # type: ignore[arg-type]
    use_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_has_themes_causes_and_limits_as_text(open_page: Callable[..., Opened], html: str) -> None:
    """On paper there is no search; the A4 pages hold Hangul that can be copied out (a map back to 교, U+AD50)."""
    page = open_page(html).page
    page.emulate_media(media="print")
    shown = {name: page.locator(f"#{name}").is_visible() for name in ("themes", "voices", "causes", "method", "record")}
    assert all(shown.values()), shown
    assert not page.locator("form").is_visible()
    assert not page.locator("nav").is_visible()
    pdf = page.pdf(prefer_css_page_size=True, tagged=True)
    streams = [zlib.decompress(s) for s in re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.S)]
    assert any(b"beginbfchar" in s and b"AD50" in s for s in streams)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf)


def test_hostile_texts_stay_texts_in_the_browser(open_page: Callable[..., Opened], attacked: str) -> None:
    """After all of the script has run: our two scripts, no handler, no foreign element, no link away."""
    opened = open_page(attacked)
    use_everything(opened.page)
    count = opened.page.evaluate
    assert count("document.scripts.length") == 2
    assert count("document.querySelectorAll('img, svg, iframe, object, embed, base, link, b, math, [src]').length") == 0
    assert count("document.querySelectorAll('meta[http-equiv]').length") == 1
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert count(handlers) == []
    assert count("[...document.links].filter(a => !a.getAttribute('href').startsWith('#')).length") == 0
    assert count("document.title") == "실패 원인 보고서"
    assert opened.complaints == []
    for text in ("<script>alert(1)</script>", "{{7*7}}", "javascript:alert(1)"):
        opened.page.fill("#f-text", text)
        assert hits(opened.page) != "구절 0개"
        assert all(text in quote for quote in listed(opened.page))
        assert listed(opened.page)


def test_hostile_passages_are_found_and_reached(open_page: Callable[..., Opened], attacked: str) -> None:
    """Each passage of the hostile run opens at its address and says exactly what somebody wrote."""
    page = open_page(attacked).page
    shown = page.evaluate("""() => Object.fromEntries(
      [...document.querySelectorAll('#documents [id^="p-"]')].map((e) => [e.id, e.textContent]))""")
    wanted = {f"p-{p.id}": visible(p.text).replace("\r\n", "\n") for p in hostile().passages}
    assert shown == wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_page: Callable[..., Opened], html: str, scheme: str, width: int) -> None:
    """No violation of WCAG 2.2 A and AA or of axe's best practices, with documents open and a passage marked."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    target = run().passages[0].id
    viewport = {"width": width, "height": 900}
    page = open_page(html, f"#p-{target}", color_scheme=scheme, viewport=viewport, bypass_csp=True).page
    use_everything(page)
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
