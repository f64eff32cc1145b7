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


@pytest.mark.parametrize(
    ("question", "lead"),
    [("“1+N”政策里哪一类条数最多？", "营商环境最多，102条。"), ("首届卓越工程师大赛哪种奖最少？", "金奖最少，2项。")],
)
def test_the_item_with_the_most_is_said_first(assistant: Assistant, question: str, lead: str) -> None:
    assert assistant.ask(question).lead == lead


def test_a_superlative_over_undated_sentences_is_no_error(assistant: Assistant) -> None:
    answer = assistant.ask("In which of the years 2020, 2021 and 2022 did Xi’an sell the most technology?")
    assert answer.lead == "It was highest in 2022." and "2881.30" in answer.claims[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Why was the word “academician” dropped from the name of the expert workstations?",
        "2023年省科协决策咨询课题批了多少个？",
    ],
)
def test_no_other_figure_stands_for_what_is_not_reported(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


def test_the_largest_target_is_still_found_by_its_number(assistant: Assistant) -> None:
    assert "10000名" in assistant.ask("十二项里头数字最大的是哪一项？").text


@pytest.mark.parametrize(
    "question",
    [
        "西部云谷二期有多少平方米？",
        "李肇娥现在担任什么职务？",
        "How many of Shaanxi’s 47 national award-winning results came from Xi’an Jiaotong University?",
    ],
)
def test_a_sentence_without_what_is_asked_for_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


def test_an_office_beside_its_holder_is_told(assistant: Assistant) -> None:
    assert "安康市委副书记" in assistant.ask("范永斌是什么职务？").text
