"""What is asked of the last answer, its report or an item of its list, is answered by that answer."""

import pytest

from assistant.answering.of_an_answer import asks_of_the_last_answer, behind, items_of, of_an_answer
from assistant.pipeline import Assistant
from assistant.schema import Turn


@pytest.mark.parametrize(
    "turn",
    [
        "这条消息是哪天登的？",
        "谁报道的？",
        "这是什么时候的报道？",
        "Which paper reported it?",
        "第三项是什么？",
        "And the last one?",
    ],
)
def test_a_turn_about_the_answer_is_known(turn: str) -> None:
    assert asks_of_the_last_answer(turn)


@pytest.mark.parametrize(
    "turn",
    ["第四批呢？", "第二年呢？", "方案是什么时候发布的？", "When was the plan published?", "二等奖呢？", "谁主持的？"],
)
def test_a_turn_about_something_else_is_not(turn: str) -> None:
    assert not asks_of_the_last_answer(turn) and of_an_answer(turn) is None


def test_the_next_item_is_asked_of_the_same_list() -> None:
    once = behind("三项改革是哪三项？", "第二个呢？")
    assert behind(once, "第三个呢？") == "三项改革是哪三项？第三个呢？"


def test_a_sentence_without_a_list_has_no_items() -> None:
    assert items_of("截至2022年4月，已成立园区科协6家。", "zh") == []
    assert items_of("Six were founded, and one more.", "en") == []


@pytest.mark.parametrize(
    ("before", "turn", "lead"),
    [
        ("How many park associations have been set up?", "When was that reported?", "光明网 (8 April 2022)"),
        ("园区科协有几家？", "谁报道的？", "光明网（2022年4月8日）"),
        ("省科协推动成立了哪3个产学研融合组织？", "第二个呢？", "西安中德高端装备制造技术应用研究院"),
        ("三項改革是哪三項？", "最後一項呢？", "橫向項目結餘經費"),
        (
            "List the three industry-academia bodies the association helped to set up.",
            "Tell me about the second one",
            "The one asked about is: the Xi’an Sino-German institute",
        ),
    ],
)
def test_the_last_answer_is_told_with_what_is_asked_of_it(
    assistant: Assistant, before: str, turn: str, lead: str
) -> None:
    answer = assistant.ask(turn, history=(Turn("user", before),))
    assert lead in answer.lead and answer.claims and not answer.declined


def test_no_report_is_named_where_nothing_is_reported(assistant: Assistant) -> None:
    assert assistant.ask("专家服务团已经组建了多少个？这是谁报道的？").declined


def test_a_measure_is_not_answered_by_its_counterpart(assistant: Assistant) -> None:
    answer = assistant.ask("西安2022年输出技术成交额多少？")
    assert all("吸纳" not in claim.text for claim in answer.claims) and "2881.30" in answer.claims[0].text


@pytest.mark.parametrize("question", ["What does 6x100 mean?", "6*100是什么意思？", "6 X 100 stands for what?"])
def test_a_term_of_the_name_is_known_however_its_sign_is_typed(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert len(answer.claims) == 6 and all("100" in claim.text for claim in answer.claims)


def test_a_sum_is_not_calculated(assistant: Assistant) -> None:
    assert assistant.ask("6*100等于多少？").declined and assistant.ask("3x100是什么？").declined
