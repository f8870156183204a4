"""Where Korean sentences end, by a rule on morpheme tags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from crmkb.korean.sentences.connections import is_complement, is_taken_up, is_verb, opens_clause
from crmkb.korean.sentences.enclosures import NAMES, QUOTES, enclosures
from crmkb.korean.sentences.endings import Ending, ending_of
from crmkb.korean.sentences.labels import is_next_item, label_at, stop_is_no_end
from crmkb.korean.sentences.marks import Tail, belongs_before, is_in_face, is_marks, marks_at_end, tail_with

_CLOSING = frozenset("\"'`”’)]}」』》〉】>")
_UNITS = frozenset("%％‰℃")
"""Signs that are read as words: 9.4%."""


_FINAL_ENDINGS = (Ending.FINAL, Ending.NOTE)
_HESITATING = frozenset({"MAG", "MAJ", "MM", "NP", "IC"})
_MOST_HESITATING = 8
_POLITE = ("요", "죠", "니다", "니까")
"""No verb follows these in one clause; a plain 다 may lead on to one (왔다 갔다)."""

_NEVER_LAST = frozenset({"JKS", "JKO", "JKB", "JKG", "JC", "ETM", "MM", "VV+ETM"})
_VERBAL_AUXILIARIES = frozenset({"가", "오", "주", "버리", "내", "놓", "두", "대"})
"""Auxiliaries that inflect as verbs do; the others (싶다, 않다) state something in this form."""


def sentence_ends(doc: Doc) -> tuple[int, ...]:
    """Find the sentence ends of a text.

    Parameters
    ----------
    doc
        Tokens with Sejong tags in `tag_` and morphemes in `lemma_`.

    Returns
    -------
    tuple[int, ...]
        Positions in `doc.text` (code points) just behind each sentence, rising; the last is the end of the text. White
        space behind a sentence belongs to it, so that no sentence is blank unless the text is. Empty for an empty text.
        Each end is a token's border.

    Notes
    -----
    A sentence ends at a line end. Inside a line it ends at a blank, outside quotations and brackets that are closed,

    - behind a mark (. ! ?), unless a particle or a quoting word (라고, 하는) follows or the full stop belongs to a
      number, a label or an abbreviation;
    - behind dots, ㅋㅋ, emoji and the like, unless the word before them calls for more (a particle, 느리니까, 하지만);
      behind ~ if the word before it is a verb's last form;
    - behind an ending that closes sentences (했다, 했어요, 없음) without any mark, unless the next word needs it (좋다
      싶다, 없음 때문에);
    - behind other words if a conjunction follows that opens clauses only, or the next item of a list.

    A bracket behind a sentence belongs to it (했다.[2], 했다. (6회)), unless there is a sentence in it. Where the blank
    was forgotten (늦었다.다음), a final ending and a mark end a sentence too. Cost: linear.

    Examples
    --------
    >>> from crmkb.korean.analyze import make_pipeline
    >>> sentence_ends(make_pipeline()("교육이 없었음 아무도 안 써요ㅋㅋ 왜?"))
    (8, 19, 21)
    """
    if not len(doc):
        return ()
    reader = _Reader(doc)
    return (*reader.ends(), len(reader.text))


class _Reader:
    """Reads a text once, token by token, and remembers what the sentence at hand has come to."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        # One pass: reading a Doc costs more than all that is done with it.
        rows = [(token.text, token.tag_, token.whitespace_, token.idx) for token in doc]
        self.words, self.tags, self.blanks, self.starts = zip(*rows, strict=True)
        self.closing_of = enclosures(self.text)

    def _begin(self, start: int) -> None:
        """Begin a sentence at a token."""
        self.label = label_at(self.words, start)
        # Its first and its last word so far.
        self.first = self.last = -1
        # What stands behind the last word: outside a quotation that ended there, and inside it.
        self.tail = Tail.NONE
        self.said: Tail | None = None
        self.bracketed = False  # a bracket stands behind the last word
        # For each quotation or bracket that is open, by its closing sign: `last` and `tail` before it.
        self.outside: dict[int, tuple[int, Tail]] = {}

    def ends(self) -> Iterator[int]:
        """Yield the place of each sentence's first token, the first sentence apart."""
        i, n = 0, len(self.words)
        while i < n and self.words[i].isspace():
            i += 1
        if i < n:
            self._begin(i)
        while i < n:
            self._read(i)
            k, is_gap, is_line_end = i + 1, self.blanks[i] != "", False
            while k < n and self.words[k].isspace():
                is_gap = True
                is_line_end = is_line_end or "\n" in self.words[k]
                k += 1
            if k < n and (is_line_end or self._ends_before(k, is_gap=is_gap)):
                yield self.starts[k]
                self._begin(k)
            i = k

    def _read(self, i: int) -> None:
        word = self.words[i]
        if word.isalnum() and ("가" <= word[0] <= "힣" or not is_marks(word)):
            self._read_word(i)
            if "ㄱ" <= word[-1] <= "ㅣ":
                self.tail = tail_with(Tail.NONE, marks_at_end(word))
        elif is_marks(word):
            self.tail = tail_with(self.tail, word)
        else:
            for at, sign in enumerate(word, self.starts[i]):
                self._read_sign(i, at, sign)

    def _read_word(self, i: int) -> None:
        self.last, self.tail, self.said, self.bracketed = i, Tail.NONE, None, False
        if self.first < 0:
            self.first = i

    def _read_sign(self, i: int, at: int, sign: str) -> None:
        if at in self.closing_of:
            self.outside[self.closing_of[at]] = (self.last, self.tail)
        elif at in self.outside:
            self._close(i, sign, *self.outside.pop(at))
        elif sign in _UNITS or (sign.isalnum() and not is_marks(sign)):
            self._read_word(i)
        elif is_in_face(self.text, at):
            self.tail = max(self.tail, Tail.FACE)
        elif sign not in _CLOSING:
            self.tail = tail_with(self.tail, sign)

    def _close(self, i: int, sign: str, last: int, tail: Tail) -> None:
        """Go on behind a closing sign; `last` and `tail` are what they were before its opening sign."""
        if sign in NAMES and self.tail is not Tail.STOP:
            self.last, self.tail, self.said = i, Tail.NONE, None
        elif sign in QUOTES or sign in NAMES:
            self.said, self.tail = self.tail, Tail.NONE
        elif last >= 0:
            self.last, self.tail, self.said, self.bracketed = last, tail, None, True
        elif self.last >= 0 and self._ending(self.last) is Ending.FINAL:
            self.tail = max(self.tail, Tail.STOP)
        else:
            self.said, self.tail = self.tail, Tail.NONE

    def _ends_before(self, k: int, *, is_gap: bool) -> bool:
        """Tell whether the sentence ends before token k of the same line."""
        if self.outside or self.last < 0 or self._is_never_last():
            return False
        if not is_gap:
            return self.tail >= Tail.FACE and self._ends_without_blank(k)
        if belongs_before(self.text, self.starts[k]) or self._is_appendix(k):
            return False
        if self.tail is Tail.OPEN or is_taken_up(self.words, self.tags, k):
            return False
        if self.label is not None and is_next_item(self.label, label_at(self.words, k)):
            return True
        if self.said is not None and self.tail is Tail.NONE:
            return self.said >= Tail.STOP and not is_verb(self.tags, k)
        return self._ends_at_tail(k)

    def _is_never_last(self) -> bool:
        """Tell whether a plain particle or adnominal form stands bare: a third of all words, so asked early."""
        is_bare = self.tail is Tail.NONE and self.said is None and self.label is None
        return is_bare and self.tags[self.last] in _NEVER_LAST

    def _ends_without_blank(self, k: int) -> bool:
        word = self.words[k]
        if self.said is not None or not word[0].isalnum() or is_marks(word) or is_taken_up(self.words, self.tags, k):
            return False
        return self.last > self.first and self._ending(self.last) in _FINAL_ENDINGS

    def _ends_at_tail(self, k: int) -> bool:
        if self.tail is Tail.FULL:
            return True
        if self.tail is Tail.STOP:
            return not self._is_abbreviating(k)
        ending = self._ending(self.last)
        if self.tail is Tail.NONE:
            return self._ends_bare(k, ending)
        if self.tail is Tail.WAVE:
            return ending in _FINAL_ENDINGS or ending is Ending.INFORMAL
        return ending is not Ending.LINKING and not (self.tail is Tail.DOTS and self._hesitates())

    def _is_abbreviating(self, k: int) -> bool:
        is_alone = self.last == self.first or self.blanks[self.last - 1] != ""
        return stop_is_no_end(self.words, self.tags, self.last, first=self.first, following=k, is_alone=is_alone)

    def _hesitates(self) -> bool:
        """Tell whether nothing was said yet: 음... 저기, 물론..."""
        said = range(self.first, self.last + 1)
        return len(said) <= _MOST_HESITATING and all(
            self.tags[i] in _HESITATING or self.tags[i].startswith("S") for i in said
        )

    def _ends_bare(self, k: int, ending: Ending) -> bool:
        """Tell whether the sentence ends where nothing stands behind its last word."""
        tag = self.tags[self.last]
        if self.last == self.first and tag.startswith("E"):
            return False
        if ending not in _FINAL_ENDINGS:
            return opens_clause(self.words, k, behind=ending)
        if _is_plain_verb(self.words, self.tags, self.last):
            return False
        is_final = tag.endswith("EF") or self.bracketed or self.words[self.last].endswith(_POLITE)
        return not is_complement(self.words, self.tags, k, ending=ending, is_final=is_final)

    def _ending(self, i: int) -> Ending:
        return ending_of(self.words[i], self.tags[i], self.doc[i].lemma_)

    def _is_appendix(self, k: int) -> bool:
        """Tell whether token k opens a bracket that ends like a phrase: (6회), [2], not (그가) and not (그랬다)."""
        closing = self.closing_of.get(self.starts[k])
        if closing is None or self.words[k][0] not in "([（［":
            return False
        j = bisect_right(self.starts, closing) - 1
        while j > k and not self.words[j][0].isalnum():
            if any(sign in ".!?" for sign in self.words[j]):
                return False
            j -= 1
        return self._ending(j) is not Ending.FINAL and not self.tags[j].startswith("J")


def _is_plain_verb(words: Sequence[str], tags: Sequence[str], last: int) -> bool:
    """Tell whether the last word is 다 on a bare verb stem: 가다 (쉬었다) leads on, the statement is 간다."""
    if words[last] != "다" or last == 0:
        return False
    stem, tag = words[last - 1], tags[last - 1]
    return (tag in ("VV", "XSV") and stem[-1] not in "있없계") or (tag == "VX" and stem in _VERBAL_AUXILIARIES)
