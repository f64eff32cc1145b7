"""What a model writes is shown as it comes: verified claims, harmless words, never half a mark."""

import json
from collections.abc import Iterator
from datetime import date
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.generate import Progress
from assistant.answering.reply import read_begun, read_statements
from assistant.answering.working import while_working
from assistant.config import Config
from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.schema import Answer, Verdict
from assistant.streamed import json_objects, text_pieces
from assistant.wiring import open_assistant
from tests.chat_server import chat_server

QUESTION = "秦创原总窗口设在哪里？"
PARTS = (
    "园区科协成立6家", "。", "[1]", "[1][2]", "【2】", " [1, 2]", "（1）", "[^1]", "\n", "\n\n- ", "**6家**",
    "1. ", "## ", "<think>是6家还是9家？[3]</think>", "| 指标 | 6家 [1] |", "目标是10个。", "见[报告](http://tracker.test/?q=1)。",
    "![图](http://tracker.test/x.png)", "The target is 10 [2]. ", "据2022年4月8日的报道，", "<b>已建成</b>", "`x`",
    "The name (秦创原) is new [1]. ",
)  # fmt: skip
MARKUP = ("[", "【", "<", "](", "http", "*", "`")


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_is_complete_stays_and_nothing_half_is_shown(reply: str) -> None:
    final = read_statements(reply, passage_count=3)
    for end in range(len(reply) + 1):
        complete, begun = read_begun(reply[:end], passage_count=3)
        assert complete == final[: len(complete)]
        assert not any(sign in begun for sign in MARKUP)
        assert "是6家还是9家" not in begun


@given(
    st.text(alphabet=st.one_of(st.sampled_from('[]【】（）()<>/think1239,。.\n|-*`#！{}":\ue001 '), st.characters()))
)
def test_any_beginning_can_be_read(reply: str) -> None:
    complete, begun = read_begun(reply, passage_count=3)
    for statement in complete:
        assert set(statement.numbers) <= {1, 2, 3}
    assert "<think" not in begun


@pytest.mark.parametrize("looping", ["(" + " " * 5_000, "（来源：" * 500, "[1]" * 2_000, "( " * 2_000, "```\n" * 2_000])
def test_a_model_that_writes_one_thing_again_and_again_is_read(looping: str) -> None:
    """It would be for hours if white space were looked at in every way."""
    complete, begun = read_begun(f"成立6家。[1]\n{looping}", passage_count=3)
    assert [statement.text for statement in complete] in (["成立6家。"], [])
    assert read_statements(f"{looping}\n成立6家。[1]", passage_count=3)[-1].text == "成立6家。"
    assert "[" not in begun


def test_claims_in_json_are_held_back_until_they_are_whole() -> None:
    reply = '```json\n{"claims": [{"text": "成立6家。", "passages": [1]}]}\n```'
    for end in range(len(reply)):
        assert read_begun(reply[:end], passage_count=3) == ([], "")
    assert [(s.text, s.numbers) for s in read_statements(reply, passage_count=3)] == [("成立6家。", (1,))]


class Written:
    """An assistant whose model quotes the first passage, and one invented sentence with it."""

    def __init__(self, config: Config, extra: str) -> None:
        plain = open_assistant(config).ask(QUESTION)
        self.quote = plain.claims[0].citations[0].quote
        self.reply = "".join(f"{self.quote}[{n}]" for n in range(1, 11)) + extra
        self.config = config

    def open(self, url: str) -> Assistant:
        return open_assistant(self.config.model_copy(update={"chat_model": "openai:m", "chat_base_url": url}))


def test_claims_come_before_the_answer_and_are_those_of_the_answer(config: Config) -> None:
    written = Written(config, "园区科协共有9999家。[1]")
    with chat_server(written.reply) as server:
        events = list(written.open(server.url).stream(QUESTION))
    *told, answer = events
    assert isinstance(answer, Answer) and answer.mode == "model"
    progress = [event for event in told if isinstance(event, Progress)]
    assert len(progress) == len(told) > 10
    assert progress[0] == Progress(())  # tells that the passages were found
    assert progress[1].begun and written.quote.startswith(progress[1].begun)
    assert any(event.claims for event in progress)
    for event in progress:
        assert set(event.claims) <= set(answer.claims)
        assert all(claim.verdict is Verdict.VERIFIED for claim in event.claims)
        assert "9999" not in event.begun
    assert "9999" not in answer.text and "未能核实" in answer.closing


def test_a_program_gets_each_claim_once_and_a_person_the_words_as_they_come(config: Config) -> None:
    written = Written(config, "")
    with chat_server(written.reply) as server:
        events = list(written.open(server.url).stream(QUESTION))
    objects = list(json_objects(events))
    assert [list(item) for item in objects] == [["claim"], ["answer"]]
    json.dumps(objects)
    pieces = list(text_pieces(events, today=date(2026, 1, 1)))
    printed = "".join(pieces)
    assert len(pieces) > 5
    assert printed.startswith(written.quote)
    assert printed.count("出处：") == 1


def test_a_begun_sentence_that_is_not_verified_is_marked() -> None:
    answer = Answer("问", "问", "zh", "extractive", "成立6家。")
    events: list[Progress | Answer] = [Progress((), "成立"), Progress((), "成立九家了"), answer]
    assert "".join(text_pieces(events, today=date(2026, 1, 1))).startswith("成立九家了（未核实，略去）\n\n成立6家。")


@pytest.mark.parametrize("opening", ["- ", "不过，", "此外，", "根据资料[1]，", "回答："])
def test_a_sentence_that_becomes_a_claim_is_printed_once_and_not_marked(config: Config, opening: str) -> None:
    written = Written(config, "")
    reply = opening + written.quote.removesuffix("。") + "".join(f"[{number}]" for number in range(1, 11)) + "\n"
    with chat_server(reply) as server:
        events = list(written.open(server.url).stream(QUESTION))
    printed = "".join(text_pieces(events, today=date(2026, 1, 1)))
    assert isinstance(events[-1], Answer) and events[-1].mode == "model"
    assert printed.startswith(f"{written.quote.removesuffix('。')}")
    assert "略去" not in printed and "未核实" not in printed


def test_without_a_model_there_is_only_the_answer(assistant: Assistant) -> None:
    (answer,) = assistant.stream(QUESTION)
    assert isinstance(answer, Answer) and answer.mode == "extractive"


def test_whoever_stops_looking_waits_for_nothing() -> None:
    go_on, ended = Event(), Event()

    def work(tell: object) -> str:
        assert callable(tell)
        try:
            tell("first")
            go_on.wait(20)
            tell("second")
        finally:
            ended.set()
        return "done"

    events: Iterator[object] = while_working(work)
    assert next(events) == "first"
    events.close()  # type: ignore[attr-defined]  # a generator
    go_on.set()
    assert ended.wait(20)


def test_what_goes_wrong_is_raised_where_the_events_are_read() -> None:
    def work(tell: object) -> str:
        raise UsageError("The question is empty.")

    with pytest.raises(UsageError, match="empty"):
        list(while_working(work))
