"""Documents, passages and terms: what goes in comes out, and what was replaced no longer counts."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from crmkb.errors import CrmkbError, NothingFoundError, UsageError
from crmkb.store import lookup
from crmkb.store.check import check
from crmkb.store.connect import Base, open_base
from crmkb.store.find import find
from crmkb.store.read import (
    Heading,
    all_passages,
    counts,
    documents_of,
    find_source_by_sha,
    known_documents,
    live_documents,
    live_passages,
    live_terms,
    passages_of,
    recipe_of,
    sources,
    tokenizer_of,
)
from crmkb.store.write import StoredDocument, add_documents, reindex, replace, replace_document
from crmkb.types import DOCUMENT_KINDS, Anchor, Document, OffsetMap, Passage, Source, Terms
from tests.store.store_samples import ARTICLES, SURVEY, TOKENIZER, article, comment, uuid

if TYPE_CHECKING:
    from pathlib import Path

# Lone surrogates are no text: they cannot be written as UTF-8.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" "), min_size=1, max_size=8)
phrases = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t"), min_size=1, max_size=8)


@st.composite
def any_source(draw: st.DrawFn) -> Source:
    """Draw a source."""
    return Source(*(draw(texts) for _ in range(5)))


@st.composite
def stored_documents(draw: st.DrawFn, source: Source) -> StoredDocument:
    """Draw a document with passages anywhere in it, overlapping or not."""
    text = draw(texts)
    document = Document(
        id=str(draw(st.uuids())),
        kind=draw(st.sampled_from(DOCUMENT_KINDS)),
        title=draw(texts),
        text=text,
        source=source.name,
        offsets=OffsetMap((Anchor(0, draw(st.integers(0, 9))),) if text else (), len(text), len(text) + 9),
        row=draw(st.integers(0, 2**40)),
        source_id=draw(texts),
        fields=draw(st.dictionaries(texts, texts, max_size=3)),
        cut_head=draw(texts),
        cut_tail=draw(texts),
    )
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3))
    passages = tuple(
        Passage(str(draw(st.uuids())), document.id, start, end, text[start:end])
        for start, end in sorted(spans)
        if start < end
    )
    terms = tuple(
        Terms(p.id, tuple(draw(st.lists(words, max_size=3))), tuple(draw(st.lists(phrases, max_size=3))))
        for p in passages
    )
    return StoredDocument(document, passages, terms, tuple(draw(texts) for _ in passages))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any source, document, passage and terms read as they were written, by live reading and by id, after reopening."""
    source = data.draw(any_source())
    batch = data.draw(st.lists(stored_documents(source), max_size=3, unique_by=lambda stored: stored.document.id))
    path = tmp_path_factory.mktemp("base") / "a.crmkb"
    with open_base(path) as base:
        assert add_documents(base, source, batch, tokenizer=TOKENIZER) == len(batch)
    with open_base(path) as base:
        in_order = sorted(batch, key=lambda stored: (stored.document.row, stored.document.id))
        assert live_documents(base) == tuple(stored.document for stored in in_order)
        assert live_passages(base) == tuple(passage for stored in in_order for passage in stored.passages)
        assert live_terms(base) == tuple(terms for stored in in_order for terms in stored.terms)
        for stored in batch:
            assert list(lookup.document(base, stored.document.id).fields.items()) == list(
                stored.document.fields.items()
            )
            assert passages_of(base, stored.document.id) == stored.passages
        assert find_source_by_sha(base, source.sha256) == source.name
        assert add_documents(base, source, batch, tokenizer=TOKENIZER) == 0
        assert check(base) == ()


def test_documents_come_in_the_order_of_source_row_and_id(base: Base) -> None:
    """The order of reading does not depend on the order of writing; passages follow their documents, by position."""
    late, early = comment("늦게", row=2), comment("일찍", row=1)  # late, early
    # An 글.txt stands before 의견.csv in code point order.
    essay = article("에세이", ("첫 문장.", "둘째 문장."))
    add_documents(base, SURVEY, [late, early], tokenizer=TOKENIZER)
    add_documents(base, ARTICLES, [essay], tokenizer=TOKENIZER)
    assert [document.id for document in live_documents(base)] == [stored.document.id for stored in (essay, early, late)]
    assert [passage.text for passage in live_passages(base)] == ["첫 문장.", "둘째 문장.", "일찍", "늦게"]
    assert [terms.passage_id for terms in live_terms(base)] == [passage.id for passage in live_passages(base)]


