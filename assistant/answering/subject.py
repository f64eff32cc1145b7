"""A question that names an indicator to what it asks besides: another thing that is counted, another subject."""

import re
from collections.abc import Sequence

from assistant.answering import lexicon
from assistant.answering.stop_words import STOP_EN
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Figure

_FILLER = re.compile(
    r"[a-z]+|秦创原|陕西省?|全省|多少|几|什么|哪些|现在|目前|一共|总共|目标|完成|培训|成立|建|服务|引进|扶持|托举"
    r"|培养|组建|转化|推广|形成|情况|"
    r"如何|进展|计划|已经|已|要|了|的|吗|呢|是|有|到|截至|年|月|底|\d+|[个家名人位项条支]|请问|企业|数量|人数|工程"
    r"|怎么样|怎样|达到|实现|出来|眼下|眼前|当前|当下|如今|至今|迄今|"
    r"[?？。,，]|\s"
)


_EN_FILLER = re.compile(
    r"(?:the|and|for|how|many|much|what|which|are|was|were|has|have|had|been|being|does|did|"
    r"will|would|should|this|that|these|its|with"
    r"|from|into|under|than|then|programm?e?|12621|targets?|goals?|aim\w*|plan\w*|number|"
    r"progress|so|far|now|actual\w*|already|current\w*"
    r"|complet\w*|achiev\w*|reach\w*|met|meet|report\w*|latest|date|year|total|there|shaanxi|"
    r"association|provinc\w*|qinchuangyuan|about"
    r"|train\w*|serv\w*|found\w*|establish\w*|set|form\w*|built|build|back\w*|support\w*|"
    r"attract\w*|produc\w*|promot\w*|transfer\w*"
    r"|exist\w*|anything|something|published|tell|give|please|list|show|of|in|on|at|by|end|until|versus|against"
    r"|percent\w*|beat|surpass\w*|spring|summer|autumn|winter|"
    r"rate|completion|january|february|march|april"
    r"|may|june|july|august|september|october|november|december|true|right|correct|heard|said|"
    r"since|why|miss\w*|fail\w*|not|enough|well"
    r"|items?|indicators?|stage|report\w*|outlet|media|going|doing|stand\w*|status|gap|short|difference|between"
    r"|same|count\w*|figure\w*|"
    r"measure\w*|add\w*|together|compar\w*|per|cent|any"
    r"|share|portion|fraction|half|exactly|recorded|overall|supposed|intend\w*|according|sources?|documents?"
    r"|news|policy|people|enterprises?|"
    r"companies|firms|persons?|science|technology)$"
)


_HEADS_ZH = (
    re.compile(r"(?:多少|几)(?:[个家名人位项条支份件座所场次批期届])?的?(?P<head>[\u4e00-\u9fff]{2,4})"),
    re.compile(r"(?P<head>[\u4e00-\u9fff]{2,4})(?:占|是|有|为|达到?|共|了)*(?:多少|几(?![乎]))"),
)
_HEADS_EN = (
    re.compile(
        r"\bhow many (?P<head>[a-z' -]{3,40}?)(?= (?:were|was|are|is|have|has|had|did|does|do|can|will|in|by)\b|\W*$)"
    ),
    re.compile(r"\b(?:which|what) (?P<head>[a-z]{3,})"),
)
_ASKED_EN = re.compile(
    r"^what (?:is|was|are|were) (?:the |an? )?(?P<of>[a-z-]+(?: [a-z-]+)?) (?:of|for|at)\b"
    r"|^what (?:is|was|are|were) .{2,40}?'s (?P<whose>[a-z-]+)(?: (?:in|by|for|at)\b|\W*$)"
    r"|^(?:which|what) (?P<which>(?!report|source|outlet|media|newspaper|article|paper|document)[a-z-]+(?: [a-z-]+)?) "
    r"(?:[a-z]{3,}ed|runs?|ran|owns?|owned|is|was|has|had|does|did|helps?|helped|pays?|paid|built|designed|makes?|made)\b"
    r"|^(?:and |but |so |then )?(?:what about |how about )?(?:its|their|his|her) (?P<its>[a-z-]+) \("
)
_BLANK = "\ue001"


