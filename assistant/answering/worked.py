"""A sentence of a model to the same without the figures that follow from others which it states itself.

A model may say how much larger one of two figures is than the other (净增19家, seven times), what share of a whole a
part is (约占41%), and how much time lies between two dates (11天之后). The figures behind it stay in the sentence and
must stand in what is cited; what follows from them is worked out again, and taken out where it is right. Only prizes
and grades are added up, since most other things overlap; and how far a result is from a target is the business of
``derived``, which knows what can be compared.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from assistant.answering.derived import Derived
from assistant.answering.verify import calculates, dates_of
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Citation, Figure

_OF_TARGETS = re.compile(r"目标|任务|指标|\b(?:targets?|goals?|planned|completion)\b")
_OF_RESULTS = re.compile(
    r"完成|达成|已|实际|达到|超额|实现|\b(?:reach\w*|achiev\w*|actual\w*|complet\w*|done|already|so far|exceed\w*|short"
    r"|has|have|had|trained|served|fulfil\w*)\b"
)
_TOTAL_BEFORE = re.compile(
    r"(?:合计|共计|总计|一共|总共|共)[\u4e00-\u9fff]{0,6}$"
    r"|\b(?:total(?:ling|s)?(?: of)?|comes? to|came to|amounts? to) $"
)
_TOTAL_BEHIND = re.compile(r"[\s\w]{0,24}\b(?:in all|in total|altogether)\b")
_EACH = re.compile(r"每[\u4e00-\u9fff]{0,8}$|\beach\b[^,.;]*$")
_EACH_BEHIND = re.compile(r"[\s\w]{0,12}\b(?:each|per|apiece)\b")
_DISJOINT = re.compile(r"奖|[初中高]级|\b(?:prizes?|awards?|gold|bronze|junior|intermediate)\b")
"""Prizes and grades are parts of one whole; enterprises of two kinds may be the same ones."""
_PARTS = 2
_NEAR = 24
"""Characters before a figure, or behind it, in which stands what kind of result it is."""
_ABOUT = r"(?:为|是|了|约|近|达到?|大约|接近|不足|不到|超过|逾|:|\s|only|about|nearly|almost|around|roughly|some)*$"
_SHARE = re.compile(
    r"(?:占|比例|比重|占比|份额|(?<![长增降])率|"
    rf"\b(?:shares?|proportion|account\w*|ma[kd]\w+ up|represent\w*|equal\w*|or))"
    rf"[^,，;；。()（）]{{0,10}}?(?:最[高低大小])?[,，]?{_ABOUT}|[(（]{_ABOUT}"
)
_SHARE_OF = re.compile(r"\s*(?:of (?:them|those|these|all|the)\b|的)")
_OVER_TIME = re.compile(r"原来|此前|最初|[增升涨]|扩大|翻|\b(?:from|earlier|original|originally|initial|initially)\b")
"""What comes first is then the smaller one: "from 40 to 189, five times as many"; else "59 is three times 20"."""
_TIMES = re.compile(r"\s*(?:times|-?fold)\b")
_GROWN = re.compile(rf"(?:增长|增加|提高|上升|扩大|多|\b(?:grew|rose|increas\w+|up) by){_ABOUT}")
_SHRUNK = re.compile(rf"(?:下降|减少|降低|缩减|\b(?:fell|dropped|declin\w+|decreas\w+|down) by){_ABOUT}")
_MORE = re.compile(rf"(?:净增|增加|增长|增多|新增|多出?|高出?|领先|\b(?:rise|increase|gain|growth) of|\bby){_ABOUT}")
_LESS = re.compile(rf"(?:减少|下降|降低|缩减|少|低|\b(?:drop|fall|decrease|decline|loss) of|\bby){_ABOUT}")
_APART = re.compile(rf"(?:相差|差距|差额|之差|差|\b(?:difference|gap) (?:of|is|was|between[^,.;]*(?:is|was))){_ABOUT}")
_MORE_BEHIND = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:more|higher|larger|above)\b")
_LESS_BEHIND = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:fewer|less|lower|smaller|below)\b")
_UNITS = (
    ("day", re.compile(r"[天日]|\s?days?\b")),
    ("week", re.compile(r"周(?!岁)|个?星期|\s?weeks?\b")),
    ("month", re.compile(r"个月|\s?months?\b")),
    ("year", re.compile(r"年|\s?years?\b")),
)
_DAYS_OF = {"day": 1, "week": 7}
_ONE_DAY = datetime.timedelta(days=1)
"""From 1 January 2023 to 31 December 2024 is two years."""
_WAYS = (
    (1, re.compile(r"\s*(?:之?后|以后|later\b|before\b)")),
    (-1, re.compile(r"\s*(?:之?前|以前|earlier\b|after\b)")),
)
"""Which way it is from the date before a span to the other one: "11 days later, B" and "A, 11 days after B"."""
_LASTS = re.compile(rf"(?:为期|历时|期限|周期|持续|共|前后|\b(?:lasts?|lasted|for|period of)){_ABOUT}")
_LASTS_BEHIND = re.compile(r"\s*(?:期|周期|long\b)")
_DAY = 10
"""Characters of a date that names a day."""
_ROUNDED, _NEARLY = Decimal("0.03"), Decimal("0.12")
"""How far, as a share of it, a result may be from what it is said to be about, or nearly."""
_UP_TO = Decimal("1.5")
_TENTH = Decimal("0.02")
"""How far a share may be off that is told in tenths or as a fraction."""


def without_worked(text: str, sentences: Sequence[Citation]) -> Derived:
    """Return a sentence without what follows from other figures and dates of it, and the citations that it rests on.

    ``sentences`` are those that it may rest on: the whole of which something is a share, or the day that something else
    came before, may stand there alone.
    """
    folded = search_key(text)
    if calculates(text) or (_OF_TARGETS.search(folded) and _OF_RESULTS.search(folded)):
        return Derived(text)
    cuts: list[tuple[int, int]] = []
    operands: list[Citation] = []
    for figure in find_figures(text):
        if _follows(figure, text, sentences):
            cuts.append((figure.start, figure.end))
        elif (span := _span_of_time(figure, text, sentences)) is not None:
            cuts.append((figure.start, figure.end))
            operands += span
    rest = text
    for start, end in reversed(cuts):
        rest = rest[:start] + rest[end:]
    return Derived(rest, tuple(dict.fromkeys(operands)))


def _follows(figure: Figure, text: str, sentences: Sequence[Citation]) -> bool:
    folded = search_key(text)
    before, behind = folded[max(0, figure.start - _NEAR) : figure.start], folded[figure.end :]
    others = [other for other in find_figures(text) if other != figure and other.unit not in ("%", "倍")]
    earlier = [other for other in others if other.end <= figure.start]
    if figure.unit == "%":
        results = list(_shares(figure, others, sentences)) if _SHARE.search(before) or _SHARE_OF.match(behind) else []
        # What is told first may be the later one: "2881 in 2022, 30% more than the 2209 of 2021".
        sizes = [sorted((a.value, b.value)) for a, b in _last_two(earlier)]
        if _GROWN.search(before):
            results += [(most - least) / least for least, most in sizes if least]
        if _SHRUNK.search(before):
            results += [(most - least) / most for least, most in sizes if most]
        return any(_told_as(value, figure, text) for value in results)
    if figure.unit == "倍" or _TIMES.match(behind):
        later = [other for other in others if other.start >= figure.end]
        pairs = [pair if _OVER_TIME.search(folded) else pair[::-1] for pair in _last_two(earlier)]
        ratios = [b.value / a.value for a, b in pairs if a.value]
        # "59, nearly three times the 20" names the other one behind it.
        ratios += [a.value / b.value for a, b in _last_two([*earlier[-1:], *later[:1]]) if b.value and later]
        grown = [ratio - 1 for ratio in ratios] if _GROWN.search(before) else ratios
        return any(_told_as(value, figure, text) for value in grown)
    if _is_total(figure, folded, others):
        return True
    rounded = figure.qualifier in ("about", "nearly") and any(
        other.unit == figure.unit and _told_as(other.value, figure, text) for other in others
    )
    return rounded or _is_difference(figure, before, behind, others)


def _last_two(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the last two figures of one unit, exact ones, in their order."""
    if len(figures) > 1 and same_unit(figures[-2].unit, figures[-1].unit):
        yield figures[-2], figures[-1]