def test_fields_are_stored_with_readable_hangul(base: Base) -> None:
    """Other programs that open the file can read the other columns."""
    add_documents(base, SURVEY, [comment("교육이 짧았다")], tokenizer=TOKENIZER)
    with base.reading() as connection:
        fields = connection.exec_driver_sql("SELECT fields FROM document").scalar_one()
    assert fields == '{"department": "영업1팀", "날짜": "2024-03-02"}'


def test_a_known_document_is_passed_over(base: Base) -> None:
    """The same document again, in one batch or in two, is stored once and not changed."""
    first = comment("교육이 짧았다")
    again = StoredDocument(changed(first.document, title="다른 제목"), *first[1:])
    assert add_documents(base, SURVEY, [first, again], tokenizer=TOKENIZER) == 1
    assert add_documents(base, SURVEY, [again, comment("새 의견")], tokenizer=TOKENIZER) == 1
    assert {document.title for document in live_documents(base)} == {""}
    assert known_documents(base, [first.document.id, uuid("없음")]) == {first.document.id}
    assert counts(base)[:4] == (1, 2, 2, 0)


def test_a_source_keeps_its_name_and_remembers_every_file(base: Base) -> None:
    """A newer file under the same name is the source now; both are found by their bytes."""
    add_documents(base, SURVEY, [], tokenizer=TOKENIZER)
    newer = changed(SURVEY, sha256="c" * 64, encoding="utf-8", path="나/의견.csv")
    add_documents(base, newer, [], tokenizer=TOKENIZER)
    assert [find_source_by_sha(base, letter * 64) for letter in "acd"] == ["의견.csv", "의견.csv", None]
    assert sources(base) == (newer,)
    add_documents(base, ARTICLES, [], tokenizer=TOKENIZER)
    assert sources(base) == (ARTICLES, newer)
    assert (tokenizer_of(base), recipe_of(base)) == (None, "")


def broken_batches() -> list[tuple[str, StoredDocument]]:
    """Return documents that must not be stored, by the key of the sentence that says so."""
    document, passages, terms, bigrams = article("깨진 글", ("첫 문장.", "둘째 문장."))
    first, second = passages
    return [
        ("store.quote", StoredDocument(document, (changed(first, text="첫 문장!"), second), terms, bigrams)),
        ("store.quote", StoredDocument(document, (changed(first, start=1), second), terms, bigrams)),
        ("store.mismatch", StoredDocument(document, (changed(first, end=0, text=""), second), terms, bigrams)),
        ("store.mismatch", StoredDocument(document, (changed(first, start=-5, end=-1), second), terms, bigrams)),
        ("store.mismatch", StoredDocument(document, (changed(first, document_id="x"), second), terms, bigrams)),
        ("store.mismatch", StoredDocument(document, passages, terms[::-1], bigrams)),
        ("store.mismatch", StoredDocument(document, passages, terms, bigrams[:1])),
        ("store.mismatch", StoredDocument(changed(document, source="딴 글.txt"), passages, terms, bigrams)),
        ("store.terms", StoredDocument(document, passages, (changed(terms[0], lemmas=("두 말",)), terms[1]), bigrams)),
        ("store.terms", StoredDocument(document, passages, (changed(terms[0], lemmas=("",)), terms[1]), bigrams)),
        ("store.terms", StoredDocument(document, passages, (changed(terms[0], phrases=("a\tb",)), terms[1]), bigrams)),
        (
            "store.contradiction",
            StoredDocument(document, (first, changed(second, id=first.id)), (terms[0],) * 2, bigrams),
        ),
    ]


