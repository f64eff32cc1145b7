"""Every metric falls when its defect is planted, and an answer without a defect is perfect."""

import pytest

from evals.metrics import METRICS
from evals.sets import Case
from tests.metric_sample import (
    CASE,
    TEXT,
    TO_DECLINE,
    Defect,
    Payload,
    citation,
    refusal,
    right_answer,
    say,
    scores,
    wrong_digit,
)


def missing_figure(payload: Payload) -> None:
    say(payload, "截至2022年4月，园区科协成立6家。")


def missing_title(payload: Payload) -> None:
    payload["answer"] = payload["answer"].replace("《远望方案》", "方案")


def wrong_organisation(payload: Payload) -> None:
    payload["answer"] = payload["answer"].replace("长安大学", "延河大学")


def missing_person(payload: Payload) -> None:
    payload["answer"] = payload["answer"].replace("王小明", "一位")


def missing_date(payload: Payload) -> None:
    payload["answer"] = payload["answer"].replace("到2023年", "今后")


def wrong_date(payload: Payload) -> None:
    say(payload, "截至2024年4月，园区科协成立6家。")


def uncited_figure_outside_the_claims(payload: Payload) -> None:
    payload["answer"] += "另有33家在筹备。"


def wrong_unit(payload: Payload) -> None:
    say(payload, "园区科协成立6万家。")


def figure_of_another_claim(payload: Payload) -> None:
    payload["claims"][0]["text"] = "截至2022年4月，园区科协成立10家。"


def wrong_calculation(payload: Payload) -> None:
    payload["claims"][0]["citations"] += payload["claims"][1]["citations"]
    say(payload, "园区科协完成6 ÷ 10 = 80%。")


def wrong_source(payload: Payload) -> None:
    for claim in payload["claims"]:
        claim["citations"] = [{"document_id": "other", "start": 0, "end": 3, "quote": "别的文"}]


def shifted_span(payload: Payload) -> None:
    payload["claims"][0]["citations"][0]["start"] += 1
    payload["claims"][0]["citations"][0]["end"] += 1


def invented_quote(payload: Payload) -> None:
    payload["claims"][0]["citations"][0]["quote"] = "截至2022年4月，园区科协成立6家，全部达标。"


def unknown_document(payload: Payload) -> None:
    payload["claims"][0]["citations"][0]["document_id"] = "nowhere"


def negative_span(payload: Payload) -> None:
    found = payload["claims"][1]["citations"][0]
    found["start"], found["end"] = found["start"] - len(TEXT), found["end"] - len(TEXT)


def bare_claim(payload: Payload) -> None:
    payload["claims"][1]["citations"] = []


def no_claims(payload: Payload) -> None:
    payload["claims"] = []


def wrong_language(payload: Payload) -> None:
    say(payload, "Six park associations had been set up by April 2022.")


def wrong_script(payload: Payload) -> None:
    say(payload, "截至2022年4月，園區科協成立6家。")


def one_character_of_the_wrong_script(payload: Payload) -> None:
    payload["answer"] = payload["answer"].replace("园区", "园區")


def empty_answer(payload: Payload) -> None:
    payload["answer"] = ""


def needless_refusal(payload: Payload) -> None:
    payload.clear()
    payload.update(refusal())


def late_hit(payload: Payload) -> None:
    payload["hits"] = [{"document_id": name} for name in ("a", "b", "c", "d", "e", "report")]


def beside_the_gold(payload: Payload) -> None:
    for claim in payload["claims"]:
        claim["citations"] = [citation("。到2023年要成立10个园区科协。")]


def idle_citation(payload: Payload) -> None:
    other = {"document_id": "other", "start": 0, "end": 6, "quote": "别的文章。"}
    payload["claims"][0]["citations"].append(other)


def repeated_sentence(payload: Payload) -> None:
    payload["answer"] += payload["claims"][0]["text"]


def truncated_answer(payload: Payload) -> None:
    payload["answer"] = payload["answer"][:-1]


