"""An application in; the same out, with an id for each request: in the answer's header, in logs and in errors.

A proxy may send an id of its own in ``X-Request-ID``, which is then kept.
"""

import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from secrets import token_hex
from typing import Any

HEADER = "X-Request-ID"
_RAW_HEADER = HEADER.lower().encode()
_SCOPE_KEY = "assistant.request_id"
_FROM_OUTSIDE = re.compile(rb"[A-Za-z0-9._-]{8,64}")
"""Nothing else gets into a log."""
_ID_BYTES = 8
_QUEUES = re.compile(r"/(queue/join|call/.+)/*$")
"""Where Gradio takes questions; it refuses them there when too many wait."""
_UNAVAILABLE = 503
_SERVER_FAULT = 500
_current: ContextVar[str] = ContextVar("request_id", default="")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def new_request_id() -> str:
    """Return an id that no other request has."""
    return token_hex(_ID_BYTES)


def current_request_id() -> str:
    """Return the id of the request that is being answered, a new one outside of any."""
    return _current.get() or _of_event() or new_request_id()


def _of_event() -> str:
    """Return the id of the request that put an event into Gradio's queue: it is worked on in another task."""
    context = sys.modules.get("gradio.context")
    request = getattr(context.LocalContext.request.get(None), "request", None) if context else None
    scope = getattr(request, "scope", None) or {}
    found = scope.get(_SCOPE_KEY, "")
    return found if isinstance(found, str) else ""


class RequestIds:
    """Gives every request an id; ``refused`` and ``failed`` hear of full queues and of faults of the server."""

    def __init__(
        self,
        app: Application,
        *,
        refused: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._refused = refused
        self._failed = failed

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = next((value for name, value in scope["headers"] if name == _RAW_HEADER), b"")
        request_id = sent.decode() if _FROM_OUTSIDE.fullmatch(sent) else new_request_id()
        scope[_SCOPE_KEY] = request_id

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() != _RAW_HEADER]
                message["headers"] = [*kept, (_RAW_HEADER, request_id.encode())]
                self._note(scope["path"], message["status"])
            await send(message)

        token = _current.set(request_id)
        try:
            await self._app(scope, receive, marked)
        finally:
            _current.reset(token)

    def _note(self, path: str, status: int) -> None:
        if status == _UNAVAILABLE and _QUEUES.search(path):
            self._refused()
        elif status >= _SERVER_FAULT and status != _UNAVAILABLE:
            self._failed()
