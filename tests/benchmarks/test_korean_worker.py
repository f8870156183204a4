"""A system of `benchmarks/korean.py` runs apart: what it finds comes back, and its death is one lost answer."""

from __future__ import annotations

import korean_systems
import pytest
from korean_worker import Worker


def test_answer_comes_back_with_time_and_memory() -> None:
    """A splitter of the standard library, in a process of its own."""
    worker = Worker("sentences", "regex on marks")
    reply = worker.ask("늦었다. 또 늦었다!\n끝")
    worker.close()
    assert reply is not None
    assert reply.answer == ["늦었다.", "또 늦었다!", "끝"]
    assert reply.seconds >= 0
    assert reply.peak_mb > 1


def test_a_dead_system_is_started_again(capfd: pytest.CaptureFixture[str]) -> None:
    """A question that kills the process has no answer; the next one has."""
    worker = Worker("sentences", "regex on marks")
    killed, after = worker.ask(None), worker.ask("하나. 둘")
    worker.close()
    assert killed is None
    assert after is not None
    assert after.answer == ["하나.", "둘"]
    assert "TypeError" in capfd.readouterr().err


def test_a_system_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over the process is ended and there is no answer."""
    monkeypatch.setattr("korean_worker.LIMIT", 0.0)
    worker = Worker("sentences", "regex on marks")
    assert worker.ask("하나. 둘") is None
    worker.close()


def test_regex_splitters_cut_where_they_say() -> None:
    """Marks alone, and marks, emoticons and endings (늦음: late)."""
    text = "늦었다 그렇죠ㅋㅋ 또 늦음 왜? 3.5배"
    assert korean_systems.MARK.split(text) == ["늦었다 그렇죠ㅋㅋ 또 늦음 왜?", "3.5배"]
    assert korean_systems.MARK_OR_ENDING.split(text) == ["늦었다", "그렇죠ㅋㅋ", "또 늦음", "왜?", "3.5배"]


def test_our_nouns_are_read_from_the_parts_of_tokens() -> None:
    """NNG and NNP of two or more syllables, in order, of joined tags too."""
    nouns = korean_systems.our_nouns("mecab")("부산에서 교육을 입력했다")
    assert list(nouns) == ["부산", "교육", "입력"]


def test_konlpy_nouns_are_those_of_its_pos() -> None:
    """The tagger as it is, on the packaged dictionary."""
    assert list(korean_systems.konlpy_nouns("Mecab")("부산에서 교육을 입력했다")) == ["부산", "교육", "입력"]
