"""The state of all indicators to a draft: what is met, under way, not reported or only told by another measure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering import phrases
from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.dates import last_day
from assistant.language.figures import same_unit
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, IndicatorStatus, Language, LedgerRow, TargetTable

_ASKS_MISSING = re.compile(
    r"没(?:有)?(?:查到|报(?!了)|公布|给出|找到|任何|披露|完成数|数字|数据)|未(?:报|见|公布|查到|披露)|缺(?:少|乏)"
    r"|查不到|算不出"
    r"|not reported|unreported|no (?:figure|progress|number|report|data|result)|without (?:any )?(?:figure|"
    r"progress|report|data|number)|missing|lack"
)
_ASKS_BEHIND = re.compile(
    r"(?:没(?:有)?|未|还不|尚未|尚没)(?:能)?(?:完成|达到|达标|实现|到|够|满)|不够|落后|差|欠"
    r"|behind|not (?:yet )?(?:met|reached|achieved|there|done|complete)|missed|\bshort\b|lagging|below"
    r"|unfinished|still open"
)
_ASKS_COUNTED = re.compile(
    r"报了|报过|有数|有(?:同口径|可比)|算得出|how (?:far|short)|by how much|\breported but|have figures"
)
_ASKS_MET = re.compile(
    r"完成|达到|达标|超额|超过|实现|到线|够了|\bmet\b|exceed|reached|achiev|fulfil|\bhit\b|\bbeat|surpass|\bdone\b"
)
_SHARE = r"\d+(?:\.\d+)?(?:%| ?per ?cent)|一?半|\bhalf\b"
_ASKS_ABOVE = re.compile(
    rf"(?:超过|高于|大于|多于|过|over|above|more than|exceed\w*|at least|不低于|不少于)(?: the| of)? ?(?:{_SHARE})"
    rf"|(?:{_SHARE})(?:的)?(?:以上|or more)|超额|超(?:过|出)(?!\d)|超了|exceed|surpass|\bbeat|over-?fulfil"
)
_ASKS_BELOW = re.compile(
    rf"(?:低于|不到|不足|少于|小于|没到|没过|未到|未过|below|under|less than|short of)(?: the| of)? ?(?:{_SHARE})"
)
"""Which targets are over or under a share of the number that was set; the whole number when no share is named."""
_PERCENT, _IS_HALF = re.compile(r"\d+(?:\.\d+)?(?=%| ?per)"), re.compile(r"半|half")
_WHOLE_NUMBER, _HALF = Decimal(100), Decimal(50)
_ASKS_WHICH = re.compile("哪|(?:多少|几)[个项]|which|what|how many")
_ASKS_ALL = re.compile(
    r"表|逐项|逐一|都列|分别|一览|清单|各项|每项|每一项|\btable\b|\beach\b|\bevery\b|\bstatus of (?:all|the)\b"
)
_ASKS_GAP = re.compile(r"差多少|差几|多少|how much|how many|how far|gap|缺口")

_RELATIONS: dict[Language, dict[tuple[bool, bool], str]] = {
    "zh": {
        (False, True): "超过目标",
        (True, True): "低于目标",
        (False, False): "完成率高于所问比例",
        (True, False): "完成率低于所问比例",
    },
    "en": {
        (False, True): "exceeded",
        (True, True): "not reached",
        (False, False): "met beyond that share",
        (True, False): "met below that share",
    },
}
"""Below or above, the whole number or a share of it; no figure, since none would stand in a quotation."""
_STATES: dict[str, dict[Language, str]] = {
    "met": {"zh": "已达到目标", "en": "met"},
    "partly": {"zh": "有同口径进展、当时未达到目标", "en": "under way when last reported"},
    "not_reported": {"zh": "没有来源报告同口径完成数", "en": "without any comparable figure"},
}


def answer_overview(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return the indicators in the state that was asked for, or all of them by state."""
    measured = _by_share(asked, table, programme)
    if measured is not None:
        return measured
    wanted = _states(asked.folded)
    shown = [status for state in _STATES for status in table.indicators if status.status == state and state in wanted]
    claims = [claim for status in shown for claim in state_of(asked, status, programme)]
    if wanted == ("met",):
        # A higher number of something else is what people take for a target that has been met.
        alike = [
            claim
            for status in table.indicators
            for row in _look_alikes(status)[:1]
            for claim in state_of(asked, status, programme)
            if status.latest is None and row.close and status.target and row.figure.value >= status.target.figure.value
        ]
        apart_from = "不算在内：" if asked.language == "zh" else "Not counted: "
        # The lines below a target begin with a space.
        claims += [c if c.text[0].isspace() else replace(c, text=apart_from + c.text) for c in alike]
    apart = _of_another_time(asked, shown)
    lead = _summary(table, asked.language) if len(wanted) == len(_STATES) else _heading(wanted, asked.language)
    return Draft(tuple(claims), "ledger", lead=apart + lead, layout="lines")


def _heading(wanted: Sequence[str], language: Language) -> str:
    states = [_STATES[state][language] for state in wanted]
    if language == "zh":
        return f"按最近的同口径数字，{'；'.join(states)}的项目："
    return f"By the latest comparable figures, the targets {', '.join(states)}:"


