"""Cases to records in several processes, in the order of the cases: the same records whatever the number."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from assistant.errors import AssistantError
from evals.run import Record, Target, evaluate, open_target
from evals.sets import Case

WORTH_IT = 100
"""Cases for each worker; with fewer, opening the index once more takes longer than asking them."""

_target: Target | None = None
"""The assistant of a worker process; None in every other process."""


class WorkerEndedError(AssistantError):
    """A worker process was killed, most likely for memory."""

    def __init__(self) -> None:
        super().__init__("A worker process ended unexpectedly. What was asked is kept: go on with fewer --workers.")


def default_workers(cases: int) -> int:
    """Return one worker for each core that this process may use, fewer when there are few cases."""
    # Only Linux tells which cores a process may use.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, cases // WORTH_IT))


def evaluate_in_parallel(
    cases: Sequence[Case], corpus: Path | None, index: Path | None, *, workers: int, without: str = ""
) -> Iterator[Record]:
    """Ask and score the cases, each in some worker; raise WorkerEndedError when one dies."""
    # Spawned, not forked: threads of the libraries that are loaded here do not survive a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_open, initargs=(corpus, index, without))
    try:
        yield from pool.map(_evaluate_one, cases)
    except BrokenProcessPool as error:
        raise WorkerEndedError from error
    finally:
        pool.shutdown(cancel_futures=True)


def _open(corpus: Path | None, index: Path | None, without: str) -> None:
    global _target  # An initializer has no other way to hand something to the calls that follow.
    # The interruption of a run reaches every process of the terminal; the first one decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _target = open_target(corpus, index, without)


def _end_with_parent() -> None:
    """Leave when the first process was killed; a worker would wait for its next case for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _evaluate_one(case: Case) -> Record:
    assert _target is not None
    return next(iter(evaluate([case], _target)))
