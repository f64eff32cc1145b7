"""A model is opened by name, and whatever its provider does becomes one of a few named failures."""

import sys
from threading import Event

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage

from assistant.answering.chat_model import ChatModelError, open_chat_model, reply_of
from assistant.errors import UsageError
from tests.chat_server import chat_server

ASK = [HumanMessage("园区科协有几家？")]


def _failure(url: str, *, timeout_seconds: float = 20) -> ChatModelError:
    model = open_chat_model("openai:m", base_url=url, api_key="very-secret", timeout_seconds=timeout_seconds)
    with pytest.raises(ChatModelError) as caught:
        reply_of(model, ASK, timeout_seconds=timeout_seconds)
    return caught.value


def test_a_reply_comes_over_http_at_temperature_zero_with_the_key() -> None:
    with chat_server("成立6家。[1]") as server:
        model = open_chat_model("openai:m", base_url=server.url, api_key="very-secret", timeout_seconds=20)
        assert reply_of(model, ASK, timeout_seconds=20) == "成立6家。[1]"
    (request,) = server.requests
    assert (request["model"], request["temperature"]) == ("m", 0)
    assert request["messages"] == [{"role": "user", "content": "园区科协有几家？"}]
    assert server.keys == ["Bearer very-secret"]


def test_a_server_of_ones_own_never_gets_the_key_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-provider")
    with chat_server("好。") as server:
        model = open_chat_model("openai:m", base_url=server.url, api_key="", timeout_seconds=20)
        reply_of(model, ASK, timeout_seconds=20)
    assert server.keys == ["Bearer none"]


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, "failed"),
        (401, "refused"),
        (403, "refused"),
        (402, "unpaid"),
        (404, "unknown"),
        (429, "busy"),
        (500, "broken"),
    ],
)
def test_an_error_of_the_server_is_named_without_its_words(status: int, failure: str) -> None:
    with chat_server(status) as server:
        error = _failure(server.url)
    assert error.failure == failure
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    ("status", "complaint", "failure"),
    [
        (400, "This model's maximum context length is 4096 tokens. However, you requested 5021 tokens.", "overlong"),
        (400, "prompt is too long: 208310 tokens > 200000 maximum", "overlong"),
        (400, "the request exceeds the available context size. try increasing the context size", "overlong"),
        (400, "Range of input length should be [1, 30720]", "overlong"),
        (400, "temperature is not supported", "failed"),
        (429, "You exceeded your current quota, please check your plan and billing details.", "unpaid"),
        (429, "Rate limit reached for requests", "busy"),
    ],
)
def test_errors_of_one_status_are_told_apart_by_what_they_say(status: int, complaint: str, failure: str) -> None:
    with chat_server(status) as server:
        server.complaint = complaint
        error = _failure(server.url)
    assert error.failure == failure
    assert complaint not in str(error)


def test_a_server_error_is_tried_twice_more() -> None:
    with chat_server(500) as server:
        _failure(server.url)
    assert len(server.requests) == 3


def test_a_reply_beyond_the_timeout_is_not_waited_for() -> None:
    with chat_server(Event()) as server:
        assert _failure(server.url, timeout_seconds=0.3).failure == "timeout"


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with chat_server("") as server:
        url = server.url
    assert _failure(url).failure == "unreachable"


@pytest.mark.parametrize("reply", ["", " \n"])
def test_a_reply_without_words_is_a_failure(reply: str) -> None:
    with pytest.raises(ChatModelError, match="empty"):
        reply_of(FakeListChatModel(responses=[reply]), ASK, timeout_seconds=20)


def test_a_missing_package_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_xai", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[models\]'"):
        open_chat_model("xai:m", base_url="", api_key="key", timeout_seconds=1)


@pytest.mark.parametrize(("name", "extra"), [("anthropic:m", "anthropic"), ("ollama:m", "ollama")])
def test_a_provider_with_an_extra_names_it(name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object, **__: object) -> None:
        raise ImportError("no such package")

    # LangChain keeps the class of a provider that was ever imported in this process.
    monkeypatch.setattr("langchain.chat_models.init_chat_model", lacking)
    with pytest.raises(UsageError, match=rf"pip install '\.\[{extra}\]'"):
        open_chat_model(name, base_url="", api_key="key", timeout_seconds=1)


@pytest.mark.parametrize("name", ["no-provider-has-this", "nobody:model"])
def test_an_unknown_name_is_refused_with_the_form_that_is_expected(name: str) -> None:
    with pytest.raises(UsageError, match="PROVIDER:MODEL"):
        open_chat_model(name, base_url="", api_key="", timeout_seconds=1)


def test_a_missing_key_is_told_without_the_providers_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(UsageError, match="ASSISTANT_CHAT_API_KEY"):
        open_chat_model("openai:m", base_url="", api_key="", timeout_seconds=1)
