"""The language of help texts is known before anything is parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkb.cli.language import help_text, language_of
from crmkb.strings import LANGS, Lang


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "ko"),
        (["run", "a.csv", "--lang", "en"], {}, "en"),
        (["--lang=en", "run"], {}, "en"),
        (["--lang", "en", "--lang=ko"], {}, "ko"),  # the last one counts
        (["run", "--lang"], {}, "ko"),  # its value is missing
        (["run", "en"], {}, "ko"),
        (["run", "--language=en"], {}, "ko"),
        (["run", "--lang", "fr"], {}, "ko"),  # the parser will refuse it, in Korean
        ([], {"CRMKB_LANG": "en"}, "en"),
        ([], {"CRMKB_LANG": "fr"}, "ko"),
        ([], {"CRMKB_LANG": ""}, "ko"),
        ([], {"LANG": "en"}, "ko"),
        (["--lang", "ko"], {"CRMKB_LANG": "en"}, "ko"),
    ],
)
def test_language_is_korean_unless_english_is_asked_for(
    arguments: list[str], environment: dict[str, str], expected: Lang
) -> None:
    """The option counts before the environment."""
    assert language_of(arguments, environment) == expected


@given(st.lists(st.text() | st.sampled_from(["--lang", "--lang=", "--lang=en", "en"])), st.text())
def test_any_command_line_has_a_language(arguments: list[str], wanted: str) -> None:
    """Whatever stands there, help can be shown."""
    assert language_of(arguments, {"CRMKB_LANG": wanted}) in LANGS


@pytest.mark.parametrize(
    ("argv", "expected"),
    [(["crmkb"], "문장 인코더"), (["--lang=en"], "문장 인코더"), (["crmkb", "--lang", "en"], "sentence encoder")],
)
def test_help_speaks_the_language_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], expected: str
) -> None:
    """The program's own name is no argument."""
    monkeypatch.setattr("sys.argv", argv)
    monkeypatch.delenv("CRMKB_LANG", raising=False)
    assert help_text("encoder").startswith(expected)
