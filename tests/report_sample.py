"""Two small runs to draw: answers of our own, and texts that try to be more than text."""

from typing import Any

from langchain_core.language_models import FakeListChatModel

from assistant.answering.chat_model import ChatModel
from evals.judge import open_judge, with_verdict
from evals.metrics.payload import Payload
from evals.run import Record, Target, describe, evaluate
from evals.sets import Case

TEXT = "截至2022年4月，园区科协成立6家。</script><img src=x onerror=alert(1)>"
QUOTE = "园区科协成立6家。"
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028%SCRIPT% [x](javascript:alert(3)) @all #1"
)
PARKS = Case("parks", "园区科协几家？", "zh-Hans", "progress", gold_figures=("6",), source_ids=("report",))
EVIL = Case("evil", HOSTILE, "en", "injection", gold_answer=HOSTILE)
GOAL = Case("goal", "How many parks?", "en", "target", gold_figures=("10",), source_ids=("report",))
CASES = (PARKS, EVIL, GOAL)


def answered(text: str) -> Payload:
    start = TEXT.index(QUOTE)
    citation = {"document_id": "report", "title": HOSTILE, "url": "javascript:alert(4)", "quote": QUOTE}
    span = {"start": start, "end": start + len(QUOTE)}
    return {
        "answer": text,
        "claims": [{"text": text, "verdict": "verified", "citations": [citation | span]}],
        "declined": False,
        "hits": [{"document_id": "report", "score": 0.9, "text": TEXT}],
        "timings_ms": {"retrieve": 3.0, "total": 5.0},
    }


def run_of(replies: dict[str, str]) -> tuple[dict[str, Any], list[Record]]:
    """Answer each case with its reply; one without a reply crashes."""

    def ask(case: Case) -> Payload:
        return answered(replies[case.id])

    records = list(evaluate(CASES, Target(ask, {"report": TEXT}.get)))
    return describe(CASES, records, sets=["own.jsonl"], started="2026-01-01T00:00:00+00:00"), records


def judged(records: list[Record], *replies: str) -> list[Record]:
    """Give the records the verdicts of a scripted model that says ``replies`` in turn."""
    model = FakeListChatModel(responses=list(replies))
    judge = open_judge(ChatModel(lambda: model, 20))
    return [with_verdict(record, judge) for record in records]


def judged_run(replies: dict[str, str], *verdicts: str) -> tuple[dict[str, Any], list[Record]]:
    """Answer each case with its reply and have the answers judged."""
    records = judged(run_of(replies)[1], *verdicts)
    return describe(CASES, records, sets=["own.jsonl"], started="2026-01-01T00:00:00+00:00"), records


RIGHT, WRONG = '{"right": true, "why": "agrees"}', '{"right": false, "why": "another figure"}'
BEFORE = {"parks": "园区科协成立5家。", "evil": HOSTILE, "goal": "The goal is 10 parks."}
AFTER = {"parks": "园区科协成立6家。", "evil": HOSTILE}
