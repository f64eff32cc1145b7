"""A real model on a real server of somebody else's making: noise comes, and the answer is that of the sources."""

from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage

from assistant.answering.chat_model import open_chat_model, reply_of
from assistant.answering.generate import Progress
from assistant.answering.usage import Meter
from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.schema import Answer
from assistant.wiring import open_assistant
from tests.tiny_model import served, write_tiny_model

QUESTION = "秦创原总窗口设在哪里？"
NEW_TOKENS = 40
_PATIENCE_SECONDS = 120.0
"""It reads some thousand tokens on whatever processor there is."""
_CONTEXT_TOKENS = 4_000
"""A few passages: each byte is a token to this model."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The name of a model with random weights, and the address of its server."""
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_model(folder, new_tokens=NEW_TOKENS)
    with served(folder) as url:
        yield f"openai:{folder}", url


def test_a_real_server_streams_noise_and_the_answer_is_that_of_the_sources(
    tiny: tuple[str, str], config: Config, assistant: Assistant
) -> None:
    name, url = tiny
    settings = {
        "chat_model": name,
        "chat_base_url": url,
        "chat_timeout_seconds": _PATIENCE_SECONDS,
        "chat_context_tokens": _CONTEXT_TOKENS,
    }
    *progress, answer = open_assistant(config.model_copy(update=settings)).stream(QUESTION)
    plain = assistant.ask(QUESTION)
    assert isinstance(answer, Answer)
    assert (answer.mode, answer.claims) == ("extractive", plain.claims)
    assert answer.closing == "（未采用语言模型的回答：没有给出能核实的回答；以上是资料原文。）"
    assert len(progress) > 1 and all(isinstance(event, Progress) and not event.claims for event in progress)


def test_a_real_server_counts_its_tokens(tiny: tuple[str, str]) -> None:
    name, url = tiny
    model = open_chat_model(name, base_url=url, api_key="", timeout_seconds=_PATIENCE_SECONDS)
    meter = Meter()
    assert reply_of(model, [HumanMessage("几家？")], timeout_seconds=_PATIENCE_SECONDS, meter=meter)
    assert (meter.requests, meter.estimated) == (1, False)
    assert NEW_TOKENS <= meter.written < 10 * NEW_TOKENS
