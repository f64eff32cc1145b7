"""A sentence of a model to the same without the figures that follow from others which it states itself.

A model may say how much larger one of two figures is than the other (净增19家, seven times), what share of a whole a
part is (约占41%), and how much time lies between two dates (11天之后). The figures behind it stay in the sentence and
must stand in what is cited; what follows from them is worked out again, and taken out where it is right. Only prizes
and grades are added up, since most other things overlap; and how far a result is from a target is the business of
``derived``, which knows what can be compared.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations

from assistant.answering.counting import same_kind
from assistant.answering.derived import Derived
from assistant.answering.lasting import span_of_time
from assistant.answering.partners import partners
from assistant.answering.reckoned import reckoned_from, share_of_words
from assistant.answering.rounded import is_rounded, is_told_as
from assistant.answering.verify import calculates
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
    r"(?:合计|共计|总计|一共|总共|共|加起来|相加|加在一起|加总|总和)[\u4e00-\u9fff]{0,6}$"
    r"|\b(?:total(?:ling|s)?(?: of)?|comes? to|came to|amounts? to) $"
)
_SHORTFALL = re.compile(r"[尚还仍]差|缺口|\bshort(?:fall)?\b")
"""How far something is from its target, which ``derived`` alone can tell."""
_OF_THE_FORMER = re.compile(r"(?: [a-z-]+){0,3} (?:of|for|in) the (?:former|first)\b")
_THAN = re.compile(r"[比较]|\b(?:than|compared)\b")
"""4100, 1757 more than 2343: the first of two is the larger one then."""
_MEAN = re.compile(r"平均[\u4e00-\u9fff]{0,8}$|\b(?:average|mean)\b[^,.;]{0,20}$")
_TOTAL_BEHIND = re.compile(r"[\s\w]{0,24}\b(?:in all|in total|altogether)\b")
_EACH = re.compile(r"每[\u4e00-\u9fff]{0,8}$|\beach\b[^,.;]*$")
_EACH_BEHIND = re.compile(r"[\s\w]{0,12}\b(?:each|per|apiece)\b")
_DISJOINT = re.compile(
    r"[奖獎]|另有|另外|其余|\b(?:another|others?|(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
    r" more)\b|[初中高]级|\b(?:prizes?|awards?|gold|bronze|junior|intermediate)\b"
)
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
_SHARE_OF = re.compile(
    r"\s*(?:of (?:them|those|these|all|the)\b|(?:were|are|was|is|hold|held) |的|多?[是为]|属于|来自)"
)
_DENOMINATORS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS_OF_WHOLE = re.compile(rf"[ -]({'|'.join(_DENOMINATORS)})s?\b(?! of (?:the )?20\d\d)")
_BESIDE = re.compile(
    r"[，,、]\s*(?:仅|还)?(?:不到|不足|约|大约|近|将近|接近|超过|逾)$|, (?:or )?(?:about|nearly|over|under|some) $"
)
_ENDS = re.compile(r"多?\s*(?:[，,;；。)）]|\.(?:\s|$)|$)")
"""A share that stands alone beside its figure: 落地转化120多项，不到一成。"""
_OVER_TIME = re.compile(
    r"原来|此前|最初|(?<!新)[增升涨]|扩大|翻|\b(?:from|earlier|original|originally|initial|initially)\b"
    r"|^(?:与|和|同|跟|较|比|相[比较]于?)|^(?:in comparison|when compared|compared|set against|against)\b"
)
"""What comes first is then the smaller one: "from 40 to 189, five times as many"; else "59 is three times 20"."""
_TIMES = re.compile(r"\s*(?:times|-?fold)\b")
_GROWN = re.compile(rf"(?:增长|增加|提高|上升|扩大|多|\b(?:grew|rose|increas\w+|up) by){_ABOUT}")
_SHRUNK = re.compile(rf"(?:下降|减少|降低|缩减|\b(?:fell|dropped|declin\w+|decreas\w+|down) by){_ABOUT}")
_MORE = re.compile(
    rf"(?:净增|增加|增长|增多|新增|上调|提高|提升|多出?|高出?|领先|\b(?:rise|increase|gain|growth) of|\bby"
    rf"|\bup){_ABOUT}"
)
_LESS = re.compile(rf"(?:减少|下降|降低|下调|缩减|少|低|\b(?:drop|fall|decrease|decline|loss) of|\bby|\bdown){_ABOUT}")
_APART = re.compile(rf"(?:相差|差距|差额|之差|差|\b(?:difference|gap) (?:of|is|was|between[^,.;]*(?:is|was))){_ABOUT}")
_MORE_BEHIND = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:more|higher|larger|above)\b")
_LESS_BEHIND = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:fewer|less|lower|smaller|below)\b")
_COLON = re.compile("[:：]")
_TIME_BEHIND = re.compile(r"\s(?:consecutive |full )?(?:days?|weeks?|months?|years?)\b")
_OF_THINGS = frozenset(("", *"个 家 名 人 位 项 所 站 支 处".split()))
_OF_NO_COUNT = frozenset(("%", "倍", "年", "个月", "天", "日"))
_LEFT_BEFORE = re.compile(rf"(?:余下|剩下?余?|其余|淘汰|落选){_ABOUT}")
_LEFT_BEHIND = re.compile(
    r"(?:项目|企业|单位)?(?:未|没|落选|被?淘汰)|\s*(?:[\w-]+ ){0,2}?(?:did not|were not|failed|dropped)\b"
)
"""What is left of a whole without the part that is told: 29 did not pass."""


def without_worked(text: str, sentences: Sequence[Citation], before: str = "") -> Derived:
    """Return a sentence without what follows from other figures and dates of it, and the citations that it rests on.

    ``sentences`` are those that it may rest on: the whole of which something is a share, or the day that something else
    came before, may stand there alone. ``before`` is what the reply says before the sentence.
    """
    folded = search_key(text)
    if calculates(text):
        return Derived(text)
    against_target = bool(_OF_TARGETS.search(folded) and _OF_RESULTS.search(folded))
    cuts: list[tuple[int, int]] = []
    operands: list[Citation] = []
    derived: list[Figure] = []
    for written in find_figures(text):
        figure = _as_share(written, text)
        if any(start < figure.end <= end for start, end in cuts):
            continue
        if against_target and not _told_together(figure, text, sentences):
            continue
        behind = _follows(figure, text, sentences)
        behind = behind if behind is not None else span_of_time(figure, text, sentences)
        behind = behind if behind is not None else _since(figure, text, sentences, before)
        behind = behind if behind is not None else _reckoned(figure, text, sentences, before, derived)
        if behind is None and figure is not written and _stands_there(figure, sentences):
            behind = []
        if behind is not None:
            derived.append(figure)
            cuts.append((figure.start, figure.end))
            operands += behind
    rest = text
    for start, end in reversed(cuts):
        rest = rest[:start] + rest[end:]
    return Derived(rest, tuple(dict.fromkeys(operands)))


def _since(figure: Figure, text: str, sentences: Sequence[Citation], before: str) -> list[Citation] | None:
    """Return what a span of time rests on that begins with a date told before; None when it lies between no dates."""
    moved = replace(figure, start=figure.start + len(before), end=figure.end + len(before))
    return span_of_time(moved, before + text, sentences) if before and find_dates(before) else None


def _stands_there(share: Figure, sentences: Sequence[Citation]) -> bool:
    """Tell whether a share that is told in words, three fifths, stands in the source in per cent."""
    return any(one.unit == "%" and one.value == share.value for s in sentences for one in find_figures(s.quote))


def _reckoned(
    figure: Figure, text: str, sentences: Sequence[Citation], before: str, derived: Sequence[Figure]
) -> list[Citation] | None:
    """Return what a figure that stands nowhere follows from, None when it does not.

    ``derived`` are the figures of the text before it that do.
    """
    known = ((one, sentence) for sentence in sentences for one in find_figures(sentence.quote))
    if any(one.value == figure.value and same_kind(one, sentence.quote, figure, text) for one, sentence in known):
        return None
    ordered = bool(_way_of(figure, search_key(text)))
    earlier = [*find_figures(before), *derived]
    return reckoned_from(figure, text, sentences, earlier=earlier, ordered=ordered)


def _told_together(figure: Figure, text: str, sentences: Sequence[Citation]) -> bool:
    """Tell whether one quote has all figures of the unit of ``figure`` besides it, two at least: it compares them."""
    others = {one.value for one in find_figures(text) if one != figure and one.unit == figure.unit}
    return len(others) >= _PARTS and any(
        others <= {one.value for one in find_figures(sentence.quote)} for sentence in sentences
    )


def _as_share(figure: Figure, text: str) -> Figure:
    """Return the "three" of "three quarters" as a share; any other figure as it is."""
    part = _PARTS_OF_WHOLE.match(search_key(text), figure.end)
    if share := share_of_words(figure, text):
        return replace(figure, value=share[0], unit="%", end=share[1])
    return replace(figure, value=figure.value / _DENOMINATORS[part[1]], unit="%") if part else figure


def _follows(figure: Figure, text: str, sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return what a figure rests on besides the text, None when it does not follow from others."""
    if _follows_there(figure, text, sentences):
        return []
    way = _way_of(figure, search_key(text))
    if way is None or (figure.unit != "%" and figure.qualifier != "exact"):
        return None
    for other, partner, beside in partners(figure, text, sentences):
        gap = way * (other.value - partner.value) if way else abs(other.value - partner.value)
        base = max(other.value, partner.value) if way < 0 else min(other.value, partner.value)
        share = figure.unit == "%" and bool(base) and is_told_as(gap / base, figure, text)
        if gap > 0 and (share or gap == figure.value):
            return [beside]
    return None