@pytest.mark.parametrize(("key", "broken"), broken_batches())
def test_a_batch_with_one_broken_document_is_not_stored(key: str, broken: StoredDocument, base: Base) -> None:
    """A quote that is not at its place, or parts that do not belong together, refuse the whole batch."""
    good = article("좋은 글", ("좋다.",))
    with pytest.raises(CrmkbError) as caught:
        add_documents(base, ARTICLES, [good, broken], tokenizer=TOKENIZER)
    assert caught.value.key == key
    assert caught.value.message("ko")
    assert counts(base) == (0,) * 8


def test_the_table_itself_refuses_impossible_positions(base: Base) -> None:
    """Even SQL by hand cannot store an empty or backward passage."""
    add_documents(base, SURVEY, [comment("교육이 짧았다")], tokenizer=TOKENIZER)
    for positions in ('"start" = "end"', '"start" = -1', '"end" = -3'):
        with pytest.raises(CrmkbError), base.writing() as connection:
            connection.exec_driver_sql(f"UPDATE passage SET {positions}")  # noqa: S608


def test_an_export_again_replaces_only_what_changed_under_its_own_id(base: Base) -> None:
    """A changed row replaces the old one; rows of another export, and rows without an own id, stay."""
    old = [comment("교육 짧음", own="1"), comment("참여 없음", own="2"), comment("좋아요", own="")]
    add_documents(base, SURVEY, old, tokenizer=TOKENIZER)
    new = comment("교육이 많이 짧음", own="1")
    add_documents(base, SURVEY, [new], tokenizer=TOKENIZER)
    assert replace(base, SURVEY.name, {"1": {new.document.id}, "": {new.document.id}, "2": set()}) == 1
    assert {document.text for document in live_documents(base)} == {"교육이 많이 짧음", "참여 없음", "좋아요"}
    assert {passage.text for passage in live_passages(base)} == {"교육이 많이 짧음", "참여 없음", "좋아요"}
    assert len(live_terms(base)) == 3
    assert len(all_passages(base)) == 4
    headings = {heading.id: heading.replaced_by for heading in documents_of(base, SURVEY.name)}
    assert headings[old[0].document.id] == new.document.id
    assert replace(base, SURVEY.name, {"1": {new.document.id}}) == 0


def test_a_document_that_comes_back_counts_again(base: Base) -> None:
    """The old text under the old id revives, and the text that replaced it is replaced."""
    old, new = comment("교육 짧음", own="1"), comment("교육이 많이 짧음", own="1")
    add_documents(base, SURVEY, [old, new], tokenizer=TOKENIZER)
    replace(base, SURVEY.name, {"1": {new.document.id}})
    assert replace(base, SURVEY.name, {"1": {old.document.id}}) == 1
    assert [document.id for document in live_documents(base)] == [old.document.id]
    assert counts(base).replaced == 1


def test_replacing_follows_the_newest_text(base: Base) -> None:
    """Each earlier text under an own id points at one in force, not at one that was replaced in its turn."""
    versions = [comment(f"판 {k}", own="1", row=k) for k in range(3)]
    for version in versions:
        add_documents(base, SURVEY, [version], tokenizer=TOKENIZER)
        replace(base, SURVEY.name, {"1": {version.document.id}})
    heirs = [heading.replaced_by for heading in documents_of(base, SURVEY.name)]
    assert heirs == [versions[2].document.id, versions[2].document.id, None]


def test_replacing_stays_inside_its_source(base: Base) -> None:
    """The same own id in another survey is another comment."""
    other = changed(SURVEY, name="다른 설문.csv", sha256="d" * 64)
    here, there = comment("교육 짧음", own="1"), comment("참여 없음", own="1", source=other)
    add_documents(base, SURVEY, [here], tokenizer=TOKENIZER)
    add_documents(base, other, [there], tokenizer=TOKENIZER)
    assert replace(base, SURVEY.name, {"1": {here.document.id}}) == 0
    assert counts(base).documents == 2


