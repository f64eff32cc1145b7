"""A server on this machine that speaks the OpenAI chat protocol: passages in, their own sentences out, piece by piece.

It stands in for a provider where time is measured, so it notes when it sent its first piece.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from assistant.language.sentences import sentence_spans

_PASSAGE = re.compile(r'<passage number="(\d+)">\nSource: [^\n]*\n(.*?)\n</passage>', re.DOTALL)
SENTENCES = 5
"""Sentences of a reply: the most that are asked for."""
PIECE = 4
"""Characters of a piece, about what a token of a Chinese model holds."""
BETWEEN_SECONDS = 0.02
"""Between two pieces: fifty tokens a second."""


class ScriptedModel(ThreadingHTTPServer):
    """Replies with the first sentences of the passages that it is shown; ``sent_at`` is when the first piece left."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent_at = 0.0

    @property
    def url(self) -> str:
        """The base address that a client is given."""
        return f"http://127.0.0.1:{self.server_port}/v1"


def reply_to(message: str) -> str:
    r"""Return sentences of the passages in a message, each with its mark.

    >>> reply_to('<passage number="2">\nSource: a\n成立6家。目标是10家。\n</passage>')
    '成立6家。[2]目标是10家。[2]'
    """
    told = (
        f"{text[start:end]}[{number}]"
        for number, text in _PASSAGE.findall(message)
        for start, end in sentence_spans(text)
        if not text[start:end].startswith("#")
    )
    return "".join(sentence for sentence, _ in zip(told, range(SENTENCES), strict=False))


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedModel

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = reply_to(body["messages"][-1]["content"]) or "NO ANSWER"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(ConnectionError):  # Who only wants the first piece leaves after it.
            for start in range(0, len(reply), PIECE):
                if start:
                    sleep(BETWEEN_SECONDS)
                else:
                    self.server.sent_at = perf_counter()
                self._send({"content": reply[start : start + PIECE]}, None)
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, Any], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep the table clean."""


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    """Run the server for the time of a measurement."""
    server = ScriptedModel()
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
