"""A web application and an address to a running server; knows what is served by name only."""

import contextlib
import logging
import socket
from typing import Any

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


def serve(app: Any, listener: socket.socket) -> None:
    """Serve until interrupted; print the address once questions can be asked."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(address(listener), flush=True)

    # Open pages keep a connection for ever; two seconds are enough for an answer under way.
    server = Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
    # Pages that stay open are cut off at the end, which uvicorn would report with a traceback for each.
    logging.getLogger("uvicorn.error").addFilter(lambda _record: not server.should_exit)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
