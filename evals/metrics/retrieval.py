"""Retrieval: are the gold documents among the hits, and how early?"""

from collections.abc import Collection, Sequence

from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, hit_documents
from evals.sets import Case

FIRST = 5
"""How many distinct documents a reader would look through."""


def recall_at_5(case: Case, seen: Observation) -> Measured:
    """Share of the gold documents among the first five distinct documents of the hits."""
    if case.should_decline or not case.source_ids:
        return NOT_APPLICABLE
    first = set(hit_documents(seen.payload or {})[:FIRST])
    missing = [source for source in case.source_ids if source not in first]
    found = len(case.source_ids) - len(missing)
    # Six gold documents cannot all be among five.
    value = min(1.0, found / min(FIRST, len(case.source_ids)))
    return Measured(value, f"not among the first {FIRST}: {', '.join(missing)}" if value < 1 else "")


def mrr(case: Case, seen: Observation) -> Measured:
    """Return 1 / rank of the first gold document among the distinct documents of the hits."""
    if case.should_decline or not case.source_ids:
        return NOT_APPLICABLE
    value = reciprocal_rank(hit_documents(seen.payload or {}), case.source_ids)
    return Measured(value, "" if value == 1 else "no gold document first" if value else "no gold document at all")


def reciprocal_rank(retrieved: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 / rank of the first relevant document, 0 when there is none.

    >>> reciprocal_rank(["x", "a"], {"a"})
    0.5
    """
    return next((1 / rank for rank, document in enumerate(retrieved, start=1) if document in relevant), 0.0)
