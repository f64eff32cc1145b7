"""Judged sentences and the two sides of a question to an answer that says on which side there is more.

The sentence with the figure of each side is quoted. Nothing is said where it is not clear which figures are meant,
where one is a plan and the other a result, or where rough figures (500余家, 超过500家) do not decide it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import lexicon
from assistant.answering.certainty import speaks_of_plans
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import claim_of
from assistant.answering.home_figures import asks_for_home
from assistant.answering.ownership import counted_in
from assistant.answering.parts import gap_of
from assistant.answering.ranges import range_of
from assistant.answering.ranks import ranks_in
from assistant.answering.sides import Side, without_sides
from assistant.answering.support import content_words
from assistant.answering.understand import Understanding, batches_in
from assistant.answering.wording import say
from assistant.language.dates import date_matches, find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Figure, Language

_MOST_SENTENCES = 16
"""Candidates that are looked through, best first."""
_LEAST_SHARED = 2
"""Words that a figure must share with the question to be what it asks for."""
_BREAK = re.compile(r"[，,；;。：:（）()]|\.(?!\d)|(?<!-)\b(?:and|with|while|but)\b(?!-)")
_NO_VALUES = ("年", "月", "日", "批", "届")
_RANK_UNIT, _SHARES = "第", ("%", "分", "倍")
_ASKS_FOR_MONEY = re.compile(
    rf"{lexicon.MONEY.pattern}|[额值]|收入|基金|元|\b(?:turnover|contracts?|values?|outputs?|revenues?|funds?|invest\w*|sales"
    r"|sold|bought|yuan|trade)\b"
)
_ASKS_FOR_SHARE = re.compile(
    rf"{lexicon.PERCENT.pattern}|{lexicon.RATIO.pattern}|指数|水平|强度|[涨增长]|快|慢|\b(?:levels?|scores?|grew|grow\w*|fast\w*"
    r"|slow\w*)\b"
)
_RIGHT_BEHIND = re.compile(r" (?:[a-z]+ )?(?:by|in|as of|at the end of) ")
_BODY = "(?:大学|学院|公司|集团|医院|研究院)"
_DATED = frozenset(("年为", "截至", "月底", "年底"))
"""Pairs of characters that only say when."""
_MILLION = 1_000_000
"""From here on an English difference would be a row of digits."""
_NOUN_REACH, _MONEY = 36, frozenset(("yuan", "billi", "milli"))
_BEGINNING = 5
"""Letters of an English word that are compared."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of a sentence, as the answer words it, with the words of its sentence and those right beside it."""

    candidate: Candidate
    text: str
    figure: Figure
    words: frozenset[str]
    """Those beside it in its clause; of a figure in a row (2020年为…，2021年为…) those before the row."""
    head: frozenset[str]
    noun: frozenset[str]
    """Those right behind it, which say what it counts: 个类别."""
    date: str
    planned: bool
    places: frozenset[str]
    events: frozenset[str]


def which_is_more(
    asked: Understanding,
    sides: Sequence[Side],
    candidates: Sequence[Candidate],
    *,
    glossary: Glossary,
    parts: Collection[str],
) -> Draft | None:
    """Return the draft that says which of two ``sides`` is more and quotes both, None where that is not clear.

    ``parts`` are the cities and parks of the province: the batches and firms of one are not those of the province.
    """
    usable = [one for one in candidates if not (one.passage.note or one.borne_elsewhere)][:_MOST_SENTENCES]
    of_all = asks_for_home(asked.folded, glossary) or not all(side.date for side in sides)
    if of_all and not asked.places:
        usable = [one for one in usable if not _places_in(search_key(f"{one.text} {one.source.title}"), parts)]
    ranks = lexicon.RANK.search(asked.folded) is not None
    told = [found for one in usable for found in _figures_in(one, asked, glossary, parts, ranks=ranks)]
    if sides[0].term and asked.dates:
        told = [one for one in told if any(date_matches(iso, one.date) for iso in asked.dates)]
    about = words_of(without_sides(asked, sides))
    first, second = ([one for one in told if _is_of(one, side, sides, asked, glossary)] for side in sides)
    pair = _best_pair(first, second, about, asked)
    if pair is None:
        return _one_side_alone(asked, sides, (first, second), about)
    one, other = pair
    order = _order(one.figure, other.figure)
    if order is None:
        return None
    claims = tuple(dict.fromkeys(claim_of(found.candidate, asked) for found in pair))
    citations = tuple(citation for claim in claims for citation in claim.citations)
    long = asked.language == "en" and max(one.figure.value, other.figure.value) >= _MILLION
    if order and not (ranks or long or one.figure.unit in _SHARES):
        gap = gap_of(one.figure, other.figure, (one.text, other.text), citations, asked.language)
        claims = (*claims, *filter(None, [gap]))
    lead = _lead(order, sides, one.figure.unit, asked.language)
    return Draft(claims, "extractive", lead=lead, layout="lines", compares=True)


