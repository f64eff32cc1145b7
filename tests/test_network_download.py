"""A page is fetched from the address that was checked, within its limits, or not at all."""

import gzip
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpcore
import pytest

from assistant.network.address import NoNetworkError, RefusedAddressError
from assistant.network.download import DownloadError, Limits, download
from assistant.network.sockets import PinnedBackend
from tests.page_server import Pages, serving

PAGE = "<html><body><p>园区科协成立6家。</p></body></html>".encode()


@pytest.fixture(scope="module")
def running() -> Iterator[Pages]:
    with serving() as pages:
        yield pages


@pytest.fixture
def pages(running: Pages) -> Pages:
    running.answers.clear()
    running.asked.clear()
    return running


def test_a_page_comes_with_its_kind_its_charset_and_where_it_was_found(pages: Pages) -> None:
    pages.page("/a.html", PAGE)
    found = pages.fetch(pages.url("/a.html"))
    assert (found.content, found.kind, found.suffix, found.charset) == (PAGE, "text/html", ".html", "utf-8")
    assert found.url == pages.url("/a.html")
    assert pages.asked == [(f"news.example:{pages.port}", "/a.html")]


def test_the_rules_that_ship_refuse_this_machine(pages: Pages) -> None:
    pages.page("/a.html", PAGE)
    for url in (f"http://127.0.0.1:{pages.port}/a.html", f"http://localhost:{pages.port}/a.html"):
        with pytest.raises(RefusedAddressError, match="not on the public internet"):
            download(url, ports=frozenset({pages.port}))
    assert pages.asked == []


def test_a_name_is_looked_up_once_and_its_second_answer_is_never_used(pages: Pages) -> None:
    pages.page("/a.html", PAGE)
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    found = pages.fetch(pages.url("/a.html"), resolve=lambda host, port: next(answers))
    assert found.content == PAGE
    assert next(answers) == ["127.0.0.2"]


def test_redirects_are_followed_from_where_they_stand(pages: Pages) -> None:
    pages.redirect("/old", "/new?x=1#part")
    pages.redirect("/new?x=1", pages.url("/last.html", host="other.example"), status=301)
    pages.page("/last.html", PAGE)
    assert pages.fetch(pages.url("/old")).url == pages.url("/last.html", host="other.example")
    assert [host.partition(":")[0] for host, _ in pages.asked] == ["news.example", "news.example", "other.example"]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://127.0.0.2:{port}/secret", "not on the public internet"),
        ("http://inside.example:{port}/secret", "not on the public internet"),
        ("http://[::1]:{port}/secret", "not on the public internet"),
        ("http://2130706433:{port}/secret", "four decimal numbers"),
        ("http://user@news.example:{port}/secret", "user name"),
        ("http://news.example:22/secret", "port 22"),
        ("file:///etc/passwd", "only http"),
    ],
)
def test_every_redirect_is_checked_anew(to: str, why: str, pages: Pages) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.1"] if host == "inside.example" else [host] if host[0] in "1:" else ["127.0.0.1"]

    pages.redirect("/a", to.format(port=pages.port))
    pages.page("/secret", PAGE)
    with pytest.raises(RefusedAddressError, match=why):
        pages.fetch(pages.url("/a"), resolve=resolve)
    assert [path for _, path in pages.asked] == ["/a"]


def test_a_circle_of_redirects_ends(pages: Pages) -> None:
    pages.redirect("/a", "/a")
    with pytest.raises(DownloadError, match="more than 3 redirects"):
        pages.fetch(pages.url("/a"), limits=Limits(redirects=3))
    assert len(pages.asked) == 4


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("application/pdf", ".pdf"),
        ("text/plain; charset=x", ".txt"),
        ("TEXT/HTML", ".html"),
        ("text/markdown", ".md"),
    ],
)
def test_the_content_type_tells_the_ending(kind: str, suffix: str, pages: Pages) -> None:
    pages.page("/a", b"x", kind)
    assert pages.fetch(pages.url("/a")).suffix == suffix


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "", "application/octet-stream", "text/\x1b[31m"])
def test_other_content_types_are_refused(kind: str, pages: Pages) -> None:
    pages.page("/a", b"x", kind)
    with pytest.raises(DownloadError) as caught:
        pages.fetch(pages.url("/a"))
    assert str(caught.value).isprintable()


def test_a_page_that_is_said_to_be_too_large_is_not_read(pages: Pages) -> None:
    pages.page("/a", b"x" * 3_000)
    with pytest.raises(DownloadError, match="larger than"):
        pages.fetch(pages.url("/a"), limits=Limits(max_bytes=2_000))


