"""Work that tells how it goes to an iterator over what it tells and, at last, its result."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

Told = TypeVar("Told")
Result = TypeVar("Result")


class _Unwanted(Exception):  # noqa: N818 - it never leaves this module
    """Nobody looks at the work any more."""


def while_working(work: Callable[[Callable[[Told], None]], Result]) -> Iterator[Told | Result]:
    """Yield what ``work`` tells its argument, then what it returns; what it raises is raised here.

    Closing the iterator ends the work the next time that it tells something.

    >>> list(while_working(lambda tell: tell("half") or "done"))
    ['half', 'done']
    """
    told: SimpleQueue[tuple[bool, Told | Result | BaseException]] = SimpleQueue()
    unwanted = Event()

    def tell(news: Told) -> None:
        if unwanted.is_set():
            raise _Unwanted
        told.put((False, news))

    def run() -> None:
        try:
            told.put((True, work(tell)))
        except BaseException as error:  # noqa: BLE001 - raised again where the iterator is read
            told.put((True, error))

    Thread(target=copy_context().run, args=(run,), daemon=True, name="answer").start()
    try:
        last = False
        while not last:
            last, news = told.get()
            if isinstance(news, BaseException):
                raise news
            yield news
    finally:
        unwanted.set()