def test_an_article_is_replaced_by_its_new_version_and_back(base: Base) -> None:
    """Replacing back and forth never leaves both versions out; the headings tell which counts."""
    old, new = article("첫 판", ("교육이 짧았다.",)), article("둘째 판", ("교육이 아주 짧았다.",))
    add_documents(base, ARTICLES, [old, new], tokenizer=TOKENIZER)
    for gone, kept in ((old, new), (new, old)):
        replace_document(base, gone.document.id, kept.document.id)
        assert [document.id for document in live_documents(base)] == [kept.document.id]
    replace_document(base, old.document.id, old.document.id)
    assert {*documents_of(base, ARTICLES.name)} == {
        Heading(old.document.id, "첫 판", 0, "", None),
        Heading(new.document.id, "둘째 판", 0, "", old.document.id),
    }


def test_replacing_by_an_unknown_document_is_refused(base: Base) -> None:
    """Nothing is marked when the base lacks the document that shall count."""
    old = comment("교육 짧음", own="1")
    add_documents(base, SURVEY, [old], tokenizer=TOKENIZER)
    with pytest.raises(NothingFoundError):
        replace(base, SURVEY.name, {"1": {uuid("없음")}})
    with pytest.raises(NothingFoundError):
        replace_document(base, old.document.id, uuid("없음"))
    assert counts(base).replaced == 0


def test_inflected_words_are_found_by_morpheme_and_unknown_ones_by_bigram(base: Base) -> None:
    """교육 finds 교육이 and 교육을 through their morphemes; a word that the tagger does not know comes by bigrams."""
    batch = [
        comment("교육이 짧았다", lemmas="교육 짧", bigrams="교육 육이 짧았 았다"),
        comment("교육을 더 해 주세요", lemmas="교육 더 하", bigrams="교육 육을 더 해 주세 세요"),
        comment("콜센타가 바빴다", lemmas="바쁘", bigrams="콜센 센타 타가 바빴 빴다"),  # the call center was busy
        comment("점심이 좋았다", lemmas="점심 좋", bigrams="점심 심이 좋았 았다"),
    ]
    add_documents(base, SURVEY, batch, tokenizer=TOKENIZER)
    by_id = {stored.passages[0].id: stored.document.text for stored in batch}

    def hits(match: str, limit: int = 10) -> list[str]:
        return [by_id[hit.passage_id] for hit in find(base, match=match, limit=limit)]

    assert sorted(hits('morph:"교육"')) == ["교육을 더 해 주세요", "교육이 짧았다"]
    assert hits('"콜센" AND "센타"') == ["콜센타가 바빴다"]
    assert hits('"없는말"') == []
    assert len(hits('"교육"', limit=1)) == 1


def test_a_morpheme_weighs_twice_a_bigram(base: Base) -> None:
    """Of two equally long passages the one with the morpheme comes first, at twice the score of the other."""
    batch = [
        comment("가", lemmas="교육", bigrams="현업"),
        comment("나", lemmas="현업", bigrams="교육"),
        *(comment(f"다 {k}", lemmas="점심", bigrams="점심", row=k) for k in range(5)),
    ]
    add_documents(base, SURVEY, batch, tokenizer=TOKENIZER)
    first, second = find(base, match='"교육"', limit=10)
    assert first.passage_id == batch[0].passages[0].id
    # A column's weight multiplies the term's frequency inside BM25: f * 2.2 / (f + 1.2) at average length, f = 2 and 1:
    # 4.4 / 3.2 = 1.375 against 2.2 / 2.2 = 1.
    assert first.score / second.score == pytest.approx(1.375)
    assert second.score > 0


def test_equal_scores_come_by_id_and_replaced_documents_never(base: Base) -> None:
    """The order of hits never depends on the order of writing; a replaced document is not found."""
    batch = [comment(f"{k}", lemmas="교육", row=k, own=str(k)) for k in range(6)]
    add_documents(base, SURVEY, batch, tokenizer=TOKENIZER)
    replace_document(base, batch[0].document.id, batch[1].document.id)
    found = [hit.passage_id for hit in find(base, match='"교육"', limit=10)]
    assert found == sorted(stored.passages[0].id for stored in batch[1:])


