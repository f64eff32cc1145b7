"""A real window with a slow model, told to end while it answers."""

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assistant.config import Config
from tests.chat_server import chat_server
from tests.window_process import Window, answer_of, window_process

QUESTION = "秦创原是什么？"
KEY = "sk-secret-of-the-office"
_SECONDS = 30


class SlowModel:
    """Says that it was asked, then waits before it replies."""

    def __init__(self) -> None:
        self.asked, self.go_on = Event(), Event()

    def __call__(self, _request: dict[str, Any]) -> str:
        self.asked.set()
        self.go_on.wait(_SECONDS)
        return "秦创原的定位是“三器”：孵化器、加速器、促进器。[1]"


@pytest.fixture
def model() -> Iterator[SlowModel]:
    slow = SlowModel()
    yield slow
    slow.go_on.set()


def settings(url: str, **more: str) -> dict[str, str]:
    return {
        "ASSISTANT_CHAT_MODEL": "openai:slow",
        "ASSISTANT_CHAT_BASE_URL": url,
        "ASSISTANT_CHAT_API_KEY": KEY,
        **more,
    }


def until(condition: Any) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(window: Window) -> int:
    return window.process.wait(_SECONDS)


def test_a_running_answer_is_finished_and_new_questions_are_refused(
    small: Config, tmp_path: Path, model: SlowModel
) -> None:
    with chat_server(model) as server, window_process(small, tmp_path, settings(server.url)) as window:
        assert json.loads(window.get("/readyz")[1])["ready"]
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(window.ask, QUESTION)
            assert model.asked.wait(_SECONDS)
            assert "assistant_answers_running 1.0" in window.get("/metrics")[1]
            window.process.send_signal(signal.SIGTERM)
            until(lambda: window.get("/readyz")[0] == 503)
            refused = window.ask(QUESTION)
            assert "being restarted" in refused and "event: error" in refused
            assert window.process.poll() is None
            model.go_on.set()
            events = answer.result(_SECONDS)
        assert "event: complete" in events and "三器" in answer_of(events)
        assert ended(window) == 0
        log = window.log()
    answered = [line for line in log if line["message"] == "Answered"]
    assert [line["mode"] for line in answered] == ["model"] and answered[0]["total_ms"] > 0
    assert "no answer was cut off" in log[-1]["message"]
    told = json.dumps(log, ensure_ascii=False)
    assert KEY not in told and QUESTION not in told


def test_an_answer_that_takes_too_long_is_not_waited_for(small: Config, tmp_path: Path, model: SlowModel) -> None:
    brief = {"ASSISTANT_SHUTDOWN_SECONDS": "0.5", "ASSISTANT_CHAT_TIMEOUT_SECONDS": "600"}
    with chat_server(model) as server, window_process(small, tmp_path, settings(server.url, **brief)) as window:
        window.begin(QUESTION)
        assert model.asked.wait(_SECONDS)
        window.process.send_signal(signal.SIGTERM)
        assert ended(window) == 0
        assert "1 answers unfinished" in window.log()[-1]["message"]


def test_whoever_asks_twice_need_not_wait(small: Config, tmp_path: Path, model: SlowModel) -> None:
    with chat_server(model) as server, window_process(small, tmp_path, settings(server.url)) as window:
        window.begin(QUESTION)
        assert model.asked.wait(_SECONDS)
        window.process.send_signal(signal.SIGINT)
        until(lambda: window.get("/readyz")[0] == 503)
        window.process.send_signal(signal.SIGINT)
        assert ended(window) == 0
