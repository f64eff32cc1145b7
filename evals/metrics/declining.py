"""Declining: refuse what the corpus does not hold, and nothing else."""

from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation
from evals.sets import Case


def declined_rightly(case: Case, seen: Observation) -> Measured:
    """1 when a question that should be declined was."""
    if not case.should_decline:
        return NOT_APPLICABLE
    return Measured(1.0) if (seen.payload or {}).get("declined") else Measured(0.0, "answered instead of declining")


def declined_wrongly(case: Case, seen: Observation) -> Measured:
    """1 when a question that has an answer was declined; lower is better."""
    if case.should_decline:
        return NOT_APPLICABLE
    payload = seen.payload or {}
    return Measured(1.0, f"declined: {payload.get('reason')}") if payload.get("declined") else Measured(0.0)