def _lead(order: int, sides: Sequence[Side], unit: str, language: Language) -> str:
    if not order:
        return say("equal", language)
    # The first place is the highest and the smallest number.
    first = (order > 0) is not (unit == _RANK_UNIT)
    key = "ranks_higher" if unit == _RANK_UNIT else "higher" if unit in ("元", *_SHARES) else "more"
    return say(key, language, label=sides[0].label if first else sides[1].label)


def _figures_in(
    candidate: Candidate, asked: Understanding, glossary: Glossary, parts: Collection[str], *, ranks: bool
) -> Iterator[_Told]:
    """Yield the figures of a sentence, or its ranks where those are asked for, each with the date that it is of."""
    text = claim_of(candidate, asked).text
    folded = search_key(text)
    figures = [f for f in find_figures(text) if f.unit not in _NO_VALUES]
    if ranks:
        figures = [Figure(value, _RANK_UNIT, "exact", start, end) for start, end, value in ranks_in(text)]
    head = words_of(folded[: figures[0].start]) if figures else frozenset()
    # A rendering may tell a goal in words that are not known (goals were).
    planned = speaks_of_plans(folded) or speaks_of_plans(search_key(candidate.text))
    places = _places_in(search_key(candidate.text), parts)
    named = glossary.find(search_key(candidate.text), language=candidate.source.language)
    events = frozenset(match.term.zh for match in named if match.term.kind == "event")
    beside = {one.figure.start: one.words for one in counted_in(text)}
    for number, figure in enumerate(figures):
        words = beside.get(figure.start) if not ranks else _words_of_clause(folded, figure, figures, number)
        words = frozenset(_short(word) for word in words or () if not word.isdigit() and word not in _DATED)
        counted = figure if figure.unit else replace(figure, unit=_unit_in(candidate.text, figure))
        yield _Told(
            candidate,
            text,
            counted,
            words,
            head,
            _noun(folded, figure),
            _date_of(figure, text),
            planned,
            places,
            events,
        )


def _unit_in(quote: str, figure: Figure) -> str:
    """Return the unit that the Chinese original gives to a figure of its rendering, "" where it has none."""
    return next((known.unit for known in find_figures(quote) if known.value == figure.value), "")


def _noun(folded: str, figure: Figure) -> frozenset[str]:
    behind = _BREAK.split(folded[figure.end : figure.end + _NOUN_REACH].split(" (")[0])[0]
    return words_of(re.split(r"\d| (?:in|by|as|at|of) ", behind)[0]) - _MONEY


def _words_of_clause(folded: str, figure: Figure, figures: Sequence[Figure], number: int) -> frozenset[str]:
    """Return the words between a rank and the ranks or marks before and behind it."""
    before = figures[number - 1].end if number else 0
    after = figures[number + 1].start if number + 1 < len(figures) else len(folded)
    breaks = [match.end() for match in _BREAK.finditer(folded, before, figure.start)]
    stop = _BREAK.search(folded, figure.end, after)
    start, end = breaks[-1] if breaks else before, stop.start() if stop else after
    return content_words(f"{folded[start : figure.start]} {folded[figure.end : end]}")


def words_of(text: str) -> frozenset[str]:
    """Return what a text is about, English words by their beginnings."""
    return frozenset(map(_short, content_words(text)))


def _short(word: str) -> str:
    """Return the beginning of an English word: finalists are in the final."""
    return word[:_BEGINNING] if word.isascii() else word


def _date_of(figure: Figure, text: str) -> str:
    """Return the date right behind a figure (39 by 2023), the last before it, the only one of its sentence, or ""."""
    dates = find_dates(text)
    behind = [m.iso for m in dates if _RIGHT_BEHIND.fullmatch(search_key(text[figure.end : m.start]))]
    before = behind or [mention.iso for mention in dates if mention.end <= figure.start]
    only = [mention.iso for mention in dates] if len(dates) == 1 else []
    return next(reversed(before), next(iter(only), ""))


def _is_of(told: _Told, side: Side, sides: Sequence[Side], asked: Understanding, glossary: Glossary) -> bool:
    """Tell whether a figure is that of a side: of its date, its batch, or beside its name."""
    folded = search_key(told.text)
    if side.batch:
        return batches_in(folded) == (side.batch,)
    if side.term:
        return _is_beside(told, side.term, [one.term for one in sides], asked, glossary)
    others = [one.batch for one in sides if one.batch]
    if told.figure.unit == _RANK_UNIT and told.date != side.date:
        return False  # A rank is of a year; what was told on a day of 2022 may be the rank of 2021.
    return date_matches(side.date, told.date) and not any(batch in batches_in(folded) for batch in others)


