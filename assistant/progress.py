"""The steps of a build in; a bar with rate and time left on a terminal, plain lines elsewhere, both on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from assistant.index.progress import Progress

PLAIN_SECONDS = 10.0
"""A line this often tells a log that work goes on, without filling it."""

Line = Callable[[str], None]


@contextmanager
def shown_progress() -> Iterator[tuple[Line, Progress]]:
    """Yield what to call with lines and with the state of a step."""
    if sys.stderr.isatty():
        with _bars() as shown:
            yield shown
    else:

        def say(line: str) -> None:
            typer.echo(line, err=True)

        yield lambda line: say(f"{line} …"), PlainProgress(say)


class PlainProgress:
    """Says how far a step is, with rate and time left, but not more often than every ``PLAIN_SECONDS``."""

    def __init__(self, say: Line, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._step = ""
        self._started = self._said = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take the state of a step."""
        now = self._clock()
        if step != self._step:
            self._step, self._started, self._said = step, now, now
        if now - self._said >= PLAIN_SECONDS and done < total:
            self._said = now
            self._say(progress_line(step, done, total, seconds=now - self._started))


def progress_line(step: str, done: int, total: int, *, seconds: float) -> str:
    """Return how far a step is, in words.

    >>> progress_line("Reading", 400, 1000, seconds=20)
    'Reading: 400 of 1000, 20/s, about 30 s left'
    """
    rate = done / seconds if seconds > 0 else 0.0
    left = f", {rate:.{0 if rate >= 10 else 1}f}/s, about {(total - done) / rate:.0f} s left" if rate else ""
    return f"{step}: {done} of {total}{left}"


@contextmanager
def _bars() -> Iterator[tuple[Line, Progress]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.0f}/s" if speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Bars(SpinnerColumn(), *columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield lambda line: bars.console.print(f"{line} …", markup=False, highlight=False), progress
