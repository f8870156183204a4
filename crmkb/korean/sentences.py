"""Where Korean sentences end, by a rule on morpheme tags.

A sentence ends at a line end; after a sentence mark or a run of .!?ㅋㅎㅠ and the like that a blank follows (~ counts
only behind another mark), if no particle comes next; after a final ending (EF), a connective ending written 다/요/죠
and a nominal ending 음/임/됨/함 when a blank follows and neither a particle, an ending nor a suffix comes next. Except
at a line end it does not end inside an open "", “” or () of fewer than 300 characters.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

CLOSERS = frozenset("\"'”’)]}」』>》")
TAIL = re.compile(r"^[.!?…~ㅋㅎㅠㅜㅡ^;ㅇ♥♡★☆]+$")
MAX_QUOTE = 300
_NUMBERLIKE = ("SN", "SL")
_VERBAL = ("VX", "VV", "VA", "VCN")


def sentence_ends(doc: Doc) -> tuple[int, ...]:
    """Find the sentence ends of a text.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_`.

    Returns
    -------
    tuple[int, ...]
        Positions in `doc.text` (code points) just behind each sentence, rising; the last is the end of the text. White
        space behind a sentence belongs to it, so that no sentence is blank unless the text is. Empty for an empty text.

    Notes
    -----
    Cost: linear, except that a quotation left open is read again at each sentence mark inside its 300 characters.
    """
    ends: list[int] = []
    start = i = 0
    while i < len(doc):
        behind = _behind_marks(doc, i) if _is_mark(doc[i]) else i + 1
        if not (_may_end_at(doc, start, i, behind) and _may_stand(doc, start, behind)):
            i = behind
            continue
        while behind < len(doc) and doc[behind].is_space:
            behind += 1
        ends.append(doc[behind - 1].idx + len(doc[behind - 1].text_with_ws))
        start = i = behind
    if start < len(doc):
        ends.append(len(doc.text))
    return tuple(ends)


def _is_mark(token: Token) -> bool:
    return token.tag_.endswith("SF") or (TAIL.match(token.text) is not None and token.text[0] != "~")


def _behind_marks(doc: Doc, i: int) -> int:
    """Give the index behind the marks, emoticons and closing signs that follow mark i without a blank."""
    j = i + 1
    while j < len(doc) and not doc[j - 1].whitespace_ and (TAIL.match(doc[j].text) or doc[j].text in CLOSERS):
        j += 1
    return j


def _may_end_at(doc: Doc, start: int, i: int, behind: int) -> bool:
    """Tell whether token i, with the marks up to `behind`, is something that ends a sentence."""
    if "\n" in doc[i].text:
        return i > start
    following = doc[behind] if behind < len(doc) else None
    if not (following is None or following.is_space or doc[behind - 1].whitespace_):
        return False
    if not _is_mark(doc[i]):
        return i > start and _ends_without_mark(doc[i], following)
    if following is None:
        return True
    numbered = i > 0 and doc[i - 1].tag_ in _NUMBERLIKE and doc[i].text == "." and following.tag_ == "SN"
    return not numbered and not following.tag_.startswith("J")


def _may_stand(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the text so far may stand alone: no quotation or bracket is open, or it is open for too long."""
    if "\n" in doc[end - 1].text:
        return True
    first, last = doc[start], doc[end - 1]
    if last.idx + len(last) - first.idx >= MAX_QUOTE:
        return True
    text = doc[start:end].text
    return text.count('"') % 2 == 0 and text.count("“") <= text.count("”") and text.count("(") <= text.count(")")


def _ends_without_mark(token: Token, following: Token | None) -> bool:
    last, letter = token.tag_.rpartition("+")[2], token.text[-1]
    if following is not None and (following.tag_[:1] in ("J", "E", "X") or TAIL.match(following.text)):
        return False
    if last == "EF":
        return True
    if last == "EC" and letter in "다요죠":
        return following is not None and following.tag_.partition("+")[0] not in _VERBAL
    return (last == "ETN" and letter in "음임됨함") or (token.text == "임" and token.tag_.startswith(("VCP", "NN")))
