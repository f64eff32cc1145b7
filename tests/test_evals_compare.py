"""Comparing two runs case by case."""

from typing import Any

import pytest

from assistant.errors import UsageError
from evals.compare import Change, Comparison, compare_runs, comparison_text
from evals.metrics import METRICS
from evals.run import Record


def record(case: str, why: str = "", **scores: float) -> Record:
    misses: dict[str, Any] = dict.fromkeys(scores, why) if why else {}
    return {"id": case, "scores": dict.fromkeys(METRICS) | scores, "misses": misses}


def change(comparison: Comparison, metric: str) -> Change:
    return next(change for change in comparison.changes if change.metric == metric)


def test_wins_and_losses_are_named_by_case() -> None:
    before = [record("a", figure_recall=0.0), record("b", figure_recall=1.0), record("c", figure_recall=0.5)]
    after = [record("c", figure_recall=0.5), record("a", figure_recall=1.0), record("b", figure_recall=0.5)]
    found = change(compare_runs(before, after), "figure_recall")
    assert (found.wins, found.losses) == (("a",), ("b",))
    assert found.difference.value == pytest.approx(0.5 / 3)


def test_fewer_wrong_refusals_are_a_win() -> None:
    comparison = compare_runs([record("a", declined_wrongly=1.0)], [record("a", declined_wrongly=0.0)])
    assert change(comparison, "declined_wrongly").wins == ("a",)


def test_cases_of_one_run_only_are_named_and_not_counted() -> None:
    comparison = compare_runs(
        [record("a", mrr=1.0), record("b", mrr=0.0)], [record("a", mrr=1.0), record("c", mrr=0.0)]
    )
    assert change(comparison, "mrr").difference.count == 1
    assert (comparison.only_before, comparison.only_after) == (("b",), ("c",))
    assert "Only in the first run: b" in comparison_text(comparison, [record("a"), record("c")])


def test_a_lost_case_comes_with_its_reason() -> None:
    before, after = [record("a", figure_recall=1.0)], [record("a", why="missing: 6", figure_recall=0.0)]
    text = comparison_text(compare_runs(before, after), after)
    assert "figure_recall: -100.0 points" in text
    assert "lost a: missing: 6" in text


def test_runs_without_a_common_case_are_refused() -> None:
    with pytest.raises(UsageError, match="share no case"):
        compare_runs([record("a")], [record("b")])
