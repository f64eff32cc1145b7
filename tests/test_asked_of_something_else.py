"""What a question names beside an indicator, a year or a place decides what it is answered by."""

import pytest

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("青年人才托举计划2015年和2019年申报的项目各多少？", "申报项目从40项增到189项"),
        ("商洛市第二批院士专家工作站每站补20万，对不对？", "每站补助10万元"),
        ("The 2020 legal hotline for science workers ran on the 12345 platform, right?", "12348"),
        ("输出技术成交额跟吸纳技术成交额差在哪儿？", "卖出技术"),
        ("What came out of the Ankang roadshow of 23 May 2022?", "5 results"),
        ("Besides Sun Baoguo, who was appointed at the selenium conference in Shiquan?", "Yang Xingbin"),
        ("What do the “three reforms” cover?", "separate management"),
    ],
)
def test_the_first_sentence_is_about_the_very_thing(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert not answer.declined and told in answer.claims[0].text


def test_the_year_with_the_most_is_said_first(assistant: Assistant) -> None:
    assert assistant.ask("2015到2019年，青年人才托举计划哪一年立项最多？").lead == "2018年最多。"
    assert assistant.ask("西安输出技术成交额2020年到2022年哪年最低？").lead == "2020年最少。"


def test_that_all_are_of_a_kind_does_not_tell_how_many_are_in_a_place(assistant: Assistant) -> None:
    assert assistant.ask("How many of the 300 “scientist + engineer” teams come from Baoji?").declined


def test_a_statement_about_an_indicator_is_still_put_right_by_it(assistant: Assistant) -> None:
    answer = assistant.ask("The enterprise federation’s 130 members are all park associations, aren’t they?")
    assert answer.lead == "No source says so."
