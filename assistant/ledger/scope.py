"""The words before a figure, and its document, to the place that the figure is about."""

import re
from typing import Literal

from assistant.language.fold import search_key
from assistant.ledger.indicators import Programme
from assistant.schema import Source

Scope = Literal["home", "part", "foreign", "unknown"]

OTHER_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州"
    " 云南 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()
# The name takes the institution with it, or the 省科协 in 河南省科协 would look like ours. 全国 names a national
# count only when it is not part of a name such as 全国学会 or 全国总决赛.
_FOREIGN = re.compile(
    "(?:" + "|".join(OTHER_PROVINCES) + r")(?!路|大学|大厦|银行)[省市]?(?:科协|科学技术协会)?"
    r"|全国(?=共|累计|各地|已|范围|有|的|现|园区|企业|科协系统|院士|专家|工程师|科技)|中国科协系统"
)
_OTHER_ASSOCIATION = re.compile("(?:" + "|".join(OTHER_PROVINCES) + r")[省市]?(?:科协|科学技术协会|的?园区科协)")
_GENERIC_PART = ("市级", "全市", "我市", "县级")
_NATIONAL = ("中国科协", "中国科学技术协会")
"""A report of the national association that names no province speaks of the country."""
_EXPLICIT_HOME = ("陕西", "三秦")
_ENGLISH_PROVINCES = re.compile(
    r"\b(?:beijing|tianjin|shanghai|chongqing|hebei|shanxi|liaoning|jilin|heilongjiang|jiangsu|zhejiang|anhui|fujian"
    r"|jiangxi|shandong|henan|hubei|hunan|guangdong|hainan|sichuan|guizhou|yunnan|gansu|qinghai|taiwan|inner mongolia"
    r"|guangxi|tibet|ningxia|xinjiang|hong kong|macau|macao)\b"
)


def speaks_of_another_province(folded: str) -> bool:
    """Tell whether a question is about the association of another province, and not about ours."""
    return bool(_OTHER_ASSOCIATION.search(folded)) and not any(name in folded for name in _EXPLICIT_HOME)


def names_another_province(folded: str) -> bool:
    """Tell whether a question, Chinese or English, names another province, and not ours."""
    chinese = any(match.group().startswith(tuple(OTHER_PROVINCES)) for match in _FOREIGN.finditer(folded))
    home = any(name in folded for name in (*_EXPLICIT_HOME, "shaanxi"))
    return (chinese or _ENGLISH_PROVINCES.search(folded) is not None) and not home


def scope_of(before: str, source: Source, programme: Programme) -> tuple[Scope, str]:
    """Return what the figure after the folded words ``before`` is about, and the place named.

    Words such as 全省 and 省科协 mean whichever province the document is about.
    """
    title, publisher = search_key(source.title), search_key(source.publisher or "")
    scope, place = _nearest(before, programme) or _nearest(title, programme) or ("unknown", "")
    if scope == "part" and place in _GENERIC_PART:
        named = [name for name in programme.parts if name not in _GENERIC_PART and name in before + title]
        place = named[0] if named else place
    explicit = any(name in place for name in _EXPLICIT_HOME)
    if scope in ("home", "unknown") and not explicit:
        # The nearest text that names a province, ours or another, decides.
        for text in (before, title, publisher):
            if any(name in text for name in (*_EXPLICIT_HOME, *programme.names)):
                break
            match = _FOREIGN.search(text)
            if match:
                return "foreign", match.group()
        if scope == "unknown" and publisher in _NATIONAL:
            return "foreign", publisher
    return scope, place


def _nearest(text: str, programme: Programme) -> tuple[Scope, str] | None:
    """Return the last place that ``text`` names; of two that end together, the longer name."""
    candidates: list[tuple[int, int, Scope, str]] = [
        (match.end(), len(match.group()), "foreign", match.group()) for match in _FOREIGN.finditer(text)
    ]
    named: tuple[tuple[Scope, tuple[str, ...]], ...] = (("home", programme.home), ("part", programme.parts))
    for scope, names in named:
        candidates += [(text.rfind(name) + len(name), len(name), scope, name) for name in names if name in text]
    if not candidates:
        return None
    _, _, scope, name = max(candidates)
    return scope, name
