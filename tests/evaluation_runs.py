"""A stored run for the page of evaluators: a right case, a wrong figure, a crash and a hostile text."""

from pathlib import Path

from evals.metrics.payload import Payload
from evals.report import write_run
from evals.run import Record, Target, describe, evaluate
from evals.sets import Case, GoldQuote

TEXT = "据报道。园区科协成立6家。此后没有更新。"
START, END = 4, 13
HOSTILE = "<img src=x onerror=alert(1)>${window}{{7}}"
CASES = [
    Case(
        id="right",
        question="几家？",
        lang="zh-Hans",
        kind="progress",
        gold_figures=("6",),
        source_ids=("report",),
        gold_quotes=(GoldQuote("report", TEXT[START:END]),),
    ),
    Case(id="wrong", question="多少家？", lang="zh-Hans", kind="target", gold_figures=("7",), source_ids=("report",)),
    Case(id="crash", question="坏了？", lang="zh-Hans", kind="target", gold_figures=("8",), source_ids=("report",)),
    Case(id="hostile", question=HOSTILE, lang="zh-Hans", kind="injection", gold_answer=HOSTILE),
]


def text_of(document_id: str) -> str | None:
    """Return the only document."""
    return TEXT if document_id == "report" else None


def _ask(case: Case) -> Payload:
    if case.id == "crash":
        raise RuntimeError(HOSTILE)
    citation = {"document_id": "report", "start": START, "end": END, "quote": TEXT[START:END]}
    text = HOSTILE if case.id == "hostile" else TEXT[START:END]
    claims = [{"text": text, "verdict": "verified", "citations": [citation]}]
    return {"answer": text, "claims": claims, "declined": False, "hits": [{"document_id": "report"}]}


def write_stored_run(folder: Path) -> list[Record]:
    """Store the run and return its records."""
    records = list(evaluate(CASES, Target(_ask, text_of)))
    summary = describe(CASES, records, sets=["own.jsonl"], started="2026-01-01T00:00:00+00:00")
    write_run(folder, summary, records)
    return records
