"""A question for the best or worst of the targets in; those with comparable figures out, by the share that is done.

Which target is the largest is another question: it asks for no progress.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from assistant.answering import lexicon
from assistant.answering.draft import Draft
from assistant.answering.overview import state_of
from assistant.answering.understand import Understanding
from assistant.ledger.indicators import Programme
from assistant.schema import IndicatorStatus, Language, TargetTable

Order = Literal["best", "worst", "closest"]

_HOW_FAR = re.compile(
    r"完成|进度|进展|达标|达成|达到|超额|超出|超过|落后|滞后|领先|领跑|差距|缺口|实现|做得|推进|表现|兑现|垫底|倒数|离(?:目标|指标|要求)"
    r"|\b(?:progress|complet\w+|behind|ahead|did|done|doing|perform\w*|rates?|achiev\w+|exceed\w*|overshoot|over-?fulfil\w*"
    r"|surpass\w*|shortfall|gap|lagg?\w*|advanced|successful|reach\w*|fulfil\w*|further off|furthest|farthest|closest"
    r"|nearest)\b"
)
_MOST = re.compile(
    r"最|垫底|倒数|领跑|第一(?![批期届次个])"
    r"|\b(?:best|worst|most|least|highest|lowest|fastest|slowest|furthest|farthest|closest|nearest|biggest|largest|weakest"
    r"|strongest)\b"
)
_TARGETS = re.compile(
    r"目标|指标|任务|哪(?:一|几|两)?项(?!目|工作|活动|政策|改革|技术|成果|措施)|\b(?:targets?|goals?|indicators?|items?|objectives?)\b"
)
_ASKS_WHICH = re.compile(r"哪|谁|什么|排名|排序|\b(?:which|what|rank)\b")
_SMALL_GAP = re.compile(
    r"(?:差距|缺口|差|落后|滞后)(?:得)?最[小少]|离.{0,6}最近|最接近"
    r"|\b(?:smallest|least) (?:gap|shortfall)|\b(?:closest|nearest)\b"
)
_WORST = re.compile(
    r"落后|滞后|垫底|倒数|(?:差距|缺口|差)(?:得)?最[大多]|最(?:低|差|慢|远|少|糟|弱|不|靠后|难)"
    r"|\b(?:worst|least|lowest|slowest|furthest (?:from|behind|off)|farthest (?:from|behind|off)|most behind|lagg?\w*"
    r"|behind|weakest|gap|shortfall)\b"
)
_OTHER_PLAN = re.compile(r"三年|行动计划|十四五|规划|\bthree-year|\baction plan")
_LEADS: dict[Language, dict[Order, str]] = {
    "zh": {
        "best": "在有同口径完成数的目标里，完成率最高的是{names}。由高到低依次是：",
        "worst": "在有同口径完成数的目标里，完成率最低的是{names}。由低到高依次是：",
        "closest": "在有同口径完成数的目标里，离目标数最近的是{names}。由近到远依次是：",
    },
    "en": {
        "best": "Of the targets with comparable figures, the share done is highest for {names}. From high to low:",
        "worst": "Of the targets with comparable figures, the share done is lowest for {names}. From low to high:",
        "closest": "Of the targets with comparable figures, {names} came closest to the target. From near to far:",
    },
}


def asks_for_rank(asked: Understanding) -> Order | None:
    """Return from which end a question wants the programme's targets, by how far they are; None for other questions."""
    folded = asked.folded
    if asked.indicators or asked.others or asked.places or asked.batch or _OTHER_PLAN.search(folded):
        return None
    if not ranks_targets(folded):
        return None
    if _SMALL_GAP.search(folded):
        return "closest"
    return "worst" if _WORST.search(folded) else "best"


def ranks_targets(folded: str) -> bool:
    """Tell whether a folded question is which target did best or worst: it leans on none that was named before."""
    ours = _TARGETS.search(folded) or lexicon.TWELVE.search(folded)
    return bool(ours and _MOST.search(folded) and _HOW_FAR.search(folded) and _ASKS_WHICH.search(folded))


def answer_rank(asked: Understanding, table: TargetTable, programme: Programme, order: Order) -> Draft | None:
    """Return the targets with a comparable figure in that order, and which have none; None when none has one."""
    rated = [status for status in table.indicators if status.ratio is not None]
    if not rated:
        return None
    rated.sort(key=lambda status: _place(status, order))
    first = [status for status in rated if _place(status, order) == _place(rated[0], order)]
    calculated = replace(asked, aspects=asked.aspects | {"ratio"})
    claims = [claim for status in rated for claim in state_of(calculated, status, programme)]
    language = asked.language
    lead = _LEADS[language][order].format(names=_names(first, language))
    return Draft(tuple(claims), "ledger", lead=lead, closing=_left_out(table, language), layout="lines")


def _place(status: IndicatorStatus, order: Order) -> Decimal:
    share = status.ratio or Decimal(0)
    return {"best": -share, "worst": share, "closest": abs(share - 1)}[order]


def _left_out(table: TargetTable, language: Language) -> str:
    others = [status for status in table.indicators if status.ratio is None and status.target is not None]
    if not others:
        return ""
    names = _names(others, language)
    if language == "zh":
        return f"其余目标没有来源报告同口径完成数，无法排序：{names}。"
    return f"For the others no comparable figure is reported, so they cannot be ranked: {names}."


def _names(statuses: Sequence[IndicatorStatus], language: Language) -> str:
    if language == "zh":
        return "、".join(f"“{status.name_zh}”" for status in statuses)
    return ", ".join(f"“{status.name_en}”" for status in statuses)
