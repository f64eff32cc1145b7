"""Which check of verification marks what: its functions watched while replies are judged, to a table.

A check that marks right claims must earn its keep: the table counts the right claims and the faulty replies that it
marks, and those that nothing else marks.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from unittest.mock import patch

from assistant.schema import Claim
from evals.benchmark.faults import Verdicts
from evals.benchmark.labels import table

_WATCHED = {
    "people exchanged": "judged.exchanged_people",
    "bodies exchanged": "judged.exchanged_bodies",
    "told of another source": "judged.told_of_another",
    "dates exchanged": "judged.exchanged_dates",
    "two exchanged": "judged.swapped",
    "of another year": "judged.of_another_year",
    "figure of another sentence": "judged.exchanged_figures",
    "another place": "judged.other_places",
    "unknown item of a list": "judged.unknown_items",
    "reason added": "asserted._reasons",
    "multiple in words": "asserted._multiples",
    "superlative": "asserted._extremes",
    "known name missing": "held._unnamed",
    "name missing by its form": "held._unheard_of",
    "quotation": "held.unknown_quotations",
    "opposite word": "held.turned_words",
    "another of a set": "held.contrasted",
    "total or added": "held.other_standing",
    "yes or no": "held.denied_alike",
    "counts something else": "held._counted_alike",
    "plan told as done": "held.as_certain",
    "words shared": "held._worded_alike",
    "measure of the ledger": "ownership._foreign",
    "figure aligned": "ownership._exchanged",
    "English noun": "ownership._misnamed",
}
"""Checks by the function that makes each: one returns what is wrong, or whether the claim is right or wrong."""
_TELL_RIGHT = frozenset(("yes or no", "counts something else", "plan told as done", "words shared"))
"""Checks that return True for a claim that they let pass."""
_OWN_KINDS = frozenset(("figure", "misquoted", "language", "order", "uncited"))
"""Kinds of doubts that are one check each."""


@dataclass(slots=True)
class Fired:
    """The checks that have spoken against a claim since they were last taken."""

    names: set[str] = field(default_factory=set)

    def take(self, claim: Claim) -> frozenset[str]:
        """Return the checks that mark ``claim`` and forget them; none when it is verified after all."""
        kinds = {doubt.kind for doubt in claim.doubts}
        names = frozenset(self.names | (kinds & _OWN_KINDS)) if claim.doubts else frozenset()
        self.names.clear()
        return names


@contextmanager
def watched() -> Iterator[Fired]:
    """Watch all checks while replies are judged."""
    fired = Fired()
    with ExitStack() as stack:
        for name, path in _WATCHED.items():
            module, _, function = path.partition(".")
            where = import_module(f"assistant.answering.{module}")
            stack.enter_context(patch.object(where, function, _watching(name, getattr(where, function), fired)))
        yield fired


def _watching(name: str, original: Callable[..., Any], fired: Fired) -> Callable[..., Any]:
    def check(*args: Any, **options: Any) -> Any:
        found = original(*args, **options)
        if isinstance(found, bool):
            wrong = found is not (name in _TELL_RIGHT)
        else:
            found = list(found)
            wrong = bool(found)
        if wrong:
            fired.names.add(name)
        return found

    return check


def checks_table(judged: Sequence[Verdicts]) -> str:
    """Return a line for each check: right claims and faulty replies that it marks, and that nothing else marks."""
    right, faulty = ([marks for v in judged if bool(v.fault) is wrong for marks in v.checks] for wrong in (False, True))
    names = {name for marks in (*right, *faulty) for name in marks}
    rows = [
        (name, *(count for group in (right, faulty) for count in (_among(name, group), _alone(name, group))))
        for name in sorted(names, key=lambda name: (-_alone(name, right), name))
    ]
    return table(("check", "right claims", "alone", "faulty replies", "alone"), rows)


def _among(name: str, marked: Sequence[frozenset[str]]) -> int:
    return sum(name in marks for marks in marked)


def _alone(name: str, marked: Sequence[frozenset[str]]) -> int:
    return sum(marks == {name} for marks in marked)
