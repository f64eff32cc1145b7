"""Questions of a person to how long the next one has to wait: at most so many in any minute."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

_MINUTE_SECONDS = 60.0


class Pace:
    """Counts the questions of each person; safe to use from several threads."""

    def __init__(self, questions_per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self.questions_per_minute = questions_per_minute
        self.refused: Callable[[], None] = lambda: None
        """Hears of every question that has to wait."""
        self._clock = clock
        self._lock = Lock()
        self._asked: dict[str, deque[float]] = {}

    def wait(self, name: str) -> float:
        """Count a question and return 0, or return after how many seconds it may be asked."""
        now = self._clock()
        with self._lock:
            asked = self._asked.setdefault(name, deque(maxlen=self.questions_per_minute))
            if len(asked) == self.questions_per_minute and (left := asked[0] + _MINUTE_SECONDS - now) > 0:
                self.refused()
                return left
            asked.append(now)
            return 0.0
