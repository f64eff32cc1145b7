"""Text to the dates that it mentions, as ISO dates that stop where the text stops."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.fold import search_key
from assistant.language.numerals import parse_chinese

_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""A month in English, written out or cut short, in lower case, for patterns."""
_YEAR = r"(?:19|20)\d{2}"
_PERIODS = {
    "上半年": 6, "下半年": 12, "全年": 12, "前三季度": 9, "前两季度": 6, "一季度": 3, "二季度": 6, "三季度": 9,
    "四季度": 12, "first half": 6, "second half": 12, "first quarter": 3, "second quarter": 6, "third quarter": 9,
    "fourth quarter": 12, "q1": 3, "q2": 6, "q3": 9, "q4": 12, "h1": 6, "h2": 12,
}  # fmt: skip
"""Parts of a year, by the month in which they end."""
_PATTERNS = (
    re.compile(rf"(?P<y>{_YEAR})\s?年?第?(?P<period>上半年|下半年|前[两三]季度|[一二三四]季度)末?"),
    re.compile(
        rf"\b(?:the )?(?P<period>(?:first|second) half|(?:first|second|third|fourth) quarter) of (?P<y>{_YEAR})\b"
    ),
    re.compile(rf"(?P<y>{_YEAR})\s?年\s?(?:1|一)月?(?:[至到—~–-]{{1,2}})(?P<m>\d{{1,2}})\s?月(?!\s?\d)"),
    re.compile(rf"\b(?P<period>q[1-4]|h[12]),? (?:of )?(?P<y>{_YEAR})\b|\b(?P<y2>{_YEAR}) (?P<period2>q[1-4]|h[12])\b"),
    re.compile(
        rf"(?P<y>{_YEAR})\s?年\s?(?P<m>\d{{1,2}})\s?月(?:\s?(?P<d>\d{{1,2}})\s?(?:[日号]|(?=[至到~—-]\s?\d{{1,2}}\s?日)))?"
    ),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/](?P<m>\d{{1,2}})(?:[-/](?P<d>\d{{1,2}}))?(?![\d%])"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})\.(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})(?![\d%])"),
    re.compile(rf"\b(?P<end>(?:end|close) of (?:the year )?|year-?end (?:of )?)(?P<y>{_YEAR})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<n>{MONTH}),? (?P<y>{_YEAR})\b"),
    re.compile(rf"\b(?P<n>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>{_YEAR})\b"),
    re.compile(rf"\b(?P<n>{MONTH}),? (?P<y>{_YEAR})\b"),
    re.compile(rf"(?<![\d〔\[])(?P<y>{_YEAR})\s?(?=[—–~至到-]{{1,2}}\s?{_YEAR}\s?年?)"),
    re.compile(rf"(?<!\d)(?<!\d[,.])(?P<y>{_YEAR})(?:\s?年(?P<end>底|末)?|年度)"),
)
_BARE_YEAR = re.compile(
    r"(?<![\d〔\[#])(?<!\d[,.])(?P<y>(?:19[4-9]|20[0-3])\d)(?![\d%]|[,.]\d|\s?[个家名人位项条份支件场次批所站亩篇对款届座台套户倍元万亿余多]"
    r"| ?(?:firms|companies|enterprises|people|engineers|yuan|workers|experts|projects|results|members)\b)"
)
"""“2021“科创中国”榜单”, "the 2021 list": a number of this size that counts nothing."""
_DAY_WITHOUT_YEAR = re.compile(
    rf"(?P<m>\d{{1,2}})\s?月(?:\s?(?P<d>\d{{1,2}})\s?[日号])?|\b(?P<d2>\d{{1,2}}) (?P<n2>{MONTH})\b"
    rf"|\b(?P<n3>{MONTH}) (?P<d3>\d{{1,2}})\b"
)


DAYS_PER_MONTH = 30.44
"""A mean month; ages are told in whole months, so a day more or less does not matter."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at ``text[start:end]``; ``iso`` is "2022", "2022-04" or "2022-04-08", "--04-08" without a year."""

    iso: str
    start: int
    end: int


def find_dates(text: str) -> list[DateMention]:
    """Return the dates of ``text`` in order; the end of a year counts as its last day.

    >>> [mention.iso for mention in find_dates("截至2022年4月，到2023年底")]
    ['2022-04', '2023-12-31']
    """
    return list(_dates_of(text))


@lru_cache(maxsize=8_192)
def _dates_of(text: str) -> tuple[DateMention, ...]:
    folded = search_key(text)
    found = [mention for match in _SPELLED.finditer(folded) if (mention := _spelled(match))]
    found += [day for match in _TO_DAY_OF.finditer(folded) for day in _days_of(match)]
    for pattern in (*_PATTERNS, _BARE_YEAR, _DAY_WITHOUT_YEAR):
        for match in pattern.finditer(folded):
            iso = _iso({k.rstrip("23"): v for k, v in match.groupdict().items() if v})
            if iso and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(DateMention(iso, match.start(), match.end()))
    found += [last for mention in found if (last := _end_of_range(folded, mention))]
    return tuple(sorted(found, key=lambda mention: mention.start))


_TO_DAY = re.compile(r"\s?(?:至|到|—|-|~|和)\s?(?P<d>\d{1,2})\s?[日号]")
_TO_DAY_OF = re.compile(rf"\b(?P<n>{MONTH}) (?P<d>\d{{1,2}})\s?(?:-|–|—|to|and)\s?(?P<to>\d{{1,2}}),? (?P<y>{_YEAR})\b")
"""July 29–30, 2021."""