def _way_of(figure: Figure, folded: str) -> int | None:
    """Return 1 where a figure is said to be more, -1 where less, 0 where merely apart or left; else None."""
    before, behind = folded[max(0, figure.start - _NEAR) : figure.start], folded[figure.end :]
    if figure.unit == "%":
        return 1 if _GROWN.search(before) else -1 if _SHRUNK.search(before) else None
    if _SHORTFALL.search(before):
        return None
    if _LEFT_BEFORE.search(before) or _LEFT_BEHIND.match(behind) or _APART.search(before):
        return 0
    if _MORE.search(before) or _MORE_BEHIND.match(behind):
        return 1
    return -1 if _LESS.search(before) or _LESS_BEHIND.match(behind) else None


def _follows_there(figure: Figure, text: str, sentences: Sequence[Citation]) -> bool:
    folded = search_key(text)
    before, behind = folded[max(0, figure.start - _NEAR) : figure.start], folded[figure.end :]
    others = [other for other in find_figures(text) if other != figure and other.unit not in _OF_NO_COUNT]
    others = [other for other in others if other.unit or not _TIME_BEHIND.match(folded, other.end)]
    earlier = [other for other in others if other.end <= figure.start]
    if figure.unit == "%":
        in_words = _PARTS_OF_WHOLE.match(folded, figure.end)
        beside = _BESIDE.search(before) and _ENDS.match(behind)
        is_share = in_words or _SHARE.search(before) or _SHARE_OF.match(behind)
        results = list(_shares(figure, others, sentences if is_share else ())) if is_share or beside else []
        if _MORE.search(before) or _MORE_BEHIND.match(behind):
            # 8% above a task is 108% of it.
            rates = (known.value for one in sentences for known in find_figures(one.quote) if known.unit == "%")
            results += [rate - 1 for rate in rates if rate > 1]
        # What is told first may be the later one: "2881 in 2022, 30% more than the 2209 of 2021".
        sizes = [sorted((a.value, b.value)) for a, b in _last_two(earlier)]
        if _GROWN.search(before):
            results += [(most - least) / least for least, most in sizes if least]
        if _SHRUNK.search(before):
            results += [(most - least) / most for least, most in sizes if most]
        return any(is_told_as(value, figure, text) for value in results)
    if figure.unit == "倍" or _TIMES.match(behind):
        later = [other for other in others if other.start >= figure.end]
        years = [one.iso[:4] for one in find_dates(text) if one.iso[0] != "-"]
        over_time = bool(_OVER_TIME.search(folded)) or (bool(years) and years[0] < years[-1])
        pairs = [pair if over_time else pair[::-1] for pair in _pairs(earlier)]
        ratios = [b.value / a.value for a, b in pairs if a.value]
        # "59, nearly three times the 20" names the other one behind it.
        around = list(_last_two([*earlier[-1:], *later[:1]])) if later else []
        ratios += [a.value / b.value for a, b in around if b.value]
        # "From 16, more than doubled to 39" tells what it became behind it.
        ratios += [b.value / a.value for a, b in around if a.value and _OVER_TIME.search(folded)]
        grown = [ratio - 1 for ratio in ratios] if _GROWN.search(before) else ratios
        return any(is_told_as(value, figure, text) for value in grown)
    known = [one for sentence in sentences for one in find_figures(sentence.quote)]
    if _is_total(figure, folded, others, known) or (_MEAN.search(before) and _is_mean(figure, text, others)):
        return True
    rounded = figure.qualifier in ("about", "nearly") and any(
        other.unit == figure.unit and is_told_as(other.value, figure, text) for other in others
    )
    return rounded or _is_difference(figure, folded, others)


