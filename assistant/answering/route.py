"""An understood question to the route that answers it: the ledger, or the sentences of the documents."""

import re
from typing import Literal

from assistant.answering import explaining, lexicon
from assistant.answering.subject import says_more
from assistant.answering.understand import Understanding, batches_in
from assistant.language.figures import same_unit
from assistant.ledger.scope import names_another_province
from assistant.schema import IndicatorStatus, LedgerRow, TargetTable

Route = Literal["indicator", "all_targets", "overview", "code", "deadline", "belongs", "conflict", "extractive"]

_LEDGER_ASPECTS = frozenset(
    "target progress count ratio difference status history comparable not_met when_done source".split()
)
NOT_OF_THE_LEDGER = frozenset(("who", "names", "where", "money", "contact", "procedure"))
"""What no row of the ledger tells."""
_OTHER_FACTS = NOT_OF_THE_LEDGER - {"who"}
"""Facts of which no sources are known to disagree; of who held an office they do."""
_OTHER_PLAN = re.compile(r"三年行动|行动计划|省级五部门|十四五|three-year|action plan|provincial plan")
_OWNER = re.compile(
    r"省科协|陕西科协|陕西省科学技术协会|provincial association|shaanxi association|the association|program"
)


def choose_route(asked: Understanding, table: TargetTable) -> Route:
    """Return how to answer. The ledger answers only what is asked about the programme's own indicators."""
    aspects = asked.aspects
    if asked.indicators and "premise" in aspects and misstates(asked, table):
        return "indicator"  # Who paid for what never was is no question: its premise comes first.
    if "conflict" in aspects and not asked.programme and not (asked.wanted & _OTHER_FACTS):
        return "conflict"
    if asked.wanted & NOT_OF_THE_LEDGER and not (asked.indicators and "source" in aspects):
        return "extractive"
    if "belongs" in aspects and (asked.programme or lexicon.TWELVE.search(asked.folded)):
        return "belongs"
    if asked.programme and lexicon.CODE_DIGIT.search(asked.folded):
        return "code"
    about_programme = asked.programme and not (asked.places or _OTHER_PLAN.search(asked.folded))
    if not asked.indicators or len(asked.indicators) > 3:
        # "12621 belongs to the plan for 2024-2026, so it ends in 2026": a doubtful deadline is ours all the same.
        until = "when_done" in aspects or (asked.dates and not asked.figures and _ENDS.search(asked.folded) is not None)
        ends = asked.programme and "doubt" in aspects and until and not (asked.places or asked.others)
        return "deadline" if ends else _programme_route(asked, about_programme)
    if about_programme and "all_targets" in aspects and not asked.precise:
        return "all_targets"
    return "extractive" if _for_the_documents(asked, table) else "indicator"


