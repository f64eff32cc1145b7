"""A request for the page in; the page as Gradio wrote it for the first who came by that address out.

Gradio writes its page anew for everybody, which takes longer than an answer, and what it writes depends on nothing but
the address. What is a visitor's own comes with the events of the page.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING

from assistant.window.gate import Application, Message, Receive, Send, named, person_of
from assistant.window.headers import PAGE

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

MOST_ADDRESSES = 8
"""Names under which the window is reached at a time: whoever makes up more of them takes no more memory."""
_ADDRESS = ("host", "x-forwarded-host", "x-forwarded-proto", "x-gradio-server")
"""The headers of which Gradio makes the address that it writes into the page."""
SOMEBODY = "somebody"
"""Whose name stands in the page of those who signed in: Gradio's page for programmers shows it, which is left out."""
_Page = tuple[Message, bytes]
_Address = tuple[object, ...]


class FrontPage:
    """An ASGI application around Gradio's, behind the gate."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._written: OrderedDict[_Address, _Page] = OrderedDict()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, by what is written already where it asks for the page and nothing else."""
        if scope["type"] != "http" or scope["path"] != PAGE or scope["method"] != "GET" or scope["query_string"]:
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        request = HTTPConnection(scope)
        address = _address_of(request)
        if address in self._written:
            self._written.move_to_end(address)
            start, body = self._written[address]
            await send({**start, "headers": list(start["headers"])})
            await send({"type": "http.response.body", "body": body})
            return
        await self._app(named(scope, SOMEBODY if person_of(request) else None), receive, self._noting(send, address))

    def _noting(self, send: Send, address: _Address) -> Send:
        start: Message = {}
        written = bytearray()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Whoever is on the way out adds headers of their own.
                start.update({**message, "headers": list(message["headers"])})
            elif message["type"] == "http.response.body":
                written.extend(message.get("body", b""))
                if not message.get("more_body") and start["status"] == 200:
                    self._written[address] = start, bytes(written)
                    if len(self._written) > MOST_ADDRESSES:
                        self._written.popitem(last=False)
            await send(message)

        return sent


def _address_of(request: "HTTPConnection") -> _Address:
    """Return all of a request that the page depends on."""
    headers = [tuple(request.headers.getlist(name)) for name in _ADDRESS]
    return request.url.scheme, request.scope.get("root_path", ""), person_of(request) is None, *headers
