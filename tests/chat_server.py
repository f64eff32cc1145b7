"""A server on this machine that speaks the OpenAI chat protocol from a script, and a model that misbehaves."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from time import sleep
from typing import Any

from tests.json_server import JsonHandler, running

Behaviour = str | int | Event | Callable[[dict[str, Any]], str]
"""What to reply: a text, a text made from the request, an error status, or an event to wait for before replying."""


CUT = "\x00cut"
"""In a text: here the connection breaks."""
SLOW = "\x00slow"
"""In a text: here the server takes its time."""
PAUSE_SECONDS = 0.5
PIECE = 3
"""Characters that are sent at once, so that marks come in halves."""


def _delta(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


class ChatServer(ThreadingHTTPServer):
    """Replies with ``behaviour`` to every request and keeps what was sent."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.tokens: tuple[int, int] | None = None
        """Read and written, told to whoever asks for the count."""
        self.finish = "stop"
        """Why a streamed reply ended."""
        self.complaint = "secret detail of the server"
        """The words of an error status."""
        self.refuses = ""
        """An option that is answered with an error."""
        self.left = Event()
        """Set when a client has gone before it was told everything."""

    def usage(self) -> dict[str, int]:
        """Return the tokens in the words of the protocol."""
        read, written = self.tokens or (0, 0)
        return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}

    @property
    def url(self) -> str:
        """The base address that a client is given."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(JsonHandler, BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers["Authorization"])
        behaviour = self.server.behaviour
        if self.server.refuses in body:
            self.send_json(400, {"error": {"message": "unknown option", "type": "error"}})
            return
        if isinstance(behaviour, Event):
            behaviour.wait()
            return
        if isinstance(behaviour, int):
            self.send_json(behaviour, {"error": {"message": self.server.complaint, "type": "error"}})
            return
        if callable(behaviour):
            behaviour = behaviour(body)
        if body.get("stream"):
            self._stream(behaviour, counted=bool(body.get("stream_options")))
            return
        message = {"role": "assistant", "content": behaviour}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        self.send_json(200, {**whole, "usage": self.server.usage()} if self.server.tokens else whole)

    def _stream(self, text: str, *, counted: bool) -> None:
        """Send a text in pieces as server-sent events; CUT in it ends the connection there."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        said, cut, _ = text.partition(CUT)
        try:
            for number, part in enumerate(said.split(SLOW)):
                sleep(PAUSE_SECONDS if number else 0)
                for start in range(0, len(part), PIECE):
                    self._event(json.dumps(_delta({"content": part[start : start + PIECE]}, None)))
        except OSError:
            self.server.left.set()
            return
        if cut:
            self.close_connection = True
            return
        self._event(json.dumps(_delta({}, self.server.finish)))
        if counted and self.server.tokens:
            self._event(json.dumps({**_delta({}, None), "choices": [], "usage": self.server.usage()}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        payload = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(payload):x}\r\n".encode() + payload + b"\r\n")


@contextmanager
def chat_server(behaviour: Behaviour) -> Iterator[ChatServer]:
    """Run a server for the time of a test."""
    server = ChatServer(behaviour)
    with running(server):
        try:
            yield server
        finally:
            if isinstance(behaviour, Event):
                behaviour.set()
