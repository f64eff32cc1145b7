import pytest

from assistant.answering.subject import asked_thing
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme


@pytest.mark.parametrize(
    "question",
    [
        "园区科协成立了几家？",
        "园区科协的目标是多少？",
        "领导催得紧，请问园区科协到目前做到几家了？",
        "How many science-park associations were set up?",
        "Which science-park associations figure was reported?",
    ],
)
def test_nothing_is_counted_besides_the_indicator(question: str, glossary: Glossary, programme: Programme) -> None:
    assert asked_thing(understand(question, glossary=glossary, programme=programme)) == ""


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("园区科协有几层楼？", "楼"),
        ("园区科协里的会员有多少？", "会员"),
        ("How many floors do science-park associations have?", "floors"),
        ("Which architect designed the science-park associations?", "architect"),
    ],
)
def test_what_else_is_counted_is_named(question: str, thing: str, glossary: Glossary, programme: Programme) -> None:
    assert thing in asked_thing(understand(question, glossary=glossary, programme=programme))