def _shares(figure: Figure, others: Sequence[Figure], sentences: Sequence[Citation]) -> Iterator[Decimal]:
    """Yield what the figure nearest to a share is of the larger ones beside it, in the text or in one quote."""
    if not others:
        return
    part = min(others, key=lambda other: min(abs(other.end - figure.start), abs(other.start - figure.end)))
    whole = list(others)
    for sentence in sentences:
        known = find_figures(sentence.quote)
        if any(one.value == part.value and same_unit(one.unit, part.unit) for one in known):
            whole += known
    for other in whole:
        loose = {part.qualifier, other.qualifier} != {"exact"} and figure.qualifier == "exact"
        if other.value > part.value and same_unit(other.unit, part.unit) and not loose:
            yield part.value / other.value


def _told_as(value: Decimal, figure: Figure, text: str) -> bool:
    """Tell whether a result may be told as a figure: rounded to its digits, or about, nearly, more or less than it."""
    told = figure.value
    if figure.qualifier in ("more_than", "at_least"):
        return told <= value <= told * _UP_TO
    if figure.qualifier == "at_most":
        return told / _UP_TO <= value <= told
    if figure.qualifier == "nearly":
        return told * (1 - _NEARLY) <= value <= told
    if figure.qualifier == "about":
        return abs(value - told) <= told * _ROUNDED
    written = re.search(r"\d(?:\.(\d+))?", text[figure.start : figure.end])
    if written is None:
        return abs(value - told) <= (_TENTH if figure.unit == "%" else told * _ROUNDED)
    digits = len(written[1] or "") + (2 if figure.unit == "%" else 0)
    return abs(value - told) <= Decimal(5).scaleb(-digits - 1)


