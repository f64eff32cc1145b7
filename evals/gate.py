"""A run and the pinned floors to what fell below them; floors rise silently and sink only with a reason."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.metrics import METRICS
from evals.report import Summary

HIGHER_IS_BETTER: Mapping[str, bool] = {
    **{name: metric.higher_is_better for name, metric in METRICS.items()},
    "auroc": True,
    "ece": False,
}
"""What can be pinned: the metrics, and of the confidence how well it tells and how far it is off."""

BASELINE = Path(__file__).parent / "baseline.json"

NOISE = 0.01
"""One point. The assistant is deterministic, so a rerun differs by nothing; what moves a score without being worse is
a document more or less, which changed fewer than one case in a hundred."""

CONFIDENCE_NOISE = 2
"""Times the noise: the confidence is judged on half of the cases, and not fitted anew for every better answer."""

MIN_CASES = 10
"""A kind with fewer cases moves by more than ten points with one case: it is reported, not gated."""

Floors = Mapping[str, Mapping[str, float]]
"""Group ("all", "kind target", "confidence") to metric to the value that a run must reach."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A metric of a group that is worse than its floor; ``value`` is None when the run no longer measures it."""

    group: str
    metric: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        value = "not measured" if self.value is None else f"{self.value * 100:.1f}"
        word = "floor" if HIGHER_IS_BETTER[self.metric] else "ceiling"
        return f"{self.group}: {self.metric} {value}, {word} {self.floor * 100:.1f}"


def read_baseline(path: Path) -> dict[str, Any]:
    """Return the pinned baseline; raise UsageError with the fix when there is none."""
    if not path.is_file():
        raise UsageError(
            f"{path}: no baseline is pinned yet, so there is nothing to hold a run against."
            " Run `python -m evals run`, then `python -m evals pin RUN`."
        )
    baseline: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return baseline


def floors_of(summary: Summary) -> dict[str, dict[str, float]]:
    """Return the values of a run that are worth pinning: over all cases, and by kind where there are enough."""
    groups = {"all": summary["metrics"]["all"]}
    groups |= {f"kind {name}": metrics for name, metrics in summary["metrics"]["kind"].items()}
    groups["confidence"] = _confidence(summary)
    floors: dict[str, dict[str, float]] = {}
    for group, metrics in groups.items():
        measured = [name for name in HIGHER_IS_BETTER if name in metrics]
        values = {name: metrics[name]["value"] for name in measured if _enough(group, metrics[name])}
        if values:
            floors[group] = values
    return floors


def falls(summary: Summary, floors: Floors, *, noise: float = NOISE) -> list[Fall]:
    """Return every pinned value that the run misses by more than ``noise``."""
    found: list[Fall] = []
    for group, pinned in floors.items():
        metrics = _group(summary, group)
        for metric, floor in pinned.items():
            value = metrics.get(metric, {}).get("value")
            # A thousandth of a point forgives binary fractions: 0.95 - 0.01 is not quite 0.94.
            allowed = noise * (CONFIDENCE_NOISE if group == "confidence" else 1) + 1e-5
            if value is None or _worse_by(metric, value, floor) > allowed:
                found.append(Fall(group, metric, floor, value))
    return found


def without_floor(summary: Summary, floors: Floors) -> list[str]:
    """Return the metrics that a run measured over all cases and that nothing holds yet."""
    pinned = floors.get("all", {})
    return [name for name in floors_of(summary).get("all", {}) if name not in pinned]


def check_same_sets(summary: Summary, baseline: Mapping[str, Any]) -> None:
    """Raise UsageError when the run asked other questions than the pinned ones."""
    if summary["digest"] != baseline["digest"]:
        raise UsageError(
            f"The question sets differ from the pinned ones (digest {summary['digest'][:12]}, pinned"
            f" {baseline['digest'][:12]}). If the change is meant, run them and `python -m evals pin RUN`."
        )


def pin(summary: Summary, *, path: Path, run_name: str, reason: str | None) -> dict[str, Any]:
    """Write the values of a run as the new floors and return the baseline.

    Raise UsageError when a floor would sink or vanish and no reason is given.
    """
    floors = floors_of(summary)
    before = read_baseline(path) if path.is_file() else {"floors": {}, "lowered": []}
    lowered = _lowered(floors, before["floors"])
    if lowered and not (reason or "").strip():
        listed = "; ".join(lowered)
        raise UsageError(
            f'Pinning would lower {len(lowered)} floors ({listed}). If that is meant, add --lower "REASON".'
        )
    entry = [{"run": run_name, "reason": reason, "floors": lowered}] if lowered else []
    baseline = {
        "run": run_name,
        "digest": summary["digest"],
        "sets": [_relative(Path(name), path.parent) for name in summary["sets"]],
        "noise": NOISE,
        "floors": floors,
        "lowered": [*before["lowered"], *entry],
    }
    path.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return baseline


def pinned_sets(baseline: Mapping[str, Any], path: Path) -> list[Path]:
    """Return the set files that the baseline was pinned on."""
    return [path.parent / name for name in baseline["sets"]]


def _lowered(floors: Floors, before: Floors) -> list[str]:
    sunk = []
    for group, pinned in before.items():
        for metric, old in pinned.items():
            new = floors.get(group, {}).get(metric)
            if new is None or _worse_by(metric, new, old) > 0:
                sunk.append(f"{group} {metric} {old:.3f} → {'gone' if new is None else f'{new:.3f}'}")
    return sunk


def _worse_by(metric: str, value: float, floor: float) -> float:
    return floor - value if HIGHER_IS_BETTER[metric] else value - floor


def _enough(group: str, estimate: Mapping[str, Any]) -> bool:
    return estimate["value"] is not None and (group == "all" or estimate["count"] >= MIN_CASES)


def _group(summary: Summary, group: str) -> Mapping[str, Any]:
    if group == "confidence":
        return _confidence(summary)
    metrics = summary["metrics"]
    found: Mapping[str, Any] = (
        metrics["all"] if group == "all" else metrics["kind"].get(group.removeprefix("kind "), {})
    )
    return found


def _confidence(summary: Summary) -> dict[str, Any]:
    """Return what is known of the confidence on the questions that it was not fitted on; runs of old have nothing."""
    return dict(((summary.get("calibration") or {}).get("parts") or {}).get("held out") or {})


def _relative(file: Path, folder: Path) -> str:
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError as error:
        raise UsageError(f"{file}: a baseline holds for sets beneath {folder} only. Move the set there.") from error
