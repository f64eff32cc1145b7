from pathlib import Path

import pytest

import ui
from assistant.config import Config


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_without_users_the_window_is_not_served_to_others(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ui.main(Config(host=host)) == 2
    told = capsys.readouterr()
    assert "user add NAME" in told.err and "ASSISTANT_USERS_FILE" in told.err and told.out == ""


def test_a_users_file_that_cannot_be_used_is_named_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ui.main(Config(users_file=tmp_path / "none.jsonl")) == 2
    assert "none.jsonl" in capsys.readouterr().err
    (tmp_path / "broken.jsonl").write_text("\n{\n", encoding="utf-8")
    assert ui.main(Config(users_file=tmp_path / "broken.jsonl")) == 2
    assert "broken.jsonl, line 2" in capsys.readouterr().err
    (tmp_path / "empty.jsonl").touch()
    assert ui.main(Config(users_file=tmp_path / "empty.jsonl")) == 2
    assert "user add NAME" in capsys.readouterr().err
