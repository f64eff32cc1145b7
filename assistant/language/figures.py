"""Text to the figures in it: value, unit, qualifier and span; Arabic and Chinese numerals, English words.

Years, dates, ordinals (第三批), document numbers (〔2021〕12号) and codes (12621, U30) are not figures.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from assistant.language.dates import find_dates
from assistant.language.fold import LOST, search_key
from assistant.language.noncounts import noncount_spans
from assistant.language.numerals import (
    CHINESE_NUMERAL,
    ENGLISH_SCALES,
    ENGLISH_WORD,
    LARGE_SCALES,
    parse_chinese,
    parse_english,
)
from assistant.schema import Figure, Qualifier

_UNITS = (
    "个百分点 百分点 欧元 英镑 日元 港元 港币 分钟"
    " 万平方米 平方米 公顷 平方公里 公里 人次 场次 个月 周岁 小时 美元 元 个 家 名 人 位 项"
    " 条 份 支 件 场 次 批 期 所 站 亩 篇 对 款 届 座 台 套 只 户 倍 分 天 日 年 月 岁 字 类 大 间 门 本 部 种 处"
    " 部门 级 员 市 县 区 省 校 组 轮 点 单 笔 吨 颗 枚 句 步 词 维 册 卷 张 株 棵 头 匹 根 辆 艘 架 所次 课时 学时"
).split()
_UNIT = "|".join(sorted(set(_UNITS) - {"大"}, key=len, reverse=True)) + "|大(?![学专会赛厅部])"
_SCALE = "百万|千万|十万|万亿|万|亿|千|百"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPACED = rf"\d{{1,3}}(?: \d{{3}})+(?=\s?(?:{_UNIT}))"
_MORE = "余|多|来|几"
_CHINESE = re.compile(
    rf"(?<![\d.a-z_])(?P<tenthousands>\d+)万(?P<thousands>\d)千(?P<unit0>{_UNIT})?"
    rf"|千分之(?P<permille>[{CHINESE_NUMERAL}\d.]+)"
    rf"|(?<![\d.a-z_])(?P<arabic>{_SPACED}|{_ARABIC})\s?(?P<more1>{_MORE})?(?P<scale>{_SCALE})?(?P<more2>{_MORE})?\s?"
    rf"(?P<plus>\+)?(?P<unit>%|％|‰|成(?![立果员本功为就长交效都])|{_UNIT})?(?P<post>以上|以下|以内|左右|上下|不到)?"
    rf"|百分之(?P<percent>[{CHINESE_NUMERAL}点\d.]+)"
    rf"|(?<![第{CHINESE_NUMERAL}])(?P<whole>[{CHINESE_NUMERAL}]+)分之(?P<part>[{CHINESE_NUMERAL}]+)"
    rf"|(?<![第{CHINESE_NUMERAL}])(?P<word>[{CHINESE_NUMERAL}]+)(?P<more3>{_MORE})?"
    rf"(?:(?P<unit2>成(?P<half>[一二三四五六七八九半](?![{CHINESE_NUMERAL}]))?|{_UNIT})|(?=[至到][{CHINESE_NUMERAL}]+(?:{_UNIT})))"
    rf"(?P<post2>以上|以下|以内|左右)?"
)
_TWO_SCALES = {"hundred million": 100_000_000, "hundred thousand": 100_000, "ten thousand": 10_000}
"""亿 and 万 word by word: 334.82 hundred million yuan."""
_ENGLISH_SCALE = "|".join((*_TWO_SCALES, *ENGLISH_SCALES))
_SHORT_SCALES = {"bn": "billion", "mn": "million", "tn": "trillion"}
_ENGLISH = re.compile(
    rf"(?<![\w.,])(?<![a-z]-)(?P<arabic>{_ARABIC})(?P<plus>\+|-plus\b)?"
    rf"(?:[ -](?P<scale>{_ENGLISH_SCALE})\b| ?(?P<short>bn|mn|tn)\b)?"
    rf"(?:\s?(?P<unit>%|percentage points|per ?cent)|\s(?P<money>yuan|cny|rmb|usd|us dollars|dollars)\b)?"
    rf"(?P<post> or more)?(?![\w])(?!\.\d)"
    rf"|\b(?P<word>(?:{ENGLISH_WORD})(?:[ -](?:and )?(?:{ENGLISH_WORD}))*)(?P<half> and a half)?\b"
    rf"(?:\s(?P<unit2>percentage points|per ?cent\b))?"
)
_BEFORE: tuple[tuple[re.Pattern[str], Qualifier], ...] = (
    (
        re.compile(
            r"(?:不少于|至少|不低于|不小于|不下|少说也?有?|(?<![圆美充])满"
            r"|at least|no fewer than|not less than|no less than"
            r"|a minimum of)\s?$|至少[\u4e00-\u9fff]{0,6}$"
        ),
        "at_least",
    ),
    (
        re.compile(
            r"(?:不超过|不多于|至多|最多|以内|不足|少于|不到|低于"
            r"|at most|(?:a|the) maximum of|a limit of|(?:limited|capped) (?:to|at)|up to|no more than|not more"
            r" than|fewer than|less than|under|below)\s?$"
            r"|(?:至多|最多)[\u4e00-\u9fff]{0,6}$"
        ),
        "at_most",
    ),
    (
        re.compile(
            r"(?:超过|超|突破|逾|高于|多达|过|more than|over|above|exceed(?:s|ed|ing)?|pass(?:es|ed)?"
            r"|tops|topp(?:ed|ing)|surpass(?:es|ed|ing)?|in excess of|greater than|upwards of)\s?$"
        ),
        "more_than",
    ),
    (re.compile(r"(?:接近|将近|近|almost|nearly|close to)\s?$"), "nearly"),
    (
        re.compile(r"(?:大约|(?<![签合条节制])约有?|大概有?|差不多有?|about|around|some|roughly|approximately)\s?$"),
        "about",
    ),
)
_MONEY_BEFORE = re.compile(r"(?:rmb|cny|usd?\$?|eur|[$€£¥￥])\s?$")
_QUALIFYING = 19
"""Characters before a figure in which its qualifier stands: "approximately RMB "."""
_AFTER: dict[str, Qualifier] = {
    "以上": "at_least",
    "以下": "at_most",
    "以内": "at_most",
    "不到": "at_most",
}
_OR_MORE = re.compile(
    r" (?:or|and) (?:more|above|higher|over)\b(?! than| \d)| [a-z-]+(?: [a-z-]+)? or (?:more|above|longer|older)\b"
)
_TENTHS_AND_MORE = re.compile("多(?![的年])|有余|出头|强")
"""七成多, 三成有余."""
_TIMES_AND_MORE = re.compile("[多余]")
"""3倍多 has the word behind the unit."""
_CNY_BEFORE = re.compile(r"(?:cny|rmb|¥|￥)\s?$")
_NOT_A_COUNT_BEFORE = re.compile(r"(?:第|〔|\[\s?|no\.\s?|issue |page |top |per |每|u|v|〕|\d{1,2}:)$")
_PHONE = re.compile(r"\d-$")
_LONG_NUMBER = 5
_NOT_A_COUNT_AFTER = re.compile(
    r"^(?:号|〕|:\d|st\b|nd\b|rd\b|th\b|等奖|\s?-\d{1,2}\s?[月日]"
    r"|-(?:first|second|third|fourth|fifth|\w+th)s?\b|-thirds?\b"
    r"|\s?(?:–|-|to|and)\s?\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_CODE_AFTER = re.compile(r"^(?:工程|计划|\s?programm?e?\b)")
"""12621工程: a bare number before these words is a name."""
_TORN = re.compile(rf"\d{LOST}+\d")
"""A character lost between digits may have been one: 15�0 is neither 15 nor 0."""

_IDIOMS = re.compile(r"(?:统|唯|之|同|另|进|单|万无|不)$")
_TWO_DIGITS = re.compile("^[一二两三四五六七八九]{2}(?:$|[十百千万亿])")
_TENTHS = 10
"""成 in a whole: 七成五 is 0.75."""
_SHARES = {"%": 100, "‰": 1_000, "成": 10}
_INDEFINITE = frozenset("批 次 年 点 步 些 种 级 词 个月 分 部 区 大 组 套 类 笔 轮".split())
_FIRST_PRONOUN = re.compile(r"^(?:one|two) (?:of|another|by)\b|^one(?:'s|self)\b")


def find_figures(text: str) -> list[Figure]:
    """Return the figures of ``text`` in order; values are in base units (1.6万 is 16000, 60% is 0.6).

    >>> [(str(f.value), f.unit, f.qualifier) for f in find_figures("服务企业500余家，占60%")]
    [('500', '家', 'more_than'), ('0.6', '%', 'exact')]
    """
    return list(_figures_of(text))


# The same sentences are found, judged, quoted and verified within one answer, and again for the next question.
@lru_cache(maxsize=8_192)
def _figures_of(text: str) -> tuple[Figure, ...]:
    folded = search_key(text)
    taken = [(mention.start, mention.end) for mention in find_dates(text)] + noncount_spans(folded)
    figures: list[Figure] = []
    for read, pattern in ((_read_chinese, _CHINESE), (_read_english, _ENGLISH)):
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken) or _no_count(folded, match):
                continue
            figure = read(folded, match)
            if figure is not None:
                figures.append(figure)
                taken.append((figure.start, figure.end))
    figures.sort(key=lambda figure: figure.start)
    return tuple(_unit_of_range(folded, figure, after) for figure, after in zip_longest(figures, figures[1:]))


def _unit_of_range(folded: str, figure: Figure, after: Figure | None) -> Figure:
    """Give the beginning of a range, 20 in 20—30家, the unit of its end."""
    if figure.unit or after is None or folded[figure.end : after.start] not in ("至", "到", "-", "~"):
        return figure
    return replace(figure, unit=after.unit)


def _no_count(folded: str, match: re.Match[str]) -> bool:
    before, after = folded[max(0, match.start() - 8) : match.start()], folded[match.end() : match.end() + 24]
    if _PHONE.search(before) and match.group().isdigit() and len(match.group()) >= _LONG_NUMBER:
        return True
    code = match.group().strip().isdigit() and _CODE_AFTER.search(after)
    return bool(code or _NOT_A_COUNT_BEFORE.search(before) or _NOT_A_COUNT_AFTER.search(after))


def _qualifier(folded: str, start: int, more: str | None, post: str | None) -> Qualifier:
    if more:
        return "more_than"
    if post:
        return "at_least" if post.startswith(" ") else _AFTER.get(post.strip(), "about")
    before = _MONEY_BEFORE.sub("", folded[max(0, start - _QUALIFYING) : start])
    return next((name for pattern, name in _BEFORE if pattern.search(before)), "exact")


def _read_chinese(folded: str, match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    if groups["percent"]:
        value = _percent_words(groups["percent"])
        return _figure(folded, match, value, "%", None, None)
    if groups["tenthousands"]:
        value = Decimal(groups["tenthousands"]) * LARGE_SCALES["万"] + Decimal(groups["thousands"]) * 1_000
        return _figure(folded, match, value, groups["unit0"] or "", None, None)
    if groups["permille"]:
        value = _percent_words(groups["permille"])
        return _figure(folded, match, value / 10 if value is not None else None, "‰", None, None)
    if groups["whole"]:
        whole, part = parse_chinese(groups["whole"]), parse_chinese(groups["part"])
        return _figure(folded, match, part / whole if whole and part else None, "%", None, None)
    if groups["word"]:
        return _read_chinese_word(folded, match)
    unit = groups["unit"]
    more = groups["more1"] or groups["more2"]
    if unit is None and not (groups["scale"] or more) and not _stands_alone(folded, match):
        return None
    if unit is None and not re.search(r"[\u4e00-\u9fff]", folded):
        return None  # English has its own reader, which knows "billion" and "more than".
    value = Decimal(groups["arabic"].replace(",", "").replace(" ", ""))
    for character in groups["scale"] or "":
        value *= LARGE_SCALES.get(character) or {"百": 100, "千": 1_000, "十": 10}[character]
    if unit in _SHARES:
        value, unit = value / _SHARES[unit], "%" if unit == "成" else unit
    if unit == "万平方米":
        value, unit = value * 10_000, "平方米"
    more = more or groups["plus"] or (unit == "倍" and _TIMES_AND_MORE.match(folded, match.end()) and "多")
    return _figure(folded, match, value, unit or "", more or None, groups["post"])


def _stands_alone(folded: str, match: re.Match[str]) -> bool:
    """Tell a bare number, such as “100” in quotation marks, from a piece of a code or a decimal heading."""
    after = folded[match.end() : match.end() + 1]
    return not after.isalnum() or "\u4e00" <= after <= "\u9fff"


def _percent_words(words: str) -> Decimal | None:
    if re.fullmatch(r"\d+(?:\.\d+)?\.?", words):
        return Decimal(words.rstrip(".")) / 100
    whole, _, fraction = words.partition("点")
    if not re.fullmatch(rf"[{CHINESE_NUMERAL}]*", whole + fraction):
        return None
    value = parse_chinese(whole)
    if value is None:
        return None
    digits = "".join(str(parse_chinese(character) or 0) for character in fraction)
    return (value + Decimal(f"0.{digits}" if digits else 0)) / 100


def _read_chinese_word(folded: str, match: re.Match[str]) -> Figure | None:
    word, unit = match["word"], match["unit2"] or ""
    before = folded[max(0, match.start() - 2) : match.start()]
    only_one = len(word) > 1 and word.startswith("一") and _IDIOMS.search(before) is not None
    if only_one:
        word = word[1:]  # 唯一一家 is one, not eleven.
    if _is_vague(word, before, more=match["more3"]):
        return None
    if not only_one and _IDIOMS.search(before) and len(word) == 1:
        return None
    # 一批, 一次, 一年 and the like are mostly indefinite articles, 一点 and 千万 adverbs.
    if word == "一" and unit in _INDEFINITE:
        return None
    if unit.startswith("成"):
        value = parse_chinese(word)
        half = match["half"]
        tenth = Decimal(5 if half == "半" else parse_chinese(half) or 0) / 100 if half else Decimal(0)
        if value is None or value > _TENTHS:
            return None
        more = "多" if _TENTHS_AND_MORE.match(folded, match.end()) else None
        return _figure(folded, match, value / _TENTHS + tenth, "%", more, match["post2"])
    value = parse_chinese(word)
    more = match["more3"] or ("多" if unit == "倍" and _TIMES_AND_MORE.match(folded, match.end()) else None)
    return _figure(folded, match, value, unit, more, match["post2"] or ("以上" if before.endswith("上") else None))


def _is_vague(word: str, before: str, *, more: str | None) -> bool:
    """Tell 数百, 几十, 七八 and 一二百, and the bare scale of a name such as 百会百校, from a numeral."""
    if before.endswith(("数", "几", "好几")) or _TWO_DIGITS.search(word):
        return True
    return word in ("百", "千", "万", "亿") and not more and not before.endswith(("近", "超", "上", "约", "过", "逾"))


def _read_english(folded: str, match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    if groups["word"]:
        if _FIRST_PRONOUN.search(folded[match.start() : match.start() + 14]):
            return None
        value = parse_english(groups["word"])
        percent = bool(groups["unit2"])
        points = groups["unit2"] == "percentage points"
        if folded[: match.start()].endswith("half a ") and value:
            value /= 2
        value = value + Decimal("0.5") if groups["half"] and value is not None else value
        unit = "百分点" if points else "%" if percent else ""
        return _figure(folded, match, value / 100 if unit == "%" and value else value, unit, None, None)
    scale = _SHORT_SCALES.get(groups["short"] or "", groups["scale"] or "")
    value = Decimal(groups["arabic"].replace(",", "")) * {**ENGLISH_SCALES, **_TWO_SCALES}.get(scale, 1)
    unit = groups["unit"] or groups["money"] or ""
    if unit in ("%", "percent", "per cent"):
        value, unit = value / 100, "%"
    elif unit == "percentage points":
        unit = "百分点"
    elif unit in ("yuan", "cny", "rmb") or _CNY_BEFORE.search(folded[max(0, match.start() - 5) : match.start()]):
        unit = "元"
    elif unit or folded[: match.start()].endswith("$"):
        unit = "美元"
    elif folded[: match.start()].endswith("€"):
        unit = "欧元"
    return _figure(folded, match, value, unit, groups["plus"], groups["post"])


def _figure(
    folded: str, match: re.Match[str], value: Decimal | None, unit: str, more: str | None, post: str | None
) -> Figure | None:
    if value is None or _TORN.search(folded, max(0, match.start() - 2), match.end() + 2):
        return None
    if post is None and _OR_MORE.match(folded, match.end()):
        post = " or more"
    return Figure(value, unit, _qualifier(folded, match.start(), more, post), match.start(), match.end())


_UNIT_CLASSES = tuple(
    map(
        frozenset,
        (
            ("名", "人", "位", "员"),
            ("家", "个", "所", "户", "座", "部门"),
            ("项", "个", "件", "条"),
            ("场", "场次"),
            ("岁", "周岁"),
            *(("个", other) for other in "站 支 处 款 组".split()),
        ),
    )
)


def same_unit(first: str, second: str) -> bool:
    """Tell whether two units can measure the same thing; an unknown unit ("") fits all but percent.

    >>> same_unit("名", "人"), same_unit("家", "名")
    (True, False)
    """
    if first == second:
        return True
    if not first or not second:
        return "%" not in (first, second)
    return any(first in group and second in group for group in _UNIT_CLASSES)