def _summary(table: TargetTable, language: Language) -> str:
    """Return one sentence with the names of the targets in each state, without any figure."""
    parts = []
    for state, words in _STATES.items():
        statuses = [status for status in table.indicators if status.status == state]
        names = [status.name_zh if language == "zh" else status.name_en for status in statuses]
        if names and language == "zh":
            parts.append(f"{words['zh']}：{'、'.join(names)}")
        elif names:
            parts.append(f"{words['en']}: {', '.join(names)}")
    if language == "zh":
        return f"按最近的同口径数字，{'；'.join(parts)}。"
    return f"By the latest comparable figures, {'; '.join(parts)}."


def _of_another_time(asked: Understanding, shown: Sequence[IndicatorStatus]) -> str:
    """Return the sentence that no figure is of the time asked about, "" when one is or none was named."""
    days = [last_day(iso) for iso in asked.dates if not iso.startswith("-")]
    reported = [status.latest.date for status in shown if status.latest is not None and status.latest.date]
    if not days or not reported or any(date[:4] == day[:4] for date in reported for day in days):
        return ""
    said = say("later" if max(days) > max(reported) else "earlier", asked.language)
    return said if asked.language == "zh" else f"{said} "


def _by_share(asked: Understanding, table: TargetTable, programme: Programme) -> Draft | None:
    """Return the indicators above or below the share of their target that a question names, None when it names none."""
    if len(_ASKS_WHICH.findall(asked.folded)) != 1 or _ASKS_ALL.search(asked.folded):
        return None
    below = _ASKS_BELOW.search(asked.folded)
    match = below or _ASKS_ABOVE.search(asked.folded)
    if match is None or _ASKS_MISSING.search(asked.folded) or (_ASKS_BEHIND.search(asked.folded) and not below):
        return None
    percent = _PERCENT.search(match.group())
    share = Decimal(percent.group()) if percent else _HALF if _IS_HALF.search(match.group()) else _WHOLE_NUMBER
    rated = [(status.ratio * 100, status) for status in table.indicators if status.ratio is not None]
    rated.sort(key=lambda pair: -pair[0])
    shown = [status for percent_done, status in rated if (percent_done < share if below else percent_done > share)]
    word = _RELATIONS[asked.language][below is not None, share == _WHOLE_NUMBER]
    if asked.language == "zh":
        lead = f"按最近的同口径数字，{'' if shown else '没有'}{word}的项目{'：' if shown else '。'}"
    else:
        lead = f"By the latest comparable figures, {'the' if shown else 'no'} targets {word}{':' if shown else '.'}"
    calculated = replace(asked, aspects=asked.aspects | {"ratio"})
    claims = [claim for status in shown for claim in state_of(calculated, status, programme)]
    return Draft(tuple(claims), "ledger", lead=lead, layout="lines")


def _states(folded: str) -> tuple[str, ...]:
    everything = ("met", "partly", "not_reported")
    if _ASKS_ALL.search(folded) or len(_ASKS_WHICH.findall(folded)) > 1:
        return everything
    missing, behind = _ASKS_MISSING.search(folded), _ASKS_BEHIND.search(folded)
    counted = _ASKS_COUNTED.search(folded)
    if missing and counted:
        return everything
    if missing:
        return ("not_reported",)
    if behind:
        return ("partly",) if counted else ("partly", "not_reported")
    if _ASKS_MET.search(folded) and _ASKS_WHICH.search(folded):
        return ("met",)
    return everything


def state_of(asked: Understanding, status: IndicatorStatus, programme: Programme) -> list[Claim]:
    """Return one line: name, target, latest comparable figure with its date; another where only a look-alike counts."""
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
        claim = Claim(text, tuple(row.citation for row in rows))
        return [claim, *(_beside(asked, status, row, programme) for row in _look_alikes(status))]
    done = phrases.progress_sentence(status.latest, indicator, language)
    text = f"{name}：目标{goal}；{done}" if language == "zh" else f"{name}: target {goal}. {done}"
    if status.target is not None and (
        asked.aspects & {"ratio", "difference", "status"} or _ASKS_GAP.search(asked.folded)
    ):
        sums = (phrases.ratio_sentence(status, language), phrases.difference_sentence(status, language))
        text += "".join(sums) if language == "zh" else f" {' '.join(sums)}"
    return [Claim(text, tuple(row.citation for row in rows))]


def _look_alikes(status: IndicatorStatus) -> list[LedgerRow]:
    """Return the figures of other measures that are most easily taken for progress, the largest first.

    They stand in the report that sets the target and are counted alike; batches, parts of the province and what others
    report are left to the answers about the indicator itself.
    """
    if status.target is None:
        return []
    rows = [
        row
        for row in status.related
        if row.role == "progress"
        and row.citation.source.id == status.target.citation.source.id
        and same_unit(row.figure.unit, status.unit)
        and not re.search("：|批", row.label)
    ]
    rows.sort(key=lambda row: (not row.close, -row.figure.value))
    return rows[:_MOST]


_MOST = 2


def _beside(asked: Understanding, status: IndicatorStatus, row: LedgerRow, programme: Programme) -> Claim:
    sentence = phrases.related_sentence(row, programme.indicator(status.id), asked.language)
    return Claim(f"　· {sentence}" if asked.language == "zh" else f"  · {sentence}", (row.citation,))
