"""A request for one of the eighty files of Gradio's page in; the file as it was first sent, compressed, out.

Gradio reads and compresses each file for each visitor, a fifth of a second of processor time for whoever comes for the
first time, and does not say how long a browser may keep it: those who signed in fetched all of them anew each time.
"""

import re

from assistant.window.gate import Application, Message, Receive, Send
from assistant.window.replies import Replies

MOST_FILES = 160
"""Twice as many as the page fetches; there are hundreds more, for parts that it does not have."""
FOR_A_YEAR = (b"cache-control", b"private, max-age=31536000, immutable")
_FILE = re.compile(r"/assets/[\w.-]+-[\w-]{8,}\.\w+")
"""The name of a file holds a hash of what is in it: the file of a name never changes."""
_CONDITIONS = frozenset({b"range", b"if-none-match", b"if-modified-since", b"if-range"})


class PageFiles:
    """An ASGI application around Gradio's, behind the gate."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._sent = Replies(MOST_FILES)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, by what was sent before where it asks for a file of the page."""
        whole = scope["type"] == "http" and scope["method"] == "GET" and _FILE.fullmatch(scope["path"])
        if not whole or _CONDITIONS & {name for name, _ in scope["headers"]}:
            await self._app(scope, receive, send)
            return
        key = scope["path"], _compression(scope)
        if not await self._sent.send(key, send):
            await self._app(scope, receive, _lasting(self._sent.keeping(key, send)))


def _compression(scope: Message) -> str:
    """Return how Gradio compresses what it sends to a browser."""
    wanted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    return next((one.decode() for one in (b"br", b"gzip") if one in wanted), "")


def _lasting(send: Send) -> Send:
    """Say of what was found how long a browser may keep it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            message["headers"] = [*message["headers"], FOR_A_YEAR]
        await send(message)

    return sent
