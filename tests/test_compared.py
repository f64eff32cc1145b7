"""Which of two is more is said first, with the figures of both quoted, or not at all."""

import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.sides import asks_which_is_more, sides_of
from assistant.answering.understand import understand
from assistant.pipeline import Assistant

SAID = (
    ("首批和2023年新认定的“科学家+工程师”队伍，哪一批更多？", "2023年的更多。", ("200支", "300支", "相差100支")),
    ("西安2020年和2022年的输出技术成交额，哪年高、高多少？", "2022年的更高。", ("1648.56", "相差1232.74亿元")),
    ("2021比2020，西安输出技术成交额是涨了还是跌了？", "2021年的更高。", ("2209.49", "1648.56")),
    ("第三批和第四批省級專家工作站，哪一批多？", "兩者相同。", ("第三批", "第四批20家")),
    ("第二批和第四批省级专家工作站哪批多？", "资料只写了其中一方的这一数字，无法比较。", ("20家",)),
    ("2021年高新技术企业和科技型中小企业哪个多？", "科技型中小企业的更多。", ("8397家", "11189家")),
    ("2022年双创大赛一等奖和二等奖哪个多，多几个？", "二等奖的更多。", ("25个", "50个", "相差25个")),
    ("西咸新区“科创中国”试点2021年和2022年哪年排名高？", "2021年的名次更靠前。", ("第一", "第五")),
    (
        "Did more projects reach the final of the innovation and entrepreneurship contest in 2019 or in 2022?",
        "The higher figure is that of 2022.",
        ("202 reached", "250 projects", "48 (250 − 202)"),
    ),
    (
        "Did Xixian have more technology-based SMEs in October 2021 or in November 2021?",
        "The higher figure is that of November 2021.",
        ("897", "950"),
    ),
    (
        "Was the third batch of provincial academician workstations larger than the second?",
        "The sources give this figure of one of them alone, so they cannot be compared.",
        ("20 academician",),
    ),
)
NOT_SAID = (
    "三新三小2021年的获奖数和2022年的哪个多？",
    "2023年西安和陕西的高新技术企业哪个多？",
    "From 2020 to 2023, which grew faster in Shaanxi, high-tech enterprises or technology SMEs?",
    "Were there more high-tech enterprises in Xi’an in 2020 or in 2023?",
    "Did Ankang sign more projects in 2022 or in 2023?",
)
"""One of the two is not reported, or is a plan."""


@pytest.mark.parametrize(("question", "lead", "told"), SAID)
def test_says_which_is_more_and_quotes_both(
    assistant: Assistant, question: str, lead: str, told: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert answer.lead == lead
    assert all(figure in answer.text for figure in told), answer.text


@pytest.mark.parametrize("question", NOT_SAID)
def test_says_nothing_of_what_cannot_be_set_beside_each_other(assistant: Assistant, question: str) -> None:
    text = assistant.ask(question).text
    assert not any(word in text for word in ("更多", "更高", "相同", "higher figure", "are equal")), text


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("第三批和第四批专家工作站哪批多？", [("第三批", "第三批"), ("第四批", "第四批")]),
        ("Were the third or the second batch larger?", [("the third batch", "第三批"), ("the second batch", "第二批")]),
        ("2021年10月底和11月底哪个多？", [("2021年10月", "2021-10"), ("2021年11月", "2021-11")]),
        ("2021年、2022年和2023年哪年多？", []),
        ("2022年的一等奖和二等奖哪个多？", [("一等奖", "一等奖"), ("二等奖", "二等奖")]),
        ("2022年的一等奖和二等奖各多少？", []),
    ],
)
def test_finds_the_two_sides_of_a_question(knowledge: Knowledge, question: str, sides: list[tuple[str, str]]) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    found = sides_of(asked, knowledge.glossary)
    assert [(side.label, side.date or side.batch or side.term) for side in found] == sides


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("哪年多？", True),
        ("2021年和2022年相差多少？", False),
        ("服务企业的数能不能相加，哪个多？", False),
        ("Tell me more about the contest.", False),
        ("Did it rise from 2020 to 2021?", True),
    ],
)
def test_tells_a_question_which_is_more_from_others(knowledge: Knowledge, question: str, asks: bool) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    assert asks_which_is_more(asked) is asks
