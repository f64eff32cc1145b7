"""The process of a server in; the memory and the processor time that it and its children take out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

_MEGABYTE = 1e6


class ServerCost:
    """A running server whose costs are read; psutil's errors mean that it has ended."""

    def __init__(self, process: int) -> None:
        import psutil  # one of the packages for developers: commands that measure no server do without

        self._server = psutil.Process(process)

    def memory_mb(self) -> float:
        """Return the resident memory of all its processes in MB."""
        return float(sum(one.memory_info().rss for one in self._family())) / _MEGABYTE

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes since they began."""
        return float(sum(one.cpu_times().user + one.cpu_times().system for one in self._family()))

    def _family(self) -> "Iterator[psutil.Process]":
        yield self._server
        yield from self._server.children(recursive=True)
