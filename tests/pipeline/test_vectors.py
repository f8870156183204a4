"""Vectors of passages: each text is encoded once and ever, and encoders never share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from crmkb.pipeline import vectors
from crmkb.pipeline.vectors import embed
from crmkb.store.connect import Base, open_base
from crmkb.store.read import counts
from crmkb.types import Passage
from tests.support.fake_tools import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

COMMENTS = ["교육이 짧다", "점심", "교육이 짧다", "", "결재가 늦다"]


class Counting(WordEncoder):
    """The word encoder under a name, turned by a factor, that remembers what it was asked."""

    def __init__(self, name: str = "words/1", turned: float = 1) -> None:
        self.name = name
        self.turned = turned
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the word encoder's vectors times the factor."""
        self.asked += texts
        return super().encode(texts) * np.float32(self.turned)


class Progress:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Keep it."""
        self.told.append((stage, done, total))


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """Return an empty base."""
    with open_base(tmp_path / "b.crmkb") as opened:
        yield opened


def passages(texts: Sequence[str]) -> list[Passage]:
    """Make a passage a text."""
    return [Passage(f"p{i}", f"d{i}", 0, len(text), text) for i, text in enumerate(texts)]


def test_each_text_is_encoded_once_and_a_second_run_encodes_nothing(base: Base) -> None:
    """Equal comments share a vector; rows come in the order of the passages, to the bit; later nothing is asked."""
    encoder, progress = Counting(), Progress()
    first = embed(base, passages(COMMENTS), encoder, progress)
    assert sorted(encoder.asked) == sorted(set(COMMENTS))
    assert first.passage_ids == ("p0", "p1", "p2", "p3", "p4")
    assert first.vectors.tobytes() == WordEncoder().encode(COMMENTS).tobytes()
    assert progress.told == [("cli.stage_encode", 4, 4)]
    again, silent = Counting(), Progress()
    second = embed(base, passages(COMMENTS[::-1]), again, silent)
    assert (again.asked, silent.told) == ([], [])
    assert second.vectors.tobytes() == first.vectors[::-1].tobytes()
    assert counts(base).vectors == 4


def test_only_new_texts_are_encoded(base: Base) -> None:
    """Comments that came later, whatever their place."""
    embed(base, passages(COMMENTS), Counting(), Progress())
    encoder = Counting()
    found = embed(base, passages(["새 의견", *COMMENTS]), encoder, Progress())
    assert encoder.asked == ["새 의견"]
    assert found.vectors.tobytes() == WordEncoder().encode(["새 의견", *COMMENTS]).tobytes()


def test_two_encoders_never_share_vectors(base: Base) -> None:
    """Each encodes all texts and gets its own back, also after the other has been here."""
    one, two = Counting("one"), Counting("two", turned=-1)
    first = embed(base, passages(COMMENTS), one, Progress())
    second = embed(base, passages(COMMENTS), two, Progress())
    assert (len(one.asked), len(two.asked)) == (4, 4)
    assert (first.encoder, second.encoder) == ("one", "two")
    assert second.vectors.tobytes() == (-first.vectors).tobytes()
    again = embed(base, passages(COMMENTS), one, Progress())
    assert again.vectors.tobytes() == first.vectors.tobytes()
    assert (len(one.asked), counts(base).vectors) == (4, 8)


def test_what_was_encoded_before_a_failure_is_kept(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are stored in portions, so that a run that is stopped goes on where it was."""

    class Failing(Counting):
        def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            if self.asked:
                raise KeyboardInterrupt
            return super().encode(texts)

    monkeypatch.setattr(vectors, "CHUNK", 3)
    with pytest.raises(KeyboardInterrupt):
        embed(base, passages(COMMENTS), Failing(), Progress())
    encoder, progress = Counting(), Progress()
    embed(base, passages(COMMENTS), encoder, progress)
    assert encoder.asked == ["결재가 늦다"]
    assert progress.told == [("cli.stage_encode", 1, 1)]


def test_no_passages_give_no_rows(base: Base) -> None:
    """With the encoder's number of columns, though nothing is asked of it."""
    encoder = Counting()
    found = embed(base, [], encoder, Progress())
    assert found.vectors.shape == (0, 32)
    assert (found.passage_ids, encoder.asked) == ((), [])
