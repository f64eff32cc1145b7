"""A sentence of a model and the rows of the ledger behind it to the sentence without what follows from two of them.

A model may say how far a result is from its target (尚差4个, 4 short of the target) and what share of the target it is
(完成率为60%). Such a figure stands in no quote; it is believed when the ledger itself reads target and result in what
is cited, both of the very indicator that the sentence speaks of, and when it is right. Nothing is added up: reports of
one indicator overlap, and those of different ones are not comparable.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.ledger.extract import rows_in
from assistant.ledger.indicators import Programme
from assistant.ledger.owners import measures_named, owners_of
from assistant.schema import Citation, Figure, LedgerRow

Way = Literal["short", "beyond", "rate"]

_ABOUT = (
    r"(?:为|是|了|约|近|达到?|已|仅|只|有|不足|不到|超过|逾|至少|:|\s|only|about|nearly|almost|around|more than|over"
    r"|at least|fewer than|less than|under)*$"
)
_GOAL = r"(?:the |its |their |this )?(?:\d{4} |original )?(?:target|goal|plan)"
_BEFORE: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (
        "short",
        re.compile(
            rf"((?:距离?(?:年度|总)?目标[数值]?)?(?:(?:尚|还|仅|只|相)?差(?:距|额)?|缺口|[尚还]缺|[还尚]需){_ABOUT})"
        ),
    ),
    ("short", re.compile(rf"\b((?:(?:falls? |fell )?short(?: of {_GOAL})? by|shortfall (?:is|of)) {_ABOUT})")),
    ("beyond", re.compile(rf"((?:超出(?:目标)?|超额(?:完成)?|(?:超过|高[于出])目标|比目标多出?){_ABOUT})")),
    ("beyond", re.compile(rf"\b(exceed(?:s|ed|ing)? {_GOAL} by {_ABOUT})")),
    (
        "rate",
        re.compile(
            r"((?:完成率|完成比例|完成度|(?:完成|达到?|实现|[占为是])了?(?:20\d\d年|年度|既定|总)?(?:目标|任务|计划)[数值量]?的)"
            rf"{_ABOUT})"
        ),
    ),
    ("rate", re.compile(rf"\b(completion rate)\b[^,;.]{{0,60}}? (?:is|was|of|at|stands at|reached) {_ABOUT}")),
)
"""What leads to a figure that is worked out; the group goes with it, what it is told of stays."""
_AFTER: tuple[tuple[Way, re.Pattern[str]], ...] = (
    ("short", re.compile(rf" (?:[\w-]+ ){{0,5}}?(?:short of|fewer than|below) {_GOAL}| (?:short|still to go|to go)\b")),
    ("beyond", re.compile(rf" (?:[\w-]+ ){{0,5}}?(?:more than|above|over|beyond) {_GOAL}")),
    ("rate", re.compile(rf" of {_GOAL}|的?(?:目标|任务|计划)(?=[,.;，。；]|$)")),
)
_SHOWN = re.compile(r"\s*\(\s*(?P<a>\d[\d,.]*)[^\d()]{0,8}(?P<sign>[÷/−-])\s*(?P<b>\d[\d,.]*)[^\d()]{0,8}\)")
"""How it was worked out, in brackets behind it: （6÷10）."""
_FITTING: dict[tuple[Way, str], frozenset[str]] = {
    # Where the result is "more than 500" of 1,000, less than 500 are missing and more than 50 % are done.
    ("short", "exact"): frozenset({"exact", "about"}),
    ("short", "more_than"): frozenset({"at_most"}),
    ("short", "at_least"): frozenset({"at_most"}),
    ("beyond", "exact"): frozenset({"exact", "about"}),
    ("beyond", "more_than"): frozenset({"more_than", "at_least"}),
    ("beyond", "at_least"): frozenset({"at_least"}),
    ("rate", "exact"): frozenset({"exact", "about"}),
    ("rate", "more_than"): frozenset({"more_than", "at_least"}),
    ("rate", "at_least"): frozenset({"at_least"}),
}
_TENTH_OF_PERCENT, _PERCENT = Decimal("0.0006"), Decimal("0.006")
"""How far a rate may be off: as it is shown, and where it is said to be rounded."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What a sentence says besides the figures that follow from others, and the citations that those follow from."""

    rest: str
    operands: tuple[Citation, ...] = ()


Derive = Callable[[str, Sequence[Citation]], Derived]
"""A sentence and those of the sources that it may rest on to what is left to verify."""


