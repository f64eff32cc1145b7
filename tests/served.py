"""A web application on this machine for as long as a test needs it."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from assistant.window.serving import address, listen

_STARTING_SECONDS = 60
Result = TypeVar("Result")
stopped: set[str] = set()
"""The addresses whose serving has ended: a page that is still open asks once more and is refused, rightly."""


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve until the block ends; yield the address once the start-up of the application is over."""
    import uvicorn

    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _STARTING_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    where = address(listener)
    stopped.discard(where)
    try:
        yield where
    finally:
        stopped.add(where)
        server.should_exit = True
        thread.join(timeout=10)


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end in a thread: the driver of the browser keeps a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
