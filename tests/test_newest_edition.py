"""Of a yearly thing that a question names without a year, the newest is told first and the others after it."""

import pytest

from assistant.language.dates import find_dates
from assistant.pipeline import Assistant


def years_told(assistant: Assistant, question: str) -> list[str]:
    return [max(mention.iso[:4] for mention in find_dates(claim.text)) for claim in assistant.ask(question).claims]


@pytest.mark.parametrize(
    "question", ["青年托举资助多少钱一年？", "双创大赛决赛有多少项目？", "陕西的技术合同成交额是多少？"]
)
def test_the_newest_comes_first(question: str, assistant: Assistant) -> None:
    years = years_told(assistant, question)
    assert len(set(years)) > 1
    assert years == sorted(years, reverse=True)


def test_a_year_that_is_named_stays_the_only_one(assistant: Assistant) -> None:
    assert years_told(assistant, "2019年双创大赛决赛有多少项目？")[0] == "2019"


def test_a_goal_of_a_later_year_is_no_newer_result(assistant: Assistant) -> None:
    first = assistant.ask("西安的技术合同成交额是多少").claims[0]
    assert "目标" not in first.text


def test_a_vaguer_date_is_no_newer_one(assistant: Assistant) -> None:
    assert "6月24日" in assistant.ask("决策咨询课题什么时候截止申报？").claims[0].text
