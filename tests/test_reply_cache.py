"""The same prompt is asked once; another one, or one long ago, anew."""

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answering.reply_cache import ReplyCache
from assistant.config import Config
from assistant.wiring import open_assistant
from tests.chat_server import chat_server

RULES = SystemMessage("Rules")


def test_a_reply_is_known_for_its_whole_prompt() -> None:
    cache = ReplyCache()
    cache.put([RULES, HumanMessage("几家？")], "6家。[1]")
    assert cache.get([RULES, HumanMessage("几家？")]) == "6家。[1]"
    assert cache.get([SystemMessage("Other rules"), HumanMessage("几家？")]) is None
    assert cache.get([RULES, HumanMessage("几名？")]) is None


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    cache = ReplyCache(kept=2)
    for question in "ab":
        cache.put([HumanMessage(question)], question)
    cache.get([HumanMessage("a")])
    cache.put([HumanMessage("c")], "c")
    assert [cache.get([HumanMessage(question)]) for question in "abc"] == ["a", None, "c"]


def test_a_question_that_is_asked_again_costs_nothing(config: Config) -> None:
    question = "秦创原总窗口设在哪里？"
    quote = open_assistant(config).ask(question).claims[0].citations[0].quote
    with chat_server("".join(f"{quote}[{number}]" for number in range(1, 11))) as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url}
        assistant = open_assistant(config.model_copy(update=settings))
        first, second = assistant.ask(question), assistant.ask(question)
    assert len(server.requests) == 1
    assert first.mode == second.mode == "model"
    assert first.claims == second.claims


def test_a_failure_is_not_kept(config: Config) -> None:
    with chat_server("") as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url}
        assistant = open_assistant(config.model_copy(update=settings))
        for _ in range(2):
            assert "没有给出内容" in assistant.ask("秦创原总窗口设在哪里？").closing
    assert len(server.requests) == 2
