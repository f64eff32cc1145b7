"""A question what happened in a year to the dated sentences of that year that name most of what is known here."""

import re

from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.naming_sentences import cited_sentences, passages_naming
from assistant.answering.premises import side_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.dates import find_dates
from assistant.language.fold import search_key
from assistant.schema import Citation

_EVENTS = re.compile(
    r"大事|(?:有|出|发生)了?(?:哪些|什么|啥)(?:重要的?|主要的?|重大的?|大的?)*(?:事件?|活动|动态|进展)|发生了?(?:什么|哪些|啥)"
    r"|(?:办|做|干|开展|举办)了?(?:过)?(?:哪些|什么|啥)(?:重要的?|主要的?|重大的?|大的?)*(?:事|活动)|大事记"
    r"|\bwhat (?:else )?(?:happened|took place|went on|was going on)\b"
    r"|\b(?:main|key|major|important|big|notable) (?:events?|happenings|developments|milestones)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)年?(?:度|里|中|间|全年)?")
_NOTHING_ELSE = re.compile(
    r"全年|一年|[里中内间]|当年|那年|都|的|了|一下|请|列出|列一下|说说|介绍|梳理|总结|盘点|主要|重要|有|是|什么|哪些|在|省|陕西"
    r"|\b(?:in|of|during|the|year|were|was|are|is|there|for|and|please|list|name|shaanxi|what|which|s|give|me|tell|about)\b"
    r"|\W"
)
_MOST, _MOST_PASSAGES = 6, 600
_LATEST_START = 6
"""Characters before the date with which the sentence on an event begins; a later one is that of a detail."""
_UNTIL = re.compile("截[至止]|到|自|从|据")
"""What had been reached by a day, or was reported on it, did not happen on it."""
_OUR_WEIGHT = 3
"""A sentence that names the programme, or what it is for, counts like one with three more known names."""


def asks_for_a_year(asked: Understanding) -> bool:
    """Tell whether a question is what happened in one year, of nothing or only of what everything here is about."""
    years = {iso for iso in asked.dates if len(iso) == len("2023")}
    named = asked.indicators or asked.places or asked.others or asked.figures or asked.batch
    return len(years) == len(asked.dates) == 1 and not named and _EVENTS.search(asked.folded) is not None


def answer_of_a_year(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return the events of the year in their order; None where the question names something else, or there is none."""
    rest = _YEAR.sub("", _EVENTS.sub("", asked.folded))
    programme = knowledge.programme
    known = (*programme.about, *programme.home, programme.name_zh, *programme.names)
    of_it = [name for name in map(search_key, known) if name in rest]
    for name in sorted(of_it, key=len, reverse=True):
        rest = rest.replace(name, "")
    for match in reversed(knowledge.glossary.find(rest, language="en")):
        if search_key(match.term.zh) in map(search_key, known):
            of_it.append(search_key(match.term.zh))
            rest = rest[: match.start] + rest[match.end :]
    if _NOTHING_ELSE.sub("", rest):
        return None
    (year,) = asked.dates
    sourced = passages_naming((f"{year}年",), snapshot, limit=_MOST_PASSAGES, as_stored=True)
    found: dict[str, tuple[int, Citation]] = {}
    for passage, citation in cited_sentences(sourced):
        first = next(iter(find_dates(citation.quote)), None)
        if first is None or not (first.iso.startswith(year) and len(first.iso) >= len("2023-01")):
            continue
        if first.start > _LATEST_START or _UNTIL.search(citation.quote[: first.start]):
            continue
        folded = search_key(citation.quote)
        around = search_key(f"{citation.source.title} {passage.heading}")
        about = any(name in folded or name in around for name in of_it)
        weight = len({match.term.zh for match in knowledge.glossary.find(folded, language="zh")})
        weight += _OUR_WEIGHT * any(search_key(name) in folded for name in known)
        if about or not of_it:
            # What took place on a day, a report says first; what was said there, later.
            found.setdefault(first.iso, (weight, citation))
    # What is known to the day is an event; of a month, reports tell what was true in it.
    best = sorted(found, key=lambda iso: (-len(iso), -found[iso][0]))[:_MOST]
    claims = tuple(side_of(found[iso][1], asked, knowledge) for iso in sorted(best))
    lead = say("year", asked.language, year=year)
    return Draft(claims, "extractive", lead=lead, layout="lines") if claims else None
