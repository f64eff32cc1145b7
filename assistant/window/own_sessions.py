"""Requests to Gradio in; the same, or a refusal where one names what is somebody else's or what nobody has here, out.

Gradio keeps what a page holds under an id that the page makes up, and answers whoever names it: another signed-in
user who learnt the id could read the conversation, take the answers, or stop them. Here an id belongs to the user who
named it first; the id of an event belongs to the user to whom the server gave it. Gradio would also fetch any web
page for whoever names its address in place of a file, with no limit of size or time; this window fetches nothing.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.language.fold import whole_characters
from assistant.people.people import LOCAL
from assistant.window.gate import Application, Message, Receive, Send, person_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

MOST_BYTES = 8 << 20
"""Of a request that is no upload: the longest history that is read, with each character written as an escape."""
MOST_OF_ONE = 10_000
"""Ids that one user may hold: a page has one and each event another; the one unused longest is forgotten first."""
_OWN_FORMS = frozenset({"/login", "/logout"})
_UPLOADS = re.compile(r"/upload/*$")
_NAMED_IN_PATH = re.compile(r"/(?:heartbeat|stream|call/(?:v2/)?[^/]+)/+([^/]+)")
_GIVES_AN_EVENT = re.compile(r"/(?:queue/+join|call/(?:v2/)?[^/]+)/*$")
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
_NAMES = ("session_hash", "event_id")
_FETCHES = re.compile(r"/(?:file[=/]/*[a-z][a-z0-9+.-]*:|proxy=)", re.IGNORECASE)
"""Addresses at which Gradio hands out what it fetches elsewhere."""
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)
_FETCHES_NOTHING = "This window fetches nothing from elsewhere."


class Owners:
    """Whose each id is; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._owner: dict[str, str] = {}
        self._held: dict[str, OrderedDict[str, None]] = {}

    def claim(self, one: str, owner: str) -> bool:
        """Return whether an id is the user's, and make it theirs when it is nobody's."""
        with self._lock:
            if self._owner.setdefault(one, owner) != owner:
                return False
            held = self._held.setdefault(owner, OrderedDict())
            held[one] = None
            held.move_to_end(one)
            if len(held) > MOST_OF_ONE:
                forgotten, _ = held.popitem(last=False)
                del self._owner[forgotten]
            return True

    def claim_all(self, several: Iterable[str], owner: str) -> bool:
        """Claim ids up to the first one that is somebody else's, and return whether there was none."""
        return all(self.claim(one, owner) for one in several)


class OwnSessions:
    """An ASGI application between the gate, which knows who asks, and Gradio."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._owners = Owners()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, by Gradio or by a refusal."""
        if scope["type"] != "http" or scope["path"] in _OWN_FORMS:
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection
        from starlette.responses import PlainTextResponse

        request = HTTPConnection(scope)
        owner = person_of(request) or LOCAL
        refused, named = _without_body(request)
        if refused is None and scope["method"] == "POST" and not _UPLOADS.search(scope["path"]):
            body = await _whole(receive)
            if body is None:
                refused = PlainTextResponse(f"A request may have {MOST_BYTES >> 20} MB.", status_code=413)
            else:
                body = _writable(body)
                found = Found.in_body(body)
                named += found.ids
                if found.addresses:
                    refused = PlainTextResponse(_FETCHES_NOTHING, status_code=403)
                receive = _again(body, receive)
                _say_length(scope, len(body))
        if refused is None and not self._owners.claim_all(named, owner):
            refused = PlainTextResponse("This session belongs to somebody else.", status_code=403)
        if refused is not None:
            await refused(scope, receive, send)
            return
        gives = scope["method"] == "POST" and _GIVES_AN_EVENT.search(scope["path"]) is not None
        await self._app(scope, receive, self._noting(send, owner) if gives else send)

    def _noting(self, send: Send, owner: str) -> Send:
        """Note whose an event is that Gradio begins, before its id leaves."""
        told = bytearray()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.body":
                told.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._owners.claim_all(Found.in_body(told).ids, owner)
            await send(message)

        return sent


def _without_body(request: "HTTPConnection") -> tuple["Response | None", list[str]]:
    """Return why a request is refused whatever it brings, and the ids that its address names."""
    from starlette.responses import PlainTextResponse

    named = [*request.query_params.getlist("session_hash"), *_NAMED_IN_PATH.findall(request.scope["path"])]
    form = request.headers.get("content-type", "").lstrip().lower().startswith("multipart/")
    if form and not _UPLOADS.search(request.scope["path"]):
        # No part of the page sends one, and the id in it would be found only by reading files.
        return PlainTextResponse("Files are sent to /gradio_api/upload.", status_code=415), named
    if _FETCHES.search(request.scope["path"]):
        return PlainTextResponse(_FETCHES_NOTHING, status_code=403), named
    return None, named


async def _whole(receive: Receive) -> bytes | None:
    """Return the body of a request, None when it is too long."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)


def _writable(body: bytes) -> bytes:
    """Return a body with U+FFFD for halves of characters, which no answer could repeat."""
    if not _HALVES.search(body):
        return body
    try:
        return whole_characters(json.dumps(json.loads(body), ensure_ascii=False)).encode()
    except (ValueError, RecursionError):
        return body


@dataclass(frozen=True, slots=True)
class Found:
    """What a JSON text names at any level: ids, and web addresses in place of files; nothing in what is no JSON."""

    ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @classmethod
    def in_body(cls, body: bytes | bytearray) -> "Found":
        """Read a body as the application will; of a key that stands twice each value is found."""
        found = cls()

        def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            texts = [(key, value) for key, value in pairs if isinstance(value, str)]
            found.ids.extend(value for key, value in texts if key in _NAMES)
            found.addresses.extend(value for key, value in texts if key == "path" and _WEB.match(value))
            return {}

        try:
            json.loads(body, object_pairs_hook=look)
        except (ValueError, RecursionError):
            return cls()
        return found


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands over a body that was read, and then what comes after it."""
    left = [body]

    async def received() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return received


def _say_length(scope: Message, length: int) -> None:
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"content-length"]
    scope["headers"] = [*kept, (b"content-length", str(length).encode())]
