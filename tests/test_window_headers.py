import re
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.testclient import TestClient

from assistant.window.headers import SecurityHeaders, with_nonce

PAGE = '<html><script>a = "<script>"</script><script type="module" src="b.js"></script><p>你好</p></html>'


@pytest.fixture
def served() -> TestClient:
    app = FastAPI()
    app.add_middleware(SecurityHeaders)

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return PAGE

    @app.get("/pieces")
    def pieces() -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            yield "<script>"
            yield "</script>"

        return StreamingResponse(parts(), media_type="text/event-stream")

    @app.get("/strict")
    def strict() -> HTMLResponse:
        return HTMLResponse("<p>", headers={"Content-Security-Policy": "default-src 'none'"})

    return TestClient(app)


def test_scripts_of_the_page_carry_the_nonce_of_its_policy_and_each_answer_a_new_one(served: TestClient) -> None:
    nonces = set()
    for _ in range(2):
        answer = served.get("/")
        policy = answer.headers["content-security-policy"]
        found = re.search(r"'nonce-([\w-]{20,})'", policy)
        assert found
        assert answer.text == with_nonce(PAGE.encode(), found[1]).decode()
        assert answer.text.count(f'nonce="{found[1]}"') == 2
        assert int(answer.headers["content-length"]) == len(answer.content)
        nonces.add(found[1])
    assert len(nonces) == 2


def test_the_policy_of_the_page_lets_nothing_in_from_elsewhere(served: TestClient) -> None:
    directives = dict(
        part.strip().split(" ", 1) for part in served.get("/").headers["content-security-policy"].split(";")
    )
    assert directives["default-src"] == directives["connect-src"] == "'self'"
    assert directives["script-src-attr"] == directives["object-src"] == directives["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in directives["script-src"]
    assert all("http" not in value and "*" not in value for value in directives.values())


@pytest.mark.parametrize("path", ["/", "/pieces", "/nothing"])
def test_every_answer_forbids_sniffing_framing_and_telling_where_one_came_from(served: TestClient, path: str) -> None:
    headers = served.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_page_may_have_a_stricter_policy(served: TestClient) -> None:
    headers = served.get("/strict").headers
    assert headers["content-security-policy"] == "default-src 'none'" and headers["x-frame-options"] == "DENY"


def test_what_is_streamed_stays_as_it_is(served: TestClient) -> None:
    assert served.get("/pieces").text == "<script></script>"


def test_a_script_shown_as_text_inside_a_script_is_not_touched() -> None:
    page = rb'<script>x = "\u003cscript\u003e <script src=evil>"</script>'
    assert with_nonce(page, "n").count(b"nonce") == 1
