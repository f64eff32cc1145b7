"""A question how far a statement can be relied on, and its draft, to a draft that says what is known of the source."""

import re
from collections.abc import Sequence

from assistant.answering import explaining
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import claim_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.ledger.table import who_said
from assistant.schema import Language, Source

_BETWEEN_LANGUAGES = " | "
"""Stands between the Chinese and the English of a remark about a source."""
_GRADE = re.compile(r"^low\s*[–-]\s*")
_WEIGHS = re.compile(
    r"来源|不明|不一致|冲突|不符|为准|为先|引用|可信|推定|推断|推测|机器|自动|转载|镜像|新闻稿|有误|错"
)
"""What an editor's note has that says how far to trust a text."""
_MOST_NOTES = 1
_NAMED = 0.7
"""How fully a sentence must name at least one thing of the question."""


def asks_for_trust(asked: Understanding) -> bool:
    """Tell whether a question is how far something can be believed."""
    return explaining.TRUST.search(asked.folded) is not None


def weighed(draft: Draft, asked: Understanding, candidates: Sequence[Candidate]) -> Draft:
    """Return the best claim of a draft after what is known of its source, and before an editor's note about it."""
    # Who names the publisher, asks about what that one says.
    named = [one for one in candidates if search_key(one.source.publisher or "\n") in asked.folded]
    candidates = named or candidates
    stating = next((one for one in candidates if not one.passage.note and _states(one, asked)), None)
    stating = stating or next((one for one in named if not one.passage.note), None)
    if draft.declined and stating is None:
        return draft
    first = claim_of(stating, asked) if stating is not None else draft.claims[0]
    source = first.citations[0].source
    remark = _remark(source, asked.language)
    if not remark and not source.low_reliability:
        return draft
    notes = [
        claim_of(candidate, asked)
        for candidate in candidates
        if candidate.passage.note and candidate.source.id == source.id and _WEIGHS.search(candidate.text)
    ]
    key = "low" if source.low_reliability else "source_is"
    lead = say(key, asked.language, source=who_said(source, asked.language), remark=remark)
    claims = dict.fromkeys((first, *notes[:_MOST_NOTES]))
    return Draft(tuple(claims), "extractive", lead, layout="lines")


def _states(candidate: Candidate, asked: Understanding) -> bool:
    """Tell whether a sentence states the very years and figures that a question doubts, of which it must have some."""
    years = {mention.iso[:4] for mention in find_dates(asked.question) if not mention.iso.startswith("-")}
    values = {figure.value for figure in asked.figures}
    said = {mention.iso[:4] for mention in find_dates(candidate.text)}
    counted = {figure.value for figure in find_figures(candidate.text)}
    named = any(match >= _NAMED for match in candidate.matched)
    return bool(years | values) and named and years <= said and values <= counted


def _remark(source: Source, language: Language) -> str:
    """Return what whoever added a document remarked on it, in one language as far as it is in both."""
    chinese, _, english = source.reliability.partition(_BETWEEN_LANGUAGES)
    return _GRADE.sub("", chinese if language == "zh" else english or chinese).strip()
