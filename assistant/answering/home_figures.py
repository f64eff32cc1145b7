"""The province as the one whose figure is asked for; whether a sentence speaks of it or of a place within it.

The turnover of Xi'an is no answer to that of Shaanxi. Reports of the province rarely repeat its name, so a sentence
counts as the province's unless it, or what stands before it, is about one of its cities or parks or another province.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.ledger.scope import OTHER_PROVINCES
from assistant.schema import Language

_OF_A_BODY = (
    r"(?![\u4e00-\u9fff“”「」·]{0,14}?(?:科协|科学技术协会|协会|学会|联合会|联盟|中心|[厅局委]|日报|大学|学院|集团|公司"
    r"|大赛|竞赛|计划|方案|指引|年会|大会|论坛|峰会|研究院|最美科技工作者))"
)
"""陕西省科协 and 陕西省创新方法大赛 carry the name of the province, and are not it."""
_HOME_ZH = re.compile(rf"全省|我省|(?:全陕西|陕西省?){_OF_A_BODY}")
_HOME_EN = re.compile(
    r"\bshaanxi(?:'s\b| province\b|\W*$|(?= (?:have|has|had|did|do|does|reach|spent|get|got|win|won|count|in|by|at"
    r"|as|rank|alone|overall)\b))"
    r"|\b(?:in|across|throughout|for|of) shaanxi\b(?! (?:province )?(?:association|provincial|science|federation|youth"
    r"|innovation|scien))"
    r"|\b(?:the|whole|entire) province\b(?!-)|\bprovince-?wide\b"
)
_LEVEL = re.compile(r"省级(?!以[上下]|及)|\bprovincial[- ]level\b|\bat (?:the )?provincial level\b")
"""In a question; a sentence may give those of a city that are recognised by the province."""
_TAKES_PLACE = (
    r"[^，。；]{0,14}(?:举行|召开|开幕|启动|揭牌|成立|举办|落户|收官|落幕|闭幕|授牌|\b(?:open|held|took place|met)\w*)"
)
_OF_A_SCHOOL = r"(?!交大|交通大学|理工|石油|科技大学|[\u4e00-\u9fff]{0,6}?(?:大学|学院|公司|集团))"
"""西安交大 is in Xi'an, and says nothing of the city."""


_OF_A_FIRM = re.compile(
    r"^(?:(?:截至|到)?\d{4}年(?:\d+月)?(?:\d+日)?[底末]?[,，]?)?[\u4e00-\u9fff]{2,8}(?:控股|集团|公司|股份)(?:在|获|有|已|共|的|\d)"
)
"""A sentence whose subject is a firm."""


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What tells sentences about the province from those about a part of it or about another province."""

    parts: re.Pattern[str]

    def given_elsewhere(self, text: str, rendering: str, around: Iterable[str]) -> bool:
        """Tell whether a sentence is about a part of the province or another one; ``around`` is nearest first."""
        here = search_key(f"{text} {rendering}")
        if _OF_A_FIRM.search(search_key(text)):
            return True  # 陕汽控股在陕西省竞赛中获奖17项: prizes of one firm.
        if _names_home(here):
            return False
        if self.parts.search(here):
            return True
        for folded in map(search_key, around):
            home = max((match.end() for match in _home(folded)), default=-1)
            part = max((match.end() for match in self.parts.finditer(folded)), default=-1)
            if home >= 0 or part >= 0:
                return part > home
        return False


def _names_home(folded: str) -> bool:
    return next(_home(folded), None) is not None


def _home(folded: str) -> Iterator[re.Match[str]]:
    for pattern in (_HOME_ZH, _HOME_EN):
        yield from pattern.finditer(folded)


def asks_for_home(folded: str, glossary: Glossary) -> bool:
    """Tell whether a question names the province itself, and not a body or an event that is called after it."""
    if _LEVEL.search(folded):
        return True
    tongues: tuple[Language, ...] = ("zh", "en")
    for tongue in tongues:
        for match in glossary.find(folded, language=tongue):
            if match.term.kind != "place":
                folded = folded[: match.start] + "\ue003" * (match.end - match.start) + folded[match.end :]
    return _names_home(folded)


def home_figures(programme: Programme, glossary: Glossary) -> HomeFigures:
    """Return what sentences about the province are known by."""
    places = [term for term in glossary.terms if term.kind == "place" and term.zh in programme.parts]
    english = [search_key(name) for term in places for name in (term.en, *term.en_synonyms)]
    chinese = "|".join(map(re.escape, _longest_first((*programme.parts, *OTHER_PROVINCES))))
    latin = "|".join(map(re.escape, _longest_first(english)))
    place = rf"(?:{chinese}){_OF_A_SCHOOL}"
    parts = rf"(?<!在){place}|(?<=在){place}(?!{_TAKES_PLACE})"
    return HomeFigures(re.compile(parts + (rf"|\b(?:{latin})\b" if latin else "")))


def _longest_first(names: Sequence[str]) -> list[str]:
    return sorted(dict.fromkeys(names), key=len, reverse=True)
