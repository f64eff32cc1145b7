"""How far a long step is, handed to whoever shows it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Hears the name of a step, how much of it is done, and how much there is in all."""


def silent(step: str, done: int, total: int) -> None:
    """Show nothing."""


def counted(items: Iterable[T], step: str, total: int, progress: Progress) -> Iterator[T]:
    """Yield the items and report each as done when the next is asked for.

    >>> list(counted("ab", "Reading", 2, lambda *state: print(state)))
    ('Reading', 0, 2)
    ('Reading', 1, 2)
    ('Reading', 2, 2)
    ['a', 'b']
    """
    progress(step, 0, total)
    for number, item in enumerate(items, start=1):
        yield item
        progress(step, number, total)
