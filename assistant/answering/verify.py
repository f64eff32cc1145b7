"""Claims to verified or unverified claims: every number, unit, date and qualifier must stand in what is cited."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache

from assistant.answering.counting import (
    counts_cited,
    counts_itself,
    counts_listed,
    is_article,
    is_soft_count,
    lasts,
    same_kind,
)
from assistant.answering.derived import Derive, nothing_derived
from assistant.answering.loosely_dated import misdated
from assistant.answering.ordinals import wrong_ordinals
from assistant.answering.rounded import is_rounded
from assistant.answering.year_before import is_year_before
from assistant.answering.year_by_year import figures_by_year
from assistant.language.dates import date_matches, find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Citation, Claim, Figure, Verdict

StoredText = Callable[[str], str]
"""Document id to its stored text; KeyError when there is none."""

_MAY_SAY: dict[str, frozenset[str]] = {
    # What the source says, and how an answer may say it without losing anything.
    "exact": frozenset({"exact", "about"}),
    "more_than": frozenset({"more_than"}),
    "at_least": frozenset({"at_least", "more_than"}),
    "about": frozenset({"about", "nearly"}),
    "nearly": frozenset({"nearly", "about"}),
    "at_most": frozenset({"at_most"}),
}
_NUMERALS = {
    "one": "", "two": "两二双", "three": "三", "four": "四", "five": "五", "six": "六", "seven": "七", "eight": "八",
    "nine": "九", "ten": "十", "hundred": "百", "thousand": "千",
}  # fmt: skip
"""English number words that names are made of (“three new, three small” for 三新三小); "one" is mostly a pronoun."""
_CALCULATION = re.compile(
    r"(?P<a>[\d,.]+)(?:[万亿]?[\u4e00-\u9fff]{0,2})\s*(?P<op>[÷/−×-])\s*(?P<b>[\d,.]+)",
)
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d年?\s*-\s*(?:19|20)\d\d")
_HAN = re.compile("[\u4e00-\u9fff]")
_ONE_TEXT = re.compile(r"一[篇则份条段][^，。,；;]{0,4}?(?:文章|报道|文件|消息|新闻|通报|通知|稿)")
"""What is cited, with an article: no count."""
_UPPER_LIMIT = re.compile(r"上限|封顶|[只仅最]能|[仅只]?限[设报建于]|[只仅]可|\b(?:upper limit|age limit|maximum)\b")
_POINTED_AT = re.compile(
    r"[\u4e00-\u9fff]{0,2}这(?:一|个|组|项)?(?:数字|数据|数|规模|指标)| figure\b| (?:total|number)\b(?! of)"
)
_AS_MANY = re.compile(r"(?:\bas (?:many|much|high|long) as|最[高多长]可?[\u4e00-\u9fff]{0,3}) ?$")
"""What is at most so much may be as much as that."""
_DOCUMENT = re.compile("《([^》]+)》")
_DAY = 8
"""Where the day stands in a date: 当月16日 names no month of its own."""
_LONG, _TWO = 5, 2
_MEASURED = frozenset("% 倍 成 元 年 个月 月 天 日 分 岁 周岁 亩".split())
_ALL = re.compile(r"全部|全都|所有|均[由为是已]|都[由为是已]|\b(?:all|every|each)\b")
_SCALES = (Decimal(1), Decimal(10_000), Decimal(100_000_000))
_TOLERANCE = Decimal("0.0006")
"""A rate is shown to a tenth of a percent."""


Misplaced = Callable[[str, Sequence[Citation]], Sequence[str]]
"""Text and citations to the figures that count something else there."""


def verify_claim(
    claim: Claim, stored: StoredText, *, misplaced: Misplaced = lambda *_: (), derive: Derive = nothing_derived
) -> Claim:
    """Return ``claim`` with its verdict; nothing without a citation is verified.

    ``misplaced`` finds figures that stand in the quotes but count something else there, ``derive`` takes out those that
    follow from two of the quotes.
    """
    exact = claim.citations and all(_is_exact(citation, stored) for citation in claim.citations)
    text = derive(claim.text, claim.citations).rest
    supported = exact and not unsupported(text, claim.citations) and not misplaced(text, claim.citations)
    return replace(claim, verdict=Verdict.VERIFIED if supported else Verdict.UNVERIFIED)


def _is_exact(citation: Citation, stored: StoredText) -> bool:
    try:
        text = stored(citation.source.id)
    except KeyError:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def unsupported(
    text: str, citations: Sequence[Citation], *, calculated: bool = True, counted: bool = True
) -> list[str]:
    """Return the figures and dates of ``text`` that do not stand in the citations, as they are written.

    A figure is supported by an equal value of a fitting unit and qualifier in a quote, or, where what is ``calculated``
    counts, by a shown calculation such as "6÷10" of supported values, or, where what is ``counted`` counts, by the
    things that the text lists beside it. A date is supported by a quote or by the
    publication date of what is cited.
    """
    quoted = [(figure, citation.quote) for citation in citations for figure in _quoted_figures(citation.quote)]
    dates = [iso for citation in citations for iso in dates_of(citation.quote)]
    results = _calculated(text, [figure for figure, _ in quoted]) if calculated else []
    wrong = [
        text[figure.start : figure.end]
        for figure in find_figures(text)
        if not any(_supports(known, quote, figure, text) for known, quote in _nearest(figure, quoted))
        and not (figure.qualifier == "exact" and _spelled_in_a_name(text[figure.start : figure.end], citations))
        and not _in_the_address(text, figure, citations)
        and not _ONE_TEXT.match(text, figure.start)
        and not (counted and (counts_itself(text, figure) or counts_cited(text, figure, citations)))
        and not is_article(text, figure)
        and not _is_indefinite(text, figure, quoted)
        and not _is_all(figure, citations)
        and not (figure.unit in ("日", "号") and any(iso[_DAY:] == f"{figure.value:02.0f}" for iso in dates))
        and not (counted and _counts_listed(figure, text, citations))
        and not any(_is_code(text[figure.start : figure.end], citation.quote) for citation in citations)
        and not _one_by_one(text, text[figure.start : figure.end])
        and not (counted and is_soft_count(text, figure, [citation.quote for citation in citations]))
        and not any(
            abs(figure.value - value) <= _TOLERANCE * max(Decimal(1), abs(value))
            and (exact or figure.qualifier != "exact")
            for value, exact in results
        )
    ]
    wrong += misdated(text, [citation.quote for citation in citations], dates)
    dates += [citation.source.published for citation in citations if citation.source.published]
    wrong += wrong_ordinals(text, [citation.quote for citation in citations])
    wrong += [
        text[mention.start : mention.end]
        for mention in find_dates(text)
        if not any(date_matches(mention.iso, known) or _same_period(mention.iso, known) for known in dates)
        and not any(_in_title(mention.start, text, citation.source.title) for citation in citations)
        and not any(is_year_before(mention, text, citation.quote) for citation in citations)
    ]
    return wrong


def _counts_listed(figure: Figure, text: str, citations: Sequence[Citation]) -> bool:
    """Tell whether a number that stands in no quote counts the items of a list of one."""
    quotes = [citation.quote for citation in citations]
    named = any(known.value == figure.value for quote in quotes for known in find_figures(quote))
    return not named and any(counts_listed(figure, quote, text) for quote in quotes)


def _nearest(stated: Figure, quoted: Sequence[tuple[Figure, str]]) -> Sequence[tuple[Figure, str]]:
    """Return the equal figures of the very unit, where there are any: 100个 bears out no 100家 beside 100余家.

    Without an equal one all are returned: ``stated`` may be one of them rounded.
    """
    equal = [(known, quote) for known, quote in quoted if known.value == stated.value]
    same = [(known, quote) for known, quote in equal if stated.unit and known.unit == stated.unit]
    return same or equal or quoted


def _in_title(place: int, text: str, title: str) -> bool:
    """Tell whether a place lies in the name of a document that the title of a source has too."""
    named = (match for match in _DOCUMENT.finditer(text) if match.start() < place < match.end())
    return any(search_key(match[1]) in search_key(title) for match in named)


def _is_code(said: str, quote: str) -> bool:
    """Tell whether a long number stands in a quote as a name and not as a figure: the hotline 12348."""
    return (
        len(said) >= _LONG
        and said.isdigit()
        and said in quote
        and not any(said in quote[figure.start : figure.end] for figure in find_figures(quote))
    )


def _is_indefinite(text: str, figure: Figure, quoted: Sequence[tuple[Figure, str]]) -> bool:
    """Tell whether 一份方案 has an article, and 两家 two things named: the quotes count nothing by such a word."""
    said = search_key(text[figure.start : figure.end])
    single = (said.startswith("一") and figure.value == 1) or (said[:1] in "两二" and figure.value == _TWO)
    single = single and bool(figure.unit) and figure.unit not in _MEASURED and figure.qualifier == "exact"
    return single and not any(same_unit(known.unit, figure.unit) for known, _ in quoted if known.unit)


def _is_all(figure: Figure, citations: Sequence[Citation]) -> bool:
    """Tell whether 100% says what a quote calls all of them."""
    whole = figure.unit == "%" and figure.value == 1 and figure.qualifier == "exact"
    return whole and any(_ALL.search(search_key(citation.quote)) for citation in citations)


def _one_by_one(text: str, word: str) -> bool:
    """Tell whether "一条是…，一条是…" tells the parts of something one by one."""
    return word.startswith("一") and text.count(word) > 1


def calculates(text: str) -> bool:
    """Tell whether a text shows a calculation.

    >>> calculates("完成率为60%（6÷10）"), calculates("完成率为60%")
    (True, False)
    """
    shown = (match.group() for match in _CALCULATION.finditer(search_key(text)))
    return any(not _SPAN_OF_YEARS.match(one) for one in shown)


# A claim is compared with each choice of sentences, and each sentence comes up in many of them.
@lru_cache(maxsize=4_096)
def _quoted_figures(quote: str) -> tuple[Figure, ...]:
    """Return the figures of a quote; what is called a limit (年龄上限为32周岁, 限设1站) may be told as "at most"."""
    figures = find_figures(quote)
    limited = _UPPER_LIMIT.search(search_key(quote))
    return (*figures, *(replace(figure, qualifier="at_most") for figure in figures if limited))


def _spelled_in_a_name(word: str, citations: Sequence[Citation]) -> bool:
    """Tell whether a spelled-out number renders a numeral that the quote has in a name, or is the pronoun "one"."""
    if search_key(word).startswith("一") and not any(_HAN.search(citation.quote) for citation in citations):
        return True  # 还有一个目标 renders "another goal": an article, no count.
    numerals = _NUMERALS.get(word.lower())
    if numerals is None:
        return False
    return not numerals or any(numeral in citation.quote for numeral in numerals for citation in citations)


def _in_the_address(text: str, figure: Figure, citations: Sequence[Citation]) -> bool:
    """Tell whether a number is part of the address by which a cited publisher is called, such as 12345.com."""
    names = {citation.source.publisher or "" for citation in citations}
    return any(
        match.start() <= figure.start and figure.end <= match.end()
        for name in names
        if _HOST.fullmatch(name)
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)
    )


_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def dates_of(quote: str) -> list[str]:
    """Return the dates of a quote; 3月31日 after 2021年3月30日 is of the same year too."""
    dates: list[str] = []
    year = ""
    for mention in find_dates(quote):
        dates.append(mention.iso)
        if mention.iso.startswith("-"):
            dates += [year + mention.iso[1:]] if year else []
        else:
            year = mention.iso[:4]
    return [*dates, *figures_by_year(quote)]


def _supports(known: Figure, quote: str, stated: Figure, text: str) -> bool:
    if not same_kind(known, quote, stated, text):
        return False
    if known.value != stated.value:
        return is_rounded(known, stated)
    # "(1万家)" after "more than 10,000" repeats the original; the qualifier stands before the bracket. "The 2,500
    # figure" is no count, but points at one that was told before.
    repeated = text[: stated.start].endswith(("(", "（")) or bool(_POINTED_AT.match(text, stated.end))
    qualifier = "exact" if known.qualifier == "exact" and lasts(stated, text) else stated.qualifier
    # "200家以上" is said of what the source calls 超200家, "至少200家" is less than it says.
    above = known.qualifier == "more_than" and text[: stated.end].endswith("以上")
    above = above or (known.qualifier == "at_most" and bool(_AS_MANY.search(text[: stated.start])))
    return repeated or above or qualifier in _MAY_SAY[known.qualifier] or _in_calculation(stated, text)


def _in_calculation(figure: Figure, text: str) -> bool:
    """Tell whether a figure is an operand, where the qualifier stands with the result."""
    return any(match.start() <= figure.start and figure.end <= match.end() for match in _CALCULATION.finditer(text))


def _calculated(text: str, quoted: Sequence[Figure]) -> list[tuple[Decimal, bool]]:
    """Return the results of the calculations shown in ``text`` whose operands are quoted, and whether they are exact.

    Nothing is ever added up: figures of the documents are of different measures or of overlapping periods.
    """
    values = {figure.value for figure in quoted}
    exact = {figure.value for figure in quoted if figure.qualifier == "exact"}
    results: list[tuple[Decimal, bool]] = []
    for match in _CALCULATION.finditer(search_key(text)):
        try:
            a, b = (Decimal(match[name].replace(",", "").strip(".")) for name in ("a", "b"))
            for scale in _SCALES:  # 2343.44亿元−1467.83亿元 is a difference in 亿.
                if a * scale in values and b * scale in values:
                    result = {"÷": a / b, "/": a / b, "×": a * b}.get(match["op"], (a - b) * scale)
                    results.append((result, {a * scale, b * scale} <= exact))
        except (InvalidOperation, DivisionByZero):
            continue
    return results


def _same_period(stated: str, known: str) -> bool:
    """Tell whether the end of a year, "2023-12-31", was written out as such or as the year, or is its December."""
    if stated.endswith("-12-31") and known.startswith(stated[:7]):
        return True
    return stated == known[:4] if known.endswith("-12-31") else False


def set_apart(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Take the claims that failed out of an answer, as long as any is left to answer with."""
    kept = tuple(claim for claim in claims if claim.verdict is Verdict.VERIFIED)
    return (kept, tuple(claim for claim in claims if claim not in kept)) if kept else (tuple(claims), ())
