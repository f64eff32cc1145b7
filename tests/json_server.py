"""What servers on this machine share that stand in for others: a JSON reply, and running for the time of a test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


class JsonHandler(BaseHTTPRequestHandler):
    """Answers with JSON and says nothing on the terminal."""

    def send_json(self, status: int, body: dict[str, Any]) -> None:
        """Send a whole reply."""
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def running(server: HTTPServer) -> Iterator[None]:
    """Run a server for the time of a test."""
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
