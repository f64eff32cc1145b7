"""What travels down the chain of stages, and what an answer is finished with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.answering.chat_model import ChatModel
from assistant.answering.draft import Draft
from assistant.answering.generate import Watch
from assistant.answering.spelling import Reading
from assistant.answering.understand import Understanding
from assistant.index.search import Snapshot
from assistant.schema import Answer, Citation, Hit, TargetTable, Turn

AskedLanguage = Literal["auto", "zh", "en"]

_MOST_TURNS, _LONGEST_TURN = 40, 20_000
"""A conversation of a working day, and ten times the longest answer; what was said before is not looked at."""

OF_EVERY_KIND = (
    "12621工程有哪些目標？",
    "yuanqu kexie jige",
    "园区科鞋2023年到底有几家，技术合同成交额各是多少？",
    "How many park asociations are there?",
    "哪些来源不可靠？",
)
"""Traditional characters, pinyin, a wrong character in a question of several parts, an English slip: to be understood,
each needs words of its own; and one for which all sources are looked through."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What travels down the chain; each stage fills in its part."""

    question: str
    history: tuple[Turn, ...]
    wanted_language: AskedLanguage
    as_of: str | None
    snapshot: Snapshot
    watch: Watch | None = None
    """Is told what can be shown while a model writes."""
    model: ChatModel | None = None
    """The chat model, which counts what this question takes of it."""
    standalone: str = ""
    reading: Reading = field(default_factory=lambda: Reading(""))
    """The question with its slips mended, before it was made independent of the history."""
    unclear: bool = False
    asked: Understanding | None = None
    hits: tuple[Hit, ...] = ()
    table: TargetTable | None = None
    """The ledger as of the day that is asked for."""
    draft: Draft | None = None
    answer: Answer | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)


def recent(history: Sequence[Turn], longest_question: int) -> tuple[Turn, ...]:
    """Return the end of a history, with what is no question and no answer of ours cut short; in characters."""
    longest = {"user": longest_question, "assistant": _LONGEST_TURN}
    return tuple(replace(turn, content=turn.content[: longest[turn.role]]) for turn in history[-_MOST_TURNS:])


def with_evidence(hits: Sequence[Hit], draft: Draft, snapshot: Snapshot) -> tuple[Hit, ...]:
    """Put the passages that the claims quote first, or last those of a model's facts: rows need no search."""
    if draft.mode == "extractive":
        return tuple(hits)
    cited = {(c.source.id, c.start): None for claim in draft.claims for c in claim.citations}
    found: list[Hit] = []
    for document_id, start in cited:
        passage = next((p for p in snapshot.passages(document_id) if p.start <= start < p.end), None)
        if passage is not None and all(passage.id != hit.passage.id for hit in found):
            known = next((hit for hit in hits if hit.passage.id == passage.id), None)
            found.append(known or Hit(passage, 1.0, {"ledger": 1.0}))
    if draft.mode == "model":
        return (*hits, *(hit for hit in found if all(hit.passage.id != other.passage.id for other in hits)))
    return (*found, *(hit for hit in hits if all(hit.passage.id != other.passage.id for other in found)))


def newest(citations: Sequence[Citation]) -> str | None:
    """Return the day of the newest source that is cited, None when none is dated."""
    return max((c.source.published for c in citations if c.source.published), default=None)
