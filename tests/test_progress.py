"""Long steps tell how far they are: a bar on a terminal, a line now and then elsewhere."""

import sys
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.index import build as build_module
from assistant.progress import PLAIN_SECONDS, PlainProgress, shown_progress
from tests.fake_index import Corpus


def test_a_short_step_says_nothing_and_a_long_one_now_and_then() -> None:
    said: list[str] = []
    now = [0.0]
    progress = PlainProgress(said.append, clock=lambda: now[0])
    for step in ("Reading", "Embedding"):
        for done in range(31):
            progress(step, done, 30)
            now[0] += 1
    assert said == [
        "Reading: 10 of 30, 1.0/s, about 20 s left",
        "Reading: 20 of 30, 1.0/s, about 10 s left",
        "Embedding: 10 of 30, 1.0/s, about 20 s left",
        "Embedding: 20 of 30, 1.0/s, about 10 s left",
    ]
    assert PLAIN_SECONDS == 10


def test_every_step_of_a_build_tells_its_beginning_and_its_end(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    for number in range(5):
        corpus.write(f"d{number}.md", f"园区科协{number}\n成立{number + 6}家。")
    told: list[tuple[str, int, int]] = []
    with patch.object(build_module, "check_build"):
        corpus.build(progress=lambda *state: told.append(state))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["Reading", "Embedding", "Keywords", "Vectors"]
    for step, total in (("Reading", 5), ("Embedding", 10), ("Keywords", 10), ("Vectors", 10)):
        states = [state for state in told if state[0] == step]
        assert (states[0], states[-1]) == ((step, 0, total), (step, total, total))
    told.clear()
    corpus.build(progress=lambda *state: told.append(state))
    assert told == []


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := _Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with shown_progress() as (say, progress):
        say("Reading 3 of 3 files")
        for done in range(4):
            progress("Reading", done, 3)
    shown = screen.getvalue()
    assert "Reading 3 of 3 files …" in shown and "3/3" in shown and "/s" in shown and "0:00:00" in shown


def test_elsewhere_there_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as (say, progress):
        say("Reading 3 of 3 files")
        progress("Reading", 0, 3)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Reading 3 of 3 files …\n")
