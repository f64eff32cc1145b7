"""Checked addresses in; sockets to these and no others out, each wait of which ends at one common deadline."""

import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

CONNECT_SECONDS = 10.0
"""A server that does not take the connection by then is down."""


class DeadlineError(Exception):
    """The time for the whole download is over."""


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections for one host, to the addresses given for it: no name is looked up here."""

    def __init__(
        self,
        host: str,
        addresses: Sequence[str],
        *,
        deadline: float,
        clock: Callable[[], float] = time.monotonic,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._host = host
        self._addresses = addresses
        self._deadline = deadline
        self._clock = clock
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses that answers."""
        if host != self._host:
            raise httpcore.ConnectError(f"{host} was not checked")
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                seconds = _left(self._deadline, self._clock, min(timeout or CONNECT_SECONDS, CONNECT_SECONDS))
                stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline, self._clock)
        raise failure


def _left(deadline: float, clock: Callable[[], float], timeout: float | None) -> float:
    """Return how long to wait at most; raises DeadlineError when the time is over."""
    left = deadline - clock()
    if left <= 0:
        raise DeadlineError
    return left if timeout is None else min(left, timeout)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which a server that sends a byte now and then gains no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._deadline = deadline
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, _left(self._deadline, self._clock, timeout))
        except httpcore.ReadTimeout as error:
            raise DeadlineError from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, _left(self._deadline, self._clock, timeout))
        except httpcore.WriteTimeout as error:
            raise DeadlineError from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, self._clock, timeout))
        return _TimedStream(secured, self._deadline, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
