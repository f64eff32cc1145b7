"""Who runs the programme is answered with the sentence that says what its association did for it."""

import pytest

from assistant.answering.programme_owner import asks_who_runs_it
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "谁负责12621工程？",
        "12621工程由哪个单位牵头？",
        "12621工程是誰提出的？",
        "这个工程是谁负责的？",
        "Who runs the 12621 programme?",
        "Which association leads the programme?",
        "Who is in charge of the program?",
        "省科协为什么要搞12621工程？",
        "Why did the association start this programme?",
    ],
)
def test_the_association_is_named_with_its_source(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.declined
    (claim,) = answer.claims
    assert "陕西省科协" in claim.citations[0].quote
    assert "12621" in claim.citations[0].quote
    assert not answer.unverified


@pytest.mark.parametrize(
    "question",
    [
        "12621工程的目标是谁提出的？",
        "哪家媒体报道了12621工程？",
        "谁负责园区科协？",
        "Who runs the youth talent support programme?",
        "秦创原是谁推动的？",
        "12621工程为什么没有实施好？",
    ],
)
def test_other_questions_for_somebody_are_left_alone(question: str, glossary: Glossary, programme: Programme) -> None:
    assert not asks_who_runs_it(understand(question, glossary=glossary, programme=programme))


@pytest.mark.parametrize("question", ["Is the programme on track?", "Did the programme finish?", "该工程进展如何？"])
def test_the_only_programme_needs_no_name(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.mode == "ledger"
    assert len(answer.claims) >= 12


@pytest.mark.parametrize("question", ["这个工程什么时候结束？", "When does the 12621 programme have its deadline?"])
def test_its_end_is_its_deadline(question: str, assistant: Assistant) -> None:
    assert "2023" in assistant.ask(question).claims[0].text


def test_a_programme_with_a_name_of_its_own_is_another(glossary: Glossary, programme: Programme) -> None:
    asked = understand("What is the youth talent support programme?", glossary=glossary, programme=programme)
    assert not asked.programme
