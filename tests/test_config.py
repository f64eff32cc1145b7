from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.config import ROOT, Config


def test_the_defaults_need_no_environment() -> None:
    config = Config()
    assert (config.corpus, config.index) == (ROOT / "corpus", ROOT / "index")
    assert (config.chat_model, config.embedding_model, config.chroma_url) == ("", "", "")
    assert (config.host, config.port) == ("127.0.0.1", 7860)


def test_the_environment_sets_every_knob(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_PORT", "8080")
    monkeypatch.setenv("ASSISTANT_PASSAGE_CHARS", "400")
    config = Config()
    assert (config.corpus, config.port, config.passage_chars) == (tmp_path, 8080, 400)


def test_what_is_passed_overrules_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", "elsewhere")
    assert Config(corpus=tmp_path).corpus == tmp_path


def test_an_empty_setting_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "")
    assert Config().port == 7860


def test_other_settings_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_NOBODY_KNOWS", "1")
    assert Config().hit_count == 10


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "0"), ("PORT", "web"), ("PASSAGE_CHARS", "5"), ("HIT_COUNT", "0")]
)
def test_a_value_out_of_range_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Config()


def test_the_key_of_a_chat_model_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "very-secret")
    config = Config()
    assert "very-secret" not in repr(config)
    assert config.chat_api_key.get_secret_value() == "very-secret"
