"""Text, links, numbers and dates to HTML-safe text in Chinese or English."""

import html
import re
from decimal import Decimal
from urllib.parse import urlsplit

from assistant.schema import Figure, Language

_LIVE = str.maketrans({"$": "&#36;", "{": "&#123;", "`": "&#96;"})
_UNBROKEN = "\u00a0"
_PLUS = re.compile(r"(?<=\d)[+＋](?=\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_DATE = re.compile(rf"\b(?:\d{{1,2}} )?(?:{'|'.join(_MONTHS)})[a-z]*\.? \d{{4}}\b")
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


def escape(text: str) -> str:
    """Return ``text`` as inert HTML text, fit for attributes too.

    ``$``, ``{`` and backticks go as well: Gradio's HTML component treats ``${…}`` as a template.

    >>> escape("<b>${x}")
    '&lt;b&gt;&#36;&#123;x}'
    """
    return html.escape(text, quote=True).translate(_LIVE)


def running(text: str) -> str:
    r"""Escape text of several words; a line ends within no English date, and within a long sum behind a plus.

    >>> running("1+2×10 < 30"), running("on 8 April 2022")
    ('1+<wbr>2×10 &lt; 30', 'on 8\xa0April\xa02022')
    """
    whole = _ENGLISH_DATE.sub(lambda date: date.group().replace(" ", _UNBROKEN), text)
    return _PLUS.sub(r"\g<0><wbr>", escape(whole))


def paragraphs(text: str) -> str:
    """Escape ``text`` and keep its line breaks."""
    return running(text.strip()).replace("\n", "<br>")


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
