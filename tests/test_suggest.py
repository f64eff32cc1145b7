"""What is suggested after an answer can be answered, was not asked before, and speaks the language of the question."""

from collections.abc import Sequence

import pytest

from assistant.answering.draft import Draft
from assistant.answering.suggest import suggest
from assistant.answering.understand import understand
from assistant.config import Config
from assistant.language.glossary import Glossary, Term, build_glossary
from assistant.ledger.indicators import Programme
from assistant.schema import Answer, Citation, Claim, IndicatorStatus, TargetTable, Turn
from assistant.wiring import open_assistant
from evals.benchmark.suggestions import measure_suggestions, suggestions_payload
from evals.sets import SHIPPED, load_sets
from tests.fake_index import make_document

MEETING = make_document("meeting", "年会\n2022年12月，首届科技年会在西安举行，李明出席，会上说到三项改革。")
TERMS = build_glossary(
    [
        Term("科技年会", "annual conference", "event"),
        Term("李明", "Li Ming", "person", definition_zh="一位院士。", definition_en="An academician."),
        Term("三项改革", "three reforms", "term", definition_zh="三件事。", definition_en="Three things."),
    ]
)


class Reader:
    """Gets suggestions after an answer that quotes the report on the meeting."""

    def __init__(self, glossary: Glossary, programme: Programme, table: TargetTable) -> None:
        self.glossary, self.programme, self.table = glossary, programme, table

    def offered(
        self, question: str, *, mode: str = "extractive", said: tuple[str, ...] = (), first: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        asked = understand(question, glossary=self.glossary, programme=self.programme)
        start = MEETING.text.index("2022年")
        quote = MEETING.text[start:]
        claim = Claim(quote, (Citation(MEETING.source, 1, start, len(MEETING.text), quote),))
        draft = Draft((claim,), "ledger") if mode == "ledger" else Draft((claim,), "extractive")
        table, programme = self.table, self.programme
        return suggest(asked, draft, table=table, programme=programme, glossary=TERMS, said=said, first=first)


@pytest.fixture
def reader(glossary: Glossary, programme: Programme, config: Config) -> Reader:
    return Reader(glossary, programme, open_assistant(config).targets())


def status(reader: Reader, name: str) -> IndicatorStatus:
    return next(one for one in reader.table.indicators if one.name_zh == name)


@pytest.mark.parametrize(
    ("question", "word"),
    [("园区科协成立了几家？", "园区科协"), ("How many science-park associations exist?", "science-park associations")],
)
def test_the_first_suggestion_stays_with_the_indicator_in_the_language_of_the_question(
    question: str, word: str, reader: Reader
) -> None:
    offered = reader.offered(question, mode="ledger")
    assert len(offered) == len(set(offered)) == 3
    assert word in offered[0]


def test_progress_is_offered_only_where_it_is_reported(reader: Reader) -> None:
    assert status(reader, "园区科协").latest is not None
    assert status(reader, "专家服务团").latest is None
    assert "园区科协的完成率是多少？" in reader.offered("园区科协成立了几家？")
    assert reader.offered("专家服务团组建了多少个？")[0] == "专家服务团的目标是多少？"
    assert not any("专家服务团" in question and "完成" in question for question in reader.offered("专家服务团？"))


def test_another_measure_that_is_confused_with_it_can_be_asked_about(reader: Reader) -> None:
    other = status(reader, "园区科协").related[0].label
    assert f"园区科协和“{other}”是一回事吗？" in reader.offered("园区科协成立了几家？")


def test_a_measure_with_a_quoted_name_gets_no_second_pair_of_marks(reader: Reader) -> None:
    served = status(reader, "服务企业")
    assert "“" in served.related[0].label
    same = next(question for question in reader.offered("服务了多少家企业？") if "一回事" in question)
    assert same == f"服务企业和{served.related[0].label}是一回事吗？"


def test_what_is_quoted_can_be_asked_about_in_both_languages(reader: Reader) -> None:
    assert reader.offered("谁出席了？") == ("科技年会是什么时候举行的？", "李明是谁？", "12621工程一共有哪些目标？")
    first, second, _ = reader.offered("Which place was it?")
    assert (first, second) == ("When did the annual conference take place?", "Who is Li Ming?")


def test_neither_the_question_nor_an_earlier_one_is_suggested(reader: Reader) -> None:
    first = reader.offered("谁出席了？")[0]
    assert first not in reader.offered(first)
    assert first not in reader.offered("谁出席了？", said=("科技年会是什么时候举行的",))


def test_traditional_questions_get_traditional_suggestions(reader: Reader) -> None:
    assert reader.offered("園區科協成立了幾家？")[0].startswith("園區科協")


def test_what_may_have_been_meant_is_suggested_first(reader: Reader) -> None:
    offered = reader.offered("西宁新区有多少家企业？", first=("您是不是想问：西咸新区有多少家企业？",))
    assert offered[0] == "您是不是想问：西咸新区有多少家企业？"
    assert len(offered) == 3


def test_nearly_all_suggestions_after_questions_of_the_sets_are_answered(config: Config) -> None:
    assistant = open_assistant(config)

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        return assistant.ask(question, history=history)

    payload = suggestions_payload(list(measure_suggestions(load_sets([SHIPPED])[::60], ask)))
    assert payload["suggested"] > 60
    assert payload["share"] >= 0.95
    assert payload["repeated"] == payload["other_language"] == 0
