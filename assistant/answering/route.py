"""An understood question to the route that answers it: the ledger, or the sentences of the documents."""

import re
from typing import Literal

from assistant.answering import lexicon
from assistant.answering.understand import Understanding
from assistant.schema import IndicatorStatus, LedgerRow, TargetTable

Route = Literal["indicator", "all_targets", "overview", "code", "deadline", "belongs", "conflict", "extractive"]

_LEDGER_ASPECTS = frozenset(
    ("target", "progress", "count", "ratio", "difference", "status", "history", "comparable", "not_met", "when_done")
)
_NOT_OF_THE_LEDGER = frozenset(("who", "where", "money", "contact"))
_OTHER_PLAN = re.compile(r"三年行动|行动计划|省级五部门|十四五|three-year|action plan|provincial plan")
TWELVE = re.compile(r"(?:十二|12)[个项](?:目标|指标)|(?:twelve|12) (?:targets|goals)")
"""The programme by the number of its targets."""
_OWNER = re.compile(
    r"省科协|陕西科协|陕西省科学技术协会|provincial association|shaanxi association|the association|program"
)


def choose_route(asked: Understanding, table: TargetTable) -> Route:
    """Return how to answer. The ledger answers only what is asked about the programme's own indicators."""
    aspects = asked.aspects
    if asked.wanted & _NOT_OF_THE_LEDGER:
        return "extractive"
    if "conflict" in aspects and not asked.programme:
        return "conflict"
    if "belongs" in aspects and (asked.programme or TWELVE.search(asked.folded)):
        return "belongs"
    about_programme = asked.programme and not (asked.places or _OTHER_PLAN.search(asked.folded))
    if not asked.indicators or len(asked.indicators) > 3:
        return _programme_route(asked, about_programme)
    if about_programme and "all_targets" in aspects and not asked.precise:
        return "all_targets"
    if asked.only_related and not _reported(asked, table):
        return "extractive"
    if "comparable" in aspects and asked.figures and not _known_figures(asked, table):
        return "extractive"
    if _belongs_elsewhere(asked, table) or _counts_something_else(asked, table):
        return "extractive"
    figures = aspects & {"count", "progress", "target", "ratio", "status"}
    if asked.related and _WHAT_DIFFERS.search(asked.folded) and not figures:
        return "extractive"  # What two kinds of organisation are is a matter of words, not of figures.
    if not aspects & _LEDGER_ASPECTS and not (asked.precise and not _says_much_more(asked) and not asked.wanted):
        return "extractive"
    if "when" in asked.wanted and not aspects & {"when_done", "count", "ratio", "status", "difference", "not_met"}:
        return "extractive"
    return "indicator"


def _programme_route(asked: Understanding, about_programme: bool) -> Route:
    aspects = asked.aspects
    twelve = TWELVE.search(asked.folded) is not None
    # "哪些目标还没完成" names no other plan: here it can only be about the programme.
    unnamed = not (asked.others or asked.places or _OTHER_PLAN.search(asked.folded)) and "overview" in aspects
    if not (about_programme or twelve or unnamed) or asked.others:
        return "extractive"
    if "overview" in aspects or (aspects & {"status", "ratio"} and not asked.indicators):
        return "overview"
    if "all_targets" in aspects:
        return "all_targets"
    if "code" in aspects:
        return "code"
    if "when_done" in aspects or ("when" in asked.wanted and "target" in aspects):
        return "deadline"
    return "extractive"