def nothing_derived(text: str, _sentences: Sequence[Citation]) -> Derived:
    """Believe no figure that stands in no quote."""
    return Derived(text)


def derive_with(programme: Programme) -> Derive:
    """Return what takes the figures out of a sentence that follow from a target and a result of one indicator."""

    @lru_cache(maxsize=4_096)
    def rows_of(citation: Citation) -> tuple[LedgerRow, ...]:
        return tuple(rows_in(citation, programme))

    def derive(text: str, sentences: Sequence[Citation]) -> Derived:
        workings = [one for figure in find_figures(text) if (one := _working(text, figure))]
        if not workings:
            return Derived(text)
        rows = [row for one in sentences for row in rows_of(one) if row.same_measure]
        cuts: list[tuple[int, int]] = []
        operands: list[Citation] = []
        for working in workings:
            name = _subject(text, working, programme)
            pair = _operands(working, [row for row in rows if row.label == name], text)
            if pair is not None:
                cuts += working.spans
                operands += [row.citation for row in pair]
        return Derived(_without(text, cuts), tuple(dict.fromkeys(operands)))

    return derive


@dataclass(frozen=True, slots=True)
class _Working:
    """A figure that is said to be worked out, and the places of the words that say so."""

    figure: Figure
    way: Way
    spans: tuple[tuple[int, int], ...]
    shown: tuple[Decimal, Decimal] | None = None


def _working(text: str, figure: Figure) -> _Working | None:
    folded = search_key(text)
    found = next(_ways(folded, figure), None)
    if found is None or (found[0] == "rate") is not (figure.unit == "%"):
        return None
    way, span = found
    spans = [span, (figure.start, figure.end)]
    shown = _SHOWN.match(folded, figure.end)
    terms = None
    if shown:
        if (shown["sign"] in "÷/") is not (way == "rate"):
            return None
        terms = tuple(Decimal(shown[name].replace(",", "").strip(".")) for name in ("a", "b"))
        spans.append(shown.span())
    return _Working(figure, way, tuple(spans), (terms[0], terms[1]) if terms else None)


def _ways(folded: str, figure: Figure) -> Iterator[tuple[Way, tuple[int, int]]]:
    for way, pattern in _BEFORE:
        if match := pattern.search(folded, 0, figure.start):
            yield way, match.span(1)
    for way, pattern in _AFTER:
        if match := pattern.match(folded, figure.end):
            yield way, match.span()


def _subject(text: str, working: _Working, programme: Programme) -> str:
    """Return the measure that is named nearest before a figure, else first behind it; "" when none is named."""
    named = [(start, label) for start, _, label in measures_named(text, programme)]
    named += [(start, label) for start, labels in owners_of(text, "", programme).items() for label in labels]
    place = working.figure.start
    before = [one for one in named if one[0] < place]
    behind = [one for one in named if one[0] >= place]
    return max(before)[1] if before else min(behind)[1] if behind else ""


def _operands(working: _Working, rows: Sequence[LedgerRow], text: str) -> tuple[LedgerRow, LedgerRow] | None:
    """Return the target and the result of one indicator from which a figure follows; None when it does not."""
    values = {figure.value for figure in find_figures(text)}
    results = [row for row in rows if row.role == "progress"]
    told = [row for row in results if row.figure.value in values]
    newest = max((row.date or "" for row in results), default="")
    # Where the sentence names no result, it speaks of the newest one that it cites.
    for result in told or [row for row in results if (row.date or "") == newest]:
        for target in rows:
            if target.role == "target" and target.figure.qualifier == "exact" and _follows(working, target, result):
                return target, result
    return None


def _follows(working: _Working, target: LedgerRow, result: LedgerRow) -> bool:
    figure, goal, done = working.figure, target.figure.value, result.figure.value
    if figure.qualifier not in _FITTING.get((working.way, result.figure.qualifier), frozenset()) or not goal:
        return False
    terms = {"short": (goal, done), "beyond": (done, goal), "rate": (done, goal)}[working.way]
    if working.shown is not None and working.shown != terms:
        return False
    if working.way == "rate":
        return abs(figure.value - done / goal) <= (_TENTH_OF_PERCENT if figure.qualifier == "exact" else _PERCENT)
    fits = all(same_unit(figure.unit, row.figure.unit) for row in (target, result))
    return fits and figure.value == terms[0] - terms[1] > 0


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + text[end:]
    return text
