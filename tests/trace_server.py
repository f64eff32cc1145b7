"""A server on this machine that takes traces as LangSmith and Langfuse do, and keeps what it was sent."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import zstandard

from tests.json_server import JsonHandler, running


class TraceServer(ThreadingHTTPServer):
    """Answers with ``status``; ``bodies`` are unpacked."""

    daemon_threads = True

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.bodies: list[tuple[str, bytes]] = []

    @property
    def url(self) -> str:
        """The address that a client is given."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def everything(self) -> str:
        """All that was sent, as text."""
        return "\n".join(body.decode("utf-8", "replace") for _, body in self.bodies)


class _Handler(JsonHandler, BaseHTTPRequestHandler):
    server: TraceServer

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        body = self._body()
        encoding = self.headers.get("Content-Encoding", "")
        if encoding == "gzip":
            body = gzip.decompress(body)
        elif encoding == "zstd":
            body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
        self.server.bodies.append((self.path, body))
        self._reply()

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _reply(self) -> None:
        told = {"detail": "secret detail of the server"} if self.server.status >= 400 else {}
        self.send_json(self.server.status, told)


@contextmanager
def trace_server(status: int = 202) -> Iterator[TraceServer]:
    """Run a server for the time of a test."""
    server = TraceServer(status)
    with running(server):
        yield server
