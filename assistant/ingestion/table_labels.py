"""The head of a table column in, what it says out: a name, a unit and a date; and what kind of thing a cell holds."""

import re
from dataclasses import dataclass

from assistant.language.dates import find_dates
from assistant.language.fold import to_simplified

UNITS = frozenset(
    "个 家 名 人 位 项 条 份 支 件 场 次 批 期 所 篇 对 款 届 座 台 套 户 倍 亩 吨 人次 场次 小时 天"
    " 元 万元 亿元 美元 万 亿 万人 万人次 平方米 平方公里 公里 百分点 % ％ ‰ 分".split()
)
"""What may stand behind a number; "单位" names one of these or an organisation, and only its cells tell which."""

NAMING = re.compile(r"(?:指标|项目|名称|内容|任务|事项)$|^(?:indicator|item|name|measure|target)s?$", re.IGNORECASE)
"""Heads of a column that names what the others count."""

GROUPING = re.compile(r"(?:类别|分类|类型)$|^(?:type|kind|class|group)s?$", re.IGNORECASE)
"""Heads of a column that names it where no other does."""

SERIAL = re.compile(r"^(?:序号|编号|序|no\.?|#|№)$", re.IGNORECASE)
UNIT_COLUMN = re.compile(r"^(?:计量)?单位$|^units?$", re.IGNORECASE)
AS_OF = re.compile(r"^(?:数据|统计)?(?:截至|统计|数据)(?:时间|日期|时点)?$|^as of$", re.IGNORECASE)
DATED = re.compile(r"^(?:更新|填报|报告)?(?:时间|日期)$|^报告期$|^(?:date|period)$", re.IGNORECASE)
UNCOUNTED = re.compile(r"年份?$|年度$|率$|比例?$|占比|电话|编号|序号|代码|邮编|排名|名次")
"""Heads of numbers that count nothing, so that the unit of the table is not theirs."""

PROGRESS = re.compile(
    r"完成|进展|实际|已|累计|目前|现有|当前|达到|done|progress|actual|completed|achieved", re.IGNORECASE
)

_NUMBER = re.compile(r"^[-+−约近超逾約]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:余|多|餘)?$")
_WITH_UNIT = re.compile(
    r"^[-+−约近超逾]?[\d,.]+(?:余|多)?\s?(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")$"
)
_MAY_COUNT = re.compile(r"^[-+−约約近超逾]?\d.{0,20}$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_UNIT_IN_BRACKETS = re.compile(r"\s*[（(\[【]\s*(?:单位[:：]\s*)?([^（()）\]】]{1,5})\s*[)）\]】]\s*$")
_UNIT_NOTE = re.compile(r"单位\s*[:：]\s*([^\s，,；;）)]{1,5})")
_DATE_IN_LABEL = re.compile(
    r"[（(]?((?:截至|截止|到|至)?\s*(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?)[)）]?"
)
_COUNT_WORD = re.compile(r"^(目标|实际完成|累计完成|已完成|完成|现有|达到)(?:任务数|任务|数量|数|值|量|情况)$")


@dataclass(frozen=True, slots=True)
class Label:
    """What the head of a column says, as it is written; ``key`` is its name in simplified characters."""

    name: str
    unit: str = ""
    date: str = ""
    key: str = ""


def read_label(text: str) -> Label:
    """Take unit and date out of a column's head.

    >>> read_label("目标值（个）")
    Label(name='目标', unit='个', date='', key='目标')
    >>> read_label("截至2022年4月完成（家）").date
    '截至2022年4月'
    """
    # Both scripts have the same length, so that places in one are places in the other.
    key = to_simplified(text)
    unit = date = ""
    bracket = _UNIT_IN_BRACKETS.search(key)
    if bracket and bracket.group(1) in UNITS:
        unit = text[bracket.start(1) : bracket.end(1)]
        text, key = text[: bracket.start()], key[: bracket.start()]
    if _YEAR.match(text):
        return Label("", unit, f"{text}年")
    dated = _DATE_IN_LABEL.search(key)
    if dated:
        date = text[dated.start(1) : dated.end(1)].replace(" ", "")
        text, key = ((whole[: dated.start()] + whole[dated.end() :]).strip() for whole in (text, key))
    counted = _COUNT_WORD.match(key)
    if counted:
        text, key = text[: counted.end(1)], counted.group(1)
    return Label(text, unit, date, key)


def unit_of_note(text: str) -> str:
    """Return the unit that a line above a table gives for all of it, "" when it gives none.

    >>> unit_of_note("（单位：个）"), unit_of_note("填报单位：省科协")
    ('个', '')
    """
    noted = _UNIT_NOTE.search(to_simplified(text))
    return text[noted.start(1) : noted.end(1)] if noted and noted.group(1) in UNITS else ""


def is_unit(text: str) -> bool:
    """Tell whether a cell holds a unit, in either script."""
    return to_simplified(text) in UNITS


def is_number(text: str) -> bool:
    """Tell whether a cell holds a bare number, which may take a unit."""
    return _NUMBER.match(text) is not None


def counts(text: str) -> bool:
    """Tell whether a cell holds a number, with or without its unit.

    >>> [counts(text) for text in ("1,500", "500余家", "60%", "园区科协", "2022年4月")]
    [True, True, True, False, False]
    """
    return is_number(text) or (_MAY_COUNT.match(text) is not None and _WITH_UNIT.match(to_simplified(text)) is not None)


def is_date(text: str) -> bool:
    """Tell whether a cell holds a date and nothing else.

    >>> is_date("2022年4月"), is_date("2022-04-08"), is_date("2022年4月成立")
    (True, True, False)
    """
    mentions = find_dates(text)
    return len(mentions) == 1 and mentions[0].start == 0 and mentions[0].end == len(text)


def is_head(text: str) -> bool:
    """Tell whether a cell could stand in the head of a table: short words or a year, no number."""
    if _YEAR.match(text):
        return True
    return len(text) <= _HEAD_CHARS and not counts(text) and not text.endswith(("。", "；", "！", "？"))


_HEAD_CHARS = 40