def _for_the_documents(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether a question, although it names indicators, is answered by sentences and not by their figures."""
    aspects = asked.aspects
    stated = bool(asked.figures) and bool(aspects & {"doubt", "premise"})
    compared = "comparable" in aspects and _known_figures(asked, table)
    if asked.only_related and not (_reported(asked, table) or compared or (asked.programme and stated)):
        return True
    if "comparable" in aspects and asked.figures and not compared:
        return True
    if _doubts_something_else(asked, table) or asks_why(asked):
        return True
    if _belongs_elsewhere(asked, table) or _counts_something_else(asked, table):
        return True
    if asked.related and _WHAT_DIFFERS.search(asked.folded) and not aspects & _FIGURES:
        return True  # What two kinds of organisation are is a matter of words, not of figures.
    if "when" in asked.wanted and not aspects & _SAYS_WHEN:
        return True
    if "list" in asked.wanted and not asked.precise and not aspects & _IN_FIGURES:
        return True  # Which services there were for science workers is no number of them.
    return not (aspects & _LEDGER_ASPECTS or stated or (asked.precise and not asked.wanted))


_ENDS = re.compile(
    r"\d年(?:[底末])?(?:前|以前|才|就|要|会|应该?|将)?(?:完成|结束|到期|截止|收官|实现)|(?:期限|截止|终点|目标年).{0,4}\d{4}|到\d{4}年(?:[底末])?为止"
    r"|\b(?:end|ends|ended|finish\w*|complet\w*|run|runs|due|deadline|concluded?)\b.{0,20}\b20\d\d\b"
)
_FIGURES = frozenset(("count", "progress", "target", "ratio", "status"))
_IN_FIGURES = _FIGURES - {"progress"} | {"difference", "comparable", "all_targets", "overview", "doubt", "not_met"}
_SAYS_WHEN = frozenset(("source", "when_done", "count", "ratio", "status", "difference", "not_met"))
"""Aspects whose answer has the date beside the figure."""


_SMALLEST = 3
"""Bare smaller numbers count words of the question: one number, two of them."""


def misstates(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether a question takes figures for granted that are neither a target nor progress of what it names."""
    rows = [
        row
        for status in table.indicators
        if status.id in asked.indicators
        for row in (*status.history, *filter(None, [status.target]))
    ]
    known = {row.figure.value for row in rows}
    # Of what is counted otherwise (五部门) no target or result says anything.
    counted = [
        f.value
        for f in asked.figures
        if f.unit != "%" and (f.unit or f.value >= _SMALLEST) and any(same_unit(f.unit, r.figure.unit) for r in rows)
    ]
    return bool(counted) and not set(counted) & known


def _programme_route(asked: Understanding, about_programme: bool) -> Route:
    aspects = asked.aspects
    twelve = lexicon.TWELVE.search(asked.folded) is not None
    # "哪些目标还没完成" names no other plan: here it can only be about the programme.
    plural = _PLURAL.search(asked.folded) is not None
    state = aspects & {"overview", "status", "ratio", "difference", "progress", "history", "not_met", "open", "doubt"}
    free = not (asked.others or asked.places or _OTHER_PLAN.search(asked.folded))
    unnamed = free and (
        "overview" in aspects or (plural and bool(state)) or _TARGET_YEAR.search(asked.folded) is not None
    )
    if not (about_programme or twelve or unnamed) or asked.others:
        return "extractive"
    if "overview" in aspects or (aspects & {"status", "ratio"} and not asked.indicators):
        return "overview"
    if (plural or twelve) and state and not asked.indicators:
        return "overview"
    if "all_targets" in aspects and not asked.wanted & {"comparison"}:
        return "all_targets"
    if "code" in aspects:
        return "code"
    if {"source", "target"} <= aspects or ("source" in aspects and _THE_TARGETS.search(asked.folded)):
        return "all_targets"
    if "when_done" in aspects or ("when" in asked.wanted and "target" in aspects) or _TARGET_YEAR.search(asked.folded):
        return "deadline"
    return "overview" if twelve and not asked.indicators and "when" not in asked.wanted else "extractive"


_PLURAL = re.compile(
    r"(?:哪(?:几|一|两|三)?[些项个]|各[项个]?|每一?[项个]?|所有|全部)(?:的)?(?:目标|指标)|(?:哪几|各)项(?!目|工作|活动)"
    r"|(?:几|多少)[项个](?:目标|指标|还?没|未|已)"
    r"|(?:超额|达标|完成|达到)了?的(?:项目?|目标|指标)|(?:目标|指标|项目)中(?:哪|有几)|\b(?:the|its|their) (?:items"
    r"|targets|goals|indicators)\b"
    r"|\b(?:which|what|all|every|each|any)(?: of)?(?: the| its| these)? (?:\w+ )?(?:items?|targets?|goals?"
    r"|indicators?|lines|objectives)\b"
)
"""The targets as such, none of them by name."""
_THE_TARGETS = re.compile(r"目标|指标|\btargets?\b|\bgoals?\b")
_TARGET_YEAR = re.compile(r"目标年|\btarget (?:year|date)\b")


def _belongs_elsewhere(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the question, although it names an indicator, is about something else.

    A batch, a city, a campaign or contest, or a year for which another body set a goal.
    """
    owner = asked.programme or _OWNER.search(asked.folded) is not None
    comparing = bool(asked.aspects & {"comparable", "doubt", "not_met"})
    if asked.batch and not comparing and not batch_rows(asked, table):
        return True
    if not asked.batch and lexicon.A_BATCH.search(asked.folded) and not comparing and not asked.only_related:
        return True
    if (asked.places or asked.others) and not (asked.programme or comparing):
        return True
    if names_another_province(asked.folded) and not comparing:
        return True
    if not asked.precise and not owner and not comparing and says_more(asked):
        return True
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    named = [status for status in table.indicators if status.id in asked.indicators]
    return any(_other_goal(status, years) for status in named)


def batch_rows(asked: Understanding, table: TargetTable) -> list[tuple[IndicatorStatus, LedgerRow]]:
    """Return the figures of the batches that a question names, at the level of the province unless it names a place."""
    return [
        (status, row)
        for status in table.indicators
        if status.id in asked.indicators and asked.batch
        for row in status.related
        if row.label.split("：")[-1].startswith(batches_in(asked.folded)) and bool(asked.places) == ("：" in row.label)
    ]


def _doubts_something_else(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether a doubtful statement with a number is about a thing that only shares a loose word with an indicator.

    That the legal hotline for science workers ran on 12345 states nothing of how many of them were served.
    """
    owner = asked.programme or _OWNER.search(asked.folded) is not None
    # "The hotline for science workers": the indicator only says whose the other thing is.
    others = set(asked.others) - {*asked.places}
    said = [re.escape(word) for word in asked.indicator_words]
    only_whose = others and any(
        re.search(rf"\b(?:for|of) (?:the )?{word}|{word}的?(?:{'|'.join(map(re.escape, others))})", asked.folded)
        for word in said
    )
    named = only_whose or (bool(others | {*asked.topics}) and not asked.precise)
    elsewhere = named and not (owner or asked.aspects & _WEIGHED)
    return bool(elsewhere) and "doubt" in asked.aspects and bool(asked.figures) and not _known_figures(asked, table)


_WEIGHED = frozenset(("comparable", "not_met", "premise", "belongs"))


def asks_why(asked: Understanding) -> bool:
    """Tell whether a question is only why something is so: no figure of the ledger gives a reason."""
    other = asked.aspects & {"comparable", "not_met", "premise", "belongs", "conflict", "code", "status", "difference"}
    return explaining.WHY.search(asked.folded) is not None and not (other or asked.figures)


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
    # Of other years than those asked about, sentences may tell.
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    rows = [row for row in rows if not years or (row.date or "")[:4] in years]
    return bool(rows) and "count" in asked.aspects and not (asked.places or asked.batch)


_WHAT_DIFFERS = re.compile(r"区别|不同|差别|差异|\bdiffer")
_PEOPLE = frozenset("名人位员")
_SIZES = frozenset(("层", "间", "平方米", "亩", "届", "次", "场"))
"""What no indicator is counted in."""


def _counts_something_else(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether the question counts in a unit that none of its indicators has: 院士之家有多少位院士."""
    units = re.findall(
        r"(?:多少|几)(位|名|人|个(?!百分|了?\W*$)|家|项|条|支|份|层|间|平方米|亩|届|次|场)", asked.folded
    )
    people = [status.unit in _PEOPLE for status in table.indicators if status.id in asked.indicators]
    return bool(units) and not any(
        (unit in _PEOPLE) is mine and unit not in _SIZES for unit in units for mine in people
    )


def _other_goal(status: IndicatorStatus, years: set[str]) -> bool:
    own = (status.target.date or "")[:4] if status.target else ""
    return any(
        row.role == "target" and row.date and row.date[:4] in years and row.date[:4] != own for row in status.related
    )
