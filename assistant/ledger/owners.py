"""Any text to the measures of the ledger that its figures count: by the patterns in Chinese, by name in English."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.ledger.extract import measures_of
from assistant.ledger.indicators import Programme

_FOLLOWS = re.compile(r" (?:(?!from |of |by |in |for |to )[\w'-]+ )?")
_LEADS_TO = re.compile(r":? (?:(?:more than|about|nearly|at least|at most) )?|: target ")


Owners = Callable[[str, str], Mapping[int, frozenset[str]]]
"""Text and the title above it to the measures that its figures count, by the start of the figure."""


_LATIN = re.compile("[a-z]{2}")


def owners_with(programme: Programme) -> Owners:
    """Return ``owners_of`` for one programme, which keeps what it found: a quote is asked for with each figure."""

    @lru_cache(maxsize=4_096)
    def owners(text: str, title: str) -> Mapping[int, frozenset[str]]:
        return owners_of(text, title, programme)

    return owners


def owners_of(text: str, title: str, programme: Programme) -> dict[int, frozenset[str]]:
    """Return the labels of the measures that each figure may count, by its start; figures of unknown ones are left out.

    In English a figure belongs to the measure whose name follows it (“10 science-park associations”) or stands before a
    colon (“enterprise associations: 14”); of overlapping names the longest counts.
    """
    owners = {start: frozenset({measure.label_zh}) for start, measure in measures_of(text, title, programme).items()}
    folded = search_key(text)
    names = _names_in(folded, programme)
    for figure in find_figures(text):
        near = frozenset(
            label
            for start, end, label in names
            if _FOLLOWS.fullmatch(folded, figure.end, start) or _LEADS_TO.fullmatch(folded, end, figure.start)
        )
        if near and figure.start not in owners:
            owners[figure.start] = near
    return owners


def measures_named(text: str, programme: Programme) -> list[tuple[int, int, str]]:
    """Return start, end and label of the measures that a text names in full; of overlapping names the longest."""
    folded = search_key(text)
    named = [(indicator.own.label_zh, indicator.own_names) for indicator in programme.indicators]
    named += [(measure.label_zh, frozenset(measure.names)) for one in programme.indicators for measure in one.related]
    found = [
        (match.start(), match.end(), label)
        for label, names in named
        for name in names
        if name in folded
        for match in re.finditer(re.escape(name), folded)
    ]
    return _longest([*found, *_names_in(folded, programme)])


def _names_in(folded: str, programme: Programme) -> list[tuple[int, int, str]]:
    if not _LATIN.search(folded):
        return []
    found = [
        (match.start(), match.end(), label)
        for label, name in _english_names(programme)
        if name in folded
        for match in re.finditer(rf"\b{re.escape(name)}(?:e?s)?\b", folded)
    ]
    return _longest(found)


def _longest(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [
        (start, end, label)
        for start, end, label in found
        if not any(a <= start and end <= b and b - a > end - start for a, b, _ in found)
    ]


def _english_names(programme: Programme) -> Iterable[tuple[str, str]]:
    """Yield each measure with its full English name: a shorter wording of a question may mean anything."""
    for indicator in programme.indicators:
        names = [(indicator.own.label_zh, name) for name in indicator.names_en]
        names += [(measure.label_zh, measure.folded_en) for measure in indicator.related]
        yield from ((label, name) for label, name in names if name.isascii() and len(re.split("[ -]", name)) > 1)
