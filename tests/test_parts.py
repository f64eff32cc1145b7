import pytest

from assistant.answering.draft import Draft
from assistant.answering.parts import merge_drafts, split_questions
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
