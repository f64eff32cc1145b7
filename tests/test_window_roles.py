"""What readers, editors and evaluators may do in the window, asked past the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from tests.served import served as serving
from tests.signed_in import PASSWORD, browser, patient_app, sign_in

if TYPE_CHECKING:
    from fastapi import FastAPI


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded")


@pytest.fixture(scope="module")
def app(folder: Path) -> "FastAPI":
    return patient_app(folder)


@pytest.fixture(scope="module")
def served(app: "FastAPI") -> Iterator[str]:
    """Serve the window and return its address."""
    with serving(app) as where:
        yield where


def program(served: str, name: str) -> httpx.Client:
    """Sign in as a program does."""
    client = httpx.Client(base_url=served, timeout=30)
    assert client.post("/login", data={"username": name, "password": PASSWORD}).json() == {"success": True}
    return client


def event_of(config: dict[str, Any], place: int) -> tuple[dict[str, Any], list[str]]:
    """Return an event and the elem_ids of what it writes to."""
    names = {one["id"]: str(one["props"].get("elem_id") or "") for one in config["components"]}
    event: dict[str, Any] = config["dependencies"][place]
    return event, [names[one] for one in event["outputs"]]


def call(client: httpx.Client, event: dict[str, Any], values: list[Any]) -> dict[str, Any]:
    """Call an event by its address, past the page, and return how it ended."""
    session = uuid4().hex
    body = {"data": values, "fn_index": event["id"], "session_hash": session}
    joined = client.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if told.get("msg") == "process_completed":
                return dict(told)
    raise AssertionError("the event never ended")


def evaluations_of(config: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of the evaluators' tab."""
    found = [event_of(config, place) for place in range(len(config["dependencies"]))]
    return [event for event, names in found if any(name.startswith("eval-") for name in names)]


ARGUMENTS: dict[int, list[Any]] = {
    1: ["zh"],
    2: [None, "zh"],
    5: [None, None, None, None, "zh"],
    6: [None, None, None, None, 0, "zh"],
    8: [None, "note", None, None, None, None, 0, "zh"],
}
"""Values that the events of the tab take, by how many they are; Gradio itself lets each of them through."""


def test_a_reader_who_calls_the_events_of_evaluators_is_refused_each_time(served: str, folder: Path) -> None:
    client = program(served, "小李")
    events = evaluations_of(client.get("/config").json())
    assert len(events) >= 12
    refused, skipped = [], {"__type__": "update"}
    unchanged = (None, skipped, {"props": skipped, **skipped})
    for event in events:
        ended = call(client, event, ARGUMENTS[len(event["inputs"])])
        if ended["success"]:  # opening the page and changing its language answer everybody, with a tab that is hidden
            written = [one for one in ended["output"]["data"] if one not in unchanged]
            assert written == [{"__type__": "update", "visible": False}]
        else:
            assert "权限" in ended["output"]["error"] or "permission" in ended["output"]["error"]
            refused.append(event)
    assert len(refused) == len(events) - 2
    assert sorted(path.name for path in (folder / "runs").iterdir()) == ["one"]  # no run was started
    assert not (folder / "runs" / "one" / "gold-marks.jsonl").exists()
    # The other addresses of an event are guarded by the same check.
    body = {"data": [[], "zh"], "fn_index": refused[1]["id"], "session_hash": "attack"}
    assert client.post("/gradio_api/run/predict", json=body).status_code == 500


def test_an_evaluator_may_do_what_a_reader_may_not(served: str) -> None:
    client = program(served, "王芳")
    events = evaluations_of(client.get("/config").json())
    filled = [event for event in events if len(event["inputs"]) == 2 and len(event["outputs"]) > 5]
    ended = call(client, filled[0], [None, "zh"])
    assert ended["success"] and "园区科协成立6家" in json.dumps(ended["output"], ensure_ascii=False)


@pytest.mark.parametrize(("name", "status"), [("小李", 403), ("editor", 403), ("王芳", 200)])
def test_the_files_of_a_run_are_for_evaluators(served: str, name: str, status: int) -> None:
    assert program(served, name).get("/evaluations/one/cases.jsonl").status_code == status


def test_the_layout_of_the_page_tells_a_reader_nothing_about_the_runs(served: str) -> None:
    assert "short" not in json.dumps(program(served, "小李").get("/config").json()["components"])


def test_gradio_client_signs_in_with_name_and_password(served: str) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AuthenticationError

    client = Client(served, auth=("小李", PASSWORD), verbose=False)
    assert client.config["version"]
    with pytest.raises(AuthenticationError):
        Client(served, auth=("小李", "wrong password"), verbose=False)


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("小李", "/gradio_api/upload", 403),
        ("王芳", "/upload", 403),
        ("王芳", "/gradio_api/upload//", 403),
        ("editor", "/gradio_api/upload", 200),
    ],
)
def test_only_editors_may_send_files(app: "FastAPI", name: str, path: str, expected: int) -> None:
    client = browser(app)
    assert sign_in(client, name) == 303
    assert client.post(path, files={"files": ("a.txt", b"text", "text/plain")}).status_code == expected
