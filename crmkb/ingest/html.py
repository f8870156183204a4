"""Read .html: the article of a page, without menus and comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmkb.errors import InputError
from crmkb.ingest.decode import Decoded, decode
from crmkb.ingest.reading import FoundText, Reading, Request
from crmkb.ingest.text_files import shortened
from crmkb.strings import say

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
# Browsers read all of these as CP949.
_KOREAN = (
    "euc-kr",
    "euckr",
    "ks_c_5601-1987",
    "ks_c_5601-1989",
    "ksc5601",
    "cp949",
    "ms949",
    "windows-949",
    "x-windows-949",
)
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "table", "br", "hr", "ul", "ol", "blockquote")
_CELLS = (
    "./tr|./tr/td|./tr/th|./tbody|./thead|./tbody/tr|./thead/tr|./tbody/tr/td|./tbody/tr/th|./thead/tr/td|./thead/tr/th"
)


def read_html(request: Request) -> Reading:
    """Read the article of a web page.

    Parameters
    ----------
    request
        The page.

    Returns
    -------
    Reading
        The page's article, its paragraphs on lines of their own, with the page's title and row 0.

    Raises
    ------
    InputError
        If the bytes are no text, or the page holds no article.

    Notes
    -----
    The extraction is trafilatura's, in favor of precision, without the comments of readers. The title is the page's
    `<title>`, `""` where it has none.
    """
    # Takes a quarter of a second to import, which only pages should cost.
    import trafilatura

    decoded = _decoded(request)
    if not decoded.text.strip():
        raise InputError("ingest.empty", path=request.path)
    tree = trafilatura.load_html(decoded.text)
    if tree is None:
        raise InputError("ingest.no_article", path=request.path)
    title = shortened(tree.findtext(".//title") or "")
    _unwrap_layout(tree)
    page = trafilatura.bare_extraction(tree, include_comments=False, favor_precision=True)
    text = str(getattr(page, "text", None) or "")
    if not text.strip():
        raise InputError("ingest.no_article", path=request.path)
    notes = tuple(say(key, path=request.path) for key in decoded.doubts)
    return Reading((FoundText(text, title=title),), decoded.encoding, notes)


def _unwrap_layout(tree: HtmlElement) -> None:
    """Make divisions of the tables that old boards lay their pages out with, known by the blocks inside them.

    As a table, a whole article would come out as one line, and the menus around it too.
    """
    for table in list(tree.iter("table")):
        if next(table.iterdescendants(*_BLOCKS), None) is not None:
            for element in (table, *table.xpath(_CELLS)):
                element.tag = "div"


def _decoded(request: Request) -> Decoded:
    """Decode the page: as Korean where it says so, else as any text."""
    declared = _CHARSET.search(request.data[:_HEAD])
    if declared and declared.group(1).decode("ascii", "ignore").lower() in _KOREAN:
        try:
            return Decoded(request.data.decode("cp949"), "cp949")
        except UnicodeDecodeError:
            # Saved again in another encoding, with the old declaration left in.
            pass
    return decode(request.data, name=request.path)