@pytest.mark.parametrize("match", ['"교육', "AND", "", "없는열:교육", "교육 OR", "a^^b"])
def test_an_expression_that_cannot_be_read_is_a_usage_error(match: str, base: Base) -> None:
    """A malformed expression gives a sentence and exit code 2."""
    add_documents(base, SURVEY, [comment("교육이 짧았다", lemmas="교육")], tokenizer=TOKENIZER)
    with pytest.raises(UsageError) as caught:
        find(base, match=match, limit=1)
    assert caught.value.key == "store.match"


def test_a_limit_below_one_is_a_usage_error(base: Base) -> None:
    """SQLite would take a negative limit as none."""
    with pytest.raises(UsageError):
        find(base, match='"교육"', limit=0)


def test_another_tokenizer_needs_a_new_index(base: Base) -> None:
    """Terms of two tokenizers are never mixed; a new index takes all passages, replaced ones too."""
    old, new = comment("교육이 짧았다", lemmas="교육", own="1"), comment("교육을 더", lemmas="교육", own="2")
    add_documents(base, SURVEY, [old, new], tokenizer=TOKENIZER, recipe="first")
    replace_document(base, old.document.id, new.document.id)
    with pytest.raises(CrmkbError) as caught:
        add_documents(base, SURVEY, [comment("셋째")], tokenizer="kiwi 2", recipe="second")
    assert caught.value.key == "store.tokenizer"
    assert recipe_of(base) == "first"
    assert add_documents(base, SURVEY, [old], tokenizer="kiwi 2") == 0  # nothing new, nothing mixed
    terms = [Terms(passage.id, ("훈련",), ()) for passage in all_passages(base)]
    with pytest.raises(CrmkbError) as caught:
        reindex(base, terms[:1], ["훈련"], tokenizer="kiwi 2")
    assert caught.value.key == "store.incomplete"
    reindex(base, terms[::-1], ["훈련", "훈련"], tokenizer="kiwi 2", recipe="second")
    assert (tokenizer_of(base), recipe_of(base)) == ("kiwi 2", "second")
    assert [hit.passage_id for hit in find(base, match='"훈련"', limit=9)] == [new.passages[0].id]
    assert find(base, match='"교육"', limit=9) == []
    assert check(base) == ()


def test_ids_may_be_shortened_while_they_stay_unique(base: Base) -> None:
    """The beginning of an id is enough where only one fits; a whole id wins over longer ones."""
    ids = ["abc", "abcd", "abd", "z가"]
    batch = []
    for name in ids:
        document, (passage,), (terms,), bigrams = comment(name)
        document, passage = changed(document, id=name), changed(passage, id=name, document_id=name)
        batch.append(StoredDocument(document, (passage,), (changed(terms, passage_id=name),), bigrams))
    add_documents(base, SURVEY, batch, tokenizer=TOKENIZER)
    for seek in (lookup.document, lookup.passage):
        for wanted, expected in (("abc", "abc"), ("abcd", "abcd"), ("abd", "abd"), ("z", "z가")):
            assert seek(base, wanted).id == expected
        for wanted in ("", "x", "abcde", "a%", "ABC"):
            with pytest.raises(NothingFoundError):
                seek(base, wanted)
        with pytest.raises(UsageError) as caught:
            seek(base, "ab")
        assert caught.value.facts["candidates"] == "abc, abcd, abd"


def test_a_mistake_in_a_statement_stays_visible(base: Base) -> None:
    """Only what can happen to a user becomes a sentence; a wrong statement is a bug, with its traceback."""
    with pytest.raises(DBAPIError), base.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")


def test_a_large_set_of_ids_is_no_trouble(base: Base) -> None:
    """More ids than SQLite allows bound values (32,766) are asked for at once."""
    add_documents(base, SURVEY, [comment("교육이 짧았다")], tokenizer=TOKENIZER)
    known = comment("교육이 짧았다").document.id
    assert known_documents(base, [known, *map(str, range(40_000))]) == {known}


def test_a_base_may_be_read_while_it_is_written(path: Path) -> None:
    """A reader sees the state before the write until that is complete."""
    with open_base(path) as writer, open_base(path) as reader:
        with writer.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('tokenizer', 'x')")
            assert tokenizer_of(reader) is None
        assert tokenizer_of(reader) == "x"
