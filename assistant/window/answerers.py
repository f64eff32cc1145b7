"""An assistant in; the same out whose answers come from other processes once several people ask at a time.

Python works on one core in one process. While the window serves its pages on the first, a process of its own answers on
the next. It is started when two questions meet for the first time: who sits alone before the window needs none.
"""

import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TYPE_CHECKING, Literal

from assistant.answering.generate import Progress
from assistant.errors import AssistantError
from assistant.schema import Answer, Document, Source, TargetTable, Turn
from assistant.window.desk import Answering, Browsable

if TYPE_CHECKING:
    from assistant.config import Config

MOST_STARTS = 3
"""A process that dies again and again, for want of memory perhaps, is not started any more."""
_LOG = logging.getLogger(__name__)
_AskedLanguage = Literal["auto", "zh", "en"]
_Asked = tuple[str, tuple[Turn, ...], _AskedLanguage, str | None]
_Told = Answer | str | BaseException


class AnswererError(Exception):
    """Another process failed in a way that nobody expected; the text is its traceback."""


class Answerers:
    """An assistant that no model writes for; asks ``opened`` in other processes where questions meet."""

    writes = False

    def __init__(self, assistant: Answering, opened: Callable[[], Answering], *, processes: int = 1) -> None:
        """Take what ``opened``, a function that can be sent to another process, opens there as well."""
        self._assistant = assistant
        self._opened = opened
        self._processes = processes
        self._lock = threading.Lock()
        self._asking = 0
        self._starts = 0
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
            pool = self._started() if self._asking > 1 or self._pool else None
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
            pool, self._pool, self._starts = self._pool, None, MOST_STARTS
        if pool is not None:
            pool.shutdown(wait=True)

    def _started(self) -> ProcessPoolExecutor | None:
        """Return the pool once it can answer; start it where there is none. To be called with the lock held."""
        if self._pool is None and self._starts < MOST_STARTS:
            self._starts += 1
            # Not forked: this process has threads, which a copy would not have.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_open, initargs=(self._opened,))
            self._ready = self._pool.submit(_nothing)
        return self._pool if self._ready is not None and self._ready.done() else None

    def _elsewhere(self, pool: ProcessPoolExecutor, asked: _Asked) -> Answer | None:
        """Return the answer of another process, None when it died; raises what was wrong with the question."""
        try:
            told = pool.submit(_answer, asked).result()
        except (BrokenProcessPool, CancelledError) as error:
            _LOG.warning("A process that answers is gone (%s); this one answers", type(error).__name__)
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            return None
        if isinstance(told, Answer):
            return told
        if isinstance(told, str):
            raise AssistantError(told)
        raise told


_assistant: Answering | None = None
"""The assistant of a process that answers; this name has a value there alone."""


def _open(opened: Callable[[], Answering]) -> None:
    global _assistant
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which then ends this process
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
    except Exception:  # noqa: BLE001 - the window logs it and says calmly that it did not work
        return AnswererError(traceback.format_exc())


def open_as_window(config: "Config") -> Answering:
    """Open the assistant that the settings ask for and let it load everything, so that the first answer is quick."""
    from assistant.wiring import open_assistant

    assistant = open_assistant(config)
    assistant.prepare()
    return assistant
