"""Two stored runs to what each metric won and lost, case by case, with the interval of the difference."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError
from evals.bootstrap import Estimate, difference_estimate
from evals.changes import CaseChange, change_of
from evals.metrics import METRICS
from evals.report import plain
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
    """All metrics, the cases that were answered differently, and those that only one of the runs holds."""

    changes: tuple[Change, ...]
    cases: tuple[CaseChange, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare_runs(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """Pair the records by case id; raise UsageError when the runs share no case."""
    old, new = _by_id(before), _by_id(after)
    shared = [case for case in old if case in new]
    if not shared:
        raise UsageError("The two runs share no case. Compare runs over the same question sets.")
    changes = tuple(_change(metric, [(old[case], new[case]) for case in shared]) for metric in METRICS)
    won, lost = (
        _metrics_by_case(change.wins for change in changes),
        _metrics_by_case(change.losses for change in changes),
    )
    cases = (
        change_of(old[case], new[case], won=tuple(won.get(case, ())), lost=tuple(lost.get(case, ()))) for case in shared
    )
    return Comparison(
        changes=changes,
        cases=tuple(case for case in cases if case is not None),
        only_before=tuple(case for case in old if case not in new),
        only_after=tuple(case for case in new if case not in old),
    )


def comparison_text(comparison: Comparison) -> str:
    """Return the comparison in words: each metric, then each case that won or lost with what changed and why."""
    lines = [f"{change.metric}: {_moved(change)}" for change in comparison.changes if change.difference.count]
    scored = [case for case in comparison.cases if case.won or case.lost]
    for case in scored:
        lines += ["", f"{case.id} [{case.why}] {case.question}"]
        lines += [f"  won  {case.id}: {name}" for name in case.won]
        lines += [f"  lost {case.id}: {reason}" for reason in case.reasons]
        lines += [f"  before: {_line(case.answers[0])}", f"  after:  {_line(case.answers[1])}"]
        if case.hits[0] != case.hits[1]:
            lines += [f"  hits before: {', '.join(case.hits[0])}", f"  hits after:  {', '.join(case.hits[1])}"]
    return "\n".join([*lines, "", *_summed_up(comparison)]).strip()


def comparison_markdown(comparison: Comparison) -> str:
    """Return the comparison for a pull request: one table, and each case that won or lost."""
    lines = ["# Comparison", "", "| metric | change | won | lost |", "|---|---|---|---|"]
    lines += [
        f"| {change.metric} | {_points(change)} | {len(change.wins)} | {len(change.losses)} |"
        for change in comparison.changes
        if change.difference.count
    ]
    lines += ["", *(f"{line}\n" for line in _summed_up(comparison))]
    for case in comparison.cases:
        if not (case.won or case.lost):
            continue
        lines += [f"- **{plain(case.id)}** ({case.why}) {plain(case.question)}"]
        lines += [f"  - won: {', '.join(case.won)}"] if case.won else []
        lines += [f"  - lost: {plain(reason)}" for reason in case.reasons]
        lines += [f"  - before: {plain(case.answers[0])}", f"  - after: {plain(case.answers[1])}"]
    return "\n".join(lines) + "\n"


def _summed_up(comparison: Comparison) -> list[str]:
    lines = []
    if comparison.cases:
        first = ", ".join(f"{stage} {count}" for stage, count in Counter(c.why for c in comparison.cases).most_common())
        lines.append(f"{len(comparison.cases)} cases were answered differently; first different in: {first}.")
    for name, cases in (("first", comparison.only_before), ("second", comparison.only_after)):
        if cases:
            lines.append(f"Only in the {name} run: {', '.join(cases)}")
    return lines or ["Both runs answered every case alike."]


def _moved(change: Change) -> str:
    return f"{_points(change)} over {change.difference.count} cases, {len(change.wins)} won, {len(change.losses)} lost"


def _points(change: Change) -> str:
    value, low, high = (change.difference.value or 0, change.difference.low or 0, change.difference.high or 0)
    return f"{value * 100:+.1f} points [{low * 100:+.1f} to {high * 100:+.1f}]"


def _line(text: str) -> str:
    return " ".join(text.split()) or "–"


def _metrics_by_case(cases_of: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for metric, cases in zip(METRICS, cases_of, strict=True):
        for case in cases:
            found.setdefault(case, []).append(metric)
    return found


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
