"""A rank is of the year that it was reached in, and a question for one is answered by nothing else."""

import pytest

from assistant.answering.parts import split_dates
from assistant.answering.ranks import ranks_in, tells_a_rank, years_ranked
from assistant.pipeline import Assistant
from assistant.schema import Source

SOURCE = Source(id="a", title="标题", publisher=None, published="2022-02-22", url=None, kind="news", language="zh")


def test_batches_and_sessions_are_no_ranks() -> None:
    assert [str(value) for _, _, value in ranks_in("第二批第三场，综合排名第五")] == ["5"]
    assert tells_a_rank("位居榜首") and not tells_a_rank("第二场介绍了西咸新区")


def test_what_is_announced_in_a_year_is_no_rank_of_that_year() -> None:
    assert years_ranked("2022年2月21日，中国科协公布2021“科创中国”榜单，西咸新区排名第一。", SOURCE) == {"2021"}
    assert years_ranked("在2022“科创中国”评估中，西咸新区排名第五。", SOURCE) == {"2022"}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("西咸新区2021和2022年分别第几？", ["西咸新区2021年第几？", "西咸新区2022年第几？"]),
        ("甲2021年和2022年在榜单里分别排第几？", ["甲2021年在榜单里排第几？", "甲2022年在榜单里排第几？"]),
        ("甲2021年和2022年的目标分别是多少，差几家？", ["甲2021年的目标多少？", "甲2022年的目标多少？"]),
    ],
)
def test_each_year_is_asked_in_the_words_of_the_question(question: str, parts: list[str]) -> None:
    assert split_dates(question) == parts


@pytest.mark.parametrize(
    ("question", "rank", "other"),
    [
        ("西咸新区2022年在“科创中国”试点里排第几？", "第五", "公布2021"),
        ("西咸新区2021年第几？", "排名第一", "入选第二批"),
    ],
)
def test_a_rank_is_told_of_the_year_that_is_asked_for(
    assistant: Assistant, question: str, rank: str, other: str
) -> None:
    first = assistant.ask(question).claims[0].text
    assert rank in first and other not in first


def test_the_ranks_of_both_years_are_told(assistant: Assistant) -> None:
    text = assistant.ask("西咸新区2021和2022年分别第几？").text
    assert "排名第一" in text and "排名第五" in text
