"""An assistant in; the same out whose answers come from other processes once several people ask at a time.

Python works on one core in one process. While the window serves its pages on the first, a process of its own answers on
the next. It is started when two questions meet for the first time and ended when none have met for a while: who sits
alone before the window needs none.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.answering.generate import Progress
from assistant.errors import AssistantError
from assistant.schema import Answer, Document, Source, TargetTable, Turn
from assistant.window.desk import Answering, Browsable

if TYPE_CHECKING:
    from assistant.config import Config

MOST_STARTS = 3
STARTS_SECONDS = 3600.0
"""A process that dies again and again, for want of memory perhaps, is started so often in such a time, and once more
when that is over: what was wrong may have passed."""
SILENT_SECONDS = 20.0
"""So long a process may take over the few questions that were put to it, a hundred times as long as it needs, with time
to open a large new index. Then it is ended: whatever it waits for, everybody would wait with it."""
TIDYING_SECONDS = 3.0
"""So long a process may take to end by itself with the window, as it has copies to remove."""
OOM_SCORE = "500"
"""Above that of the window, which takes more memory: where it runs out, Linux is to end a process that is replaced."""
ALONE_SECONDS = 600.0
"""After so long without two questions at once, the next question ends the processes: they hold memory for nothing."""
_LOG = logging.getLogger(__name__)
_AskedLanguage = Literal["auto", "zh", "en"]
_Asked = tuple[str, tuple[Turn, ...], _AskedLanguage, str | None]
_Told = Answer | str | BaseException


class AnswererError(Exception):
    """Another process failed in a way that nobody expected; the text is its traceback."""


class Answerers:
    """An assistant that no model writes for; asks ``opened`` in other processes where questions meet."""

    writes = False

    def __init__(
        self,
        assistant: Answering,
        opened: Callable[[], Answering],
        *,
        processes: int = 1,
        silent_seconds: float = SILENT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what ``opened``, a function that can be sent to another process, opens there as well."""
        self._assistant = assistant
        self._opened = opened
        self._processes = processes
        self._silent_seconds = silent_seconds
        self._clock = clock
        self._met = clock()
        self._lock = threading.Lock()
        self._asking = 0
        self._closed = False
        self._starts: deque[float] = deque(maxlen=MOST_STARTS)
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[None] | None = None

    @property
    def library(self) -> Browsable:
        """Return what may be browsed without asking a question."""
        return self._assistant.library

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: _AskedLanguage = "auto",
        as_of: str | None = None,
    ) -> Answer:
        """Answer a question in another process, in this one as long as there is none."""
        with self._lock:
            self._asking += 1
            pool = self._at_hand()
        try:
            if pool is not None and (answer := self._elsewhere(pool, (question, tuple(history), language, as_of))):
                return answer
            return self._assistant.ask(question, history=history, language=language, as_of=as_of)
        finally:
            with self._lock:
                self._asking -= 1

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: _AskedLanguage = "auto",
        as_of: str | None = None,
    ) -> Iterator[Progress | Answer]:
        """Yield the answer."""
        yield self.ask(question, history=history, language=language, as_of=as_of)

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the table of targets."""
        return self._assistant.targets(as_of=as_of)

    def sources(self) -> list[Source]:
        """Return what is indexed."""
        return self._assistant.sources()

    def document(self, document_id: str) -> Document:
        """Return the stored document."""
        return self._assistant.document(document_id)

    def close(self) -> None:
        """End the other processes."""
        with self._lock:
            pool, self._pool, self._closed = self._pool, None, True
        if pool is not None:
            _end(pool, patience=TIDYING_SECONDS)

    def _at_hand(self) -> ProcessPoolExecutor | None:
        """Return the pool when it is to answer the question just asked. To be called with the lock held."""
        if self._asking > 1:
            self._met = self._clock()
            return self._started()
        if self._pool is not None and self._clock() - self._met > ALONE_SECONDS:
            self._pool.shutdown(wait=False)
            self._pool = None
            self._starts.clear()
        return self._started() if self._pool else None

    def _started(self) -> ProcessPoolExecutor | None:
        """Return the pool once it can answer; start it where there is none. To be called with the lock held."""
        if self._pool is None and self._may_start():
            self._starts.append(self._clock())
            # Not forked: this process has threads, which a copy would not have.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_open, initargs=(self._opened,))
            self._ready = self._pool.submit(_nothing)
        return self._pool if self._ready is not None and self._ready.done() else None

    def _may_start(self) -> bool:
        recent = len(self._starts) == MOST_STARTS and self._clock() - self._starts[0] < STARTS_SECONDS
        return not self._closed and not recent

    def _elsewhere(self, pool: ProcessPoolExecutor, asked: _Asked) -> Answer | None:
        """Return the answer of another process, None when it died or hung; raises what was wrong with the question."""
        try:
            told = pool.submit(_answer, asked).result(timeout=self._silent_seconds)
        except (RuntimeError, CancelledError, TimeoutError) as error:  # it broke, was ended by another thread, or hangs
            with self._lock:
                own = self._pool is pool
                if own:
                    self._pool = None
            if own:
                _LOG.warning("A process that answers is gone (%s); this one answers", type(error).__name__)
                _end(pool, patience=0)  # whoever else waits for it learns that now
            return None
        if isinstance(told, Answer):
            return told
        if isinstance(told, str):
            raise AssistantError(told)
        raise told


def _end(pool: ProcessPoolExecutor, *, patience: float) -> None:
    """End the processes of a pool, by force those that have not ended by themselves after so many seconds."""
    left = {process.sentinel: process for process in (pool._processes or {}).values()}
    pool.shutdown(wait=False, cancel_futures=True)
    deadline = time.monotonic() + patience
    while left and (ended := connection.wait(list(left), max(0.0, deadline - time.monotonic()))):
        left = {sentinel: process for sentinel, process in left.items() if sentinel not in ended}
    for process in left.values():
        process.kill()


_assistant: Answering | None = None
"""The assistant of a process that answers; this name has a value there alone."""


def _open(opened: Callable[[], Answering]) -> None:
    global _assistant
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which then ends this process
    with suppress(OSError):  # there is none such but on Linux
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, "ascii")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _assistant = opened()


def _end_with_parent() -> None:
    """End this process when the window is killed, which tells nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    """Be done as soon as a process is ready."""


def _answer(asked: _Asked) -> _Told:
    """Answer a question, or return what was wrong: some exceptions do not survive the way back."""
    assert _assistant is not None
    question, history, language, as_of = asked
    try:
        return _assistant.ask(question, history=history, language=language, as_of=as_of)
    except AssistantError as error:
        return str(error)
    except MemoryError:
        os._exit(1)  # with all that it holds; the window answers then
    except Exception:  # noqa: BLE001 - the window logs it and says calmly that it did not work
        return AnswererError(traceback.format_exc())


def processes_beside(config: "Config") -> int:
    """Return how many processes are to answer beside the window: as set, else one where there is a core for it."""
    if config.answer_processes is not None:
        return config.answer_processes
    return int(usable_cores() > 1)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # what a container or a unit file leaves of the machine's
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def open_as_window(config: "Config") -> Answering:
    """Open the assistant that the settings ask for and let it load everything, so that the first answer is quick."""
    from assistant.wiring import open_assistant

    assistant = open_assistant(config)
    assistant.prepare()
    return assistant
