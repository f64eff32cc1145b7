"""How an answer says what was taken for something else."""

import pytest

from assistant.answering.did_you_mean import note_of, offer_of, with_note
from assistant.answering.draft import Draft
from assistant.answering.spelling import Correction, Reading
from assistant.answering.understand import Understanding, understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme


@pytest.fixture(scope="module")
def chinese(glossary: Glossary, programme: Programme) -> Understanding:
    return understand("园区科协有几家？", glossary=glossary, programme=programme)


@pytest.fixture(scope="module")
def english(glossary: Glossary, programme: Programme) -> Understanding:
    return understand("How many park associations?", glossary=glossary, programme=programme)


def reading(*pairs: tuple[str, str], other: str = "") -> Reading:
    return Reading("", tuple(Correction(*pair) for pair in pairs), other)


def test_the_note_names_each_word_once(chinese: Understanding, english: Understanding) -> None:
    taken = reading(("园区科鞋", "园区科协"), ("园区科鞋", "园区科协"))
    assert note_of(taken, chinese) == "已把「园区科鞋」理解为「园区科协」。"
    assert note_of(reading(("Acadmician", "Academician"), ("targt", "target")), english) == (
        "Taken “Acadmician” to mean “Academician” and “targt” to mean “target”."
    )


@pytest.mark.parametrize(
    "pair",
    [
        ("12612", "12621"),
        ("三新三晓竞赛", "三新三小竞赛"),
        ("一总俩带", "一总两带"),
        ("dasai 2021 nian", "大赛 2021 年"),
        ("sanxin sanxiao", "三新三小"),
    ],
)
def test_the_note_holds_no_number(pair: tuple[str, str], chinese: Understanding) -> None:
    note = note_of(reading(pair), chinese)
    assert note
    assert not set(note) & set("0123456789一二三四五六七八九十")


def test_a_draft_gets_the_note_first(chinese: Understanding) -> None:
    lines = with_note(Draft((), "ledger", lead="没有。", layout="lines"), reading(("科鞋", "科协")), chinese)
    assert lines.lead == "已把「科鞋」理解为「科协」。\n没有。"
    assert with_note(lines, reading(), chinese) is lines


def test_another_question_is_offered(chinese: Understanding, english: Understanding) -> None:
    assert offer_of(reading(other="西咸新区？"), chinese) == ("您是不是想问：西咸新区？",)
    assert offer_of(reading(other="Shaanxi?"), english) == ("Did you mean: Shaanxi?",)
    assert offer_of(reading(), chinese) == ()
