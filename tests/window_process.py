"""The window as a process of its own, as an office runs it, and programs that ask it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from assistant.config import ROOT, Config
from assistant.window.serving import listen

_WAIT_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens at now."""
    with listen("127.0.0.1", 0) as listener:
        return int(listener.getsockname()[1])


class Window:
    """A running window: its process, its address and what it logs."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process = process
        self._log = log
        assert process.stdout is not None
        self.address = process.stdout.readline().strip()
        assert self.address.startswith("http://"), log.read_text("utf-8")

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        try:
            with urlopen(f"{self.address}{path}", timeout=_WAIT_SECONDS) as reply:
                return reply.status, reply.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def begin(self, question: str) -> str:
        """Put a question and return where its answer will be."""
        body = json.dumps({"question": question}).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.address}/gradio_api/call/v2/ask", body, headers=headers)
        with urlopen(request, timeout=_WAIT_SECONDS) as reply:
            return f"/gradio_api/call/ask/{json.loads(reply.read())['event_id']}"

    def ask(self, question: str) -> str:
        """Return the events of an answer, JSON among them."""
        return self.get(self.begin(question))[1]

    def log(self) -> list[dict[str, Any]]:
        """Return what was logged so far."""
        return [json.loads(line) for line in self._log.read_text("utf-8").splitlines()]


def answer_of(events: str) -> str:
    """Return the answer in the events of a question."""
    data = events.partition("event: complete\ndata: ")[2].splitlines()[0]
    return str(json.loads(data)[0]["answer"])


@contextmanager
def window_process(config: Config, folder: Path, settings: Mapping[str, str]) -> Iterator[Window]:
    """Run the window until the block ends; it logs JSON into ``folder`` and keeps its database there."""
    own = {
        "ASSISTANT_PORT": str(free_port()),
        "ASSISTANT_LOG_FORMAT": "json",
        "ASSISTANT_DATABASE_URL": f"sqlite:///{folder}/records.sqlite",
        "ASSISTANT_EVALUATIONS": "0",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    command = [sys.executable, "-m", "assistant", "--corpus", str(config.corpus), "--index", str(config.index), "serve"]
    log = folder / "log.jsonl"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            yield Window(process, log)
        finally:
            process.kill()
