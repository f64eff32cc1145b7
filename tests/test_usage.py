"""What an answer takes of a model is counted from what the provider says, and costs what the settings say."""

from decimal import Decimal
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from assistant.answering.chat_model import ChatModelError, open_chat_model, reply_of, stream_reply
from assistant.answering.render import answer_payload
from assistant.answering.usage import Meter, Prices
from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.schema import Answer, Turn, Usage
from assistant.window.answer import usage_text
from assistant.wiring import open_assistant
from tests.chat_server import CUT, Behaviour, ChatServer, chat_server

QUESTION = "秦创原总窗口设在哪里？"
ASK = [HumanMessage("几家？")]
PRICES = {"chat_price_in": Decimal(2), "chat_price_out": Decimal(8)}


def _metered(server: ChatServer) -> Meter:
    meter = Meter()
    model = open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20)
    reply_of(model, ASK, timeout_seconds=20, meter=meter)
    return meter


def _ask(config: Config, behaviour: Behaviour, *, history: tuple[Turn, ...] = (), **settings: Any) -> Answer:
    with chat_server(behaviour) as server:
        server.tokens = (1_000, 50)
        changed = config.model_copy(update={"chat_model": "openai:m", "chat_base_url": server.url, **settings})
        return open_assistant(changed).ask(QUESTION, history=history)


def test_tokens_are_those_that_the_provider_counted_while_streaming() -> None:
    with chat_server("成立6家。[1]") as server:
        server.tokens = (25, 15)
        meter = _metered(server)
    assert (meter.requests, meter.read, meter.written, meter.estimated) == (1, 25, 15, False)


def test_tokens_that_nobody_counted_are_estimated_and_marked() -> None:
    with chat_server("成立6家。[1]") as server:
        meter = _metered(server)
    assert (meter.read, meter.written, meter.estimated) == (3, 6, True)


def test_a_server_that_refuses_to_count_is_asked_again_without_and_not_refused_twice() -> None:
    with chat_server("成立6家。[1]") as server:
        server.refuses = "stream_options"
        meter = Meter()
        model = open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20)
        for _ in range(2):
            assert reply_of(model, ASK, timeout_seconds=20, meter=meter) == "成立6家。[1]"
    assert ["stream_options" in request for request in server.requests] == [True, False, False]
    assert meter.estimated


def test_a_request_that_is_refused_for_another_reason_does_not_end_the_counting() -> None:
    with chat_server(400) as server:
        server.tokens = (25, 15)
        model = open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20)
        with pytest.raises(ChatModelError):
            reply_of(model, ASK, timeout_seconds=20)
        server.behaviour = "成立6家。[1]"
        meter = Meter()
        reply_of(model, ASK, timeout_seconds=20, meter=meter)
    assert (meter.read, meter.written, meter.estimated) == (25, 15, False)


def test_a_reply_that_breaks_off_or_is_stopped_is_counted_as_far_as_it_came() -> None:
    with chat_server(f"成立6家。{CUT}") as server:
        meter = Meter()
        model = open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20)
        with pytest.raises(ChatModelError):
            reply_of(model, ASK, timeout_seconds=20, meter=meter)
    assert meter.estimated and meter.written > 0
    with chat_server("成立6家。" * 20) as server:
        stopped = Meter()
        replying = stream_reply(
            open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20),
            ASK,
            timeout_seconds=20,
            meter=stopped,
        )
        while not next(replying):
            pass
        replying.close()
    assert (stopped.requests, stopped.estimated) == (1, True)


def test_a_request_that_failed_is_not_counted() -> None:
    with chat_server(401) as server:
        meter = Meter()
        model = open_chat_model("openai:m", base_url=server.url, api_key="k", timeout_seconds=20)
        with pytest.raises(ChatModelError):
            reply_of(model, ASK, timeout_seconds=20, meter=meter)
    assert meter.usage(Prices()) is None


def test_the_cost_is_that_of_the_settings_and_unknown_without_them() -> None:
    meter = Meter(requests=1, read=1_000_000, written=500_000)
    assert meter.usage(Prices(Decimal(2), Decimal(8), "CNY")) == Usage(
        1, 0, 1_000_000, 500_000, estimated=False, cost=Decimal(6), currency="CNY"
    )
    for prices in (Prices(), Prices(read=Decimal(2)), Prices(written=Decimal(8))):
        usage = meter.usage(prices)
        assert usage is not None and usage.cost is None


def test_condensing_and_answering_are_counted_together(config: Config) -> None:
    history = (Turn("user", "秦创原是什么？"), Turn("assistant", "一个平台。"))
    usage = _ask(config, "NO ANSWER", history=history, **PRICES).usage
    assert usage == Usage(2, 0, 2_000, 100, estimated=False, cost=Decimal("0.0048"), currency="CNY")


def test_a_known_reply_costs_nothing_and_says_so(config: Config) -> None:
    with chat_server("NO ANSWER") as server:
        server.tokens = (1_000, 50)
        settings = {"chat_model": "openai:m", "chat_base_url": server.url, **PRICES}
        assistant = open_assistant(config.model_copy(update=settings))
        first, second = assistant.ask(QUESTION).usage, assistant.ask(QUESTION).usage
    assert first == Usage(1, 0, 1_000, 50, estimated=False, cost=Decimal("0.0024"), currency="CNY")
    assert second == Usage(0, 1, 0, 0, estimated=False, cost=Decimal(0), currency="CNY")
    assert usage_text(second, "zh") == "语言模型：答复取自缓存，没有费用"
    assert usage_text(second, "en") == "Language model: known reply, no cost"


def test_the_json_of_an_answer_has_its_usage_only_with_a_model(config: Config, assistant: Assistant) -> None:
    assert "usage" not in answer_payload(assistant.ask(QUESTION))
    assert answer_payload(_ask(config, "NO ANSWER"))["usage"] == {
        "requests": 1,
        "cached": 0,
        "tokens_in": 1_000,
        "tokens_out": 50,
        "estimated": False,
        "cost": None,
        "currency": "",
    }


def test_the_window_says_quietly_what_was_taken() -> None:
    usage = Usage(1, 0, 1_234, 56, estimated=True, cost=Decimal("0.002100"), currency="CNY")
    assert usage_text(usage, "zh") == "语言模型：读 1,234 词元、写 56 词元（估计），费用 0.0021 CNY"
    assert usage_text(usage, "en") == "Language model: 1,234 tokens read, 56 written (estimated), cost 0.0021 CNY"
