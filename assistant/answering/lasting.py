"""A sentence of a model and the spans of time in it to whether they lie between dates that it names.

"From 1 January 2023 to 31 December 2024, i.e. two years" and "近八年后的2022年6月29日" need no quote for the span: the
dates must stand in what is cited, and the span follows from them. Where only one of the two dates is named, the words
around the span must say from where it is counted.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from assistant.answering.verify import dates_of
from assistant.language.dates import DAYS_PER_MONTH, find_dates
from assistant.language.fold import search_key
from assistant.schema import Citation, Figure

_UNITS = (
    ("day", re.compile(r"[天日]|\s?days?\b")),
    ("week", re.compile(r"周(?!岁)|个?星期|\s?weeks?\b")),
    ("month", re.compile(r"个月|\s?months?\b")),
    ("year", re.compile(r"年|周年|\s?(?:consecutive |full )?years?\b")),
)
_DAYS_OF = {"day": 1, "week": 7}
_MEAN_DAYS = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH, "year": 12 * DAYS_PER_MONTH}
_ONE_DAY = datetime.timedelta(days=1)
"""From 1 January 2023 to 31 December 2024 is two years."""
_WAYS = (
    (1, re.compile(r"\s*(?:之?后|以后|later\b|before\b)")),
    (-1, re.compile(r"\s*(?:之?前|以前|earlier\b|after\b)")),
)
"""Which way it is from the date before a span to the other one: "11 days later, B" and "A, 11 days after B"."""
_FIRST = re.compile(r"(?:前|\bfirst )$")
"""The first ten months of a year are told in the source by their end, October."""
_DAY, _MONTH = 10, 7
"""Characters of a date that names a day, and a month."""
_ROUGHLY = {"nearly": (0.88, 1.0), "about": (0.92, 1.08), "more_than": (1.0, 1.25), "at_least": (1.0, 1.25)}
"""Between which shares of it a span may be that is told as nearly, about or more than so long."""


def span_of_time(figure: Figure, text: str, sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return what a span of time rests on besides the text, None when it does not lie between two dates."""
    folded = search_key(text)
    behind = folded[figure.end :]
    unit = next((unit for unit, p in _UNITS if p.fullmatch(figure.unit) or (not figure.unit and p.match(behind))), None)
    if unit is None:
        return None
    days = list(_dates(text))
    if any(_lies_between(a, b, figure, unit) for (a, _), (b, _) in permutations(days, 2)):
        return []
    if unit == "month" and _FIRST.search(folded, 0, figure.start):
        return _until_month(int(figure.value), [iso[:4] for iso, _ in days], sentences)
    full = [(datetime.date.fromisoformat(iso), place) for iso, place in days if len(iso) == _DAY]
    if figure.qualifier != "exact" or not full:
        return None
    behind = behind if figure.unit else re.sub(r"^\s?[a-z]+|^个?[\u4e00-\u9fff]{1,2}", "", behind, count=1)
    way = next((way for way, pattern in _WAYS if pattern.match(behind)), 0)
    told_before = [day for day, place in full if place < figure.start]
    if not way or not told_before:
        return None
    wanted = _shifted(told_before[-1], way * figure.value, unit)
    known = [one for one in sentences if wanted is not None and wanted.isoformat() in dates_of(one.quote)]
    return known[:1] or None


def _until_month(month: int, years: Sequence[str], sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return the sentence that tells until when the first months of a year go: the first ten end in October."""
    ends = {f"{year}-{month:02}" for year in years}
    return next(([one] for one in sentences if any(iso[:_MONTH] in ends for iso in dates_of(one.quote))), None)


def _dates(text: str) -> Iterator[tuple[str, int]]:
    """Yield the dates of a text with their places; one without a year is of the year before it."""
    mentions = find_dates(text)
    # "From 28 May to 3 June 2020": the first day is of the year that is named behind it.
    year = next((one.iso[:4] for one in mentions if one.iso[:1].isdigit()), "")
    for mention in mentions:
        iso = year + mention.iso[1:] if mention.iso.startswith("-") else mention.iso
        if iso[:1].isdigit():
            year = iso[:4]
            yield iso, mention.start


def _lies_between(a: str, b: str, figure: Figure, unit: str) -> bool:
    """Tell whether the second of two dates lies as much behind the first as a figure says."""
    shorter = min(len(a), len(b))
    a, b = a[:shorter], b[:shorter]
    if b <= a:
        return False
    first, last = (datetime.date.fromisoformat(f"{iso}{'-01-01'[len(iso) - 4 :]}") for iso in (a, b))
    if len(a) < _DAY and unit != "year" and (len(a) < _MONTH or unit != "month"):
        return False
    if figure.qualifier == "exact":
        return _shifted(first, figure.value, unit) in (last, *([last + _ONE_DAY] if len(a) == _DAY else []))
    spans = (last - first).days / _MEAN_DAYS[unit]
    least, most = _ROUGHLY.get(figure.qualifier, (1.0, 1.0))
    return least <= spans / float(figure.value) <= most if figure.value else False


def _shifted(day: datetime.date, number: Decimal, unit: str) -> datetime.date | None:
    """Return the day that lies ``number`` days, weeks, months or years later; None where there is no such day."""
    count = int(number)
    try:
        if unit in _DAYS_OF:
            return day + datetime.timedelta(days=count * _DAYS_OF[unit])
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        return day.replace(year=months // 12, month=months % 12 + 1)
    except (OverflowError, ValueError):
        return None
