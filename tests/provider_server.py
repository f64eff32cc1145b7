"""A server on this machine that speaks as Anthropic, DeepSeek and Ollama do, as far as one streamed reply needs it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from tests.json_server import JsonHandler, running

PIECES = ("成立", "6家。[1]")
READ, WRITTEN = 25, 15
"""Tokens that each of them reports."""


def anthropic_lines() -> Iterator[str]:
    """Yield the events of /v1/messages."""
    message: dict[str, Any] = {
        "id": "1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
    }
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {**message, "usage": {"input_tokens": READ, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]
    deltas = ({"type": "text_delta", "text": piece} for piece in PIECES)
    events += [{"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas]
    usage = {"input_tokens": READ, "output_tokens": WRITTEN}
    events += [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage},
        {"type": "message_stop"},
    ]
    yield from (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)


def openai_lines() -> Iterator[str]:
    """Yield the events of /chat/completions, which DeepSeek has too."""
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    for piece in PIECES:
        yield _data({**chunk, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
    yield _data({**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    usage = {"prompt_tokens": READ, "completion_tokens": WRITTEN, "total_tokens": READ + WRITTEN}
    yield _data({**chunk, "choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


def ollama_lines() -> Iterator[str]:
    """Yield the lines of /api/chat."""
    start = {"model": "m", "created_at": "2024-01-01T00:00:00Z"}
    for piece in PIECES:
        yield json.dumps({**start, "message": {"role": "assistant", "content": piece}, "done": False}) + "\n"
    end = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    yield json.dumps({**start, **end, "prompt_eval_count": READ, "eval_count": WRITTEN}) + "\n"


def _data(event: dict[str, Any]) -> str:
    return f"data: {json.dumps(event)}\n\n"


_LINES = {"/v1/messages": anthropic_lines, "/v1/chat/completions": openai_lines, "/api/chat": ollama_lines}


class ProviderServer(ThreadingHTTPServer):
    """Keeps the path, the key and the body of every request; ``status`` other than 200 is an error of the server.

    ``limited``: the reply ends because it may be no longer.
    """

    daemon_threads = True

    def __init__(self, status: int, hold: Event | None, *, limited: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.limited = limited
        self.hold = hold
        self.requests: list[tuple[str, str, dict[str, Any]]] = []


class _Handler(JsonHandler, BaseHTTPRequestHandler):
    server: ProviderServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, self.headers.get("Authorization", ""), body))
        self.close_connection = True
        if self.server.hold is not None:
            self.server.hold.wait()
            return
        failed = self.server.status != 200
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json" if failed else "text/event-stream")
        self.end_headers()
        lines = [json.dumps({"error": {"message": "secret detail"}})] if failed else list(_LINES[self.path]())
        reply = "".join(lines)
        if self.server.limited:
            reply = reply.replace('"stop"', '"length"').replace('"end_turn"', '"max_tokens"')
        self.wfile.write(reply.encode())


@contextmanager
def provider_server(status: int = 200, hold: Event | None = None, *, limited: bool = False) -> Iterator[ProviderServer]:
    """Run a server for the time of a test."""
    server = ProviderServer(status, hold, limited=limited)
    with running(server):
        try:
            yield server
        finally:
            if hold is not None:
                hold.set()
