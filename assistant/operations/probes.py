"""Checks and metrics to ``GET /readyz`` and ``GET /metrics``, for whatever watches over the window."""

import logging
from collections.abc import Callable, Mapping
from hmac import compare_digest
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.operations.metrics import CONTENT_TYPE, Metrics
from assistant.people.openness import is_this_machine

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import HTTPConnection

Checks = Mapping[str, Callable[[], object]]
"""What must work, by name; each raises what is wrong."""
KEPT_SECONDS = 2.0
"""Whoever asks more often gets the same findings: anybody may ask."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""A proxy on the same machine asks for somebody elsewhere."""
_LOG = logging.getLogger(__name__)


class Readiness:
    """Looks at each part at most every few seconds; safe to use from several threads."""

    def __init__(self, checks: Checks, *, ending: Callable[[], bool], clock: Callable[[], float] = monotonic) -> None:
        self._checks = checks
        self._ending = ending
        self._clock = clock
        self._lock = Lock()
        self._looked = float("-inf")
        self._faults: dict[str, str] = {}

    def parts(self) -> dict[str, bool]:
        """Return whether each part is ready; why one is not stands in the log, as it may name folders and hosts."""
        with self._lock:
            if self._clock() - self._looked >= KEPT_SECONDS:
                self._look()
                self._looked = self._clock()
            found = {name: name not in self._faults for name in self._checks}
        return {**found, "taking questions": not self._ending()}

    def _look(self) -> None:
        faults = {}
        for name, check in self._checks.items():
            try:
                check()
            except (AssistantError, OSError) as error:
                faults[name] = str(error)
        for name, why in faults.items():
            if self._faults.get(name) != why:
                _LOG.warning("Not ready: %s: %s", name, why)
        for name in self._faults.keys() - faults.keys():
            _LOG.warning("Ready again: %s", name)
        self._faults = faults


def may_read_metrics(request: "HTTPConnection", token: str) -> bool:
    """Return whether a request comes from this machine, without a proxy in between, or brings the token."""
    sent = request.headers.get("authorization", "")
    if token and compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return True
    if any(name in request.headers for name in _FORWARDED):
        return False
    return request.client is not None and is_this_machine(request.client.host)


def add_probes(app: "FastAPI", *, readiness: Readiness, metrics: Metrics, token: str) -> None:
    """Add both paths; they do their own asking who comes in."""
    from fastapi import Request, Response
    from fastapi.responses import JSONResponse

    unkept = {"Cache-Control": "no-store"}

    @app.get("/readyz")
    def ready() -> Response:
        parts = readiness.parts()
        missing = [name for name, fine in parts.items() if not fine]
        told = {"ready": not missing, "not_ready": missing, "parts": parts}
        return JSONResponse(told, 503 if missing else 200, headers=unkept)

    @app.get("/metrics")
    def numbers(request: Request) -> Response:
        if not may_read_metrics(request, token):
            why = "Metrics are read on this machine, or with ASSISTANT_METRICS_TOKEN as a bearer token."
            return Response(why, 403, headers=unkept, media_type="text/plain; charset=utf-8")
        return Response(metrics.text(), headers={**unkept, "Content-Type": CONTENT_TYPE})
