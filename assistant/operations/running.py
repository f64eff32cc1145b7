"""Answers that are being worked on: counted, waited for when the program is to end, refused after that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from assistant.errors import ShuttingDownError

SETTLE_SECONDS = 1.0
"""After the last answer: a browser fetches it and has it kept in the database."""


class Running:
    """Counts the answers under way; safe to use from several threads and from a handler of signals."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._count = 0
        self._ended = 0.0
        self._draining_since: float | None = None

    @property
    def count(self) -> int:
        """How many answers are being worked on."""
        return self._count

    @property
    def draining(self) -> bool:
        """Whether no new question is taken any more."""
        return self._draining_since is not None

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count an answer for as long as the block runs; raises ShuttingDownError once the program is to end."""
        with self._lock:
            if self.draining:
                raise ShuttingDownError
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
                self._ended = self._clock()

    def drain(self) -> None:
        """Take no new question from now on."""
        # Without the lock: a signal may interrupt whoever holds it.
        if self._draining_since is None:
            self._draining_since = self._clock()

    def drained(self, limit_seconds: float) -> bool:
        """Return whether the program may end: nothing runs any more, or it has taken too long since ``drain``."""
        since = self._draining_since
        if since is None:
            return False
        now = self._clock()
        if now - since >= limit_seconds:
            return True
        # An answer that had ended long before needs no more time.
        return self._count == 0 and (self._ended == 0 or now - self._ended >= SETTLE_SECONDS)
