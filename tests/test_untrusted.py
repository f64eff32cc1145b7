"""Which sources are not to be trusted is answered from what editors marked and wrote."""

import pytest

from assistant.answering.understand import understand
from assistant.answering.untrusted import asks_what_to_distrust
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.pipeline import Assistant

LOW = {"86917-xixian", "chaxiaohao-reform", "icv-society", "yigr-farm"}


@pytest.mark.parametrize(
    "question",
    [
        "哪些来源不可靠？",
        "哪些資料不能引用？",
        "有没有可信度低的来源？",
        "不可信的网站有哪些",
        "Which sources are unreliable?",
        "which articles should I not trust",
        "Are there any dubious sources?",
        "Which websites can't be cited?",
    ],
)
def test_every_source_of_low_reliability_is_named_with_why(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert {citation.source.id for claim in answer.claims for citation in claim.citations} == LOW
    assert not answer.unverified
    assert not answer.declined


@pytest.mark.parametrize(
    "question", ["哪些报道提到园区科协？", "西咸新区的哪些资料不可靠？", "Which sources mention park associations?"]
)
def test_other_questions_about_sources_are_left_alone(question: str, glossary: Glossary, programme: Programme) -> None:
    assert not asks_what_to_distrust(understand(question, glossary=glossary, programme=programme))


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("yigr.cn那篇文章可靠吗？", "yigr-farm"),
        ("查小号的内容可信吗", "chaxiaohao-reform"),
        ("How reliable is the yigr.cn article?", "yigr-farm"),
        ("Can I cite 86917.com?", "86917-xixian"),
    ],
)
def test_a_source_that_is_marked_is_said_to_be_unreliable(question: str, source: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.lead.startswith(("不可靠", "No:"))
    assert [citation.source.id for claim in answer.claims for citation in claim.citations] == [source]


def test_nothing_is_said_against_a_source_that_is_not_marked(assistant: Assistant) -> None:
    assert not assistant.ask("陕西日报的报道可靠吗？").lead.startswith("不可靠")


def test_a_statement_of_such_a_source_is_answered_with_the_statement(assistant: Assistant) -> None:
    answer = assistant.ask("房产网站86917说的西咸935家成果转化企业能信吗？")
    assert any("935家" in claim.text for claim in answer.claims)
    assert "引用" in answer.lead
