"""A figure of a text to what it counts by its noun, and to whether the text itself bears it out.

Chinese puts a unit behind a number, English a noun; and a number that counts what the sentence lists (A、B、C三部门) or
the years that it names needs no quote of its own.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Citation, Figure

_NOUNS: tuple[tuple[str, str], ...] = (
    (
        "people|persons|experts|engineers|workers|talents|academicians(?!['’])|managers|brokers|innovators|scientists"
        "|students|teachers|entrepreneurs|individuals|delegates",
        "名",
    ),
    ("firms|companies|enterprises|businesses|smes|start-?ups|unicorns", "家"),
    ("months?", "个月"),
    ("years?", "年 周年 周岁"),
    ("days?", "天 日"),
    ("projects?", "项"),
    ("papers?", "篇"),
    ("mu", "亩"),
    ("hectares?", "公顷"),
    ("square (?:metres?|meters?)", "平方米"),
    ("square (?:kilometres?|kilometers?)", "平方公里"),
    ("teams?", "支 个"),
    (
        "results?|items?|recommendations?|suggestions?|awards?|prizes?|patents?|topics?|stations?|workstations?"
        "|associations?|societies|parks?|counties|districts|sessions?|measures?|tasks?|targets?|goals?|reports?"
        "|carriers?|incubators?|universities|cities|batch(?:es)?|events?|contests?|needs?"
        "|titles?|jobs?|technologies|achievements?|contracts?|members?|organisations?|bases?|groups?|units?|home"
        "|applications?|places?|kinds?|types?|classes|categories",
        "",
    ),
)
"""Nouns of one kind, and the units that Chinese counts it with; "" for any."""
_ANY = "个"
_COUNTERS = frozenset("个 家 名 人 位 项 条 份 支 件 所 座 户".split())
_NAMED_BEHIND = re.compile("[\u4e00-\u9fff](?<![是为均都的在])")
"""What follows a number that counts it by name."""
_OF_BODIES = 2
"""Kinds of people and firms, which come first."""
_NO_NOUN_BEHIND = (
    "within|over|during|for|since|per|by|times|as|at|in|on|to|from|until|a|an|another|that|which|who|was|were|is|are|be"
    "|been|had|has|have|reported|recorded|given|stated|cited|mentioned|registered|counted"
)
"""Words that end what a figure counts: in "the 327 reported a month earlier" the month is no noun of it."""
_NOUN = re.compile(
    rf"\s(?:(?!(?:{_NO_NOUN_BEHIND})\b)[\w“”\"’'+-]+ ){{0,6}}?(?:"
    + "|".join(f"(?P<n{i}>{words})" for i, (words, _) in enumerate(_NOUNS))
    + r")\b"
)
"""The first noun after a figure."""
_DURATION = re.compile(r"\s?(?:consecutive |successive |straight |full )?(?:days?|weeks?|months?|years?)\b")
_LIST = re.compile(r"[^，。；：、,;:]+(?:、[^，。；：、,;:]+)+")
_LAST = re.compile("以及|[和与及]")
_LISTED = re.compile(r"[^，。；、]{0,12}[，,：:]?(?:即|包括|包含|分别[为是]|：|:)")
"""What stands between a number and the list that it counts."""
_TOLD = re.compile(r"(?:[^，。；：、,:]{0,12}|[ a-z’'-]{0,48})[：:]([^。]+)")
"""Two kinds: what follows tells of each in a clause of its own."""
_SEVERAL = re.compile("[；;]")
_NEXT = re.compile("[，,](?: and | while |以及|及|和|另|[其再]?[一二三]是|另?外?一[个项份家类种])")
_TOTAL = re.compile("合计|共|总")
_PAIR = 2
_YEARS = re.compile(r"((?:19|20)\d\d)年?[\u4e00-\u9fff]{0,2}?(?:[至到~—-]{1,2}|–| to | through )((?:19|20)\d\d)")
_QUOTED = re.compile('["“][^"”“]+["”]')
_QUOTED_RUN = re.compile(rf"(?:{_QUOTED.pattern}[、和与及]?){{2,}}[^，。；]*$")
"""“甲”“乙”“丙” are three without a comma."""
_MOST_LISTED = 12
_BOTH = re.compile("(?:相比|相差|之间|[均都]|合计|比较|对比|数据|说法)")
_THESE = re.compile("(?:这|前后|上述|以上)$")
_MOST_GROUPED, _FEW_THINGS = 7, 20
_GROUPS = frozenset("类 种 项 个 大 步 点 条 部 组 级 次".split())
"""Measure words for whatever a reply groups."""
_ENGLISH_LIST = re.compile(r"\b[a-z][\w’' -]{0,60}(?:, (?!and\b)[\w’' -]{1,60}){0,12},? and [\w’' -]{1,60}")
_COLON = re.compile("[:：]")
_APART = re.compile(r"[，；;、]|,(?!\d{3}) ?(?:and )?| and ")
_PAIRED = re.compile(r"[和与及]|以及|\b(?:and|while|whereas)\b")
_YEAR_UNITS = frozenset(("年",))
_TIME_UNITS = frozenset(("年", "个月", "月", "天", "日", "%", "倍"))
_YEARS_EN = re.compile(r" (?:consecutive |straight |successive )?years?\b")
_KINDS = re.compile(
    "[大小]?(?:奖项|任务|指标|数字|数据|增速|增幅|比例|比率|目标|主体|企业|类别|方面|内容|等级|级别|主要)"
    r"|(?: [a-z-]+){0,2} (?:rates?|figures?|numbers?|shares?|tasks?|targets?|categories|classes|kinds?|types?|levels?"
    r"|tiers?|indicators?|groups?|grades?)\b"
)
"""What a number counts that stands for figures told beside it."""
_TELLERS = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:报道|来源|文件|文章|说法|媒体|口径|版本|稿|材料|消息|信源|文献)"
    r"|(?: [a-z-]+){0,2} (?:reports?|sources?|articles?|documents?|outlets?|accounts?|versions?|publications?|papers?"
    r"|texts?|pieces)\b"
)
_ARTICLE = re.compile("(?:以.{0,6}为|作为|是|为)$")
_PER = re.compile("平均每?$")
_ANY_ONE = re.compile("[\u4e00-\u9fff]{2,8}?(?:只能|最多|至多|不得|只可|限[设报])")
"""一名在职院士只能……: whoever is one."""
_OF_SPEECH, _DIVIDES = re.compile("[二两三四五六][步点]$"), ("分", "分为", "分成", "有", "为")
"""What tells how a reply goes on: 大致分三步."""
_ABSTRACT = re.compile("[\u4e00-\u9fff]{0,4}?(?:例子|案例|实例|例证|典型|方面|特点|亮点|看点|变化|前提|缘由|背景|侧面)")
"""What a reply calls a thing of the source, with an article."""
_POINTS = re.compile("(?:这|那|该|此|另|其中|[最前]后|[最之]前|同|任|某|首|末|[上下]|每|何|哪)[外的是]?$")
"""Words that point at one thing: 这一名称, 最后一项."""


def units_of_noun(figure: Figure, text: str) -> tuple[str, ...]:
    """Return the units that Chinese has for the English noun after a figure, none when any would do."""
    match = _NOUN.match(text[figure.end :].lower())
    if match is None or match.lastgroup is None:
        return ()
    number = int(match.lastgroup[1:])
    # "3 of Project 985" counts no projects.
    return () if number >= _OF_BODIES and " of " in match.group() else tuple(_NOUNS[number][1].split())


def same_kind(known: Figure, quote: str, stated: Figure, text: str) -> bool:
    """Tell whether two figures, each in its text, can count the same kind of thing."""
    theirs = (known.unit,) if known.unit else units_of_noun(known, quote)
    mine = (stated.unit,) if stated.unit else units_of_noun(stated, text)
    if not theirs or not mine:
        return same_unit(known.unit, stated.unit)
    # 其余37个 counts whatever the sentence speaks of: members whom the source counts as 37名.
    if stated.unit == _ANY and known.unit in _COUNTERS and not _NAMED_BEHIND.match(text, stated.end):
        return True
    return any(same_unit(one, other) for one in theirs for other in mine)


def lasts(figure: Figure, text: str) -> bool:
    """Tell whether "over" before a figure says how long something went on: over four days."""
    folded = search_key(text)
    return folded[: figure.start].endswith("over ") and bool(_DURATION.match(folded, figure.end))


def counts_itself(text: str, figure: Figure) -> bool:
    """Tell whether a small number counts what the text lists beside it, or the years that it names.

    >>> from assistant.language.figures import find_figures
    >>> [counts_itself(text, find_figures(text)[0]) for text in ("甲厅、乙厅和丙厅三部门", "甲厅、乙厅三部门")]
    [True, False]
    """
    folded = search_key(text)
    if not 1 < figure.value <= _MOST_LISTED or figure.qualifier != "exact":
        return False
    if figure.unit == "年":
        spans = [int(match[2]) - int(match[1]) + 1 for match in _YEARS.finditer(folded)]
        return any(count == figure.value for count in (*spans, *_counted_beside(text, figure)))
    told = _TOLD.match(folded, figure.end)
    if told and figure.value in _told_apart(told[1]):
        return True
    if any(count == figure.value for count in _counted_beside(text, figure)):
        return True
    before = _QUOTED_RUN.search(folded, 0, figure.start)
    if before and len(_QUOTED.findall(before.group())) == figure.value:
        return True
    if "、" not in folded:
        return False
    behind = _LISTED.match(folded, figure.end)
    for match in _LIST.finditer(folded):
        ends_there = match.start() < figure.start < match.end() and "、" not in folded[figure.start : match.end()]
        begins = behind.end() if behind else match.end()
        begins_there = match.start() <= begins < match.end() and "、" not in folded[match.start() : begins]
        pieces = (folded[match.start() : figure.start] if ends_there else folded[begins : match.end()]).split("、")
        if (ends_there or begins_there) and _count(pieces) == figure.value:
            return True
    return False


def is_soft_count(text: str, figure: Figure, quotes: Sequence[str]) -> bool:
    """Tell whether a small number counts what a reply itself groups: three kinds, both goals, four steps.

    The quotes must count nothing of the kind otherwise, and something there or in the text must come in that number:
    the items of a list, clauses, figures of one unit.
    """
    said = search_key(text[figure.start : figure.end])
    if not 1 < figure.value <= _MOST_GROUPED or figure.qualifier != "exact" or figure.unit in _TIME_UNITS:
        return False
    if figure.unit not in _GROUPS and not (said.isalpha() and said.isascii() and not _DURATION.match(text, figure.end)):
        return False
    if any("×" in quote for quote in quotes):
        return False  # “6×100” says itself how many there are of a kind.
    told = {other.value for other in find_figures(text)}
    others = ((one, quote) for quote in quotes for one in find_figures(quote))
    if any(
        one.value <= _FEW_THINGS and one.value not in told and same_kind(one, quote, figure, text)
        for one, quote in others
    ):
        return False
    counts = (count for one in (text, *quotes) for count in _groups_of(one, figure if one == text else None))
    return any(count == figure.value for count in counts)


# Sentences come up again for each claim, and a claim with each choice of them.
@lru_cache(maxsize=4_096)
def _groups_of(text: str, apart: Figure | None) -> frozenset[int]:
    return frozenset(_groups(text, apart))


def _groups(text: str, apart: Figure | None) -> Iterator[int]:
    """Yield in which numbers things come in a text; the figure that is looked at is none of them."""
    folded = search_key(text)
    figures = [one for one in find_figures(text) if apart is None or one.start != apart.start]
    for unit in {one.unit for one in figures}:
        yield sum(one.unit == unit for one in figures)
    for match in _LIST.finditer(folded):
        yield _count(match.group().split("、"))
    # A figure inside a list counts no list.
    for match in _ENGLISH_LIST.finditer(folded) if apart is None else ():
        yield len(re.split(r", and |, | and ", match.group()))
    yield len(_SEVERAL.split(folded))
    colon = _COLON.search(folded, apart.end if apart else 0)
    yield len(_APART.split(folded[colon.end() :])) if colon else 0
    yield from (2,) if _PAIRED.search(folded) else ()


def counts_cited(text: str, figure: Figure, citations: Sequence[Citation]) -> bool:
    """Tell whether a small number counts the documents that are cited: two reports say otherwise."""
    documents = {citation.source.id for citation in citations}
    return figure.value == len(documents) > 1 and bool(_TELLERS.match(search_key(text), figure.end))


def counts_listed(figure: Figure, quote: str, text: str = "") -> bool:
    """Tell whether a small number counts the items of a list in a quote: the five growth rates that it gives."""
    if not 1 < figure.value <= _MOST_LISTED or figure.qualifier != "exact" or "、" not in quote:
        return False
    if figure.unit in _TIME_UNITS or (text and _DURATION.match(search_key(text), figure.end)):
        return False
    return any(_count(match.group().split("、")) == figure.value for match in _LIST.finditer(search_key(quote)))


def _counted_beside(text: str, figure: Figure) -> Iterator[int]:
    """Yield how many figures of one unit stand before a number, and how many behind it, and how many years in all.

    三类奖项 counts the 20个, 59个 and 118个 before it, "three growth rates" the percentages behind it.
    """
    others = [other for other in find_figures(text) if other.start != figure.start]
    if figure.unit in _YEAR_UNITS or _YEARS_EN.match(text, figure.end):
        yield len({mention.iso[:4] for mention in find_dates(text) if not mention.iso.startswith("-")})
    elif _KINDS.match(search_key(text), figure.end):
        for side in (
            [other for other in others if other.end <= figure.start],
            [other for other in others if other.start >= figure.end],
        ):
            for unit in {other.unit for other in side} - {""}:
                yield sum(other.unit == unit for other in side)


def _count(pieces: Sequence[str]) -> int:
    """Return how many items a list has whose last comma may be an "and"."""
    return len(pieces) - 1 + len([item for item in _LAST.split(pieces[-1]) if item])


def _told_apart(listed: str) -> tuple[int, ...]:
    """Return how many things may be told of one by one: clauses with semicolons, else with figures or up to "and"."""
    clauses = [clause for clause in _SEVERAL.split(listed) if clause.strip()]
    if len(clauses) > 1:
        return (len(clauses),)
    counted = [piece for piece in re.split("[，,]", listed) if find_figures(piece) and not _TOTAL.match(piece)]
    several = len(_NEXT.split(listed))
    return (len(counted),) if len(counted) > _PAIR else (len(counted), several)


def is_article(text: str, figure: Figure) -> bool:
    """Tell whether "one" or "both" is no count: 以两年为一个周期, 两批相比."""
    folded = search_key(text)
    said = folded[figure.start : figure.end]
    both = said.startswith("两") and (_BOTH.match(folded, figure.end) or _THESE.search(folded, 0, figure.start))
    if both or (said == "一个" and _ARTICLE.search(folded[: figure.start])):
        return True
    if said.startswith("一") and figure.value == 1 and _ANY_ONE.match(folded, figure.end):
        return True
    if said.startswith("一") and _PER.search(folded[: figure.start]):
        return True
    if _OF_SPEECH.search(said) and folded[: figure.start].endswith(_DIVIDES):
        return True
    if said.startswith("一") and figure.value == 1 and _ABSTRACT.match(folded, figure.end):
        return True
    return said.startswith("一") and figure.value == 1 and bool(_POINTS.search(folded[: figure.start]))
