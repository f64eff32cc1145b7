"""The target table and a question to the rows that a model is shown as facts, each with its exact citation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.certainty import speaks_as_done
from assistant.answering.lexicon import UNSAFE
from assistant.answering.phrases import amount
from assistant.answering.understand import Understanding
from assistant.answering.verify import unsupported
from assistant.language.fold import search_key
from assistant.language.orders import gives_orders
from assistant.schema import IndicatorStatus, LedgerRow, TargetTable

MOST_FACTS = 40
"""Target and newest figure of twelve indicators, and some more; the parser knows no more than 99."""
_OTHER_MEASURES = 4
"""Of one indicator; more bury what was asked."""
_EARLIER = 3
_OF_ALL = frozenset(("target", "progress", "ratio", "status", "not_met", "open"))
"""What a question about the whole programme asks that its targets answer."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the ledger; ``label`` says what was counted where it is not the indicator itself."""

    names: tuple[str, str]
    row: LedgerRow
    label: str = ""

    @property
    def figure(self) -> str:
        """The figure as the source writes it."""
        return self.row.citation.quote[self.row.figure.start : self.row.figure.end]

    @property
    def kind(self) -> str:
        """What the figure is: rules of the prompt name these."""
        role = "target" if self.row.role == "target" else "result"
        return role if self.row.same_measure else f"{role} of another measure, not comparable: {self.label}"


def facts_for(asked: Understanding, table: TargetTable) -> tuple[Fact, ...]:
    """Return the rows about what a question names: target, newest figure, and others that it asks for."""
    statuses = [status for status in table.indicators if status.id in asked.indicators]
    statuses.sort(key=lambda status: asked.indicators.index(status.id))
    if not statuses and asked.programme and (asked.aspects & _OF_ALL or "list" in asked.wanted):
        statuses = list(table.indicators)
    facts = (fact for status in statuses for fact in _of(status, asked, alone=len(statuses) == 1))
    return tuple(dict.fromkeys(fact for fact in facts if _may_be_shown(fact.row)))[:MOST_FACTS]


def _of(status: IndicatorStatus, asked: Understanding, *, alone: bool) -> Iterator[Fact]:
    names = (status.name_zh, status.name_en)
    for row in (status.target, status.latest):
        if row is not None:
            yield Fact(names, row)
    earlier = [row for row in reversed(status.history) if row is not status.latest]
    for row in earlier[:_EARLIER] if alone or "history" in asked.aspects else ():
        yield Fact(names, row)
    for row in _others(status, asked) if alone or asked.related else ():
        yield Fact(names, row, status.label_of(row, asked.language))


def _others(status: IndicatorStatus, asked: Understanding) -> Sequence[LedgerRow]:
    """Return figures of other measures: those that the question names, else some where no comparable one is known."""
    named = [row for row in status.related if row.label in asked.related]
    wanted = status.latest is None or asked.aspects & {"comparable", "open"}
    return (named or (status.related if wanted else ()))[:_OTHER_MEASURES]


def _may_be_shown(row: LedgerRow) -> bool:
    """Tell whether a row is a report of a sound source that gives no orders and bears out its figure.

    A figure that an editor corrected by hand may not stand in its quotation: no claim about it could be verified.
    """
    source, quote = row.citation.source, row.citation.quote
    text = search_key(f"{source.title} {quote}")
    if source.low_reliability or UNSAFE.search(text) or gives_orders(text):
        return False
    return not unsupported(amount(row.figure, "zh"), [row.citation])


def told_as_done(text: str, facts: Sequence[Fact]) -> bool:
    """Tell whether a sentence that rests on nothing but targets gives them as reached."""
    return bool(facts) and all(fact.row.role == "target" for fact in facts) and speaks_as_done(text)