def _is_total(figure: Figure, folded: str, others: Sequence[Figure]) -> bool:
    """Tell whether a figure is the sum of parts that cannot overlap, or so many times what each of them gets."""
    said = _TOTAL_BEFORE.search(folded, 0, figure.start) or _TOTAL_BEHIND.match(folded, figure.end)
    exact = [other for other in others if other.qualifier == "exact"]
    if not said or figure.qualifier != "exact" or len(exact) < _PARTS:
        return False
    each = [
        one for one in exact if one.unit == figure.unit and _EACH.search(folded, max(0, one.start - _NEAR), one.start)
    ]
    each += [one for one in exact if one.unit == figure.unit and _EACH_BEHIND.match(folded, one.end)]
    if any(one.value * other.value == figure.value for one in each for other in exact if other != one):
        return True
    parts = [other.value for other in exact if same_unit(other.unit, figure.unit)]
    return bool(_DISJOINT.search(folded)) and len(parts) >= _PARTS and sum(parts) == figure.value


def _is_difference(figure: Figure, before: str, behind: str, others: Sequence[Figure]) -> bool:
    """Tell whether a figure is by how much one of two others is more, or less, than the other."""
    same = [other for other in others if same_unit(other.unit, figure.unit) and other.qualifier == "exact"]
    more = bool(_MORE.search(before) or _MORE_BEHIND.match(behind))
    less = bool(_LESS.search(before) or _LESS_BEHIND.match(behind))
    if figure.qualifier != "exact" or not (more or less or _APART.search(before)):
        return False
    earlier, later = ([o for o in same if (o.end <= figure.start) is first] for first in (True, False))
    # 935, 178 more than the 757: the first is compared with what follows. From 15 to 34, 19 more: the other way.
    pair = (*later[:1], *earlier[-1:]) if later and earlier else tuple(earlier[-2:])
    if len(pair) < 2:
        return False
    gap = pair[1].value - pair[0].value
    return figure.value == (gap if more else -gap if less else abs(gap))


def _span_of_time(figure: Figure, text: str, sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return what a span of time rests on besides the text, None when it does not lie between two dates."""
    folded = search_key(text)
    before, behind = folded[max(0, figure.start - _NEAR) : figure.start], folded[figure.end :]
    unit = next((unit for unit, p in _UNITS if p.fullmatch(figure.unit) or (not figure.unit and p.match(behind))), None)
    if unit is None or figure.qualifier != "exact":
        return None
    behind = behind if figure.unit else re.sub(r"^\s?[a-z]+|^个?[\u4e00-\u9fff]{1,2}", "", behind, count=1)
    days = list(_full_days(text))
    if _LASTS.search(before) or _LASTS_BEHIND.match(behind):
        pairs = permutations([day for day, _ in days], 2)
        return [] if any(_shifted(a, figure.value, unit) in (b, b + _ONE_DAY) for a, b in pairs) else None
    way = next((way for way, pattern in _WAYS if pattern.match(behind)), 0)
    told_before = [day for day, place in days if place < figure.start]
    if not way or not told_before:
        return None
    wanted = _shifted(told_before[-1], way * figure.value, unit)
    if any(day == wanted for day, place in days if place > figure.start):
        return []
    known = [one for one in sentences if wanted is not None and wanted.isoformat() in dates_of(one.quote)]
    return known[:1] or None


def _full_days(text: str) -> Iterator[tuple[datetime.date, int]]:
    """Yield the days of a text with their places; one without a year is of the year before it."""
    year = ""
    for mention in find_dates(text):
        iso = year + mention.iso[1:] if mention.iso.startswith("-") else mention.iso
        year = iso[:4]
        if len(iso) == _DAY:
            yield datetime.date.fromisoformat(iso), mention.start


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