def left_over_markup(payload: Payload) -> None:
    payload["answer"] += "<b>完。</b>"


PLANTED: list[tuple[Defect, str]] = [
    (wrong_digit, "figure_recall"),
    (wrong_digit, "figure_precision"),
    (missing_figure, "figure_recall"),
    (missing_figure, "completeness"),
    (missing_title, "completeness"),
    (wrong_organisation, "completeness"),
    (missing_person, "completeness"),
    (missing_date, "completeness"),
    (empty_answer, "completeness"),
    (needless_refusal, "completeness"),
    (wrong_date, "date_precision"),
    (uncited_figure_outside_the_claims, "figure_precision"),
    (wrong_unit, "figure_precision"),
    (figure_of_another_claim, "figure_precision"),
    (wrong_calculation, "figure_precision"),
    (wrong_source, "source_hit"),
    (wrong_source, "figure_precision"),
    (shifted_span, "citation_exact"),
    (invented_quote, "citation_exact"),
    (unknown_document, "citation_exact"),
    (negative_span, "citation_exact"),
    (bare_claim, "citation_exact"),
    (bare_claim, "figure_precision"),
    (no_claims, "citation_exact"),
    (no_claims, "source_hit"),
    (wrong_language, "language_match"),
    (wrong_script, "language_match"),
    (one_character_of_the_wrong_script, "language_match"),
    (empty_answer, "language_match"),
    (empty_answer, "figure_recall"),
    (needless_refusal, "declined_wrongly"),
    (needless_refusal, "figure_recall"),
    (needless_refusal, "source_hit"),
    (wrong_source, "quote_hit"),
    (beside_the_gold, "quote_hit"),
    (no_claims, "quote_hit"),
    (needless_refusal, "quote_hit"),
    (late_hit, "recall_at_5"),
    (late_hit, "mrr"),
    (idle_citation, "citation_precision"),
    (wrong_source, "citation_precision"),
    (wrong_digit, "citation_recall"),
    (wrong_date, "citation_recall"),
    (bare_claim, "citation_recall"),
    (repeated_sentence, "readable"),
    (truncated_answer, "readable"),
    (left_over_markup, "readable"),
    (empty_answer, "readable"),
]


def test_an_answer_without_a_defect_has_the_best_value_of_every_metric() -> None:
    expected: dict[str, float | None] = {
        name: 1.0 if metric.higher_is_better else 0.0 for name, metric in METRICS.items()
    }
    assert scores(CASE, right_answer()) == expected | {"declined_rightly": None}


@pytest.mark.parametrize(("defect", "metric"), PLANTED, ids=lambda value: getattr(value, "__name__", value))
def test_a_planted_defect_worsens_its_metric(defect: Defect, metric: str) -> None:
    payload = right_answer()
    defect(payload)
    before, after = scores(CASE, right_answer())[metric], scores(CASE, payload)[metric]
    assert before is not None
    assert after is not None
    assert after < before if METRICS[metric].higher_is_better else after > before


def test_an_answer_where_declining_is_right_scores_zero_and_a_refusal_one() -> None:
    assert scores(TO_DECLINE, right_answer())["declined_rightly"] == 0
    assert scores(TO_DECLINE, refusal())["declined_rightly"] == 1


def test_every_metric_has_a_planted_defect() -> None:
    elsewhere = {"errors", "declined_rightly"}  # the crash and the refusal have tests of their own
    assert {metric for _, metric in PLANTED} | elsewhere == set(METRICS)


@pytest.mark.parametrize("case", [CASE, TO_DECLINE], ids=lambda case: case.id)
def test_a_crash_has_the_worst_value_of_every_metric_that_applies(case: Case) -> None:
    crashed = scores(case, None, error="RuntimeError: out of memory")
    best = scores(case, refusal() if case.should_decline else right_answer())
    assert crashed == {
        name: None if value is None else float(not METRICS[name].higher_is_better) for name, value in best.items()
    }
