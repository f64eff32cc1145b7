"""A web server on this machine with pages that tests choose, and download settings that let it be reached."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from assistant.network.address import Address
from assistant.network.download import Download, Limits, download

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Pages:
    """What the server answers by path, and what it was asked: (Host header, path)."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "news.example") -> str:
        """Return the address of a path at a made-up host."""
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, content: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Answer ``path`` with ``content``; further headers by name, with _ for -."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", kind)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Answer ``path`` with a redirect."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.answers[path] = answer

    def fetch(
        self,
        url: str,
        *,
        limits: Limits | None = None,
        resolve: Callable[[str, int], Sequence[str]] = lambda host, port: ["127.0.0.1"],
        allowed: Callable[[Address], bool] = lambda address: str(address) == "127.0.0.1",
    ) -> Download:
        """Download with every name leading to this machine, and this machine allowed."""
        return download(url, limits=limits, resolve=resolve, allowed=allowed, ports=frozenset({self.port}))


def _missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


def _handler(pages: Pages) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages.asked.append((self.headers["Host"], self.path))
            # The other side may have had enough.
            with suppress(BrokenPipeError, ConnectionResetError):
                pages.answers.get(self.path, _missing)(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving() -> Iterator[Pages]:
    """Run a server until the block ends."""
    pages = Pages()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(pages))
    server.daemon_threads = True
    pages.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield pages
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
