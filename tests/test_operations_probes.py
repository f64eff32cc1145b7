"""What watches over the window asks it by HTTP: whether it is ready, its numbers, the ids in its headers."""

import json
import logging
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import ui
from assistant.config import Config
from assistant.errors import AssistantError, StaleIndexError
from assistant.operations.metrics import Metrics
from assistant.operations.opened import Operations, open_operations
from assistant.operations.probes import KEPT_SECONDS, Readiness
from assistant.operations.running import Running
from assistant.people.pace import Pace
from assistant.pipeline import Assistant
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.schema import Answer
from tests.fakes import FakeAssistant
from tests.served import served
from tests.signed_in import browser, door_of, sign_in

if TYPE_CHECKING:
    from fastapi import FastAPI

TOKEN = "scrape-me-please"
QUESTION = "园区科协成立了几家？"


class Parts:
    """An index and a database that can be taken away."""

    def __init__(self) -> None:
        self.faults: dict[str, AssistantError] = {}

    def check(self, name: str) -> None:
        if name in self.faults:
            raise self.faults[name]


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def operations(parts: Parts, clock: list[float]) -> Operations:
    running = Running()
    checks = {name: (lambda name=name: parts.check(name)) for name in ("index", "database")}
    readiness = Readiness(checks, ending=lambda: running.draining, clock=lambda: clock[0])
    return Operations(Metrics(), running, readiness, TOKEN)


@pytest.fixture
def app(operations: Operations) -> "FastAPI":
    return ui.create_app(operations.watched(FakeAssistant()), operations=operations)


def test_ready_names_what_is_not_without_saying_why(
    app: "FastAPI", parts: Parts, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(app)
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["ready"], reply.json()["not_ready"]) == (200, True, [])
    parts.faults["database"] = StaleIndexError("/secret/folder is gone")
    assert client.get("/readyz").status_code == 200  # looked at a moment ago
    clock[0] += KEPT_SECONDS
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["not_ready"]) == (503, ["database"])
    assert "secret" not in reply.text and "secret" in caplog.text
    clock[0] += KEPT_SECONDS
    assert client.get("/readyz").status_code == 503
    assert caplog.text.count("secret") == 1  # said once, however often it is asked
    parts.faults.clear()
    clock[0] += KEPT_SECONDS
    assert client.get("/readyz").status_code == 200


def test_whoever_is_about_to_end_is_not_ready(app: "FastAPI", operations: Operations) -> None:
    operations.running.drain()
    reply = browser(app).get("/readyz")
    assert (reply.status_code, reply.json()["not_ready"]) == (503, ["taking questions"])


def test_the_real_parts_are_asked(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    records = Records(read_address(f"sqlite:///{file}"))
    found = open_operations(Config(), assistant, records, Pace(3)).readiness.parts()
    assert found == {"index": True, "database": True, "taking questions": True}
    file.unlink()
    file.mkdir()  # no database any more
    broken = Records(read_address(f"sqlite:///{file}"))
    found = open_operations(Config(), assistant, broken, Pace(3)).readiness.parts()
    assert found == {"index": True, "database": False, "taking questions": True}
    without = open_operations(Config(), assistant, None, Pace(3)).readiness.parts()
    assert without == {"index": True, "taking questions": True}


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, 403),
        ("127.0.0.1", {"forwarded": "for=10.0.0.7"}, 403),
        ("10.0.0.7", {"authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7", "authorization": f"Bearer {TOKEN}"}, 200),
        ("10.0.0.7", {"authorization": "Bearer wrong"}, 403),
        ("10.0.0.7", {"authorization": "Bearer é"}, 403),
    ],
)
def test_numbers_are_for_this_machine_or_for_the_token(
    app: "FastAPI", host: str, headers: dict[str, str], status: int
) -> None:
    from starlette.testclient import TestClient

    client = TestClient(app, base_url="http://127.0.0.1", client=(host, 1234))
    raw = {name: value.encode() for name, value in headers.items()}
    reply = client.get("/metrics", headers=raw)  # type: ignore[arg-type]
    assert reply.status_code == status
    assert ("assistant_answers_total" in reply.text) is (status == 200)


def test_an_empty_token_opens_nothing(operations: Operations) -> None:
    from starlette.testclient import TestClient

    closed = Operations(operations.metrics, operations.running, operations.readiness)
    app = ui.create_app(FakeAssistant(), operations=closed)
    client = TestClient(app, base_url="http://127.0.0.1", client=("10.0.0.7", 1))
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 403


def test_probes_need_no_sign_in_and_requests_have_an_id(operations: Operations, tmp_path: Path) -> None:
    app = ui.create_app(FakeAssistant(), operations=operations, door=door_of(tmp_path))
    client = browser(app)
    assert client.get("/readyz").status_code == 200
    refused = client.get("/targets.csv", headers={"accept": "*/*"})
    assert refused.status_code == 401 and len(refused.headers["x-request-id"]) == 16
    assert sign_in(client) == 303
    ids = {client.get("/targets.csv").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-0001"}).headers["x-request-id"] == "proxy-0001"
    forged = client.get("/healthz", headers={"X-Request-ID": "a b\t<script>"}).headers["x-request-id"]
    assert len(forged) == 16


def asked(window: str, question: str, **headers: str) -> tuple[str, str]:
    """Ask as a program does and return the id in the header and the events."""
    body = json.dumps({"question": question}).encode()
    request = Request(f"{window}/gradio_api/call/v2/ask", body, headers={"Content-Type": "application/json", **headers})
    with urlopen(request, timeout=30) as reply:
        request_id, event = reply.headers["X-Request-ID"], json.loads(reply.read())["event_id"]
    with urlopen(f"{window}/gradio_api/call/ask/{event}", timeout=30) as reply:
        return request_id, reply.read().decode()


def test_the_id_in_the_header_is_that_in_the_log(app: "FastAPI", caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "assistant.operations")
    with served(app) as window:
        first, _ = asked(window, QUESTION)
        second, _ = asked(window, QUESTION, **{"X-Request-ID": "from-a-proxy"})
    fields: list[Any] = [record.fields for record in caplog.records if record.message == "Answered"]  # type: ignore[attr-defined]
    assert [one["request_id"] for one in fields] == [first, second] and second == "from-a-proxy"


class Slow(FakeAssistant):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def ask(self, question: str, **options: Any) -> Answer:
        self.go_on.wait(30)
        return super().ask(question, **options)


def test_a_full_queue_is_counted(operations: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "WAITING", 1)
    monkeypatch.setattr(ui, "AT_ONCE", 1)
    slow = Slow()
    app = ui.create_app(operations.watched(slow), operations=operations)
    statuses = []
    with served(app) as window:
        for _ in range(6):
            body = json.dumps({"question": QUESTION}).encode()
            request = Request(f"{window}/gradio_api/call/v2/ask", body, headers={"Content-Type": "application/json"})
            try:
                with urlopen(request, timeout=30) as reply:
                    statuses.append(reply.status)
            except HTTPError as error:
                statuses.append(error.code)
        slow.go_on.set()
    refused = statuses.count(503)
    assert refused > 0 and set(statuses) == {200, 503}
    assert f'assistant_refusals_total{{reason="queue_full"}} {refused}.0'.encode() in operations.metrics.text()


def test_whoever_asks_too_fast_is_counted(assistant: Assistant) -> None:
    pace = Pace(1)
    operations = open_operations(Config(), assistant, None, pace)
    assert pace.wait("li") == 0 and pace.wait("li") > 0
    assert b'assistant_refusals_total{reason="pace"} 1.0' in operations.metrics.text()
