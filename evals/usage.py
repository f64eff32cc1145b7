"""Records to what their answers took of a model, summed up."""

from collections.abc import Mapping, Sequence
from typing import Any

COUNTS = ("requests", "cached", "tokens_in", "tokens_out")


def usage_of(records: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the sums over all answers that asked a model, None when there is none.

    The cost is None when that of some answer is unknown: part of a sum would pass for the whole.
    """
    used = [usage for record in records if (usage := (record["payload"] or {}).get("usage"))]
    if not used:
        return None
    costs = [usage["cost"] for usage in used]
    known = None not in costs
    return {
        "answers": len(used),
        **{name: sum(usage[name] for usage in used) for name in COUNTS},
        "estimated": any(usage["estimated"] for usage in used),
        "cost": round(sum(costs), 6) if known else None,
        "currency": next((usage["currency"] for usage in used if usage["currency"]), "") if known else "",
    }
