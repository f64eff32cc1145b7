"""A question about the answer to another one to that other one, and its draft to what is asked of it.

"When was that reported" is answered by the source of what was answered, "and the second one" by one item of its list.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.draft import Draft
from assistant.answering.understand import detect_language
from assistant.answering.wording import say
from assistant.language.fold import search_key
from assistant.language.numerals import ENGLISH_ORDINALS, parse_chinese
from assistant.ledger.table import who_said
from assistant.schema import Language

_WHEN = r"(?:什么时候|何时|哪一?[天年月日]|几月几?[号日]?|几号)"
_OUTLET = r"(?:哪(?:一)?[家个份张]?(?:媒体|报纸?|网站|来源)|谁|哪[家里儿])"
_TOLD = r"(?:报道|报导|登载|刊登|刊发|登出来|登出|见报|报出来|报|登)"
_NEWS = r"(?:的?(?:这|那|该)?[条个则篇份]?(?:消息|新闻|报道|报导|数字|数据|数|说法|文章))"
_POINTS = r"(?:那|这|它|那么|请问|这个|那个|这些|那些|以上|上面)*"
_REPORTED = re.compile(
    rf"[,，]?{_POINTS}(?:{_NEWS}?(?:都|又)?(?:是|由|在)*(?:(?:{_OUTLET}[^，。？?]{{0,3}}?)(?:在|于)?{_WHEN}?|{_WHEN})"
    rf"的?{_TOLD}(?:道|过|出)?的?"
    rf"|{_NEWS}(?:都|又)?(?:是|由|在)*(?:{_OUTLET}|{_WHEN})(?:发布|公布|发表|发)的?"
    rf"|是?{_WHEN}的(?:消息|新闻|报道|报导))[呢啊呀]?[?？。]*$"
    r"|^(?:and |so |but )?(?:when|on what (?:date|day)) (?:was|were|is) (?:that|this|it|these|those|they)"
    r"(?: figures?| numbers?| news)? (?:first )?reported\W*$"
    r"|^(?:and |so |but )?(?:when|on what (?:date|day)) (?:was|were) (?:that|this|the|these)"
    r" (?:figures?|numbers?|news|report|story|article) (?:first )?(?:reported|published|released)\W*$"
    r"|^(?:and |so |but )?(?:(?:which|what) (?:news)?(?:paper|outlet|media|report|site|source)s?"
    r" (?:\w+ )?(?:reported|published|says?|said|carried)"
    r"|who (?:reported|published|says?|said)) (?:it|that|this|so)(?:,? (?:and )?when)?\W*$"
)
_UNITS = "[个项家类条种支位件点带]"
_NTH_ZH = (
    rf"(?:第(?P<zh>[一二三四五六七八九十\d]{{1,2}})|最后一){_UNITS}"
    rf"(?:是|指|叫)?(?:的是)?(?:什么|啥|谁|哪一?{_UNITS}?|哪里)?"
)
_NTH = re.compile(
    rf"^{_POINTS}其?中?的?{_NTH_ZH}(?:呢|怎么样)?[?？。]*$"
    r"|^(?:and |so |ok(?:ay)?,? )?"
    r"(?:what about |how about |what is |what was |what's |tell me (?:more )?about |name |which is )?the "
    rf"(?P<en>{'|'.join(ENGLISH_ORDINALS)}|last)(?: one| item| of (?:them|these|those))?\W*$"
)
_RUN = re.compile("[^，。；]+(?:、[^，。；]+)+")
_BEFORE_ITEM = re.compile(r".*(?:指的?是|指|是|为|有|包括|包含|评出|[：:由分])")
_BEHIND_ITEM = re.compile(r"(?:等(?![级奖])|这[一二三四五六七八九十\d]|共\d|合计).*$")
_LIST_EN = re.compile(r"(?::| are| were| is| be| include[sd]?| gave| awarded| covers?| means?) (?P<items>[^:]+)$")
_JOINT_EN = re.compile(r", and |, | and ")

_LAST_QUESTION = re.compile(r"^(?P<first>.*[?？。.!])\s*(?P<last>[^?？。.!]+[?？。.]?)$", re.DOTALL)
_OF_THEM_ZH = re.compile(rf"^(?P<first>.{{2,}}?)(?:当?[中里]?的|[中里]|的?其中的?){_NTH_ZH}[?？]*$")
_ORDINAL = re.compile(
    rf"\b(?:{'|'.join(ENGLISH_ORDINALS)})\b|第[一二三四五六七八九十\d]{{1,2}}(?=[个项家类条种支位带])"
)

Kind = Literal["report", "item"]


@dataclass(frozen=True, slots=True)
class OfAnAnswer:
    """What is asked of the answer to ``question``: which report it stands in, or its ``number``-th item, 0 the last."""

    question: str
    kind: Kind
    number: int = 0


def of_an_answer(question: str) -> OfAnAnswer | None:
    """Return what a question asks of the answer to the question before it, or to the rest of it; None for others.

    >>> of_an_answer("三项改革是哪三项？其中第2项是什么？")
    OfAnAnswer(question='三项改革是哪三项？', kind='item', number=2)
    >>> of_an_answer("西安2022年的成交额是哪天报道的？")
    OfAnAnswer(question='西安2022年的成交额', kind='report', number=0)
    """
    folded = search_key(question)
    apart = _LAST_QUESTION.match(folded)
    if apart is not None:
        first, last = question[: apart.end("first")], apart["last"].strip()
        nth = _NTH.match(last)
        if nth is not None:
            return OfAnAnswer(first, "item", _number(nth))
        if _REPORTED.match(last):
            return OfAnAnswer(first, "report")
    within = _OF_THEM_ZH.match(folded)
    if within is not None:
        return OfAnAnswer(question[: within.end("first")], "item", _number(within))
    told = _REPORTED.search(folded)
    return OfAnAnswer(question[: told.start()], "report") if told and told.start() > _SHORTEST else None


_SHORTEST = 3


def asks_of_the_last_answer(turn: str) -> bool:
    """Tell a turn that asks only about the last answer.

    >>> asks_of_the_last_answer("When was that reported?"), asks_of_the_last_answer("第四批呢？")
    (True, False)
    """
    folded = search_key(turn).strip()
    return bool(_NTH.match(folded) or _REPORTED.match(folded))


def behind(previous: str, turn: str) -> str:
    """Return ``previous`` with a turn that asks about its answer behind it, or with the ordinal of the turn in it.

    >>> behind("What is the first of the two belts?", "And the second?")
    'What is the second of the two belts?'
    """
    earlier = of_an_answer(previous)
    previous = earlier.question if earlier is not None and earlier.question != previous else previous
    asked, before = _ORDINAL.search(search_key(turn)), _ORDINAL.search(search_key(previous))
    if _NTH.match(search_key(turn).strip()) and asked and before:
        return f"{previous[: before.start()]}{turn[asked.start() : asked.end()]}{previous[before.end() :]}"
    return f"{previous}{'' if detect_language(previous) == 'zh' else ' '}{turn}"


def told_of(draft: Draft, of: OfAnAnswer, language: Language) -> Draft:
    """Return what is asked of an answer, given its draft: a refusal stays one."""
    if draft.declined or not draft.claims:
        return draft
    return _reported(draft, language) if of.kind == "report" else _item(draft, of.number, language)


def _reported(draft: Draft, language: Language) -> Draft:
    source = draft.claims[0].citations[0].source
    key = "reported" if source.published else "reported_undated"
    lead = say(key, language, who=who_said(source, language))
    return replace(draft, lead=" ".join(filter(None, [lead, draft.lead])), layout="lines")


def _item(draft: Draft, number: int, language: Language) -> Draft:
    """Keep the claim that lists the item, with the item in the lead; else the claim in that place."""
    for claim in draft.claims:
        items = items_of(claim.text, language)
        if len(items) >= max(number, _FEWEST):
            lead = say("nth", language, item=items[number - 1])
            return replace(draft, claims=(claim,), lead=lead, closing="", layout="lines")
    if len(draft.claims) >= max(number, _FEWEST):
        return replace(draft, claims=draft.claims[number - 1 :][:1], lead="", closing="")
    return draft


_FEWEST = 2
"""Items of a list."""


def items_of(text: str, language: Language) -> list[str]:
    """Return the items of the longest list of a sentence, [] where it has none.

    >>> items_of("“三项改革”指单列管理、人才评价和职称、结余经费出资转化这3项改革。", "zh")
    ['单列管理', '人才评价和职称', '结余经费出资转化']
    """
    if language == "en":
        listed = _LIST_EN.search(text.rstrip(".")) if text.count(",") else None
        items = [item.strip() for item in _JOINT_EN.split(listed["items"])] if listed else []
        return items if len(items) >= (_FEWEST if ":" in text else _FEWEST + 1) else []
    runs = [match.group().split("、") for match in _RUN.finditer(text)]
    longest = max(runs, key=len, default=[])
    if longest:
        longest[0] = _BEFORE_ITEM.sub("", longest[0]) or longest[0]
        longest[-1] = _BEHIND_ITEM.sub("", longest[-1]) or longest[-1]
    return longest


def _number(match: re.Match[str]) -> int:
    english = match.groupdict().get("en")
    if english:
        return 0 if english == "last" else ENGLISH_ORDINALS.index(english) + 1
    written = match["zh"]
    if written is None:
        return 0
    return int(written) if written.isdigit() else int(parse_chinese(written) or 0)
