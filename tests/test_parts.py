import pytest

from assistant.answering.draft import Draft
from assistant.answering.parts import difference_of, difference_within, merge_drafts, split_dates, split_questions
from assistant.schema import Claim, Reason

FIRST = Draft((Claim("甲。", ()),), "extractive", lead="开头。")
SECOND = Draft((Claim("乙。", ()), Claim("甲。", ())), "extractive")
REFUSED = Draft((), "extractive", lead="没有。", declined=True, reason=Reason.NOT_IN_CORPUS)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("秦创原是什么？它在哪里？", ["秦创原是什么？", "它在哪里？"]),
        ("What is it? Where is it?", ["What is it?", "Where is it?"]),
        ("秦创原是什么？", ["秦创原是什么？"]),
        ("已经成立20家，对吗？", ["已经成立20家，对吗？"]),
        ("园区科协成立了20家？对吗？", ["园区科协成立了20家？对吗？"]),
        ("园区科协有几家？我手头的表缺这一格。", ["园区科协有几家？我手头的表缺这一格。"]),
        ("一共几家？分别在哪？谁负责的？何时成立？", ["一共几家？分别在哪？谁负责的？何时成立？"]),
    ],
)
def test_up_to_three_real_questions_are_taken_apart(text: str, parts: list[str]) -> None:
    assert split_questions(text) == parts


def test_the_claims_of_all_parts_come_once_and_in_order() -> None:
    merged = merge_drafts(["一？", "二？"], [FIRST, SECOND], "zh")
    assert [claim.text for claim in merged.claims] == ["甲。", "乙。"]
    assert (merged.lead, merged.closing, merged.declined) == ("开头。", "", False)


def test_a_part_without_an_answer_is_named() -> None:
    merged = merge_drafts(["秦创原是什么？", "花了多少钱？"], [FIRST, REFUSED], "zh")
    assert not merged.declined
    assert "花了多少钱？" in merged.closing and "秦创原是什么" not in merged.closing
    assert "Why?" in merge_drafts(["What?", "Why?"], [FIRST, REFUSED], "en").closing


def test_nothing_but_refusals_is_a_refusal() -> None:
    assert merge_drafts(["一？", "二？"], [REFUSED, REFUSED], "zh") == REFUSED


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "西安高企2021、2022、2023年的目标数依次是几家？",
            ["西安高企2021年的目标数多少？", "西安高企2022年的目标数多少？", "西安高企2023年的目标数多少？"],
        ),
        (
            "西咸2021年10月底和11月底，高企差几家？",
            ["西咸2021年10月底，高企多少？", "西咸2021年11月底，高企多少？"],
        ),
        (
            "Compare the contracts of Xi’an in 2020 and 2022.",
            ["the contracts of Xi’an in 2020.", "the contracts of Xi’an in 2022."],
        ),
        ("2022年双创大赛有多少项目？", []),
        ("2021年启动、后来在2022年收官的大赛叫什么？", []),
    ],
)
def test_dates_beside_each_other_make_a_question_each(text: str, parts: list[str]) -> None:
    assert split_dates(text) == parts


def test_the_difference_is_that_of_what_both_count_in_the_years_asked_for() -> None:
    first = Claim("2019年有500余个项目，其中202个项目进决赛。", ())
    second = Claim("2022年有625个项目报名，250个项目进决赛。", ())
    found = difference_of(first, second, years=("2019", "2022"), language="zh")
    assert found is not None and found.text == "相差48个（250−202）。"


def test_a_figure_of_another_year_is_never_subtracted() -> None:
    first = Claim("2019年成交额为1467.83亿元。", ())
    second = Claim("2012年成交额为334.82亿元。", ())
    assert difference_of(first, second, years=("2019", "2021"), language="zh") is None


def test_large_amounts_are_subtracted_in_their_own_scale() -> None:
    first = Claim("技术合同成交额为1467.83亿元。", ())
    second = Claim("技术合同成交额为2343.44亿元。", ())
    found = difference_of(first, second, years=("2019", "2021"), language="zh")
    assert found is not None and found.text == "相差875.61亿元（2343.44亿−1467.83亿）。"


def test_a_difference_is_that_of_what_stands_behind_the_figures() -> None:
    first = Claim("2021年双创大赛有300个项目入围决赛。", ())
    second = Claim("2022年双创大赛有625个项目、256家单位报名，250个项目进决赛。", ())
    found = difference_of(first, second, years=("2021", "2022"), language="zh")
    assert found is not None and "（300−250）" in found.text


def test_a_sentence_that_gives_both_years_gives_their_difference() -> None:
    told = Claim("西安市输出技术成交额2020年为1648.56亿元，2021年为2209.49亿元，2022年为2881.30亿元。", ())
    found = difference_within(told, ("2020", "2022"))
    assert found is not None and found.text == "相差1232.74亿元（2881.3亿−1648.56亿）。"
    assert found.citations == told.citations


def test_rough_or_missing_figures_give_no_difference() -> None:
    rough = Claim("高新技术企业从2020年的6000多家增加到2023年的1.6万家。", ())
    assert difference_within(rough, ("2020", "2023")) is None
    assert difference_within(Claim("2021年为2209.49亿元，2022年为2881.30亿元。", ()), ("2019", "2022")) is None
    assert difference_within(Claim("2021年10月签约5项、7家，2022年签约9项。", ()), ("2021", "2022")) is None
