"""Passages to what they say happened when: sentences that begin with a date, those of one day together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.browsing.names import Cite
from assistant.language.dates import DateMention, find_dates, last_day
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.sentences import sentence_spans
from assistant.ledger.indicators import Programme
from assistant.schema import Citation, Passage

LATEST_START = 6
"""Characters before the date ("截至", "据", "到…"): a date further on is that of a detail."""
MONTH = len("2022-04")
"""A bare year orders nothing within it, and most sentences that begin with one sum it up."""
ALIKE = 0.6
"""Share of pairs of characters from which two sentences about one day tell the same thing."""
PROGRAMME_WEIGHT = 3
"""A sentence that names the programme tells more about it than any other three terms do."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a document says of a date; ``planned`` when the document is older than the date that it names.

    ``also`` are other documents that say the same, and ``weight`` tells how much it is about the programme.
    """

    date: str
    citation: Citation
    weight: int
    planned: bool = False
    also: tuple[Citation, ...] = ()


def timeline(passages: Sequence[Passage], glossary: Glossary, programme: Programme, *, cite: Cite) -> list[Event]:
    """Return the events that ``passages`` tell, oldest first; what several documents tell is one event."""
    found: list[Event] = []
    for passage in passages:
        if passage.note:
            continue  # An editor's remark compares dates; nothing happened on them.
        for start, end in sentence_spans(passage.text):
            sentence = passage.text[start:end]
            mention = _leading_date(sentence)
            if mention is not None:
                citation = cite(passage, start, end)
                planned = bool(citation.source.published and mention.iso > last_day(citation.source.published))
                weight = _weight(search_key(sentence), glossary, programme)
                found.append(Event(mention.iso, citation, weight, planned))
    return _together(sorted(found, key=_place))


def _leading_date(sentence: str) -> DateMention | None:
    first = next(iter(find_dates(sentence)), None)
    if first is None or first.start > LATEST_START or first.iso.startswith("-") or len(first.iso) < MONTH:
        return None
    return first


def _weight(folded: str, glossary: Glossary, programme: Programme) -> int:
    named = {match.term.zh for match in glossary.find(folded, language="zh") if match.term.definition_zh}
    return len(named) + PROGRAMME_WEIGHT * any(search_key(name) in folded for name in programme.names)


def _place(event: Event) -> tuple[str, bool, int, str, int]:
    source = event.citation.source
    return event.date, source.low_reliability, -event.weight, source.id, event.citation.start


def _together(events: Sequence[Event]) -> list[Event]:
    """Join events of one date that say the same; the first of them, the more reliable one, stands for all."""
    kept: list[Event] = []
    pairs: list[frozenset[str]] = []
    for event in events:
        own = _pairs(event.citation.quote)
        same = next((n for n, other in enumerate(kept) if other.date == event.date and _alike(own, pairs[n])), None)
        if same is None:
            kept.append(event)
            pairs.append(own)
        else:
            kept[same] = replace(kept[same], also=(*kept[same].also, event.citation))
    return kept


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * max(1, min(len(one), len(other)))


def _pairs(text: str) -> frozenset[str]:
    folded = search_key(text)
    return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))
