"""Every request to the window to "let in", with the name of who asks, or to a refusal; nothing gets past it."""

import html
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from assistant.people.openness import is_this_machine
from assistant.people.people import People
from assistant.people.sign_ins import SignIns

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics", "/login"})
"""All that is answered without signing in. Whole paths, compared as they are routed: nothing lies below them.

``/metrics`` asks for its own token, or that the request comes from this machine."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = re.compile(r"/upload/*$")
"""Where Gradio takes files, under any of its prefixes: by itself it takes them from whoever may open the page."""
_PERSON = "assistant.person"
COOKIE, SECURE_COOKIE = "assistant-sign-in", "__Host-assistant-sign-in"
"""Over https the prefix makes the browser refuse such a cookie from another host of the same domain."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


class Gate:
    """An ASGI application in front of the window."""

    def __init__(self, app: Application, *, people: People, sign_ins: SignIns) -> None:
        self._app = app
        self._people = people
        self._sign_ins = sign_ins

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, by the window or by a refusal."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection

        refused = self._refusal(HTTPConnection(scope))
        if refused is None:
            await self._app(scope, receive, _unkept(send) if self._people.required else send)
        elif scope["type"] == "http":
            await refused(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, request: "HTTPConnection") -> "Response | None":
        """Return why a request is not let in, and note who asks in one that is."""
        from starlette.responses import PlainTextResponse

        if is_foreign(request):
            return PlainTextResponse("This request came from another site and was not carried out.", status_code=403)
        if not self._people.required:
            return None if is_this_machine(request.url.hostname or "") else PlainTextResponse(_NOT_HERE, 403)
        secret = secret_of(request)
        person = self._sign_ins.person(secret) if secret else None
        request.scope[_PERSON] = person.name if person else None
        if person is None and request.scope["path"] not in OPEN_PATHS:
            return _sign_in_first(request, ended=bool(secret))
        if _UPLOADS.search(request.scope["path"]) and not (person and self._people.may(person.name, "editor")):
            return PlainTextResponse("Only editors may send files.", status_code=403)
        return None


_NOT_HERE = (
    "Without users the window answers to localhost and 127.0.0.1 only. Open it by one of these names, or add users "
    "with `python -m assistant user add NAME` and set ASSISTANT_USERS_FILE."
)


def person_of(request: "HTTPConnection") -> str | None:
    """Return the name of who is signed in, None for nobody and without users."""
    name: str | None = request.scope.get(_PERSON)
    return name


def named(scope: Message, name: str | None) -> Message:
    """Return a request as if somebody else had sent it, for what is the same whoever asks."""
    return {**scope, _PERSON: name}


def secret_of(request: "HTTPConnection") -> str:
    """Return the id that a browser sends, "" when it sends none."""
    return request.cookies.get(cookie_name(request), "")


def cookie_name(request: "HTTPConnection") -> str:
    """Return under which name the id is kept."""
    return SECURE_COOKIE if request.url.scheme in ("https", "wss") else COOKIE


def is_foreign(request: "HTTPConnection") -> bool:
    """Return whether another site makes a browser send a request that could change something.

    A browser says so itself in ``Sec-Fetch-Site``, also behind a proxy that renames the host; older ones name the
    origin. What sends neither is no browser, and nobody can make it send a cookie that it was not given.
    """
    if request.scope["type"] == "http" and request.scope["method"] in _READING:
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _sign_in_first(request: "HTTPConnection", *, ended: bool) -> "Response":
    from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

    unkept = {"Cache-Control": "no-store"}
    if request.scope.get("method") not in ("GET", "HEAD") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": "Sign in first: POST username and password to /login."}, 401, headers=unkept)
    if not ended and request.headers.get("sec-fetch-site") == "cross-site":
        # A link on another site or in a mail: the browser holds the cookie back until the page asks for it itself.
        # One slash alone, and no backslash: two would lead to another host.
        path = "/" + quote(request.scope["path"].lstrip("/\\")) + (f"?{request.url.query}" if request.url.query else "")
        page = f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={html.escape(path)}">'
        return HTMLResponse(page, headers=unkept)
    target = request.scope.get("root_path", "") + "/login" + ("?ended=1" if ended else "")
    return RedirectResponse(target, status_code=303, headers=unkept)


def _unkept(send: Send) -> Send:
    """Keep what a signed-in person saw out of every cache, unless it says itself how long it may be kept."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.setdefault("headers", [])
            if not any(name.lower() == b"cache-control" for name, _ in headers):
                message["headers"] = [*headers, (b"cache-control", b"no-store")]
        await send(message)

    return sent
