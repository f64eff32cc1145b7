"""Figures: are the gold ones in the answer, and does every one in the answer stand in what it cites?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from evals.metrics.dates import Date, date_stands_in, parse_iso, read_dates
from evals.metrics.numbers import Number, loose_values, read_numbers, tidy
from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, all_citations, answer_text, claims_of
from evals.sets import Case

_UNIT_SCALES = (Decimal(10**4), Decimal(10**8))
"""A gold "1648.56" (in 亿元) is right where the answer says "164.856 billion"."""

_OPERAND = r"(\d[\d,]*(?:\.\d+)?\s*[万亿]?)\s*(?:[余多+个個家名项項人]|percent|%)?"
_CALCULATION = re.compile(rf"{_OPERAND}\s*([÷/×*xX+\-−–])\s*{_OPERAND}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers of some quotes, and what the numerals within their names may stand for."""

    numbers: tuple[Number, ...]
    loose: frozenset[int]


def figure_recall(case: Case, seen: Observation) -> Measured:
    """Share of the gold figures that stand in the answer."""
    if case.should_decline or not case.gold_figures:
        return NOT_APPLICABLE
    answer = answer_text(seen.payload or {})
    missing = [gold for gold in case.gold_figures if not figure_stands_in(gold, answer)]
    found = len(case.gold_figures) - len(missing)
    return Measured(found / len(case.gold_figures), f"missing: {', '.join(missing)}" if missing else "")


def figure_precision(_case: Case, seen: Observation) -> Measured:
    """Share of the figures in the answer that stand in a quote of their own claim, or follow from a shown calculation.

    Dates are judged by ``date_precision``. A figure outside every claim may stand in any quote of the answer.
    """
    payload = seen.payload or {}
    judged: list[tuple[Number, bool]] = []
    claimed: set[tuple[Decimal, bool]] = set()
    for claim in claims_of(payload):
        text = _without_publishers(str(claim.get("text") or ""), claim.get("citations") or ())
        figures = counting(read_numbers(text))
        evidence = evidence_of(claim.get("citations") or ())
        claimed |= {_key(figure) for figure in figures}
        judged += [(figure, is_supported(figure, evidence, text)) for figure in figures]
    evidence = evidence_of(all_citations(payload))
    text = _without_publishers(_without_titles(answer_text(payload), payload), all_citations(payload))
    outside = [figure for figure in counting(read_numbers(text)) if _key(figure) not in claimed]
    judged += [(figure, is_supported(figure, evidence, text)) for figure in outside]
    if not judged:
        return NOT_APPLICABLE
    wrong = list(dict.fromkeys(_written(figure) for figure, right in judged if not right))
    return Measured(sum(right for _, right in judged) / len(judged), f"not quoted: {', '.join(wrong)}" if wrong else "")


def date_precision(_case: Case, seen: Observation) -> Measured:
    """Share of the dates in claims that stand in a quote of the claim or are the publication date of its source."""
    judged: list[tuple[Date, bool]] = []
    for claim in claims_of(seen.payload or {}):
        citations = claim.get("citations") or ()
        evidence = [date for citation in citations for date in read_dates(tidy(str(citation.get("quote") or "")))]
        published = [parse_iso(str(citation.get("published") or "")) for citation in citations]
        evidence += [date for date in published if date is not None]
        dates = read_dates(tidy(str(claim.get("text") or "")))
        judged += [(date, date_stands_in(date, evidence)) for date in dates]
    if not judged:
        return NOT_APPLICABLE
    wrong = list(dict.fromkeys(written_date(date) for date, right in judged if not right))
    return Measured(sum(right for _, right in judged) / len(judged), f"not quoted: {', '.join(wrong)}" if wrong else "")


