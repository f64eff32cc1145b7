import pytest

from assistant.answering.draft import Draft
from assistant.answering.suggest import suggest
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme

LEDGER = Draft((), "ledger")


@pytest.mark.parametrize(
    ("question", "word"),
    [("园区科协成立了几家？", "园区科协"), ("How many science-park associations exist?", "science-park associations")],
)
def test_the_first_suggestion_stays_with_the_indicator_in_the_language_of_the_question(
    question: str, word: str, glossary: Glossary, programme: Programme
) -> None:
    offered = suggest(understand(question, glossary=glossary, programme=programme), LEDGER, programme)
    assert len(offered) == len(set(offered)) == 3
    assert word in offered[0]


def test_the_question_just_asked_is_not_suggested(glossary: Glossary, programme: Programme) -> None:
    asked = understand("秦创原是什么？", glossary=glossary, programme=programme)
    assert "秦创原是什么？" not in suggest(asked, Draft((), "extractive"), programme)


def test_traditional_questions_get_traditional_suggestions(glossary: Glossary, programme: Programme) -> None:
    asked = understand("園區科協成立了幾家？", glossary=glossary, programme=programme)
    assert suggest(asked, LEDGER, programme)[0].startswith("園區科協")


def test_after_the_last_indicator_comes_the_first(glossary: Glossary, programme: Programme) -> None:
    asked = understand("服务科技工作者多少名？", glossary=glossary, programme=programme)
    assert programme.indicators[0].name_zh in suggest(asked, LEDGER, programme)[1]


def test_what_may_have_been_meant_is_suggested_first(glossary: Glossary, programme: Programme) -> None:
    asked = understand("西宁新区有多少家企业？", glossary=glossary, programme=programme)
    offered = suggest(asked, Draft((), "extractive"), programme, first=["您是不是想问：西咸新区有多少家企业？"])
    assert offered[0] == "您是不是想问：西咸新区有多少家企业？"
    assert len(offered) == 3
