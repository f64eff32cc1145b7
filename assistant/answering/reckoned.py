"""A figure of a sentence and what it may rest on to whether it follows from figures there, whatever words lead to it.

``worked`` knows the usual turns of phrase and which of two figures each compares. What is left is tried here: a share,
a rate, a multiple or a difference of two figures of one kind, of the sentence itself or of one source, which must come
to exactly what is said. Chance is kept out by the kind of figure (a share of two counts is seldom the wrong one) and,
for a difference, by a word for one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, permutations

from assistant.answering.counting import same_kind, units_of_noun
from assistant.answering.partners import about_the_same
from assistant.answering.rounded import is_told_as
from assistant.answering.verify import dates_of
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Citation, Figure

_APART = re.compile(
    r"[差多少高低余剩降升涨跌]|其余|另外|领先|落后|之前|之后|增|减|\b(?:than|differ\w*|gap|apart|more|fewer|less|older|younger|higher|lower"
    r"|longer|shorter|earlier|later|ahead|behind|others?|rest|remain\w*|left|up|down|increase\w*|rise|rose|grew|fell"
    r"|drop\w*|decline\w*|extra|additional|gain\w*|margin)\b"
)
"""Some word for a difference must stand in the clause of one."""
_STRICTLY_APART = re.compile(r"相差|差距|差额|之差|\b(?:differ\w*|gap|apart)\b")
_TOGETHER = re.compile(
    r"合计|共|总|加起来|相加|\b(?:together|combined|total\w*|altogether|in all|sum|between them|add(?:s|ed)? up)\b"
)
_ADDED = re.compile(
    r"相加|加起来|加在一起|\b(?:together|combined)\b|\badd(?:ed|s|ing)? (?:up|together)\b|\bput together\b"
)
_DISJOINT = re.compile(r"奖|[初中高]级|\b(?:prizes?|awards?|gold|bronze|junior|intermediate)\b")
_MOST_PARTS = 6
_SHORTFALL = re.compile(r"[尚还仍]差|缺口|\bshort(?:fall)?\b|目标|任务|力争|\b(?:targets?|goals?)\b")
"""How far something is from its target, which ``derived`` alone can tell."""
_OUT_OF = re.compile(r"(?:\s+|-)(?:in|out of)(?: every)? (?P<whole>\d+|two|three|four|five|six|seven|eight|nine|ten)\b")
_WHOLES = {word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
_TIMES = re.compile(r"\s*(?:times|-?fold)\b")
_CLAUSE = re.compile(r"[,;，；。:：]\s?(?!\d{3}\b)|\.(?=\s|$)")
_NO_COUNT = frozenset(("倍", "百分点"))
_PERIODS = (
    (re.compile("第?一季度|首季|first quarter|\\bq1\\b"), 3),
    (re.compile("前?(?:三个?|3个?)季度|three quarters"), 9),
    (re.compile("上半年|first half"), 6),
)
_FEW = 3
"""Figures of a sentence among which a difference is no matter of chance."""
_SMALL = 10
_MOST_FIGURES = 20
_BETWEEN = re.compile(r"[之以]?[前后间里内来]|\b(?:before|after|earlier|later|ago|within|since|over|between)\b")
_AREAS = {"亩": Decimal(2000) / 3, "公顷": Decimal(10_000), "平方米": Decimal(1), "平方公里": Decimal(1_000_000)}
_AREAS_EN = (
    ("公顷", re.compile(r"\s?(?:hectares?|ha)\b")),
    ("亩", re.compile(r"\s?mu\b")),
    ("平方公里", re.compile(r"\s?(?:square kilomet(?:re|er)s?|km2|km²|sq\.? km)")),
    ("平方米", re.compile(r"\s?(?:square met(?:re|er)s?|m2|m²)")),
)
_DAYS, _WEEKS = re.compile(r"\s?days?\b"), re.compile(r"周(?!岁|年)|个?星期|\s?weeks?\b")
_FULL = 10
"""Characters of a date that names a day."""
_YEARS = re.compile(r"(?:-|\s?)years?\b")
_FROM_TO = re.compile(r"((?:19|20)\d\d)年?\s?(?:[至到~—–-]{1,2}|to|through|until)\s?((?:19|20)\d\d)(?!\d)")
_MONTHS = re.compile(r"\s?(?:个月|months?\b)")


def share_of_words(figure: Figure, text: str) -> tuple[Decimal, int] | None:
    """Return the share that "seven in ten" says and where it ends, None for any other figure.

    >>> text = "More than seven in ten are firms."
    >>> share_of_words(find_figures(text)[0], text)
    (Decimal('0.7'), 22)
    """
    match = _OUT_OF.match(search_key(text), figure.end)
    if match is None or figure.unit:
        return None
    whole = _WHOLES.get(match["whole"]) or int(match["whole"])
    return (figure.value / whole, match.end()) if figure.value < whole else None


def reckoned_from(
    figure: Figure, text: str, sentences: Sequence[Citation], *, earlier: Sequence[Figure] = (), ordered: bool = False
) -> list[Citation] | None:
    """Return the sentences of the source that a figure follows from, none besides the text; None when it does not.

    ``earlier`` are figures of the reply before the text, or of the text that follow from others. Any other figure of
    the text counts where a sentence has it.
    ``ordered`` says that the figure tells which of two others is more, which ``worked`` judges by their order.
    """
    told = find_figures(text)
    if len(told) > _MOST_FIGURES:
        return None  # Among so many some two would come to anything, and it would take long.
    folded = search_key(text)
    given = [one for sentence in sentences for one in find_figures(sentence.quote)]
    others = [other for other in told if other.start != figure.start]
    others = [other for other in others if any(_equal(one, other) for one in given)]
    earlier = earlier[-_MOST_FIGURES:]
    for pair in _pairs([*others, *earlier]) if not ordered else ():
        # Which of two in one sentence is the larger one ``worked`` tells by their order.
        if _comes_to(figure, text, folded, pair, multiple=pair[0] in earlier or pair[1] in earlier):
            return []
    if _ADDED.search(_clause(folded, figure)) and figure.value == sum(
        one.value for one in {*others, *earlier} if same_unit(one.unit, figure.unit) and one.unit
    ):
        return []
    for sentence in sentences:
        known = find_figures(sentence.quote)[:_MOST_FIGURES]
        if any(is_told_as(value, figure, text) for value in _restated(figure, folded, known)):
            return [sentence]
        if _is_period(figure, folded, sentence) or _is_span(figure, folded, sentence):
            return [sentence]
        added = sum(one.value for one in known if one.unit == figure.unit and one.qualifier == "exact")
        if (_ADDED.search(_clause(folded, figure)) and figure.value == added) or _is_sum(
            figure, text, known, sentence.quote
        ):
            return [sentence]
        named = [one for one in known if any(_equal(one, other) for other in others)]
        # Of two figures of a source one must be told here, or all are of one kind: else many differences are at hand.
        pairs = [(a, b) for a, b in _pairs(known) if a in named or b in named or len(known) <= _FEW]
        if ordered or _SHORTFALL.search(sentence.quote):
            continue
        if any(_comes_to(figure, text, folded, pair) for pair in pairs):
            return [sentence]
    return _days_apart(figure, folded, sentences) or _between_two(figure, text, folded, sentences)


def _days_apart(figure: Figure, folded: str, sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return the sentences whose days lie so many days or weeks apart as the text says."""
    days = 1 if figure.unit in ("天", "日") or _DAYS.match(folded, figure.end) else 0
    days = 7 if not days and (figure.unit == "周" or _WEEKS.match(folded, figure.end)) else days
    # Between days that the text names ``lasting`` tells which is the earlier one.
    if (
        not days
        or not _BETWEEN.search(_clause(folded, figure))
        or any(len(one.iso) == _FULL for one in find_dates(folded))
    ):
        return None
    dated = [(date.fromisoformat(iso), one) for one in sentences for iso in dates_of(one.quote) if len(iso) == _FULL]
    for (a, one), (b, other) in combinations(dated, 2):
        if abs((a - b).days) == days * figure.value:
            return [one, other]
    return None


