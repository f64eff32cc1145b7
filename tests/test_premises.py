import pytest

from assistant.pipeline import Assistant
from assistant.schema import Verdict


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("听说12621工程要建20个院士专家工作站，对吗？", "资料不支持这一说法"),
        ("听说园区科协已经建了12个，是真的吗？", "资料不支持这一说法"),
        # A target of 1,000 does not confirm that 1,000 were served.
        (
            "Did the association already serve 1,000 enterprises?",
            "By the latest comparable figure, the target had not been met",
        ),
        ("Is the target for engineers 2,000?", "No source says so"),
        ("为什么服务企业目标到2023年没完成？", "没有来源说这一目标没有完成"),
        ("六项量化指标是12621的目标吗？", "不是"),
        ("12621工程的目标年份是2025年，对吗？", "资料不支持这一说法"),
    ],
)
def test_what_a_question_takes_for_granted_is_corrected_with_evidence(
    question: str, opening: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(opening)
    assert not answer.declined
    assert answer.claims and all(claim.verdict is Verdict.VERIFIED for claim in answer.claims)


def test_a_question_which_source_to_believe_is_answered_with_all_sides(assistant: Assistant) -> None:
    answer = assistant.ask("2023年全省高企到底是1.6万家还是1.2万家？")
    (conflict,) = answer.conflicts
    assert conflict.kind == "disagree"
    assert len({citation.source.id for citation in conflict.citations}) > 1


def test_every_disagreement_of_the_register_is_borne_out_by_its_quotes(assistant: Assistant) -> None:
    register = [conflict for conflict in assistant.knowledge.register if conflict.kind == "disagree"]
    for question in ("哪些数字各来源说法不一？", "Which sources disagree?"):
        answer = assistant.ask(question)
        assert len(answer.claims) == len(register) > 1
        assert all(claim.verdict is Verdict.VERIFIED for claim in answer.claims)


def test_figures_of_several_measures_are_told_apart_when_none_of_them_is_disputed(assistant: Assistant) -> None:
    answer = assistant.ask("工作站的数字有2个、60家、58家，院士专家工作站到底信哪个？")
    assert answer.text.startswith("不是一回事")
    assert {"2家", "58家"} <= {word for word in ("2家", "58家", "60家") if word in answer.text}
    assert all(claim.verdict is Verdict.VERIFIED for claim in answer.claims)


def test_no_such_item_is_borne_out_by_the_list_of_targets(assistant: Assistant) -> None:
    answer = assistant.ask("Is the Baoji zone one of the twelve targets?")
    assert answer.text.startswith("No, that is not among the targets")
    assert "gmw-12621-2022" in {citation.source.id for claim in answer.claims for citation in claim.citations}


@pytest.mark.parametrize(
    "question", ["第五批院士专家工作站有多少家？", "How many workstations are in the fifth batch?"]
)
def test_the_size_of_another_batch_is_no_answer(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.declined and not answer.claims


def test_an_entry_of_the_register_answers_only_for_the_measures_it_is_about(assistant: Assistant) -> None:
    stations = assistant.ask("关于工作站，几家报道的数为啥对不上？")
    assert "20家" in stations.text and "58家" in stations.text and "115项" not in stations.text


def test_what_follows_a_false_premise_does_not_keep_it_from_being_corrected(assistant: Assistant) -> None:
    answer = assistant.ask("Since the association already founded 10 science-park associations, what came next?")
    assert not answer.declined
    assert "6 science-park associations" in answer.text


def test_an_office_is_held_by_a_person(assistant: Assistant) -> None:
    answer = assistant.ask("已成立的6家园区科协主席分别是谁？")
    assert answer.declined


def test_the_day_of_an_anniversary_is_not_when_it_began(assistant: Assistant) -> None:
    answer = assistant.ask("秦创原是什么时候启动的？")
    assert "2021年3月" in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "owner"),
    [
        ("在358个园区科协都已成立的情况下，下一步要抓什么？", "企业科协工作站为358个（口径不同）"),
        ("企业科协14家能不能并到园区科协里报？", "企业科协为14家（口径不同）"),
        (
            "180 backed against 100 planned: may I print 180 per cent?",
            "young science and technology innovators backed: 180",
        ),
        ("With 193 projects moved through XJTU, the hundred-results goal is done. Agree?", "193"),
    ],
)
def test_a_figure_that_belongs_elsewhere_is_given_back_to_its_owner(
    question: str, owner: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert owner in answer.text and not answer.declined
    assert all(claim.verdict is Verdict.VERIFIED for claim in answer.claims)


def test_whose_goals_two_figures_are_is_told_for_each(assistant: Assistant) -> None:
    answer = assistant.ask("引育2000家科技企业和7000家高企，各是谁的目标？")
    assert "2000家" in answer.text and "7000家" in answer.text and not answer.declined


def test_a_rate_of_different_measures_is_refused_with_both_figures(assistant: Assistant) -> None:
    answer = assistant.ask("青年人才180名和目标100名口径一样吗？")
    assert answer.text.startswith("不是一回事") and "180名" in answer.text and "100名" in answer.text