def _belongs_elsewhere(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the question, although it names an indicator, is about something else.

    A batch, a city, a campaign or contest, or a year for which another body set a goal.
    """
    owner = asked.programme or _OWNER.search(asked.folded) is not None
    comparing = bool(asked.aspects & {"comparable", "doubt", "not_met"})
    if asked.batch and not comparing and not batch_rows(asked, table):
        return True
    if (asked.places or asked.others) and not (asked.programme or comparing):
        return True
    if not asked.precise and not owner and not comparing and _says_much_more(asked):
        return True
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    named = [status for status in table.indicators if status.id in asked.indicators]
    return any(_other_goal(status, years) for status in named)


def batch_rows(asked: Understanding, table: TargetTable) -> list[tuple[IndicatorStatus, LedgerRow]]:
    """Return the figures of the batch that the question names, at the level of the province unless it names a place."""
    return [
        (status, row)
        for status in table.indicators
        if status.id in asked.indicators and asked.batch
        for row in status.related
        if row.label.split("：")[-1].startswith(asked.batch) and bool(asked.places) == ("：" in row.label)
    ]


def _known_figures(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the ledger has one of the figures that the question wants compared."""
    values = {
        row.figure.value
        for status in table.indicators
        if status.id in asked.indicators
        for row in (*status.related, *status.history, *filter(None, [status.target]))
    }
    return any(figure.value in values for figure in asked.figures)


def _reported(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the ledger has a figure for the other measure that the question names, and it asks for one."""
    rows = [row for status in table.indicators for row in status.related if row.label in asked.related]
    return bool(rows) and "count" in asked.aspects and not (asked.places or asked.batch)


_WHAT_DIFFERS = re.compile(r"区别|不同|差别|差异|\bdiffer")
_PEOPLE = frozenset("名人位员")
_SIZES = frozenset(("层", "间", "平方米", "亩", "届", "次", "场"))
"""What no indicator is counted in."""


def _counts_something_else(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the question counts in a unit that none of its indicators has: 院士之家有多少位院士."""
    units = re.findall(r"(?:多少|几)(位|名|人|个(?!百分)|家|项|条|支|份|层|间|平方米|亩|届|次|场)", asked.folded)
    people = [status.unit in _PEOPLE for status in table.indicators if status.id in asked.indicators]
    return bool(units) and not any(
        (unit in _PEOPLE) is mine and unit not in _SIZES for unit in units for mine in people
    )


def _other_goal(status: IndicatorStatus, years: set[str]) -> bool:
    own = (status.target.date or "")[:4] if status.target else ""
    return any(
        row.role == "target" and row.date and row.date[:4] in years and row.date[:4] != own for row in status.related
    )


_FILLER = re.compile(
    r"[a-z]+|秦创原|陕西省?|全省|多少|几|什么|哪些|现在|目前|一共|总共|目标|完成|培训|成立|建|服务|引进|扶持|托举|培养|组建|转化|推广|形成|情况|"
    r"如何|进展|计划|已经|已|要|了|的|吗|呢|是|有|到|截至|年|月|底|\d+|[个家名人位项条支]|请问|企业|数量|人数|工程|怎么样|怎样|达到|实现|"
    r"[?？。,，]|\s"
)


_EN_FILLER = re.compile(
    r"(?:the|and|for|how|many|much|what|which|are|was|were|has|have|had|been|being|does|did|"
    r"will|would|should|this|that|these|its|with"
    r"|from|into|under|than|then|programm?e?|12621|targets?|goals?|aim\w*|plan\w*|number|"
    r"progress|so|far|now|actual\w*|already|current\w*"
    r"|complet\w*|achiev\w*|reach\w*|met|meet|report\w*|latest|date|year|total|there|shaanxi|"
    r"association|provinc\w*|qinchuangyuan|about"
    r"|train\w*|serv\w*|found\w*|establish\w*|set|form\w*|built|build|back\w*|support\w*|"
    r"attract\w*|produc\w*|promot\w*|transfer\w*"
    r"|exist\w*|tell|give|please|list|show|of|in|on|at|by|end|until|versus|against|percent\w*|beat|surpass\w*|spring|summer|autumn|winter|"
    r"rate|completion|january|february|march|april"
    r"|may|june|july|august|september|october|november|december|true|right|correct|heard|said|"
    r"since|why|miss\w*|fail\w*|not|enough|well"
    r"|going|doing|stand\w*|status|gap|short|difference|between|same|count\w*|figure\w*|"
    r"measure\w*|add\w*|together|compar\w*|per|cent|any"
    r"|share|portion|fraction|half|exactly|recorded|overall|supposed|intend\w*|according|sources?|documents?|news|policy|people|enterprises?|"
    r"companies|firms|persons?|science|technology)$"
)
_MOST_OTHER_WORDS = 1


def left_over(asked: Understanding) -> str:
    """Return what a question says besides the indicator and what the ledger knows about it."""
    rest = asked.folded
    for word in asked.indicator_words:
        rest = rest.replace(word, " ")
    for pattern in _LEDGER_WORDS:
        rest = pattern.sub(" ", rest)
    if asked.language == "en":
        return " ".join(word for word in re.findall("[a-z]{3,}", rest) if not _EN_FILLER.match(word))
    return lexicon.STOP_ZH.sub(" ", _FILLER.sub(" ", rest)).strip()


_LEDGER_WORDS = (
    lexicon.TARGET,
    lexicon.PROGRESS,
    lexicon.WHEN_DONE,
    lexicon.RATIO,
    lexicon.DIFFERENCE,
    lexicon.STATUS,
    lexicon.HISTORY,
    lexicon.OPEN,
    lexicon.COMPARABLE,
    lexicon.DOUBT,
    lexicon.NOT_MET,
    lexicon.BATCH,
)


def _says_much_more(asked: Understanding) -> bool:
    """Tell whether a loosely worded question has a subject besides the indicator."""
    if asked.language == "en":
        named = set(re.findall("[a-z]+", " ".join(asked.indicator_words)))
        words = re.findall(r"[a-z]{3,}", asked.folded)
        return sum(not _EN_FILLER.match(word) and word not in named for word in words) > _MOST_OTHER_WORDS
    rest = _FILLER.sub("", asked.folded)
    return len(rest) > len(max((name for name in [*asked.indicator_words, ""]), key=len)) + 3
