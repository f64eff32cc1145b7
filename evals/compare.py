"""Two stored runs to what each metric won and lost, case by case, with the interval of the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError
from evals.bootstrap import Estimate, difference_estimate
from evals.metrics import METRICS
from evals.run import Record

SAME = 1e-9
"""Below this two scores differ by rounding only."""


@dataclass(frozen=True, slots=True)
class Change:
    """How one metric changed over the cases that both runs scored; ``wins`` and ``losses`` are case ids."""

    metric: str
    difference: Estimate
    wins: tuple[str, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All metrics, and the cases that only one of the runs holds."""

    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare_runs(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """Pair the records by case id; raise UsageError when the runs share no case."""
    old, new = _by_id(before), _by_id(after)
    shared = [case for case in old if case in new]
    if not shared:
        raise UsageError("The two runs share no case. Compare runs over the same question sets.")
    return Comparison(
        changes=tuple(_change(metric, [(old[case], new[case]) for case in shared]) for metric in METRICS),
        only_before=tuple(case for case in old if case not in new),
        only_after=tuple(case for case in new if case not in old),
    )


def comparison_text(comparison: Comparison, after: Sequence[Record]) -> str:
    """Return the comparison in words; each lost case comes with the reason that the later run recorded."""
    reasons = _by_id(after)
    lines: list[str] = []
    for change in comparison.changes:
        estimate = change.difference
        if estimate.value is None or estimate.low is None or estimate.high is None:
            continue
        lines.append(
            f"{change.metric}: {estimate.value * 100:+.1f} points"
            f" [{estimate.low * 100:+.1f} to {estimate.high * 100:+.1f}]"
            f" over {estimate.count} cases, {len(change.wins)} won, {len(change.losses)} lost"
        )
        lines += [f"  won  {case}" for case in change.wins]
        lines += [f"  lost {case}: {reasons[case]['misses'].get(change.metric, 'no reason')}" for case in change.losses]
    for name, cases in (("first", comparison.only_before), ("second", comparison.only_after)):
        if cases:
            lines.append(f"Only in the {name} run: {', '.join(cases)}")
    return "\n".join(lines)


def _by_id(records: Sequence[Record]) -> Mapping[str, Record]:
    return {record["id"]: record for record in records}


def _change(metric: str, pairs: Sequence[tuple[Record, Record]]) -> Change:
    sign = 1 if METRICS[metric].higher_is_better else -1
    wins: list[str] = []
    losses: list[str] = []
    before: list[float] = []
    after: list[float] = []
    for old, new in pairs:
        one, other = old["scores"].get(metric), new["scores"].get(metric)
        if one is None or other is None:
            continue
        before.append(one)
        after.append(other)
        gain = sign * (other - one)
        if abs(gain) > SAME:
            (wins if gain > 0 else losses).append(new["id"])
    return Change(metric, difference_estimate(before, after), tuple(wins), tuple(losses))
