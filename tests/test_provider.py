"""The client of each provider gets our options in its own words, and is really driven over HTTP."""

from threading import Event
from time import monotonic
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from assistant.answering.chat_model import ChatModelError, open_chat_model, reply_of, stream_reply
from assistant.answering.provider import Access, client_options
from assistant.answering.provider_failure import Failure
from assistant.answering.usage import Meter
from tests.provider_server import READ, WRITTEN, ProviderServer, provider_server

ASK = [HumanMessage("园区科协有几家？")]
KEY = "very-secret"
PROVIDERS = {
    "openai:m": ("/v1", "/v1/chat/completions"),
    "deepseek:m": ("/v1", "/v1/chat/completions"),
    "anthropic:m": ("", "/v1/messages"),
    "ollama:m": ("", "/api/chat"),
}
"""What follows the address of the server in ASSISTANT_CHAT_BASE_URL, and where the client then asks."""
_LATEST_SECONDS = 10.0
"""Far beyond the timeout: only a client that does not know it waits that long."""


def _open(name: str, server: ProviderServer, *, timeout_seconds: float = 20) -> Any:
    url = f"http://127.0.0.1:{server.server_port}{PROVIDERS[name][0]}"
    return open_chat_model(name, base_url=url, api_key=KEY, timeout_seconds=timeout_seconds, context_tokens=9_000)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_reply_comes_with_its_tokens_at_temperature_zero_and_with_the_key(name: str) -> None:
    meter = Meter()
    with provider_server() as server:
        assert reply_of(_open(name, server), ASK, timeout_seconds=20, meter=meter) == "成立6家。[1]"
    ((path, key, body),) = server.requests
    assert (path, key) == (PROVIDERS[name][1], f"Bearer {KEY}")
    assert body.get("temperature", body.get("options", {}).get("temperature")) == 0
    assert (meter.requests, meter.read, meter.written, meter.estimated) == (1, READ, WRITTEN, False)


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize(("status", "failure"), [(401, "refused"), (404, "unknown"), (429, "busy"), (500, "broken")])
def test_an_error_is_named_alike_for_every_provider(name: str, status: int, failure: Failure) -> None:
    with provider_server(status) as server, pytest.raises(ChatModelError) as caught:
        reply_of(_open(name, server), ASK, timeout_seconds=20)
    assert caught.value.failure == failure
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_reply_that_reached_its_longest_is_known_by_every_provider(name: str) -> None:
    said: list[str] = []
    with provider_server(limited=True) as server, pytest.raises(ChatModelError) as caught:
        said.extend(stream_reply(_open(name, server), ASK, timeout_seconds=20))
    assert caught.value.failure == "limit"
    assert "".join(said) == "成立6家。[1]"


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_client_itself_gives_up_at_the_timeout(name: str) -> None:
    hold = Event()
    with provider_server(hold=hold) as server:
        model = _open(name, server, timeout_seconds=0.3)
        began = monotonic()
        with pytest.raises(Exception, match=r"(?i)time"):
            list(model.stream(ASK))
        assert monotonic() - began < _LATEST_SECONDS


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_that_is_down_is_unreachable(name: str) -> None:
    with provider_server() as server:
        model = _open(name, server)
    with pytest.raises(ChatModelError) as caught:
        reply_of(model, ASK, timeout_seconds=20)
    assert caught.value.failure == "unreachable"


def test_ollama_is_told_how_much_to_read() -> None:
    with provider_server() as server:
        reply_of(_open("ollama:m", server), ASK, timeout_seconds=20)
    ((_, _, body),) = server.requests
    assert body["options"]["num_ctx"] == 9_000


@pytest.mark.parametrize("name", [*PROVIDERS, "gpt-m", "nobody:m"])
def test_without_address_and_key_the_client_looks_for_its_own(name: str) -> None:
    options = client_options(name, Access("", "", 20, 9_000))
    assert not {"base_url", "api_key"} & set(options)
    assert "none" not in str(options)
