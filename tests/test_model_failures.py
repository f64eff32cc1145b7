"""Whatever a provider does, the answer comes from the sources in time, with one calm sentence why."""

from threading import Event
from time import monotonic

import pytest

from assistant.answering.generate import Progress
from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.schema import Answer, Verdict
from assistant.wiring import open_assistant
from tests.chat_server import CUT, SLOW, Behaviour, chat_server

QUESTION = "秦创原总窗口设在哪里？"
PATIENCE_SECONDS = 10.0
IMPATIENCE_SECONDS = 1.0
LATEST_SECONDS = 20.0
"""Far beyond the patience: on a busy machine only a hanging answer is that late."""


def _open(config: Config, url: str, *, patience: float = PATIENCE_SECONDS) -> Assistant:
    settings = {"chat_model": "openai:m", "chat_base_url": url, "chat_timeout_seconds": patience}
    return open_assistant(config.model_copy(update=settings))


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (401, "密钥"),
        (403, "密钥"),
        (400, "没有完成请求"),
        (402, "余额"),
        (404, "找不到这个模型"),
        (429, "请求过多"),
        (500, "服务出错"),
        (503, "服务出错"),
        ("", "没有给出内容"),
        (f"秦创原总窗口设在西咸新区{CUT}。[1]", "答复中断"),
        (CUT, "无法连接|没有完成请求"),
        (f"秦创原{SLOW}总窗口{SLOW}设在{SLOW}西咸新区{SLOW}。{SLOW}[1]", "没有及时答复"),
        ("\x00\ufffd{]}<<>>" * 200, "没有给出能核实的回答"),
        ("字" * 60_000, "没有写完"),
        ("NO ANSWER", "没有答案"),
        ("抱歉，所给资料没有提到相关信息。", "没有答案"),
        ("I'm sorry, but the passages do not mention this.", "没有答案"),
    ],
)
def test_a_failing_provider_leaves_the_answer_of_the_sources(
    config: Config, assistant: Assistant, behaviour: Behaviour, why: str
) -> None:
    plain = assistant.ask(QUESTION)
    began = monotonic()
    patience = IMPATIENCE_SECONDS if SLOW in str(behaviour) else PATIENCE_SECONDS
    with chat_server(behaviour) as server:
        answer = _open(config, server.url, patience=patience).ask(QUESTION)
    assert monotonic() - began < LATEST_SECONDS
    assert (answer.mode, answer.claims, answer.declined) == ("extractive", plain.claims, False)
    assert any(part in answer.closing for part in why.split("|"))
    assert answer.closing.count("未采用语言模型的回答") == 1
    assert "secret" not in answer.text


def test_a_server_that_never_answers_is_not_waited_for(config: Config) -> None:
    event = Event()
    with chat_server(event) as server:
        answer = _open(config, server.url, patience=IMPATIENCE_SECONDS).ask(QUESTION)
    assert "没有及时答复" in answer.closing


def test_a_provider_that_is_down_costs_the_wording_only(config: Config) -> None:
    with chat_server("") as server:
        url = server.url
    answer = _open(config, url).ask(QUESTION)
    assert "无法连接" in answer.closing and answer.claims


def test_a_stream_that_breaks_off_ends_with_the_answer_of_the_sources(config: Config, assistant: Assistant) -> None:
    quote = assistant.ask(QUESTION).claims[0].citations[0].quote
    with chat_server(f"{quote}[1]\n{quote[:6]}{CUT}") as server:
        *progress, answer = _open(config, server.url).stream(QUESTION)
    assert all(isinstance(event, Progress) for event in progress)
    assert isinstance(answer, Answer) and "答复中断" in answer.closing
    assert all(claim.verdict is Verdict.VERIFIED for claim in answer.claims)


def test_stopping_ends_the_request(config: Config) -> None:
    with chat_server(SLOW.join("秦创原总窗口设在西咸新区。" * 4)) as server:
        events = _open(config, server.url).stream(QUESTION)
        assert isinstance(next(events), Progress)
        events.close()  # type: ignore[attr-defined]  # a generator
        assert server.left.wait(LATEST_SECONDS)


def test_a_reply_that_reached_its_longest_is_told_to_its_last_whole_sentence(
    config: Config, assistant: Assistant
) -> None:
    quote = assistant.ask(QUESTION).claims[0].citations[0].quote
    with chat_server(f"{quote}[1]\n{quote[:6]}") as server:
        server.finish = "length"
        limited = _open(config, server.url)
        answer = limited.ask(QUESTION)
        limited.ask(QUESTION)
    assert answer.mode == "model" and [claim.text for claim in answer.claims] == [quote]
    assert not answer.unverified
    assert answer.closing == "（语言模型的答复太长，没有写完。）"
    assert len(server.requests) == 2  # half a reply is not kept


def test_a_reply_that_was_all_thought_up_to_its_longest_says_so(config: Config) -> None:
    with chat_server("<think>用户问的是总窗口。") as server:
        server.finish = "length"
        answer = _open(config, server.url).ask(QUESTION)
    assert answer.mode == "extractive" and "没有写完" in answer.closing