_SPELLED = re.compile(
    r"(?P<y>[一二][零〇一二三四五六七八九]{3})年(?:(?P<m>[一二三四五六七八九十]{1,2})月(?:(?P<d>[一二三四五六七八九十]{1,3})日)?)?"
)


def _days_of(match: re.Match[str]) -> list[DateMention]:
    """Read both days of "July 29–30, 2021"; the year belongs to the second."""
    month = _MONTHS[match["n"][:3]]
    days = [f"{match['y']}-{month:02d}-{int(match[name]):02d}" for name in ("d", "to")]
    if not all(_exists(match["y"], month, int(match[name])) for name in ("d", "to")):
        return []
    return [DateMention(days[0], match.start(), match.end("d")), DateMention(days[1], match.start("to"), match.end())]


def _spelled(match: re.Match[str]) -> DateMention | None:
    """Read 二〇二二年四月八日; None for a day that there is not."""
    parts = [parse_chinese(match[name]) for name in ("y", "m", "d") if match[name]]
    year, month, day = (*(int(part) if part is not None else 0 for part in parts), 1, 1)[:3]
    if not _exists(str(year), month, day):
        return None
    iso = "-".join(f"{int(part):02d}" for part in parts if part is not None)
    return DateMention(iso, match.start(), match.end())


def _end_of_range(folded: str, mention: DateMention) -> DateMention | None:
    """Read the 30 in 2021年9月27日至30日 as 2021-09-30."""
    match = _TO_DAY.match(folded, mention.end)
    if match is None or len(mention.iso) < len("--09-27"):
        return None
    return DateMention(f"{mention.iso[:-2]}{int(match['d']):02d}", match.start("d"), match.end())


def _iso(parts: dict[str, str]) -> str | None:
    year = parts.get("y", "-")
    name = parts.get("n")
    month = int(parts["m"]) if "m" in parts else _MONTHS[name[:3]] if name else None
    day = int(parts["d"]) if "d" in parts else None
    if parts.get("end"):
        month, day = 12, 31
    if parts.get("period"):
        month = _PERIODS[parts["period"]]
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    if day is not None and month is not None and not _exists(year, month, day):
        return None
    iso = year
    for part in (month, day):
        if part is not None:
            iso += f"-{part:02d}"
    return iso


def _exists(year: str, month: int, day: int) -> bool:
    """Tell whether there is such a day; without a year, a leap year is given the benefit of the doubt."""
    try:
        datetime.date(int(year) if year.isdigit() else 2024, month, day)
    except ValueError:
        return False
    return True


def date_matches(stated: str, known: str) -> bool:
    """Tell whether ``stated`` says no more and nothing else than ``known``: a prefix, or the same day without year.

    >>> date_matches("2022-04", "2022-04-08"), date_matches("2022-04-09", "2022-04-08")
    (True, False)
    """
    if stated.startswith("-"):
        return known.endswith(stated[1:]) or stated[1:] in known
    return known == stated or known.startswith(stated + "-")


def last_day(iso: str) -> str:
    """Return an ISO prefix as a sortable end of period: "2022-04" becomes "2022-04-31"."""
    return iso if len(iso) >= 10 else iso + "-12-31"[len(iso) - 4 :] if len(iso) == 4 else iso + "-31"


def format_date(iso: str, language: str) -> str:
    """Return an ISO prefix as people write it.

    >>> format_date("2022-04-08", "zh"), format_date("2022-04", "en")
    ('2022年4月8日', 'April 2022')
    """
    parts = [int(part) for part in iso.split("-")]
    if language == "zh":
        return "".join(f"{part}{name}" for part, name in zip(parts, "年月日", strict=False))
    names = "January February March April May June July August September October November December".split()
    day = f"{parts[2]} " if len(parts) > 2 else ""
    return f"{day}{names[parts[1] - 1]} {parts[0]}" if len(parts) > 1 else str(parts[0])


def age_months(iso: str | None, today: datetime.date) -> int | None:
    """Return how many whole months before ``today`` the date lies, counting a missing month or day from its start."""
    found = _ISO.match(iso or "")
    if found is None:
        return None
    try:
        then = datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return max(0, int((today - then).days / DAYS_PER_MONTH))


def age_text(iso: str | None, today: datetime.date, language: str) -> str:
    """Say how old a date is in words, nothing when it is not a date.

    >>> age_text("2022-04-08", datetime.date(2026, 11, 23), "zh")
    '4年7个月前'
    >>> age_text("2022-04-08", datetime.date(2026, 11, 23), "en")
    '4 years 7 months ago'
    """
    months = age_months(iso, today)
    if months is None:
        return ""
    years, rest = divmod(months, 12)
    if language == "zh":
        return f"{f'{years}年' if years else ''}{f'{rest}个月' if rest else ''}前" if months else "一个月内"
    parts = [f"{count} {noun}{'s' if count > 1 else ''}" for count, noun in ((years, "year"), (rest, "month")) if count]
    return f"{' '.join(parts)} ago" if months else "within a month"


def in_brackets(text: str, language: str) -> str:
    """Put ``text`` into the brackets of a language, with the space that English needs; nothing stays nothing."""
    if not text:
        return ""
    return f"（{text}）" if language == "zh" else f" ({text})"
