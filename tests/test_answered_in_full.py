"""Each thing that is asked is answered, said to be open, or said not to be comparable."""

import pytest

from assistant.answering.condense import spelt_out
from assistant.pipeline import Assistant
from assistant.schema import Turn


@pytest.mark.parametrize(
    ("question", "open_part"),
    [
        ("省科协年会是哪天开幕的，花了多少钱？", "花了多少钱"),
        ("基泰集团科协哪天成立，有几名员工？", "有几名员工"),
        ("When did the annual meeting open and how much did it cost?", "how much did it cost"),
    ],
)
def test_a_part_that_no_source_answers_is_named(assistant: Assistant, question: str, open_part: str) -> None:
    answer = assistant.ask(question)
    assert not answer.declined and open_part in answer.closing


@pytest.mark.parametrize(
    "question", ["西安科學家博物館哪天開放，當天有幾家機構簽約？", "技术转移职称一共评出多少人，里面正高有几个"]
)
def test_a_part_that_is_answered_is_not_named(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).closing == ""


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("12621工程培训工程师过2000名了吗？", "不到所问的数"),
        ("服务企业超过400家了吗？", "已达到或超过所问的数"),
        ("Have more than 2,000 engineers been trained?", "below that number"),
    ],
)
def test_whether_a_number_was_passed_is_said_first(assistant: Assistant, question: str, lead: str) -> None:
    answer = assistant.ask(question)
    assert lead in answer.lead and all("科技企业是西咸新区" not in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    "question",
    ["服务企业有没有超过550家？", "Is there any later update on enterprises served after the 500-plus figure?"],
)
def test_a_rough_figure_or_the_reported_one_decides_nothing(assistant: Assistant, question: str) -> None:
    assert "comparable figure" not in assistant.ask(question).lead and "同口径" not in assistant.ask(question).lead


@pytest.mark.parametrize(
    "question",
    [
        "2022年双创大赛的三等奖和2019年的铜奖哪个多，多几个？",
        "How many more third prizes were there in 2022 than bronze medals in 2019?",
    ],
)
def test_what_an_editor_says_must_not_be_compared_is_not(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.claims and not any("−" in claim.text for claim in answer.claims)
    assert any(claim.citations[0].quote.endswith("不宜直接比较。") for claim in answer.claims)


@pytest.mark.parametrize("question", ["西咸新区服务了多少企业？", "How many enterprises did Xixian serve?"])
def test_what_an_indicator_counts_is_not_answered_by_something_else_there(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


def test_all_three_prizes_stay_as_sentences_have_them() -> None:
    assert spelt_out("一、二、三等奖各几个？") == "一、二、三等奖各几个？"
    assert spelt_out("the first and second half") == "the first and second half"


@pytest.mark.parametrize(
    ("before", "turn", "standalone"),
    [
        ("2022年双创大赛一等奖多少个？", "二等奖和三等奖呢？", "2022年双创大赛二等奖和三等奖多少个？"),
        (
            "How many first prizes did the 2021 innovation methods contest give?",
            "And second and third prizes?",
            "How many second prizes and third prizes did the 2021 innovation methods contest give?",
        ),
        ("2025年认定的省级专家工作站资助多少钱？", "青年人才托举的项目呢？", "青年人才托举资助多少钱？"),
        ("园区科协的目标是多少？", "院士专家工作站的进展呢？", "院士专家工作站的进展呢？"),
    ],
)
def test_what_is_new_takes_the_place_of_what_was_asked(
    assistant: Assistant, before: str, turn: str, standalone: str
) -> None:
    assert assistant.ask(turn, history=(Turn("user", before),)).standalone == standalone


def test_a_sentence_about_somebody_else_completes_nothing(assistant: Assistant) -> None:
    answer = assistant.ask(
        "When did the Jinghe Yuandian park get its science association, and how many members does it have?"
    )
    assert "how many members" in answer.closing and all("5 members" not in claim.text for claim in answer.claims)


def test_what_is_counted_may_be_called_otherwise(assistant: Assistant) -> None:
    answer = assistant.ask(
        "When was the Ankang innovation enclave incubator put into use, and how many contracts were signed?"
    )
    assert "15 projects" in answer.claims[0].text and answer.closing == ""


def test_a_follow_up_of_two_questions_leans_on_the_conversation_once(assistant: Assistant) -> None:
    answer = assistant.ask("进决赛的呢？比2019年多吗？", history=(Turn("user", "2022年双创大赛有多少项目报名？"),))
    assert "250个项目进决赛" in answer.text and "202个进决赛" in answer.text


def test_three_things_are_each_dated(assistant: Assistant) -> None:
    text = assistant.ask("三项改革的试点方案、10条措施和新20条，都是什么时候出的？").text
    assert all(month in text for month in ("2022年3月", "2022年12月", "2024年7月"))
