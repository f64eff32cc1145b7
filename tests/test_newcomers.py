"""What people who are new here ask: since when, whether it goes on, how many, what is new, what to believe."""

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


def test_english_questions_for_firms_are_answered_with_firms(assistant: Assistant) -> None:
    answer = assistant.ask("How many companies are in Qinchuangyuan?")
    assert "460 major technology firms" in answer.text and "982" not in answer.text


@pytest.mark.parametrize("question", ["How is 12621 related to Qinchuangyuan?", "12621工程和秦创原有什么关系？"])
def test_how_two_things_are_related_is_not_how_far_they_are(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.mode != "ledger"
    assert any("打包" in citation.quote for claim in answer.claims for citation in claim.citations)


@pytest.mark.parametrize(
    "question", ["有2022年以后的数据吗？", "Is there any data after 2022?", "What's new?", "有什么新消息？"]
)
def test_whether_there_is_anything_newer_is_told_with_the_newest_source(question: str, assistant: Assistant) -> None:
    newest = max(source.published or "" for source in assistant.library.sources())
    assert assistant.ask(question).claims[0].citations[0].source.published == newest


@pytest.mark.parametrize("question", ["这些数据可靠吗？", "How reliable is this data?", "Can I trust these answers?"])
def test_how_far_everything_can_be_relied_on_is_told_by_what_cannot(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.claims and all(claim.citations[0].source.low_reliability for claim in answer.claims)


def test_a_single_figure_is_judged_by_its_own_sources(assistant: Assistant) -> None:
    answer = assistant.ask("园区科协的数据可靠吗")
    assert not any(claim.citations[0].source.low_reliability for claim in answer.claims)
