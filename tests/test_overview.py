from dataclasses import replace

import pytest

from assistant.answering.draft import Draft
from assistant.answering.overview import answer_overview
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.ledger.table import build_table
from tests.ledger_values import PLAN, row, rows, table


def overview(question: str, glossary: Glossary, programme: Programme) -> Draft:
    return answer_overview(understand(question, glossary=glossary, programme=programme), table(programme), programme)


def named(draft: Draft) -> list[str]:
    return [claim.text.split("：")[0].split(":")[0] for claim in draft.claims]


def test_the_whole_state_lists_every_indicator_met_ones_first(glossary: Glossary, programme: Programme) -> None:
    draft = overview("12621工程总体进展如何？", glossary, programme)
    assert len(draft.claims) == len(programme.indicators)
    assert named(draft)[:3] == ["培训企业一线工程师", "园区科协", "服务企业"]


@pytest.mark.parametrize(
    "question", ["12621工程哪些目标已经完成？", "Which targets of the 12621 programme have been met?"]
)
def test_only_the_met_ones_are_listed_on_request(question: str, glossary: Glossary, programme: Programme) -> None:
    (claim,) = overview(question, glossary, programme).claims
    assert "1500" in claim.text.replace(",", "")


@pytest.mark.parametrize("question", ["12个目标完成了几个？", "How many of the targets were met?"])
def test_how_many_were_met_lists_those(question: str, glossary: Glossary, programme: Programme) -> None:
    (claim,) = overview(question, glossary, programme).claims
    assert "1500" in claim.text.replace(",", "")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("12621工程2021年底完成情况如何？", "资料没有报告所问时间的数字，此后最早的一次如下。"),
        ("12621工程2025年进展如何？", "资料没有报告所问时间的数字，最近的一次如下。"),
        ("12621工程2022年进展如何？", "按最近的同口径数字"),
    ],
)
def test_an_overview_of_another_time_says_that_no_figure_is_of_it(
    question: str, told: str, glossary: Glossary, programme: Programme
) -> None:
    assert overview(question, glossary, programme).lead.startswith(told)


def test_only_the_unreported_ones_are_listed_on_request(glossary: Glossary, programme: Programme) -> None:
    draft = overview("哪些目标没有报告进展？", glossary, programme)
    assert "专家服务团" in named(draft) and "园区科协" not in named(draft)
    assert all("未见同口径的完成数" in claim.text for claim in draft.claims)


def test_what_lags_behind_has_progress_or_none(glossary: Glossary, programme: Programme) -> None:
    names = named(overview("哪些目标还没有完成？", glossary, programme))
    assert "园区科协" in names and "专家服务团" in names and "培训企业一线工程师" not in names


def test_each_line_cites_its_target_and_its_figure(glossary: Glossary, programme: Programme) -> None:
    draft = overview("12621工程总体进展如何？", glossary, programme)
    cited = {
        name: [c.source.id for c in claim.citations] for name, claim in zip(named(draft), draft.claims, strict=True)
    }
    assert cited["园区科协"] == ["plan", "report"]
    assert cited["专家服务团"] == ["plan"]


@pytest.mark.parametrize(
    ("question", "lead", "expected"),
    [
        ("哪些目标已经超额完成？", "超过目标的项目：", ["培训企业一线工程师"]),
        ("Which targets were exceeded?", "targets exceeded:", ["front-line engineers trained"]),
        ("哪些指标的完成率超过一半？", "高于所问比例的项目：", ["培训企业一线工程师", "园区科协"]),
        ("哪些指标的完成率不到60.5%？", "低于所问比例的项目：", ["园区科协", "服务企业"]),
        ("哪些目标的完成率高于200%？", "没有完成率高于所问比例的项目。", []),
        ("Which targets are below 20%?", "no targets met below that share.", []),
    ],
)
def test_a_share_of_the_target_picks_those_above_or_below_it(
    question: str, lead: str, expected: list[str], glossary: Glossary, programme: Programme
) -> None:
    draft = overview(question, glossary, programme)
    assert draft.lead.endswith(lead)
    assert [name for name in named(draft) if "·" not in name] == expected


@pytest.mark.parametrize(
    "question", ["哪些指标报了数但没到线？", "Which items were short when last reported, and by how much?"]
)
def test_a_shortfall_lists_what_has_figures_below_its_target(
    question: str, glossary: Glossary, programme: Programme
) -> None:
    draft = overview(question, glossary, programme)
    assert {citation.source.id for claim in draft.claims for citation in claim.citations} == {"plan", "report"}
    assert len(draft.claims) == 2 and "1500" not in "".join(claim.text.replace(",", "") for claim in draft.claims)


def test_by_how_much_is_shown_as_a_calculation(glossary: Glossary, programme: Programme) -> None:
    (park, _) = overview("Which items were short, and by how much?", glossary, programme).claims
    assert "60% of the target (6 ÷ 10)" in park.text and "4 short of the target (10 − 6)" in park.text


def test_a_look_alike_of_the_report_that_sets_the_target_stands_below_it(
    glossary: Glossary, programme: Programme
) -> None:
    close = replace(row("expert-teams", 120, "个", PLAN, label="科技小分队"), close=True)
    state = build_table([*rows(), close], programme)
    asked = understand("哪几项目标已经达标？", glossary=glossary, programme=programme)
    texts = [claim.text for claim in answer_overview(asked, state, programme).claims]
    assert [text for text in texts if "科技小分队" in text and "口径不同" in text]
    assert any(text.startswith("专家服务团：目标100个，未见同口径") for text in texts)
