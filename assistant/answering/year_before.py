"""A year of a claim and a quote that calls it 上一年 to whether the quote bears it out."""

import re

from assistant.answering.ordinals import wrong_ordinals
from assistant.language.dates import DateMention, find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key

_BEFORE = re.compile(r"(?<!以)上一?年度?|\b(?:the )?(?:year before|previous year)\b")
_BASE = re.compile(
    r"(?:\btimes|\bthan|\bas (?:many|much|high|large) as|倍[^，。；]*|[比较])\s?(?:[a-z]+ ){0,6}(?:the )?$"
    r"|(?:为|是|相当于)$"
)
"""What a year is named behind that is but compared with: 2.2 times the number of 2021."""
_BREAK = re.compile(r"[,，;；。]|\b(?:and(?! a half)|but|then)\b")


def is_year_before(mention: DateMention, text: str, quote: str) -> bool:
    """Tell whether a bare year of ``text`` is what ``quote`` calls the year before, with what it tells of that year.

    The claim must name the year that follows too: else a wrong year would pass for 比上年增长. And each rank and figure
    of its clause must stand in the quote behind 上一年, so that two years cannot be exchanged.
    """
    if not mention.iso.isdigit():
        return False
    after = str(int(mention.iso) + 1)
    years = {other.iso[:4] for other in find_dates(text)} - {mention.iso, "--"}
    years = {year for year in years if year.isdigit()}
    start, clause = _clause_of(text, mention.start)
    told = text[start : start + len(clause)]
    values = {figure.value for figure in find_figures(told)}
    based = _BASE.search(search_key(text), 0, mention.start)
    if after not in years and (years or not based):
        return False
    if not (values or based or wrong_ordinals(told, ())):
        return False
    for match in _BEFORE.finditer(search_key(quote)):
        known = [other.iso for other in find_dates(quote) if other.start < match.start()]
        _, behind = _clause_of(quote, match.end())
        held = values <= {figure.value for figure in find_figures(behind)} and not wrong_ordinals(told, [behind])
        compared = based and values <= {figure.value for figure in find_figures(quote)}
        if (held or compared) and known and known[-1] == after:
            return True
    return False


def _clause_of(text: str, place: int) -> tuple[int, str]:
    """Return the start and the words of the clause at a place."""
    start = max((match.end() for match in _BREAK.finditer(text, 0, place)), default=0)
    stop = _BREAK.search(text, place)
    return start, text[start : stop.start() if stop else len(text)]
