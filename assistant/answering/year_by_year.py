"""A sentence that tells a figure for each year of a span to the figure of each, and to what a claim mixes up of them.

"2015至2019年，立项数逐年为23、66、73、81、80个" names neither 2017 nor what was counted in it: the order says both.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.schema import Figure

_BY_YEAR = re.compile(
    r"(?P<first>20\d\d)年?[至到~—–-]{1,2}(?P<last>20\d\d)年?[^。；]*?(?:逐年|各年|历年|每年)[^，。；\d]{0,8}(?P<told>\d[^。；]*)"
)
_STEP = re.compile(r"[、，,和与及\s]*")
_YEAR = 4
"""Characters of a date that names a year."""


@lru_cache(maxsize=4_096)
def figures_by_year(text: str) -> dict[str, Figure]:
    """Return the figure of each year of a span; none where there are not as many figures as years.

    >>> [(year, str(one.value)) for year, one in figures_by_year("2015至2017年，逐年为23、66、73个。").items()]
    [('2015', '23'), ('2016', '66'), ('2017', '73')]
    """
    match = _BY_YEAR.search(text)
    if match is None:
        return {}
    years = range(int(match["first"]), int(match["last"]) + 1)
    figures = [figure for figure in find_figures(text) if figure.start >= match.start("told")][: len(years)]
    steps = (_STEP.fullmatch(text, before.end, after.start) for before, after in pairwise(figures))
    return dict(zip(map(str, years), figures, strict=True)) if len(figures) == len(years) and all(steps) else {}


def of_another_year(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures of ``text`` behind a year of a span that a quote gives to another year of it.

    >>> of_another_year("2016年为73个。", ["2015至2017年，立项数逐年为23、66、73个。"])
    ['73个']
    """
    spans = [span for quote in quotes if (span := figures_by_year(quote))]
    if not spans:
        return []
    years = [mention for mention in find_dates(text) if len(mention.iso) == _YEAR]
    # A text that tells them in order itself has no year beside each.
    told = list(figures_by_year(text).items()) or [
        (next((one.iso for one in reversed(years) if one.end <= figure.start), ""), figure)
        for figure in find_figures(text)
    ]
    return [
        text[figure.start : figure.end]
        for year, figure in told
        for span in spans
        if year in span
        and figure.value != span[year].value
        # Any other figure may count something else.
        and figure.value in {known.value for known in span.values()}
    ]
