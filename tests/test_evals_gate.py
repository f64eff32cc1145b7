"""Floors: a run below them is named, and they sink only with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from evals.gate import MIN_CASES, NOISE, check_same_sets, falls, floors_of, pin, pinned_sets, read_baseline
from evals.metrics import METRICS


def summary(folder: Path, *, recall: float = 0.9, wrongly: float = 0.05, cases: int = 20) -> dict[str, Any]:
    values = {"figure_recall": recall, "declined_wrongly": wrongly}
    metrics = {
        name: {"value": values.get(name), "low": None, "high": None, "count": cases if name in values else 0}
        for name in METRICS
    }
    groups = {"all": metrics, "kind": {"target": metrics}, "language": {}}
    return {"sets": [str(folder / "sets" / "a.jsonl")], "cases": cases, "digest": "d" * 64, "metrics": groups}


def test_a_missing_baseline_is_said_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no baseline is pinned yet.*evals pin RUN"):
        read_baseline(tmp_path / "baseline.json")


def test_a_run_on_its_floors_passes_and_one_beyond_the_noise_falls(tmp_path: Path) -> None:
    floors = floors_of(summary(tmp_path))
    assert falls(summary(tmp_path), floors) == []
    assert falls(summary(tmp_path, recall=0.9 - NOISE), floors) == []
    fallen = falls(summary(tmp_path, recall=0.9 - 2 * NOISE), floors)
    assert [str(fall) for fall in fallen] == [
        "all: figure_recall 88.0, floor 90.0",
        "kind target: figure_recall 88.0, floor 90.0",
    ]


def test_a_metric_that_is_better_low_has_a_ceiling(tmp_path: Path) -> None:
    floors = floors_of(summary(tmp_path))
    assert falls(summary(tmp_path, wrongly=0.0), floors) == []
    assert "all: declined_wrongly 10.0, ceiling 5.0" in map(str, falls(summary(tmp_path, wrongly=0.1), floors))


def test_a_metric_that_is_no_longer_measured_falls(tmp_path: Path) -> None:
    later = summary(tmp_path)
    later["metrics"]["kind"] = {}
    fallen = falls(later, floors_of(summary(tmp_path)))
    assert {(fall.group, fall.value) for fall in fallen} == {("kind target", None)}


def test_a_kind_with_few_cases_is_not_gated(tmp_path: Path) -> None:
    assert set(floors_of(summary(tmp_path, cases=MIN_CASES))) == {"all", "kind target"}
    assert set(floors_of(summary(tmp_path, cases=MIN_CASES - 1))) == {"all"}


def test_the_confidence_has_a_floor_for_how_well_it_tells_and_a_ceiling_for_how_far_it_is_off(tmp_path: Path) -> None:
    def sure(auroc: float, ece: float) -> dict[str, Any]:
        measured = {"auroc": {"value": auroc, "count": 50}, "ece": {"value": ece, "count": 50}}
        return summary(tmp_path) | {"calibration": {"parts": {"held out": measured}}}

    floors = floors_of(sure(0.95, 0.02))
    assert falls(sure(0.99, 0.01), floors) == []
    assert falls(sure(0.95 - 2 * NOISE, 0.02 + 2 * NOISE), floors) == []
    assert [str(fall) for fall in falls(sure(0.9, 0.06), floors)] == [
        "confidence: auroc 90.0, floor 95.0",
        "confidence: ece 6.0, ceiling 2.0",
    ]
    assert {fall.metric for fall in falls(summary(tmp_path), floors)} == {"auroc", "ece"}


def test_other_questions_than_the_pinned_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="differ from the pinned ones"):
        check_same_sets(summary(tmp_path), {"digest": "e" * 64})


def test_pinning_raises_floors_silently_and_names_its_sets_without_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    pin(summary(tmp_path), path=path, run_name="one", reason=None)
    pin(summary(tmp_path, recall=0.95), path=path, run_name="two", reason=None)
    baseline = read_baseline(path)
    assert baseline["floors"]["all"]["figure_recall"] == 0.95
    assert baseline["lowered"] == []
    assert str(tmp_path) not in path.read_text(encoding="utf-8")
    assert pinned_sets(baseline, path) == [tmp_path / "sets" / "a.jsonl"]


@pytest.mark.parametrize("worse", [{"recall": 0.89}, {"wrongly": 0.06}, {"cases": MIN_CASES - 1}])
def test_a_floor_sinks_only_with_a_reason_which_is_kept(tmp_path: Path, worse: dict[str, Any]) -> None:
    path = tmp_path / "baseline.json"
    pin(summary(tmp_path), path=path, run_name="one", reason=None)
    before = path.read_text(encoding="utf-8")
    for reason in (None, "  "):
        with pytest.raises(UsageError, match="would lower"):
            pin(summary(tmp_path, **worse), path=path, run_name="two", reason=reason)
    assert path.read_text(encoding="utf-8") == before
    pin(summary(tmp_path, **worse), path=path, run_name="two", reason="harder cases")
    assert json.loads(path.read_text(encoding="utf-8"))["lowered"][0]["reason"] == "harder cases"


def test_sets_from_elsewhere_cannot_be_pinned(tmp_path: Path) -> None:
    elsewhere = summary(tmp_path) | {"sets": ["/elsewhere/a.jsonl"]}
    with pytest.raises(UsageError, match="beneath"):
        pin(elsewhere, path=tmp_path / "baseline.json", run_name="one", reason=None)
