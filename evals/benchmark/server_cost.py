"""The process of a server in; the memory and the processor time that it and its children take out."""

from collections.abc import Callable
from contextlib import suppress
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
        return float(self._over_all(lambda one: one.memory_info().rss)) / _MEGABYTE

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes since they began."""
        return float(self._over_all(lambda one: one.cpu_times().user + one.cpu_times().system))

    def _over_all(self, read: "Callable[[psutil.Process], float]") -> float:
        import psutil

        total = read(self._server)
        for child in self._server.children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it may end between being named and being read
                total += read(child)
        return total
