"""Text to the numbers in it: digits, Chinese numerals and English words, with 万, 亿, billion and % folded.

This is the evaluator's own reader, not the assistant's: a judge that shared the reader of the judged would share its
mistakes and call them right.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from evals.metrics.dates import without_dates

PROGRAMME = "12621"
"""The programme is called by a number; its name counts nothing."""

_SCALES = {
    "万亿": 10**12, "萬億": 10**12, "亿": 10**8, "億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "萬": 10**4,
    "千": 10**3,
    "trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3, "hundred": 10**2,
}  # fmt: skip
_SCALE = r"万亿|萬億|亿|億|千万|百万|万|萬|千(?![米克瓦])|(?:trillion|billion|million|thousand|hundred)\b"
_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_])(?<![0-9][.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d])"
    rf"(?:(?P<rank>st|nd|rd|th)\b|(?![A-Za-z_])|(?=x\b))(?:\s*[余多]?\s*(?P<scale>{_SCALE}))?"
    r"(?P<percent>\s*(?:%|per\s?cent\b|个百分点))?",
    re.IGNORECASE,
)
_HAN_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000}
_HAN_SECTIONS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_MEASURES = "个個家名项項人位件次批期年大类類条條份支所场場种種等款座亩天倍届屆部字组組方张分元座号號站"
# A numeral without a measure word or 第 is mostly part of a name or word: 一线, 三秦, 三新三小, 十四运.
_HAN = re.compile(
    rf"第(?P<rank>[一二三四五六七八九十百]+)|(?P<count>[一二两兩三四五六七八九十][零〇一二三四五六七八九十百千万萬亿億]*)"
    rf"(?=[余多]?[{_MEASURES}])"
    rf"|(?P<round>[百千万萬亿億](?=[余多][{_MEASURES}])|(?<=[过過每])[百千万萬亿億](?=[{_MEASURES}]))"
)
_LONGEST = 12
"""Characters of the longest numeral that a name holds; a page of numerals must not take minutes."""
_LOOSE = re.compile(r"[零〇一二两兩三四五六七八九十百千万萬亿億]+")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_RANKS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ENGLISH = re.compile(
    rf"\b(?:{'|'.join(_WORDS)}|hundred)(?:[-\s](?:and\s)?(?:{'|'.join(_WORDS)}|hundred|thousand))*\b", re.IGNORECASE
)
_HAN_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百]+|\d+(?:\.\d+)?)")
_ENGLISH_RANK = re.compile(rf"\b(?:{'|'.join(_RANKS)})\b", re.IGNORECASE)
# Marks such as [1] and ① and "第2页" point at evidence; they count nothing.
_MARKS = re.compile(
    r"\[\d+(?:[,，、\s]+\d+)*\]|[①-⒛❶-❿⓫-⓴⁰¹²³⁴-⁹₀-₉]|第\s*\d+\s*[页頁]|\b(?:p|pp|page)\.?\s*\d+\b|https?://\S+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it counts (``value``, scale folded in) and as it was written (``shown``).

    ``spelled`` marks words and ranks (six, 十个, 第三, 14th), which are often part of a name.
    """

    value: Decimal
    shown: Decimal
    percent: bool = False
    spelled: bool = False


def tidy(text: str) -> str:
    """Fold width and blank out citation marks, page numbers, links and the name of the programme."""
    text = unicodedata.normalize("NFKC", _MARKS.sub("□", text))
    return re.sub(rf"(?<!\d){PROGRAMME}(?!\d)", "□", text)


def read_numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` apart from dates.

    >>> [str(number.value) for number in read_numbers("1.6万家，六家，288.13 billion, 2023年")]
    ['16000.0', '288130000000.00', '6']
    """
    text = _HAN_PERCENT.sub(_percent, without_dates(tidy(text)))
    numbers = [_digits(match) for match in _DIGITS.finditer(text)]
    for match in _HAN.finditer(text):
        value = han_value(match["rank"] or match["count"] or "一" + match["round"])
        if value is not None:
            numbers.append(_spelled(value))
    numbers.extend(_spelled(_english_value(match[0])) for match in _ENGLISH.finditer(text))
    numbers.extend(_spelled(_RANKS.index(match[0].lower()) + 1) for match in _ENGLISH_RANK.finditer(text))
    return numbers


def loose_values(text: str) -> set[int]:
    """Return what any Chinese numeral in ``text`` may stand for, names included, for comparison with spelled numbers.

    An English answer that calls 三新三小 "three new, three small" invents no figure.

    >>> sorted(loose_values("“十四五”期间的两链融合"))
    [2, 4, 5, 10, 14]
    """
    runs = [*_LOOSE.findall(text), *("二" for _ in re.findall("[双雙]", text))]
    spans = (
        (run, start, end) for run in runs for start in range(len(run)) for end in range(start + 1, start + _LONGEST)
    )
    parts = {run[start:end] for run, start, end in spans}
    values = {han_value("一" + part if part[0] in "百千万萬亿億" else part) for part in parts}
    return {value for value in values if value is not None}


def han_value(numeral: str) -> int | None:
    """Return the value of a well-formed Chinese numeral, None for the like of 十四五.

    >>> han_value("一万二千"), han_value("十四五")
    (12000, None)
    """
    total = section = 0
    digit: int | None = None
    last_step = 10**9
    for char in numeral:
        if char in _HAN_VALUES:
            if digit:
                return None
            digit = _HAN_VALUES[char]
        elif char in _HAN_STEPS:
            if _HAN_STEPS[char] >= last_step:
                return None
            last_step = _HAN_STEPS[char]
            section, digit = section + (1 if digit is None else digit) * last_step, None
        else:
            total, section = (total + section + (digit or 0)) * _HAN_SECTIONS[char], 0
            digit, last_step = None, 10**9
    return total + section + (digit or 0)


def _percent(match: re.Match[str]) -> str:
    numeral = match[1]
    return f"{numeral if numeral[0].isdecimal() else han_value(numeral)}%"


def _digits(match: re.Match[str]) -> Number:
    shown = Decimal(match["number"].replace(",", ""))
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
    return Number(shown * scale, shown, percent=bool(match["percent"]), spelled=bool(match["rank"]))


def _spelled(value: int) -> Number:
    return Number(Decimal(value), Decimal(value), spelled=True)


def _english_value(words: str) -> int:
    total = section = 0
    for word in re.split(r"[-\s]+", words.lower()):
        if word == "hundred":
            section = max(section, 1) * 100
        elif word == "thousand":
            total, section = (total + max(section, 1) * 1000), 0
        elif word != "and":
            section += _WORDS[word]
    return total + section
