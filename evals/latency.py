"""Records to how long each stage of an answer took."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evals.bootstrap import percentile_estimate

STAGES = ("condense", "retrieve", "generate", "verify")
"""In the order of an answer."""
PERCENTS = {"p50": 50.0, "p95": 95.0}


def latency_by_stage(records: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the percentiles in milliseconds of each stage that some answer went through."""
    timings = [(record["payload"] or {}).get("timings_ms") or {} for record in records]
    times = {stage: [float(timing[stage]) for timing in timings if stage in timing] for stage in STAGES}
    return {
        stage: {name: asdict(percentile_estimate(values, percent)) for name, percent in PERCENTS.items()}
        for stage, values in times.items()
        if values
    }
