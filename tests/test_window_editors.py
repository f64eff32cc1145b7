"""What editors may do is refused to readers who call the events past the page, and tools for models need a sign-in."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.wiring import open_assistant
from tests.editing_desk import open_desk
from tests.fakes import FakeAssistant, scripted_answer
from tests.served import finished
from tests.served import served as serving
from tests.signed_in import browser, door_of, sign_in
from tests.test_api import _require_mcp
from tests.test_window_roles import call, event_of, program

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI

DOCUMENT = "gmw-12621-2022"
QUESTION = "园区科协成立了几家？"


@pytest.fixture
def guarded(small: Config, tmp_path: Path) -> Iterator[tuple[str, Assistant]]:
    """Serve a window with a desk for editors behind a door."""
    import ui

    assistant = open_assistant(small)
    door = door_of(tmp_path)
    desk = open_desk(small, assistant, may_edit=partial(door.people.may, role="editor"))
    with serving(ui.create_app(assistant, door=door, editing=desk)) as where:
        yield where, assistant


def files_of(corpus: Path) -> dict[str, bytes]:
    return {str(path.relative_to(corpus)): path.read_bytes() for path in sorted(corpus.rglob("*")) if path.is_file()}


def values_for(config: dict[str, Any], event: dict[str, Any]) -> list[Any]:
    """Return what an attacker would send: a document where one is named, an address where one is typed."""
    wanted = {"add-document": DOCUMENT, "add-address": "http://203.0.113.9/a", "add-title": "改了"}
    names = {one["id"]: str(one["props"].get("elem_id") or "") for one in config["components"]}
    values = [wanted.get(names[one]) for one in event["inputs"]]
    return ["zh" if names[one] == "language" else value for one, value in zip(event["inputs"], values, strict=True)]


def test_a_reader_who_calls_the_events_of_editors_changes_nothing(
    guarded: tuple[str, Assistant], small: Config
) -> None:
    where, assistant = guarded
    client = program(where, "小李")
    config = client.get("/config").json()
    found = [event_of(config, place) for place in range(len(config["dependencies"]))]
    events = [event for event, names in found if any(name.startswith("add-") for name in names)]
    assert len(events) >= 8
    before, title = files_of(small.corpus), assistant.sources()[0].title
    for event in events:
        ended = call(client, event, values_for(config, event))
        assert title not in str(ended["output"])
    assert files_of(small.corpus) == before
    assert [source.id for source in assistant.sources()] == [DOCUMENT]


def test_an_editor_is_shown_the_documents(guarded: tuple[str, Assistant]) -> None:
    client = program(guarded[0], "editor")
    config = client.get("/config").json()
    found = [event_of(config, place) for place in range(len(config["dependencies"]))]
    events = [event for event, names in found if "add-document" in names]
    told = [str(call(client, event, values_for(config, event))["output"]) for event in events[:1]]
    assert any(DOCUMENT in one for one in told)


def test_tools_for_models_need_a_sign_in_like_everything_else(tmp_path: Path) -> None:
    _require_mcp()
    import ui

    app: FastAPI = ui.create_app(FakeAssistant(), door=door_of(tmp_path), mcp=True)
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream"}
    stranger = browser(app)
    for path in ("/gradio_api/mcp/", "/gradio_api/mcp", "/gradio_api/mcp/sse", "/gradio_api/mcp/schema"):
        for method in ("GET", "POST", "DELETE"):
            reply = stranger.request(method, path, json=asked, headers=headers)
            assert reply.status_code == 401, (method, path)
    assert sign_in(stranger) == 303
    assert stranger.get("/gradio_api/mcp/schema", headers=headers).status_code != 401


def test_a_tool_answers_whoever_signed_in_and_no_faster_than_the_page(tmp_path: Path) -> None:
    _require_mcp()
    import httpx

    import ui

    async def asked(where: str, cookies: "httpx.Cookies") -> list[str]:
        from mcp import ClientSession
        from mcp.client.streamable_http import streamable_http_client

        async with (
            httpx.AsyncClient(cookies=cookies) as client,
            streamable_http_client(f"{where}/gradio_api/mcp/", http_client=client) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            replies = [await session.call_tool("ask", {"question": QUESTION}) for _ in range(2)]
            return [getattr(reply.content[0], "text", "") for reply in replies]

    door = door_of(tmp_path, questions_per_minute=1)
    with serving(ui.create_app(FakeAssistant(), door=door, mcp=True)) as where:
        first, second = finished(asked(where, program(where, "小李").cookies))
    assert json.loads(first)["answer"] == scripted_answer(QUESTION).text
    assert "At most 1 questions a minute" in second
