"""A web application and an address to a running server; knows what is served by name only."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

from assistant.errors import UsageError


def listen(host: str, port: int) -> socket.socket:
    """Claim an address before anything slow happens; raises UsageError when it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        why = error.strerror or str(error)
        message = f"Cannot serve on {host}:{port} ({why}). Free the port, or set ASSISTANT_HOST or ASSISTANT_PORT."
        raise UsageError(message) from error
    return listener


def address(listener: socket.socket) -> str:
    """Return what to type into a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class Draining(Protocol):
    """What the server needs of the answers under way, to end without cutting one off."""

    def drain(self) -> None:
        """Take no new question from now on."""

    def drained(self, limit_seconds: float) -> bool:
        """Return whether the program may end."""


_CUT_OFF_SECONDS = 2
"""Open pages keep a connection for ever; after this they are cut off."""
_TIDYING_SECONDS = 1
KEPT_OPEN_SECONDS = 75
"""So long a connection waits for the next request. With the five seconds of uvicorn it is often closed in the moment
in which that is sent, and a question is lost; proxies keep theirs for a minute and trust that they are open."""


def serve(
    app: Any, listener: socket.socket, *, running: Draining, limit_seconds: float, leave: Callable[[], None]
) -> None:
    """Serve until a signal ends it; print the address once questions can be asked.

    The first SIGTERM or SIGINT lets the answers under way finish for at most ``limit_seconds``, a second one does not.
    ``leave`` ends the process when an answer holds it even then: a thread that waits for a model cannot be stopped.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(address(listener), flush=True)

        # The signal is not raised again at the end, as uvicorn does: whoever asked for the end gets exit code 0.
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
            self.should_exit = self.asked_to_end
            seconds = _CUT_OFF_SECONDS + _TIDYING_SECONDS + (0 if self.asked_to_end else limit_seconds)
            self.asked_to_end = True
            running.drain()
            overdue = threading.Timer(seconds, leave)
            overdue.daemon = True
            overdue.start()

        asked_to_end = False

        async def on_tick(self, counter: int) -> bool:
            if self.asked_to_end and running.drained(limit_seconds):
                self.should_exit = True
            return await super().on_tick(counter)

    server = Server(
        uvicorn.Config(
            app, log_config=None, timeout_graceful_shutdown=_CUT_OFF_SECONDS, timeout_keep_alive=KEPT_OPEN_SECONDS
        )
    )
    # Pages that stay open are cut off at the end, which uvicorn would report with a traceback for each.
    logging.getLogger("uvicorn.error").addFilter(lambda _record: not server.should_exit)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
