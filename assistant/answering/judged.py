"""Sentences of a reply and the passages that the model was shown to claims with citations and verdicts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.reply import Statement
from assistant.answering.support import Languages, evidence_for, holds
from assistant.answering.verify import StoredText, verify_claim
from assistant.language.fold import han_share, search_key, to_simplified
from assistant.schema import Claim, Hit, Source, Verdict

_ENGLISH_UNTIL = 0.5
"""An English sentence may name things in Chinese; beyond this share of Han it is a Chinese one."""
_REFUSAL = re.compile(
    r"\bno answer\b|\b(?:cannot|can't|unable to|not able to|could not) (?:answer|find|determine|help)"
    r"|\b(?:passages?|documents?|sources?|context) (?:do|does|did) not (?:contain|mention|say|answer|provide|include)"
    r"|\bno (?:relevant )?information\b|\bi(?:'m| am) sorry\b|\bi (?:don't|do not) know\b"
    r"|无法(?:回答|确定|判断|提供)|不能回答|没有(?:找到|提到|提及|提供)?[^。]{0,8}(?:相关|足够)?(?:信息|资料|答案|内容)"
    r"|未(?:提及|提到|找到|包含|涉及)|(?:很|非常)?抱歉|对不起|我不知道|无相关(?:信息|资料)"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model was shown, and what its words are compared with."""

    hits: Sequence[Hit]
    sources: Mapping[str, Source]
    stored: StoredText
    languages: Languages


def is_refusal(statement: Statement) -> bool:
    """Tell whether a model says, without naming a passage, that it has no answer.

    >>> is_refusal(Statement("资料中未提及这一数字。", ())), is_refusal(Statement("成立6家。", ()))
    (True, False)
    """
    return not statement.numbers and bool(_REFUSAL.search(search_key(statement.text)))


def claim_of(statement: Statement, shown: Shown) -> Claim:
    """Return a sentence as a claim that cites the exact sentences behind it; it is not verified yet.

    A sentence that names no passage becomes a claim without citations.
    """
    passages = [shown.hits[number - 1].passage for number in statement.numbers]
    return Claim(statement.text, evidence_for(statement.text, passages, shown.sources, shown.languages))


def judge(statement: Statement, shown: Shown) -> Claim:
    """Return a sentence as a claim with its verdict: figures, dates, names, words and language must all hold."""
    claim = verify_claim(claim_of(statement, shown), shown.stored, misplaced=shown.languages.misplaced)
    chinese = han_share(to_simplified(claim.text)) > _ENGLISH_UNTIL
    supported = chinese == (shown.languages.claim == "zh") and claim.verdict is Verdict.VERIFIED
    if supported:
        supported = holds(claim.text, claim.citations, _context(claim, shown.hits), shown.languages)
    return replace(claim, verdict=Verdict.VERIFIED if supported else Verdict.UNVERIFIED)


def _context(claim: Claim, hits: Sequence[Hit]) -> str:
    """Return what stands over the cited sentences: headings, titles, publishers."""
    cited = {(citation.source.id, citation.start) for citation in claim.citations}
    headings = [hit.passage.heading for hit in hits if any(_within(hit, place) for place in cited)]
    about = [f"{citation.source.title} {citation.source.publisher or ''}" for citation in claim.citations]
    return " ".join([*headings, *about])


def _within(hit: Hit, place: tuple[str, int]) -> bool:
    return hit.passage.document_id == place[0] and hit.passage.start <= place[1] < hit.passage.end
