"""Several questions asked at once to single ones, and their drafts back to one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.draft import Draft
from assistant.schema import Claim, Conflict, Language

_BETWEEN = re.compile(r"(?<=[?？])\s*(?=\S)")
_ASKS = re.compile(
    r"[?？]|多少|几|什么|谁|哪|吗|呢|何|怎|是否|\b(?:how|what|who|when|where|which|why|is|are|does|do|did|can|list)\b",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Characters of the shortest question; "对吗？" after a statement is none of its own."""
_MOST = 3


def split_questions(text: str) -> list[str]:
    """Return the questions of ``text``, or all of it as one.

    >>> split_questions("秦创原是什么？它和12621工程是什么关系？")
    ['秦创原是什么？', '它和12621工程是什么关系？']
    """
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    while len(parts) > 1 and not _ASKS.search(parts[-1]):
        parts.pop()  # "我手头的表格缺这一格。" says why somebody asks.
    return parts if 1 < len(parts) <= _MOST and all(len(part) > _SHORTEST for part in parts) else [text]


def merge_drafts(parts: Sequence[str], drafts: Sequence[Draft], language: Language) -> Draft:
    """Return one draft with the claims of all; declined only when every part is, else it names what stays open."""
    answered = [draft for draft in drafts if not draft.declined]
    if not answered:
        return drafts[0]
    claims: dict[Claim, None] = {}
    conflicts: dict[Conflict, None] = {}
    for draft in answered:
        claims.update(dict.fromkeys(draft.claims))
        conflicts.update(dict.fromkeys(draft.conflicts))
    missing = [part for part, draft in zip(parts, drafts, strict=True) if draft.declined]
    words = "资料里没有找到答案的是：" if language == "zh" else "Not answered by the sources: "
    closing = words + " ".join(missing) if missing else ""
    lead = next((draft.lead for draft in answered if draft.lead), "")
    modes = {draft.mode for draft in answered}
    mode = answered[0].mode if len(modes) == 1 else "extractive"
    return replace(
        answered[0],
        mode=mode,
        claims=tuple(claims),
        conflicts=tuple(conflicts),
        lead=lead,
        closing=closing,
        layout="lines",
    )
