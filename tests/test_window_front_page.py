"""The page is written once for each address under which the window is reached, and then handed out."""

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient

from assistant.window.front_page import MOST_ADDRESSES, FrontPage
from assistant.window.gate import named, person_of
from tests.signed_in import browser, patient_app, sign_in


class Pages:
    """An application that counts how often it writes its page."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.status = 200
        self.app = FastAPI()

        @self.app.api_route("/{path:path}", methods=["GET", "POST"])
        def page(request: Request) -> Response:
            text = f"{request.url} for {person_of(request)} number {len(self.written)}"
            self.written.append(text)
            return Response(text, status_code=self.status, headers={"Own": "yes"})

    def client(self, person: str | None = None, host: str = "127.0.0.1") -> TestClient:
        """Return a browser in which somebody is signed in."""

        async def gate(scope: Any, receive: Any, send: Any) -> None:
            async def marked(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"].append((b"added", b"once"))
                await send(message)

            await self.front(named(scope, person), receive, marked)

        return TestClient(gate, base_url=f"http://{host}")

    @property
    def front(self) -> FrontPage:
        """Return the one application that all browsers ask."""
        if not hasattr(self, "_front"):
            self._front = FrontPage(self.app)
        return self._front


@pytest.fixture
def pages() -> Pages:
    return Pages()


def test_the_page_is_written_once_for_everybody_and_names_nobody(pages: Pages) -> None:
    told = [pages.client(person).get("/") for person in ("王芳", "小李", "王芳")]
    assert len(pages.written) == 1 and "王芳" not in told[0].text
    assert {reply.text for reply in told} == set(pages.written)
    # What is added on the way out does not pile up.
    assert all(reply.headers["own"] == "yes" and reply.headers["added"] == "once" for reply in told)


def test_the_page_of_an_address_is_given_out_at_that_address_alone(pages: Pages) -> None:
    for host in ("127.0.0.1", "localhost"):
        for headers in ({}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Host": "answers.example"}):
            first, second = (pages.client(host=host).get("/", headers=headers).text for _ in range(2))
            assert first == second == pages.written[-1]
    assert len(pages.written) == 6
    assert pages.client("王芳").get("/").text == pages.written[6]  # behind the door it is another one


def test_what_asks_for_more_than_the_page_is_written_each_time(pages: Pages) -> None:
    browser = pages.client()
    browser.get("/")
    for _ in range(2):
        browser.get("/?deep_link=abc")
        browser.get("/config")
        browser.post("/")
    assert len(pages.written) == 7


def test_a_page_that_failed_is_not_kept(pages: Pages) -> None:
    pages.status = 500
    pages.client().get("/")
    pages.status = 200
    assert pages.client().get("/").text == pages.client().get("/").text == pages.written[1]


def test_made_up_addresses_take_no_more_memory(pages: Pages) -> None:
    for number in range(MOST_ADDRESSES + 1):
        pages.client(host=f"host{number}").get("/")
    written = len(pages.written)
    pages.client(host=f"host{MOST_ADDRESSES}").get("/")
    assert len(pages.written) == written
    pages.client(host="host0").get("/")
    assert len(pages.written) == written + 1


def test_nobody_gets_the_name_of_another_or_the_page_without_signing_in(tmp_path: Path) -> None:
    app = patient_app(tmp_path)
    told = []
    for name in ("王芳", "小李"):
        client = browser(app)
        sign_in(client, name)
        told.append(client.get("/"))
    assert all(reply.status_code == 200 and "window.gradio_config" in reply.text for reply in told)
    assert not any(name in reply.text for reply in told for name in ("王芳", "小李"))
    nonces = [re.findall(r'nonce="([\w-]+)"', reply.text) for reply in told]
    assert len(set(nonces[0])) == len(set(nonces[1])) == 1 and set(nonces[0]) != set(nonces[1])
    assert browser(app).get("/").status_code == 303
