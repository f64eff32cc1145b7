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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_that_the_glossary_defines_is_explained(language: str, assistant: Assistant) -> None:
    """All but those that no document names, and the targets, which are listed instead."""
    unexplained = []
    for term in assistant.knowledge.glossary.terms:
        chinese = language == "zh"
        name, definition = (term.zh, term.definition_zh) if chinese else (term.en, term.definition_en)
        if not definition:
            continue
        person = term.kind == "person"
        article = "the " if name[:1].islower() else ""
        asks = ("是谁？" if person else "是什么？") if chinese else ("Who is " if person else f"What is {article}")
        answer = assistant.ask(f"{name}{asks}" if chinese else f"{asks}{name}?")
        if definition not in answer.lead:
            unexplained.append(term.zh)
    assert set(unexplained) <= {"十二个目标", "群团组织"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("西咸新区在哪里？", "位于西安和咸阳之间"),
        ("Where is Xixian New Area?", "between Xi"),
        ("李豫琦是谁？", "党组书记"),
        ("什么是院士工作站？", "以院士为主"),
        ("高新技术企业指什么？", "按国家办法认定"),
    ],
)
def test_what_who_and_where_something_is_opens_with_its_definition(
    question: str, told: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert told in answer.lead and answer.claims and not answer.declined


@pytest.mark.parametrize("question", ["西咸新区在哪里开的会？", "院士工作站有多少家？", "李豫琦是谁任命的？"])
def test_more_than_a_definition_is_not_answered_with_one(question: str, assistant: Assistant) -> None:
    assert "术语表" not in assistant.ask(question).lead
