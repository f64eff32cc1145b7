"""The state of all indicators to a draft: what is met, under way or not reported."""

import re

from assistant.answering import phrases
from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, IndicatorStatus, TargetTable

_ASKS_MISSING = re.compile(
    r"没(?:有)?(?:查到|报|公布|给出|找到|数|任何|披露|完成数)|未(?:报|见|公布|查到|披露)|缺(?:少|乏)|查不到"
    r"|not reported|unreported|no (?:figure|progress|number|report|data|result)|without (?:any )?(?:figure|"
    r"progress|report|data|number)|missing|lack"
)
_ASKS_BEHIND = re.compile(
    r"没(?:有)?(?:完成|达到|达标|实现)|未(?:完成|达到|达标|实现)|落后|差"
    r"|behind|not (?:yet )?(?:met|reached|achieved)|missed|short"
)
_ASKS_MET = re.compile(r"完成|达到|达标|超额|实现|met|exceeded|reached|achieved|fulfilled")


def answer_overview(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return the indicators in the state that was asked for, or all of them by state."""
    wanted = _states(asked.folded)
    claims = [
        _claim(asked, status, programme)
        for state in ("met", "partly", "not_reported")
        for status in table.indicators
        if status.status == state and state in wanted
    ]
    if asked.language == "zh":
        names = {
            "met": "已达到目标",
            "partly": "有同口径进展、当时未达到目标",
            "not_reported": "没有来源报告同口径完成数",
        }
        lead = "按最近的同口径数字，" + "；".join(names[state] for state in wanted) + "的项目："
    else:
        english = {
            "met": "met",
            "partly": "under way when last reported",
            "not_reported": "without any comparable figure",
        }
        lead = "By the latest comparable figures, the targets " + ", ".join(english[state] for state in wanted) + ":"
    return Draft(tuple(claims), "ledger", lead=lead, layout="lines")


def _states(folded: str) -> tuple[str, ...]:
    if _ASKS_MISSING.search(folded):
        return ("not_reported",)
    if _ASKS_BEHIND.search(folded):
        return ("partly", "not_reported")
    if _ASKS_MET.search(folded) and re.search("哪|which", folded):
        return ("met",)
    return ("met", "partly", "not_reported")


def _claim(asked: Understanding, status: IndicatorStatus, programme: Programme) -> Claim:
    """Return one line: name, target, latest comparable figure with its date."""
    language, indicator = asked.language, programme.indicator(status.id)
    name = status.name_zh if language == "zh" else status.name_en
    rows = [row for row in (status.target, status.latest) if row is not None]
    goal = phrases.amount(status.target.figure, language) if status.target else "—"
    if status.latest is None:
        text = (
            f"{name}：目标{goal}，未见同口径的完成数。"
            if language == "zh"
            else f"{name}: target {goal}, no comparable figure reported."
        )
    elif language == "zh":
        text = f"{name}：目标{goal}；{phrases.progress_sentence(status.latest, indicator, 'zh')}"
    else:
        text = f"{name}: target {goal}. {phrases.progress_sentence(status.latest, indicator, 'en')}"
    return Claim(text, tuple(row.citation for row in rows))
