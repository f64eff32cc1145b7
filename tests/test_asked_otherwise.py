"""Near misses in new words: a sentence must be of the very thing asked, and a wrong statement is put right."""

import pytest

from assistant.answering.wording import say
from assistant.pipeline import Assistant
from assistant.schema import Turn


@pytest.mark.parametrize(
    "question", ["三新三小竞赛一共有多少获奖项目？", "How many projects won in the three-new-three-small contest?"]
)
def test_prizes_of_a_contest_are_not_those_of_one_winner(question: str, assistant: Assistant) -> None:
    first = assistant.ask(question).claims[0]
    assert "550" in first.text and "陕汽" not in first.citations[0].quote


def test_prizes_of_a_named_winner_are_its_own(assistant: Assistant) -> None:
    assert "17项" in assistant.ask("陕汽在三新三小竞赛中获奖几项？").claims[0].text


@pytest.mark.parametrize(
    "question",
    [
        "2024年新三年行动计划总投资多少？",
        "Which company built the Xi’an Scientists’ Museum?",
        "首届省科协年会来了多少观众？",
        "商洛市第二批院士专家工作站的6家企业分别叫什么？",
    ],
)
def test_another_fact_of_the_same_thing_is_no_answer(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).declined


def test_what_was_invested_is_told_where_a_source_says_so(assistant: Assistant) -> None:
    assert "16.5亿元" in assistant.ask("陕汽新能源智能商用汽车创新中心总投资多少？").claims[0].text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("我记得秦创原是2020年3月启动的，没错吧？", "2021年3月"),
        ("I believe the Xi’an Scientists’ Museum opened in 2020, right?", "22 February 2022"),
        ("听说秦创原的“原”指平原，对吗？", "高原"),
        ("听说西安交大技术经理人学院是三方共建，对不对？", "五方共建"),
        ("听说省科协年会放在西安国际会议中心开的，是吗？", "西部云谷"),
    ],
)
def test_a_wrong_statement_is_put_right_whatever_word_of_it_is_wrong(
    question: str, told: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.lead == say("unsupported", answer.language)
    assert told in answer.text


def test_a_year_that_another_is_measured_against_is_not_told_of(assistant: Assistant) -> None:
    assert "490家" in assistant.ask("西咸新区2022年认定高新技术企业几家，是上年的几倍？").claims[0].text


def test_of_several_measures_each_gets_its_figure(assistant: Assistant) -> None:
    text = assistant.ask("截至2023年7月底，省级以上孵化载体多少个、在孵企业多少家？").text
    assert "461个" in text and "4.4万家" in text


def test_what_each_of_several_counts_is_listed(assistant: Assistant) -> None:
    text = assistant.ask("2022“科创中国”榜单上陕西上榜的五类各几个？").text
    assert all(count in text for count in ("7项", "2家", "1家", "4人", "2人"))


def test_a_goal_is_told_and_not_what_its_measure_means(assistant: Assistant) -> None:
    answer = assistant.ask("What is the 2023 goal of Xi’an for technology contracts?")
    assert not answer.lead and "2500亿元" in answer.claims[0].text


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("How much is each provincial expert workstation funded with?", "And in Shangluo?", "in Shangluo?"),
        ("2022年输出技术成交额是多少？", "西安呢？", "西安2022年输出技术成交额"),
        ("How much technology did Xi’an export in 2021?", "And a year later?", "export in 2022?"),
    ],
)
def test_a_place_or_year_alone_asks_the_last_question_again(
    before: str, question: str, standalone: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question, history=(Turn("user", before), Turn("assistant", "…")))
    assert standalone in answer.standalone


def test_two_things_set_beside_each_other_are_both_told_of(assistant: Assistant) -> None:
    text = assistant.ask("“一总多区”跟“一总两带”是一回事么？").text
    assert "一总多区" in text and "一总两带" in text


@pytest.mark.parametrize(
    ("question", "batches"),
    [
        ("第三批和第四批省级院士专家工作站各有多少家？", ("第三批", "第四批")),
        ("How many stations did the fourth batch have?", ("fourth batch",)),
    ],
)
def test_each_batch_gets_its_number(question: str, batches: tuple[str, ...], assistant: Assistant) -> None:
    told = [claim.text for claim in assistant.ask(question).claims]
    assert all(any(batch in text and "20" in text for text in told) for batch in batches)


def test_the_difference_of_two_years_is_worked_out_and_verified(assistant: Assistant) -> None:
    answer = assistant.ask("西安输出技术成交额2021年比2020年多多少？")
    assert "相差560.93亿元" in answer.text and not answer.unverified


def test_who_of_a_kind_came_is_answered_with_names(assistant: Assistant) -> None:
    assert "陈学东" in assistant.ask("首届省科协年会有哪些院士到场？").claims[0].text
