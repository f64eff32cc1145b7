"""The library and the table of targets to the page for newcomers: what, why, when, who, each with its source.

Nothing in here is written for one corpus: the name is read from the indicators, the rest from documents and glossary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from assistant.browsing.names import Statement
from assistant.browsing.timeline import Event
from assistant.language.glossary import Glossary, Term
from assistant.ledger.indicators import Programme
from assistant.schema import IndicatorStatus, Language, LedgerRow, Source, TargetTable
from assistant.window.chart import sign
from assistant.window.labels import label
from assistant.window.links import opens, opens_citation, term_address
from assistant.window.markup import date_text, escape, figure_text
from assistant.window.term import Rendering, definition_of, name_of, sentence_html, statement_html

OPEN_EVENTS, MOST_EVENTS = 6, 40
"""Events of a year that show at once, those that say most about the programme, and behind the fold."""
PROGRAMME_STATEMENTS = 3
MOST_ORGANISATIONS = 24
_STATES = {"met": "met", "partly": "partly", "not_reported": "missing"}


class Explorable(Protocol):
    """What the page needs of a library."""

    @property
    def glossary(self) -> Glossary:
        """The terms of the programme."""

    @property
    def programme(self) -> Programme:
        """The programme and its indicators."""

    def rendering(self, source: Source, sentence: str, language: Language) -> str:
        """Return a sentence in the language of the reader, "" when there is no translation."""

    def statements(self, term: Term) -> tuple[Statement, ...]:
        """Return the sentences that name a term."""

    def count_naming(self, term: Term) -> int:
        """Return how many documents name a term."""

    def timeline(self) -> tuple[Event, ...]:
        """Return the dated statements."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the page: the key of its heading, its anchor, its HTML."""

    anchor: str
    heading: str
    inside: str


def explore_html(library: Explorable, table: TargetTable, language: Language) -> str:
    """Write the page; a part that the corpus says nothing about is left out."""
    name = library.programme.name_en if language == "en" else library.programme.name_zh
    sections = [
        _Section("what", label("what", language, name=name), _what(library, language)),
        _Section("why", label("why", language, name=name), _why(library.programme, table, language)),
        _Section("when", label("when", language), _when(library.timeline(), language, library.rendering)),
        _Section("who", label("who", language), _who(library, language)),
    ]
    shown = [section for section in sections if section.inside]
    links = "".join(f'<li><a href="#explore-{one.anchor}">{escape(one.heading)}</a></li>' for one in shown)
    links += f'<li><a href="#terms">{label("glossary", language)}</a></li>'
    contents = f'<nav class="contents" aria-label="{label("contents", language)}"><ul>{links}</ul></nav>'
    parts = "".join(
        f'<section class="part" id="explore-{one.anchor}" aria-labelledby="explore-{one.anchor}-head">'
        f'<h2 id="explore-{one.anchor}-head">{escape(one.heading)}</h2>{one.inside}</section>'
        for one in shown
    )
    return f'<div class="explore" lang="{language}">{contents}{parts}</div>'


def _what(library: Explorable, language: Language) -> str:
    programme = library.glossary.definition(library.programme.name_zh, language="zh")
    if programme is None:
        return ""
    definition = definition_of(programme, language)
    address = term_address(programme.zh, language)
    defined = f'<p class="definition">{opens(address, escape(definition), css="said")}</p>' if definition else ""
    told = [one for one in library.statements(programme) if not one.note][:PROGRAMME_STATEMENTS]
    return defined + _told(told, language, library.rendering)


def _told(statements: Sequence[Statement], language: Language, rendering: Rendering) -> str:
    items = "".join(f"<li>{statement_html(one, language, rendering=rendering)}</li>" for one in statements)
    return f'<ul class="told">{items}</ul>' if items else ""


def name_sum(programme: Programme) -> str:
    """Return the sum behind the name: how many indicators there are of each size.

    The sizes and their numbers come from the indicators, so a corpus about another programme has another sum.
    """
    sizes = _by_size(programme)
    return " + ".join(str(size) if size == len(own) == 1 else f"{len(own)}×{size}" for size, own in sizes.items())


def _by_size(programme: Programme) -> dict[int, list[str]]:
    sizes: dict[int, list[str]] = {}
    for indicator in sorted(programme.indicators, key=lambda indicator: indicator.group):
        sizes.setdefault(indicator.group, []).append(indicator.id)
    return sizes


def _why(programme: Programme, table: TargetTable, language: Language) -> str:
    states = {status.id: status for status in table.indicators}
    groups = "".join(_group(size, own, states, language) for size, own in _by_size(programme).items())
    count = len(programme.indicators)
    said = label("why_text", language, sum=name_sum(programme), count=count, by=programme.by)
    note = label("glance_note", language)
    return f'<p>{escape(said)} <span class="where">{note}</span></p><ol class="digits">{groups}</ol>'


