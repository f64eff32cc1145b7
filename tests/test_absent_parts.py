"""What no source counts is declined, although the whole, a firm's share or other things are counted."""

import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.subject import whole_of
from assistant.answering.understand import understand
from assistant.pipeline import Assistant

ABSENT = (
    "2025年那58家省级专家工作站里有几家在西安？",
    "智能制造服务团65名专家里有几位院士？",
    "2023年“三新三小”竞赛全省一共颁了多少个奖？",
    "How many people visit the Xi’an museum of scientists in a year?",
    "How many people joined the U30 youth event?",
    "How many of the 6 park associations are in Baoji?",
)
PRESENT = (
    ("543人里正高级有几人？", "正高级4人"),
    ("625个项目里有几个进了决赛？", "250个项目进决赛"),
    ("300支队伍中有多少由企业牵头？", "全部由企业牵头"),
    ("How many people took part in the selenium conference?", "150 people"),
)


@pytest.mark.parametrize("question", ABSENT)
def test_declines_a_part_or_a_number_of_people_that_nobody_counted(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


@pytest.mark.parametrize(("question", "told"), PRESENT)
def test_tells_a_part_that_is_counted(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert not answer.declined
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "whole"), [("那58家里有几家在西安？", 58), ("How many of the 543 are women?", 543), ("有几家？", None)]
)
def test_finds_the_whole_of_which_a_part_is_asked(knowledge: Knowledge, question: str, whole: int | None) -> None:
    found = whole_of(understand(question, glossary=knowledge.glossary, programme=knowledge.programme))
    assert (found.value if found else None) == whole
