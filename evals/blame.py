"""A case, what was observed and its misses to the stage that the misses belong to.

The first stage that failed is named, because the later ones had nothing right to work with:

- ``crash``: asking raised an error;
- ``condense``: a follow-up was understood as something else: all that its meaning needs from the earlier turns was left
  out, or something was carried over into a new topic (by the gold ``standalone`` question; without one, a follow-up
  that was taken as typed and found no gold document);
- ``retrieval``: no gold document is among the hits, or only the ranking metrics missed;
- ``verification``: a claim is marked as unverified, or a figure, date or quotation that its source does not hold was
  let through;
- ``generation``: everything else: the gold document was found, but not cited, its figure not stated, or the question
  was declined (or answered, where it should have been declined).
"""

from collections.abc import Mapping
from typing import Literal, get_args

from evals.metrics.payload import Observation, Payload, claims_of, hit_documents
from evals.sets import Case

Stage = Literal["", "crash", "condense", "retrieval", "verification", "generation"]
"""Where the misses of a case come from; "" when there are none."""

STAGES: tuple[Stage, ...] = tuple(stage for stage in get_args(Stage) if stage)

RANKING = frozenset({"recall_at_5", "mrr"})
"""Metrics that say how early the gold documents stand among the hits, not whether the answer is right."""
SUPPORT = frozenset({"figure_precision", "date_precision", "citation_exact"})
"""Metrics of what verification promises."""


def stage_of(case: Case, seen: Observation, misses: Mapping[str, str]) -> Stage:
    """Return the first stage that failed."""
    if seen.payload is None:
        return "crash"
    if not misses:
        return ""
    payload = seen.payload
    found = _gold_found(case, payload)
    if case.history and _misunderstood(case, payload, found=found):
        return "condense"
    if not found or misses.keys() <= RANKING:
        return "retrieval"
    unverified = any(claim.get("verdict") == "unverified" for claim in claims_of(payload))
    return "verification" if unverified or misses.keys() & SUPPORT else "generation"


def _gold_found(case: Case, payload: Payload) -> bool:
    """Return whether retrieval did its part; there is nothing to find for what should be declined."""
    if case.should_decline or not case.source_ids:
        return True
    return not set(case.source_ids).isdisjoint(hit_documents(payload))


def _misunderstood(case: Case, payload: Payload, *, found: bool) -> bool:
    # Imported here: it loads the tokenizer, which reading a stored run never needs.
    from evals.benchmark.followups import carried_over

    understood = str(payload.get("standalone") or case.question)
    if not case.standalone:
        return not found and understood == case.question
    needed, carried = carried_over(case, case.standalone), carried_over(case, understood)
    return set(needed).isdisjoint(carried) if needed else bool(carried)
