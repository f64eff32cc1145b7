"""A question that takes something back halfway is asked as it was meant."""

import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.self_correction import self_corrected
from assistant.answering.spans import Names
from assistant.pipeline import Assistant

MEANT = (
    ("2022年…不对，2023年西安高新技术企业的目标是多少？", "2023年西安高新技术企业的目标是多少？"),
    ("我想问安康，哦不，是商洛的第二批院士专家工作站给了几家企业？", "我想问商洛的第二批院士专家工作站给了几家企业？"),
    ("2021年，不，应该是2022年，决策咨询课题的负责人要什么职称？", "2022年，决策咨询课题的负责人要什么职称？"),
    ("园区科协建了6家，不对，是8家吧？", "园区科协建了8家吧？"),
    ("What was the turnover of Xi’an in 2021 – no wait, in 2022?", "What was the turnover of Xi’an in 2022?"),
    ("How many gold prizes, sorry, silver prizes were there?", "How many silver prizes were there?"),
)
UNCHANGED = (
    "第四批不是20家，对吗？",
    "企业科协不是园区科协，对不对，说明一下",
    "12621工程的目标是10个，不是20个，对吗？",
    "不对，2023年的",
    "Sorry, what is Qinchuangyuan?",
    "No, I meant engineers",
    "No, workstations of academicians and experts, I mean. What is their target?",
    "Who chairs it, Ren Yuan or no one?",
)


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    return Names(knowledge.glossary, knowledge.programme)


@pytest.mark.parametrize(("question", "meant"), MEANT)
def test_what_was_meant_takes_the_place_of_what_was_said(names: Names, question: str, meant: str) -> None:
    assert self_corrected(question, names) == meant


@pytest.mark.parametrize("question", UNCHANGED)
def test_nothing_else_is_changed(names: Names, question: str) -> None:
    assert self_corrected(question, names) == question


def test_only_what_was_meant_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("2022年…不对，2023年西安高新技术企业的目标是多少？")
    assert "11000家" in answer.text and "9000家" not in answer.text
    english = assistant.ask("What was Xi’an’s outgoing technology turnover in 2021 – no wait, in 2022?")
    assert "288.130 billion" in english.text
