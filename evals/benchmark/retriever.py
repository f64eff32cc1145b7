"""What a way to find paragraphs has to offer so that it can be measured."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

Search = Callable[[str], Sequence[int]]
"""A question to the numbers of at most ten paragraphs, best first."""

Paragraphs = Callable[[], list[str]]
"""Reads them when they are needed: an index on disk has its own copy, which must not be counted twice."""

Build = Callable[[Sequence[str], Path], float]
"""Writes an index of paragraphs into an empty folder and returns the seconds that it took."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """One way to find paragraphs; those with the same ``index`` share what its ``build`` writes.

    ``build`` is None for a library that keeps everything in memory; with ``in_memory``, opening it takes as long as
    building does. ``packages`` must be installed: module → name for pip. With ``reranks`` it needs a cross-encoder of
    the user's.
    """

    name: str
    index: str
    build: Build | None
    open: Callable[[Path, Paragraphs], AbstractContextManager[Search]]
    in_memory: bool = False
    packages: Mapping[str, str] = field(default_factory=dict)
    reranks: bool = False

    @property
    def is_peer(self) -> bool:
        """True for what is not ours."""
        return bool(self.packages)

    @property
    def missing(self) -> list[str]:
        """The packages that are not installed."""
        return [package for module, package in self.packages.items() if find_spec(module) is None]
