"""A session and an event of the window belong to one user: another who names them reads, changes and stops nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.window import own_sessions
from assistant.window.own_sessions import Owners
from tests.served import served as serving
from tests.signed_in import browser, patient_app, sign_in
from tests.test_window_roles import program

VICTIM, ATTACKER = "王芳", "小李"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(patient_app(tmp_path_factory.mktemp("guarded"))) as where:
        yield where


@pytest.fixture(scope="module")
def victim(served: str) -> Iterator[httpx.Client]:
    client = program(served, VICTIM)
    yield client
    client.close()


@pytest.fixture(scope="module")
def attacker(served: str) -> Iterator[httpx.Client]:
    client = program(served, ATTACKER)
    yield client
    client.close()


def asked(client: httpx.Client, session: str) -> str:
    """Ask on the page and return the id of the event."""
    config = client.get("/config").json()
    (place,) = (one["id"] for one in config["dependencies"] if one["api_name"] == "ask")
    body = {"data": ["园区科协成立了几家？", [], "auto", None], "fn_index": place, "session_hash": session}
    joined = client.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    return str(joined.json()["event_id"])


def answer_in(client: httpx.Client, address: str, **params: str) -> str:
    """Return everything that a stream tells."""
    with client.stream("GET", address, params=params) as stream:
        return "\n".join(stream.iter_lines())


def requests_naming(session: str, event: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return each way in which a request can name a session or an event."""
    body = {"data": [], "fn_index": 0, "session_hash": session}
    twice = json.dumps(body)[:-1] + f', "session_hash": "{session}", "session_hash": "own"}}'
    escaped = json.dumps(body).replace("session_hash", "session\\u005fhash")
    component = {"data": {}, "component_id": 1, "session_hash": session, "fn_name": "x"}
    own = {"session_hash": "own", "fn_index": 0, "event_id": event}
    return [
        ("GET", f"/gradio_api/queue/data?session_hash={session}", {}),
        ("GET", f"/gradio_api/queue/data?session_hash=own&session_hash={session}", {}),
        ("GET", f"/gradio_api/queue/data?session_hash={event}", {}),
        ("GET", f"/gradio_api/heartbeat/{session}", {}),
        ("GET", f"/gradio_api/deep_link?session_hash={session}", {}),
        ("GET", f"/gradio_api/call/ask/{event}", {}),
        ("GET", f"/gradio_api/call/v2/ask/{event}", {}),
        ("GET", f"/gradio_api/stream/{session}/run/1/playlist.m3u8", {}),
        ("POST", f"/gradio_api/stream/{event}/close", {"json": {}}),
        ("POST", f"/gradio_api/stream/{event}", {"json": {"data": []}}),
        ("POST", "/gradio_api/queue/join", {"json": body}),
        ("POST", "/gradio_api/queue/join", {"content": twice}),
        ("POST", "/gradio_api/queue/join", {"content": escaped}),
        ("POST", "/gradio_api/queue/join", {"content": json.dumps(body).encode("utf-16-le")}),
        ("POST", "/gradio_api/run/predict", {"json": body}),
        ("POST", "/gradio_api/api/predict/", {"json": body}),
        ("POST", "/gradio_api/call/ask", {"json": body}),
        ("POST", "/gradio_api/cancel", {"json": {**own, "session_hash": session}}),
        ("POST", "/gradio_api/cancel", {"json": own}),
        ("POST", "/gradio_api/component_server", {"json": component}),
    ]


def test_whoever_learns_the_id_of_a_session_gains_nothing(victim: httpx.Client, attacker: httpx.Client) -> None:
    event = asked(victim, "victims-page")
    for method, address, sent in requests_naming("victims-page", event):
        reply = attacker.request(method, address, **sent)
        assert (reply.status_code, reply.text) == (403, "This session belongs to somebody else."), (address, sent)
    told = answer_in(victim, "/gradio_api/queue/data", session_hash="victims-page")
    assert "process_completed" in told and "园区科协成立6家" in told