def _between_two(figure: Figure, text: str, folded: str, sentences: Sequence[Citation]) -> list[Citation] | None:
    """Return the two sentences about one thing whose figures are so far apart, where the text says nothing else."""
    if not _STRICTLY_APART.search(_clause(folded, figure)):
        return None
    for one, other in combinations(sentences, 2):
        if about_the_same(one.quote, other.quote):
            pairs = [
                pair for a in find_figures(one.quote) for b in find_figures(other.quote) for pair in _pairs((a, b))
            ]
            if any(_comes_to(figure, text, folded, pair) for pair in pairs):
                return [one, other]
    return None


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield every two exact figures of one kind, the smaller one first."""
    for one, other in permutations(figures, 2):
        exact = one.qualifier == other.qualifier == "exact"
        if exact and one.value < other.value and one.unit not in _NO_COUNT and same_unit(one.unit, other.unit):
            yield one, other


def _comes_to(figure: Figure, text: str, folded: str, pair: tuple[Figure, Figure], *, multiple: bool = False) -> bool:
    """Tell whether a figure is a share, a rate or a difference of two others, or a ``multiple`` where that may be."""
    least, most = (one.value for one in pair)
    if not least:
        return False
    points = figure.unit.endswith("百分点")
    if points or pair[0].unit == "%":
        apart = points and pair[0].unit == "%" and bool(_APART.search(_clause(folded, figure)))
        return apart and is_told_as((most - least) * 100, figure, text)
    if figure.unit == "%":
        growth = ((most - least) / least, (most - least) / most) if _APART.search(_clause(folded, figure)) else ()
        return any(is_told_as(value, figure, text) for value in (least / most, *growth))
    if figure.unit == "倍" or _TIMES.match(folded, figure.end):
        return multiple and is_told_as(most / least, figure, text)
    clause = _clause(folded, figure)
    if not _APART.search(clause) or _SHORTFALL.search(clause) or not _same_kind(figure, text, pair):
        return False
    return is_told_as(most - least, figure, text)


def _is_sum(figure: Figure, text: str, known: Sequence[Figure], quote: str) -> bool:
    """Tell whether a figure is said to be some prizes or grades of a list together, and is."""
    folded = search_key(text)
    told = _TOGETHER.search(_clause(folded, figure))
    explicit = _ADDED.search(_clause(folded, figure))
    if figure.unit == "%" or not (explicit or _DISJOINT.search(search_key(quote))):
        return False
    parts = [one.value for one in known if one.qualifier == "exact" and same_kind(one, quote, figure, text)]
    # Where the source has the total too, it is no part.
    parts = [part for part in parts if part * 2 != sum(parts)]
    if not told:
        return len(parts) > 2 and figure.value == sum(parts)
    return figure.value == sum(parts) or any(sum(pair) == figure.value for pair in combinations(parts[:_MOST_PARTS], 2))


def _same_kind(figure: Figure, text: str, pair: tuple[Figure, Figure]) -> bool:
    units = (figure.unit,) if figure.unit else units_of_noun(figure, text)
    return not units or any(same_unit(unit, pair[0].unit) or unit[:1] == pair[0].unit[-1:] for unit in units)


def _restated(figure: Figure, folded: str, known: Sequence[Figure]) -> Iterator[Decimal]:
    """Yield what a rate or a multiple of a source is in other words: 1.8 times as many are 80% more."""
    for one in known:
        if one.unit == "倍" or (not one.unit and one.value < _SMALL and one.value % 1):
            yield from (one.value - 1,) if figure.unit == "%" else ()
        if one.unit == "%" and (figure.unit == "倍" or _TIMES.match(folded, figure.end)):
            yield from (one.value, one.value + 1)
        yield from _converted(figure, folded, one)
        if one.unit == "%" == figure.unit:
            yield one.value
        if one.unit == "%" == figure.unit and one.value < 1 and _APART.search(_clause(folded, figure)):
            yield 1 - one.value


def _converted(figure: Figure, folded: str, known: Figure) -> Iterator[Decimal]:
    """Yield an area of a source in the unit of a figure: 2,266 mu are 151 hectares."""
    mine = figure.unit or next((unit for unit, said in _AREAS_EN if said.match(folded, figure.end)), "")
    if mine in _AREAS and known.unit in _AREAS and mine != known.unit:
        yield known.value * _AREAS[known.unit] / _AREAS[mine]


def _is_period(figure: Figure, folded: str, sentence: Citation) -> bool:
    """Tell whether a number of months is what the source calls three quarters, or half a year."""
    if not (figure.unit == "个月" or _MONTHS.match(folded, figure.end)):
        return False
    quote = search_key(sentence.quote)
    return any(months == figure.value and said.search(quote) for said, months in _PERIODS)


def _is_span(figure: Figure, folded: str, sentence: Citation) -> bool:
    """Tell whether a number of years is how long a span of years of the source lasts: 2015至2019年 are five or four."""
    if not (figure.unit == "年" or _YEARS.match(folded, figure.end)):
        return False
    spans = (int(match[2]) - int(match[1]) for match in _FROM_TO.finditer(search_key(sentence.quote)))
    if any(figure.value in (span, span + 1) for span in spans):
        return True
    # "Two years before" needs the other year in the source.
    years, known = (
        {int(one.iso[:4]) for one in find_dates(text) if one.iso[0] != "-"} for text in (folded, sentence.quote)
    )
    return bool(_BETWEEN.search(_clause(folded, figure))) and any(
        abs(one - other) == figure.value for one in years & known for other in known
    )


def _clause(folded: str, figure: Figure) -> str:
    starts = [match.end() for match in _CLAUSE.finditer(folded, 0, figure.start)]
    stop = _CLAUSE.search(folded, figure.end)
    return folded[starts[-1] if starts else 0 : stop.start() if stop else len(folded)]


def _equal(known: Figure, told: Figure) -> bool:
    return known.value == told.value and same_unit(known.unit, told.unit)