_PART_EN = re.compile(
    r"\bhow many (?P<among>[a-z]{3,}) (?:(?:are|were|is) )?(?:there )?(?:among|of|in) the \d|"
    r"\bhow many of (?:the |those |these |them\b)?[a-z\d,' -]{0,40}? (?:were|was|are|is) (?!there)(?P<part>[a-z]{3,})"
)


def asks_for_a_part(asked: Understanding) -> bool:
    """Tell whether a question breaks an indicator down: "how many of the 1,500 engineers were women"."""
    match = _PART_EN.search(asked.folded)
    return match is not None and not _EN_FILLER.match(match["part"] or match["among"])


_PART_OF = re.compile(
    r"\d[\d,]*(?:[余多万])?[个家名项支位条人件所][^,，。?？]{0,14}?(?:里面?|中|之中|当中|其中|之内)(?:有|是|的)?(?:多少|几)"
    r"|\bhow many of (?:[\w'’-]+ ){0,3}?\d"
)


def whole_of(asked: Understanding) -> Figure | None:
    """Return the figure of which a question asks how many are of some kind: 那58家里有几家在西安; None without one."""
    match = _PART_OF.search(asked.folded)
    figures = [figure for figure in asked.figures if match and match.start() <= figure.start < match.end() + 1]
    return figures[0] if figures else None


def divides(text: str, whole: Figure, places: Sequence[str] = ()) -> bool:
    """Tell whether a sentence has a whole and says how many of it are of some kind, or that all are.

    Of ``places`` it must name one: that all are led by firms does not tell how many are there.
    """
    if places and not any(place in search_key(text) for place in places):
        return False
    figures = find_figures(text)
    other = any(figure.value < whole.value and same_unit(figure.unit, whole.unit) for figure in figures)
    return any(figure.value == whole.value for figure in figures) and (other or _ALL_OF_THEM.search(text) is not None)


_ALL_OF_THEM = re.compile("全部|[均都]|其中")


_NEAR_COUNT = re.compile(
    r"(?<!那)(?:多少|几)(?:[个家名位条支份件座所场次批期届]|项(?!目))的?(?P<after>[\u4e00-\u9fff]{2,3})"
    r"|(?<!那)多少(?P<bare>(?![个家名位条支份件座所场次批期届项人钱元万亿年月天岁])[\u4e00-\u9fff]{2})(?=[?？,，。]|$)"
)


def counted_words(asked: Understanding) -> list[str]:
    """Return the words after 多少 or 几 and a measure word, which say what is counted: 收看, 会员."""
    words = [match["after"] or match["bare"] for match in _NEAR_COUNT.finditer(asked.folded)]
    return [word for word in words if not any(pattern.search(word) for pattern in _LEDGER_WORDS)]


_SUMMED = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,6}?)的?总数(?:一共|共)?(?:是|有|为|达到?)?(?:多少|几)")


def total_noun(asked: Understanding) -> str:
    """Return what stands before 总数 in a Chinese question for it, "" where it asks for none."""
    match = None if asked.aspects & {"comparable", "doubt"} else _SUMMED.search(asked.folded)
    return match["noun"] if match else ""


def counted_noun(asked: Understanding) -> str:
    """Return what an English question counts, folded, "" where it counts nothing or only people, items or ones.

    "how many park rangers does Shaanxi employ" counts park rangers.
    """
    if asked.language != "en" or "count" not in asked.wanted or asked.aspects & {"comparable", "doubt"}:
        return ""
    heads = (match["head"] for match in _HEADS_EN[0].finditer(asked.folded))
    return next((head for head in heads if not _EN_FILLER.match(head.split()[-1])), "")


def asked_noun(asked: Understanding) -> str:
    """Return what an English question asks to be told of something, folded, "" where that is a number or unknown.

    "What is the salary of a technology manager" asks for a salary, "which law firm runs it" for a law firm.
    """
    if asked.language != "en" or asked.aspects & {"comparable", "doubt", "premise"}:
        return ""
    match = _ASKED_EN.search(asked.folded)
    return match["of"] or match["whose"] or match["which"] or match["its"] if match else ""


