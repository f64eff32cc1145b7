"""A question whether a number has been passed (过2000名了吗) and the state of its indicator to yes or no."""

import re

from assistant.answering.ranges import range_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.fold import search_key
from assistant.schema import Figure, IndicatorStatus, TargetTable

_REACHES = re.compile(
    r"(?:达到?|到|够|满|有)[了过]?$|\b(?:reach\w*|hits?|as many as|up to|at least)(?: the (?:number|mark|figure) of)? $"
)
_WHETHER = re.compile("有没有|是否|了没")
_BOUNDS = ("more_than", "at_least")
_WEIGHED = frozenset(("comparable", "target", "premise", "belongs", "not_met", "when_done"))


def number_to_pass(asked: Understanding, status: IndicatorStatus) -> Figure | None:
    """Return the number of which a question asks whether the result is above it; None without one or with several.

    Whether the target itself has been reached is asked of the target.
    """
    weighs = asked.aspects & {"yes_no", "doubt"} or _WHETHER.search(asked.folded)
    if not weighs or asked.aspects & _WEIGHED or status.latest is None:
        return None
    unit, goal = status.latest.figure.unit, status.target.figure.value if status.target else None
    stated = [figure for figure in asked.figures if figure.unit != "%"]
    if len(stated) != 1 or stated[0].value == goal or (stated[0].unit and _is_other(stated[0].unit, unit)):
        return None
    reaches = _REACHES.search(search_key(asked.question[: stated[0].start])) is not None
    known = {row.figure.value for row in status.history}
    asks = stated[0].qualifier in _BOUNDS or reaches
    return stated[0] if asks and stated[0].value not in known else None


def _is_other(one: str, other: str) -> bool:
    """Tell units that count different things: people and firms; 个 counts anything."""
    return one != other and "个" not in (one, other)


def asks_whether_passed(asked: Understanding, table: TargetTable) -> bool:
    """Tell whether a question about one indicator asks if its result is above a number."""
    named = [status for status in table.indicators if status.id in asked.indicators]
    return len(named) == 1 and number_to_pass(asked, named[0]) is not None


def whether_passed(asked: Understanding, status: IndicatorStatus) -> str:
    """Return the sentence that says so or not, "" where that is not asked or rough figures do not decide it.

    It does not repeat the number, which stands in no quotation.
    """
    bound = number_to_pass(asked, status)
    if bound is None or status.latest is None:
        return ""
    least, most = range_of(status.latest.figure)
    rough = status.latest.figure.qualifier == "more_than"
    beyond = bound.qualifier == "more_than"
    if least > bound.value or (least == bound.value and (rough or not beyond)):
        return say("passed", asked.language)
    if most > bound.value:
        return ""
    return say("below" if most < bound.value else "not_passed", asked.language)
