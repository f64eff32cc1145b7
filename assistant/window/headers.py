"""A web application in, the same behind headers that tell a browser what its pages may do out.

The page of Gradio brings inline scripts; each answer of the server gives them a nonce of its own, so that a script
that got into the page by any text does not run.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from itertools import pairwise
from secrets import token_urlsafe
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE = "/"
"""The one path that answers with the page of Gradio."""
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ALWAYS = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; script-src-attr 'none'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "frame-src 'none'; " + _ALWAYS
)
"""Gradio makes functions of the scripts that an event names, hence 'unsafe-eval'; styles in attributes are charts."""
_SCRIPT = re.compile(rb"(<script\b)([^>]*>.*?</script>)", re.DOTALL | re.IGNORECASE)
_HTML = b"text/html"


class SecurityHeaders:
    """Adds headers to each answer, and to the page a policy with a nonce that only this answer knows."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Page(send) if scope["path"] == PAGE else _Other(send)
        await self._app(scope, receive, answer)


class _Other:
    """Passes an answer on piece by piece, as events and downloads are streamed."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            # A page of its own has a stricter policy of its own.
            policy = {} if b"content-security-policy" in names else {"Content-Security-Policy": _ALWAYS}
            message["headers"] = _with(message["headers"], {**EVERYWHERE, **policy})
        await self._send(message)


class _Page:
    """Keeps the page back until it is whole, as the nonce goes into each of its scripts."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":  # what a server offers besides, such as the template for a test
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        nonce = token_urlsafe(16)
        body, headers = bytes(self._body), list(self._start["headers"])
        if any(name.lower() == b"content-type" and value.startswith(_HTML) for name, value in headers):
            body = with_nonce(body, nonce)
        changed = {
            **EVERYWHERE,
            "Content-Security-Policy": _PAGE_POLICY.format(nonce=nonce),
            "Cache-Control": "no-store",
            "Content-Length": str(len(body)),
        }
        await self._send({**self._start, "headers": _with(headers, changed)})
        await self._send({"type": "http.response.body", "body": body})


def with_nonce(page: bytes, nonce: str) -> bytes:
    """Give each script element of a page the nonce; what looks like one inside a script is text and stays.

    >>> with_nonce(b'<script>a = "<script>"</script><script src="b.js"></script>', "n").decode()
    '<script nonce="n">a = "<script>"</script><script nonce="n" src="b.js"></script>'
    """
    return (b' nonce="' + nonce.encode() + b'"').join(_around_nonces(page))


# The page of Gradio is half a megabyte and nearly always the same.
@lru_cache(maxsize=4)
def _around_nonces(page: bytes) -> tuple[bytes, ...]:
    """Cut a page after the name of each script element."""
    cuts = [0, *(match.end(1) for match in _SCRIPT.finditer(page)), len(page)]
    return tuple(page[start:end] for start, end in pairwise(cuts))


def _with(headers: Any, changed: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Return raw headers in which those of ``changed`` stand once."""
    names = {name.lower().encode() for name in changed}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return [*kept, *((name.lower().encode(), value.encode()) for name, value in changed.items())]