def test_a_page_that_does_not_say_its_size_is_cut_off_when_it_is_too_large(pages: Pages) -> None:
    sent: list[int] = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for number in range(100_000):
            handler.wfile.write(b"x" * 65_536)
            sent.append(number)

    pages.answers["/a"] = endless
    with pytest.raises(DownloadError, match="larger than 1 MB"):
        pages.fetch(pages.url("/a"), limits=Limits(max_bytes=1 << 20))
    assert len(sent) < 1_000


def test_compressed_pages_are_unpacked_but_a_bomb_is_not(pages: Pages) -> None:
    pages.page("/good", gzip.compress(PAGE, mtime=0), Content_Encoding="gzip")
    pages.page("/bomb", gzip.compress(bytes(40 << 20), mtime=0), Content_Encoding="gzip")
    assert pages.fetch(pages.url("/good")).content == PAGE
    with pytest.raises(DownloadError, match="larger than 1 MB"):
        pages.fetch(pages.url("/bomb"), limits=Limits(max_bytes=1 << 20))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(PAGE, "br"), (PAGE, "gzip"), (gzip.compress(PAGE, mtime=0)[:-9], "gzip"), (b"", "identity")],
)
def test_what_cannot_be_unpacked_or_is_empty_is_an_error(content: bytes, encoding: str, pages: Pages) -> None:
    pages.page("/a", content, Content_Encoding=encoding)
    with pytest.raises(DownloadError):
        pages.fetch(pages.url("/a"))


def _drip(head: bool) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that never ends: a byte now and then, in the head or in the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"X: " if head else b"\r\n")
        handler.wfile.write(start)
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("head", [True, False])
def test_a_server_that_sends_byte_by_byte_gains_no_time(head: bool, pages: Pages) -> None:
    pages.answers["/a"] = _drip(head)
    started = time.monotonic()
    with pytest.raises(DownloadError, match="longer than"):
        pages.fetch(pages.url("/a"), limits=Limits(seconds=0.5))
    assert time.monotonic() - started < 3


def test_an_error_page_is_an_error(pages: Pages) -> None:
    with pytest.raises(DownloadError, match="status 404"):
        pages.fetch(pages.url("/nowhere"))


def test_a_server_that_is_not_there_means_no_network(pages: Pages) -> None:
    with pytest.raises(NoNetworkError, match="does not answer"):
        download(
            "http://news.example:8000/",
            resolve=lambda host, port: ["127.255.255.1"],
            allowed=lambda address: True,
            limits=Limits(seconds=3),
        )


def test_a_server_without_a_certificate_is_not_trusted(pages: Pages) -> None:
    with pytest.raises((DownloadError, NoNetworkError)):
        pages.fetch(pages.url("/a").replace("http://", "https://"))


def test_proxies_of_the_environment_are_not_asked(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    pages.page("/a", PAGE)
    assert pages.fetch(pages.url("/a")).content == PAGE


class Recorder(httpcore.MockBackend):
    """Writes down where it was to connect, and whose certificate was asked for."""

    def __init__(self) -> None:
        super().__init__([])
        self.connected: list[str] = []
        self.names: list[str | None] = []

    def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host == "192.0.2.1":
            raise httpcore.ConnectError("down")
        names = self.names

        class Stream(httpcore.MockStream):
            def start_tls(
                self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
            ) -> httpcore.NetworkStream:
                names.append(server_hostname)
                return self

        return Stream([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])


def test_a_secure_connection_goes_to_the_checked_address_and_asks_for_the_name() -> None:
    inner = Recorder()
    addresses = ["192.0.2.1", "192.0.2.2"]
    backend = PinnedBackend("news.example", addresses, deadline=time.monotonic() + 9, inner=inner)
    with httpcore.ConnectionPool(network_backend=backend) as pool:
        assert pool.request("GET", "https://news.example/").status == 200
    assert (inner.connected, inner.names) == (addresses, ["news.example"])


def test_a_host_that_was_not_checked_is_not_connected_to() -> None:
    inner = Recorder()
    backend = PinnedBackend("news.example", ["192.0.2.2"], deadline=time.monotonic() + 9, inner=inner)
    with httpcore.ConnectionPool(network_backend=backend) as pool, pytest.raises(httpcore.ConnectError):
        pool.request("GET", "http://inside.example/")
    assert inner.connected == []
