"""A figure of a text to what it counts by its noun, and to whether the text itself bears it out.

Chinese puts a unit behind a number, English a noun; and a number that counts what the sentence lists (A、B、C三部门) or
the years that it names needs no quote of its own.
"""

import re
from collections.abc import Sequence

from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Figure

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
_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:[至到~—-]{1,2}|–)((?:19|20)\d\d)")
_QUOTED = re.compile('["“][^"”“]+["”]')
_QUOTED_RUN = re.compile(rf"(?:{_QUOTED.pattern}[、和与及]?){{2,}}[^，。；]*$")
"""“甲”“乙”“丙” are three without a comma."""
_MOST_LISTED = 12
_BOTH = re.compile("(?:相比|相差|之间|[均都]|合计|比较|对比|数据|说法)")
_THESE = re.compile("(?:这|前后|上述|以上)$")
_ARTICLE = re.compile("(?:以.{0,6}为|作为|是|为)$")
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
        return any(int(match[2]) - int(match[1]) + 1 == figure.value for match in _YEARS.finditer(folded))
    told = _TOLD.match(folded, figure.end)
    if told and figure.value in _told_apart(told[1]):
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


def counts_listed(figure: Figure, quote: str) -> bool:
    """Tell whether a small number counts the items of a list in a quote: the five growth rates that it gives."""
    if not 1 < figure.value <= _MOST_LISTED or figure.qualifier != "exact" or "、" not in quote:
        return False
    return any(_count(match.group().split("、")) == figure.value for match in _LIST.finditer(search_key(quote)))


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
    if _OF_SPEECH.search(said) and folded[: figure.start].endswith(_DIVIDES):
        return True
    if said.startswith("一") and figure.value == 1 and _ABSTRACT.match(folded, figure.end):
        return True
    return said.startswith("一") and figure.value == 1 and bool(_POINTS.search(folded[: figure.start]))
