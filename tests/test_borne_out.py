"""A doubtful statement is confirmed by a sentence that says all of it, corrected by one that says otherwise."""

import pytest

from assistant.answering.borne_out import corrected
from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.understand import understand
from assistant.pipeline import Assistant
from assistant.schema import Claim

NONE = "No source says so."
WRONG = (
    ("2022年科技工作者双创大赛的征集是6月15日截止的吧？", "资料不支持这一说法。", "6月30日"),
    ("企業科協聯合會首批會員是93家，對嗎？", "資料不支持這一說法。", "130家"),
    ("听说12621工程要服务一万家企业，是真的吗？", "资料不支持这一说法。", "服务企业1000家"),
    ("2021年的“三新三小”竞赛分8个类别、获奖550项，对吗？", "不完全对，与资料不符的是：类别。", "6个类别"),
    ("陕汽2023年在三新三小拿了4个一等奖、17个二等奖，是吗？", "不完全对，与资料不符的是：二等奖。", "二等奖7项"),
    ("The call for the 2022 decision-consulting projects closed on 30 June, didn’t it?", NONE, "24 June"),
    ("So the first 300 “scientist + engineer” teams were recognised in April 2022?", NONE, "batch of 200"),
    ("So the framework is nine tasks and three measures, correct?", NONE, "3 major tasks and 9"),
)
RIGHT = (
    "截至2022年4月，12621工程已建院士工作站2家，对吗？",
    "2023年，陕西省科协的科技服务团到11个县（区）开展技术指导22场次，对吗？",
    "2021年的“三新三小”竞赛分6个类别、获奖项目550个，对吗？",
    "By March 2023 Fengxi New City had transferred 150 results and had 2 academician workstations, right?",
    "The 2019 contest for science and technology workers gave 20 gold, 59 silver and 118 bronze prizes, right?",
)
NEITHER = (
    "Was the number of high-tech firms in Shaanxi in 2023 16,000 or 12,000?",
    "Are the 40 contest signings and the 40 landed projects one and the same?",
)


@pytest.mark.parametrize(("question", "lead", "told"), WRONG)
def test_says_what_of_a_statement_is_wrong_beside_what_the_sources_say(
    assistant: Assistant, question: str, lead: str, told: str
) -> None:
    answer = assistant.ask(question)
    assert answer.lead == lead
    assert told in answer.text


@pytest.mark.parametrize("question", RIGHT)
def test_confirms_a_statement_that_one_sentence_bears_out(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.lead in ("是的，资料这样写。", "Yes, that is what the sources say.")
    assert len(answer.claims) == 1


@pytest.mark.parametrize("question", NEITHER)
def test_neither_confirms_nor_denies_a_question_that_states_nothing(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).text.startswith(("No source", "Not quite", "Yes"))


def test_does_not_confirm_of_the_programme_what_others_did(assistant: Assistant) -> None:
    answer = assistant.ask("截至2021年11月18日，12621工程有115项成果转化并注册公司，对吗？")
    assert not answer.text.startswith("是的")


@pytest.mark.parametrize(
    ("question", "told", "lead"),
    [
        ("大赛在6月15日开幕，对吗？", "大赛于2022年6月15日开幕。", ""),
        ("大赛在6月15日开幕，对吗？", "大赛于2022年6月16日开幕。", "资料不支持这一说法。"),
        ("大赛有金奖3个，对吗？", "大赛有银奖3个。", ""),
        ("大赛有金奖3个，对吗？", "大赛有金奖5个，银奖3个。", "资料不支持这一说法。"),
        ("大赛有金奖3个，对吗？", "大赛的冠军是甲队。", ""),
    ],
)
def test_only_what_is_given_otherwise_is_wrong(knowledge: Knowledge, question: str, told: str, lead: str) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    assert corrected(asked, Draft((Claim(told, ()),), "extractive")).lead == lead


@pytest.mark.parametrize(
    "question",
    [
        "据说12621已经服务了1000家企业，对吗？",
        "听说已经形成了100项决策咨询建议，是真的吗？",
        "I heard that 100 expert service teams have been formed, right?",
        "所以10000名科技工作者都服务到了，对吧？",
    ],
)
def test_a_target_bears_out_no_result(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.lead.startswith(("是的", "Yes"))
