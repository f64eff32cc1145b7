"""A web address in; the bytes behind it out, within limits of size, time, redirects and kind of content.

Each hop is checked anew (see ``address``), and the socket is opened to an address that passed the check: a name that
leads elsewhere when it is asked a second time is never asked a second time. Proxies named in the environment are not
used, because they would look names up by themselves.
"""

import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import httpcore
import httpx

from assistant.errors import AssistantError
from assistant.network.address import (
    PORTS,
    Address,
    NoNetworkError,
    Place,
    Resolve,
    find_place,
    is_public,
    resolve_name,
)
from assistant.network.sockets import DeadlineError, PinnedBackend

MAX_BYTES = 50 << 20
"""No page and hardly a paper is larger."""
SECONDS = 60.0
"""For one document, redirects included."""
REDIRECTS = 5

KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
"""What is fetched, and the ending that its file gets."""

_AGENT = "assistant-12621 (reads one page at a time, on request)"
_GZIP_OR_ZLIB = 47
"""Lets zlib find out which of its two headers the data have."""


class DownloadError(AssistantError):
    """The page cannot be had, or is not what can be read."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url}: {why}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything one download may use."""

    max_bytes: int = MAX_BYTES
    seconds: float = SECONDS
    redirects: int = REDIRECTS


@dataclass(frozen=True, slots=True)
class Download:
    """What was fetched; ``url`` is where it was found in the end, ``suffix`` what its file should end with."""

    url: str
    content: bytes
    kind: str
    suffix: str
    charset: str


def download(
    url: str,
    *,
    limits: Limits | None = None,
    resolve: Resolve = resolve_name,
    allowed: Callable[[Address], bool] = is_public,
    ports: frozenset[int] = PORTS,
    tls: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Download:
    """Fetch one page; raises RefusedAddressError, NoNetworkError or DownloadError."""
    limits = limits or Limits()
    deadline = clock() + limits.seconds
    for _ in range(limits.redirects + 1):
        place = find_place(url, resolve=resolve, allowed=allowed, ports=ports)
        answer = _get(place, limits, deadline, tls, clock)
        if isinstance(answer, Download):
            return answer
        url = answer
    raise DownloadError(url, f"more than {limits.redirects} redirects; open it in a browser and save the page.")


def _get(
    place: Place, limits: Limits, deadline: float, tls: ssl.SSLContext | None, clock: Callable[[], float]
) -> Download | str:
    """Return what is there, or the address that it redirects to."""
    shown = str(place.url)
    backend = PinnedBackend(place.host, place.addresses, deadline=deadline, clock=clock)
    target = httpcore.URL(scheme=place.url.raw_scheme, host=place.host, port=place.url.port, target=place.url.raw_path)
    host = place.url.netloc.decode("ascii")
    headers: dict[bytes | str, bytes | str] = {
        "Host": host,
        "User-Agent": _AGENT,
        "Accept": ", ".join(KINDS),
        "Accept-Encoding": "gzip",
    }
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, http2=False) as pool,
            pool.stream("GET", target, headers=headers) as response,
        ):
            fields = httpx.Headers(response.headers)
            if response.status in (301, 302, 303, 307, 308):
                return _next_hop(place.url, fields)
            if response.status != 200:
                raise DownloadError(shown, f"the server answered with status {response.status}.")
            kind, charset = _content_kind(shown, fields)
            content = _read(shown, response.iter_stream(), fields, limits)
            return Download(shown, content, kind, KINDS[kind], charset)
    except DeadlineError as error:
        raise DownloadError(shown, f"it took longer than {limits.seconds:.0f} seconds; try again later.") from error
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error):
            raise DownloadError(shown, f"the connection is not secure ({error}).") from error
        raise NoNetworkError(f"{place.url.host} does not answer ({_words(error)}).") from error
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise DownloadError(shown, f"the connection broke ({_words(error)}).") from error


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


def _next_hop(url: httpx.URL, fields: httpx.Headers) -> str:
    try:
        # A redirect leads where its own address says, seen from the page, not from the address connected to.
        return str(url.join(fields.get("location", "")).copy_with(fragment=None))
    except httpx.InvalidURL as error:
        raise DownloadError(str(url), "it redirects to something that is no address.") from error


def _content_kind(url: str, fields: httpx.Headers) -> tuple[str, str]:
    kind, _, rest = fields.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in KINDS:
        wanted = "HTML, PDF or text is read"
        what = kind if kind.isascii() and kind.isprintable() else "something odd"
        raise DownloadError(url, f"it holds {what or 'something without a content type'}; only {wanted}.")
    _, _, charset = rest.lower().partition("charset=")
    return kind, charset.strip(" \"';")


def _read(url: str, chunks: Iterable[bytes], fields: httpx.Headers, limits: Limits) -> bytes:
    too_large = DownloadError(url, f"it is larger than {limits.max_bytes / (1 << 20):.0f} MB.")
    length = fields.get("content-length", "")
    if length.isdecimal() and int(length) > limits.max_bytes:
        raise too_large
    encoding = fields.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise DownloadError(url, f"it comes in an encoding that was not asked for ({encoding}).")
    inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in ("", "identity") else None
    content = bytearray()
    try:
        for chunk in chunks:
            # A few kilobytes can unpack to gigabytes: never more is unpacked than may be kept.
            room = limits.max_bytes + 1 - len(content)
            content += inflate.decompress(chunk, room) if inflate else chunk
            if len(content) > limits.max_bytes:
                raise too_large
    except zlib.error as error:
        raise DownloadError(url, "its compressed data are damaged; try again.") from error
    if inflate and not inflate.eof:
        raise DownloadError(url, "it ended before its end; try again.")
    if not content:
        raise DownloadError(url, "the page is empty.")
    return bytes(content)