def _is_beside(told: _Told, term: str, terms: Sequence[str], asked: Understanding, glossary: Glossary) -> bool:
    """Tell whether the name right before a figure, or else right behind it, is that of a term."""
    folded, figures = search_key(told.text), find_figures(told.text)
    before = max((f.end for f in figures if f.end <= told.figure.start), default=0)
    after = min((f.start for f in figures if f.start >= told.figure.end), default=len(folded))
    named = [match for match in glossary.find(folded, language=asked.language) if match.term.zh in terms]
    ahead = [match.term.zh for match in named if before <= match.start and match.end <= told.figure.start]
    behind = [match.term.zh for match in named if told.figure.end <= match.start and match.end <= after]
    return next(iter([*reversed(ahead), *behind]), "") == term


def _best_pair(
    first: Sequence[_Told], second: Sequence[_Told], about: frozenset[str], asked: Understanding
) -> tuple[_Told, _Told] | None:
    """Return the two figures that count what is asked for, one of each side, None where it is not clear which do.

    A sentence that has both comes before two sentences; of two, each must name what is counted right beside its figure.
    """
    pairs = [(one, other) for one in first for other in second if _count_alike(one, other, asked)]
    together = [pair for pair in pairs if pair[0].text == pair[1].text and _about(pair[0], about)]
    apart = [
        pair
        for pair in pairs
        if pair[0].text != pair[1].text
        and all(one.words & about and (not one.noun or one.noun & about) for one in pair)
    ]
    usable = together or apart
    fits = [_fit(one, other, about) for one, other in usable]
    best = [pair for pair, fit in zip(usable, fits, strict=True) if fit[0] == max(fits)[0]]
    if len({_order(one.figure, other.figure) for one, other in best}) != 1:
        return None
    # The first of equals: candidates come best first.
    return max(zip(usable, fits, strict=True), key=lambda one: one[1])[0]


def _count_alike(one: _Told, other: _Told, asked: Understanding) -> bool:
    """Tell whether two figures have one unit that was asked for, and are of the same places, both plans or results.

    Those of two different contests are not set beside each other.
    """
    units = one.figure.unit, other.figure.unit
    alike = same_unit(*units) if all(units) else units[0] == units[1]
    money, share = units[0] == "元", units[0] in _SHARES
    if (money and not _ASKS_FOR_MONEY.search(asked.folded)) or (share and not _ASKS_FOR_SHARE.search(asked.folded)):
        return False
    of_one = one.events & other.events or not (one.events and other.events)
    plans = one.planned is other.planned and ("target" in asked.aspects or not one.planned)
    return alike and bool(of_one) and plans and one.places == other.places


def _fit(one: _Told, other: _Told, about: frozenset[str]) -> tuple[int, int]:
    """Return how much two figures share with the question, what is beside them counting double, and each other."""
    own = len(one.words & about) + len(other.words & about)
    return 2 * own + len(one.head & about) + len(other.head & about), len(one.words & other.words)


def _about(told: _Told, about: frozenset[str]) -> bool:
    return len((told.words | told.head) & about) >= _LEAST_SHARED


def _places_in(text: str, parts: Collection[str]) -> frozenset[str]:
    """Return the cities and parks that a text names, but not in the name of a firm or school: 西安曼海特公司."""
    return frozenset(part for part in parts if re.search(rf"{part}(?![\u4e00-\u9fff]{{0,6}}?{_BODY})", text))


def _one_side_alone(
    asked: Understanding, sides: Sequence[Side], found: Sequence[Sequence[_Told]], about: frozenset[str]
) -> Draft | None:
    """Return the figure of one batch with the remark that the other's is not reported, None where both may be."""
    if not all(side.batch for side in sides):
        return None
    counting = [[one for one in ones if one.words & about] for ones in found]
    here = [place for place, ones in enumerate(counting) if ones]
    if len(here) != 1:
        return None
    best = max(counting[here[0]], key=lambda one: len(one.words & about))
    if any(one.figure.unit == best.figure.unit for one in found[1 - here[0]]):
        return None
    lead = say("not_both", asked.language)
    return Draft((claim_of(best.candidate, asked),), "extractive", lead=lead, layout="lines", compares=True)


def _order(one: Figure, other: Figure) -> int | None:
    """Return 1 where the first figure is larger, -1 where it is smaller, 0 where they are equal, None if unknown."""
    if one.value == other.value and one.qualifier == other.qualifier:
        return 0 if one.qualifier == "exact" else None
    (low, high), (lower, higher) = range_of(one), range_of(other)
    if low > higher:
        return 1
    return -1 if high < lower else None
