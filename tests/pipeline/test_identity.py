"""Identity: an id says what a text is, and nothing else."""

from __future__ import annotations

import uuid
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from crmkb.pipeline.identity import article_id, comment_id, passage_id, run_fingerprint, run_id
from crmkb.text.normalize import normalize

TEXTS = st.text(min_size=1).map(lambda text: normalize(text).text)
COMMENTS = st.tuples(TEXTS, TEXTS, st.integers(0, 3), TEXTS)


def test_ids_never_change() -> None:
    """A base that was made today must be found again by every later version."""
    # uuid5 in crmkb's namespace of the parts joined by the unit separator, such as "passage", "d", "0", "5".
    assert article_id("글") == "edc45446-7dfc-5102-aa5c-aebc995f5cb3"
    assert comment_id("a.csv", "7", 0, "없음") == "60b7bfe9-2d68-5895-ad28-64b7f0ec7711"
    assert comment_id("a.csv", "", 0, "없음") == "858a1a7e-a773-52cf-9e82-348afbb1637e"
    assert passage_id("d", 0, 5) == "9557890f-b157-58b6-9343-ec1e31f518b7"
    assert run_id("f", "") == "f019ea5c-4def-55cd-bee2-b6c67778fb11"


def test_ids_are_uuids_of_version_5() -> None:
    """Any program can tell that they are derived."""
    ids = [article_id(""), comment_id("", "", 0, ""), passage_id("", 0, 0), run_id("", "")]
    assert [uuid.UUID(own).version for own in ids] == [5] * 4
    assert len(set(ids)) == 4


@given(COMMENTS, COMMENTS)
def test_comments_share_an_id_only_when_they_are_one(
    a: tuple[str, str, int, str], b: tuple[str, str, int, str]
) -> None:
    """The same source, own id (else place among equal texts) and text: the same comment; else another."""
    key_a, key_b = ((source, own or ordinal, text) for source, own, ordinal, text in (a, b))
    assert (comment_id(*a) == comment_id(*b)) == (key_a == key_b)


@given(TEXTS, TEXTS, TEXTS)
def test_own_id_makes_the_place_among_equal_texts_meaningless(source: str, own: str, text: str) -> None:
    """Which of several equal texts it is counts only without an own id; an own id `0` is no place 0."""
    assert (comment_id(source, own, 0, text) == comment_id(source, own, 1, text)) == bool(own)
    assert comment_id(source, "0", 0, text) != comment_id(source, "", 0, text)


@given(TEXTS, TEXTS)
def test_articles_share_an_id_only_when_their_text_is_one(a: str, b: str) -> None:
    """File name and folder do not matter, every character does."""
    assert (article_id(a) == article_id(b)) == (a == b)


@given(
    st.tuples(st.uuids(), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.uuids(), st.integers(0, 99), st.integers(0, 99)),
)
def test_passages_share_an_id_only_at_one_place(a: tuple[uuid.UUID, int, int], b: tuple[uuid.UUID, int, int]) -> None:
    """Document, start and end make the id; 1, 23 is another place than 12, 3."""
    assert (passage_id(str(a[0]), *a[1:]) == passage_id(str(b[0]), *b[1:])) == (a == b)
    assert passage_id("d", 1, 23) != passage_id("d", 12, 3)


def test_fingerprint_sees_passages_settings_and_versions() -> None:
    """Their order does not matter; each change does."""
    given_settings: dict[str, object] = {"seed": 0, "n_themes": None}
    first = run_fingerprint(["a", "b"], given_settings, {"crmkb": "1"})
    turned = dict(reversed(given_settings.items()))
    assert run_fingerprint(["b", "a"], turned, {"crmkb": "1"}) == first
    changed = {
        run_fingerprint(["a"], given_settings, {"crmkb": "1"}),
        run_fingerprint(["ab"], given_settings, {"crmkb": "1"}),
        run_fingerprint(["a", "b"], {**given_settings, "seed": 1}, {"crmkb": "1"}),
        run_fingerprint(["a", "b"], {**given_settings, "seed": "0"}, {"crmkb": "1"}),
        run_fingerprint(["a", "b"], given_settings, {"crmkb": "2"}),
    }
    assert len(changed | {first}) == 6


def test_run_after_another_is_another_run() -> None:
    """Theme ids are carried on from the run before, so it is part of what a run is."""
    ids = {run_id(fingerprint, previous) for fingerprint, previous in permutations(["a", "b", ""], 2)}
    assert len(ids) == 6
