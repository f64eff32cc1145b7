"""A year that a source calls 上一年 is told by its number only with what the source tells of it."""

import pytest

from assistant.answering.verify import unsupported
from assistant.schema import Citation, Source

QUOTE = "在2022“科创中国”评估中，试点综合排名第五，较上一年第一有所下降。"
GROWTH = "2022年签约项目40个，比上年增长20%。"


def cite(quote: str) -> list[Citation]:
    return [Citation(Source("a", "评估", "日报", "2023-03-01", None, "news", "zh"), 1, 0, len(quote), quote)]


@pytest.mark.parametrize(
    "text",
    ["试点2021年度综合排名第一，2022年度降至第五。", "It ranked first in 2021 and fell to fifth in 2022."],
)
def test_the_year_before_is_told_with_its_rank(text: str) -> None:
    assert unsupported(text, cite(QUOTE)) == []


@pytest.mark.parametrize(
    ("text", "quote", "wrong"),
    [
        ("试点2021年度综合排名第五，2022年度升至第一。", QUOTE, "2021年"),
        ("试点2020年度综合排名第一，2022年度降至第五。", QUOTE, "2020年"),
        ("试点2021年度综合排名第一。", QUOTE, "2021年"),
        ("试点2021年度参加了评估，2022年度综合排名第五。", QUOTE, "2021年"),
        ("2021年签约项目40个，比上年增长20%。", GROWTH, "2021年"),
        ("2021年签约项目40个，2022年增长20%。", GROWTH, "2021年"),
    ],
)
def test_a_year_that_the_source_tells_something_else_of_is_caught(text: str, quote: str, wrong: str) -> None:
    assert unsupported(text, cite(quote)) == [wrong]
