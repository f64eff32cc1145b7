"""A text to the places in an order that it tells, and to the years that they are of."""

import re
from collections.abc import Set
from decimal import Decimal

from assistant.answering import lexicon
from assistant.answering.ordinals import find_ordinals
from assistant.answering.understand import Understanding
from assistant.answering.years_told import YEAR_OF_AN_ANNOUNCEMENT, years_told
from assistant.language.fold import search_key
from assistant.schema import Source

_BATCH = re.compile(r"[批届次期轮场条项]| (?:batch|time|half|quarter|round|session)")
_TOP = re.compile(r"居首|[榜之]首|首位")


def asks_for_a_rank(asked: Understanding) -> bool:
    """Tell whether a question asks for a place in an order, which is one of a year, and takes nothing for granted."""
    return lexicon.RANK.search(asked.folded) is not None and not asked.aspects & {"doubt", "comparable"}


def ranks_in(text: str) -> list[tuple[int, int, Decimal]]:
    """Return the spans and values of the ranks of a text in order; batches, editions and issues are none.

    >>> [(start, str(value)) for start, _, value in ranks_in("第二批22个试点里综合排名第五")]
    [(13, '5')]
    """
    folded = search_key(text)
    return [
        (start, end, value)
        for start, end, value in find_ordinals(text)
        if value is not None and not _BATCH.match(folded, end)
    ]


def tells_a_rank(text: str) -> bool:
    """Tell whether a text gives a place in an order."""
    return bool(ranks_in(text)) or _TOP.search(text) is not None


def years_ranked(text: str, source: Source) -> Set[str]:
    """Return the years that the ranks of a sentence are of: what was announced in a year is the rank of another."""
    return {year for year, told in years_told(text, source).items() if told > YEAR_OF_AN_ANNOUNCEMENT}
