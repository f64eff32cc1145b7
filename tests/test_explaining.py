"""Reasons, meanings and whom to believe, in the words of questions."""

import pytest

from assistant.answering.explaining import MEANING, QUOTED, REASON, WHY


@pytest.mark.parametrize("question", ["凭什么拿到金奖？", "为什么当选？", "why did it drop?", "什么原因导致下降"])
def test_questions_for_a_reason_are_known(question: str) -> None:
    assert WHY.search(question)


def test_what_ends_in_weihe_asks_what_it_is() -> None:
    assert WHY.search("承办者为何？") is None


def test_a_sentence_with_a_reason_is_told_from_a_bare_event() -> None:
    assert REASON.search("为助力秦创原，省科协出台实施方案。")
    assert REASON.search("杜寿平任理事长。") is None


def test_the_term_that_is_asked_for_stands_before_its_meaning_or_in_quotation_marks() -> None:
    asked = MEANING.search("孵化器的飞地是什么意思？")
    assert asked is not None
    assert "孵化器的飞地是什么意思？"[: asked.start()].endswith("飞地")
    assert QUOTED.findall("What is meant by “1+10+N”?") == ["1+10+N"]