def asked_thing(asked: Understanding) -> str:
    """Return what a question counts besides the indicator and the words of the ledger, "" when nothing.

    园区科协有多少会员 counts 会员; 一线工程师培训到多少了 counts the engineers, whatever else it chats about.
    """
    rest = asked.folded
    for known in (*(re.escape(word) for word in asked.indicator_words), *(p.pattern for p in _LEDGER_WORDS)):
        rest = re.sub(known, _blanked, rest)
    if asked.language == "en":
        heads = [
            rest[match.start("head") : match.end("head")]
            for pattern in _HEADS_EN
            for match in pattern.finditer(asked.folded)
        ]
        words = [re.findall("[a-z]{3,}", head) for head in heads if _BLANK not in head]
        things = [" ".join(word for word in found if not _EN_FILLER.match(word)) for found in words]
        return next(filter(None, things), "")
    rest = lexicon.STOP_ZH.sub(_blanked, _FILLER.sub(_blanked, rest))
    for pattern in _HEADS_ZH:
        for match in pattern.finditer(asked.folded):
            head = rest[match.start("head") : match.end("head")].replace(_BLANK, "")
            if len(head) > 1:
                return head
    return ""


def _blanked(match: re.Match[str]) -> str:
    return _BLANK * len(match.group())


_LEDGER_WORDS = (
    lexicon.TARGET,
    lexicon.PROGRESS,
    lexicon.WHEN_DONE,
    lexicon.RATIO,
    lexicon.DIFFERENCE,
    lexicon.STATUS,
    lexicon.HISTORY,
    lexicon.OPEN,
    lexicon.COMPARABLE,
    lexicon.DOUBT,
    lexicon.NOT_MET,
    lexicon.BATCH,
)


_WHOLE_ZH = re.compile(
    r"去年|今年|前年|明年|[上下]半年|年度|年末|整体|总体|任务|结果|最[终后]|做得|做到|进度|好不好|(?:哪|这|那)?一?步|项目|指标|[末初]"
)
_WHOLE_EN = frozenset(
    "last this things do doing go been be all whole entire work works until up as of q first second".split()
)
_HOW_IT_GOES = frozenset(("progress", "status", "open", "overview"))
_OTHERWISE = frozenset(
    ("when_done", "target", "premise", "doubt", "comparable", "belongs", "source", "count", "not_met", "history")
)


_RELATES = re.compile(r"关系|关联|联系|\b(?:relat\w+|connect\w*|link\w*|fits? in\w*|part of|have to do)\b")


def asks_how_it_goes(asked: Understanding, names: Sequence[str], about: Sequence[str] = ()) -> bool:
    """Tell whether a question names nothing but the programme and a time, and asks how far things are.

    ``names`` are those of the programme, ``about`` those of what it is a part of, folded: how far that is, no table of
    the programme tells.
    """
    if any(name in asked.folded for name in about) and (not asked.programme or _RELATES.search(asked.folded)):
        return False
    aspects = asked.aspects
    named = asked.indicators or asked.others or asked.places or asked.figures or asked.batch
    if named or asked.wanted - {"list", "comparison"} or not aspects & _HOW_IT_GOES or aspects & _OTHERWISE:
        return False
    rest = asked.folded
    for mention in find_dates(asked.question):
        rest = rest[: mention.start] + _BLANK * (mention.end - mention.start) + rest[mention.end :]
    for name in names:
        rest = rest.replace(name, " ")
    rest = lexicon.THE_PROGRAMME.sub(" ", rest)
    if asked.language == "en":
        words = re.findall("[a-z]+", rest)
        return all(_EN_FILLER.match(word) or word in _WHOLE_EN or word in STOP_EN for word in words)
    rest = lexicon.STOP_ZH.sub(" ", _FILLER.sub(" ", _WHOLE_ZH.sub(" ", rest)))
    return not re.search(r"[\u4e00-\u9fff]", rest)


def says_more(asked: Understanding) -> bool:
    """Tell whether a question has a subject besides the indicator: a body, a place, an event, another term."""
    if asked.others or asked.places or asked.topics:
        return True
    if asked.language == "zh":
        return False
    named = set(re.findall("[a-z]+", " ".join(asked.indicator_words)))
    words = re.findall(r"[a-z]{3,}", asked.folded)
    return sum(not _EN_FILLER.match(word) and word not in named for word in words) > _MOST_OTHER_WORDS


_MOST_OTHER_WORDS = 3
"""English words that no list knows; more of them are a subject of their own."""
