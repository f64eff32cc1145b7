"""However a model says that it has no answer, it is taken for that; what tells something first is none."""

import pytest

from assistant.answering.generate import Progress
from assistant.answering.refusal import is_refusal, may_refuse
from assistant.answering.reply import Statement, read_statements
from assistant.config import Config
from assistant.schema import Answer
from assistant.wiring import open_assistant
from tests.chat_server import chat_server

REFUSALS = (
    "NO ANSWER",
    "**No answer.**",
    "无答案。",
    "根据提供的资料，无法回答该问题。",
    "很遗憾，所给段落没有提到这一点。",
    "资料不足，无法作答。",
    "这个问题在提供的文档里找不到答案。",
    "我无法从给定的材料中得出结论。",
    "提供的资料中并没有关于该问题的具体数字。",
    "以上资料均未直接回答此问题。",
    "给定的段落与问题无关。",
    "所提供的段落没有回答这个问题[1][4]。",
    "根据上述资料，没有足够的信息来回答这个问题。[1]",
    "作为一个AI语言模型，我无法访问实时信息。",
    "The provided passages don’t mention this.",
    "There is not enough information to answer the question.",
    "The documents provided do not specify what it is.",
    "None of the passages answers the question.",
    "Unfortunately, this is not covered in the sources.",
    "No answer can be found in the passages [1][2].",
    "I don't have enough context to answer that.",
    "The answer is not available in the facts and passages.",
)
NO_REFUSALS = (
    "园区科协成立6家。",
    "推动成立了省技术经理人协会；来源没有给出培养人数，目标为100名。",
    "4份，是智能制造服务团写的智库报告，口径不同，来源没有给出件数。",
    "第三批名单没有提供单位信息[1]。",
    "The third batch had 20; the sources do not give the number of the second.",
)


@pytest.mark.parametrize("reply", REFUSALS)
def test_a_refusal_is_known_in_many_words(reply: str) -> None:
    assert is_refusal(read_statements(reply, passage_count=4)[0])


@pytest.mark.parametrize("reply", NO_REFUSALS)
def test_what_tells_something_is_no_refusal(reply: str) -> None:
    assert not is_refusal(read_statements(reply, passage_count=4)[0])


def test_a_beginning_may_be_that_of_the_words_that_were_asked_for() -> None:
    assert all(may_refuse("NO ANSWER"[:length]) for length in range(1, 10))
    assert not may_refuse("Nobody") and not may_refuse("") and not may_refuse("秦创原")
    assert not is_refusal(Statement("No", ()))


@pytest.mark.parametrize("reply", ["NO ANSWER", "抱歉，资料中没有相关信息。不过，秦创原总窗口设在西咸新区。"])
def test_nothing_of_a_refusal_is_shown_while_it_is_written(config: Config, reply: str) -> None:
    with chat_server(reply) as server:
        settings = {"chat_model": "openai:m", "chat_base_url": server.url}
        *progress, answer = open_assistant(config.model_copy(update=settings)).stream("秦创原总窗口设在哪里？")
    assert isinstance(answer, Answer) and "没有答案" in answer.closing
    assert all(isinstance(event, Progress) and not (event.begun or event.claims) for event in progress)