def _last_two(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the last two figures of one unit, exact ones, in their order."""
    if len(figures) > 1 and same_unit(figures[-2].unit, figures[-1].unit):
        yield figures[-2], figures[-1]


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield every two figures of one unit in their order."""
    return (pair for pair in combinations(figures, 2) if same_unit(pair[0].unit, pair[1].unit))


def _shares(figure: Figure, others: Sequence[Figure], sentences: Sequence[Citation]) -> Iterator[Decimal]:
    """Yield what each figure beside a share is of the larger ones beside it, in the text or in one quote."""
    for part in others:
        whole = list(others)
        for sentence in sentences:
            known = find_figures(sentence.quote)
            if any(one.value == part.value and same_unit(one.unit, part.unit) for one in known):
                whole += known
        for other in whole:
            loose = {part.qualifier, other.qualifier} != {"exact"} and figure.qualifier == "exact"
            if other.value > part.value and same_unit(other.unit, part.unit) and not loose:
                yield part.value / other.value


def _is_mean(figure: Figure, text: str, others: Sequence[Figure]) -> bool:
    """Tell whether a figure is what one of two others comes to for each of the things that the other counts."""
    exact = [other for other in others if other.qualifier == "exact" and other.value]
    return any(is_told_as(a.value / b.value, figure, text) for a, b in permutations(exact, 2) if a.value > b.value)


def _is_total(figure: Figure, folded: str, others: Sequence[Figure], known: Sequence[Figure]) -> bool:
    """Tell whether a figure is the sum of parts that cannot overlap, or so many times what each of them gets.

    How many there are may stand in the source alone, among the figures ``known`` there.
    """
    said = _TOTAL_BEFORE.search(folded, 0, figure.start) or _TOTAL_BEHIND.match(folded, figure.end)
    # "500 teams: 200 in 2022 and 300 in 2023" tells the parts itself.
    told = [one for one in others if one.start > figure.end and _COLON.search(folded, figure.end, one.start)]
    listed = [one.value for one in told if same_unit(one.unit, figure.unit) and one.qualifier == "exact"]
    if len(listed) >= _PARTS and figure.value in (sum(listed), sum(listed[:_PARTS])):
        return True
    exact = [other for other in others if other.qualifier == "exact"]
    if not said or figure.qualifier != "exact":
        return False
    each = [
        one for one in exact if one.unit == figure.unit and _EACH.search(folded, max(0, one.start - _NEAR), one.start)
    ]
    each += [one for one in exact if one.unit == figure.unit and _EACH_BEHIND.match(folded, one.end)]
    counts = [other for other in (*exact, *known) if other.unit in _OF_THINGS and other.qualifier == "exact"]
    if any(one.value * other.value == figure.value for one in each for other in counts if other != one):
        return True
    parts = [other.value for other in exact if same_unit(other.unit, figure.unit)]
    if not _DISJOINT.search(folded):
        return False
    # What is told before may count something else: "202 reached the final, and 197 prizes were awarded".
    behind = [other.value for other in exact if same_unit(other.unit, figure.unit) and other.start > figure.start]
    return any(len(some) >= _PARTS and sum(some) == figure.value for some in (parts, behind))


def _is_difference(figure: Figure, folded: str, others: Sequence[Figure]) -> bool:
    """Tell whether a figure is by how much one of two others is more, or less, than the other."""
    before, behind = folded[max(0, figure.start - _NEAR) : figure.start], folded[figure.end :]
    least = figure.qualifier in ("more_than", "at_least")
    kinds = ("exact", "more_than", "at_least") if least else ("exact",)
    same = [other for other in others if same_unit(other.unit, figure.unit) and other.qualifier in kinds]
    more = bool(_MORE.search(before) or _MORE_BEHIND.match(behind))
    less = bool(_LESS.search(before) or _LESS_BEHIND.match(behind))
    if figure.qualifier == "at_most" or not (more or less or _APART.search(before)):
        return False
    earlier, later = ([o for o in same if (o.end <= figure.start) is first] for first in (True, False))
    # 935, 178 more than the 757: the first is compared with what follows. From 15 to 34, 19 more: the other way.
    pair = (*later[:1], *earlier[-1:]) if later and earlier else tuple(earlier[-2:] or later[:2])
    if len(pair) < _PARTS:
        return False
    if _THAN.search(folded, pair[0].end, pair[1].start) or _OF_THE_FORMER.match(folded, figure.end):
        pair = pair[::-1]
    gap = pair[1].value - pair[0].value
    gap = gap if more else -gap if less else abs(gap)
    if figure.qualifier == "exact" or (figure.qualifier == "about" and figure.value == gap):
        return figure.value == gap
    # What is taken off must be exact: more than 4,100 less 2,343 is more than 1,750.
    larger = max(pair, key=lambda one: one.value)
    rough = [one for one in pair if one.qualifier != "exact"]
    return (
        gap > 0
        and all(one is larger for one in rough)
        and is_rounded(replace(figure, value=gap, qualifier="exact"), figure)
    )
