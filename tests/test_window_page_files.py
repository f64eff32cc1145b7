"""The files of the page are read and compressed once, and a browser keeps them."""

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient

from assistant.window import page_files
from assistant.window.page_files import PageFiles
from tests.signed_in import browser, patient_app, sign_in

SCRIPT = "/assets/index-DphvyggB.js"


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def client(asked: list[str]) -> TestClient:
    app = FastAPI()
    app.add_middleware(PageFiles)

    @app.get("/{path:path}")
    def file(request: Request) -> Response:
        asked.append(f"{request.url.path} {request.headers.get('accept-encoding')}")
        missing = "missing" in request.url.path
        return Response(f"file {len(asked)}", status_code=404 if missing else 200, headers={"ETag": "x"})

    return TestClient(app)


def test_a_file_is_read_once_for_each_compression_and_may_be_kept(client: TestClient, asked: list[str]) -> None:
    told: dict[str, Any] = {}
    for compression in ("br, gzip", "gzip", "", "br, gzip", "gzip", ""):
        reply = client.get(SCRIPT, headers={"Accept-Encoding": compression})
        assert told.setdefault(compression, reply.text) == reply.text and reply.headers["etag"] == "x"
        assert reply.headers.get_list("cache-control") == ["private, max-age=31536000, immutable"]
    assert len(asked) == 3 and len(set(told.values())) == 3


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/assets/missing-DphvyggB.js", {}),
        ("/assets/plain.js", {}),
        ("/assets/../data/users-DphvyggB.jsonl/x", {}),
        ("/config", {}),
        (SCRIPT, {"Range": "bytes=0-1"}),
        (SCRIPT, {"If-None-Match": "x"}),
    ],
)
def test_nothing_else_is_kept(client: TestClient, asked: list[str], path: str, headers: dict[str, str]) -> None:
    replies = [client.get(path, headers=headers) for _ in range(2)]
    assert len(asked) == 2
    assert not any("cache-control" in reply.headers for reply in replies)


def test_no_more_files_are_kept_than_a_page_has(client: TestClient, asked: list[str]) -> None:
    for number in range(page_files.MOST_FILES + 1):
        client.get(f"/assets/part{number}-DphvyggB.js")
    written = len(asked)
    client.get(f"/assets/part{page_files.MOST_FILES}-DphvyggB.js")
    assert len(asked) == written
    client.get("/assets/part0-DphvyggB.js")
    assert len(asked) == written + 1


def test_whoever_signed_in_keeps_the_files_and_no_page_and_others_get_neither(tmp_path: Path) -> None:
    app = patient_app(tmp_path)
    inside = browser(app)
    sign_in(inside)
    page = inside.get("/")
    found = re.search(r'src="\.(/assets/[^"]+\.js)"', page.text)
    assert found and "no-store" in page.headers["cache-control"]
    files = [inside.get(found[1]) for _ in range(2)]
    assert files[0].text == files[1].text and len(files[0].text) > 1_000
    for file in files:
        assert "immutable" in file.headers["cache-control"] and "no-store" not in file.headers["cache-control"]
        assert file.headers["x-content-type-options"] == "nosniff"
    assert browser(app).get(found[1]).status_code == 303
