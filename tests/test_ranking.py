"""Which target did best or worst: those with comparable figures in order, and which cannot be ranked."""

import pytest

from assistant.answering.ranking import Order, answer_rank, asks_for_rank
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.pipeline import Assistant
from assistant.schema import TargetTable
from tests.ledger_values import table


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("12621工程里哪一项完成得最好？", "best"),
        ("十二个目标中完成率最高的是哪个？", "best"),
        ("哪项指标超额完成最多？", "best"),
        ("哪項任務進展最慢？", "worst"),
        ("哪项落后最多？", "worst"),
        ("哪个目标的缺口最大", "worst"),
        ("离目标最远的是哪一项？", "worst"),
        ("离目标最近的是哪一项？", "closest"),
        ("Which target is furthest behind?", "worst"),
        ("Which of the twelve targets did best?", "best"),
        ("which goal came closest to being met", "closest"),
        ("哪个目标最大？", None),
        ("Which target is the largest?", None),
        ("西咸新区哪项指标完成得最好？", None),
        ("秦创原三年行动计划哪项指标完成得最好？", None),
        ("园区科协完成得最好吗？", None),
        ("哪家企业表现最好？", None),
    ],
)
def test_only_a_question_for_the_best_or_worst_target_is_ranked(
    question: str, order: Order | None, glossary: Glossary, programme: Programme
) -> None:
    assert asks_for_rank(understand(question, glossary=glossary, programme=programme)) == order


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("best", "培训企业一线工程师", "服务企业"),
        ("worst", "服务企业", "培训企业一线工程师"),
        ("closest", "院士之家", "服务企业"),
    ],
)
def test_the_answer_comes_first_with_its_figures_and_says_what_cannot_be_ranked(
    order: Order, first: str, last: str, assistant: Assistant, glossary: Glossary, programme: Programme
) -> None:
    asked = understand("哪一项完成得最好？", glossary=glossary, programme=programme)
    draft = answer_rank(asked, assistant.targets(), programme, order)
    assert draft is not None
    assert f"是“{first}”" in draft.lead
    assert draft.claims[0].text.startswith(f"{first}：目标")
    assert draft.claims[-1].text.startswith(f"{last}：目标")
    assert "“专家服务团”" in draft.closing
    assert first not in draft.closing


def test_equal_shares_are_named_together(glossary: Glossary, programme: Programme) -> None:
    statuses = [status for status in table(programme).indicators if status.ratio is not None]
    twice = TargetTable("2022-04", (statuses[0], statuses[0]))
    draft = answer_rank(understand("which did best", glossary=glossary, programme=programme), twice, programme, "best")
    assert draft is not None
    assert draft.lead.count("“") == 2
    assert draft.closing == ""


def test_without_any_comparable_figure_there_is_no_order(glossary: Glossary, programme: Programme) -> None:
    asked = understand("哪一项完成得最好？", glossary=glossary, programme=programme)
    assert answer_rank(asked, TargetTable(None, ()), programme, "best") is None


@pytest.mark.parametrize("question", ["哪个目标完成率最低？", "Which target has the lowest completion rate?"])
def test_a_whole_answer_is_verified(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.mode == "ledger"
    assert not answer.unverified
    assert "500" in answer.claims[0].text
