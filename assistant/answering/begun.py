"""When a known thing began in; the date that the glossary has, with the sentences that bear it out, out.

A platform is 部署, 启动 or 建设, hardly ever 成立: which sentence with a date tells of its beginning, the verb of a
question does not say, and a sentence about what took place in it much later shares more words.
"""

import re
from collections.abc import Sequence

from assistant.answering.defined import defining, definition_of, naming, unborne
from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.schema import Claim, Language

_BEGAN_ZH = (
    r"(?:正式|最早|最初|首次|第一次)*(?:被)?"
    r"(?:成立|启动|开始|提出|推出|发起|创[立建办]|建立|设立|问世|诞生|起步|部署|组建|首办)"
)
_WHEN_ZH = r"(?:什么时候|何时|哪一?[年天月](?:份)?|几[几]?年|多会儿?|啥时候)"
_ASKS = re.compile(
    rf"^(?:请问|那么?)?TERM(?:又|到底|究竟)?(?:是|于|在|从)*{_WHEN_ZH}(?:就|才|开始)?{_BEGAN_ZH}"
    r"(?:建设|建立|实施|举办)?(?:起来|出来)?的?[?？呢啊呀]*$"
    rf"|^(?:请问)?{_WHEN_ZH}{_BEGAN_ZH}(?:建设)?(?:了|的)?TERM的?[?？呢啊呀]*$"
    rf"|^(?:请问)?TERM的?(?:{_BEGAN_ZH}|建立)(?:的)?(?:时间|日期|年份)(?:是)?(?:什么时候|何时|哪一?[年天月]|多少)?[?？]*$"
    r"|^(?:and )?(?:when|(?:in|since) (?:what|which) (?:year|month)) (?:was|were|did|has) (?:the )?TERM(?: platform)? "
    r"(?:first |officially |originally )?(?:been )?(?:found(?:ed)?|launch(?:ed)?|start(?:ed)?|beg[aiu]n"
    r"|establish(?:ed)?|creat(?:ed?)|set up|born|introduced?|proposed?|come into being|initiated?)(?: up| out)?\W*$"
)
"""Asks when one term, written TERM here, began, and nothing else."""
_BEGAN = re.compile(
    r"部署|启动|成立|设立|提出|创立|创办|建立|首办|首届|就已有"
    r"|\b(?:launch|found|start|establish|creat|set up|begun|first)"
)
"""What a definition has whose date is that of a beginning."""
_KEPT_OUT = frozenset(("person", "document"))
_MOST = 2
"""Sentences with the date."""
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def asks_when_it_began(asked: Understanding, glossary: Glossary) -> Term | None:
    """Return the term of which a question asks only when it began, None for others and where no date is known."""
    if "when" not in asked.wanted or asked.dates or asked.programme:
        return None
    for tongue in _LANGUAGES:
        for match in glossary.find(asked.folded, language=tongue):
            clause = f"{asked.folded[: match.start]}TERM{asked.folded[match.end :]}"
            if match.term.kind not in _KEPT_OUT and _begins(match.term) and _ASKS.search(clause.strip()):
                return match.term
    return None


def _begins(term: Term) -> str:
    """Return the first date of a definition that tells of a beginning, "" without one."""
    dates = find_dates(term.definition_zh) if _BEGAN.search(search_key(term.definition_zh)) else []
    return dates[0].iso if dates else ""


def answer_when_it_began(term: Term, asked: Understanding, claims: Sequence[Claim]) -> Draft | None:
    """Return the definition with the sentences that have its date, most exact first; None where there is none.

    ``claims`` are the reliable sentences that name the term, best first.
    """
    day = _begins(term)
    names = naming(term)
    dated = [
        (len(max(isos, key=len)), claim)
        for claim in claims
        if (isos := [one.iso for one in find_dates(claim.citations[0].quote) if one.iso.startswith(day)])
        and any(name in search_key(claim.citations[0].quote) for name in names)
    ]
    # Python keeps the order of what is equal: the best sentence of those that name the very day.
    chosen = tuple(claim for _, claim in sorted(dated, key=lambda one: -one[0]))[:_MOST]
    if not chosen:
        return None
    definition = definition_of(term, asked.language)
    lead = defining(term, asked.language) if definition and not unborne(definition, chosen) else ""
    return Draft(chosen, "extractive", lead=lead, layout="lines")
