"""How Chroma's graph is opened in; the opened graph out, or None while passages had better be compared one by one.

Chroma copies its files and reads all of its graph before it answers for the first time, seconds among some hundred
thousand passages, while comparing all of them with a question takes 0.1 s. So where there are many the first searches
do without the graph, and it is opened beside them; one question on the command line never waits for it.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread

from assistant.index.vectors import VectorIndex

MANY = 50_000
"""Among so many passages, opening the graph takes half a second, and comparing all of them 0.02 s."""
_COMPARED_FIRST = 4
"""Searches that do without the graph before it is opened; who asks more often will go on asking."""


class Graph:
    """The graph of one build, opened once by ``make``; safe to use from several threads.

    With ``at_once`` it is opened by the first search, which is as quick where there are few passages.
    """

    def __init__(self, make: Callable[[], VectorIndex], *, at_once: bool) -> None:
        self._make = make
        self._at_once = at_once
        self._lock = Lock()
        self._opening: Future[VectorIndex] | None = None
        self._searches = 0

    def for_search(self) -> VectorIndex | None:
        """Return the graph, None while it is not open yet; raises what opening it raised, and tries anew after that."""
        if self._at_once:
            return self.opened()
        with self._lock:
            self._searches += 1
            if self._opening is None and self._searches > _COMPARED_FIRST:
                self._opening = Future()
                Thread(target=self._open, args=(self._opening,), name="graph").start()
            opening = self._opening
        return self._result(opening) if opening is not None and opening.done() else None

    def opened(self) -> VectorIndex:
        """Return the graph when it is open; raises what opening it raised, and tries anew after that."""
        with self._lock:
            opening = self._opening
            if opening is None:
                opening = self._opening = Future()
                self._open(opening)
        return self._result(opening)

    def close(self) -> None:
        """Release the files, those of a graph that is being opened as soon as it is."""
        with self._lock:
            opening, self._opening = self._opening, None
        if opening is not None and opening.exception() is None:
            opening.result().close()

    def _open(self, opening: "Future[VectorIndex]") -> None:
        try:
            opening.set_result(self._make())
        except BaseException as error:  # noqa: BLE001 - whoever asks for the graph gets it
            opening.set_exception(error)

    def _result(self, opening: "Future[VectorIndex]") -> VectorIndex:
        try:
            return opening.result()
        except BaseException:
            with self._lock:
                if self._opening is opening:
                    self._opening = None
            raise
