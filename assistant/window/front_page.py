"""A request for the page in; the page as Gradio wrote it for the first who came by that address out.

Gradio writes its page anew for everybody, which takes longer than an answer, and what it writes depends on nothing but
the address. What is a visitor's own comes with the events of the page.
"""

from typing import TYPE_CHECKING

from assistant.window.gate import Application, Message, Receive, Send, named, person_of
from assistant.window.headers import PAGE
from assistant.window.replies import Replies

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

MOST_ADDRESSES = 8
"""Names under which the window is reached at a time: whoever makes up more of them takes no more memory."""
_ADDRESS = ("host", "x-forwarded-host", "x-forwarded-proto", "x-gradio-server")
"""The headers of which Gradio makes the address that it writes into the page."""
SOMEBODY = "somebody"
"""Whose name stands in the page of those who signed in: Gradio's page for programmers shows it, which is left out."""


class FrontPage:
    """An ASGI application around Gradio's, behind the gate."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._written = Replies(MOST_ADDRESSES)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, by what is written already where it asks for the page and nothing else."""
        if scope["type"] != "http" or scope["path"] != PAGE or scope["method"] != "GET" or scope["query_string"]:
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        request = HTTPConnection(scope)
        address = _address_of(request)
        if not await self._written.send(address, send):
            name = SOMEBODY if person_of(request) else None
            await self._app(named(scope, name), receive, self._written.keeping(address, send))


def _address_of(request: "HTTPConnection") -> tuple[object, ...]:
    """Return all of a request that the page depends on."""
    headers = [tuple(request.headers.getlist(name)) for name in _ADDRESS]
    return request.url.scheme, request.scope.get("root_path", ""), person_of(request) is None, *headers
