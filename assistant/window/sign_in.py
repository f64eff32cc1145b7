"""Name and password to a signed-in browser: the routes /login and /logout."""

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from assistant.people.attempts import Attempts
from assistant.people.people import People
from assistant.people.roles import Person
from assistant.people.sign_ins import SignIns
from assistant.people.users_file import folded_name
from assistant.schema import Language
from assistant.window.gate import cookie_name, secret_of
from assistant.window.labels import label, language_of
from assistant.window.sign_in_page import sign_in_headers, sign_in_page, wait_text

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

MOST_BYTES = 4096
"""A name and a password; anything longer is not read to its end."""
CHECKED_AT_ONCE = 2
"""Each check takes 32 MB and a quarter of a second of one processor; more of them would slow down the answers."""
_LOG = logging.getLogger(__name__)


class SignInDesk:
    """Lets people in and out."""

    def __init__(self, people: People, sign_ins: SignIns, attempts: Attempts) -> None:
        from anyio import CapacityLimiter

        self._people = people
        self._sign_ins = sign_ins
        self._attempts = attempts
        self._limiter = CapacityLimiter(CHECKED_AT_ONCE)

    async def show(self, request: "Request") -> "Response":
        """Return the login page."""
        language = language_of(request)
        return _page(language, label("sign_in_ended", language) if "ended" in request.query_params else "", status=200)

    async def enter(self, request: "Request") -> "Response":
        """Sign in: a page with a new cookie, or the login page with what is wrong; JSON for programs."""
        from starlette.responses import JSONResponse, RedirectResponse

        name, password = await _typed(request)
        address = request.client.host if request.client else "unknown"
        person, wait = await self._checked(name, password, address)
        program = "text/html" not in request.headers.get("accept", "")
        if person is None:
            return _refused(request, name, wait, program=program)
        # Never the id that the browser came with: somebody else may have put it there.
        self._sign_ins.end(secret_of(request))
        secret = self._sign_ins.begin(person)
        wanted = request.query_params.get("lang")
        target = request.scope.get("root_path", "") + (f"/?lang={language_of(request)}" if wanted else "/")
        answer: Response = JSONResponse({"success": True}) if program else RedirectResponse(target, status_code=303)
        # Without an age the browser forgets it when it is closed; the server decides when it ends.
        answer.set_cookie(cookie_name(request), secret, **_cookie(request))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def leave(self, request: "Request") -> "Response":
        """Sign out: back to the login page without the cookie."""
        from starlette.responses import RedirectResponse

        self._sign_ins.end(secret_of(request))
        answer = RedirectResponse(request.scope.get("root_path", "") + "/login", status_code=303)
        answer.delete_cookie(cookie_name(request), **_cookie(request))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def _checked(self, name: str, password: str, address: str) -> tuple[Person | None, float]:
        """Return who signs in, or nobody and how long to wait; what was typed as a password is never logged."""
        from anyio import to_thread

        wait = self._attempts.begin(name, address)
        # Somebody in a hurry types the password as name: only names that exist are written down.
        known = repr(name) if self._people.find(name) else "an unknown name"
        if wait > 0:
            _LOG.warning("Sign-in refused for %s from %s: too many wrong tries", known, address)
            return None, wait
        person = await to_thread.run_sync(self._people.check, name, password, limiter=self._limiter)
        if person is None:
            _LOG.warning("Sign-in failed for %s from %s", known, address)
            return None, 0.0
        self._attempts.succeeded(name, address)
        _LOG.info("%s signed in from %s", known, address)
        return person, 0.0


def add_sign_in(app: "FastAPI", desk: SignInDesk) -> None:
    """Serve /login and /logout, in front of those that Gradio has under the same names."""
    app.add_route("/login", desk.show, methods=["GET"])
    app.add_route("/login", desk.enter, methods=["POST"])
    app.add_route("/logout", desk.leave, methods=["POST"])


async def _typed(request: "Request") -> tuple[str, str]:
    """Return name and password of a form, empty where there is none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return "", ""
    fields = parse_qs(body.decode("utf-8", "replace"))
    return folded_name(fields.get("username", [""])[0]), fields.get("password", [""])[0]


def _refused(request: "Request", name: str, wait: float, *, program: bool) -> "Response":
    from starlette.responses import JSONResponse

    language = language_of(request)
    remark = wait_text(wait, language) if wait > 0 else label("sign_in_wrong", language)
    status = 429 if wait > 0 else 401
    answer = JSONResponse({"detail": remark}, status) if program else _page(language, remark, name=name, status=status)
    if wait > 0:
        answer.headers["Retry-After"] = str(int(wait) + 1)
    return answer


def _page(language: Language, remark: str, *, name: str = "", status: int) -> "Response":
    from starlette.responses import HTMLResponse

    return HTMLResponse(sign_in_page(language, remark, name=name), status_code=status, headers=sign_in_headers())


def _cookie(request: "Request") -> dict[str, Any]:
    """Return what keeps the cookie from scripts, from other sites, and over https from being sent without it."""
    return {"path": "/", "httponly": True, "samesite": "strict", "secure": request.url.scheme == "https"}
