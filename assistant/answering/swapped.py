"""A claim and its evidence to the pairs of names, figures or ranks that the claim has exchanged.

Two things of one kind are exchanged when the words that the evidence has beside the first alone stand in the claim
beside the second, and the other way round. Words that the evidence has beside both say nothing, so that few are enough:
"甲主持，乙致辞" must not become "乙主持，甲致辞".
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from assistant.answering.in_turn import each_with_its_own
from assistant.answering.ordinals import find_ordinals
from assistant.answering.support import Languages, meant_words
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Language

_TONGUES: tuple[Language, ...] = ("zh", "en")
_COUNTED = ("rank", "figure", "%", "date", "direction")
_KINDS = frozenset((*_COUNTED, "person", "organisation", "place", "event", "measure"))
"""Kinds of items that can be exchanged; other terms only tell these apart, in either language."""
_CLAUSE = re.compile(r"[,，;；。：:]\s*(?!\d{3}\b)|\.(?=\s|$)|\b(?:while|whereas|but)\b")
_PART = re.compile(r"、|[和与及]|\band\b|\bwith\b")
_IN_TURN = re.compile(r"分别|依次|respectively|前者|后者")
"""What belongs to what is said by the order alone."""
_DIRECTIONS = {
    "东南": "southeast", "东北": "northeast", "西南": "southwest", "西北": "northwest",
    "东部": "east", "西部": "west", "南部": "south", "北部": "north",
}  # fmt: skip
_DIRECTION = re.compile(rf"{'|'.join(_DIRECTIONS)}|\b(?:{'|'.join(_DIRECTIONS.values())})(?=ern\b|\b)")
_NUMBER = re.compile(r"(?<![\d.,])\d+(?![\d.,]*\d)")
_KEPT = 4_096
"""Sentences of documents come up again for the next reply."""
_BOTH, _CLEARLY = 2, 4
"""Words that must speak for an exchange, and how many times as many as against it."""


class _Item(NamedTuple):
    """A name, figure or rank at ``text[start:end]``; only items of one ``kind`` can be exchanged."""

    kind: str
    key: Hashable
    start: int
    end: int


class _Beside(NamedTuple):
    """An item as it is written and the words that stand beside it."""

    item: _Item
    said: str
    words: frozenset[str]


def swapped(text: str, evidence: Sequence[str | None], languages: Languages) -> list[str]:
    """Return what ``text`` has exchanged, as and in the order in which it is written there.

    ``evidence`` are quotes and their renderings.
    """
    text = each_with_its_own(text)
    quotes = [each_with_its_own(one) for one in evidence if one]
    if _IN_TURN.search(text):
        return []
    glossary = languages.glossary
    told = _keys(text, glossary)
    there = [(one, _keys(one, glossary)) for one in quotes if not _IN_TURN.search(one)]
    wrong: list[_Beside] = []
    for kind, keys in told.items():
        shared = keys & frozenset[Hashable]().union(*(known.get(kind, frozenset()) for _, known in there))
        if len(shared) > 1:
            known = _words_of(
                shared, kind, [one for one, has in there if shared & has.get(kind, frozenset())], glossary
            )
            wrong += _crossed([one for one in _beside(text, kind, glossary) if one.item.key in shared], known)
    return list(dict.fromkeys(one.said for one in sorted(wrong, key=lambda one: one.item.start)))


def _keys(text: str, glossary: Glossary) -> dict[str, frozenset[Hashable]]:
    """Return what a text names of each kind that can be exchanged."""
    items = _items(text, glossary)
    return {
        kind: frozenset(item.key for item in items if item.kind == kind) for kind in {i.kind for i in items} & _KINDS
    }


def _words_of(
    keys: frozenset[Hashable], kind: str, evidence: Sequence[str], glossary: Glossary
) -> dict[Hashable, frozenset[str]]:
    """Return the words that stand beside each of the items anywhere in the evidence."""
    known: dict[Hashable, frozenset[str]] = dict.fromkeys(keys, frozenset())
    for one in evidence:
        for item, _, words in _beside(one, kind, glossary):
            if item.key in keys:
                known[item.key] |= words
    return known


def _crossed(told: Sequence[_Beside], known: Mapping[Hashable, frozenset[str]]) -> Iterator[_Beside]:
    for a, b in combinations(told, 2):
        if a.item.key == b.item.key:
            continue
        of_a, of_b = known[a.item.key], known[b.item.key]
        only_a, only_b = of_a - of_b, of_b - of_a
        crossed = len(a.words & only_b), len(b.words & only_a)
        straight = len(a.words & only_a) + len(b.words & only_b)
        if min(crossed) and sum(crossed) >= max(_BOTH, _CLEARLY * straight):
            yield from (a, b)


@lru_cache(maxsize=_KEPT)
def _items(text: str, glossary: Glossary) -> tuple[_Item, ...]:
    folded = search_key(text)
    items = [_Item("rank", value, start, end) for start, end, value in find_ordinals(text)]
    items += [_Item("%" if f.unit == "%" else "figure", f.value, f.start, f.end) for f in find_figures(text)]
    found = (match for tongue in _TONGUES for match in glossary.find(folded, language=tongue))
    year = ""
    for mention in find_dates(text):
        iso = year + mention.iso[1:] if mention.iso.startswith("-") else mention.iso
        year = iso[:4]
        items.append(_Item("date", iso, mention.start, mention.end))
    ways = ((match.group(), match) for match in _DIRECTION.finditer(folded))
    items += [_Item("direction", _DIRECTIONS.get(said, said), *match.span()) for said, match in ways]
    return (*items, *(_Item(one.term.kind, one.term.zh, one.start, one.end) for one in found))


@lru_cache(maxsize=_KEPT)
def _beside(text: str, kind: str, glossary: Glossary) -> tuple[_Beside, ...]:
    """Return the items of a kind with the words of their clause; numbers and names of other kinds are words too."""
    folded, items = search_key(text), _items(text, glossary)
    masked = _masked(folded, [item for item in items if item.kind == kind])
    found: list[_Beside] = []
    dates: frozenset[str] = frozenset()
    for clause in _spans(folded, _CLAUSE, 0, len(folded)):
        here = [item for item in items if clause[0] <= item.start < clause[1]]
        # "By April, six were founded": a date stands for the clauses behind it until there is another one.
        dates = frozenset(str(item.key) for item in here if item.kind == "date") or dates
        mine = [item for item in here if item.kind == kind]
        for item, words in _of_clause(masked, clause, mine, [item for item in here if item.kind != kind]):
            found.append(_Beside(item, text[item.start : item.end], words if kind == "date" else words | dates))
    return tuple(found)


def _of_clause(
    masked: str, clause: tuple[int, int], mine: Sequence[_Item], others: Sequence[_Item]
) -> Iterator[tuple[_Item, frozenset[str]]]:
    whole = _words(masked, clause, others) if mine else frozenset()
    parts = list(_with_items(_spans(masked, _PART, *clause), mine)) if len(mine) > 1 else []
    apart = [(part, _words(masked, part, others)) for part in parts]
    # "A主办、B承办" is two, "A、B承办" one: parts are told apart where each has an item and words of its own.
    each = all(words and any(s <= item.start < e for item in mine) for (s, e), words in apart)
    for item in mine:
        yield item, next((words for (s, e), words in apart if s <= item.start < e), whole) if each else whole


def _with_items(parts: Iterator[tuple[int, int]], mine: Sequence[_Item]) -> Iterator[tuple[int, int]]:
    """Yield parts that have an item each: "a science and innovation belt in the north" is one."""
    begun: int | None = None
    for start, end in parts:
        begun = start if begun is None else begun
        if any(begun <= item.start < end for item in mine):
            yield begun, end
            begun = None


def _masked(folded: str, items: Sequence[_Item]) -> str:
    for item in items:
        folded = folded[: item.start] + " " * (item.end - item.start) + folded[item.end :]
    return folded


def _spans(text: str, ends: re.Pattern[str], start: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in ends.finditer(text, start, stop):
        yield start, match.start()
        start = match.end()
    yield start, stop


def _words(masked: str, span: tuple[int, int], others: Sequence[_Item]) -> frozenset[str]:
    start, end = span
    rest = masked[start:end]
    names = (str(item.key) for item in others if start <= item.start < end)
    return frozenset([*(word for word in meant_words(rest) if len(word) > 1), *names, *_NUMBER.findall(rest)])
