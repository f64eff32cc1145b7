"""Whether a confidence can be believed, and how long each stage took, from records."""

import re
from typing import Any

import pytest

from evals.calibration import calibration_of, confidence_of, is_held_out
from evals.latency import latency_by_stage
from evals.report_details import details_markdown, details_text

Record = dict[str, Any]


def record(
    score: float | None, *, answerable: bool, lang: str = "zh-Hans", retrieve: float = 1.0, case: str = "a"
) -> Record:
    payload: Record = {"hits": [{"score": score}], "timings_ms": {"retrieve": retrieve, "total": 9.0}}
    scores = {"declined_rightly": None if answerable else 1.0}
    return {"id": case, "lang": lang, "payload": payload, "scores": scores}


def at(score: float, *, good: int, bad: int) -> list[Record]:
    return [record(score, answerable=number < good) for number in range(good + bad)]


def test_a_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    told = calibration_of(at(0.0, good=0, bad=10) + at(1.0, good=10, bad=0))
    assert (told["ece"]["value"], told["brier"]["value"], told["auroc"]["value"]) == (0, 0, 1)


def test_a_confidence_that_promises_too_much_has_the_error_that_it_promises() -> None:
    told = calibration_of(at(0.9, good=0, bad=20))
    assert told["ece"]["value"] == pytest.approx(0.9)
    assert told["brier"]["value"] == pytest.approx(0.81)
    assert told["auroc"]["value"] is None


def test_a_confidence_that_tells_the_wrong_way_round_is_worse_than_chance() -> None:
    told = calibration_of(at(0.9, good=0, bad=10) + at(0.1, good=10, bad=0))
    assert told["auroc"]["value"] == 0
    assert told["ece"]["value"] == pytest.approx(0.9)
    assert told["ece"]["low"] <= told["ece"]["value"] <= told["ece"]["high"]


def test_bins_hold_equally_many_cases_in_the_order_of_confidence() -> None:
    told = calibration_of([record(number / 100, answerable=number > 50) for number in reversed(range(100))])
    assert [one["count"] for one in told["bins"]] == [10] * 10
    confidences = [one["confidence"] for one in told["bins"]]
    assert confidences == sorted(confidences)
    assert (told["bins"][0]["answerable"], told["bins"][-1]["answerable"]) == (0, 1)


def test_only_probabilities_count() -> None:
    english, crashed, no_score = (
        record(0.9, answerable=True, lang="en"),
        record(0.9, answerable=True),
        record(None, answerable=True),
    )
    crashed["payload"] = None
    told = calibration_of([english, crashed, no_score, *at(0.5, good=1, bad=1)])
    assert told["ece"]["count"] == 2
    nothing_found = record(0.9, answerable=False)
    nothing_found["payload"]["hits"] = []
    assert calibration_of([nothing_found])["bins"] == [{"confidence": 0.0, "answerable": 0.0, "count": 1}]
    assert calibration_of([])["bins"] == []


def test_the_confidence_of_an_answer_comes_before_the_score_of_its_first_hit_in_any_language() -> None:
    english = record(0.9, answerable=True, lang="en")
    english["payload"]["confidence"] = 0.25
    assert (confidence_of(english), confidence_of(record(0.9, answerable=True))) == (0.25, 0.9)
    assert confidence_of(record(0.9, answerable=True, lang="en")) is None


def test_languages_and_the_half_that_is_held_out_are_measured_by_themselves() -> None:
    names = [f"case-{number}" for number in range(40)]
    records = [record(0.5, answerable=True, lang=lang, case=name) for name in names for lang in ("zh-Hant", "en")]
    for one in records:
        one["payload"]["confidence"] = 0.5
    parts = calibration_of(records)["parts"]
    counts = {name: part["brier"]["count"] for name, part in parts.items()}
    assert counts == {"held out": 2 * sum(map(is_held_out, names)), "Chinese": 40, "English": 40}
    assert 0 < counts["held out"] < 80


def test_the_surest_answers_have_the_risk_of_those_that_are_wrong_and_refusals_do_not_count() -> None:
    sure, unsure = at(0.9, good=8, bad=0), at(0.1, good=0, bad=2)
    missed = record(0.5, answerable=True)
    missed["scores"]["figure_recall"] = 0.5
    refused = record(0.99, answerable=False)
    refused["payload"]["declined"] = True
    curve = {one["coverage"]: one["risk"] for one in calibration_of([*unsure, *sure, missed, refused])["risks"]}
    assert (curve[0.1], curve[0.7], curve[1.0]) == (0, 0, pytest.approx(3 / 11))
    assert calibration_of([refused])["risks"] == []


def test_each_stage_has_its_percentiles_over_the_answers_that_went_through_it() -> None:
    records = [record(0.5, answerable=True, retrieve=float(number)) for number in range(101)]
    found = latency_by_stage([*records, {"payload": None}])
    assert list(found) == ["retrieve"]
    assert (found["retrieve"]["p50"]["value"], found["retrieve"]["p95"]["value"]) == (50, 95)
    assert found["retrieve"]["p95"]["count"] == 101
    assert found["retrieve"]["p95"]["low"] <= 95 <= found["retrieve"]["p95"]["high"]


def test_terminal_and_markdown_show_what_a_run_has_and_nothing_else() -> None:
    records = at(0.9, good=0, bad=20)
    summary = {"latency_by_stage": latency_by_stage(records), "calibration": calibration_of(records)}
    text, markdown = "\n".join(details_text(summary)), "\n".join(details_markdown(summary))
    assert re.search(r"retrieve +1\.0 \[1\.0–1\.0\] n=20", text)
    assert "| all | 90.0 [90.0–90.0] n=20 | 81.0 [81.0–81.0] n=20 | – |" in markdown
    assert markdown.count("| 90.0 | 0.0 | 2 |") == 10
    assert "| 50.0 | 100.0 | 10 |" in markdown
    assert details_text({}) == []
