"""A free port and an empty folder in; the window, or a bare chat page of Gradio's, as a process of its own out."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.config import ROOT
from assistant.window.serving import address, listen
from evals.benchmark.retrieval_worker import RetrieverFailedError

CONSTANT = "截至2022年4月，已成立园区科协6家；此后未见同口径的更新。"
"""What the bare page answers to everything."""
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a page is served, by which process."""

    address: str
    process: int


@contextmanager
def window(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve the window without a model or users, keeping its conversations in ``folder``.

    ``settings`` are environment variables that take the place of these.
    """
    free = listen(_HOST, 0)
    port = free.getsockname()[1]
    free.close()
    usual = {
        "ASSISTANT_HOST": _HOST,
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_DATABASE_URL": records_url(folder),
        "ASSISTANT_CHAT_MODEL": "",
        "ASSISTANT_USERS_FILE": "",
    }
    given = {**usual, **(settings or {})}
    with (folder / "window.log").open("w") as log, _started([sys.executable, "ui.py"], given, log) as server:
        yield server


def records_url(folder: Path) -> str:
    """Return the address of the database in which the window that is served from a folder keeps conversations."""
    return f"sqlite:///{folder / 'records.sqlite'}"


@contextmanager
def bare_chat() -> Iterator[Server]:
    """Serve a ChatInterface as Gradio's guide sets it up, which answers at once."""
    with _started([sys.executable, "-m", "evals.benchmark.window_servers"], {}) as server:
        yield server


@contextmanager
def _started(command: list[str], settings: dict[str, str], log: IO[str] | None = None) -> Iterator[Server]:
    """Start a server that prints its address once it can be asked, and end it with the block.

    ``log`` takes what it writes of each answer, as an office has it; without one it is shown.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, **settings},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert started.stdout is not None
    try:
        where = next((line.strip() for line in started.stdout if line.startswith("http://")), "")
        if not where:
            said = Path(log.name).read_text("utf-8").strip().splitlines()[-1:] if log else []
            why = f"it ended with {started.wait()}"
            raise RetrieverFailedError("window", " ".join(command), ": ".join([why, *said]))
        yield Server(where, started.pid)
    finally:
        started.terminate()
        started.wait(timeout=60)


def main() -> None:
    """Serve the bare page until the process is ended."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    page = gr.ChatInterface(lambda _message, _history: CONSTANT)
    app = gr.mount_gradio_app(FastAPI(), page, path="/", ssr_mode=False)
    listener = listen(_HOST, 0)
    print(address(listener), flush=True)  # connections wait until the next line accepts them
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
