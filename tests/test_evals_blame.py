"""Which stage a miss belongs to."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.schema import Turn
from evals.blame import Stage, stage_of
from evals.metrics.payload import Observation
from evals.sets import Case

MISSED = {"figure_recall": "missing: 6"}
CASE = Case(id="parks", question="几家？", lang="zh-Hans", kind="progress", gold_figures=("6",), source_ids=("report",))
FOLLOW_UP = replace(
    CASE,
    question="那目标呢？",
    history=(Turn("user", "园区科协成立了几家？"), Turn("assistant", "6家。")),
    standalone="园区科协的目标是多少？",
)
NEW_TOPIC = replace(FOLLOW_UP, question="院士之家建了几个？", standalone="院士之家建了几个？")


def seen(*documents: str, verdict: str = "verified", standalone: str = "") -> Observation:
    payload: dict[str, Any] = {
        "claims": [{"text": "7家。", "verdict": verdict, "citations": []}],
        "hits": [{"document_id": document} for document in documents],
        "standalone": standalone,
    }
    return Observation(payload)


@pytest.mark.parametrize(
    ("case", "observed", "misses", "stage"),
    [
        (CASE, seen("report"), {}, ""),
        (CASE, Observation(None, error="RuntimeError"), {"errors": "RuntimeError"}, "crash"),
        (CASE, seen("other"), MISSED, "retrieval"),
        (CASE, seen("other", "report"), {"mrr": "no gold document first"}, "retrieval"),
        (CASE, seen("other", "report"), MISSED, "generation"),
        (CASE, seen("report", verdict="unverified"), MISSED, "verification"),
        (CASE, seen("report"), {"figure_precision": "not quoted: 7"}, "verification"),
        (replace(CASE, kind="unanswerable"), seen("other"), {"declined_rightly": "answered"}, "generation"),
        (FOLLOW_UP, seen("report", standalone="那目标呢？"), MISSED, "condense"),
        (FOLLOW_UP, seen("report", standalone="园区科协目标呢？"), MISSED, "generation"),
        (FOLLOW_UP, seen("other", standalone="园区科协目标呢？"), MISSED, "retrieval"),
        (NEW_TOPIC, seen("report", standalone="园区科协院士之家建了几个？"), MISSED, "condense"),
        (NEW_TOPIC, seen("report", standalone="院士之家建了几个？"), MISSED, "generation"),
        (replace(FOLLOW_UP, standalone=""), seen("other", standalone="那目标呢？"), MISSED, "condense"),
        (replace(FOLLOW_UP, standalone=""), seen("other", standalone="园区科协目标呢？"), MISSED, "retrieval"),
    ],
)
def test_the_first_stage_that_failed_is_named(
    case: Case, observed: Observation, misses: dict[str, str], stage: Stage
) -> None:
    assert stage_of(case, observed, misses) == stage