def figure_stands_in(gold: str, answer: str) -> bool:
    """Tell whether a gold figure, written plainly, stands in the answer in whatever writing.

    >>> figure_stands_in("1500", "培训了1,500名"), figure_stands_in("1500", "共11500名")
    (True, False)
    >>> figure_stands_in("2024-04-24", "on 24 April 2024"), figure_stands_in("1648.56", "164.856 billion")
    (True, True)
    """
    date = parse_iso(gold)
    if date is not None and date_stands_in(date, read_dates(tidy(answer))):
        return True
    if date is not None and date.month is not None:
        return False
    wanted = read_numbers(gold) or _bare_number(gold)
    if not wanted:
        return tidy(gold).casefold() in tidy(answer).casefold()
    numbers = read_numbers(answer)
    return all(any(_same(one, number) for number in numbers) for one in wanted)


def _bare_number(text: str) -> list[Number]:
    """Read a gold such as "2025" or "12621", which in running text would be a year or a name."""
    try:
        value = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return []
    return [Number(value, value)]


def _same(gold: Number, number: Number) -> bool:
    if gold.percent and not number.percent:
        return False
    if number.value == gold.value:
        return True
    if gold.value != gold.shown:
        return False
    scaled = number.value != number.shown
    return number.shown == gold.value or (scaled and number.value in [gold.value * scale for scale in _UNIT_SCALES])


def _key(number: Number) -> tuple[Decimal, bool]:
    return number.value, number.percent


def counting(numbers: Sequence[Number]) -> list[Number]:
    """Leave out a spelled one: 一个 and "one" are articles far more often than counts."""
    return [number for number in numbers if not (number.spelled and number.value <= 1)]


def evidence_of(citations: Iterable[Payload]) -> Evidence:
    """Return the numbers of the quotes of some citations."""
    quotes = [str(citation.get("quote") or "") for citation in citations]
    numbers = tuple(number for quote in quotes for number in read_numbers(quote))
    return Evidence(numbers, frozenset(value for quote in quotes for value in loose_values(quote)))


def is_supported(figure: Number, evidence: Evidence, text: str) -> bool:
    """Tell whether the figure stands in the evidence or follows from a calculation that ``text`` shows."""
    if _key(figure) in {_key(number) for number in evidence.numbers}:
        return True
    return (figure.spelled and figure.value in evidence.loose) or _calculated(figure, evidence, text)


def _calculated(figure: Number, evidence: Evidence, text: str) -> bool:
    """Tell whether ``text`` shows a calculation with quoted operands whose right result is ``figure``."""
    known = {number.value for number in evidence.numbers}
    # A result may be rounded to the places that it is shown with: 2 ÷ 3 = 66.7%.
    tolerance = Decimal(1).scaleb(int(figure.shown.as_tuple().exponent)) / 2
    tolerance *= figure.value / figure.shown if figure.shown else 1
    for match in _CALCULATION.finditer(tidy(text)):
        left, right = (read_numbers(match[group]) or _bare_number(match[group]) for group in (1, 3))
        if not left or not right or left[0].value not in known or right[0].value not in known:
            continue
        result = _result(left[0].value, match[2], right[0].value)
        if result is not None and abs((result * 100 if figure.percent else result) - figure.value) <= tolerance:
            return True
    return False


def _result(left: Decimal, sign: str, right: Decimal) -> Decimal | None:
    if sign in "÷/":
        return left / right if right else None
    if sign in "×*xX":
        return left * right
    return left + right if sign == "+" else left - right


def _without_titles(text: str, payload: Payload) -> str:
    """Blank out the titles of cited documents, whose digits name a document and state nothing."""
    for title in {str(citation.get("title") or "") for citation in all_citations(payload)} - {""}:
        text = text.replace(title, "□")
    return text


def _without_publishers(text: str, citations: Iterable[Payload]) -> str:
    """Blank out the cited publishers by name: the digits of an address count nothing.

    >>> _without_publishers("86917.com：935家", [{"publisher": "86917.com"}])
    '□：935家'
    """
    for publisher in {str(citation.get("publisher") or "") for citation in citations} - {""}:
        text = text.replace(publisher, "□")
    return text


def _written(number: Number) -> str:
    return f"{number.value.normalize():f}{'%' if number.percent else ''}"


def written_date(date: Date) -> str:
    """Write a date as an editor would, with a question mark for each part that is left out."""
    return "-".join("?" if part is None else f"{part:02d}" for part in (date.year, date.month, date.day))
