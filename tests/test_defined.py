"""Explanations that open with the glossary, and the quotes that bear out its numbers."""

import pytest

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "question", ["秦创原是什么？", "秦创原是啥", "介绍一下秦创原", "秦創原是什麼？", "qinchuangyuan shi shenme"]
)
def test_a_definition_with_a_date_is_given_with_the_sentence_that_has_it(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert "2021年3月" in answer.lead and "2021年3月" in " ".join(
        c.quote for claim in answer.claims for c in claim.citations
    )


@pytest.mark.parametrize(
    "question",
    [
        "「秦创原」三个字分别取什么意思？",
        "丝博会秦创原论坛的主题是什么？",
        "What does the Qin in Qinchuangyuan mean?",
        "What are the four key words of the 2024–2026 Qinchuangyuan plan?",
    ],
)
def test_nothing_is_added_where_more_or_less_is_asked_than_what_a_term_is(question: str, assistant: Assistant) -> None:
    assert not any("启动" in claim.text or "launch" in claim.text for claim in assistant.ask(question).claims)


def test_one_of_two_questions_may_be_what_a_term_is(assistant: Assistant) -> None:
    answer = assistant.ask("秦创原是什么？它和12621工程是什么关系？")
    told = " ".join(claim.text for claim in answer.claims)
    assert "2021年3月" in told and "12621工程" in told
