"""A claim and the dates of its quotes to the parts of months and years in the claim that none of these dates lies in.

2021年3月中旬 and "in early 2022" name no day, and a model says so where its source has one: the day must lie there.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.language.dates import MONTH, find_dates
from assistant.language.fold import search_key

_OF_MONTH = re.compile(
    rf"月份?(?P<zh>上旬|中旬|下旬|初|底|末)(?!前|以前|之前)|\b(?P<en>early|mid|late|beginning of|end of)[-"
    rf" ](?=(?P<name>{MONTH})\b)"
)
_OF_YEAR = re.compile(
    r"(?P<y>20\d\d)年?(?P<zh>年?初|年?底|年?末|年中(?![国央科华西]))|\b(?P<en>early|mid|late)[- ](?:in"
    r" )?(?P<y2>20\d\d)\b"
)
_DAYS = {
    "上旬": (1, 10), "初": (1, 10), "early": (1, 12), "beginning of": (1, 10), "中旬": (11, 20),
    "mid": (9, 21), "下旬": (21, 31), "底": (21, 31), "末": (21, 31), "late": (19, 31), "end of": (24, 31),
}  # fmt: skip
_MONTHS = {"初": (1, 4), "early": (1, 5), "中": (5, 8), "mid": (5, 8), "底": (11, 12), "末": (11, 12), "late": (8, 12)}
_DAY, _MONTH = 10, 7
"""Characters of a date that names a day, and a month."""


def misdated(text: str, quotes: Sequence[str], dates: Sequence[str]) -> list[str]:
    """Return the parts of months and years in ``text`` where ``dates`` has a day, or month, of these but none there.

    ``dates`` are those of ``quotes``; what these call 11月底 themselves is not judged.

    >>> misdated("2021年3月中旬召开。", [], ["2021-03-30"]), misdated("2021年3月下旬召开。", [], ["2021-03-30"])
    (['2021-03'], [])
    """
    parts = _parts_of(text)
    wrong: list[str] = []
    if not parts or any(_OF_MONTH.search(search_key(quote)) or _OF_YEAR.search(search_key(quote)) for quote in quotes):
        return wrong
    for period, numbers, length in parts:
        inside = [iso for iso in dates if iso.startswith(f"{period}-") and len(iso) >= length]
        if inside and not any(numbers[0] <= int(iso[length - 2 : length]) <= numbers[1] for iso in inside):
            wrong.append(period)
    return list(dict.fromkeys(wrong))


# A claim is compared with each choice of evidence.
@lru_cache(maxsize=1_024)
def _parts_of(text: str) -> tuple[tuple[str, tuple[int, int], int], ...]:
    """Return each part of a month or year that is named, with its days or months and how long their dates are."""
    return (*_months(text), *_years(text))


def _months(text: str) -> Iterator[tuple[str, tuple[int, int], int]]:
    """Yield the months of which a part is named, with its days."""
    for match in _OF_MONTH.finditer(search_key(text)):
        place = match.start() if match["zh"] else match.end()
        for mention in find_dates(text):
            if mention.start <= place <= mention.end and len(mention.iso) == _MONTH:
                yield mention.iso, _DAYS[match["zh"] or match["en"]], _DAY


def _years(text: str) -> Iterator[tuple[str, tuple[int, int], int]]:
    for match in _OF_YEAR.finditer(search_key(text)):
        yield match["y"] or match["y2"], _MONTHS[(match["zh"] or match["en"]).lstrip("年")], _MONTH
