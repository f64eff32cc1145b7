"""English sentences to the figures of indicators in them, by the names in corpus/indicators.yaml beside a figure.

What a figure means (target or progress, when, where) is told by the words of its sentence, as in ``extract``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from assistant.ledger.indicators import Indicator, Measure, Programme
from assistant.ledger.tables import spoken_rows
from assistant.schema import Citation, Document, Figure, LedgerRow, Passage

_TARGET = re.compile(
    r"\b(?:targets?|goals?|aims?|plans?|planned|planning|pledge[sd]?|will|would|should|is to|are to|was to|were to"
    r"|intends?"
    r"|expects?|sets? out to|set a)\b"
)
_PROGRESS = re.compile(
    r"\b(?:had|has|have|was|were|reached|stood|totalled|totaled|so far|to date|already|trained|served|founded"
    r"|established"
    r"|achieved|done|formed|produced|backed|completed|actual|exceeded|as of|by the end of|rose|grew|numbered|now)\b"
)
_ADJECTIVE = r"(?:[\w'-]+ ){0,2}?"
_BEFORE_FIGURE = (
    r"(?: (?:had|has|have|been|was|were|is|are|reached|reach|stood|stand|at|to|totalled|totaled|numbered"
    r"|now|already|of|the|number|rose|grew|came|set|target|goal|founded|trained|served|formed|established|backed"
    r"|achieved|done|actual|progress|reported|(?:in|of|across) (?:shaanxi|the province))|:|,)*"
    r" {1,2}(?:more than |over |about |nearly |at least |some )?"
)
_PROVINCES = (
    "beijing tianjin shanghai chongqing hebei shanxi liaoning jilin heilongjiang jiangsu zhejiang anhui fujian jiangxi"
    " shandong henan hubei hunan guangdong hainan sichuan guizhou yunnan gansu qinghai taiwan guangxi tibet ningxia"
    " xinjiang macau nationwide"
).split()
_FOREIGN = re.compile(
    rf"\b(?:{'|'.join(_PROVINCES)}|hong kong|inner mongolia|across china|in china|the country|china association)\b"
)
_HOME = re.compile(r"\b(?:shaanxi|the province|provincial|the association|12621|qinchuangyuan)\b")
_PARTS = re.compile(
    r"\b(xi'?an(?!g)|xixian|fengxi|fengdong|jinghe|qinhan|ankang|shangluo|hanzhong|baoji|yulin|yan'?an|xianyang|weinan"
    r"|tongchuan|yangling|city|county|district)\b"
)
_CHINESE_NAMES = {
    "xian": "西安市", "xixian": "西咸新区", "fengxi": "沣西新城", "fengdong": "沣东新城", "jinghe": "泾河新城",
    "qinhan": "秦汉新城", "ankang": "安康市", "shangluo": "商洛市", "hanzhong": "汉中市", "baoji": "宝鸡市",
    "yulin": "榆林市", "yanan": "延安市", "xianyang": "咸阳市", "weinan": "渭南市", "tongchuan": "铜川市",
    "yangling": "杨凌", "city": "市级", "county": "县级", "district": "县级",
}  # fmt: skip
"""Labels are Chinese; a place is called in them what Chinese reports call it."""
_PART_OF_ALL = re.compile(
    r"\b(?:new|newly|more(?! than)|additional|further|another"
    r"|first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)) (?:batch"
    r"|ones?)?|\bbatch\b|\badded\b"
)
_NOT_A_LEVEL = re.compile(
    r"\b(?:short of|fewer|less|increase of|up|down|visited|praised|honou?red|inspected|closed|award(?:s|ed)?|no|not"
    r"|none of|without)\s(?:\w+ ){0,2}$"
)
_THE_TOTAL = re.compile(
    r"\b(?:bringing the total to|for a total of|to a total of|making a total of|a total of|from [\d,]+ to)\s$|; $"
)


@dataclass(frozen=True, slots=True)
class EnglishRow:
    """A figure of a sentence: its measure and role, the date and place in the text, whether it is only a part."""

    figure: Figure
    indicator: Indicator
    measure: Measure
    role: Literal["target", "progress"]
    date: str | None
    scope: Literal["home", "part", "foreign", "unknown"]
    place: str
    partial: bool


def english_rows(
    document: Document, passages: Sequence[Passage], programme: Programme, *, about: bool
) -> Iterator[LedgerRow]:
    """Yield the rows of an English document; ``about``: it names the programme, so that its targets may be ours."""
    source = document.source
    tables = spoken_rows(document.text)
    for passage in passages:
        if passage.note:
            continue
        for start, end in sentence_spans(passage.text):
            quote = passage.text[start:end]
            citation = Citation(source, passage.page, passage.start + start, passage.start + end, quote)
            said = tables.get(passage.start + start, quote)
            for found in read_sentence(said, source.title, programme, published=source.published):
                row = _english_row(found, citation, programme, about)
                if row is not None:
                    yield row


def _english_row(found: EnglishRow, citation: Citation, programme: Programme, about: bool) -> LedgerRow | None:
    indicator, measure = found.indicator, found.measure
    by = (found.date or programme.by)[:4] == programme.by[:4]
    if found.scope == "foreign" or (found.role == "target" and not about and (found.scope != "home" or by)):
        return None
    own = measure is indicator.own and found.scope != "part" and not found.partial
    own = own and (found.role == "progress" or by)
    label = f"新增{measure.label_zh}" if found.partial else measure.label_zh
    return LedgerRow(
        indicator.id,
        found.role,
        replace(found.figure, unit=found.figure.unit or indicator.unit),
        found.date or citation.source.published,
        own,
        indicator.name_zh if own else f"{found.place}：{label}" if found.scope == "part" else label,
        citation,
        close=not own and (measure.close or measure is indicator.own),
    )


def read_sentence(text: str, title: str, programme: Programme, *, published: str | None) -> Iterator[EnglishRow]:
    """Yield the figures of ``text`` that belong to a measure; dates are ISO, None where the text has none."""
    folded = search_key(text)
    last: tuple[Indicator, Measure] | None = None
    for figure in find_figures(text):
        if figure.unit in ("%", "元", "美元", "百分点"):
            continue
        owner = _owner(folded, figure, programme)
        # "grew from 6 to 17": the name stands before the first of the two.
        if owner is None and last is not None and _THE_TOTAL.search(folded[: figure.start]):
            owner = last
        last = owner or last
        if owner is None or _NOT_A_LEVEL.search(folded[: figure.start]):
            continue
        scope, place = _scope(folded, search_key(title))
        role = _role(folded, figure, published, programme)
        window = folded[max(0, figure.start - 24) : figure.end + 40]
        yield EnglishRow(
            figure,
            *owner,
            role,
            _date(folded, figure, role, programme),
            scope,
            place,
            bool(_PART_OF_ALL.search(window)),
        )


def _owner(folded: str, figure: Figure, programme: Programme) -> tuple[Indicator, Measure] | None:
    """Return the measure whose longest name stands right after the figure, or leads to it."""
    best: tuple[int, Indicator, Measure] | None = None
    for indicator in programme.indicators:
        for measure in (indicator.own, *indicator.related):
            after, before = _patterns(_names(indicator, measure))
            match = after.match(folded, figure.end) or _ending_at(before, folded, figure.start)
            if match and not _says_what_was_done(match, folded, indicator):
                continue
            if match and (best is None or len(match["name"]) > best[0]):
                best = len(match["name"]), indicator, measure
    return best[1:] if best else None


def _says_what_was_done(match: re.Match[str], folded: str, indicator: Indicator) -> bool:
    """Tell whether a name of one word, such as enterprises, stands with the verb of the indicator: served."""
    if len(re.split("[ -]", match["name"])) > 1:
        return True
    verb = search_key(indicator.goal["en"]).split()[0][:4]
    around = folded[max(0, match.start() - _VERB_WITHIN) : match.end() + _VERB_WITHIN]
    return re.search(rf"\b{verb}", around) is not None


_VERB_WITHIN = 40
"""Characters within which the verb of an indicator stands: had already served more than 500 enterprises."""


def _ending_at(pattern: re.Pattern[str], folded: str, end: int) -> re.Match[str] | None:
    return next((m for m in pattern.finditer(folded, max(0, end - 120), end) if m.end() == end), None)


def _names(indicator: Indicator, measure: Measure) -> tuple[str, ...]:
    if measure is indicator.own:
        names = {*indicator.names_en, *(name for name in indicator.asked_en if len(re.split("[ -]", name)) > 1)}
    else:
        names = {measure.folded_en, *(n for n in measure.asked if n.isascii())}
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=256)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    joined = "|".join(re.escape(name).replace("\\ ", r"[\s-]+").replace("\\-", "[- ]") for name in names)
    name = rf"(?P<name>(?:{joined})(?:e?s)?)\b"
    return re.compile(rf" {_ADJECTIVE}{name}"), re.compile(rf"\b{name}{_BEFORE_FIGURE}")


def _scope(folded: str, title: str) -> tuple[Literal["home", "part", "foreign", "unknown"], str]:
    for text in (folded, title):
        if _HOME.search(text):
            return "home", ""
        if _FOREIGN.search(text):
            return "foreign", ""
        part = _PARTS.search(text)
        if part:
            return "part", _CHINESE_NAMES.get(part.group().replace("'", ""), part.group())
    return "unknown", ""


def _role(folded: str, figure: Figure, published: str | None, programme: Programme) -> Literal["target", "progress"]:
    before = folded[: figure.start]
    target = max((m.start() for m in _TARGET.finditer(before)), default=-1)
    target = max(target, before.rfind(f"by {programme.by[:4]}"))  # The deadline of the programme announces a goal.
    progress = max((m.start() for m in _PROGRESS.finditer(before)), default=-1)
    if target > progress:
        return "target"
    # "… by 2026" behind the figure looks ahead when the report is older than that.
    ahead = [m.iso for m in find_dates(folded[figure.end :]) if published and m.iso[:4] > published[:4]]
    return "target" if ahead and progress < 0 else "progress"


def _date(folded: str, figure: Figure, role: str, programme: Programme) -> str | None:
    before = [m.iso for m in find_dates(folded[: figure.start]) if not m.iso.startswith("-")]
    after = [m.iso for m in find_dates(folded[figure.end :]) if not m.iso.startswith("-")]
    if role == "target":
        return next(iter([*after, *reversed(before)]), programme.by)
    known = [*reversed(before), *after]
    return next(iter(known), None)
