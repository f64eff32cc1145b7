"""A case in two runs to what became different, and in which stage first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from evals.metrics.payload import Payload, answer_text, claims_of, hit_documents
from evals.run import Record

Where = Literal["crash", "condense", "retrieval", "generation", "verification"]

_COMPARED: tuple[tuple[Where, Callable[[Payload], Any]], ...] = (
    ("condense", lambda payload: payload.get("standalone")),
    ("retrieval", lambda payload: [(hit.get("document_id"), hit.get("text")) for hit in payload.get("hits") or ()]),
    (
        "generation",
        lambda payload: (
            [(claim.get("text"), _spans(claim)) for claim in claims_of(payload)],
            payload.get("declined"),
            answer_text(payload),
        ),
    ),
    ("verification", lambda payload: [claim.get("verdict") for claim in claims_of(payload)]),
)
"""What each stage hands on, in their order: later stages differ because an earlier one does."""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One case that two runs answered differently: the first stage that differs, and what came before and after."""

    id: str
    question: str
    why: Where
    won: tuple[str, ...]
    lost: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why the later run missed what it lost."""
    answers: tuple[str, str]
    hits: tuple[tuple[str, ...], tuple[str, ...]]
    stages: tuple[str, str]
    """Which stage the misses of either run belong to, "" without misses."""


def change_of(before: Record, after: Record, *, won: tuple[str, ...], lost: tuple[str, ...]) -> CaseChange | None:
    """Return what became different, None when both answers are the same and are scored the same.

    Other hits below the ones that were cited make no other answer; where they do, retrieval is what differed first.
    """
    old, new = before.get("payload"), after.get("payload")
    if not (won or lost) and _same_answer(old, new):
        return None
    why = _first_difference(old, new)
    return CaseChange(
        id=after["id"],
        question=str(after.get("question") or ""),
        # The same answer scored differently: the gold or the metric changed, which both judge what was generated.
        why=why or "generation",
        won=won,
        lost=lost,
        reasons=tuple(f"{name}: {after['misses'].get(name, 'no reason')}" for name in lost),
        answers=(_answer(before), _answer(after)),
        hits=(tuple(hit_documents(old or {})), tuple(hit_documents(new or {}))),
        stages=(str(before.get("stage") or ""), str(after.get("stage") or "")),
    )


def _first_difference(old: Payload | None, new: Payload | None) -> Where | None:
    if old is None or new is None:
        return None if old is new else "crash"
    return next((stage for stage, part in _COMPARED if part(old) != part(new)), None)


def _same_answer(old: Payload | None, new: Payload | None) -> bool:
    if old is None or new is None:
        return old is new
    return all(part(old) == part(new) for stage, part in _COMPARED if stage in ("generation", "verification"))


def _answer(record: Record) -> str:
    return answer_text(record["payload"]) if record.get("payload") else str(record.get("error") or "")


def _spans(claim: Payload) -> list[tuple[Any, Any, Any]]:
    return [(cited.get("document_id"), cited.get("start"), cited.get("end")) for cited in claim.get("citations") or ()]
