"""A figure of a claim and the clauses of its evidence to whether it is told as a running total or as what was added.

新增高新技术企业1756家 must not become 累计有1756家, nor what four years came to together the result of one of them.
"""

import re
from collections.abc import Sequence

from assistant.answering.counting import same_kind
from assistant.language.figures import find_figures
from assistant.language.fold import search_key

_ADDED = re.compile(
    r"新增|净增|新认定|新引进|新建|新入库|(?:仅|单是|光是|只是?)[^，,。;；\d]{0,6}(?:一年|当年|这一年|20\d\d年)|当年新|年度新"
    r"|\bnew(?:ly)?\b|\badded\b|\b(?:in|over|during) (?:that |the )?(?:year|20\d\d|first \w+ months of 20\d\d"
    r"|\w+ year) alone\b"
)
_TOTAL = re.compile(
    r"累计|累积|总数|总量|共有|现有|拥有|存量|达到?|截至|\bcumulativ\w*|\bin total\b|\btotal\w*|\baltogether\b"
    r"|\bso far\b|\bto date\b"
)
_STRICT_TOTAL = re.compile(r"累计|累积|总数|总量|存量|\bcumulativ\w*|\btotal (?:number|of)\b|\baltogether\b")
_CLAUSE = re.compile(r"[,，;；。、:：]\s*(?!\d{3}\b)|\.(?=\s|$)")


def other_standing(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the figures of ``text`` that it tells as a total where all quotes tell them as added, or the reverse.

    >>> other_standing("累计有1756家。", ["新增1756家。"]), other_standing("新增1756家。", ["新增1756家。"])
    (['1756家'], [])
    """
    wrong: list[str] = []
    whole = search_key(text)
    for clause in _CLAUSE.split(text) if _ADDED.search(whole) or _STRICT_TOTAL.search(whole) else ():
        folded = search_key(clause)
        added, total = bool(_ADDED.search(folded)), bool(_STRICT_TOTAL.search(folded))
        if added is total:
            continue
        for figure in find_figures(clause):
            holders = [
                search_key(part)
                for quote in quotes
                for part in _CLAUSE.split(quote)
                if any(one.value == figure.value and same_kind(one, part, figure, clause) for one in find_figures(part))
            ]
            other, same = (_ADDED, _TOTAL) if total else (_STRICT_TOTAL, _ADDED)
            if holders and all(other.search(part) and not same.search(part) for part in holders):
                wrong.append(clause[figure.start : figure.end])
    return list(dict.fromkeys(wrong))
