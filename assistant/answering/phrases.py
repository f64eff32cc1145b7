"""Ledger rows to the words of an answer, Chinese and English."""

import re
from decimal import Decimal

from assistant.language.dates import date_matches, find_dates, format_date
from assistant.ledger.indicators import Indicator, Programme
from assistant.ledger.table import label_en
from assistant.schema import Figure, IndicatorStatus, Language, LedgerRow

_ZH_MARK = {"more_than": "{}余", "at_least": "不少于{}", "about": "约{}", "nearly": "近{}", "at_most": "不超过{}"}
_EN_MARK = {
    "more_than": "more than {}", "at_least": "at least {}", "about": "about {}", "nearly": "nearly {}",
    "at_most": "at most {}",
}  # fmt: skip


def number(value: Decimal) -> str:
    """Return a value without trailing zeros."""
    return f"{value.normalize():f}"


def amount(figure: Figure, language: Language) -> str:
    """Return a figure with its qualifier, in Chinese with its unit: "500余家", "more than 500"."""
    if language == "zh":
        return _ZH_MARK.get(figure.qualifier, "{}").format(number(figure.value)) + figure.unit
    return _EN_MARK.get(figure.qualifier, "{}").format(f"{figure.value.normalize():,f}")


def when(row: LedgerRow, language: Language) -> str:
    """Return the words that date a progress row: stated in the quote, or the day of the report."""
    if row.date is None:
        return "报道未注明日期：" if language == "zh" else "In an undated report, "
    stated = any(
        date_matches(row.date[:7], mention.iso) or mention.iso == row.date for mention in find_dates(row.citation.quote)
    )
    date = format_date(row.date, language)
    if stated and row.date.endswith("-12-31") and _YEAR_END.search(row.citation.quote):
        date = f"{row.date[:4]}年底" if language == "zh" else f"the end of {row.date[:4]}"
    if language == "zh":
        return f"截至{date}，" if stated and len(row.date) > 4 else f"{date}，" if stated else f"据{date}的报道，"
    return (
        f"By {date}, "
        if stated and len(row.date) > 4
        else f"In {date}, "
        if stated
        else f"According to a report of {date}, "
    )


_YEAR_END = re.compile("年[底末]|end of|year-?end", re.IGNORECASE)


def target_sentence(row: LedgerRow, indicator: Indicator, programme: Programme, language: Language) -> str:
    """Return one sentence that states a target."""
    goal = indicator.goal[language].replace("{n}", amount(row.figure, language))
    by = row.date or programme.by
    if language == "zh":
        return f"{programme.name_zh}的目标是：到{format_date(by, 'zh')}，{goal}。"
    return f"The target of the {programme.name_en} is to {goal} by {format_date(by, 'en')}."


def progress_sentence(row: LedgerRow, indicator: Indicator, language: Language, *, newest: bool = False) -> str:
    """Return one sentence that states comparable progress; ``newest`` adds that nothing later is known."""
    done = indicator.done[language].replace("{n}", amount(row.figure, language))
    if language == "zh":
        return f"{when(row, 'zh')}{done}" + ("；此后未见同口径的更新。" if newest else "。")
    return f"{when(row, 'en')}{done}" + ("; no later figure of the same measure is reported." if newest else ".")


def related_sentence(row: LedgerRow, indicator: Indicator, language: Language, *, plain: bool = False) -> str:
    """Return one sentence that states a figure of another measure and, unless ``plain``, says so."""
    label = row.label if language == "zh" else label_en(row, indicator)
    n = amount(row.figure, language)
    if row.role == "target":
        by = format_date(row.date, language) if row.date else ""
        if language == "zh":
            return f"{label}：到{by}的目标为{n}（口径不同）。"
        return f"Another measure, {label}: a goal of {n} by {by}."
    if language == "zh":
        return f"{when(row, 'zh')}{label}为{n}{'' if plain else '（口径不同）'}。"
    return f"{when(row, 'en')}{'' if plain else 'another measure, '}{label}: {n}."


def by_hand(sentence: str) -> str:
    """Say at the end of a sentence that its figure was corrected by hand.

    >>> by_hand("已成立园区科协7家。"), by_hand("7 were founded.")
    ('已成立园区科协7家（经人工更正）。', '7 were founded (corrected by hand).')
    """
    if sentence.endswith("。"):
        return f"{sentence[:-1]}（经人工更正）。"
    return f"{sentence.removesuffix('.')} (corrected by hand)."


def source_sentence(row: LedgerRow, language: Language) -> str:
    """Return who reported a figure, and when."""
    source = row.citation.source
    day = format_date(source.published, language) if source.published else ""
    if language == "zh":
        return f"出处是{source.publisher or source.title}{f'{day}的报道' if day else ''}。"
    return f"The source is {source.publisher or source.title}{f', {day}' if day else ''}."


def ratio_sentence(status: IndicatorStatus, language: Language) -> str:
    """Return the completion rate as a shown calculation."""
    assert status.target is not None and status.latest is not None and status.ratio is not None
    done, goal = status.latest.figure, status.target.figure
    percent = number((status.ratio * 100).quantize(Decimal("0.1")))
    exact = done.qualifier == "exact"
    if language == "zh":
        link = "为" if exact else "超过" if done.qualifier == "more_than" else "约为"
        return f"完成率{link}{percent}%（{number(done.value)}÷{number(goal.value)}）。"
    lead = "" if exact else "more than " if done.qualifier == "more_than" else "about "
    return f"That is {lead}{percent}% of the target ({number(done.value)} ÷ {number(goal.value)})."


def difference_sentence(status: IndicatorStatus, language: Language) -> str:
    """Return how far progress is above or below the target, as a shown calculation."""
    assert status.target is not None and status.latest is not None
    done, goal = status.latest.figure, status.target.figure
    gap = done.value - goal.value
    larger, smaller = max(done.value, goal.value), min(done.value, goal.value)
    shown = f"{number(larger)}−{number(smaller)}"
    unit = done.unit
    inexact = done.qualifier != "exact"
    if language == "zh":
        if gap == 0:
            return "与目标数相同。"
        about = "不到" if inexact and gap < 0 else "超过" if inexact else ""
        return f"比目标{'多' if gap > 0 else '少'}{about}{number(abs(gap))}{unit}（{shown}）。"
    if gap == 0:
        return "That equals the target."
    about = "less than " if inexact and gap < 0 else "more than " if inexact else ""
    side = "above" if gap > 0 else "short of"
    return f"That is {about}{number(abs(gap))} {side} the target ({shown.replace('−', ' − ')})."
