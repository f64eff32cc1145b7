"""Two runs to the Markdown of a comment on a pull request: the verdict, what moved, and each case that won or lost."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.compare import Change, compare_runs
from evals.gate import BASELINE
from evals.judge import decided
from evals.metrics.payload import answer_text
from evals.report import Summary, cell, plain
from evals.report_data import gate_state
from evals.report_details import written
from evals.run import Record

MOST_BYTES = 60_000
"""GitHub refuses a comment of more than 65,536 characters."""
ANSWER_CHARS = 300
"""The page shows answers whole; here they only remind."""

MOST_NAMED = 50
"""The page has a filter for all of them."""

_VERDICTS = {
    "held": "✅ **Gate held**: every floor was reached.",
    "fell": "❌ **Gate fell**: {count} pinned values were missed.",
    "other_sets": "⚠️ **Gate not decided**: the question sets differ from the pinned ones.",
    "none": "⚠️ **Gate not decided**: no baseline is pinned.",
}


def pull_request_markdown(
    summary: Summary, records: Sequence[Record], before: Sequence[Record] | None = None, *, baseline: Path = BASELINE
) -> str:
    """Return the verdict of the gate, the metrics with their changes, and the cases as far as there is room."""
    gate = gate_state(summary, baseline)
    changes = compare_runs(before, records).changes if before else ()
    head = [
        _VERDICTS[gate["state"]].format(count=len(gate["falls"])),
        "",
        *(f"- {safe(fall)}" for fall in gate["falls"]),
        "",
        f"{summary['cases']} cases, sets {summary['digest'][:12]}. Percent (latencies in ms), 95 % bootstrap.",
        "",
        *_table(summary, changes),
        "",
        *_opinions(summary, records),
    ]
    return _bounded("\n".join(head), _folded(records, before or (), changes))


def safe(text: str) -> str:
    r"""Keep a text from being read as Markdown or HTML, from naming a person or an issue, and from becoming a link.

    >>> safe("<b>@all #1")
    '\\<b\\>&#64;all &#35;1'
    """
    escaped = plain(text.replace("&", "&amp;")).replace("#", "&#35;").replace("@", "&#64;")
    return escaped.replace("://", "&#58;//").replace("www.", "www&#46;").replace("~", "\\~")


def _table(summary: Summary, changes: Sequence[Change]) -> Iterator[str]:
    moved = {change.metric: change for change in changes if change.difference.count}
    yield "| metric | this run | change in points | won | lost |"
    yield "|---|---|---|---|---|"
    for name, estimate in summary["metrics"]["all"].items():
        if estimate["value"] is None:
            continue
        change = moved.get(name)
        ends = _change_cells(change) if change else ("–", "–", "–")
        yield f"| {safe(name)} | {cell(name, estimate)} | {' | '.join(ends)} |"


def _opinions(summary: Summary, records: Sequence[Record]) -> Iterator[str]:
    """Say in a line how far a model judge agrees with the metrics, and name the cases where it does not."""
    judge = summary.get("judge")
    if not judge:
        return
    kappa = "–" if judge["kappa"] is None else f"{judge['kappa']:.2f}"
    failed = ", ".join(f"{safe(reason)} {count}" for reason, count in judge["failed"].items()) or "none"
    yield (
        f"Model judge: right {written(judge['right'])}; agrees with the metrics {written(judge['agreement'])},"
        f" kappa {kappa}; no verdict: {failed}."
    )
    other = [record["id"] for record in records if _disagrees(record)]
    if other:
        more = f" and {len(other) - MOST_NAMED} more" if len(other) > MOST_NAMED else ""
        yield f"It disagrees on {len(other)}: {', '.join(map(safe, other[:MOST_NAMED]))}{more}."
    yield ""


def _disagrees(record: Record) -> bool:
    verdict, by_metrics = record.get("judge") or {}, decided(record)
    return "right" in verdict and by_metrics is not None and verdict["right"] != by_metrics


def _change_cells(change: Change) -> tuple[str, str, str]:
    value, low, high = (
        f"{(part or 0.0) * 100:+.1f}"
        for part in (change.difference.value, change.difference.low, change.difference.high)
    )
    return f"{value} [{low} to {high}]", str(len(change.wins)), str(len(change.losses))


def _folded(
    records: Sequence[Record], before: Sequence[Record], changes: Sequence[Change]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each fold with its cases; losses first, for they decide."""
    old = {record["id"]: record for record in before}
    if not before:
        yield "Misses", [_miss(record) for record in records if record["misses"]]
        return
    for title, side in (("Losses", "losses"), ("Wins", "wins")):
        metrics: dict[str, list[str]] = {}
        for change in changes:
            for case in getattr(change, side):
                metrics.setdefault(case, []).append(change.metric)
        cases = [_moved(old[r["id"]], r, metrics[r["id"]]) for r in records if r["id"] in metrics]
        yield title, cases


def _miss(record: Record) -> str:
    reasons = "".join(f"\n  - {safe(name)}: {safe(_short(why))}" for name, why in record["misses"].items())
    return f"- **{safe(record['id'])}** {safe(_short(record['question']))}{reasons}"


def _moved(old: Record, new: Record, metrics: Sequence[str]) -> str:
    reasons = [safe(_short(new["misses"][name])) for name in metrics if name in new["misses"]]
    why = ": ".join([safe(", ".join(metrics)), *(["; ".join(reasons)] if reasons else [])])
    return (
        f"- **{safe(new['id'])}** {safe(_short(new['question']))} ({why})"
        f"\n  - before: {safe(_said(old))}\n  - after: {safe(_said(new))}"
    )


def _said(record: Mapping[str, object]) -> str:
    payload = record["payload"]
    return _short(answer_text(payload) if isinstance(payload, Mapping) else str(record["error"]))


def _short(text: str) -> str:
    return text if len(text) <= ANSWER_CHARS else f"{text[:ANSWER_CHARS]}…"


def _bounded(head: str, folds: Iterator[tuple[str, list[str]]]) -> str:
    """Add the folds; cases beyond the room are counted, so that nothing is left out silently."""
    text = head
    for title, cases in folds:
        if not cases:
            continue
        opening, closing = f"\n<details><summary>{title}: {len(cases)}</summary>\n\n", "\n</details>\n"
        room = MOST_BYTES - len((text + opening + closing).encode()) - 2 * ANSWER_CHARS
        kept: list[str] = []
        for case in cases:
            room -= len(case.encode()) + 1
            if room < 0:
                kept.append(f"- … and {len(cases) - len(kept)} more: see the report page.")
                break
            kept.append(case)
        text += opening + "\n".join(kept) + "\n" + closing
    return text