def _group(size: int, ids: Sequence[str], states: Mapping[str, IndicatorStatus], language: Language) -> str:
    items = "".join(f"<li>{_glance(states[one], language)}</li>" for one in ids if one in states)
    counted = label("group", language, count=len(ids), size=f"{size:,}")
    return (
        f'<li><p class="digit"><strong>{len(ids)}</strong> <span class="where">{counted}</span></p>'
        f'<ul class="glance">{items}</ul></li>'
    )


def _glance(status: IndicatorStatus, language: Language) -> str:
    name = status.name_en if language == "en" else status.name_zh
    state = f'<span class="state">{sign(status.status)} {label(_STATES[status.status], language)}</span>'
    facts = [_figure(status.target, name, "target", language)] if status.target else []
    if status.latest:
        facts.append(_figure(status.latest, name, "latest", language))
    return f'<span class="name">{escape(name)}</span> {state}<span class="facts">{" · ".join(facts)}</span>'


def _figure(row: LedgerRow, name: str, kind: str, language: Language) -> str:
    figure, date = figure_text(row.figure, language), date_text(row.date, language)
    when = label("by", language, date=date) if kind == "target" else date
    heard = f"{name}, {label(kind, language)} {figure}, {label('evidence', language)}"
    link = opens_citation(row.citation, language, escape(figure), name=heard)
    return f"{label(kind, language)} {link}{f' <span>({escape(when)})</span>' if date else ''}"


def _when(events: Sequence[Event], language: Language, rendering: Rendering) -> str:
    if not events:
        return ""
    years = "".join(
        _year(year, list(own), language, rendering) for year, own in groupby(events, key=lambda event: event.date[:4])
    )
    return f"<p>{label('when_text', language, count=len(events))}</p>{years}"


def _year(year: str, events: Sequence[Event], language: Language, rendering: Rendering) -> str:
    told = sorted(events, key=lambda event: (event.citation.source.low_reliability, -event.weight))
    shown = {id(event) for event in told[:OPEN_EVENTS]}
    kept = {id(event) for event in told[:MOST_EVENTS]}
    first = [event for event in events if id(event) in shown]
    rest = [event for event in events if id(event) in kept - shown]
    heading = f"{year}年" if language == "zh" else year
    folded = ""
    if rest:
        summary = label("more_events", language, year=year, count=len(rest))
        folded = f"<details><summary>{summary}</summary>{_events(rest, language, rendering)}</details>"
    return f'<div class="year"><h3>{heading}</h3>{_events(first, language, rendering)}{folded}</div>'


def _events(events: Sequence[Event], language: Language, rendering: Rendering) -> str:
    items = "".join(f"<li>{_event(event, language, rendering)}</li>" for event in events)
    return f'<ol class="events">{items}</ol>'


def _event(event: Event, language: Language, rendering: Rendering) -> str:
    planned = f' <span class="tag">{label("planned", language)}</span>' if event.planned else ""
    also = ""
    if event.also:
        links = " ".join(
            opens_citation(one, language, escape(one.source.publisher or one.source.title)) for one in event.also
        )
        also = f' <span class="where">{label("also_told", language, count=len(event.also))} {links}</span>'
    told = sentence_html(event.citation, language, rendering=rendering)
    date = escape(date_text(event.date, language))
    return f'<time datetime="{escape(event.date)}">{date}</time> <span>{told}{planned}{also}</span>'


def _who(library: Explorable, language: Language) -> str:
    people = _named(library, [term for term in library.glossary.terms if term.kind == "person"])
    # Names without an explanation are many and everyday: 学会, 秘书处.
    explained = [term for term in library.glossary.terms if term.kind == "organisation" and term.definition_zh]
    groups = (("people", people), ("organisations", _named(library, explained)[:MOST_ORGANISATIONS]))
    return "".join(
        f'<h3>{label(key, language)}</h3><ul class="who">'
        f"{''.join(f'<li>{_person(library, term, language)}</li>' for term in terms)}</ul>"
        for key, terms in groups
        if terms
    )


def _named(library: Explorable, terms: Sequence[Term]) -> list[Term]:
    """Return the terms that documents name, the best known first."""
    counted = [(library.count_naming(term), term) for term in terms]
    return [term for count, term in sorted(counted, key=lambda pair: -pair[0]) if count and library.statements(term)]


def _person(library: Explorable, term: Term, language: Language) -> str:
    name = opens(term_address(term.zh, language), escape(name_of(term, language)), css="name")
    naming = library.count_naming(term)
    count = label("named_in_one" if naming == 1 else "named_in", language, count=naming)
    definition = definition_of(term, language)
    defined = f'<p class="definition">{escape(definition)}</p>' if definition else ""
    said = statement_html(library.statements(term)[0], language, rendering=library.rendering)
    return f'<p>{name} <span class="where">{count}</span></p>{defined}<p>{said}</p>'
