"""A statement with a year in it is held against the sources; the year itself may be what is wrong."""

import pytest

from assistant.answering.wording import say
from assistant.pipeline import Assistant
from assistant.schema import Reason


@pytest.mark.parametrize(
    "question", ["秦创原是2019年启动的吗？", "秦创原是2019年提出的吗？", "Was Qinchuangyuan launched in 2019?"]
)
def test_a_wrong_beginning_is_put_right_by_the_register(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.declined
    assert "2021" in answer.claims[0].text
    assert any(citation.source.low_reliability for claim in answer.claims for citation in claim.citations)


def test_a_year_that_no_source_gives_is_not_supported(assistant: Assistant) -> None:
    answer = assistant.ask("秦创原是2020年启动的吗？")
    assert answer.lead == say("unsupported", "zh")
    assert "2021年3月" in answer.claims[0].text


def test_a_batch_of_another_year_is_not_supported(assistant: Assistant) -> None:
    answer = assistant.ask("第三批院士专家工作站是2024年选出的吗？")
    assert answer.lead == say("unsupported", "zh")
    assert "2023年" in answer.claims[0].text


def test_a_right_figure_of_another_year_is_not_confirmed(assistant: Assistant) -> None:
    assert assistant.ask("听说2022年培训了1500名工程师？").lead == say("confirmed", "zh")
    assert assistant.ask("听说2023年培训了1500名工程师？").lead == say("later", "zh")


def test_a_wrong_end_of_the_programme_gets_its_deadline(assistant: Assistant) -> None:
    for question in ("12621工程到2025年完成，对吗？", "12621工程2024年结束，是吗？"):
        answer = assistant.ask(question)
        assert answer.lead == say("unsupported", "zh")
        assert "2023年" in answer.claims[0].text


def test_a_wrong_beginning_of_the_programme_gets_its_first_mention(assistant: Assistant) -> None:
    answer = assistant.ask("12621工程是2019年开始的吗？")
    assert (answer.declined, answer.reason) == (True, Reason.NOT_REPORTED)
    assert answer.claims


def test_who_holds_an_office_now_is_answered_with_the_date(assistant: Assistant) -> None:
    assert "祁志峰" in assistant.ask("陕西省技术经理人协会现任会长是谁？").claims[0].text


def test_a_batch_of_a_city_is_no_answer_for_that_of_the_province(assistant: Assistant) -> None:
    answer = assistant.ask("第二批省级院士专家工作站有多少家？")
    assert answer.declined
    assert "商洛" in answer.claims[0].text


def test_what_was_done_for_people_is_no_number_of_them(assistant: Assistant) -> None:
    answer = assistant.ask("科协为科技工作者办了哪些法律服务？")
    assert "法律热线" in answer.claims[0].text
