"""A question and a sentence to whether the sentence tells of something else of the same name.

A plan for what was done, one batch for the whole, another edition of an event, somebody who held an office long ago:
such sentences share all words with the question, and are no answer.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.answering.certainty import speaks_of_plans
from assistant.answering.understand import Understanding
from assistant.language.fold import search_key
from assistant.language.numerals import ENGLISH_ORDINALS, parse_chinese
from assistant.ledger.indicators import Programme

_JUDGED = frozenset(("comparable", "doubt", "premise", "belongs", "not_met", "difference", "conflict"))
"""Where statements are weighed, a sentence about the other thing may be what corrects them."""
_NUMBERS = frozenset(("count", "money", "percent", "size"))
_ACTUALLY = re.compile(
    r"实际|现在|目前|如今|眼下|已经|至今|迄今|现有"
    r"|\b(?:actual(?:ly)?|so far|already|currently|at present|to date|in fact)\b"
)
"""Asks for what is, not for what was planned."""
_DONE = re.compile(r"已|累计|完成了|建成了|达到了|增加到|\b(?:has|have|had)\b|already")
_WHOLE = re.compile(r"累计|总共|一共|总计|合计|\b(?:in total|in all|altogether|cumulative(?:ly)?)\b")
_PART = re.compile(r"第[一二三四五六七八九十\d]+批|首批|新增|新认定|\bbatch\b|\bnew(?:ly)?\b")
_SUMMED = re.compile(
    r"累计|总共|一共|总计|合计|总数|共(?!建|同|性)|\b(?:in total|in all|altogether|cumulative\w*|total)\b"
)
_EDITION_ZH = re.compile(r"(?:第(?P<number>[一二三四五六七八九十\d]{1,3})|(?P<first>首))(?P<what>[届次期轮])")
_EDITION_EN = re.compile(
    rf"\b(?P<number>{'|'.join(ENGLISH_ORDINALS)})\b(?: (?!prizes?|and|did|was|is|of)[\w’'-]+){{0,5}}? "
    r"(?:edition|meeting|congress|contest|competition|conference|forum|summit)s?\b"
)
_GATHERINGS = "届次"
"""What English calls an edition is one of these in Chinese."""
_BY_NUMBER = re.compile(
    r"(?<![\d.])(?P<zh>\d{3,6})[”\"」]? ?(?:工程|计划|行动)"
    r"|\b(?P<en>\d{3,6})[”\"]? (?:project|programme|program|plan|scheme|initiative)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_OFFICE = re.compile(r"现任|(?:现在|目前|如今)的?(?=.{0,12}谁)|\b(?:current(?:ly)?|present|incumbent|now)\b")
_OFFICE = re.compile(
    r"主席|会长|理事长|[书党]记|主任|[院校厅局省市]长|秘书长|\b(?:president|chair\w*|director|secretary|head|governor|mayor|dean)\b"
)
_TERM_YEARS = 5
"""How long officers are elected for; who was elected earlier than that need not be in office."""


def tells_of_another(asked: Understanding, text: str, rendering: str, *, year: str, newest: str) -> bool:
    """Tell whether a sentence is about a plan, a part, another edition or a former officer, where that is not asked.

    ``year`` is that of the sentence, ``newest`` that of the latest source at hand; without a number, it is unknown.
    """
    if asked.aspects & _JUDGED:
        return False
    said = search_key(f"{text} {rendering}")
    if _other_edition(asked.folded, said):
        return True
    if "who" in asked.wanted and _IN_OFFICE.search(asked.folded):
        if not _OFFICE.search(said):
            return True
        return year.isdigit() and newest.isdigit() and int(newest) - int(year) > _TERM_YEARS
    if not asked.wanted & _NUMBERS:
        return False
    if _ACTUALLY.search(asked.folded) and "target" not in asked.aspects and speaks_of_plans(said):
        return not _DONE.search(said)
    part = _WHOLE.search(asked.folded) and not _PART.search(asked.folded) and _PART.search(said)
    return bool(part) and not _SUMMED.search(said)


def names_another_programme(folded: str, programme: Programme, texts: Sequence[str]) -> bool:
    """Tell whether a question names a programme by a number that is not ours and that no source at hand calls one."""
    numbers = {match["zh"] or match["en"] for match in _BY_NUMBER.finditer(folded)} - set(programme.names)
    return any(
        not _YEAR.fullmatch(number) and not any(_calls_so(number).search(text) for text in texts) for number in numbers
    )


def _calls_so(number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.]){number}(?![\d.]| ?[个家名项人支件万亿])")


def _other_edition(question: str, said: str) -> bool:
    """Tell whether a question names an edition (第二届, the second contest) and a sentence only others of its kind."""
    wanted, told = set(_editions(question)), set(_editions(said))
    kinds = {what for what, _ in wanted}
    return bool(wanted) and any(what in kinds for what, _ in told) and not wanted & told


def names_an_unknown_edition(folded: str, texts: Sequence[str]) -> bool:
    """Tell whether a question asks about an edition of something that no source at hand names."""
    wanted = set(_editions(folded))
    return bool(wanted) and not any(wanted & set(_editions(text)) for text in texts)


def _editions(folded: str) -> Iterator[tuple[str, int]]:
    for match in _EDITION_ZH.finditer(folded):
        number = 1 if match["first"] else parse_chinese(match["number"])
        number = int(match["number"]) if number is None and match["number"].isdigit() else number
        if number is not None:
            yield match["what"], int(number)
    for match in _EDITION_EN.finditer(folded):
        for what in _GATHERINGS:
            yield what, ENGLISH_ORDINALS.index(match["number"]) + 1
