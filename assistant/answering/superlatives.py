"""A question which year or item had the most or the least, and its draft, to one that says the year or item first."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from assistant.answering.draft import Draft
from assistant.answering.of_an_answer import items_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.answering.year_by_year import figures_by_year
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures

_WHICH_YEAR = re.compile(r"哪一?年|\b(?:which|what) (?:of the )?(?:\w+ )?years?\b")
_MOST = re.compile(r"最[多高大]|\b(?:most|highest|largest|biggest|peak\w*)\b")
_LEAST = re.compile(r"最[少低小]|\b(?:fewest|least|lowest|smallest)\b")
_FEWEST = 3
"""Years; of two, which is more is asked."""
_YEAR = 4


def with_best_year(draft: Draft, asked: Understanding) -> Draft:
    """Return a draft with the year first that had the most or least, where one of its quotes tells all of them."""
    most = _MOST.search(asked.folded) is not None
    if draft.declined or draft.lead or not (_WHICH_YEAR.search(asked.folded) and (most or _LEAST.search(asked.folded))):
        return draft
    years = sorted(iso[:_YEAR] for iso in asked.dates if not iso.startswith("-"))
    for claim in draft.claims:
        told = _by_year(claim.citations[0].quote) if claim.citations else {}
        told = {year: value for year, value in told.items() if not years or years[0] <= year <= years[-1]}
        best = (max if most else min)(told.values(), default=None)
        named = [year for year, value in told.items() if value == best]
        if len(told) >= _FEWEST and len(named) == 1:
            lead = say("most_in" if most else "least_in", asked.language, year=named[0])
            rest = tuple(other for other in draft.claims if other is not claim)
            return replace(draft, claims=(claim, *rest), lead=lead, layout="lines", compares=True)
    return draft


def with_best_item(draft: Draft, asked: Understanding) -> Draft:
    """Return a draft with the item first that has the most or least, where its first claim lists them: 哪一类最多."""
    most = _MOST.search(asked.folded) is not None
    wanted = _SUPERLATIVE.search(asked.folded) if _WHICH_ITEM.search(asked.folded) else None
    if draft.declined or draft.lead or asked.language != "zh" or wanted is None or not draft.claims:
        return draft
    told = [_ITEM.fullmatch(item) for item in items_of(draft.claims[0].text, "zh")]
    items = [(match["name"], Decimal(match["value"]), match["unit"]) for match in told if match]
    if len(items) < max(_FEWEST, len(told)) or len({unit for _, _, unit in items}) != 1:
        return draft
    name, value, unit = (max if most else min)(items, key=lambda item: item[1])
    if sum(other == value for _, other, _ in items) > 1:
        return draft
    lead = say("most_of", "zh", item=name, most=wanted.group(), amount=f"{value}{unit}")
    return replace(draft, claims=draft.claims[:1], lead=lead, layout="lines", compares=True)


_SUPERLATIVE = re.compile("最[多高大少低小]")
_WHICH_ITEM = re.compile(r"哪一?[类种项个支条]")
_ITEM = re.compile(r"(?P<name>[^\d]{2,12}?)(?P<value>\d+(?:\.\d+)?)(?P<unit>[个家名位项条支件人%所]?)")


def _by_year(text: str) -> Mapping[str, Decimal]:
    """Return the figure of each year: those told in order, else the only one behind each bare year.

    >>> {year: str(value) for year, value in _by_year("成交额2020年为1648亿元，2021年为2209亿元。").items()}
    {'2020': '164800000000', '2021': '220900000000'}
    """
    told = figures_by_year(text)
    if told:
        return {year: figure.value for year, figure in told.items()}
    mentions = find_dates(text)
    if not mentions:
        return {}
    ends = [mention.start for mention in mentions[1:]] + [len(text)]
    figures = [figure for figure in find_figures(text) if figure.unit not in ("年", "月", "日")]
    behind = [
        (mention, [figure for figure in figures if mention.end <= figure.start < end])
        for mention, end in zip(mentions, ends, strict=True)
    ]
    units = {figure.unit for _, found in behind for figure in found}
    if len(units) != 1 or any(len(found) != 1 or len(mention.iso) != _YEAR for mention, found in behind):
        return {}
    return {mention.iso: found[0].value for mention, found in behind}
