"""The endpoints for programs, called as programs call them: by Gradio's client, by HTTP, by an MCP client."""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

import ui
from assistant import api
from assistant.answering.render import answer_payload
from assistant.api import ENDPOINTS, LONGEST_TURN, MOST_TURNS, ask_payload, check_mcp, check_pace
from assistant.config import Config
from assistant.errors import UsageError
from assistant.ledger.table import table_payload
from assistant.people.pace import Pace
from assistant.schema import Turn
from tests.fakes import PLAN, TABLE, FakeAssistant, scripted_answer
from tests.served import finished, served

QUESTION = "园区科协成立了几家？"
TURNS = [{"role": "user", "content": "工程师培训了多少名？"}, {"role": "assistant", "content": "1500名。"}]


@pytest.fixture(scope="module")
def window() -> Iterator[str]:
    with served(ui.create_app(FakeAssistant())) as where:
        yield where


@pytest.fixture(scope="module")
def client(window: str) -> Client:
    return Client(window, verbose=False, analytics_enabled=False)


def sent(url: str, data: object = None) -> str:
    body = None if data is None else json.dumps(data).encode()
    with urlopen(Request(url, data=body, headers={"Content-Type": "application/json"}), timeout=30) as answer:
        return str(answer.read().decode())


def by_http(window: str, endpoint: str, arguments: dict[str, object]) -> str:
    """Call an endpoint in two steps and return the stream of events."""
    started = json.loads(sent(f"{window}/gradio_api/call/v2/{endpoint}", arguments))
    return sent(f"{window}/gradio_api/call/{endpoint}/{started['event_id']}")


def test_programs_are_offered_exactly_three_endpoints(window: str) -> None:
    offered = json.loads(sent(f"{window}/gradio_api/info"))
    assert set(offered["named_endpoints"]) == {f"/{name}" for name in ENDPOINTS} == {"/ask", "/targets", "/sources"}
    assert not offered["unnamed_endpoints"]
    events = json.loads(sent(f"{window}/config"))["dependencies"]
    open_ones = [event["api_name"] for event in events if event["api_visibility"] != "private"]
    assert open_ones == list(ENDPOINTS)
    assert len(events) > len(ENDPOINTS)


def test_the_client_gets_what_ask_prints(client: Client) -> None:
    assert client.predict(QUESTION, api_name="/ask") == answer_payload(scripted_answer(QUESTION))


def test_a_question_is_understood_with_its_history(client: Client) -> None:
    question = "服务了多少家企业？"
    found = client.predict(question=question, history=TURNS, language="zh", as_of="2022-04", api_name="/ask")
    assert found == answer_payload(scripted_answer(question, [Turn("user", "前文")]))
    assert found["standalone"] != question


def test_the_client_gets_the_targets_and_the_sources(client: Client) -> None:
    assert client.predict(api_name="/targets") == json.loads(json.dumps(table_payload(TABLE)))
    assert client.predict(as_of="2021", api_name="/targets") == {"as_of": "2021", "indicators": []}
    sources = client.predict(api_name="/sources")
    assert sources[0]["title"] == PLAN.title and len(sources) == 3
    # A "path" would make the client of Gradio fetch a file that it may not have.
    assert '"path"' not in json.dumps(sources)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": 5}, "question must be a text"),
        ({"question": QUESTION, "language": "fr"}, "auto, zh, en"),
        ({"question": QUESTION, "as_of": "last year"}, "is not a date"),
        ({"question": QUESTION, "as_of": 2022}, "as_of must be a text"),
        ({"question": QUESTION, "history": {"role": "user"}}, "must be a list of turns"),
        ({"question": QUESTION, "history": [{"role": "system", "content": "x"}]}, 'turn 1: needs "role"'),
        ({"question": QUESTION, "history": [TURNS[0]] * (MOST_TURNS + 1)}, "Send only the last ones"),
        ({"question": QUESTION, "history": [{**TURNS[0], "content": "x" * (LONGEST_TURN + 1)}]}, "Send only the last"),
        ({"question": "坏了"}, "The index is being rebuilt"),
    ],
)
def test_what_is_wrong_is_said(client: Client, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AppError, match=message):
        client.predict(**arguments, api_name="/ask")


def test_a_wrong_date_is_named_for_the_targets_too(client: Client) -> None:
    with pytest.raises(AppError, match="is not a date"):
        client.predict(as_of="2022-13", api_name="/targets")


def test_a_bug_tells_programs_no_details(window: str) -> None:
    said = by_http(window, "ask", {"question": "故障"})
    assert "event: error" in said and "secret" not in said


def test_plain_http_is_enough(window: str) -> None:
    said = by_http(window, "ask", {"question": QUESTION})
    data = next(line for line in said.splitlines() if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: ")) == [answer_payload(scripted_answer(QUESTION))]


def test_what_was_sent_reaches_the_assistant_checked() -> None:
    heard = FakeAssistant()
    ask_payload(heard, QUESTION, TURNS, "en", "2022-04")
    assert heard.histories == [(Turn("user", TURNS[0]["content"]), Turn("assistant", TURNS[1]["content"]))]


def _require_mcp() -> None:
    try:
        check_mcp()
    except UsageError as error:
        if os.environ.get("REQUIRE_MCP") == "1":
            pytest.fail(str(error))
        pytest.skip(str(error))


def test_models_get_the_same_three_as_tools() -> None:
    _require_mcp()
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def call(window: str) -> tuple[list[str], str]:
        address = f"{window}/gradio_api/mcp/"
        async with streamable_http_client(address) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            said = await session.call_tool("ask", {"question": QUESTION})
            return [tool.name for tool in tools], str(said.content)

    with served(ui.create_app(FakeAssistant(), mcp=True)) as where:
        names, said = finished(call(where))
    assert names == list(ENDPOINTS)
    assert scripted_answer(QUESTION).text in said


def test_no_tools_are_offered_unless_wanted(window: str) -> None:
    assert Config().mcp is False
    assert json.loads(sent(f"{window}/config"))["mcp_server"] is False


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"\[mcp\]"):
        ui.create_app(FakeAssistant(), mcp=True)


def test_a_signed_in_user_asks_no_faster_than_on_the_page() -> None:
    pace = Pace(2)
    check_pace(pace, "小李")
    check_pace(pace, "小李")
    with pytest.raises(UsageError, match=r"At most 2 questions a minute .* seconds"):
        check_pace(pace, "小李")
    check_pace(pace, "王芳")
    check_pace(pace, None)
