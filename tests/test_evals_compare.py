"""Comparing two runs case by case."""

from typing import Any

import pytest

from assistant.errors import UsageError
from evals.compare import Change, Comparison, compare_runs, comparison_markdown, comparison_text
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
    assert "Only in the first run: b" in comparison_text(comparison)


def test_a_lost_case_comes_with_its_reason() -> None:
    before, after = [record("a", figure_recall=1.0)], [record("a", why="missing: 6", figure_recall=0.0)]
    text = comparison_text(compare_runs(before, after))
    assert "figure_recall: -100.0 points" in text
    assert "lost a: figure_recall: missing: 6" in text


def test_runs_without_a_common_case_are_refused() -> None:
    with pytest.raises(UsageError, match="share no case"):
        compare_runs([record("a")], [record("b")])


def answered(case: str, *, hits: list[str], text: str, verdict: str = "verified", **scores: float) -> Record:
    claims = [{"text": text, "verdict": verdict, "citations": []}]
    payload = {"answer": text, "standalone": "几家？", "claims": claims, "hits": [{"document_id": hit} for hit in hits]}
    return record(case, "", **scores) | {"payload": payload, "question": "几家？", "stage": ""}


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (answered("a", hits=["y"], text="7家。"), "retrieval"),
        (answered("a", hits=["x"], text="7家。"), "generation"),
        (answered("a", hits=["x"], text="6家。", verdict="unverified"), "verification"),
        (record("a") | {"payload": None, "error": "RuntimeError"}, "crash"),
    ],
)
def test_the_first_stage_that_differs_is_named(after: Record, why: str) -> None:
    (case,) = compare_runs([answered("a", hits=["x"], text="6家。")], [after]).cases
    assert case.why == why
    assert case.answers[0] == "6家。"


def test_the_same_answers_are_no_change() -> None:
    run = [answered("a", hits=["x"], text="6家。", mrr=1.0)]
    comparison = compare_runs(run, run)
    assert comparison.cases == ()
    assert "answered every case alike" in comparison_text(comparison)


def test_other_hits_under_the_same_answer_are_a_change_only_where_a_score_moved() -> None:
    before, after = (answered("a", hits=["x", hit], text="6家。", mrr=1.0) for hit in "yz")
    assert compare_runs([before], [after]).cases == ()
    lower = after | {"scores": after["scores"] | {"mrr": 0.5}}
    (case,) = compare_runs([before], [lower]).cases
    assert (case.why, case.lost) == ("retrieval", ("mrr",))


def test_the_markdown_shows_both_answers_and_nothing_of_them_becomes_markup() -> None:
    before = [answered("a", hits=["x"], text="6家。", figure_recall=1.0)]
    after = [answered("a", hits=["x"], text="<b>7</b>|家。", figure_recall=0.0)]
    text = comparison_markdown(compare_runs(before, after))
    assert "| figure_recall | -100.0 points [-100.0 to -100.0] | 0 | 1 |" in text
    assert "- before: 6家。" in text
    assert "- after: \\<b\\>7\\</b\\>\\|家。" in text
