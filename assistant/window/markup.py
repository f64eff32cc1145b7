"""Text, links, numbers and dates to HTML-safe text in Chinese or English."""

import html
import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from assistant.schema import Figure, Language

_LIVE = str.maketrans({"$": "&#36;", "{": "&#123;", "`": "&#96;"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_QUALIFIED = {
    "zh": {
        "exact": "{0}{1}",
        "more_than": "{0}余{1}",
        "at_least": "至少 {0}{1}",
        "about": "约 {0}{1}",
        "nearly": "近 {0}{1}",
        "at_most": "至多 {0}{1}",
    },
    "en": {
        "exact": "{0}{1}",
        "more_than": "over {0}{1}",
        "at_least": "at least {0}{1}",
        "about": "about {0}{1}",
        "nearly": "nearly {0}{1}",
        "at_most": "at most {0}{1}",
    },
}
_ENGLISH_UNITS = {
    "名": " people",
    "人": " people",
    "位": " people",
    "人次": " person-times",
    "场次": " sessions",
} | dict.fromkeys(("个", "家", "项", "条", "份", "件", "支", "次"), "")
DAYS_PER_MONTH = 30.44
"""A mean month; ages are shown in whole months, so a day more or less does not matter."""


def escape(text: str) -> str:
    """Return ``text`` as inert HTML text, fit for attributes too.

    ``$``, ``{`` and backticks go as well: Gradio's HTML component treats ``${…}`` as a template.

    >>> escape("<b>${x}")
    '&lt;b&gt;&#36;&#123;x}'
    """
    return html.escape(text, quote=True).translate(_LIVE)


def paragraphs(text: str) -> str:
    """Escape ``text`` and keep its line breaks."""
    return escape(text.strip()).replace("\n", "<br>")


def safe_link(url: str | None) -> str | None:
    """Return ``url`` escaped for an attribute when it is a plain web address, else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return escape(url.strip()) if good else None


def outside_link(url: str | None, text: str, css_class: str = "out") -> str:
    """Return a link that opens beside the page and tells the other side nothing, or the text alone."""
    address = safe_link(url)
    if address is None:
        return f"<span>{escape(text)}</span>"
    return (
        f'<a class="{css_class}" href="{address}" target="_blank" rel="noopener noreferrer">'
        f'{escape(text)}<span aria-hidden="true"> ↗</span></a>'
    )


def number_text(value: Decimal) -> str:
    """Write a number with thousands separators and no needless zeros.

    >>> number_text(Decimal("10000.50"))
    '10,000.5'
    """
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def unit_text(unit: str, language: Language) -> str:
    """Return the unit as it follows a number: Chinese measure words are dropped or translated in English."""
    if language == "zh":
        return f" {unit}" if unit and unit[0].isascii() and unit[0].isalpha() else unit
    return _ENGLISH_UNITS.get(unit, f" {unit}" if unit not in ("", "%", "％") else unit)


def figure_text(figure: Figure, language: Language) -> str:
    """Write a figure with its unit and its qualifier: "500 and more" stays "more than 500"."""
    pattern = _QUALIFIED[language][figure.qualifier]
    return pattern.format(number_text(figure.value), unit_text(figure.unit, language))


def date_text(iso: str | None, language: Language) -> str:
    """Write a whole or partial ISO date the way readers do; other text comes back as it is, None as nothing.

    >>> date_text("2022-04-08", "zh"), date_text("2022-04", "en")
    ('2022年4月8日', 'Apr 2022')
    """
    if not iso:
        return ""
    found = _DATE.match(iso)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return iso
    year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
    if language == "zh":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    return " ".join(part for part in (str(day) if day else "", _MONTHS[month - 1] if month else "", year) if part)


def age_months(iso: str | None, today: date) -> int | None:
    """Return how many whole months before ``today`` the date lies, counting a missing month or day from its start."""
    found = _DATE.match(iso or "")
    if found is None:
        return None
    try:
        then = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return max(0, int((today - then).days / DAYS_PER_MONTH))


def age_text(iso: str | None, today: date, language: Language) -> str:
    """Say how old a date is in words ("4 年 7 个月前", "4 years 7 months ago"), nothing when it is not a date."""
    months = age_months(iso, today)
    if months is None:
        return ""
    years, rest = divmod(months, 12)
    if language == "zh":
        parts = [f"{years} 年" if years else "", f"{rest} 个月" if rest else ""]
        return f"{' '.join(filter(None, parts))}前" if months else "一个月内"
    parts = [f"{count} {noun}{'s' if count > 1 else ''}" for count, noun in ((years, "year"), (rest, "month")) if count]
    return f"{' '.join(parts)} ago" if months else "within a month"
