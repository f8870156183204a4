"""The packaged stop words are lemmas, without comments and remarks."""

from __future__ import annotations

from importlib.resources import files

from crmkb.korean.analyze import make_pipeline
from crmkb.korean.lexicon import stop_words
from crmkb.korean.terms import lemmas


def test_stop_words_hold_words_only() -> None:
    """Neither comment nor remark nor white space comes with a word."""
    words = stop_words()
    assert {"경우", "관련", "통하다"} <= words
    assert [word for word in words if word != word.strip() or not word or "#" in word or "\t" in word] == []


def test_each_line_of_the_file_is_a_new_word() -> None:
    """No word is written down twice."""
    text = (files("crmkb") / "data" / "lexicon" / "stop_words.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(stop_words()) == len(lines)


def test_stop_words_are_written_as_lemmas_are() -> None:
    """Verbs and adjectives stand in dictionary form, as the Korean layer gives them; foreign words in lower case."""
    assert lemmas(make_pipeline()("이 경우 교육을 통해 갔다")) == ("경우", "교육", "통하다", "가다")
    assert {"경우", "통하다", "가다"} <= stop_words()
    assert {word for word in stop_words() if word != word.lower()} == set()
