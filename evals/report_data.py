"""A run, and the run before it if there is one, to the JSON that the report page draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.calibration import calibration_of
from evals.compare import compare_runs
from evals.gate import check_same_sets, falls, read_baseline
from evals.judge import decided
from evals.latency import latency_by_stage
from evals.metrics.payload import answer_text, claims_of
from evals.report import Summary
from evals.run import Record

DIGEST_CHARS = 12
"""As in the other reports: enough to tell sets apart."""


@dataclass(slots=True)
class _Passages:
    """Each text of a passage once: cases find the same ones over and over."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def page_data(
    summary: Summary, records: Sequence[Record], *, baseline: Path, before: Sequence[Record] | None
) -> dict[str, Any]:
    """Return everything that the page shows."""
    passages = _Passages()
    compared = compare_runs(before, records) if before else None
    changes = compared.changes if compared else ()
    changed = {case.id: case for case in compared.cases} if compared else {}
    old = {record["id"]: _answer(record) for record in before or ()}
    rows = [_row(record, passages) for record in records]
    for row in rows:
        row["old"] = old.get(row["id"])
        case = changed.get(row["id"])
        row["why"] = case.why if case else None
        row["old_hits"] = list(case.hits[0]) if case and case.hits[0] != case.hits[1] else []
        row["won"] = [change.metric for change in changes if row["id"] in change.wins]
        row["lost"] = [change.metric for change in changes if row["id"] in change.losses]
    return {
        "summary": {
            "cases": summary["cases"],
            "started": summary["started"],
            "digest": summary["digest"][:DIGEST_CHARS],
        },
        "metrics": summary["metrics"],
        # Computed for runs that were stored before summaries had them.
        "latency_by_stage": summary.get("latency_by_stage") or latency_by_stage(records),
        "calibration": summary.get("calibration") or calibration_of(records),
        "judge": summary.get("judge"),
        "gate": gate_state(summary, baseline),
        "changes": [
            {
                "metric": change.metric,
                "value": change.difference.value,
                "low": change.difference.low,
                "high": change.difference.high,
                "won": len(change.wins),
                "lost": len(change.losses),
            }
            for change in changes
            if change.difference.count
        ],
        "records": rows,
        "passages": list(passages.numbers),
    }


def gate_state(summary: Summary, baseline: Path) -> dict[str, Any]:
    """Return whether the floors held: "held", "fell", "other_sets" or "none" pinned, with each fall in words."""
    if not baseline.is_file():
        return {"state": "none", "falls": [], "floors": {}}
    pinned = read_baseline(baseline)
    try:
        check_same_sets(summary, pinned)
    except UsageError:
        return {"state": "other_sets", "falls": [], "floors": {}}
    fallen = [str(fall) for fall in falls(summary, pinned["floors"], noise=float(pinned["noise"]))]
    return {"state": "fell" if fallen else "held", "falls": fallen, "floors": pinned["floors"]}


def _answer(record: Record) -> str:
    return str(record["error"]) if record["error"] else answer_text(record["payload"] or {})


def _row(record: Record, passages: _Passages) -> dict[str, Any]:
    payload = record["payload"] or {}
    hits = list(payload.get("hits") or ())
    return {
        "id": record["id"],
        "kind": record["kind"],
        "lang": record["lang"],
        "stage": record.get("stage"),
        "question": record["question"],
        "history": record["history"],
        "gold": record["gold"],
        "error": record["error"],
        "elapsed_ms": record["elapsed_ms"],
        "misses": record["misses"],
        "confidence": payload.get("confidence"),
        "judge": _opinion(record),
        "answer": answer_text(payload),
        "declined": bool(payload.get("declined")),
        "reason": payload.get("reason"),
        "timings": payload.get("timings_ms") or {},
        "claims": [
            {
                "text": str(claim.get("text") or ""),
                "verdict": claim.get("verdict"),
                "citations": [_citation(one, hits, passages) for one in claim.get("citations") or ()],
            }
            for claim in claims_of(payload)
        ],
        "hits": [
            {
                "document_id": hit.get("document_id"),
                "score": hit.get("score"),
                "passage": passages.number(str(hit.get("text") or "")),
            }
            for hit in hits
        ],
    }


def _opinion(record: Record) -> dict[str, Any] | None:
    """Return what the judge and the metrics each find, None where nobody judged."""
    verdict = record.get("judge")
    if not verdict:
        return None
    if "failed" in verdict:
        return {"failed": verdict["failed"]}
    return {"right": verdict["right"], "why": verdict["why"], "metrics": decided(record)}


def _citation(citation: Mapping[str, Any], hits: Sequence[Mapping[str, Any]], passages: _Passages) -> dict[str, Any]:
    quote = str(citation.get("quote") or "")
    document = citation.get("document_id")
    around = next(
        (str(h["text"]) for h in hits if h.get("document_id") == document and quote in h.get("text", "")), None
    )
    kept = {
        name: citation.get(name) for name in ("document_id", "title", "publisher", "published", "url", "start", "end")
    }
    return {**kept, "quote": quote, "passage": None if around is None else passages.number(around)}
