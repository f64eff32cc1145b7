"""The progress of an upload that the page has refused itself to an empty reply instead of an error.

Gradio's page asks how far an upload is before it looks at the size of the file; of one that is too large nothing is
ever sent, and the browser then notes an error that nobody can do anything about.
"""

from assistant.window.gate import Application, Message, Receive, Send

_PROGRESS = "/upload_progress"
_MISSING, _NOTHING = 404, 204
"""After "nothing", a browser asks no more."""


class QuietUploads:
    """An ASGI application around Gradio's."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let the request through and turn its reply where there is no such upload."""
        asked = scope["type"] == "http" and scope["path"].endswith(_PROGRESS)
        await self._app(scope, receive, _Progress(send) if asked else send)


class _Progress:
    def __init__(self, send: Send) -> None:
        self._send = send
        self._missing = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == _MISSING:
            self._missing = True
            message = {**message, "status": _NOTHING, "headers": []}
        elif message["type"] == "http.response.body" and self._missing:
            message = {**message, "body": b""}
        await self._send(message)
