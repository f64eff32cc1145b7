"""When a known thing began, and whether the programme goes on."""

import pytest

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "秦创原什么时候成立的？",
        "秦创原是哪年建立的",
        "秦創原何時提出？",
        "When was Qinchuangyuan founded?",
        "When did Qinchuangyuan start?",
    ],
)
def test_a_known_thing_began_on_the_day_that_its_definition_and_a_quote_have(
    question: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert "2021年3月" in answer.text or "March 2021" in answer.text
    assert all("2021年3月" in citation.quote for claim in answer.claims for citation in claim.citations)


@pytest.mark.parametrize(
    "question",
    ["秦创原什么时候开的论坛？", "秦创原三年行动计划什么时候出台的？", "When was the Qinchuangyuan forum held?"],
)
def test_the_beginning_of_something_else_is_not_that_of_the_term(question: str, assistant: Assistant) -> None:
    assert "术语表" not in assistant.ask(question).lead and "(glossary)" not in assistant.ask(question).lead


@pytest.mark.parametrize(
    "question",
    ["12621还在做吗", "12621工程结束了吗？", "Is the 12621 programme still running?", "Has the 12621 programme ended?"],
)
def test_no_source_says_whether_the_programme_goes_on(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.declined and answer.reason == "not_reported"
    assert "2023" in answer.claims[0].text and "2022" in answer.claims[-1].text


@pytest.mark.parametrize("question", ["秦创原目前的进展如何？", "How is Qinchuangyuan doing?"])
def test_how_the_platform_goes_is_not_told_by_the_table_of_the_programme(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).mode != "ledger"


def test_firms_are_not_counted_by_a_number_of_projects(assistant: Assistant) -> None:
    answer = assistant.ask("秦创原有多少企业？")
    assert "460家" in answer.text and "982个" not in answer.text
