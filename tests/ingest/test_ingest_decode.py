"""Decoding: right or refused, never replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.errors import InputError
from crmkb.ingest.decode import decode

SENTENCE = "교육이 부족했고 현업이 참여하지 않았습니다."  # "training was lacking, the departments took no part"
HANGUL = st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"CRM", "CRM", "utf-8"),
        (SENTENCE.encode(), SENTENCE, "utf-8"),
        (SENTENCE.encode("utf-8-sig"), SENTENCE, "utf-8-sig"),
        (b"\xef\xbb\xbf", "", "utf-8-sig"),
        (SENTENCE.encode("cp949"), SENTENCE, "cp949"),
        ("뷁 똠 펲 햏".encode("cp949"), "뷁 똠 펲 햏", "cp949"),
        (SENTENCE.encode("utf-16"), SENTENCE, "utf-16"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), SENTENCE, "utf-16"),
        (SENTENCE.encode("utf-16-le"), SENTENCE, "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), SENTENCE, "utf-16-be"),
        (SENTENCE.encode("utf-32"), SENTENCE, "utf-32"),
        ("회".encode("cp949"), "회", "cp949"),  # valid UTF-8 too, as one Latin letter
        ("칠천".encode("cp949"), "칠천", "cp949"),
        ("naïve café".encode(), "naïve café", "utf-8"),
        ("ĥõ 교육".encode(), "ĥõ 교육", "utf-8"),
        ("經營 혁신의 조건".encode("cp949"), "經營 혁신의 조건", "cp949"),
    ],
)
def test_each_encoding_is_found(data: bytes, text: str, encoding: str) -> None:
    """The cascade gives the text, without its mark, and says how it was written."""
    assert decode(data, name="a.txt")[:2] == (text, encoding)


@given(HANGUL)
def test_hangul_comes_back_from_cp949_at_every_length(text: str) -> None:
    """Any syllables written as CP949 or UTF-8 come back, even one alone."""
    assert decode(text.encode("cp949"), name="a.txt").text == text
    assert decode(text.encode(), name="a.txt").text == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP/Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "HWP/MS Office(OLE)"),
        (b"\x7fELF\x02\x01", "ELF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_another_format_is_refused_by_name(data: bytes, what: str) -> None:
    """A binary named .txt is called what it is."""
    with pytest.raises(InputError) as caught:
        decode(data, name="a.txt")
    assert (caught.value.key, caught.value.facts["what"]) == ("ingest.binary", what)


@pytest.mark.parametrize(
    ("data", "key", "position"),
    [
        (b"ab\x00cd", "ingest.nul", 3),
        (bytes(64), "ingest.nul", 1),
        ("가나".encode() + b"\xff" + "다".encode(), "ingest.undecodable", 7),  # two syllables are six bytes
        ("naïve café résumé".encode("cp1252"), "ingest.undecodable", 3),
        (b"\xef\xbb\xbfab\xff", "ingest.bad_unicode", 6),
        (b"\xff\xfea\x00b", "ingest.bad_unicode", 5),
    ],
)
def test_bytes_that_fit_nothing_are_refused_at_their_place(data: bytes, key: str, position: int) -> None:
    """The first wrong byte is named, counted from 1."""
    with pytest.raises(InputError) as caught:
        decode(data, name="나쁜.txt")
    assert (caught.value.key, caught.value.facts["position"]) == (key, position)
    assert "나쁜.txt" in caught.value.message("ko")
    assert str(position) in caught.value.message("en")


@given(st.binary())
def test_whatever_the_bytes_no_replacement_character_is_made(data: bytes) -> None:
    """Bytes are decoded exactly or refused."""
    try:
        decoded = decode(data, name="a")
    except InputError:
        return
    body = decoded.text.encode(decoded.encoding)
    assert body == data or decoded.encoding in ("utf-16", "utf-32")


def test_chinese_that_passes_as_cp949_is_doubted() -> None:
    """GBK bytes may decode, but a sentence says that they look wrong; Korean is not doubted."""
    chinese = "客户关系管理项目失败的原因是员工没有参与".encode("gbk")  # "the project failed as staff took no part"
    try:
        doubts = decode(chinese, name="a.txt").doubts
    except InputError:
        doubts = ("ingest.maybe_gbk",)
    assert doubts == ("ingest.maybe_gbk",)
    assert decode("我是一个好人".encode("gbk"), name="a.txt").doubts == ("ingest.maybe_gbk",)
    assert decode(SENTENCE.encode("cp949"), name="a.txt").doubts == ()
    assert decode("ㅋㅋㅋ".encode("cp949"), name="a.txt").doubts == ()
