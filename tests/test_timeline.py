"""Sentences that begin with a date become events; what several documents tell is one of them."""

from dataclasses import replace

from assistant.browsing.timeline import Event, timeline
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.schema import Citation, Passage, Source
from tests.fakes import REPORT


def events(
    glossary: Glossary, programme: Programme, *texts: tuple[str, str], note: bool = False, low: bool = False
) -> list[Event]:
    passages = [Passage(f"{n}", n, 1, 0, len(text), text, note=note) for n, text in texts]

    def cite(passage: Passage, start: int, end: int) -> Citation:
        source: Source = replace(REPORT, id=passage.document_id, low_reliability=low and passage.document_id == "a")
        return Citation(source, 1, start, end, passage.text[start:end])

    return timeline(passages, glossary, programme, cite=cite)


def test_a_sentence_that_begins_with_a_date_is_an_event(glossary: Glossary, programme: Programme) -> None:
    told = "2021年9月，甲公司挂牌。乙公司的新厂房在2021年10月开工。截至2021年3月底，已建3家。去年很忙。2020年的事不少。"
    found = events(glossary, programme, ("a", told))
    assert [(event.date, event.citation.quote) for event in found] == [
        ("2021-03", "截至2021年3月底，已建3家。"),
        ("2021-09", "2021年9月，甲公司挂牌。"),
    ]


def test_editors_remarks_are_no_events(glossary: Glossary, programme: Programme) -> None:
    assert events(glossary, programme, ("a", "2021年9月，甲公司挂牌。"), note=True) == []


def test_what_was_still_to_come_when_it_was_written_is_a_plan(glossary: Glossary, programme: Programme) -> None:
    now, later = events(glossary, programme, ("a", "2022年4月8日，甲公司挂牌。2022年9月，乙公司将会开工。"))
    assert (now.planned, later.planned) == (False, True)


def test_the_same_thing_told_twice_is_one_event_and_the_better_source_stands_for_it(
    glossary: Glossary, programme: Programme
) -> None:
    texts = (("a", "2021年9月，甲公司在西咸新区挂牌。"), ("b", "2021年9月，甲公司在西咸新区正式挂牌。"))
    (event,) = events(glossary, programme, *texts, low=True)
    assert event.citation.source.id == "b"
    assert [citation.source.id for citation in event.also] == ["a"]


def test_different_things_of_one_day_stay_apart(glossary: Glossary, programme: Programme) -> None:
    texts = (("a", "2021年9月，甲公司在西咸新区挂牌。"), ("b", "2021年9月，省科协召开年会并颁奖。"))
    assert len(events(glossary, programme, *texts)) == 2


def test_what_is_about_the_programme_weighs_more(glossary: Glossary, programme: Programme) -> None:
    texts = (("a", "2021年9月，甲公司开工了。"), ("b", "2021年9月，12621工程在秦创原启动。"))
    weights = {event.citation.source.id: event.weight for event in events(glossary, programme, *texts)}
    assert weights["b"] > weights["a"] == 0
