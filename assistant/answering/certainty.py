"""A claim and its evidence to whether both say yes or no, and whether a plan is told as a plan."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.language.figures import find_figures
from assistant.language.fold import search_key

_NOT_ZH = re.compile(
    "没有|[而并]非|而不是|并未|尚未|从未|未能|未曾|(?<!不断|不仅)未(?=[\u4e00-\u9fff])(?![来必知央名])|并非|不是|不再|不必|无[需须]|不应|不宜|不需|不会|不能|取消|停止(?!征集|报名|受理|接收|申报)|终止|失败|撤销"
    "|停[用办运]|中止|废[止除]|叫停|关停"
)
_NOT_EN = re.compile(
    # "no fewer than 60" limits a figure and denies nothing.
    r"\b(?:(?:not|no)\b(?! (?:fewer|less|more|later|earlier|older|younger|only)\b)"
    r"|(?:never|none|neither|nor|without|cannot|cancel\w*|stopp?\w*|fail\w*|abandon\w*|revok\w*|discontinu\w*|ceas\w*"
    r"|suspend\w*|terminat\w*|scrapp\w*|abolish\w*|(?:shut|closed) down)\b)|n't\b"
)

UNCHANGED = r"(?:没有?|无|未发生|未见)[^，。,.]{0,4}?(?:变化|改变|差别|区别|差异|不同)"
BUT = r"并?(?:没有?|不是|并非|未)[^，。；,.;\d]{1,12}[，,]?而是"
"""What is denied before "but" is not what is said."""
_CLAUSES = re.compile(r"[,，;；。:：]|\.(?=\s|$)")
"""Twice denied within one of them is said: 并非一结束就关停."""
_DENIES_NOTHING = re.compile(
    rf"{UNCHANGED}|{BUT}|不是首[届次]|\bnot (?:its |the )?first (?:edition|time|round|year)|\bno (?:\w+"
    rf" )?(?:change|difference)s?\b"
    r"|(?:不[能可宜应会便]|无法|难以)[^，。；]{0,8}(?:比|相加|累加|混|等同|合并|当作|替代|代替)"
    r"|\b(?:cannot|can't|can not|should not|must not|are not|is not|not) (?:be )?(?:simply |directly )?"
    r"(?:compar\w+|added|mixed|equat\w+)"
    r"|只[^，。；]{1,12}[，、]而?不[^，。；]{1,10}"
    r"|, (?:and )?not (?:in|at|by|on|from|for|with|to|of|an?|the) [^,.:;]{1,48}|\bno other\b|没有其他|别无"
    r"|\bonly [^,.;]{1,40}, not \w+|\bnot [^,.;\d]{1,24},? but (?:rather |instead )?\b"
)

_PLANNED = re.compile(
    r"提出|计划|规划|将(?!军|领)|力争|拟|目标|预计|到(?:20\d\d|“十)"
    r"|\b(?:target|goal|plan\w*|aims?|will|is to|are to|by 20\d\d)\b"
)
_AHEAD = re.compile(
    r"到“?十|(?<![不必])将(?!军|领|近)|力争|预计|计划(?:[在用到]?(?:20\d\d|[一二两三四五六\d]+年)|总?投资|引进|培育|建设|建成|新增|实现|完成|达到|吸引|服务|培训)|(?:目标|安排)(?:是|为|达|提高|定|[:：])|[一二两三四五\d]年内|原定|原计划|有望|希望|争取"
    r"|\b(?:will|is to|are to|set out to|plans? to|(?<!\d )may(?! \d)|might|hopes? to|expects? to|expected to"
    r"|scheduled|planned (?:investment|to)"
    r"|originally planned)\b"
)
_BY_YEAR = re.compile(r"(?:到|\bby )(20\d\d)")
_DONE = re.compile(
    r"已|(?<![要需应将拟力可期限率未])完成(?=[^，。；率时期目]{0,12}\d)|累计|(?:完成|建成|召开|举办|推出|开展|成立|引进|落地|培育|培养|培训|实现|达到|转化|新增|吸引|招引|服务|建设|组建|设立)(?:[出成好完下到])?了|\b(?:has|have|had)\b|already"
    r"|\b(?:was|were) (?:kept|maintained|reached|achieved|attained|met|fulfilled|completed|realised|realized)\b"
)
_STILL_TO_COME = re.compile(
    r"(?<![不必])将(?!军|领|近)|力争|预计|目标(?:是|为|[:：])|原定|原计划|有望|希望|争取|打算|定[在为]"
    r"|\b(?:will|is to|are to|set out to|plans? to|(?<!\d )may(?! \d)|might|hopes? to|expects? to|expected to|scheduled"
    r"|wants? to|wishes to|seeks? to|intends? to|means to|due to have|originally planned|goals?|aims?)\b"
)
_DONE_THERE = re.compile(
    r"已|累计|截至|截止|共有|达到?了|\b(?:has|have|had|(?<!target )(?<!goal )was|(?<!targets )(?<!goals )were)\b"
)


# The clauses of documents come up again for the next claim.
@lru_cache(maxsize=8_192)
def denies(text: str) -> bool:
    """Tell whether a text says no; "no change" and "not stopped but continued" deny nothing that stays.

    >>> denies("并未成立"), denies("成立了"), denies("没有大的变化")
    (True, False, False)
    """
    clauses = _CLAUSES.split(_DENIES_NOTHING.sub(" ", search_key(text)))
    return any(sum(1 for said in (_NOT_ZH, _NOT_EN) for _ in said.finditer(clause)) % 2 for clause in clauses)


def speaks_of_plans(text: str) -> bool:
    """Tell whether a text puts something forward."""
    return bool(_PLANNED.search(search_key(text)))


def speaks_as_done(text: str) -> bool:
    """Tell whether a text gives something as done and nothing as planned.

    >>> speaks_as_done("已成立10个"), speaks_as_done("目标是成立10个，已成立6个")
    (True, False)
    """
    return bool(_DONE.search(search_key(text))) and not speaks_of_plans(text)


def as_certain(text: str, quotes: Sequence[tuple[str, str]]) -> bool:
    """Tell whether what a claim gives as done is more than a plan in the quotes, each with its day of publication.

    到2023年 looks ahead in a text of 2021 and back in one of 2024; without a day of publication ("") it looks ahead.

    >>> [as_certain("已成立10个。", [("到2023年成立10个。", published)]) for published in ("2021", "2024")]
    [False, True]
    """
    told, known = search_key(text), [(search_key(quote), published) for quote, published in quotes]
    if _only_planned(known) and _DONE.search(told) and not _STILL_TO_COME.search(told):
        return False
    # "The target of 2021 was 1,500, in 2023 it was 2,500 already": the plan of one figure excuses no other.
    return not any(_told_as_done(clause, known) for clause in _CLAUSES.split(told))


def _only_planned(known: Sequence[tuple[str, str]]) -> bool:
    ahead = any(_looks_ahead(quote, published) for quote, published in known)
    return ahead and not any(_DONE_THERE.search(quote) for quote, _ in known)


def _told_as_done(clause: str, known: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a clause gives a figure as done that is but planned in every quote that has it."""
    if not _DONE.search(clause) or _STILL_TO_COME.search(clause):
        return False
    values = {figure.value for figure in find_figures(clause)}
    holders = [one for one in known if values & {figure.value for figure in find_figures(one[0])}]
    return bool(values) and _only_planned(holders)


def _looks_ahead(folded: str, published: str) -> bool:
    until = any(not published or match[1] > published[:4] for match in _BY_YEAR.finditer(folded))
    return until or bool(_AHEAD.search(folded))
