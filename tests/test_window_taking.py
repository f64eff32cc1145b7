"""Downloads of conversations over HTTP: only to whom they belong."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.window.archive import Archive, Talk
from assistant.window.conversation import Exchange
from assistant.window.taking import add_conversation_downloads
from tests.fakes import PARKS, scripted_answer

QUESTION = "园区科协有几家？"


class SignedIn:
    """Notes who asks, as the door in front of the window does."""

    def __init__(self, app: Any, name: str | None) -> None:
        self.app, self.name = app, name

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope["assistant.person"] = self.name
        await self.app(scope, receive, send)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(Records(read_address(f"sqlite:///{tmp_path}/records.sqlite")))


def client(archive: Archive, name: str | None) -> TestClient:
    app = FastAPI()
    add_conversation_downloads(app, archive)
    return TestClient(SignedIn(app, name))


def kept(archive: Archive, owner: str) -> str:
    talk, _ = archive.keep(owner, Talk(), Exchange(1, QUESTION, scripted_answer(QUESTION), key="key"), (), "zh")
    return talk.id


@pytest.mark.parametrize(("form", "start"), [("md", b"# "), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_conversation_is_a_file_that_is_named_after_it(archive: Archive, form: str, start: bytes) -> None:
    reply = client(archive, "li").get(f"/conversations/{kept(archive, 'li')}.{form}")
    assert reply.status_code == 200 and reply.content.startswith(start)
    named = reply.headers["content-disposition"]
    assert named.startswith("attachment;") and "%E5%9B%AD%E5%8C%BA" in named and named.endswith(f".{form}")
    assert (reply.headers["x-content-type-options"], reply.headers["cache-control"]) == ("nosniff", "no-store")


def test_the_words_around_it_are_in_the_language_of_the_page(archive: Archive) -> None:
    found = kept(archive, "local")
    assert "**Evidence**" in client(archive, None).get(f"/conversations/{found}.md?lang=en").text
    assert PARKS.quote in client(archive, None).get(f"/conversations/{found}.md").text


@pytest.mark.parametrize("name", ["wang", None, "LI", "li "])
def test_nobody_takes_away_what_is_anothers(archive: Archive, name: str | None) -> None:
    reply = client(archive, name).get(f"/conversations/{kept(archive, 'li')}.md")
    assert (reply.status_code, QUESTION in reply.text) == (404, False)


@pytest.mark.parametrize("path", ["x.md", "%2e%2e%2frecords.sqlite", "..%2f..%2fetc%2fpasswd.md", "a.b.md", ".md"])
def test_what_is_no_conversation_is_not_found(archive: Archive, path: str) -> None:
    assert client(archive, "li").get(f"/conversations/{path}").status_code == 404


def test_an_unknown_format_is_not_found(archive: Archive) -> None:
    assert client(archive, "li").get(f"/conversations/{kept(archive, 'li')}.sqlite").status_code == 404


def test_a_title_cannot_write_headers(archive: Archive) -> None:
    found = kept(archive, "li")
    archive.rename("li", found, 'x"\r\nSet-Cookie: a=b; filename=evil.exe', "zh")
    reply = client(archive, "li").get(f"/conversations/{found}.md")
    assert "set-cookie" not in reply.headers
    assert reply.headers["content-disposition"].count('"') == 2


def test_a_database_that_is_down_is_a_calm_503(tmp_path: Path) -> None:
    (tmp_path / "down.sqlite").write_text("no database " * 100)
    archive = Archive(Records(read_address(f"sqlite:///{tmp_path}/down.sqlite")))
    reply = client(archive, "li").get("/conversations/x.md")
    assert reply.status_code == 503 and "Traceback" not in reply.text and "sqlite" not in reply.text
