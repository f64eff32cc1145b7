"""A web address in; where to connect to out, or why it is refused: private networks are nobody's corpus.

All checks are made on the addresses that the name resolves to, never on the name alone, and the connection is then
made to one of these very addresses.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread

import httpx

from assistant.errors import AssistantError, UsageError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host; raises OSError when it has none."""

MAX_URL_CHARS = 2_000
PORTS = frozenset({80, 443, 8000, 8080, 8443, 8888})
"""Where web pages are served; others belong to mail, databases and the like."""

RESOLVE_SECONDS = 10.0
"""Name servers answer in milliseconds; without any, some systems ask for minutes."""

_SCHEMES = {"http": 80, "https": 443}
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)")
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""How networks without IPv4 write the IPv4 addresses of the world outside."""
_SET_ASIDE = tuple(map(ip_network, "192.0.0.0/24 64:ff9b:1::/48 100::/64 2001::/23 3fff::/20 5f00::/16".split()))
"""For special uses; how many of these Python itself knows depends on its version."""


class RefusedAddressError(UsageError):
    """The address is not one that this program opens."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} is not fetched: {why}")


class NoNetworkError(AssistantError):
    """A name cannot be resolved, or nothing answers at its address."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect to for a URL; ``host`` is what the certificate must name."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[str, ...]


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the internet at large, also when it is hidden inside an IPv6 address.

    >>> [is_public(ip_address(text)) for text in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if any(address in network for network in _SET_ASIDE):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    )


def _translated(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None


def resolve_name(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, and give up after ``RESOLVE_SECONDS``."""
    answers: Queue[list[str] | Exception] = Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The system's own call takes no time limit; a thread that it holds on to ends with the process.
    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=RESOLVE_SECONDS)
    except Empty as error:
        raise TimeoutError(f"no answer in {RESOLVE_SECONDS:.0f} seconds") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


def parse_url(text: str, *, ports: frozenset[int] = PORTS) -> httpx.URL:
    """Return a URL that may be looked up; raises RefusedAddressError."""
    shown = text[:100]
    if len(text) > MAX_URL_CHARS:
        raise RefusedAddressError(shown, f"it is longer than {MAX_URL_CHARS} characters.")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        shown = shown.encode("ascii", "replace").decode()
        raise RefusedAddressError(shown, f"it is not a valid address ({error}).") from error
    if url.scheme not in _SCHEMES:
        raise RefusedAddressError(shown, "only http:// and https:// are fetched.")
    if url.userinfo:
        raise RefusedAddressError(url.host, "it holds a user name or a password; leave them out.")
    host = url.host
    if not host or any(character in host for character in "%\\ "):
        raise RefusedAddressError(shown, "it names no host.")
    if _looks_numeric(host) and not _is_plain_address(host):
        raise RefusedAddressError(shown, "write the host's address as four decimal numbers, or by name.")
    if (url.port or _SCHEMES[url.scheme]) not in ports:
        raise RefusedAddressError(shown, f"web pages are not served at port {url.port}.")
    return url


def _looks_numeric(host: str) -> bool:
    """Tell whether a system may take a host for a number: its last part is one, decimal, octal or hexadecimal."""
    return ":" not in host and _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is not None


def _is_plain_address(host: str) -> bool:
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False


def find_place(
    text: str,
    *,
    resolve: Resolve = resolve_name,
    allowed: Callable[[Address], bool] = is_public,
    ports: frozenset[int] = PORTS,
) -> Place:
    """Return where to connect to for a URL; raises RefusedAddressError and NoNetworkError."""
    url = parse_url(text, ports=ports)
    host, port = url.raw_host.decode("ascii"), url.port or _SCHEMES[url.scheme]
    try:
        addresses = tuple(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise NoNetworkError(f"The name {url.host} cannot be resolved ({error}).") from error
    if not addresses:
        raise NoNetworkError(f"The name {url.host} has no address.")
    # One bad address among good ones is how a name is made to lead inside: none of them is used then.
    for address in addresses:
        if not allowed(ip_address(address)):
            via = "" if address == url.host else f"{url.host} leads to "
            raise RefusedAddressError(text[:100], f"{via}{address} is not on the public internet.")
    return Place(url, host, port, addresses)
