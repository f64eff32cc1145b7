"""No file of the server leaves it, none comes in, and nothing is fetched for whoever asks Gradio past the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import httpx
import pytest

from tests.served import served as serving
from tests.signed_in import browser, patient_app, sign_in
from tests.test_window_roles import program

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

SECRET = "the secret of this test"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded")


@pytest.fixture(scope="module")
def app(folder: Path) -> "FastAPI":
    (folder / "secret.txt").write_text(SECRET)
    return patient_app(folder)


@pytest.fixture(params=["reader", "editor"])
def client(app: "FastAPI", request: pytest.FixtureRequest) -> "TestClient":
    client = browser(app)
    assert sign_in(client, {"reader": "小李", "editor": "editor"}[request.param]) == 303
    return client


def paths_to(folder: Path) -> list[str]:
    """Return what an attacker would write to get a file that lies in ``folder``."""
    secret = str(folder / "secret.txt")
    return [
        secret,
        f"/{secret}",
        secret.replace("/", "%2f"),
        f"/tmp/gradio/../..{secret}",
        f"/tmp/gradio/..%2f..{secret}",
        f"..%2f..%2f..%2f..%2f..%2f..{secret}",
        f"file://{secret}",
        f"{folder}/users.jsonl",
        "/etc/passwd",
        "/proc/self/environ",
        "ui.py",
        "corpus/README.md",
        "pyproject.toml",
        f"{secret}%00.png",
    ]


@pytest.mark.parametrize("form", ["/gradio_api/file={}", "/file={}", "/gradio_api/file/{}", "/gradio_api//file={}"])
def test_no_file_of_the_server_is_handed_out(client: "TestClient", folder: Path, form: str) -> None:
    for path in paths_to(folder):
        reply = client.get(f"http://127.0.0.1{form.format(path)}", headers={"accept": "*/*"})
        assert reply.status_code in (403, 404), (path, reply.status_code)
        assert SECRET not in reply.text and "root:" not in reply.text


@pytest.mark.parametrize(
    "address",
    [
        "/documents/..%2f..%2fsecret.txt",
        "/documents/secret.txt/pages/1.png",
        "/documents/..%2f..%2fsecret/pages/1.png",
        "/terms/..%2fsecret.txt",
        "/evaluations/..%2f/secret.txt",
        "/evaluations/%2e%2e/users.jsonl",
        "/evaluations/one/..%2f..%2f..%2fsecret.txt",
        "/evaluations/one/..%5c..%5csecret.txt",
        "/static/%2e%2e/%2e%2e/routes.py",
        "/assets/..%2f..%2froutes.py",
        "/gradio_api/custom_component/..%2f/client/component/secret.txt",
    ],
)
def test_no_address_of_ours_names_a_file(app: "FastAPI", address: str) -> None:
    client = browser(app)
    assert sign_in(client, "王芳") == 303
    reply = client.get(f"http://127.0.0.1{address}", headers={"accept": "*/*"})
    assert reply.status_code in (403, 404) and SECRET not in reply.text


def test_a_folder_whose_name_begins_like_the_one_of_uploads_is_another_folder(app: "FastAPI") -> None:
    client = browser(app)
    assert sign_in(client, "editor") == 303
    (sent,) = client.post("/gradio_api/upload", files={"files": ("a.txt", b"text", "text/plain")}).json()
    uploads = Path(sent).parent.parent
    sibling = uploads.with_name(f"{uploads.name}-evil") / "a"
    sibling.mkdir(parents=True)
    try:
        (sibling / "secret.txt").write_text(SECRET)
        for path in (sibling / "secret.txt", f"{uploads}/../{uploads.name}-evil/a/secret.txt"):
            reply = client.get(f"http://127.0.0.1/gradio_api/file={path}", headers={"accept": "*/*"})
            assert reply.status_code == 403 and SECRET not in reply.text
    finally:
        (sibling / "secret.txt").unlink()
        sibling.rmdir()
        sibling.parent.rmdir()


@pytest.mark.parametrize("name", ["../../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "a/../../evil.txt"])
def test_an_upload_stays_in_the_folder_of_uploads(app: "FastAPI", name: str) -> None:
    client = browser(app)
    assert sign_in(client, "editor") == 303
    reply = client.post("/gradio_api/upload", files={"files": (name, b"text", "text/plain")})
    for sent in reply.json() if reply.status_code == 200 else []:
        assert ".." not in Path(sent).parts and Path(sent).resolve() == Path(sent)
        assert len(Path(sent).parent.name) == 64  # the hash of what was sent


def test_an_upload_that_is_too_large_is_refused(app: "FastAPI") -> None:
    client = browser(app)
    assert sign_in(client, "editor") == 303
    large = b"x" * (1 << 20)  # this window has no page for editors, so nothing but a few bytes is taken
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", large)}).status_code in (400, 413)


ELSEWHERE = ("http://203.0.113.5/a.png", "https://evil.test/a", "HTTPS://evil.test/a")


def test_gradio_fetches_no_address_in_place_of_a_file(client: "TestClient") -> None:
    for address in ELSEWHERE:
        for form in ("/gradio_api/file={}", "/file={}", "/gradio_api/file/{}", "/gradio_api/proxy={}"):
            with patch("safehttpx.async_validate_url", side_effect=AssertionError("it looked the name up")):
                reply = client.get(f"http://127.0.0.1{form.format(address)}", headers={"accept": "*/*"})
            assert reply.status_code in (403, 404) and "location" not in reply.headers


@pytest.fixture(scope="module")
def served(app: "FastAPI") -> Iterator[str]:
    with serving(app) as where:
        yield where


def file_value(path: str, **more: object) -> dict[str, object]:
    """Return what Gradio takes for a file of a page."""
    return {"path": path, "meta": {"_type": "gradio.FileData"}, **more}


def test_an_address_in_the_place_of_a_file_is_refused_in_every_event(served: str) -> None:
    client: httpx.Client = program(served, "小李")
    for address in (*ELSEWHERE, " https://evil.test"):
        for value in (file_value(address), [file_value(address)], {"role": "user", "content": file_value(address)}):
            body: dict[str, Any] = {"data": ["问", [value], "auto", None], "session_hash": "own"}
            hidden = json.dumps(body).replace('"path"', '"\\u0070ath"')
            for name in ("run/predict", "call/ask", "queue/join", "api/ask"):
                for content in (json.dumps(body), hidden):
                    sent = {"content-type": "application/json"}
                    reply = client.post(f"/gradio_api/{name}", content=content, headers=sent)
                    assert (reply.status_code, "fetches nothing" in reply.text) == (403, True)


def test_a_file_of_the_server_in_the_place_of_an_upload_is_refused(served: str, folder: Path) -> None:
    client = program(served, "小李")
    for path in (str(folder / "secret.txt"), "/etc/passwd"):
        body = {"data": ["园区？", [file_value(path)], "auto", None]}
        event = client.post("/gradio_api/call/ask", json=body).json()["event_id"]
        with client.stream("GET", f"/gradio_api/call/ask/{event}") as stream:
            told = "\n".join(stream.iter_lines())
        assert "event: error" in told and SECRET not in told and "root:" not in told


def test_parts_of_gradio_that_this_window_does_not_use_are_closed(client: "TestClient") -> None:
    closed = {"vibe-code": "GET", "vibe-edit": "POST", "undo-vibe-edit": "POST", "vibe-starter-queries": "POST"}
    for name, method in closed.items():
        body = {"prompt": "x", "hash": "x", "code": "print()"}
        reply = client.request(method, f"/gradio_api/{name}", json=body, headers={"accept": "*/*"})
        assert reply.status_code in (403, 404, 405), (name, reply.status_code)
    for name in ("/monitoring", "/monitoring/x", "/gradio_api/runs", "/docs", "/redoc"):
        assert client.get(name, headers={"accept": "*/*"}).status_code in (403, 404)
    assert client.get("/gradio_api/token").json() == {"token": None, "user": None}
