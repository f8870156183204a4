"""The page as a file: what it says, what it may hold, what it weighs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from crmkb.report.characters import visible
from crmkb.report.pages import render
from crmkb.strings import catalog
from crmkb.types import UNASSIGNED, Coding
from tests.report_samples import HOSTILE, assemble, comment, cut, empty, hostile, large, run, taxonomy

if TYPE_CHECKING:
    from crmkb.strings import Lang
    from crmkb.types import RunResult

VOID = {"meta", "input", "br", "link"}
TAGS = {"html", "head", "meta", "title", "style", "body", "script", "noscript",
        "header", "main", "nav", "section", "article", "h1", "h2", "h3", "p", "div", "span", "bdi", "a", "br",
        "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "figure", "blockquote", "figcaption", "details", "summary",
        "form", "label", "input", "select", "option", "button"}  # fmt: skip


class Page(HTMLParser):
    """A page taken apart: its tags, and the text under every id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append((tag, dict(attrs)))
        if tag == "li" and self._open[-1][0] == "li":
            self._open.pop()
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag: str) -> None:
        """Close what it closes."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note the text under all open ids."""
        for _, id_ in self._open:
            if id_:
                self.texts[id_] = self.texts.get(id_, "") + data

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute, wherever it stands."""
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


@pytest.fixture(scope="module")
def korean() -> str:
    """Return the page of the small run in Korean."""
    return render(run(), taxonomy(), lang="ko")


@pytest.fixture(scope="module")
def attacked() -> str:
    """Return the page of the hostile run."""
    return render(hostile(), taxonomy(), lang="ko")


def rows(result: RunResult) -> list[str | None]:
    """Return the row numbers that a page states."""
    tags = Page(render(result, None, lang="ko")).tags
    return [attrs["value"] for tag, attrs in tags if tag == "li" and "value" in attrs]


def head(html: str) -> str:
    """Return the text of the first screen, blanks folded."""
    part = html[html.index("<header") : html.index("</header>")]
    return " ".join(re.sub("<[^>]+>", " ", part).split())


def test_first_screen_says_what_was_read_and_found(korean: str) -> None:
    """11 passages of 1 article and 8 comments in 2 files; 8 of 11 (72.7 %) belong to 3 themes, of which 1 is weak."""
    said = head(korean)
    assert "구절 11개에서 주제 3개를 찾았습니다" in said
    assert "가장 큰 주제 짧은 교육 구절 4개, 전체의 36.4%" in said
    # C06 and C05 have 4 and 4 passages; the first of the taxonomy goes first.
    assert "가장 잦은 원인 직원 참여 부족 C05 · 구절 4개, 전체의 36.4%" in said
    assert "글 1편, 의견 8건, 파일 2개 · 2026-03-10 – 2026-03-17" in said
    assert "구절의 72.7%가 주제로 묶였습니다. 주제 3개 가운데 1개는 근거가 약합니다." in said
    assert "사람이 확인하지 않았습니다" in said


def test_people_who_checked_are_counted() -> None:
    """Two codings of one passage by a person are one checked passage."""
    result = run()
    target = result.passages[0].id
    person = tuple(Coding(target, code, "이서연", 1.0, "") for code in ("C05", "C06"))
    assert "확인한 구절은 1개" in head(
        render(replace(result, codings=(*person, *result.codings)), taxonomy(), lang="ko")
    )


def test_every_cause_is_listed_also_those_that_nobody_named(korean: str) -> None:
    """C03 has no passage, and 3 of 11 passages have no cause."""
    listed = " ".join(Page(korean).texts["causes"].split())
    assert "C03 경영진 지원 부족 경영진 지원 부족. – 0" in listed
    assert "C05 직원 참여 부족 직원 참여 부족. 2 4" in listed
    assert listed.endswith("원인을 찾지 못한 구절3")


def test_weak_theme_and_theme_without_a_cause_are_said_in_words(korean: str) -> None:
    """The third theme is weak and states no cause."""
    third = Page(korean).texts[f"t-{run().themes[2].id}"]
    assert "근거 약함" in third
    assert "새 주제일 수 있습니다" in third


def test_every_passage_stands_in_its_document_once_and_exactly(korean: str) -> None:
    """The text under `p-ID` is the quote, also where it goes over a line end."""
    page = Page(korean)
    assert {id_: text for id_, text in page.texts.items() if id_.startswith("p-")} == {
        f"p-{passage.id}": passage.text for passage in run().passages
    }


def test_rows_keep_the_numbers_of_the_file() -> None:
    """Rows 1 to 8 number on by themselves; where rows 2 and 3 are left out, the fourth says so."""
    assert rows(run()) == []
    result = run()
    gone = {d.id for d in result.documents if d.row in (2, 3)}
    kept = [k for k, p in enumerate(result.passages) if p.document_id not in gone]
    clustering = replace(
        result.clustering,
        passage_ids=tuple(result.passages[k].id for k in kept),
        labels=result.clustering.labels[kept],
        strengths=result.clustering.strengths[kept],
    )
    fewer = replace(
        result,
        documents=tuple(d for d in result.documents if d.id not in gone),
        passages=tuple(result.passages[k] for k in kept),
        clustering=clustering,
        themes=tuple(replace(t, exemplars=(), size=1) for t in result.themes),
    )
    assert rows(fewer) == ["4"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("sample", [run, empty, hostile])
def test_page_holds_only_our_elements(sample: object, lang: Lang) -> None:
    """Two scripts, no handler, no resource, no frame; ids are unique and every link leads to one of them."""
    page = Page(render(sample(), taxonomy(), lang=lang))  # type: ignore[operator]
    tags = Counter(tag for tag, _ in page.tags)
    assert set(tags) <= TAGS
    assert tags["script"] == 2
    assert [name for _, attrs in page.tags for name in attrs if name.startswith("on")] == []
    assert page.values("src") == []
    assert page.values("http-equiv") == ["Content-Security-Policy"]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href")} <= set(ids)
    assert {href[:1] for href in page.values("href")} == {"#"}
    assert page.tags[0] == ("html", {"lang": lang})


def test_hostile_texts_add_no_element(attacked: str) -> None:
    """The page has the tags of the same run with harmless texts, one for one."""
    harmless = [f"글{k}\r\n끝" if "\n" in text else f"글{k}" for k, text in enumerate(HOSTILE)]
    tags = Counter(tag for tag, _ in Page(render(hostile(harmless), taxonomy(), lang="ko")).tags)
    assert Counter(tag for tag, _ in Page(attacked).tags) == tags


def test_hostile_texts_are_shown_as_they_are(attacked: str) -> None:
    """What looks like markup or a template is text, in passages as in titles."""
    page = Page(attacked)
    shown = {id_: text for id_, text in page.texts.items() if id_.startswith("p-")}
    for passage in hostile().passages:
        # A browser and this parser read CR LF as LF.
        assert shown[f"p-{passage.id}"].replace("\r\n", "\n") == visible(passage.text).replace("\r\n", "\n")
    assert "{{7*7}}" in page.texts["documents"]
    assert "49" not in page.texts["voices"]


def test_direction_marks_and_control_characters_never_reach_the_page(attacked: str) -> None:
    """They are shown as U+FFFD; line separators in the script's data are escaped."""
    assert re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", attacked) == []
    island = Page(attacked).texts["data"]
    assert re.findall("[<>&\u2028\u2029]", island) == []
    values = next(field for field in json.loads(island)["fields"] if field[0] == "department")[2]
    assert {visible(text.strip()) for text in HOSTILE} == set(values)


