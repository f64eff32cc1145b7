"""What a summary holds beside its metrics, to tables: latency by stage, calibration with its bins, a judge."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.usage import COUNTS

Table = tuple[str, Sequence[Sequence[str]]]
"""A title, and rows of which the first is the header."""


def written(estimate: Mapping[str, Any], *, scale: float = 100) -> str:
    """Write one estimate with its interval and count.

    >>> written({"value": 0.5, "low": 0.25, "high": 0.75, "count": 8})
    '50.0 [25.0–75.0] n=8'
    """
    if estimate["value"] is None:
        return "–"
    value, low, high = (f"{estimate[part] * scale:.1f}" for part in ("value", "low", "high"))
    return f"{value} [{low}–{high}] n={estimate['count']}"


def detail_tables(summary: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the tables for which the run has values."""
    stages = summary.get("latency_by_stage") or {}
    if stages:
        rows = [
            [stage, *(written(estimate, scale=1) for estimate in found.values())] for stage, found in stages.items()
        ]
        yield "Latency by stage in ms", [["stage", *next(iter(stages.values()))], *rows]
    calibration = summary.get("calibration") or {}
    if calibration.get("bins"):
        measures = ("ece", "brier", "auroc")
        groups = {"all": calibration, **(calibration.get("parts") or {})}
        rows = [[group, *(written(found[name]) for name in measures)] for group, found in groups.items()]
        yield "Calibration of declining", [["questions", *measures], *rows]
        bins = [
            [_percent(one["confidence"]), _percent(one["answerable"]), str(one["count"])] for one in calibration["bins"]
        ]
        yield "Confidence against what the corpus holds", [["confidence", "answerable", "cases"], *bins]
    if calibration.get("risks"):
        risks = [[_percent(one["coverage"]), _percent(one["risk"]), str(one["count"])] for one in calibration["risks"]]
        yield "Wrong among the surest answers", [["coverage", "wrong", "answers"], *risks]

    judge = summary.get("judge")
    if judge:
        kappa = "–" if judge["kappa"] is None else f"{judge['kappa']:.2f}"
        failed = ", ".join(f"{reason} {count}" for reason, count in judge["failed"].items()) or "none"
        rows = [["right", written(judge["right"])], ["agrees with the metrics", written(judge["agreement"])]]
        yield "Model judge", [["measure", "percent"], *rows, ["Cohen's kappa", kappa], ["failed", failed]]
    if summary.get("usage"):
        yield _usage(summary["usage"])


def _usage(usage: Mapping[str, Any]) -> Table:
    rows = [[name.replace("_", " "), f"{usage[name]:,}"] for name in ("answers", *COUNTS)]
    cost = "no price set" if usage["cost"] is None else f"{usage['cost']:g} {usage['currency']}"
    counted = "some replies estimated" if usage["estimated"] else "all by the provider"
    return "Taken of the model", [["what", "sum"], *rows, ["cost", cost], ["tokens counted", counted]]


def details_text(summary: Mapping[str, Any]) -> list[str]:
    """Return one aligned block per table."""
    blocks = []
    for title, rows in detail_tables(summary):
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
        blocks.append("\n".join([title, *(f"  {line.rstrip()}" for line in lines)]))
    return blocks


def details_markdown(summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a section per table."""
    for title, (header, *rows) in detail_tables(summary):
        yield from (f"## {title}", "", f"| {' | '.join(header)} |", "|" + "---|" * len(header))
        yield from (f"| {' | '.join(row)} |" for row in rows)
        yield ""


def _percent(share: float) -> str:
    return f"{share * 100:.1f}"
