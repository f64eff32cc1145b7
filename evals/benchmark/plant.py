"""True claims to the same claims with one error in each: the changes that stay within a single claim.

Each function yields every way in which it can harm a claim; which of them are used is drawn elsewhere. A change is
yielded only when it makes the claim wrong: a number that stands in the quote after all is not planted as wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.schema import Claim, Figure

_YEAR_STEPS = (-2, -1, 1, 2)
_DIGIT = re.compile(r"\d")
_CHINESE_DIGITS = "一二三四五六七八九"

_WRONG_UNITS_ZH = {
    "名": "家", "人": "家", "位": "家", "家": "名", "个": "名", "项": "名", "条": "家", "支": "名", "份": "家",
    "所": "名", "亿元": "万元", "万元": "元", "元": "美元", "%": "个百分点", "倍": "家", "场次": "家", "人次": "家",
    "篇": "名",
}  # fmt: skip
_WRONG_UNITS_EN = (
    (" billion", " million"), (" million", " billion"), ("%", " percentage points"), (" yuan", " US dollars"),
    (" enterprises", " engineers"), (" engineers", " enterprises"), (" experts", " firms"), (" people", " firms"),
    (" workers", " enterprises"), (" talents", " enterprises"), (" firms", " people"), (" teams", " people"),
    (" projects", " people"), (" results", " enterprises"), (" recommendations", " engineers"),
)  # fmt: skip
_NOUN_REACH = 40
"""Characters after an English figure in which the noun that it counts is looked for."""
_LESS_EXACT = re.compile(
    r"(?<=\d)(?:余|多)(?=[家名人位项个件条万亿次])|(?<=[十百千万])(?:余|多|餘)(?=[家名人位项個个件条次])|(?<=\d)餘"
    r"|(?:不少于|不低于|不超过|至少|(?<!提前)超过|突破|将近|(?<=[^0-9])近(?=\d)|(?<=[^签合])约(?=\d)|超(?=\d)|過(?=\d))|(?<=[家名元%个])以上"
    r"|(?:more than|nearly|about|over|at least|no fewer than|not less than|no less than|up to|almost) (?=\d)"
)


def wrong_digit(claim: Claim) -> Iterator[Claim]:
    """Change one digit of one figure."""
    known = _quoted_values(claim)
    for figure in find_figures(claim.text):
        span = claim.text[figure.start : figure.end]
        for place, character in enumerate(span):
            for other in _other_digits(character, first=place == 0):
                text = _with(claim.text, figure.start + place, figure.start + place + 1, other)
                values = {f.value for f in find_figures(text)}
                if values != {f.value for f in find_figures(claim.text)} and values - known:
                    yield replace(claim, text=text)


def _other_digits(character: str, *, first: bool) -> Iterator[str]:
    if _DIGIT.fullmatch(character):
        step = 1 if character != "9" else -1
        other = str(int(character) + step)
        if not (first and other == "0"):
            yield other
    elif character in _CHINESE_DIGITS:
        yield _CHINESE_DIGITS[(_CHINESE_DIGITS.index(character) + 1) % len(_CHINESE_DIGITS)]


def wrong_unit(claim: Claim) -> Iterator[Claim]:
    """Say that a figure counts another kind of thing, or another power of the same unit."""
    for figure in find_figures(claim.text):
        if not _DIGIT.search(claim.text[figure.start : figure.end]):
            continue  # Spelled-out numbers stand mostly in names.
        wrong = _wrong_unit_zh(claim.text, figure) if _is_chinese(claim.text) else _wrong_unit_en(claim.text, figure)
        if wrong is not None:
            yield replace(claim, text=wrong)


def _wrong_unit_zh(text: str, figure: Figure) -> str | None:
    span = text[figure.start : figure.end]
    for unit in sorted(_WRONG_UNITS_ZH, key=len, reverse=True):
        if span.endswith(unit):
            end = figure.end
            return _with(text, end - len(unit), end, _WRONG_UNITS_ZH[unit])
    return None


def _wrong_unit_en(text: str, figure: Figure) -> str | None:
    # The noun may be part of the figure's own span (billion, yuan) or follow it.
    start, end = figure.start, min(len(text), figure.end + _NOUN_REACH)
    stops = [m.start() for m in re.finditer(r"[,.;:()]| and | of | by | in ", text[figure.end : end])]
    window = text[start : figure.end + (stops[0] if stops else end - figure.end)]
    for right, wrong in _WRONG_UNITS_EN:
        match = re.search(rf"{re.escape(right)}\b" if right[-1].isalpha() else re.escape(right), window)
        if match:
            return _with(text, start + match.start(), start + match.end(), wrong)
    return None


def wrong_year(claim: Claim) -> Iterator[Claim]:
    """Move one date by a year or two, to a year that neither the quotes nor the publication name."""
    known = " ".join([c.quote + " " + (c.source.published or "") for c in claim.citations])
    for mention in find_dates(claim.text):
        match = re.search(r"(?:19|20)\d\d", claim.text[mention.start : mention.end])
        for step in _YEAR_STEPS if match else ():
            year = str(int(match.group()) + step) if match else ""
            if match and year not in known:
                yield replace(
                    claim,
                    text=_with(claim.text, mention.start + match.start(), mention.start + match.end(), year),
                )
                break


def dropped_qualifier(claim: Claim) -> Iterator[Claim]:
    """Drop one 余, 约 or "more than", so that a rough figure reads as an exact one."""
    rough = _quoted_values(claim, rough=True)
    for match in _LESS_EXACT.finditer(claim.text):
        # "visited 20 firms about 54 needs" is exact: the quote must have a rough figure of that value.
        near = [f for f in find_figures(claim.text) if f.start - 1 <= match.end() and match.start() <= f.end]
        # In brackets the original is repeated, after a number that keeps its word.
        repeated = claim.text[: match.start()].rstrip("0123456789").endswith(("(", "（"))
        if not repeated and any(figure.value in rough for figure in near):
            yield replace(claim, text=_with(claim.text, match.start(), match.end(), ""))


def exchanged_figures(claim: Claim) -> Iterator[Claim]:
    """Exchange two figures of one claim: each gets the value of what the other counts."""
    figures = [f for f in find_figures(claim.text) if _DIGIT.search(claim.text[f.start : f.end])]
    if "×" in claim.text:
        return  # The terms of a formula count nothing.
    for first, second in pairwise(figures):
        a, b = claim.text[first.start : first.end], claim.text[second.start : second.end]
        if first.value != second.value and first.unit == second.unit:
            text = _with(claim.text, second.start, second.end, a)
            yield replace(claim, text=_with(text, first.start, first.end, b))


def summed_within(claim: Claim) -> Iterator[Claim]:
    """Add up two figures of one claim that count different things."""
    figures = [f for f in find_figures(claim.text) if f.qualifier == "exact" and f.value == f.value.to_integral_value()]
    for first, second in pairwise(figures):
        value = first.value + second.value
        comparable = first.unit == second.unit and first.unit != "%" and first.value != second.value
        if comparable and value not in _quoted_values(claim):
            yield replace(claim, text=with_sum(claim.text, f"{value:f}", first.unit))


def with_sum(text: str, value: str, unit: str) -> str:
    """Say at the end of a text that its figures come to ``value``.

    >>> with_sum("成立6家，建站14家。", "20", "家")
    '成立6家，建站14家，合计20家。'
    """
    body, stop = (text[:-1], text[-1]) if text and text[-1] in "。." else (text, "")
    return f"{body}，合计{value}{unit}{stop}" if _is_chinese(text) else f"{body}, {value} in total{stop}"


def _quoted_values(claim: Claim, *, rough: bool = False) -> set[Decimal]:
    figures = [figure for citation in claim.citations for figure in find_figures(citation.quote)]
    return {figure.value for figure in figures if not rough or figure.qualifier != "exact"}


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in text) * 4 > len(text)


def _with(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