@pytest.mark.parametrize("sample", [run, hostile])
def test_policy_allows_our_script_and_nothing_else(sample: object) -> None:
    """`script-src` is the hash of the one script; nothing may be fetched, no form sent, no base set."""
    html = render(sample(), taxonomy(), lang="ko")  # type: ignore[operator]
    policy = next(attrs["content"] for tag, attrs in Page(html).tags if "http-equiv" in attrs) or ""
    script = html[html.rindex("<script>") + len("<script>") : html.rindex("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digest}'",
        "style-src 'unsafe-inline'",
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_style_fetches_nothing(korean: str) -> None:
    """Every `url(` in the style is a data URI, and nothing is imported."""
    style = korean[korean.index("<style>") : korean.index("</style>")]
    assert set(re.findall(r"url\((.{5})", style)) == {"data:"}
    assert "@import" not in style


def test_sources_are_printed_as_text(korean: str) -> None:
    """A citation may hold an address; it is no link."""
    assert "https://example.org/paper" in Page(korean).texts["record"]


def test_no_path_of_this_machine_and_no_time(korean: str) -> None:
    """A mailed report does not tell whose folders it came from; equal runs give equal pages."""
    assert "/home/" not in korean
    assert render(run(), taxonomy(), lang="ko") == korean


def test_language_is_complete() -> None:
    """An English page holds no Korean but what people wrote; the sentences have the same placeholders."""
    ours = {key: both for key, both in catalog().items() if key.startswith("report.")}
    for key, both in ours.items():
        fields = {lang: {name for _, name, _, _ in Formatter().parse(both[lang]) if name} for lang in ("ko", "en")}
        assert fields["ko"] == fields["en"], key
    html = render(empty(), None, lang="en")
    # The comment, the file's name, and the manifest's own sentences.
    said = "없음 의견 빈 행을 건너뛰었습니다 대상 주제가 더는 없습니다"
    assert set(re.findall("[가-힣]+", html[html.index("<body>") :])) == set(said.split())


def test_one_passage_without_a_theme_is_a_page() -> None:
    """No theme, no cause, no date: the page says so."""
    html = render(empty(), taxonomy(), lang="ko")
    assert "구절 1개를 읽었으나 주제로 묶이지 않았습니다" in head(html)
    assert "가장 잦은 원인 찾지 못했습니다" in head(html)
    assert 'id="voices"' not in html


def test_run_without_a_taxonomy_speaks_of_no_cause() -> None:
    """Topics only: no cause section, filter, column or method."""
    html = render(run(), None, lang="ko")
    body = html[html.index("<body>") : html.index('<script type="application/json"')]
    assert "원인" not in re.sub("<[^>]+>", "", body)


@pytest.mark.parametrize(("n", "limit"), [(500, 300_000), (10_000, 3_000_000)])
def test_page_stays_small(n: int, limit: int) -> None:
    """0.3 MB for 500 passages of usual length, 3 MB for 10,000."""
    assert len(render(large(n), taxonomy(), lang="ko").encode()) < limit


def test_text_stands_in_the_file_once() -> None:
    """A comment that is no theme's quote stands in the file a single time."""
    result = large(200)
    quoted = {i for theme in result.themes for i in theme.exemplars}
    html = render(result, taxonomy(), lang="ko")
    assert {html.count(p.text) for p in result.passages if p.id not in quoted} == {1}


def test_catch_all_is_not_announced_as_the_finding() -> None:
    """Where the largest theme states no cause, the first screen names the largest that does; the table keeps order."""
    result = run()
    first = replace(result.themes[0], cause=None)
    html = render(replace(result, themes=(first, *result.themes[1:])), taxonomy(), lang="ko")
    assert "원인이 뚜렷한 가장 큰 주제 묻지 않은 설계 구절 3개, 전체의 27.3%" in head(html)
    listed = Page(html).texts["themes"]
    assert listed.index("짧은 교육") < listed.index("묻지 않은 설계")


def test_cause_that_the_name_already_says_is_not_repeated() -> None:
    """A theme called `교육·역량 부족: 실습` shows the code alone in the ranking."""
    result = run()
    named = replace(result.themes[0], name="교육·역량 부족: 실습")
    ranking = Page(render(replace(result, themes=(named, *result.themes[1:])), taxonomy(), lang="ko")).texts["themes"]
    assert ranking.count("교육·역량 부족") == 1
    assert "C06" in ranking


def test_characters_without_a_glyph_are_told() -> None:
    """Hanja and emoji are named with their code points in the record."""
    document = comment("가.csv", 1, "顧客 좋아요👍", {})
    result = assemble([document], cut(document, [document.text]), [UNASSIGNED], [()], names=())
    assert "客 U+5BA2, 顧 U+9867, 👍 U+1F44D" in Page(render(result, None, lang="ko")).texts["record"]
