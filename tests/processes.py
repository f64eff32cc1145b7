"""Processes that start in milliseconds with all libraries loaded, to be killed at will."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

_LIBRARIES = [
    "tests.fake_index",
    "tests.killed_swap",
    "assistant.index.verify",
    "assistant.wiring",
    "bm25s",
    "chromadb",
    "opencc",
    "Stemmer",
]


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LIBRARIES)
    return context


def start(work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Start ``work`` in a process of its own."""
    process = _context().Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def finish(process: ForkServerProcess, *, seconds: float = 60) -> int | None:
    """Wait for a process and return its exit code; it is killed, and None returned, when it takes too long."""
    process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode
