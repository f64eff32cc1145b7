"""A sentence to the years that it tells of, and how fully of each."""

import re

from assistant.language.dates import find_dates
from assistant.schema import Source

_YEAR_OF_A_DAY = 0.8
"""“2022年2月21日公布的2021榜单” is about 2021; 2022 is only when it came out."""
_BASE_OF_COMPARISON = 0.4
"""“2023年为2022年的2.3倍” tells nothing of 2022 but what it is measured against."""
YEAR_OF_AN_ANNOUNCEMENT = 0.5
"""“2022年2月22日通报：综合排名第一” tells of a rank, but hardly of that of 2022."""
_ANNOUNCED = re.compile(r"[，,]?[^，。；\d]{0,12}(?:公布|通报|揭晓)|\b.{0,60}\b(?:announced|released)\b")
_COMPARED_WITH = re.compile(r"(?:为|是|比|较|相当于|超过)[^，。；\d]{0,3}$")


def years_told(text: str, source: Source) -> dict[str, float]:
    """Return how fully a sentence is about each year: one given as such, one of a full date, that of publication."""
    found: dict[str, float] = {}
    for mention in find_dates(text):
        year = mention.iso[:4]
        told = 1.0 if len(mention.iso) == len("2022") else _YEAR_OF_A_DAY
        if told == _YEAR_OF_A_DAY and _ANNOUNCED.match(text[mention.end :]):
            told = YEAR_OF_AN_ANNOUNCEMENT
        if _COMPARED_WITH.search(text[: mention.start]) and re.match("(?:全年)?的|增", text[mention.end :]):
            told = _BASE_OF_COMPARISON
        found[year] = max(found.get(year, 0.0), told)
    return found or {(source.published or "")[:4]: _YEAR_OF_A_DAY}
