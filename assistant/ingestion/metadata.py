"""Lines of a document, an address or a folder in; id, title, kind, language or date out. All functions are pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import cast

from assistant.ingestion.clean import comparison_key
from assistant.ingestion.furniture import is_boilerplate, is_credit_line, is_search_spam
from assistant.language.fold import han_share, to_simplified
from assistant.schema import Kind, Language

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"
    r"|(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?)?"
)
_DATE_IN_URL = re.compile(r"(?<!\d)(20\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_TITLE_LINES = 8
_TITLE_LENGTH = range(4, 81)
_SENTENCE_END = tuple("。！？；，、：:;,…")
_SECTION_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_KINSHIP = 0.2
"""Share of a headline's character pairs that its text uses too; search spam shares almost none."""

_TELLING_LINES = 400
"""A text has used the words of its title by then; the yearbook that goes on for thousands of pages need not be read."""

_CHINESE_SHARE = 0.3


def iso_date(text: str) -> str | None:
    """Return ``text`` as an ISO date as precise as it is, None when it is no date of the calendar.

    >>> iso_date("2022年4月8日"), iso_date("2022/04"), iso_date("2022-13-01")
    ('2022-04-08', '2022-04', None)
    """
    text = text.strip()
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = (match.group(n) or match.group(n + 3) for n in (1, 2, 3))
    rest = text[match.end() :].lstrip("年月日")
    # "2022-04-08T14:43" goes on with a time, "2022-04-123" with nonsense.
    if rest and not rest[0].isspace() and rest[0] != "T":
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def date_in_address(url: str | None) -> str | None:
    """Return the day that an address names.

    >>> date_in_address("http://example.cn/202509/t20250910_12.html")
    '2025-09-10'
    """
    match = _DATE_IN_URL.search(url or "")
    return iso_date("-".join(match.groups())) if match else None


def find_title(lines: Sequence[str]) -> str | None:
    """Return the first line that reads like the headline of this text; injected search terms do not.

    >>> find_title(["免费看_综合一区_中文字幕", "园区科协成立", "昨天，三家园区科协成立。"])
    '园区科协成立'
    """
    headlines = [line for line in lines[:_TITLE_LINES] if _is_headline(line)]
    candidates = [line.lstrip("# ") for line in headlines]
    if headlines and headlines[0].startswith("#"):
        return candidates[0]
    keys = [comparison_key(line) for line in lines]
    for candidate in candidates:
        key = comparison_key(candidate)
        if keys.count(key) > 1 or fits_text(candidate, lines):
            return candidate
    return candidates[0] if candidates else None


def _is_headline(line: str) -> bool:
    return (
        len(line) in _TITLE_LENGTH
        and not line.endswith(_SENTENCE_END)
        and any(character.isalpha() for character in line)
        and not _SECTION_NUMBER.match(line)
        and not is_search_spam(line)
        and not is_credit_line(line)
        and not is_boilerplate(line, share_read=0.0)
    )


def fits_text(title: str, lines: Sequence[str]) -> bool:
    """Tell whether a text uses the words of a title; injected search terms it does not use.

    >>> fits_text("园区科协成立", ["昨天，三家园区科协成立。"]), fits_text("在线观看大全", ["昨天，三家园区科协成立。"])
    (True, False)
    """
    key = comparison_key(title)
    others = (comparison_key(line) for line in lines[:_TELLING_LINES])
    return _kinship(key, "\n".join(other for other in others if other != key)) >= _KINSHIP


def _kinship(key: str, text: str) -> float:
    pairs = {key[n : n + 2] for n in range(len(key) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def find_language(text: str, *, declared: str | None = None) -> Language:
    """Return the declared language when it is one of ours, else that of most words."""
    prefix = (declared or "").strip().lower()[:2]
    if prefix in ("zh", "en"):
        return cast(Language, prefix)
    return "zh" if han_share(text) >= _CHINESE_SHARE else "en"


def find_kind(folder: str) -> Kind:
    """Return the kind that the top folder of the corpus says, news elsewhere."""
    return "policy" if folder == "policy" else "news"


def is_low_reliability(remark: str) -> bool:
    """Tell whether a remark warns of the source.

    >>> is_low_reliability("low: repost"), is_low_reliability("内容农场转载"), is_low_reliability("官方")
    (True, True, False)
    """
    return remark.strip().lower().startswith("low") or "内容农场" in to_simplified(remark)


def document_id(name: str) -> str:
    """Return ``name`` with only letters of any script, digits, ``-``, ``_`` and ``.``, so that "#" can end it.

    >>> document_id("实施方案 (2021) #1")
    '实施方案-2021-1'
    """
    return re.sub(r"[^\w.\-]+", "-", name).strip("-.") or "document"
