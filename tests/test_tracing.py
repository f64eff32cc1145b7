"""Nothing is sent anywhere unless the environment asks for traces; then each stage of an answer arrives over HTTP."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assistant.config import ROOT, Config
from assistant.doctor import examine
from assistant.errors import UsageError
from assistant.flow import Flow
from assistant.index.search import open_index
from assistant.pipeline import Assistant
from assistant.tracing import callbacks, told, tracing_state
from tests.chat_server import ChatServer, chat_server
from tests.trace_server import TraceServer, trace_server

QUESTION = "秦创原总窗口设在哪里？"
STAGES = ("condense", "retrieve", "generate", "verify")
CHAT_KEY, TRACE_KEY = "very-secret-chat-key", "very-secret-trace-key"

SettingsFor = Callable[[TraceServer], dict[str, str]]

ASK = """
import json, sys
heard = []
def listen(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        heard.append(arguments[1][1])
    elif event == "socket.getaddrinfo":
        heard.append(arguments[0])
sys.addaudithook(listen)
from assistant.config import Config
from assistant.wiring import open_assistant
answer = open_assistant(Config()).ask(sys.argv[1])
print(json.dumps({"heard": heard, "text": answer.text, "mode": answer.mode}))
"""


def _environment(config: Config, chat: ChatServer, further: Mapping[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "ASSISTANT_"))}
    settings = {
        "ASSISTANT_INDEX": str(config.index),
        "ASSISTANT_CHAT_MODEL": "openai:m",
        "ASSISTANT_CHAT_BASE_URL": chat.url,
        "ASSISTANT_CHAT_API_KEY": CHAT_KEY,
    }
    return {**own, **settings, **further}


def _ask(config: Config, chat: ChatServer, further: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Ask in a process of its own: traces are sent until a process ends, and their settings are read once in it."""
    environment = _environment(config, chat, further)
    return subprocess.run(
        [sys.executable, "-c", ASK, QUESTION], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )


def _langsmith(server: TraceServer) -> dict[str, str]:
    key = f"lsv2_{TRACE_KEY}"
    return {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": server.url, "LANGSMITH_API_KEY": key}


def _langfuse(server: TraceServer) -> dict[str, str]:
    return {"LANGFUSE_PUBLIC_KEY": "pk", "LANGFUSE_SECRET_KEY": TRACE_KEY, "LANGFUSE_BASE_URL": server.url}


@pytest.mark.parametrize("tracing", ["", "false"])
def test_without_being_asked_to_nothing_is_sent_but_to_the_model(config: Config, tracing: str) -> None:
    with trace_server() as traces, chat_server("NO ANSWER") as chat:
        # Where and by what key traces would be sent is no wish to send any.
        settings = {**_langsmith(traces), "LANGSMITH_TRACING": tracing, "LANGFUSE_BASE_URL": traces.url}
        result = _ask(config, chat, settings)
        assert traces.bodies == []
        assert set(json.loads(result.stdout)["heard"]) <= {chat.server_port, "127.0.0.1"}
        assert chat.server_port in json.loads(result.stdout)["heard"]
    assert result.stderr == ""


@pytest.mark.parametrize("settings_for", [_langsmith, _langfuse])
def test_a_trace_with_every_stage_and_the_model_arrives(config: Config, settings_for: SettingsFor) -> None:
    with trace_server() as traces, chat_server("NO ANSWER") as chat:
        result = _ask(config, chat, settings_for(traces))
    sent = traces.everything
    assert traces.bodies and {path for path, _ in traces.bodies} <= {"/runs/multipart", "/api/public/otel/v1/traces"}
    assert [stage for stage in STAGES if stage not in sent] == []
    assert "ChatOpenAI" in sent
    assert QUESTION in sent or json.dumps(QUESTION)[1:-1] in sent
    assert CHAT_KEY not in sent and TRACE_KEY not in sent
    assert "Snapshot" not in sent and "object at 0x" not in sent
    assert QUESTION not in result.stderr


def test_a_trace_of_langsmith_is_one_tree_in_the_order_of_the_stages(config: Config) -> None:
    with trace_server() as traces, chat_server("NO ANSWER") as chat:
        _ask(config, chat, _langsmith(traces))
    runs: dict[str, dict[str, Any]] = {}
    for found in re.findall(r'\{"id":"[^\r\n]*?\}(?=\r\n)', traces.everything):
        run = json.loads(found)
        runs[run["id"]] = {**runs.get(run["id"], {}), **{key: value for key, value in run.items() if value}}
    (root,) = [run for run in runs.values() if not run.get("parent_run_id")]
    stages = sorted((run for run in runs.values() if run.get("parent_run_id") == root["id"]), key=_begun)
    assert (root["name"], [run["name"] for run in stages]) == ("answer", list(STAGES))
    (model,) = [run for run in runs.values() if run["run_type"] == "llm"]
    assert model["parent_run_id"] == stages[2]["id"]


def _begun(run: dict[str, Any]) -> str:
    return str(run["dotted_order"])


@pytest.mark.parametrize(("settings_for", "status"), [(_langsmith, 500), (_langfuse, 401)])
def test_a_server_that_takes_no_traces_costs_nothing_but_a_calm_line(
    config: Config, assistant: Assistant, settings_for: SettingsFor, status: int
) -> None:
    with trace_server(status) as traces, chat_server("NO ANSWER") as chat:
        result = _ask(config, chat, settings_for(traces))
    assert json.loads(result.stdout)["text"].startswith(assistant.ask(QUESTION).text)
    for secret in (QUESTION, CHAT_KEY, TRACE_KEY, "secret detail", "Traceback"):
        assert secret not in result.stderr


def test_a_stage_is_told_in_words_and_numbers(config: Config, assistant: Assistant) -> None:
    snapshot = open_index(config.index, embedding=None).snapshot()
    answer = assistant.ask(QUESTION)
    flow = Flow(QUESTION, (), "auto", None, snapshot, standalone=QUESTION, hits=answer.hits, answer=answer)
    known = told(flow)
    assert (known["question"], known["answer"], known["verdicts"]) == (QUESTION, answer.text, ["verified"])
    assert known["hits"][0]["document_id"] == answer.hits[0].passage.document_id
    assert json.loads(json.dumps(known)) == known


def test_the_doctor_says_where_traces_go(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tracing_state({}) == "off"
    assert tracing_state({"LANGSMITH_API_KEY": "k", "LANGFUSE_PUBLIC_KEY": "p"}) == "off"
    asked = {"LANGCHAIN_TRACING_V2": "true", "LANGSMITH_ENDPOINT": "http://127.0.0.1:1"}
    assert "LangSmith at http://127.0.0.1:1" in tracing_state(asked)
    fuse = {"LANGFUSE_PUBLIC_KEY": "p", "LANGFUSE_SECRET_KEY": TRACE_KEY, "LANGFUSE_HOST": "http://h"}
    assert "Langfuse at http://h" in tracing_state(fuse) and TRACE_KEY not in tracing_state(fuse)
    monkeypatch.setattr("assistant.tracing.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"\.\[langfuse\]"):
        tracing_state(fuse)


def test_without_the_environment_no_handler_is_made(monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
    for name in [name for name in os.environ if name.startswith(("LANGSMITH", "LANGCHAIN", "LANGFUSE"))]:
        monkeypatch.delenv(name)
    assert callbacks() == []
    (check,) = [check for check in examine(config) if check.name == "tracing"]
    assert (check.ok, check.detail) == (True, "off")
