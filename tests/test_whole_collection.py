"""Questions about all sources, all leaders of a body, and all that happened in a year."""

import pytest

from assistant.answering.holdings import asks_about_holdings
from assistant.answering.knowledge import Knowledge
from assistant.answering.of_a_year import asks_for_a_year
from assistant.answering.officers import asks_for_leaders
from assistant.answering.understand import Understanding, understand
from assistant.pipeline import Assistant


def asked(question: str, knowledge: Knowledge) -> Understanding:
    return understand(question, glossary=knowledge.glossary, programme=knowledge.programme)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("你们收录了多少篇文章？", True),
        ("这里一共有几份资料", True),
        ("您的答案都来自哪里？", True),
        ("你参考了哪些来源？", True),
        ("how many documents are there in your collection?", True),
        ("What are your sources?", True),
        ("Where do these figures come from?", True),
        ("首批院士专家工作站有多少家？", False),
        ("关于园区科协有多少篇报道？", False),
        ("首批队伍已发表多少篇论文？", False),
        ("Where does the figure 358 come from?", False),
        ("How many papers did the first 200 teams publish?", False),
    ],
)
def test_the_collection_is_asked_about_only_where_nothing_in_it_is(
    question: str, knowledge: Knowledge, *, about: bool
) -> None:
    assert asks_about_holdings(asked(question, knowledge)) is about


def test_how_many_sources_there_are_is_told_with_the_oldest_and_the_newest(assistant: Assistant) -> None:
    answer = assistant.ask("你们一共收录了多少份资料？")
    assert str(len(assistant.library.sources())) in answer.lead
    days = [claim.citations[0].source.published or "" for claim in answer.claims]
    dated = sorted(source.published for source in assistant.library.sources() if source.published)
    assert days == [dated[0], dated[-1]]


@pytest.mark.parametrize(
    ("question", "leaders"),
    [
        ("省科协的主要领导是谁？", True),
        ("省技术经理人协会由谁负责？", True),
        ("Who heads the provincial association?", True),
        ("2021年8月哪些省领导作了批示？", False),
        ("12621工程谁负责？", False),
        ("省科协党组书记是谁？", True),
        ("谁是省科协主席", True),
        ("Who is the current party secretary of the provincial association?", True),
        ("2014年7月谁当选省科协主席？", False),
        ("Who is the mayor of Ankang?", False),
        ("Who chaired the workstation meeting of April 2023?", False),
    ],
)
def test_leaders_are_asked_for_all_together_or_by_their_office(
    question: str, knowledge: Knowledge, *, leaders: bool
) -> None:
    assert asks_for_leaders(asked(question, knowledge)) is leaders


def test_leaders_are_named_with_office_and_date_newest_first(assistant: Assistant) -> None:
    answer = assistant.ask("省科协有哪些领导？")
    first, *others = answer.claims
    assert "党组书记李豫琦" in first.text and "2021" in first.text
    assert any("蒋庄德" in claim.text for claim in others)
    published = [claim.citations[0].source.published or "" for claim in answer.claims]
    assert published == sorted(published, reverse=True)


@pytest.mark.parametrize(
    ("question", "named", "others", "declined"),
    [
        ("陕西省科协党组书记是谁？", ("李豫琦", "2021年12月2日"), ("蒋庄德",), False),
        ("谁是省科协名誉主席？", ("郑南宁",), ("李豫琦",), False),
        # Elected in 2014 for five years.
        ("省科协现任主席是谁？", ("蒋庄德", "2014年7月"), ("李豫琦",), True),
        ("Who is the president of the Shaanxi Association for Science and Technology?", ("Jiang Zhuangde",), (), False),
        # Two reports of one year name two people.
        ("陕西省技术经理人协会现任会长是谁？", ("祁志峰", "杨正国"), (), False),
        ("西咸新区科协主席是谁？", (), ("主席是",), True),
    ],
)
def test_an_office_is_told_with_the_date_of_the_report(
    question: str, named: tuple[str, ...], others: tuple[str, ...], assistant: Assistant, *, declined: bool
) -> None:
    answer = assistant.ask(question)
    assert all(name in answer.text for name in named)
    assert not any(name in answer.text for name in others if name not in named)
    assert answer.declined is declined


def test_a_governor_leads_no_association(assistant: Assistant) -> None:
    assert "赵一德" not in assistant.ask("Who leads the Shaanxi association?").text


@pytest.mark.parametrize(
    ("question", "whole_year"),
    [
        ("2022年发生了哪些大事？", True),
        ("What happened in 2022?", True),
        ("2023年秦创原有哪些重要进展？", True),
        ("2021年和2022年发生了什么？", False),
        ("2022年2月22日发生了什么？", False),
        ("2022年商洛发生了什么？", False),
    ],
)
def test_a_whole_year_is_told_from_a_day_and_a_place(question: str, knowledge: Knowledge, *, whole_year: bool) -> None:
    assert asks_for_a_year(asked(question, knowledge)) is whole_year


def test_events_of_a_year_come_in_their_order_and_none_of_another_year(assistant: Assistant) -> None:
    answer = assistant.ask("2022年有哪些大事？")
    assert len(answer.claims) > 1
    assert all("2022" in claim.citations[0].quote for claim in answer.claims)


@pytest.mark.parametrize("question", ["2030年有哪些大事？", "What happened to the weather in 2022?"])
def test_a_year_or_subject_without_events_is_not_made_up(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).declined
