"""Text to the dates in it, in Chinese, English and ISO writing, and to the text without them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# 2000 itself is left out: in these documents it is always a count (2000 enterprises), never a year.
_YEAR = r"(?P<year>19[5-9]\d|200[1-9]|20[1-4]\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_LAST_DAY = r"(?P<last_day>3[01]|[12]\d|0?[1-9])"
_TO = r"\s*(?:[-–—~至到]|to|and)\s*"
_COUNTED = r"(?!\s*[万萬亿億%個个家名项項人位件次余多])"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?:{_YEAR}\s*年\s*)?(?P<month>1[0-2]|0?[1-9])\s*月\s*{_DAY}\s*日?{_TO}{_LAST_DAY}\s*日",
        rf"\b{_DAY}(?:st|nd|rd|th)?{_TO}{_LAST_DAY}(?:st|nd|rd|th)?\s+{_MONTH}(?![a-z])(?:,?\s+{_YEAR}(?!\d))?",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?{_TO}{_LAST_DAY}(?:st|nd|rd|th)?(?![\d,])",
        rf"(?<!\d){_YEAR}[-/.](?P<month>1[0-2]|0?[1-9])[-/.]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}-(?P<month>1[0-2]|0[1-9])(?!\d)",
        rf"(?<!\d){_YEAR}\s*年\s*(?P<month>1[0-2]|0?[1-9])\s*月\s*{_DAY}\s*[日号號]",
        rf"(?<!\d){_YEAR}\s*年\s*(?P<month>1[0-2]|0?[1-9])\s*月",
        rf"\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}(?!\d)",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"\b{_MONTH},?\s+{_YEAR}(?!\d)",
        rf"\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?![a-z])",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?![\d,])",
        rf"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*月\s*{_DAY}\s*[日号號]",
        r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*月(?!\d)",
        rf"(?<!\d){_DAY}\s*日",
        rf"(?<!\d)(?<!\d[.,]){_YEAR}(?![\d])(?![.,]\d){_COUNTED}",
    )
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it was written; parts that were left out are None."""

    year: int | None
    month: int | None = None
    day: int | None = None


def read_dates(text: str) -> list[Date]:
    """Return the dates of ``text``, the most complete writings first.

    >>> read_dates("on April 24, 2024")
    [Date(year=2024, month=4, day=24)]
    """
    return _split(text)[0]


def without_dates(text: str) -> str:
    """Blank out what ``read_dates`` finds, so that its digits are not taken for counts.

    >>> without_dates("2022年4月成立6家")
    '□成立6家'
    """
    return _split(text)[1]


def parse_iso(text: str) -> Date | None:
    """Read "2024-04-24", "2024-04" or "2024" and nothing else."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    return Date(int(year), int(month) if month else None, int(day) if day else None)


def date_stands_in(date: Date, evidence: Iterable[Date]) -> bool:
    """Tell whether every part of ``date`` that was written is given by the evidence.

    The year may be given apart from month and day ("4月24日" in an article of 2024), never month apart from day.
    """
    evidence = list(evidence)
    for other in evidence:
        same_day = date.month in (None, other.month) and date.day in (None, other.day)
        if same_day and date.year in (None, other.year):
            return True
        if same_day and other.year is None and any(date.year == third.year for third in evidence):
            return True
    return False


def _date(*parts: str | None) -> Date:
    return Date(*(int(part) if part else None for part in parts))


def _split(text: str) -> tuple[list[Date], str]:
    dates: list[Date] = []

    def note(match: re.Match[str]) -> str:
        parts = match.groupdict()
        month = parts.get("month")
        if parts.get("name"):
            month = str(_MONTHS.index(parts["name"][:3].lower()) + 1)
        year, day = parts.get("year"), parts.get("day")
        dates.append(_date(year, month, day))
        if parts.get("last_day"):
            dates.append(_date(year, month, parts["last_day"]))
        return "□"

    for pattern in _PATTERNS:
        text = pattern.sub(note, text)
    return dates, text