def test_an_event_without_a_session_belongs_to_who_began_it(victim: httpx.Client, attacker: httpx.Client) -> None:
    began = victim.post("/gradio_api/call/ask", json={"data": ["园区科协成立了几家？", [], "auto", None]})
    event = began.json()["event_id"]
    assert attacker.get(f"/gradio_api/call/ask/{event}").status_code == 403
    assert attacker.get("/gradio_api/queue/data", params={"session_hash": event}).status_code == 403
    assert attacker.post("/gradio_api/cancel", json={"session_hash": "own", "fn_index": 0, "event_id": event}).is_error
    assert "complete" in answer_in(victim, f"/gradio_api/call/ask/{event}")


def test_files_in_a_form_go_to_the_upload_alone(attacker: httpx.Client) -> None:
    for address in ("/gradio_api/component_server", "/gradio_api/process_recording", "/gradio_api/queue/join"):
        reply = attacker.post(address, files={"file": b"x"}, data={"session_hash": "victims-page"})
        assert reply.status_code == 415


def test_a_request_that_is_too_long_is_refused(attacker: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_sessions, "MOST_BYTES", 1 << 20)
    body: dict[str, Any] = {"data": ["园" * 400_000, [], "auto", None]}
    assert attacker.post("/gradio_api/call/ask", json=body).status_code == 413
    longer = attacker.post("/gradio_api/run/predict", content=(b"x" * 65_536 for _ in range(40)))
    assert longer.status_code == 413


@pytest.mark.parametrize("content", [b"", b"[" * 90_000, b'"\\ud800', b"\xff\xfe", b"null", b'{"session_hash": 1}'])
def test_a_body_that_is_no_request_is_no_fault_of_the_server(attacker: httpx.Client, content: bytes) -> None:
    # Not call/v2, where Gradio itself raises for an argument that the endpoint does not have.
    for address in ("queue/join", "run/predict", "call/ask", "cancel", "component_server", "reset"):
        headers = {"content-type": "application/json"}
        reply = attacker.post(f"/gradio_api/{address}", content=content, headers=headers)
        assert reply.status_code in (200, 400, 404, 422), (address, reply.status_code)


def test_half_a_character_in_a_question_is_answered(attacker: httpx.Client) -> None:
    content = b'{"data": ["\\ud800\xe4\xbc\x81\xe4\xb8\x9a\xef\xbc\x9f", [], "auto", null]}'
    began = attacker.post("/gradio_api/call/ask", content=content, headers={"content-type": "application/json"})
    told = answer_in(attacker, f"/gradio_api/call/ask/{began.json()['event_id']}")
    assert "event: complete" in told and "\\ufffd" in told


def test_two_pages_of_one_user_have_two_sessions(victim: httpx.Client) -> None:
    for session in ("first-page", "second-page"):
        asked(victim, session)
        assert "process_completed" in answer_in(victim, "/gradio_api/queue/data", session_hash=session)


def test_nobody_pushes_the_ids_of_another_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_sessions, "MOST_OF_ONE", 3)
    owners = Owners()
    assert owners.claim("page", "a")
    assert all(owners.claim(f"flood {number}", "b") for number in range(50))
    assert not owners.claim("page", "b")
    for number in range(50):
        assert owners.claim(f"event {number}", "a") and owners.claim("page", "a")
    assert not owners.claim("page", "b")


def test_without_users_everybody_is_the_one_local_user(tmp_path: Path) -> None:
    import ui
    from tests.fakes import FakeAssistant

    app = ui.create_app(FakeAssistant())
    for _ in range(2):
        reply = browser(app).post("/gradio_api/cancel", json={"session_hash": "s", "fn_index": 0, "event_id": "e"})
        assert reply.status_code == 200


def test_signing_in_takes_no_json(tmp_path: Path) -> None:
    client = browser(patient_app(tmp_path))
    assert sign_in(client) == 303
